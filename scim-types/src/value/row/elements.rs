//! The values of a multi-valued attribute that a row has fields for: which of them a given value is.

use super::{Elements, Layout, Node, of_literal};
use crate::error::ScimType;
use crate::filter::same_text;
use crate::path::Steps;
use crate::schema::{AttributeDef, Table};
use crate::value::{Literal, Record, Value, ValueRef, View, is_unassigned, same};

/// What a sub-attribute is to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Field,
    Constant,
    Nowhere,
}

/// A sub-attribute of an element that has to have a value.
pub(super) struct Lacking {
    pub(super) name: &'static str,
    /// It is given, as an empty text.
    pub(super) is_empty: bool,
}

/// Why a value does not fit into a row.
#[doc(hidden)]
#[derive(Debug)]
pub struct Misfit {
    pub(crate) scim_type: ScimType,
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Misfit {
    #[cold]
    pub(crate) fn new(scim_type: ScimType, path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { scim_type, path: path.into(), text: text.into() }
    }

    /// The same, further in.
    pub(super) fn below(mut self, step: &str) -> Self {
        self.path = crate::path::join(step, &self.path);
        self
    }
}

/// Where a value of a list belongs.
#[derive(Debug)]
pub(crate) struct Home {
    /// The element.
    pub(crate) element: usize,
    /// The value has something that this element does not have.
    pub(crate) is_cut: bool,
    /// It was told by what it lacks.
    pub(crate) is_guessed: bool,
}

impl Elements {
    /// Those of the list at `steps`, if it is one of a row.
    pub(crate) fn at(table: &'static Table, steps: Steps) -> Option<&'static Self> {
        let (mut layout, mut nodes) = (None, &[][..]);
        for step in steps.as_slice() {
            let slot = match nodes.get(usize::from(*step)) {
                Some(Node::Slot { slot, .. }) => *slot,
                Some(_) => return None,
                None => *step,
            };
            layout = table.layout.get(usize::from(slot));
            nodes = match layout {
                Some(Layout::Complex(table)) => table.nodes,
                _ => &[],
            };
        }
        match layout {
            Some(Layout::Elements(elements)) => Some(elements),
            _ => None,
        }
    }

    /// The slots of the fields, with what they are.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'static AttributeDef)> {
        self.tables.iter().flat_map(|table| {
            table.nodes.iter().zip(table.attributes).filter_map(|(node, attribute)| match node {
                Node::Slot { slot, .. } => Some((usize::from(*slot), attribute)),
                _ => None,
            })
        })
    }

    /// The elements' tables.
    #[cfg(feature = "sql")]
    pub(crate) fn tables(&self) -> &'static [&'static Table] {
        self.tables
    }

    /// How many elements there can be.
    pub(crate) fn len(&self) -> usize {
        self.tables.len()
    }

    /// Whether a sub-attribute tells an element from others.
    fn is_key(&self, sub: usize) -> bool {
        self.tables.iter().any(|table| matches!(table.nodes.get(sub), Some(Node::Fixed { key: true, .. })))
    }

    /// The element that a value is, if it is one: its constants are the value's. One that has none of them is the only element
    /// there can be, or the primary one.
    pub(super) fn find(&self, given: View<'_>) -> Option<(usize, bool)> {
        let attributes = given.table.attributes;
        let is_it = |table: &&'static Table| {
            table.nodes.iter().enumerate().all(|(sub, node)| match node {
                Node::Fixed { value, key: true } => agree(&attributes[sub], given.get(sub), *value),
                _ => true,
            })
        };
        if let Some(found) = self.tables.iter().position(is_it) {
            return Some((found, false));
        }
        if (0..attributes.len()).any(|sub| self.is_key(sub) && !is_unassigned(given.get(sub))) {
            return None;
        }
        let primary = given.table.primary.map(usize::from);
        let is_primary = |table: &&'static Table| {
            matches!(
                primary.and_then(|primary| table.nodes.get(primary)),
                Some(Node::Fixed { value: Literal::Bool(true), .. })
            )
        };
        match self.tables {
            [_] => Some((0, true)),
            tables => tables.iter().position(is_primary).map(|found| (found, true)),
        }
    }

    /// The element that a value is, and how well; `None` if the row has no such element.
    ///
    /// # Errors
    ///
    /// When it is `primary`, and its element is not.
    pub(crate) fn home(&self, given: View<'_>) -> Result<Option<Home>, Misfit> {
        let Some((element, is_guessed)) = self.fit(given, given.is_primary())? else { return Ok(None) };
        // Not to be primary is what it is.
        let primary = given.table.primary.map(usize::from);
        let is_left_out = |(sub, node): (usize, &Node)| {
            matches!(node, Node::Gap) && primary != Some(sub) && !is_unassigned(given.get(sub))
        };
        let is_cut = self.tables[element].nodes.iter().enumerate().any(is_left_out);
        Ok(Some(Home { element, is_cut, is_guessed }))
    }

    /// As [`find`](Self::find).
    ///
    /// # Errors
    ///
    /// When it is `primary`, and its element is not.
    pub(super) fn fit(&self, given: View<'_>, is_primary: bool) -> Result<Option<(usize, bool)>, Misfit> {
        let found = self.find(given);
        if is_primary && found.is_none_or(|(element, _)| self.is_never_primary(element)) {
            return Err(Misfit::new(ScimType::InvalidValue, "primary", self.not_primary()));
        }
        Ok(found)
    }

    /// Makes a value that belongs to an element what that can be: with its constants, and nothing that it does not have.
    pub(crate) fn complete(&self, element: usize, record: &mut Record) {
        for (sub, node) in (0..).zip(self.tables[element].nodes) {
            let value = match node {
                Node::Slot { .. } => continue,
                Node::Fixed { value, .. } => Value::simple(of_literal(*value)),
                Node::Gap if !record.has(sub) => continue,
                Node::Gap => Value::Null,
            };
            if let Some(field) = record.open(sub) {
                field.value = value;
            }
        }
    }

    fn is_never_primary(&self, element: usize) -> bool {
        let table = self.tables[element];
        matches!(table.primary.and_then(|primary| table.nodes.get(usize::from(primary))), Some(Node::Gap))
    }

    fn not_primary(&self) -> String {
        format!("this value of `{}` cannot be the primary one", self.attribute.name)
    }

    /// The nodes of the element that a value is.
    fn nodes(&self, given: View<'_>) -> Option<&'static [Node]> {
        if given.is_part() {
            return Some(given.table.nodes);
        }
        self.find(given).map(|(element, _)| self.tables[element].nodes)
    }

    /// Whether a value has nothing but constants.
    pub(crate) fn is_bare(&self, given: View<'_>) -> bool {
        let Some(nodes) = self.nodes(given) else { return is_unassigned(ValueRef::Complex(given)) };
        let mut nodes = nodes.iter().enumerate();
        nodes.all(|(sub, node)| !matches!(node, Node::Slot { .. }) || is_unassigned(given.get(sub)))
    }

    /// What a sub-attribute of a value is to the row.
    pub(crate) fn standing(&self, given: View<'_>, sub: u16) -> Standing {
        match self.nodes(given).and_then(|nodes| nodes.get(usize::from(sub))) {
            Some(Node::Slot { .. }) => Standing::Field,
            Some(Node::Fixed { .. }) => Standing::Constant,
            Some(Node::Gap) | None => Standing::Nowhere,
        }
    }

    /// What an element is called: `emails[type eq "work"]`.
    pub(crate) fn name(&self, element: usize) -> String {
        format!("{}{}", self.path, self.selector(element))
    }

    /// What tells an element from others: `[type eq "work"]`.
    pub(super) fn selector(&self, element: usize) -> String {
        let table = self.tables[element];
        let keys: Vec<String> = (table.nodes.iter().zip(table.attributes))
            .filter_map(|(node, attribute)| match node {
                Node::Fixed { value, key: true } => {
                    // As JSON writes it, and `Debug` of a value.
                    Some(format!("{} eq {:?}", attribute.name, Value::simple(of_literal(*value))))
                }
                _ => None,
            })
            .collect();
        format!("[{}]", keys.join(" and "))
    }

    /// What the row can hold, for messages.
    pub(crate) fn held(&self) -> String {
        let names: Vec<String> = (0..self.len()).map(|element| format!("`{}`", self.name(element))).collect();
        names.join(", ")
    }

    /// For a value that the row cannot hold.
    pub(crate) fn unheld(&self) -> String {
        format!("this value cannot be held; there is {}", self.held())
    }

    /// What has to have a value and has none, of an element for which `record` is given; an empty text is none.
    pub(super) fn lacking(&self, element: usize, record: Option<&Record>) -> Option<Lacking> {
        let table = self.tables[element];
        let required = (table.nodes.iter().zip(table.attributes).zip(0..))
            .filter(|((node, _), _)| matches!(node, Node::Slot { required: true, .. }));
        for ((_, attribute), sub) in required {
            match record.and_then(|record| record.field(sub)).map(|field| field.value.as_ref()) {
                Some(value) if !is_unassigned(value) && !matches!(value, ValueRef::Str("")) => {}
                value => {
                    let is_empty = matches!(value, Some(ValueRef::Str(_)));
                    return Some(Lacking { name: attribute.name, is_empty });
                }
            }
        }
        None
    }
}

/// Whether a value is the constant, as the attribute compares.
pub(crate) fn agree(attribute: &AttributeDef, value: ValueRef<'_>, constant: Literal<'static>) -> bool {
    match (value, constant) {
        (ValueRef::Str(value), Literal::Str(constant)) if !attribute.case_exact => {
            value == constant || same_text(value, constant)
        }
        (value, constant) => same(value, of_literal(constant)),
    }
}
