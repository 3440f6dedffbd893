//! Receivers to model. Every rule that looks at more than one key is a function here, with a comment that says what it is
//! for; all errors of a derive are reported together.

mod columns;
mod container;
mod field;
mod keys;
mod mapped;
mod names;
mod object;
mod value;

pub(crate) use mapped::asks_of;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Expr, Meta, MetaNameValue, Path, Token};

use crate::attrs::{ContainerAttrs, Place, to_errors};
use crate::crate_path;
use crate::errors::Errors;
use crate::expand::Derive;
use crate::model::{Model, Target};

/// A derive whose input has errors.
pub(crate) struct Rejected {
    pub(crate) messages: TokenStream,
    pub(crate) runtime: Path,
    /// Types that keys name: what is emitted names them as well, or their imports would be reported as unused.
    pub(crate) named: Vec<TokenStream>,
}

/// The model of `input`, or everything that is wrong with it.
pub(crate) fn check(derive: Derive, input: &DeriveInput) -> Result<Model, Rejected> {
    let mut errors = Errors::default();
    let (attrs, complete) = match <ContainerAttrs as darling::FromAttributes>::from_attributes(&input.attrs) {
        Ok(attrs) => (attrs, true),
        Err(error) => {
            to_errors(error, Place::Container, &mut errors);
            (ContainerAttrs::default(), false)
        }
    };
    let runtime = crate_path::resolve(attrs.runtime.as_ref(), &mut errors);
    let target = Target::new(input, runtime.clone());
    let named = if complete { types_of(&attrs) } else { types_in(input) };
    keys::of_container(derive, &attrs, &mut errors);
    let container = Container { derive, input, attrs, complete };
    let model = match derive {
        Derive::Value => value::check(&container, target, &mut errors),
        Derive::Resource | Derive::Complex | Derive::Extension => {
            object::check(&container, target, &mut errors)
        }
    };
    match errors.finish(model) {
        Ok(Some(model)) => Ok(model),
        // A part of the model is missing only where an error was pushed for it.
        Ok(None) => Err(Rejected { messages: TokenStream::new(), runtime, named }),
        Err(messages) => Err(Rejected { messages, runtime, named }),
    }
}

/// The types that `maps` and `extensions` name.
fn types_of(attrs: &ContainerAttrs) -> Vec<TokenStream> {
    let maps = attrs.maps.iter().map(|key| key.value.to_token_stream());
    let extensions = attrs.extensions.iter().flat_map(|key| &key.value.0).map(ToTokens::to_token_stream);
    maps.chain(extensions).collect()
}

/// The same of keys that could not be read.
fn types_in(input: &DeriveInput) -> Vec<TokenStream> {
    let attributes = input.attrs.iter().filter(|attribute| attribute.path().is_ident("scim"));
    let keys = attributes.filter_map(|attribute| {
        attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()
    });
    let mut types = Vec::new();
    for key in
        keys.flatten().filter(|key| ["maps", "extensions"].iter().any(|name| key.path().is_ident(name)))
    {
        match key {
            Meta::NameValue(MetaNameValue { value: Expr::Path(path), .. }) => {
                types.push(path.to_token_stream());
            }
            Meta::List(list) => {
                let paths = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
                types.extend(paths.into_iter().flatten().map(|path| path.to_token_stream()));
            }
            _ => {}
        }
    }
    types
}

/// What the rules know about the struct or enum.
pub(crate) struct Container<'a> {
    derive: Derive,
    input: &'a DeriveInput,
    attrs: ContainerAttrs,
    /// Whether the keys could be read: if not, a key that seems to be missing may be among the unread ones.
    complete: bool,
}

/// A name without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}
