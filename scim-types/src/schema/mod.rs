//! What a resource looks like: attributes, their characteristics, and the tables the engines run on
//! (RFC 7643 §2 and §7).
//!
//! Everything here is `const`: a derive writes the tables, the compiler evaluates them, and at run
//! time a schema is a pointer to read-only data.

mod characteristics;
mod key;
mod table;

pub use characteristics::{AttributeType, Mutability, Returned, Uniqueness};
pub use key::{Key, keys};
pub(crate) use key::{Needle, ONES, case_bits};
pub use table::{AttributeDef, Column, ResourceTypeDef, Role, SchemaDef, SchemaExtensionDef, Table, concat};
