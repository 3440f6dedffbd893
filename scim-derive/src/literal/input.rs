//! What stands in the brackets of `scim_path!` and `scim_filter!`.

use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Type};

/// `User, "emails.value"`
pub(crate) struct Input {
    pub(crate) ty: Type,
    pub(crate) text: LitStr,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ty = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        if !input.is_empty() {
            return Err(input.error("expected a resource type and a string literal, nothing more"));
        }
        Ok(Self { ty, text })
    }
}
