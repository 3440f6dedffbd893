//! `scim_path!` and `scim_filter!`: the text is parsed here, its names are looked up by a constant that this emits.

mod asks;
mod input;

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use scim_grammar::{Filter, ParseError, Parsed, Path, underline};

pub(crate) use asks::Asks;
use input::Input;

/// Which macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Path,
    Filter,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Filter => "filter",
        }
    }
}

/// Expands to:
///
/// ```ignore
/// {
///     const _: () = ::scim_types::__private::v1::literal::check(
///         ::scim_types::__private::v1::literal::table::<User>(),
///         ::scim_types::__private::v1::literal::Source { kind: "path", on: "User", text: "emails[type eq \"work\"].value" },
///         &[/* what is asked of each name */],
///     );
///     ::scim_types::__private::v1::literal::path::<User>("emails[type eq \"work\"].value")
/// }
/// ```
///
/// The constant is named and spanned at the literal: `cargo check` evaluates it, and shows its message there.
pub(crate) fn expand(kind: Kind, input: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let text = input.text.value();
    let mut asks = Asks::default();
    let parsed = match kind {
        Kind::Path => {
            Path::parse(&text).and_then(Parsed::strict).map_err(Refusal::from).map(|tree| asks.path(&tree))
        }
        Kind::Filter => {
            let tree = Filter::parse(&text).and_then(Parsed::strict).map_err(Refusal::from);
            tree.and_then(|tree| asks.filter(&tree, false))
        }
    };
    if let Err(refusal) = parsed {
        let message = format!("invalid SCIM {}: {}", kind.word(), refusal.render(&text));
        let error = syn::Error::new(input.text.span(), message).into_compile_error();
        let ty = &input.ty;
        // The type is named, or its import would be reported as unused beside the one mistake there is.
        return quote!({
            type _Type = #ty;
            #error
        });
    }
    let (ty, span) = (&input.ty, input.text.span());
    let on = quote!(#ty).to_string().replace(' ', "");
    let word = kind.word();
    let make = syn::Ident::new(word, proc_macro2::Span::call_site());
    let line = one_line(&text);
    let asks = asks.tokens();
    let check = quote_spanned! {span=>
        const _: () = {
            use ::scim_types::__private::v1::literal as __l;
            __l::check(__l::table::<#ty>(), __l::Source { kind: #word, on: #on, text: #line }, &[#asks])
        };
    };
    quote!({
        #check
        ::scim_types::__private::v1::literal::#make::<#ty>(#text)
    })
}

/// The text as a message draws it; every character keeps its place.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What is wrong with the text by itself.
pub(crate) struct Refusal {
    message: String,
    span: Range<usize>,
    help: Option<String>,
}

impl Refusal {
    pub(crate) fn new(message: &str, span: Range<usize>, help: &str) -> Self {
        Self { message: message.to_owned(), span, help: Some(help.to_owned()) }
    }

    /// The message with the text and a caret below it, which stable Rust cannot put under a part of a literal.
    pub(crate) fn render(&self, text: &str) -> String {
        let drawn = underline(text, self.span.clone());
        let help = self.help.as_ref().map_or_else(String::new, |help| format!(" help: {help}"));
        format!("{}\n  | {}\n  | {}{help}", self.message, drawn.line, drawn.marks)
    }
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        Self { message: error.message(), span: error.span(), help: error.help().map(str::to_owned) }
    }
}
