//! The values that have to be unique, for stores.

use crate::filter::case_fold;
use crate::path::join;
use crate::schema::{AttributeDef, Role, Uniqueness};
use crate::traits::ScimResource;
use crate::value::{ValueRef, View};

/// A value of an attribute that is `uniqueness = "server"` or `"global"`, in a form in which equal means taken: letter
/// case counts only where the attribute is `caseExact`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UniqueValue {
    attribute: String,
    key: String,
}

impl UniqueValue {
    /// The attribute's path, such as `userName`.
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// The value, case-folded unless the attribute is `caseExact`: what a unique index can be made on.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// The values of `resource` that no other resource of its type may have. `id`, which the store makes itself, is not
/// among them.
///
/// ```
/// use scim_types::{User, unique_values};
///
/// let user = User { id: "1".to_owned(), user_name: "BJensen".to_owned(), ..User::default() };
/// let values = unique_values(&user);
/// assert_eq!(values.len(), 1);
/// assert_eq!((values[0].attribute(), values[0].key()), ("userName", "bjensen"));
/// ```
pub fn unique_values<T: ScimResource>(resource: &T) -> Vec<UniqueValue> {
    let mut values = Vec::new();
    walk(View::new(resource), "", &mut values);
    values
}

fn walk(view: View<'_>, path: &str, values: &mut Vec<UniqueValue>) {
    for (index, attribute) in view.table.attributes.iter().enumerate() {
        if matches!(attribute.role, Role::Id | Role::Meta) {
            continue;
        }
        let value = view.get(index);
        let path = || if path.is_empty() { attribute.name.to_owned() } else { join(path, attribute.name) };
        match value {
            ValueRef::Absent => {}
            ValueRef::Complex(view) => walk(view, &path(), values),
            ValueRef::List(list) => list.iter().for_each(|value| match value {
                ValueRef::Complex(view) => walk(view, &path(), values),
                value => push(attribute, value, path, values),
            }),
            value => push(attribute, value, path, values),
        }
    }
}

fn push(
    attribute: &AttributeDef,
    value: ValueRef<'_>,
    path: impl Fn() -> String,
    values: &mut Vec<UniqueValue>,
) {
    if attribute.uniqueness == Uniqueness::None {
        return;
    }
    let text = match value {
        ValueRef::Str(text) => text.to_owned(),
        ValueRef::Text(text) => text.to_string(),
        ValueRef::Int(number) => number.to_string(),
        ValueRef::Decimal(number) => number.to_string(),
        ValueRef::Date(date) => date.unix_nanoseconds().to_string(),
        _ => return,
    };
    let key = if attribute.case_exact { text } else { case_fold(&text) };
    values.push(UniqueValue { attribute: path(), key });
}
