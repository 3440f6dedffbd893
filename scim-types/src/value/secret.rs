//! Text that must not be seen.

use std::fmt;

use super::{Literal, ScimValue, ValueError, ValueMut, ValueRef};
use crate::schema::AttributeType;

/// A string whose `Debug` shows only that there is one: the type for passwords and the like, so that
/// `#[derive(Debug)]` on a domain struct stays safe to log.
///
/// It does not change what is on the wire: mark the field `returned = "never"` (or
/// `mutability = "writeOnly"`) as well.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl ScimValue for Secret {
    const TYPE: AttributeType = AttributeType::String;
    const CASE_EXACT: bool = true;
    fn scim_blank_scalar() -> Self {
        Self::default()
    }
    fn scim_get(&self) -> ValueRef<'_> {
        self.0.scim_get()
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        self.0.scim_set(literal)
    }
    fn scim_slot(&mut self) -> ValueMut<'_> {
        self.0.scim_slot()
    }
}
