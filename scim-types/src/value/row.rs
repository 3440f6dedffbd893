//! Rows: flat structs whose fields are parts of complex values and elements of multi-valued attributes.
//!
//! The slots of a row are its attributes, in order, and behind them the fields that are parts of one. [`Layout`] tells of each slot
//! whether it is a field, a complex value made of others, or a list of elements made of others. A complex value is a [`View`] of the
//! row itself through a table whose [`Node`]s say where its sub-attributes are; so is an element. The engines that read see no
//! difference to a struct.
//!
//! Those that write do see one: a list of a row cannot grow. For them [`Staged`] stands in front of the row, and has such lists as
//! lists of their own as soon as one of them is touched. [`Staged::settle`] brings them back into the fields.

use std::any::Any;

use super::attribute::List;
use super::{
    Literal, Slots, Value, ValueError, ValueMut, ValueRef, Values, View, ViewMut, clear, is_unassigned, same,
    set,
};
use crate::error::ScimType;
use crate::filter::same_text;
use crate::path::Steps;
use crate::schema::{AttributeDef, Column, Table};
use crate::value::Record;
use crate::wire::Bits;

/// Where a sub-attribute is.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Node {
    /// In that slot of the row. What is `required` cannot be without a value: then its element is always there.
    Slot { slot: u16, required: bool },
    /// A constant. A `key` tells the element from the others; what is none is only written (`primary`).
    Fixed { value: Literal<'static>, key: bool },
    /// Another element has it; this one does not.
    Gap,
}

impl Node {
    #[inline]
    pub(super) fn value<'a>(&self, row: &'a dyn Slots) -> ValueRef<'a> {
        match self {
            Self::Slot { slot, .. } => row.slot(usize::from(*slot)),
            Self::Fixed { value, .. } => of_literal(*value),
            Self::Gap => ValueRef::Absent,
        }
    }

    #[inline]
    pub(super) fn place<'a>(&self, row: &'a mut dyn Slots) -> ValueMut<'a> {
        match self {
            Self::Slot { slot, .. } => row.slot_mut(usize::from(*slot)),
            Self::Fixed { .. } | Self::Gap => ValueMut::None,
        }
    }
}

pub(crate) fn of_literal(literal: Literal<'static>) -> ValueRef<'static> {
    match literal {
        Literal::Str(text) => ValueRef::Str(text),
        Literal::Bool(value) => ValueRef::Bool(value),
        Literal::Int(value) => ValueRef::Int(value),
        Literal::Decimal(value) => ValueRef::Decimal(value),
        Literal::Date(value) => ValueRef::Date(value),
    }
}

/// What a slot of a row is.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Layout {
    /// A field, and where it is in SQL.
    Field(Option<&'static Column>),
    /// A complex value, made of other slots.
    Complex(&'static Table),
    /// The values of a multi-valued attribute, made of other slots.
    Elements(&'static Elements),
}

/// The elements that a row has of a multi-valued attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Elements {
    path: &'static str,
    attribute: &'static AttributeDef,
    tables: &'static [&'static Table],
}

#[doc(hidden)]
impl Elements {
    /// `tables` are those of the elements: `attribute`'s, each with its nodes.
    pub const fn new(
        path: &'static str,
        attribute: &'static AttributeDef,
        tables: &'static [&'static Table],
    ) -> Self {
        Self { path, attribute, tables }
    }
}

/// A complex value that is a part of a row. With nothing assigned in it, it is one of the ways to have no value.
#[doc(hidden)]
#[inline]
pub fn row_part<'a>(row: &'a dyn Slots, table: &'static Table) -> ValueRef<'a> {
    ValueRef::Complex(View { object: row, table })
}

/// The elements that a row has of a multi-valued attribute.
#[doc(hidden)]
#[inline]
pub fn row_elements<'a>(row: &'a dyn Slots, elements: &'static Elements) -> ValueRef<'a> {
    ValueRef::List(List::of_row(RowList { row, elements }))
}

/// The place of a slot of a row that is no field. A list has none: [`Staged`] has it.
#[doc(hidden)]
pub fn row_slot_mut(row: &mut dyn Slots, index: usize) -> ValueMut<'_> {
    match row.slot_table().layout.get(index) {
        Some(Layout::Complex(table)) => ValueMut::Complex(ViewMut { object: row, table }),
        _ => ValueMut::None,
    }
}

/// An element is there when one of its fields has a value: constants alone do not make it, nor does an empty text, which a column
/// that cannot be null has for none.
fn is_there(view: View<'_>) -> bool {
    view.table.nodes.iter().any(|node| match node {
        Node::Slot { .. } => match node.value(view.object) {
            ValueRef::Str(text) => !text.is_empty(),
            value => !is_unassigned(value),
        },
        Node::Fixed { .. } | Node::Gap => false,
    })
}

/// The elements of a row that are there.
#[derive(Clone, Copy)]
pub(super) struct RowList<'a> {
    row: &'a dyn Slots,
    elements: &'static Elements,
}

impl<'a> RowList<'a> {
    fn views(self) -> impl Iterator<Item = View<'a>> {
        let views = self.elements.tables.iter().map(move |table| View { object: self.row, table });
        views.filter(|view| is_there(*view))
    }

    /// The first element that is there from `next` on, which moves behind it.
    #[inline(never)]
    pub(super) fn next(self, next: &mut usize) -> Option<ValueRef<'a>> {
        while let Some(table) = self.elements.tables.get(*next) {
            *next += 1;
            let view = View { object: self.row, table };
            if is_there(view) {
                return Some(ValueRef::Complex(view));
            }
        }
        None
    }

    #[inline(never)]
    pub(super) fn count(self) -> usize {
        self.views().count()
    }

    #[inline(never)]
    pub(super) fn at(self, index: usize) -> ValueRef<'a> {
        self.views().nth(index).map_or(ValueRef::Absent, ValueRef::Complex)
    }
}

/// What a sub-attribute is to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Field,
    Constant,
    Nowhere,
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
}

impl<'a> View<'a> {
    /// The value of a slot of the row that this is a part of, or the whole.
    pub(crate) fn field(&self, slot: usize) -> ValueRef<'a> {
        self.object.slot(slot)
    }
}

impl ViewMut<'_> {
    /// The place of a slot of the row that this is a part of, or the whole.
    pub(crate) fn field_mut(&mut self, slot: usize) -> ValueMut<'_> {
        self.object.slot_mut(slot)
    }

    /// The elements of sub-attribute `index`, if they are fields of a row.
    pub(crate) fn elements(&self, index: usize) -> Option<&'static Elements> {
        let slot = match self.table.nodes.get(index) {
            None => index,
            Some(Node::Slot { slot, .. }) => usize::from(*slot),
            Some(_) => return None,
        };
        match self.object.slot_table().layout.get(slot) {
            Some(Layout::Elements(elements)) => Some(elements),
            _ => None,
        }
    }
}

/// Where a value of a list belongs.
#[derive(Debug)]
pub(crate) struct Home {
    /// The element.
    pub(crate) element: usize,
    /// What this element does not have, and was given.
    pub(crate) left_out: Vec<&'static str>,
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
    fn find(&self, given: View<'_>) -> Option<(usize, bool)> {
        let attributes = given.table.attributes;
        let is_it = |table: &&'static Table| {
            table.nodes.iter().zip(attributes).enumerate().all(|(sub, (node, attribute))| match node {
                Node::Fixed { value, key: true } => agree(attribute, given.get(sub), *value),
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

    /// The element that a value is, and what the row has no field for; `None` if the row has no such element.
    ///
    /// # Errors
    ///
    /// When it is `primary`, and its element is not.
    pub(crate) fn home(&self, given: View<'_>) -> Result<Option<Home>, Misfit> {
        let primary = given.table.primary.map(usize::from);
        let is_primary = primary.is_some_and(|primary| matches!(given.get(primary), ValueRef::Bool(true)));
        let not_primary = || Misfit::new(ScimType::InvalidValue, "primary", self.not_primary());
        let Some((element, is_guessed)) = self.find(given) else {
            return if is_primary { Err(not_primary()) } else { Ok(None) };
        };
        let mut left_out = Vec::new();
        let nodes = self.tables[element].nodes.iter().zip(given.table.attributes).enumerate();
        for (sub, (node, attribute)) in nodes {
            match node {
                Node::Gap if primary == Some(sub) && is_primary => return Err(not_primary()),
                Node::Gap if primary != Some(sub) && !is_unassigned(given.get(sub)) => {
                    left_out.push(attribute.name);
                }
                Node::Slot { .. } | Node::Fixed { .. } | Node::Gap => {}
            }
        }
        Ok(Some(Home { element, left_out, is_guessed }))
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

    fn not_primary(&self) -> String {
        format!("this value of `{}` cannot be the primary one", self.attribute.name)
    }

    /// Whether a value has nothing but constants.
    pub(crate) fn is_bare(&self, given: View<'_>) -> bool {
        let Some((element, _)) = self.find(given) else { return is_unassigned(ValueRef::Complex(given)) };
        let mut nodes = self.tables[element].nodes.iter().enumerate();
        nodes.all(|(sub, node)| !matches!(node, Node::Slot { .. }) || is_unassigned(given.get(sub)))
    }

    /// What a sub-attribute of a value is to the row.
    pub(crate) fn standing(&self, given: View<'_>, sub: u16) -> Standing {
        let node = self.find(given).and_then(|(element, _)| self.tables[element].nodes.get(usize::from(sub)));
        match node {
            Some(Node::Slot { .. }) => Standing::Field,
            Some(Node::Fixed { .. }) => Standing::Constant,
            Some(Node::Gap) | None => Standing::Nowhere,
        }
    }

    /// What an element is called: `emails[type eq "work"]`.
    pub(crate) fn name(&self, element: usize) -> String {
        let table = self.tables[element];
        let keys: Vec<String> = (table.nodes.iter().zip(table.attributes))
            .filter_map(|(node, attribute)| match node {
                Node::Fixed { value, key: true } => {
                    let value = match value {
                        Literal::Str(text) => format!("{text:?}"),
                        value => Value::simple(of_literal(*value)).to_text(),
                    };
                    Some(format!("{} eq {value}", attribute.name))
                }
                _ => None,
            })
            .collect();
        format!("{}[{}]", self.path, keys.join(" and "))
    }

    /// What the row can hold, for messages.
    pub(crate) fn held(&self) -> String {
        let names: Vec<String> = (0..self.len()).map(|element| format!("`{}`", self.name(element))).collect();
        names.join(", ")
    }

    /// What has to have a value and has none, of an element for which `record` is given.
    fn lacking(&self, element: usize, record: Option<&Record>) -> Option<&'static str> {
        let table = self.tables[element];
        (table.nodes.iter().zip(table.attributes).zip(0..))
            .find(|((node, _), sub)| {
                matches!(node, Node::Slot { required: true, .. })
                    && !record.is_some_and(|record| record.has(*sub))
            })
            .map(|((_, attribute), _)| attribute.name)
    }
}

/// Whether a value is the constant, as the attribute compares.
fn agree(attribute: &AttributeDef, value: ValueRef<'_>, constant: Literal<'static>) -> bool {
    match (value, constant) {
        (ValueRef::Str(value), Literal::Str(constant)) if !attribute.case_exact => same_text(value, constant),
        (value, constant) => same(value, of_literal(constant)),
    }
}

/// A row with lists that can change. Any other resource passes through.
pub(crate) struct Staged<'r> {
    row: &'r mut dyn Slots,
    table: &'static Table,
    /// The lists that were touched, by their slots.
    lists: Vec<(usize, &'static Elements, Values)>,
}

impl<'r> Staged<'r> {
    pub(crate) fn new(row: &'r mut dyn Slots) -> Self {
        let table = row.slot_table();
        Self { row, table, lists: Vec::new() }
    }

    fn list(&self, index: usize) -> Option<&Values> {
        self.lists.iter().find(|(slot, ..)| *slot == index).map(|(.., values)| values)
    }

    /// Brings lists that were read back into the fields, in order. `leave` is told of each value, or part of one, that the row cannot
    /// hold, and decides whether it may be left out.
    ///
    /// # Errors
    ///
    /// What is wrong with the first value that does not fit.
    pub(crate) fn fill(self, mut leave: impl FnMut(Leaving) -> Result<(), Misfit>) -> Result<(), Misfit> {
        let Self { row, lists, .. } = self;
        for (_, elements, values) in lists {
            let mut taken = Bits::default();
            for (position, item) in values.into_items().enumerate() {
                let path = || format!("{}[{position}]", elements.path);
                let Value::Complex(record) = item.value else { continue };
                let home = elements.home(View::new(&record)).map_err(|misfit| misfit.below(&path()))?;
                let Some(home) = home.filter(|home| taken.insert(home.element)) else {
                    leave(Leaving::Element(path(), elements))?;
                    continue;
                };
                if home.is_guessed {
                    leave(Leaving::Guess(path(), elements))?;
                }
                for name in home.left_out {
                    leave(Leaving::Part(format!("{}.{name}", path())))?;
                }
                if let Some(name) = elements.lacking(home.element, Some(&record)) {
                    let path = format!("{}.{name}", path());
                    return Err(Misfit::new(ScimType::InvalidValue, path, "a value is required"));
                }
                let nodes = elements.tables[home.element].nodes;
                for (sub, field) in record.into_fields() {
                    if let Some(Node::Slot { slot, .. }) = nodes.get(usize::from(sub))
                        && !field.is_null()
                    {
                        let name = field.attribute.name;
                        field
                            .value
                            .move_into(row.slot_mut(usize::from(*slot)))
                            .map_err(|error| unfit(&path(), name, &error))?;
                    }
                }
            }
            for element in (0..elements.tables.len()).filter(|element| !taken.contains(*element)) {
                if let Some(name) = elements.lacking(element, None) {
                    let path = format!("{}.{name}", elements.name(element));
                    return Err(Misfit::new(ScimType::InvalidValue, path, "a value is required"));
                }
            }
        }
        Ok(())
    }

    /// What an element is to be: its record, if it is to be there.
    fn wanted<'v>(elements: &Elements, values: &'v Values) -> Result<Vec<Option<&'v Record>>, Misfit> {
        let mut wanted: Vec<Option<&Record>> = vec![None; elements.len()];
        for value in values.iter() {
            let Value::Complex(record) = value else { continue };
            match elements.find(View::new(record)) {
                Some((element, _)) if wanted[element].is_none() => wanted[element] = Some(record),
                _ => return Err(Misfit::new(ScimType::InvalidValue, elements.path, elements.unheld())),
            }
        }
        for (element, record) in wanted.iter().enumerate() {
            if let Some(name) = elements.lacking(element, *record) {
                let path = format!("{}.{name}", elements.name(element));
                return Err(Misfit::new(ScimType::Mutability, path, NOT_REMOVABLE));
            }
        }
        Ok(wanted)
    }

    /// Gives the fields of a list's elements their values; notes in `undo` what they were.
    fn write(&mut self, at: usize, undo: &mut Vec<(usize, Before)>) -> Result<(), Misfit> {
        let (_, elements, values) = &self.lists[at];
        let elements = *elements;
        let wanted = Self::wanted(elements, values)?;
        for (element, record) in wanted.into_iter().enumerate() {
            let table = elements.tables[element];
            // What was not there and is not to be stays what it is: an empty text, say.
            if record.is_none() && !is_there(View { object: self.row, table }) {
                continue;
            }
            for ((sub, node), attribute) in (0..).zip(table.nodes).zip(table.attributes) {
                let Node::Slot { slot, .. } = *node else { continue };
                let slot = usize::from(slot);
                let value = record.and_then(|record| record.field(sub)).map(|field| &field.value);
                let value = value.filter(|value| !is_unassigned(value.as_ref()));
                if same(self.row.slot(slot), value.map_or(ValueRef::Absent, Value::as_ref)) {
                    continue;
                }
                if let Some(old) = value.and_then(|value| value.swap(self.row.slot_mut(slot))) {
                    undo.push((slot, Before::Value(old)));
                    continue;
                }
                undo.push((slot, Before::of(self.row, slot, attribute)));
                match value {
                    Some(value) => value
                        .put(self.row.slot_mut(slot))
                        .map_err(|error| unfit(&elements.name(element), attribute.name, &error))?,
                    None => empty(self.row, slot)
                        .map_err(|misfit| misfit.below(attribute.name).below(&elements.name(element)))?,
                }
            }
        }
        Ok(())
    }
}

/// Takes the value of a field away.
fn empty(row: &mut dyn Slots, slot: usize) -> Result<(), Misfit> {
    clear(row.slot_mut(slot));
    match row.slot(slot) {
        ValueRef::Str("") => Ok(()),
        value if is_unassigned(value) => Ok(()),
        _ => Err(Misfit::new(ScimType::Mutability, "", NOT_REMOVABLE)),
    }
}

/// What is said of a field that cannot be without a value.
const NOT_REMOVABLE: &str = "this always has a value and cannot be removed";

impl Elements {
    /// For a value that the row cannot hold.
    pub(crate) fn unheld(&self) -> String {
        format!("this value cannot be held; there is {}", self.held())
    }
}

impl Misfit {
    fn below(mut self, step: &str) -> Self {
        self.path = crate::path::join(step, &self.path);
        self
    }
}

#[cold]
fn unfit(path: &str, name: &str, error: &ValueError) -> Misfit {
    Misfit::new(ScimType::InvalidValue, format!("{path}.{name}"), error.to_string())
}

/// What cannot be held, or only by a guess.
pub(crate) enum Leaving {
    /// A value.
    Element(String, &'static Elements),
    /// A sub-attribute of one.
    Part(String),
    /// It does not say which it is, and can be but one.
    Guess(String, &'static Elements),
}

/// What a field was.
enum Before {
    Value(Value),
    /// A converted field is more than its attribute tells.
    Kept(Box<dyn Any>),
}

impl Before {
    fn of(row: &mut dyn Slots, slot: usize, attribute: &'static AttributeDef) -> Self {
        if let ValueMut::Converted(field, conversion) = row.slot_mut(slot) {
            return Self::Kept(conversion.slot_keep(field));
        }
        Self::Value(Value::of(row.slot(slot), attribute))
    }

    fn restore(&self, place: ValueMut<'_>) {
        match (self, place) {
            (Self::Kept(kept), ValueMut::Converted(field, conversion)) => {
                conversion.slot_restore(field, &**kept);
            }
            (Self::Value(value), place) => value.put_back(place),
            (Self::Kept(_), _) => {}
        }
    }
}

impl Slots for Staged<'_> {
    fn slot_table(&self) -> &'static Table {
        self.table
    }

    fn slot(&self, index: usize) -> ValueRef<'_> {
        match self.table.layout.get(index) {
            Some(Layout::Complex(table)) => row_part(self, table),
            Some(Layout::Elements(_)) => match self.list(index) {
                Some(values) if values.items().is_empty() => ValueRef::Absent,
                Some(values) => ValueRef::List(List::of(values)),
                None => self.row.slot(index),
            },
            Some(Layout::Field(_)) | None => self.row.slot(index),
        }
    }

    fn slot_mut(&mut self, index: usize) -> ValueMut<'_> {
        match self.table.layout.get(index) {
            Some(Layout::Complex(_)) => row_slot_mut(self, index),
            Some(Layout::Elements(elements)) => {
                let known = self.lists.iter().position(|(slot, ..)| *slot == index);
                let at = known.unwrap_or_else(|| {
                    let values = match Value::of(self.row.slot(index), elements.attribute) {
                        Value::List(values) => values,
                        _ => Values::new(elements.attribute),
                    };
                    self.lists.push((index, elements, values));
                    self.lists.len() - 1
                });
                ValueMut::List(&mut self.lists[at].2)
            }
            Some(Layout::Field(_)) | None => self.row.slot_mut(index),
        }
    }

    fn slot_settle(&mut self) -> Result<(), Misfit> {
        let mut undo = Vec::new();
        for at in 0..self.lists.len() {
            if let Err(misfit) = self.write(at, &mut undo) {
                for (slot, before) in undo.into_iter().rev() {
                    before.restore(self.row.slot_mut(slot));
                }
                return Err(misfit);
            }
        }
        Ok(())
    }
}

impl Value {
    /// Makes it the value at `place`, which is of the same attribute, without a copy where that is possible.
    fn move_into(self, place: ValueMut<'_>) -> Result<(), ValueError> {
        match (place, self) {
            (ValueMut::OptStr(place), Self::Text(text)) => *place = Some(text),
            (ValueMut::Str(place), Self::Text(text)) => *place = text,
            (place, Self::Text(text)) => return set(place, Literal::Str(&text)),
            (place, value) => return value.put(place),
        }
        Ok(())
    }

    fn to_text(&self) -> String {
        format!("{self:?}")
    }
}
