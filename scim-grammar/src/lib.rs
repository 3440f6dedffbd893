//! The grammar of SCIM: attribute names, schema URNs, attribute paths, PATCH paths and filters.
//!
//! This crate turns text into a syntax tree with byte spans and does nothing else: it knows no schema, so it can't
//! tell whether an attribute exists or which type it has. That is the work of a binder, and there are two of them, the
//! derive macros at compile time and `scim-types` at run time. Both read paths and filters with this one parser, so
//! that a path means the same in an attribute of a struct and in a request.
//!
//! | text | read with | grammar |
//! |---|---|---|
//! | `userName eq "bjensen"` | [`Filter::parse`] | RFC 7644, Figure 1 |
//! | `emails[type eq "work"].value` | [`Path::parse`] | RFC 7644, Figure 7 |
//! | `name.familyName`, as in `attributes` and `sortBy` | [`AttrPath::parse`] | RFC 7644, §3.10 |
//! | `urn:ietf:params:scim:schemas:core:2.0:User` | [`Urn::parse`] | RFC 8141, §2 |
//! | `userName` | [`check_name`] | RFC 7643, §2.1 |
//!
//! The errata 4670, 4690, 7122 and 7322 of RFC 7644 are applied: `and`, `or`, `not` and grouping work inside the
//! brackets of a value filter, and a PATCH path may have a schema URN before and a sub-attribute after such a filter.
//!
//! ```
//! use scim_grammar::Filter;
//!
//! let parsed = Filter::parse(r#"title pr and NOT(userType eq"Intern")"#).unwrap();
//! assert_eq!(parsed.tree.to_string(), r#"title pr and not (userType eq "Intern")"#);
//! // The missing space was tolerated. A strict caller asks, and refuses.
//! assert!(parsed.lenient.whitespace.is_some());
//!
//! let error = Filter::parse(r#"userName equals "bjensen""#).unwrap_err();
//! assert_eq!(error.span(), 9..15);
//! assert_eq!(error.help(), Some("did you mean `eq`?"));
//! ```
//!
//! # Bad input
//!
//! No input makes this crate panic, recurse without bound or take more than linear time. Nesting and the number of
//! expressions are charged against [`Limits`] while parsing, so a hostile filter is refused before it is built.
#![forbid(unsafe_code)]

mod byte;
mod display;
mod error;
mod filter;
mod fold;
mod lenient;
mod limits;
mod literal;
mod name;
mod operator;
mod parse;
mod path;
mod render;
mod resolve;
mod text;
mod urn;

pub use error::{ErrorKind, ParseError};
pub use filter::{AttrExp, Filter, SubAttrTest, Test, ValueExp};
#[doc(hidden)]
pub use fold::{fold_char, folded, same_text};
pub use lenient::{Lenient, Parsed};
pub use limits::Limits;
pub use literal::{Literal, LiteralValue, Number};
#[doc(hidden)]
pub use name::outer_bytes;
pub use name::{NameError, NameFault, check_name, is_attribute_name, names_equal};
pub use operator::Operator;
pub use path::{Attr, AttrPath, Path, UrnPath, ValuePath};
pub use render::{Underline, underline};
pub use resolve::{Boundary, Dots, Resolved, split_names, urn_boundary};
pub use text::Text;
pub use urn::{Urn, UrnError, UrnFault};
