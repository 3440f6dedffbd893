//! SCIM 2.0 for your own structs.

// The derives name this crate by its path, and the types of this crate are derived as well.
extern crate self as scim_types;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod columns;
mod compat;
mod error;
mod filter;
#[doc(hidden)]
pub mod literal;
#[doc(hidden)]
pub mod maps;
pub mod message;
mod patch;
mod path;
mod replace;
pub mod resource;
pub mod schema;
mod sort;
#[cfg(feature = "sql")]
pub mod sql;
mod traits;
mod unique;
pub mod value;
pub mod wire;

pub use compat::{Compat, Tolerance, Tolerances};
pub use error::{ERROR_URN, ScimError, ScimType};
pub use filter::{Filter, case_fold};
pub use message::{ListResponse, SearchRequest, read_list, write_list};
pub use patch::{Change, Changes, Delta, Op, Operation, PATCH_URN, Patch, PatchLimits, PatchRequest};
pub use path::Path;
pub use replace::replace;
pub use resource::*;
pub use schema::{
    AttributeDef, AttributeType, Mutability, ResourceTypeDef, Returned, SchemaDef, SchemaExtensionDef,
    Uniqueness,
};
#[cfg(feature = "derive")]
pub use scim_derive::{ScimComplex, ScimExtension, ScimResource, ScimValue, scim_filter, scim_path};
pub use sort::{Sort, SortKey, SortOrder};
pub use traits::{ScimComplex, ScimExtension, ScimResource};
pub use unique::{UniqueValue, unique_values};
pub use value::{
    Binary, Convert, DateTime, Literal, Record, ScimValue, Secret, Value, ValueError, ValueRef, Values,
};
pub use wire::{Projection, Read, Scim, read, read_request, write};
