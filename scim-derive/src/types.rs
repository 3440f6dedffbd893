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
    let path = match ty {
        Type::Path(path) => path,
        Type::Group(group) => return wide_integer(&group.elem),
        Type::Paren(paren) => return wide_integer(&paren.elem),
        _ => return None,
    };
    let segment = path.path.segments.last()?;
    match (segment.ident.to_string().as_str(), &segment.arguments) {
        ("u64" | "u128" | "i128" | "usize" | "isize", PathArguments::None) => Some(&segment.ident),
        ("Option" | "Vec", PathArguments::AngleBracketed(inner)) => match inner.args.first()? {
            GenericArgument::Type(inner) => wide_integer(inner),
            _ => None,
        },
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

/// The name of an integer type, also behind `Option`.
pub(crate) fn integer(ty: &TokenStream) -> Option<String> {
    const INTEGERS: [&str; 10] = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
    let path = match syn::parse2(ty.clone()).ok()? {
        Type::Path(path) => path,
        // What a macro was given.
        Type::Group(group) => return integer(&group.elem.to_token_stream()),
        Type::Paren(paren) => return integer(&paren.elem.to_token_stream()),
        _ => return None,
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::None => {
            INTEGERS.iter().find(|name| last.ident == **name).map(|name| (*name).to_owned())
        }
        PathArguments::AngleBracketed(arguments) if last.ident == "Option" => {
            let Some(GenericArgument::Type(inner)) = arguments.args.first() else { return None };
            integer(&inner.to_token_stream())
        }
        _ => None,
    }
}
