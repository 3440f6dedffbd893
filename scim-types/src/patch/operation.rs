//! One operation, bound.

use std::fmt;
use std::marker::PhantomData;

use crate::path::{BoundPath, Path};
use crate::schema::{AttributeDef, Returned, Table};
use crate::traits::ScimResource;
use crate::value::{Field, Record, Value, ValueRef};

/// What an operation does (RFC 7644 §3.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Adds a value, or merges with one that is there (§3.5.2.1).
    Add,
    /// Replaces a value (§3.5.2.3).
    Replace,
    /// Removes a value (§3.5.2.2).
    Remove,
}

impl Op {
    pub(super) const ALL: [Self; 3] = [Self::Add, Self::Replace, Self::Remove];

    /// The word in the message.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An operation on one attribute.
#[derive(Clone, PartialEq)]
pub(crate) struct Bound {
    pub(crate) op: Op,
    pub(crate) path: BoundPath,
    /// `None` where `remove` names no value.
    pub(crate) value: Option<Field>,
    /// What the path's filter says of the element it selects, where it can be told: what is made when there is none.
    pub(crate) described: Option<Record>,
    /// It was a key of a value without a path, so it may repeat what is readOnly.
    pub(crate) is_key: bool,
    /// Its `op` is in another case than RFC 7644's, which is not tolerated.
    pub(crate) is_misspelt: bool,
    /// Its position among the request's operations.
    pub(crate) position: usize,
}

impl Bound {
    pub(crate) fn new(op: Op, path: BoundPath, value: Option<Field>, position: usize) -> Self {
        Self { op, path, value, described: None, is_key: false, is_misspelt: false, position }
    }

    /// Whether the value is never returned, nor shown in a message.
    pub(crate) fn is_secret(&self, table: &'static Table) -> bool {
        self.attributes(table).any(|attribute| attribute.returned == Returned::Never)
    }

    /// The attributes on the path, from the outside in.
    pub(crate) fn attributes(&self, table: &'static Table) -> impl Iterator<Item = &'static AttributeDef> {
        let behind = self.path.sub.and_then(|_| self.path.target(table));
        let steps = match self.path.place {
            crate::path::Place::Attribute(steps) => steps,
            _ => crate::path::Steps::NONE,
        };
        steps.attributes(table).chain(behind)
    }

    /// Whether it takes a value away.
    pub(crate) fn unassigns(&self) -> bool {
        match self.op {
            Op::Add => false,
            Op::Replace => self.value.as_ref().is_none_or(Field::is_null),
            Op::Remove => true,
        }
    }
}

/// One operation of a [`Patch`](super::Patch), on one attribute: an operation without a path counts as one for each attribute that
/// its value names.
///
/// A store can look at the operations and carry them out on its rows, for example delete one member of a group without loading the
/// others:
///
/// ```
/// use scim_types::{Compat, Group, Op, Patch, Path};
///
/// let patch = Patch::<Group>::read(
///     br#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
///          "Operations": [{"op": "remove", "path": "members[value eq \"42\"]"}]}"#,
///     &Compat::default(),
/// )?;
/// let members = Path::<Group>::parse("members")?;
/// for operation in patch.operations() {
///     assert_eq!((operation.op(), operation.attribute()), (Op::Remove, members.clone()));
///     // `DELETE FROM members WHERE group_id = ? AND user_id = ?`
///     assert_eq!(operation.selected("value"), Some(vec!["42".to_owned()]));
/// }
/// # Ok::<(), scim_types::ScimError>(())
/// ```
pub struct Operation<'p, T> {
    pub(super) bound: &'p Bound,
    pub(super) resource: PhantomData<fn() -> T>,
}

impl<'p, T: ScimResource> Operation<'p, T> {
    /// What it does.
    pub fn op(&self) -> Op {
        self.bound.op
    }

    /// The path.
    pub fn path(&self) -> Path<T> {
        Path::bound(self.bound.path.clone())
    }

    /// The path without its value filter and what follows it: the attribute that is changed.
    pub fn attribute(&self) -> Path<T> {
        Path::bound(BoundPath { place: self.bound.path.place, filter: None, sub: None })
    }

    /// The sub-attribute behind a value filter, as in `emails[type eq "work"].value`.
    pub fn sub_attribute(&self) -> Option<&'static str> {
        self.bound.path.sub?;
        self.bound.path.target(T::TABLE).map(|attribute| attribute.name)
    }

    /// The value: a list for a multi-valued attribute without a value filter, and absent for `null` and `[]`, and where `remove`
    /// has none.
    pub fn value(&self) -> ValueRef<'p> {
        self.bound.value.as_ref().map_or(ValueRef::Absent, |field| field.value.as_ref())
    }

    /// The elements that an `add` or `remove` concerns, by their sub-attribute `name`, where that is all it says of them: the constant of a
    /// filter such as `[value eq "42"]`, or the values that a `remove` lists (Entra ID). `None` where it may mean others.
    pub fn selected(&self, name: &str) -> Option<Vec<String>> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        if self.bound.path.filter.is_some() {
            // A description with one attribute is a filter that asks for nothing else.
            let described = self.bound.described.as_ref().filter(|record| record.fields().len() == 1)?;
            return Some(vec![text(described.named(name))?]);
        }
        match (&self.bound.op, &self.bound.value) {
            (Op::Remove, Some(Field { value: Value::List(values), .. })) => {
                values.iter().map(|value| text(value.get(name).filter(|_| value.is_only(name)))).collect()
            }
            _ => None,
        }
    }
}

/// Without its value, which may be secret.
impl<T: ScimResource> fmt::Debug for Operation<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.op(), self.path())
    }
}
