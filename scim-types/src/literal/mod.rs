//! What `scim_path!` and `scim_filter!` check when they are compiled, and what they become.
//!
//! The macro parses the text, so that a syntax error is drawn by the macro; it cannot know the type's table, which is in
//! whatever crate the type lives. So it emits a *named* constant that calls [`check`] with one [`Ask`] per name in the text,
//! and the compiler looks them up in the table. An inline `const` block would not do: `cargo check` does not evaluate it.
//!
//! What is checked here is what the runtime binds under [`Compat::strict`], or less; a text that passes binds.

mod compare;
mod form;
pub(crate) use form::is_date_time;
mod lookup;
mod message;

use crate::compat::Compat;
use crate::filter::Filter;
use crate::path::Path;
use crate::schema::{AttributeDef, AttributeType, Returned, Table};
use crate::traits::ScimResource;

pub use compare::Lit;
pub use lookup::{Found, attribute_in, resolve};
use message::Message;
pub use scim_grammar::Operator;

/// The text of a macro, for its messages.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// `path` or `filter`.
    pub kind: &'static str,
    /// The resource type as it was written.
    pub on: &'static str,
    /// The text, on one line.
    pub text: &'static str,
}

/// One name in the text, and what it has to be.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The attribute path, as it was written.
    pub path: &'static str,
    /// The byte at which it stands.
    pub at: usize,
    /// The attribute whose elements the path starts from, for a path inside the brackets of a value filter or behind them.
    pub within: Option<&'static str>,
    /// What is asked of it.
    pub what: What,
}

/// What is asked of a name.
#[derive(Debug, Clone, Copy)]
pub enum What {
    /// It names an attribute.
    Named,
    /// It has elements to select from.
    Elements,
    /// `pr`.
    Present,
    /// An operator with a literal, and where the two stand.
    Compare(Operator, usize, Lit, usize, usize),
}

/// The table of a resource type.
pub const fn table<T: ScimResource>() -> &'static Table {
    T::TABLE
}

/// Checks a text against a table.
///
/// # Panics
///
/// In the constant that calls it, with the message that the user of the macro sees.
#[track_caller]
pub const fn check(table: &'static Table, source: Source, asks: &[Ask]) {
    let mut i = 0;
    while i < asks.len() {
        one(table, &source, &asks[i]);
        i += 1;
    }
}

#[track_caller]
const fn one(table: &'static Table, source: &Source, ask: &Ask) {
    let found = match ask.within {
        None => resolve(table, ask.path),
        // The outer path is asked about before; if it names nothing, that has been told.
        Some(outer) => match resolve(table, outer) {
            Ok(Found::Attribute(outer)) => lookup::in_element(outer, ask.path),
            _ => return,
        },
    };
    let found = match found {
        Ok(found) => found,
        Err(miss) => lookup::fail(source, ask, &miss),
    };
    let attribute = match found {
        Found::Attribute(attribute) => attribute,
        Found::Schemas => match ask.what {
            What::Named | What::Present | What::Compare(_, _, Lit::Str(_), ..) => return,
            _ => Message::about(source, &["this is not what `schemas` is: a list of URNs"])
                .at(ask.at, ask.path.len()),
        },
    };
    // A filter on it would find out what is never returned; a path may lead there.
    if matches!(source.kind.as_bytes(), b"filter") || ask.within.is_some() {
        readable(source, ask, attribute);
    }
    match ask.what {
        What::Named | What::Present => {}
        What::Elements => {
            if !attribute.multi_valued {
                Message::about(
                    source,
                    &["`", attribute.name, "` has a single value, so there are no values to select from"],
                )
                .at(ask.at, ask.path.len());
            }
        }
        What::Compare(operator, operator_at, literal, at, len) => {
            compare::check(source, ask, attribute, (operator, operator_at), (literal, at, len));
        }
    }
}

#[track_caller]
const fn readable(source: &Source, ask: &Ask, attribute: &AttributeDef) {
    if matches!(attribute.returned, Returned::Never) && !matches!(ask.what, What::Named) {
        Message::about(source, &["`", attribute.name, "` is never returned, so it can't be filtered by"])
            .at(ask.at, ask.path.len());
    }
}

/// Whether an attribute is compared by its `value` alone.
const fn is_complex(attribute: &AttributeDef) -> bool {
    matches!(attribute.attribute_type, AttributeType::Complex)
}

/// The path of a text that was checked.
///
/// # Panics
///
/// Not for such a text.
pub fn path<T: ScimResource>(text: &str) -> Path<T> {
    Path::parse_with(text, &Compat::strict())
        .unwrap_or_else(|error| unreachable!("checked when compiled: {error}"))
}

/// The filter of a text that was checked.
///
/// # Panics
///
/// Not for such a text.
pub fn filter<T: ScimResource>(text: &str) -> Filter<T> {
    Filter::parse_with(text, &Compat::strict())
        .unwrap_or_else(|error| unreachable!("checked when compiled: {error}"))
}
