//! The model as code. One file per thing emitted; above each function stands what it expands to.
//!
//! Generated code is thin: tables, and two `match`es over field numbers. What the tables mean is known to scim-types
//! alone. Every name it uses is reached through one alias of the runtime's hidden module, `__s`, so that nothing a user
//! has in scope can change its meaning; its own variables start with two underscores, because a constant of the same name
//! would turn them into patterns.

mod checks;
mod columns;
mod extended;
mod fields;
mod impls;
mod mapped;
mod object;
mod table;
mod value;

use crate::model::{Model, Target};
pub(crate) use impls::Impls;
pub(crate) use object::{place, single};
use proc_macro2::TokenStream;
use quote::quote;

/// All impls of one derive.
pub(crate) fn emit(model: &Model) -> TokenStream {
    match model {
        Model::Object(object) => wrap(&object.target, &object::emit(object)),
        Model::Extended(extended) => wrap(&extended.target, &extended::emit(extended)),
        Model::Mapped(mapped) => wrap(&mapped.target, &mapped::emit(mapped)),
        Model::Words(words) => wrap(&words.target, &value::words(words)),
        Model::Newtype(newtype) => wrap(&newtype.target, &value::newtype(newtype)),
    }
}

/// Expands to:
///
/// ```text
/// #[allow(deprecated)]
/// const _: () = {
///     use ::scim_types::__private::v1 as __s;
///     /* impls */
/// };
/// ```
///
/// The lint is allowed only where the struct speaks of it: `allow` is an error where a user forbids lints.
pub(crate) fn wrap(target: &Target, body: &TokenStream) -> TokenStream {
    let runtime = &target.runtime;
    let allow = target.deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #allow
        const _: () = {
            use #runtime::__private::v1 as __s;
            #body
        };
    }
}
