//! Derives.
use proc_macro::TokenStream;
/// x
#[proc_macro_derive(ScimResource, attributes(scim))]
pub fn r(_i: TokenStream) -> TokenStream { TokenStream::new() }
/// x
#[proc_macro_derive(ScimComplex, attributes(scim))]
pub fn c(_i: TokenStream) -> TokenStream { TokenStream::new() }
/// x
#[proc_macro_derive(ScimExtension, attributes(scim))]
pub fn e(_i: TokenStream) -> TokenStream { TokenStream::new() }
/// x
#[proc_macro_derive(ScimValue, attributes(scim))]
pub fn v(_i: TokenStream) -> TokenStream { TokenStream::new() }
