//! Where generated code finds scim-types.

use syn::{Ident, Path, parse_quote};

use crate::attrs::{Keyed, RuntimePath};
use crate::errors::Errors;

/// The path given by `crate = ...`, or scim-types by its own name.
///
/// A relative path would mean something else in each module that the struct is moved to, and `crate = scim_types` could
/// be a module as well as a crate: only what is the same everywhere is accepted.
pub(crate) fn resolve(given: Option<&Keyed<RuntimePath>>, errors: &mut Errors) -> Path {
    let Some(given) = given else { return parse_quote!(::scim_types) };
    let path = &given.value.0;
    let first = path.segments.first().map(|segment| &segment.ident);
    let absolute = path.leading_colon.is_some() || first.is_some_and(is_crate);
    if !absolute {
        let written = quote::quote!(#path).to_string().replace(' ', "");
        let proposal = match first {
            Some(ident) if ident == "self" || ident == "super" => {
                "write the whole path, starting with `crate::`, or with `::` and the name of a crate"
                    .to_owned()
            }
            _ => format!("write `::{written}` for a crate, or `crate::{written}` for a module of this one"),
        };
        errors.push(
            syn::spanned::Spanned::span(path),
            format!("`crate = {written}` is a relative path; {proposal}"),
        );
    }
    path.clone()
}

/// `crate`, or what `$crate` of a `macro_rules` macro looks like.
fn is_crate(ident: &Ident) -> bool {
    ident == "crate" || ident == "$crate"
}
