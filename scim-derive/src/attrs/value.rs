//! Values of keys.

use darling::ast::NestedMeta;
use darling::{Error, FromMeta, Result};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Type};

use crate::case::Case;

/// A value and the place of its key, for messages about the key.
#[derive(Debug, Clone)]
pub(crate) struct Keyed<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
}

impl<T: FromMeta + Expected> FromMeta for Keyed<T> {
    fn from_meta(item: &Meta) -> Result<Self> {
        let value = T::from_meta(item).map_err(|error| {
            // darling says what came; what belongs there is known here.
            if !error.to_string().starts_with("Unexpected") {
                return error.with_span(item);
            }
            let key = item.path().to_token_stream().to_string();
            let span = error.explicit_span().unwrap_or_else(|| item.path().span());
            syn::Error::new(span, format!("`{key}` takes {}", T::EXPECTED.replace("{key}", &key))).into()
        })?;
        Ok(Self { span: item.path().span(), value })
    }
}

/// What a key takes, in messages; `{key}` stands for its name.
pub(crate) trait Expected {
    const EXPECTED: &'static str;
}

impl Expected for () {
    const EXPECTED: &'static str = "no value; write `{key}` alone";
}
impl Expected for bool {
    const EXPECTED: &'static str = "`true` or `false`, as in `{key} = false`, or stands alone";
}
impl Expected for LitStr {
    const EXPECTED: &'static str = "a string, as in `{key} = \"...\"`";
}
impl Expected for Type {
    const EXPECTED: &'static str = "a type, as in `{key} = TheType`";
}
impl Expected for Words {
    const EXPECTED: &'static str = "strings in parentheses, as in `{key}(\"a\", \"b\")`";
}
impl Expected for Pairs {
    const EXPECTED: &'static str = "names and columns in parentheses, as in `{key}(value = \"address\")`";
}
impl Expected for Integer {
    const EXPECTED: &'static str = "names in parentheses, as in `{key}(value)`, or stands alone";
}
impl Expected for Types {
    const EXPECTED: &'static str = "types in parentheses, as in `{key}(EnterpriseUser)`";
}
impl Expected for DefaultValue {
    const EXPECTED: &'static str = "an expression, as in `{key} = true`, or stands alone";
}
impl Expected for Casing {
    const EXPECTED: &'static str = "the name of a case, as in `{key} = \"camelCase\"`";
}
impl Expected for RuntimePath {
    const EXPECTED: &'static str = "a path without quotes, as in `{key} = ::my_facade::scim_types`";
}

/// Words in parentheses: `("a", "b")`.
#[derive(Debug, Clone)]
pub(crate) struct Words(pub(crate) Vec<LitStr>);

impl FromMeta for Words {
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        if items.is_empty() {
            return Err(Error::unexpected_type("nothing"));
        }
        let mut errors = Error::accumulator();
        let words = items.iter().filter_map(|item| match item {
            NestedMeta::Lit(Lit::Str(word)) => Some(word.clone()),
            other => {
                errors.push(Error::custom("expected a string in quotes").with_span(other));
                None
            }
        });
        let words = words.collect();
        errors.finish_with(Self(words))
    }
}

/// Names and strings in parentheses: `(created = "created_at")`.
#[derive(Debug, Clone)]
pub(crate) struct Pairs(pub(crate) Vec<(Ident, LitStr)>);

impl FromMeta for Pairs {
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        if items.is_empty() {
            return Err(Error::unexpected_type("nothing"));
        }
        let mut errors = Error::accumulator();
        let pairs = items.iter().filter_map(|item| {
            let pair = match item {
                NestedMeta::Meta(Meta::NameValue(pair)) => pair.path.get_ident().zip(text(&pair.value)),
                _ => None,
            };
            if pair.is_none() {
                errors.push(
                    Error::custom("expected a name and a string, as in `value = \"address\"`")
                        .with_span(item),
                );
            }
            pair.map(|(name, column)| (name.clone(), column))
        });
        let pairs = pairs.collect();
        errors.finish_with(Self(pairs))
    }
}

fn text(value: &Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.clone()),
        _ => None,
    }
}

/// `integer` and `integer(value)`.
#[derive(Debug, Clone)]
pub(crate) enum Integer {
    Column,
    Parts(Vec<Ident>),
}

impl FromMeta for Integer {
    fn from_word() -> Result<Self> {
        Ok(Self::Column)
    }
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        if items.is_empty() {
            return Err(Error::unexpected_type("nothing"));
        }
        let mut errors = Error::accumulator();
        let parts = items.iter().filter_map(|item| {
            let part = match item {
                NestedMeta::Meta(Meta::Path(path)) => path.get_ident().cloned(),
                _ => None,
            };
            if part.is_none() {
                errors.push(
                    Error::custom("expected the name of a sub-attribute, as in `integer(value)`")
                        .with_span(item),
                );
            }
            part
        });
        let parts = parts.collect();
        errors.finish_with(Self::Parts(parts))
    }
}

/// Types in parentheses: `(EnterpriseUser, Badge)`.
#[derive(Debug, Clone)]
pub(crate) struct Types(pub(crate) Vec<Path>);

impl FromMeta for Types {
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        if items.is_empty() {
            return Err(Error::unexpected_type("nothing"));
        }
        let mut errors = Error::accumulator();
        let types = items.iter().filter_map(|item| match item {
            NestedMeta::Meta(Meta::Path(path)) => Some(path.clone()),
            other => {
                errors.push(Error::custom("expected the name of a type").with_span(other));
                None
            }
        });
        let types = types.collect();
        errors.finish_with(Self(types))
    }
}

/// Declares an enum whose variants are the words that a key takes.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)* }

        impl FromMeta for $name {
            fn from_string(value: &str) -> Result<Self> {
                match value {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(Error::unknown_value_with_alts(value, &[$($word),*])),
                }
            }
        }

        impl Expected for $name {
            const EXPECTED: &'static str = concat!("one word of", $(" \"", $word, "\"",)* ", as in `{key} = \"...\"`");
        }

        impl ToTokens for $name {
            /// The variant's name, which the runtime's enum has as well.
            fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
                match self { $(Self::$variant => quote::quote!($variant).to_tokens(tokens),)* }
            }
        }
    };
}

vocabulary! {
    /// When an attribute may be set (RFC 7643 §7).
    Mutability {
        ReadOnly = "readOnly",
        ReadWrite = "readWrite",
        Immutable = "immutable",
        WriteOnly = "writeOnly",
    }
}

vocabulary! {
    /// When an attribute is part of a response (RFC 7643 §7).
    Returned {
        Always = "always",
        Never = "never",
        Default = "default",
        Request = "request",
    }
}

vocabulary! {
    /// How far an attribute's values are unique (RFC 7643 §7).
    Uniqueness {
        None = "none",
        Server = "server",
        Global = "global",
    }
}

/// `default` and `default = ...`.
#[derive(Debug, Clone)]
pub(crate) enum DefaultValue {
    OfType,
    Expr(Box<Expr>),
}

impl FromMeta for DefaultValue {
    fn from_word() -> Result<Self> {
        Ok(Self::OfType)
    }
    // darling reads the content of a string as an expression; here a string is one.
    fn from_expr(value: &Expr) -> Result<Self> {
        Ok(Self::Expr(Box::new(value.clone())))
    }
}

/// The value of `rename_all`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Casing(pub(crate) Case);

impl FromMeta for Casing {
    fn from_string(value: &str) -> Result<Self> {
        let known = Case::ALL.iter().find(|(word, _)| *word == value);
        known.map(|(_, case)| Self(*case)).ok_or_else(|| {
            let words: Vec<&str> = Case::ALL.iter().map(|(word, _)| *word).collect();
            Error::unknown_value_with_alts(value, &words)
        })
    }
}

/// The value of `crate`.
#[derive(Debug, Clone)]
pub(crate) struct RuntimePath(pub(crate) Path);

impl FromMeta for RuntimePath {
    fn from_expr(value: &Expr) -> Result<Self> {
        match value {
            Expr::Path(path) if path.qself.is_none() => Ok(Self(path.path.clone())),
            Expr::Group(group) => Self::from_expr(&group.expr),
            other => Err(Error::unexpected_expr_type(other)),
        }
    }
}
