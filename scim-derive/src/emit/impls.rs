//! The heads of impls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Target;

/// Writes `impl` blocks for one type with one list of bounds.
pub(crate) struct Impls<'a> {
    target: &'a Target,
    /// The bounds that the fields' types imply, and the struct's own.
    predicates: TokenStream,
}

impl<'a> Impls<'a> {
    /// `implied` are predicates for the `where` clause, each followed by a comma.
    pub(crate) fn new(target: &'a Target, implied: &TokenStream) -> Self {
        let own = target.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let predicates = quote!(#(#own,)* #implied);
        Self { target, predicates }
    }

    /// Expands to:
    ///
    /// ```text
    /// #[automatically_derived]
    /// impl<T> __s::Slots for Device<T> where T: __s::Attribute { /* body */ }
    /// ```
    pub(crate) fn of(&self, name: &TokenStream, body: &TokenStream) -> TokenStream {
        let this = self.this();
        self.for_type(name, &this, body)
    }

    /// The same for a type that holds the target, such as `Box<Device>`.
    pub(crate) fn for_type(&self, name: &TokenStream, ty: &TokenStream, body: &TokenStream) -> TokenStream {
        let (impl_generics, _, _) = self.target.generics.split_for_impl();
        let predicates = &self.predicates;
        let clause = (!predicates.is_empty()).then(|| quote!(where #predicates));
        quote! {
            #[automatically_derived]
            impl #impl_generics __s::#name for #ty #clause {
                #body
            }
        }
    }

    /// The type itself.
    pub(crate) fn this(&self) -> TokenStream {
        let ident = &self.target.ident;
        let (_, ty_generics, _) = self.target.generics.split_for_impl();
        quote!(#ident #ty_generics)
    }
}
