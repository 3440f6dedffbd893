//! What generated code uses. Not part of the public API: it changes with the derives, which are released together
//! with this crate.

/// The first form of generated code.
pub mod v1 {
    /// The body of functions that are written after a compile error, so that one mistake gives one message.
    pub fn unreachable() -> ! {
        unreachable!("this type has compile errors")
    }

    pub use core::convert::From;
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, str, usize};
    pub use core::result::Result::{self, Err, Ok};
    pub use std::boxed::Box;

    pub use crate::check;
    pub use crate::columns;
    pub use crate::literal;
    pub use crate::maps;
    pub use crate::resource::Meta;
    pub use crate::schema::{
        AttributeDef, AttributeType, Column, Key, Mutability, ResourceTypeDef, Returned, Role, SchemaDef,
        SchemaExtensionDef, Table, Uniqueness, concat, keys,
    };
    pub use crate::traits::{BaseField, ExtensionField, MetaField, ScimComplex, ScimExtension, ScimResource};
    pub use crate::value::{
        Attribute, ConvertField, Elements, Layout, Literal, Node, Object, OtherWord, Place, ScimValue,
        Single, Slots, SubAttribute, ValueError, ValueMut, ValueRef, complex, complex_mut, row_elements,
        row_part, row_slot_mut, word, word_or_text,
    };
}
