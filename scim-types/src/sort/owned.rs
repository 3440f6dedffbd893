//! What a resource is sorted by, kept without the resource.

use std::cmp::Ordering;

use super::SortOrder;
use crate::filter::case_fold;
use crate::value::{DateTime, ValueRef};

/// The value that a resource is sorted by, made by [`Sort::key`](crate::Sort::key); the least key comes first.
///
/// Keys that two resource types made of one `sortBy` compare as well. Where the attribute is of another type in each, booleans come
/// before numbers, numbers before dateTimes, and those before strings.
#[derive(Debug, Clone)]
pub struct SortKey {
    value: Value,
    order: SortOrder,
}

/// In the order of the types.
#[derive(Debug, Clone)]
enum Value {
    Bool(bool),
    Int(i64),
    Decimal(f64),
    Date(DateTime),
    /// Folded, unless letter case counts.
    Text(Box<str>),
    /// Nothing comes last.
    Absent,
}

impl SortKey {
    pub(super) fn new(value: ValueRef<'_>, case_exact: bool, order: SortOrder) -> Self {
        let text =
            |text: &str| Value::Text(if case_exact { text.into() } else { case_fold(text).into_boxed_str() });
        let value = match value {
            ValueRef::Str(value) => text(value),
            ValueRef::Text(value) => text(&value.to_string()),
            ValueRef::Bool(value) => Value::Bool(value),
            ValueRef::Int(value) => Value::Int(value),
            ValueRef::Decimal(value) => Value::Decimal(value),
            ValueRef::Date(value) => Value::Date(value),
            // Nothing is sorted by a whole complex attribute.
            ValueRef::Absent | ValueRef::Complex(_) | ValueRef::List(_) => Value::Absent,
        };
        Self { value, order }
    }
}

impl Value {
    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) => 0,
            Self::Int(_) => 1,
            Self::Decimal(_) => 2,
            Self::Date(_) => 3,
            Self::Text(_) => 4,
            Self::Absent => 5,
        }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let ordering = match (&self.value, &other.value) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Int(a), Value::Int(b)) => a.cmp(b),
            (Value::Decimal(a), Value::Decimal(b)) => a.total_cmp(b),
            (Value::Date(a), Value::Date(b)) => a.cmp(b),
            // The bytes of UTF-8 are ordered as the code points are.
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        };
        match self.order {
            SortOrder::Ascending => ordering,
            SortOrder::Descending => ordering.reverse(),
        }
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for SortKey {}
