//! A filter, bound: what is left of it when every name is a table position and every constant of its attribute's type.

use super::test::{Test, is_assigned};
use crate::path::Steps;
use crate::value::{ListKind, Part, Source, ValueRef, View};

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
    #[inline]
    pub(crate) fn holds(&self, view: View<'_>) -> bool {
        match view.whole() {
            Some(object) => self.holds_in(object),
            None => self.holds_in(Part(view)),
        }
    }

    /// [`holds`](Self::holds) for what is known to be a resource, or a part of one.
    // A test alone is the most frequent filter and the leaf of all others, so it is kept apart from what recurses.
    #[inline]
    pub(crate) fn holds_in<'a>(&self, source: impl Source<'a>) -> bool {
        match self {
            Self::Test(steps, test) => test.at(source, steps.as_slice()),
            several => several.holds_several(source),
        }
    }

    #[inline(never)]
    fn holds_several<'a>(&self, source: impl Source<'a>) -> bool {
        let (parts, wanted) = match self {
            Self::And(parts) => (parts, false),
            Self::Or(parts) => (parts, true),
            rare => return rare.holds_rare(source),
        };
        // One part decides: of an `and` one that fails, of an `or` one that holds.
        for part in parts {
            let holds = match part {
                Self::Test(steps, test) => test.at(source, steps.as_slice()),
                several => several.holds_several(source),
            };
            if holds == wanted {
                return wanted;
            }
        }
        !wanted
    }

    #[inline(never)]
    fn holds_rare<'a>(&self, source: impl Source<'a>) -> bool {
        match self {
            Self::Not(inner) => !inner.holds_in(source),
            Self::Element(steps, inner) => match *steps.as_slice() {
                [] => inner.holds_in(source),
                [first, ref rest @ ..] => match (source.value(usize::from(first)), rest) {
                    (ValueRef::List(list), []) => match list.kind() {
                        // A loop, since `any` is not inlined here.
                        ListKind::Real(list) => {
                            for index in 0..list.slot_count() {
                                if inner.holds_for(list.slot_at(index)) {
                                    return true;
                                }
                            }
                            false
                        }
                        ListKind::Row(list) => list.any(|part| inner.holds_in(part)),
                    },
                    (value, rest) => inner.holds_below(value, rest),
                },
            },
            Self::Schemas(schemas) => schemas.holds(source.view()),
            Self::Fixed(holds) => *holds,
            Self::Test(..) | Self::And(_) | Self::Or(_) => self.holds_in(source),
        }
    }

    /// The test that it is, if it is one of a sub-attribute, and which.
    pub(crate) fn as_test(&self) -> Option<(usize, &Test)> {
        let Self::Test(steps, test) = self else { return None };
        match *steps.as_slice() {
            [sub] => Some((usize::from(sub), test)),
            _ => None,
        }
    }

    /// Whether it holds for an element of a multi-valued attribute, complex or simple.
    #[inline]
    pub(crate) fn holds_for(&self, element: ValueRef<'_>) -> bool {
        match element {
            ValueRef::Complex(view) => self.holds(view),
            element => self.holds_for_simple(element),
        }
    }

    #[inline(never)]
    fn holds_for_simple(&self, element: ValueRef<'_>) -> bool {
        match self {
            Self::Test(_, test) => test.of(element),
            Self::And(parts) => parts.iter().all(|part| part.holds_for_simple(element)),
            Self::Or(parts) => parts.iter().any(|part| part.holds_for_simple(element)),
            Self::Not(inner) => !inner.holds_for_simple(element),
            Self::Fixed(holds) => *holds,
            Self::Element(..) | Self::Schemas(_) => false,
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
            (ValueRef::List(list), _) => list.iter().any(|value| self.holds_below(value, steps)),
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
