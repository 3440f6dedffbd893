//! What `scim_path!` and `scim_filter!` check when they are compiled, and what they become.
//!
//! The macro parses the text, so that a syntax error is drawn by the macro; it cannot know the type's table, which is in
//! whatever crate the type lives. So it emits a *named* constant that calls [`check`] with one [`Ask`] per name in the text,
//! and the compiler looks them up in the table. An inline `const` block would not do: `cargo check` does not evaluate it.
//!
//! What is checked here is what the runtime binds under [`Compat::strict`], or less; a text that passes binds.

mod compare;
mod form;
pub(crate) use form::{date_time, instant};
mod lookup;
mod message;

use crate::compat::Compat;
use crate::filter::Filter;
use crate::path::Path;
use crate::schema::{AttributeDef, Returned, Table};
use crate::traits::ScimResource;

pub use compare::Lit;
use compare::Mismatch;
use lookup::Miss;
pub(crate) use lookup::near;
pub(crate) use message::Buffer;
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
    /// What it is made of.
    pub names: Names,
    /// The byte at which it stands.
    pub at: usize,
    /// Whether it is about the elements that were asked for last: inside the brackets of a value filter, or behind them.
    pub within: bool,
    /// What is asked of it.
    pub what: What,
}

/// What a path is made of. The macro takes it apart, since every step here costs the compiler time.
#[derive(Debug, Clone, Copy)]
pub enum Names {
    /// A name.
    One(NameKey),
    /// A name and a sub-attribute.
    Two(NameKey, NameKey),
    /// A URN, which ends before the last colon, since names have none; and what follows.
    Urn(usize, NameKey),
    /// The same with a sub-attribute.
    UrnTwo(usize, NameKey, NameKey),
}

/// A name: its length, and its outer bytes as `scim_grammar` tells them.
#[derive(Debug, Clone, Copy)]
pub struct NameKey(pub usize, pub u64, pub u64);

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
// Only what panics is told who called it: the compiler takes its time for that, too.
#[track_caller]
pub const fn check(table: &'static Table, source: Source, asks: &[Ask]) {
    let is_filter = matches!(source.kind.as_bytes(), b"filter");
    let mut i = 0;
    let mut elements = None;
    while i < asks.len() {
        let ask = &asks[i];
        let outer = if ask.within { elements } else { None };
        match answer(table, outer, is_filter, ask) {
            Ok(found) => {
                if matches!(ask.what, What::Elements) {
                    elements = found;
                }
            }
            Err(problem) => tell(&source, ask, &problem),
        }
        i += 1;
    }
}

/// Why an ask is not met.
#[derive(Debug, Clone, Copy)]
enum Problem {
    Miss(Miss),
    NeverReturned(&'static AttributeDef),
    OneValue(&'static AttributeDef),
    Comparison(Mismatch),
}

/// The attribute that an ask is about, if it is one and meets it. `outer` is the attribute whose elements it is about.
const fn answer(
    table: &'static Table,
    outer: Option<&'static AttributeDef>,
    is_filter: bool,
    ask: &Ask,
) -> Result<Option<&'static AttributeDef>, Problem> {
    let found = match outer {
        Some(outer) => lookup::in_element(outer, ask),
        None => lookup::resolve(table, ask),
    };
    let attribute = match found {
        Ok(attribute) => attribute,
        Err(Miss::Schemas) => {
            return match ask.what {
                What::Named | What::Present | What::Compare(_, _, Lit::Str(_), ..) => Ok(None),
                _ => Err(Problem::Miss(Miss::Schemas)),
            };
        }
        Err(miss) => return Err(Problem::Miss(miss)),
    };
    // A filter on it would find out what is never returned; a path may lead there.
    if matches!(attribute.returned, Returned::Never)
        && (is_filter || outer.is_some())
        && !matches!(ask.what, What::Named)
    {
        return Err(Problem::NeverReturned(attribute));
    }
    match ask.what {
        What::Elements if !attribute.multi_valued => return Err(Problem::OneValue(attribute)),
        What::Compare(operator, _, literal, ..) => {
            if let Some(mismatch) = compare::mismatch(attribute, operator, literal) {
                return Err(Problem::Comparison(mismatch));
            }
        }
        What::Named | What::Present | What::Elements => {}
    }
    Ok(Some(attribute))
}

/// Stops with the message.
#[track_caller]
const fn tell(source: &Source, ask: &Ask, problem: &Problem) -> ! {
    let all = ask.path.len();
    match problem {
        Problem::Miss(miss) => lookup::fail(source, ask, miss),
        Problem::NeverReturned(attribute) => {
            Message::about(source, &["`", attribute.name, "` is never returned, so it can't be filtered by"])
                .at(ask.at, all)
        }
        Problem::OneValue(attribute) => Message::about(
            source,
            &["`", attribute.name, "` has a single value, so there are no values to select from"],
        )
        .at(ask.at, all),
        Problem::Comparison(mismatch) => compare::fail(source, ask, mismatch),
    }
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
