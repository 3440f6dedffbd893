//! A PATCH path, bound.

use std::fmt;

use super::Steps;
use crate::filter::Expr;
use crate::schema::{AttributeDef, Table};
use crate::value::{ValueRef, View};

/// A path as table positions (RFC 7644 §3.5.2, Figure 7): `emails[type eq "work"].value` is the place `emails`, a filter on
/// its elements, and the sub-attribute `value` of those that pass. Without a filter, a sub-attribute is a step of the place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BoundPath {
    pub(crate) place: Place,
    /// On the elements of the multi-valued attribute at `place`; its steps start at the element.
    pub(crate) filter: Option<Box<Expr>>,
    /// Position among the sub-attributes; only behind a filter.
    pub(crate) sub: Option<u16>,
}

/// Where a path leads before its filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// To an attribute or a whole extension.
    Attribute(Steps),
    /// To `schemas`.
    Schemas,
    /// To the resource: the path is the URN of its core schema.
    Resource,
}

impl BoundPath {
    /// The path that is nothing but these steps.
    pub(crate) fn to(steps: Steps) -> Self {
        Self { place: Place::Attribute(steps), filter: None, sub: None }
    }

    /// The attribute at the place, before filter and sub-attribute; `None` for `schemas` and the resource itself.
    pub(crate) fn attribute(&self, table: &'static Table) -> Option<&'static AttributeDef> {
        match self.place {
            Place::Attribute(steps) => steps.last(table),
            Place::Schemas | Place::Resource => None,
        }
    }

    /// The attribute that the whole path names.
    pub(crate) fn target(&self, table: &'static Table) -> Option<&'static AttributeDef> {
        let attribute = self.attribute(table)?;
        match self.sub {
            Some(sub) => attribute.table?.attributes.get(usize::from(sub)),
            None => Some(attribute),
        }
    }

    /// Calls `each` with every assigned value there is, elements of lists one by one.
    pub(crate) fn values<'a>(&self, view: View<'a>, each: &mut dyn FnMut(ValueRef<'a>)) {
        match self.place {
            Place::Attribute(steps) => self.follow(ValueRef::Complex(view), steps.as_slice(), each),
            Place::Resource => each(ValueRef::Complex(view)),
            Place::Schemas => {
                crate::wire::schemas_of(view).for_each(|urn| each(ValueRef::Str(urn)));
            }
        }
    }

    fn follow<'a>(&self, value: ValueRef<'a>, steps: &[u16], each: &mut dyn FnMut(ValueRef<'a>)) {
        match (value, steps) {
            (ValueRef::Absent, _) => {}
            (ValueRef::List(list), _) => {
                list.iter().for_each(|value| self.follow(value, steps, each));
            }
            (ValueRef::Complex(view), [first, rest @ ..]) => {
                self.follow(view.get(usize::from(*first)), rest, each);
            }
            (value, []) => {
                if self.filter.as_ref().is_some_and(|filter| !filter.holds_for(value)) {
                    return;
                }
                let value = match (value, self.sub) {
                    (ValueRef::Complex(view), Some(sub)) => view.get(usize::from(sub)),
                    (value, _) => value,
                };
                match value {
                    ValueRef::List(list) => list.iter().for_each(each),
                    value if !crate::value::is_unassigned(value) => each(value),
                    _ => {}
                }
            }
            // A simple value has no sub-attributes; no path was bound that asks for one.
            (_, [_, ..]) => {}
        }
    }

    /// The canonical text.
    pub(crate) fn text(&self, table: &'static Table) -> String {
        struct Shown<'p>(&'p BoundPath, &'static Table);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write(self.1, f)
            }
        }
        Shown(self, table).to_string()
    }

    /// Writes the canonical text, which parses to an equal path.
    pub(crate) fn write(&self, table: &'static Table, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Attribute(steps) => steps.write(table, f)?,
            Place::Schemas => f.write_str("schemas")?,
            Place::Resource => f.write_str(table.schema.map_or("", |schema| schema.id))?,
        }
        let Some(filter) = &self.filter else { return Ok(()) };
        let attribute = match self.place {
            Place::Schemas => Some(&super::bind::SCHEMAS),
            _ => self.attribute(table),
        };
        let Some(attribute) = attribute else { return Ok(()) };
        f.write_str("[")?;
        filter.write_within(attribute, f)?;
        f.write_str("]")?;
        match self.target(table) {
            Some(target) if self.sub.is_some() => write!(f, ".{}", target.name),
            _ => Ok(()),
        }
    }
}
