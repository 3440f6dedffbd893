//! A filter, bound: what is left of it when every name is a table position and every constant of its attribute's type.

use super::test::{Test, is_assigned};
use crate::path::Steps;
use crate::value::{ValueRef, View};

/// A bound filter. Nested no deeper than the grammar's limit, so that it can be walked by plain recursion.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    And(Box<[Expr]>),
    Or(Box<[Expr]>),
    Not(Box<Expr>),
    /// A test of the attribute that many steps away.
    Test(Steps, Test),
    /// One and the same element of a multi-valued attribute passes.
    Element(Steps, Box<Expr>),
    /// A test of `schemas`.
    Schemas(Box<SchemasTest>),
    /// Decided when the filter was bound. Only ever the whole of a filter: what it is a part of is decided with it, or does without it.
    Fixed(bool),
}

/// A test of `schemas`, decided for every URN that can be in it when the filter was bound.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SchemasTest {
    pub(crate) test: Test,
    /// Whether the core schema's URN, which is always there, passes.
    pub(crate) core: bool,
    /// The extensions whose URN passes.
    pub(crate) extensions: Box<[u16]>,
}

impl Expr {
    /// Whether it holds for a resource, or for an element of a complex attribute.
    pub(crate) fn holds(&self, view: View<'_>) -> bool {
        match self {
            Self::Test(steps, test) => test.at(view, steps.as_slice()),
            Self::And(parts) => parts.iter().all(|part| part.holds(view)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(view)),
            Self::Not(inner) => !inner.holds(view),
            Self::Element(steps, inner) => inner.holds_below(ValueRef::Complex(view), steps.as_slice()),
            Self::Schemas(schemas) => schemas.holds(view),
            Self::Fixed(holds) => *holds,
        }
    }

    /// Whether it holds for an element of a multi-valued attribute, complex or simple.
    pub(crate) fn holds_for(&self, element: ValueRef<'_>) -> bool {
        match (self, element) {
            (_, ValueRef::Complex(view)) => self.holds(view),
            (Self::Test(_, test), element) => test.of(element),
            (Self::And(parts), element) => parts.iter().all(|part| part.holds_for(element)),
            (Self::Or(parts), element) => parts.iter().any(|part| part.holds_for(element)),
            (Self::Not(inner), element) => !inner.holds_for(element),
            (Self::Fixed(holds), _) => *holds,
            (Self::Element(..) | Self::Schemas(_), _) => false,
        }
    }

    /// Whether the outcome can depend on the attribute that many steps away, on a part of it, or on what it is a part of.
    pub(crate) fn reads(&self, attribute: Steps) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.reads(attribute)),
            Self::Not(inner) => inner.reads(attribute),
            Self::Test(steps, _) | Self::Element(steps, _) => steps.overlaps(attribute),
            Self::Schemas(schemas) => {
                attribute.as_slice().first().is_some_and(|first| schemas.extensions.contains(first))
            }
            Self::Fixed(_) => false,
        }
    }

    /// Whether it holds for some value that many steps away.
    fn holds_below(&self, value: ValueRef<'_>, steps: &[u16]) -> bool {
        match (value, steps) {
            (ValueRef::Absent, _) => false,
            (ValueRef::List(list), _) => {
                (0..list.slot_count()).any(|i| self.holds_below(list.slot_at(i), steps))
            }
            (ValueRef::Complex(view), [first, rest @ ..]) => {
                self.holds_below(view.get(usize::from(*first)), rest)
            }
            (value, []) => self.holds_for(value),
            (_, [_, ..]) => false,
        }
    }
}

impl SchemasTest {
    fn holds(&self, view: View<'_>) -> bool {
        self.core
            || self.extensions.iter().any(|index| match view.get(usize::from(*index)) {
                ValueRef::Complex(extension) => is_assigned(extension),
                _ => false,
            })
    }
}
