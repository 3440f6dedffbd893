//! The way of every derive: parse, check, emit; on error, report and emit the fallback.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::{check, emit, fallback};

/// Which derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Resource,
    Complex,
    Extension,
    Value,
}

impl Derive {
    /// The derive's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Resource => "ScimResource",
            Self::Complex => "ScimComplex",
            Self::Extension => "ScimExtension",
            Self::Value => "ScimValue",
        }
    }
}

/// The impls for `input`.
pub(crate) fn expand(derive: Derive, input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    match check::check(derive, &input) {
        Ok(model) => emit::emit(&model),
        Err(rejected) => {
            let rest = fallback::emit(derive, &input, &rejected);
            let mut tokens = rejected.messages;
            tokens.extend(rest);
            tokens
        }
    }
}
