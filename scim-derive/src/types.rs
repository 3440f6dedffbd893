//! Types as tokens: what they mention, and how they read outside of the struct.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, GenericParam, Generics, Ident, PathArguments, Type};

/// Whether `tokens` mention a name, at any depth.
pub(crate) fn mentions(tokens: TokenStream, name: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => name(&ident),
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// The integer type in a field's type that has more values than an integer attribute.
pub(crate) fn wide_integer(ty: &Type) -> Option<&Ident> {
    const WIDE: [&str; 5] = ["u64", "u128", "i128", "usize", "isize"];
    named(ty, &["Option", "Vec"]).filter(|name| WIDE.iter().any(|wide| *name == wide))
}

/// The name of an integer type, also behind `Option`.
pub(crate) fn integer(ty: &TokenStream) -> Option<String> {
    const INTEGERS: [&str; 10] = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    let ty = syn::parse2(ty.clone()).ok()?;
    let name = named(&ty, &["Option"])?.to_string();
    INTEGERS.contains(&name.as_str()).then_some(name)
}

/// The name of a type without arguments, also as the argument of one of `wrappers`.
fn named<'t>(ty: &'t Type, wrappers: &[&str]) -> Option<&'t Ident> {
    let path = match ty {
        Type::Path(path) => path,
        // What a macro was given.
        Type::Group(group) => return named(&group.elem, wrappers),
        Type::Paren(paren) => return named(&paren.elem, wrappers),
        _ => return None,
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::None => Some(&last.ident),
        PathArguments::AngleBracketed(arguments) if wrappers.iter().any(|wrapper| last.ident == wrapper) => {
            match arguments.args.first()? {
                GenericArgument::Type(inner) => named(inner, wrappers),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a type depends on a type or const parameter.
pub(crate) fn is_generic(ty: &TokenStream, generics: &Generics) -> bool {
    if generics.params.is_empty() {
        return false;
    }
    mentions(ty.clone(), &|ident| {
        generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => param.ident == *ident,
            GenericParam::Const(param) => param.ident == *ident,
            GenericParam::Lifetime(_) => false,
        })
    })
}

/// The type with the struct's name for `Self`, which items beside the impl do not know.
pub(crate) fn without_self(ty: &impl ToTokens, ident: &Ident, generics: &Generics) -> TokenStream {
    let tokens = ty.to_token_stream();
    if !mentions(tokens.clone(), &|name| name == "Self") {
        return tokens;
    }
    let (_, ty_generics, _) = generics.split_for_impl();
    let name = quote!(#ident #ty_generics);
    replace(tokens, &|tree, _| {
        matches!(tree, TokenTree::Ident(ident) if ident == "Self").then(|| name.clone())
    })
}

/// The type with `'static` for the struct's lifetimes, for items beside the impl.
pub(crate) fn with_static_lifetimes(ty: &TokenStream, generics: &Generics) -> TokenStream {
    if generics.lifetimes().next().is_none() {
        return ty.clone();
    }
    // A lifetime is a quote and an identifier; only an identifier after a quote is one.
    replace(ty.clone(), &|tree, after_quote| match tree {
        TokenTree::Ident(ident)
            if after_quote && generics.lifetimes().any(|param| param.lifetime.ident == *ident) =>
        {
            let fixed = Ident::new("static", ident.span());
            Some(quote!(#fixed))
        }
        _ => None,
    })
}

fn replace(tokens: TokenStream, with: &dyn Fn(&TokenTree, bool) -> Option<TokenStream>) -> TokenStream {
    let mut after_quote = false;
    let mut out = TokenStream::new();
    for tree in tokens {
        let quote = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\'');
        match (with(&tree, after_quote), tree) {
            (Some(other), _) => out.extend(other),
            (None, TokenTree::Group(group)) => {
                let mut inner = Group::new(group.delimiter(), replace(group.stream(), with));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            (None, tree) => out.extend([tree]),
        }
        after_quote = quote;
    }
    out
}
