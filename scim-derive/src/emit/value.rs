//! Enums of words, and structs around one simple value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::impls::Impls;
use crate::model::{Newtype, WordEnum};

/// Expands to:
///
/// ```text
/// impl __s::ScimValue for Kind {
///     const TYPE: __s::AttributeType = __s::AttributeType::String;
///     const CANONICAL_VALUES: &'static [&'static str] = &["laptop", "phone"];
///     fn scim_blank_scalar() -> Self { Self::Laptop }
///     fn scim_get(&self) -> __s::ValueRef<'_> {
///         __s::ValueRef::Str(match self { Self::Laptop => "laptop", Self::Phone => "phone" })
///     }
///     fn scim_set(&mut self, literal: __s::Literal<'_>) -> __s::Result<(), __s::ValueError> {
///         *self = match __s::word(Self::CANONICAL_VALUES, literal)? { 0 => Self::Laptop, _ => Self::Phone };
///         __s::Ok(())
///     }
/// }
/// ```
///
/// With an `other` variant, `__s::word_or_text` takes the place of `__s::word`.
pub(crate) fn words(words: &WordEnum) -> TokenStream {
    let impls = Impls::new(&words.target, &TokenStream::new());
    let case_exact = words.case_exact.then(|| {
        quote!(
            const CASE_EXACT: __s::bool = true;
        )
    });
    let variant = words.variants.iter().map(|(variant, _)| variant).collect::<Vec<_>>();
    let word = words.variants.iter().map(|(_, word)| word).collect::<Vec<_>>();
    let (first, rest) = variant.split_first().expect("an enum without words has been refused");
    let index = (1..=rest.len()).map(Literal::usize_unsuffixed).collect::<Vec<_>>();
    let (other_get, set) = if let Some((other, ty)) = &words.other {
        let get = quote!(Self::#other(__text) => <#ty as __s::OtherWord>::scim_text(__text),);
        let set = quote! {
            let (__index, __text) = match __s::word_or_text(<Self as __s::ScimValue>::CANONICAL_VALUES, __literal) {
                __s::Ok(__found) => __found,
                __s::Err(__error) => return __s::Err(__error),
            };
            *self = match __index {
                0 => Self::#first,
                #(#index => Self::#rest,)*
                _ => Self::#other(<#ty as __s::OtherWord>::scim_from_text(__text)),
            };
        };
        (Some(get), set)
    } else {
        let set = quote! {
            let __index = match __s::word(<Self as __s::ScimValue>::CANONICAL_VALUES, __literal) {
                __s::Ok(__found) => __found,
                __s::Err(__error) => return __s::Err(__error),
            };
            *self = match __index {
                #(#index => Self::#rest,)*
                _ => Self::#first,
            };
        };
        (None, set)
    };
    impls.of(
        &quote!(ScimValue),
        &quote! {
            const TYPE: __s::AttributeType = __s::AttributeType::String;
            #case_exact
            const CANONICAL_VALUES: &'static [&'static __s::str] = &[#(#word),*];
            fn scim_blank_scalar() -> Self {
                Self::#first
            }
            fn scim_get(&self) -> __s::ValueRef<'_> {
                __s::ValueRef::Str(match self {
                    #(Self::#variant => #word,)*
                    #other_get
                })
            }
            fn scim_set(&mut self, __literal: __s::Literal<'_>) -> __s::Result<(), __s::ValueError> {
                #set
                __s::Ok(())
            }
        },
    )
}

/// Expands to:
///
/// ```text
/// impl __s::ScimValue for EmployeeNumber {
///     const TYPE: __s::AttributeType = <String as __s::ScimValue>::TYPE;
///     /* the other constants in the same way */
///     fn scim_blank_scalar() -> Self { Self(<String as __s::ScimValue>::scim_blank_scalar()) }
///     /* scim_get, scim_set and scim_slot in the same way */
/// }
/// ```
///
/// `scim_option_slot` stays as it is: an optional newtype is not the place of an optional inner value.
pub(crate) fn newtype(newtype: &Newtype) -> TokenStream {
    let ty = &newtype.ty;
    let bounds = newtype.generic.then(|| quote!(#ty: __s::ScimValue,));
    let impls = Impls::new(&newtype.target, &bounds.unwrap_or_default());
    let inner = quote!(<#ty as __s::ScimValue>::CASE_EXACT);
    let case_exact = newtype.case_exact.map_or(inner, |exact| quote!(#exact));
    impls.of(
        &quote!(ScimValue),
        &quote! {
            const TYPE: __s::AttributeType = <#ty as __s::ScimValue>::TYPE;
            const CASE_EXACT: __s::bool = #case_exact;
            const CANONICAL_VALUES: &'static [&'static __s::str] = <#ty as __s::ScimValue>::CANONICAL_VALUES;
            const REFERENCE_TYPES: &'static [&'static __s::str] = <#ty as __s::ScimValue>::REFERENCE_TYPES;
            fn scim_blank_scalar() -> Self {
                Self(<#ty as __s::ScimValue>::scim_blank_scalar())
            }
            fn scim_get(&self) -> __s::ValueRef<'_> {
                <#ty as __s::ScimValue>::scim_get(&self.0)
            }
            fn scim_set(&mut self, __literal: __s::Literal<'_>) -> __s::Result<(), __s::ValueError> {
                <#ty as __s::ScimValue>::scim_set(&mut self.0, __literal)
            }
            fn scim_slot(&mut self) -> __s::ValueMut<'_> {
                <#ty as __s::ScimValue>::scim_slot(&mut self.0)
            }
        },
    )
}
