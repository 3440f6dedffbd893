//! Values on their own, away from the struct they came from or will go to.
//!
//! [`Record`] is to a struct what these values are to its fields: it has the same table and the same slots, so the reader fills it
//! and filters look at it as if it were the struct. It remembers which attributes were named, with or without a value, which is
//! what PATCH needs to know and a struct cannot tell.

use std::fmt::{self, Write as _};

use super::{
    DateTime, List, ListMut, ListRef, Literal, OptionMut, Scalar, ScalarMut, Slots, ValueError, ValueMut,
    ValueRef, View, ViewMut, is_unassigned, set,
};
use crate::schema::{AttributeDef, AttributeType, Returned, Table};

/// A value of an attribute, owned.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value (RFC 7643 §2.5).
    Null,
    /// A string, reference or binary value.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A decimal.
    Decimal(f64),
    /// A dateTime.
    Date(DateTime),
    /// A complex value.
    Complex(Record),
    /// The values of a multi-valued attribute.
    List(Values),
    /// A value of an attribute that is never returned: that there is one is all that is told.
    Hidden,
}

impl Value {
    /// A copy of what is assigned of `value`, which is one of `attribute`.
    pub(crate) fn of(value: ValueRef<'_>, attribute: &'static AttributeDef) -> Self {
        match value {
            ValueRef::Complex(view) => Self::Complex(Record::of(view, attribute.table.unwrap_or(view.table))),
            ValueRef::List(list) => Self::first(list, list.slot_count(), attribute),
            value => Self::simple(value),
        }
    }

    /// A copy of the first `count` values of a list.
    pub(crate) fn first(list: List<'_>, count: usize, attribute: &'static AttributeDef) -> Self {
        let item = |i| Field { attribute, value: Self::of(list.slot_at(i), attribute) };
        Self::List(Values { attribute, items: (0..count).map(item).collect() })
    }

    /// A copy of a simple value; [`Value::Null`] if it is none.
    pub(crate) fn simple(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Absent | ValueRef::Complex(_) | ValueRef::List(_) => Self::Null,
            ValueRef::Str(text) => Self::Text(text.to_owned()),
            ValueRef::Text(text) => Self::Text(text.to_string()),
            ValueRef::Bool(value) => Self::Bool(value),
            ValueRef::Int(value) => Self::Int(value),
            ValueRef::Decimal(value) => Self::Decimal(value),
            ValueRef::Date(value) => Self::Date(value),
        }
    }

    /// A copy of a complex value, such as a [`Member`](crate::Member) of a group.
    pub fn complex<T: crate::ScimComplex>(value: &T) -> Self {
        Self::Complex(Record::of(View::new(value), T::TABLE))
    }

    /// The value as the engines see it.
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null | Self::Hidden => ValueRef::Absent,
            Self::Text(text) => ValueRef::Str(text),
            Self::Bool(value) => ValueRef::Bool(*value),
            Self::Int(value) => ValueRef::Int(*value),
            Self::Decimal(value) => ValueRef::Decimal(*value),
            Self::Date(value) => ValueRef::Date(*value),
            Self::Complex(record) => ValueRef::Complex(View::new(record)),
            Self::List(values) if values.items.is_empty() => ValueRef::Absent,
            Self::List(values) => ValueRef::List(List::of(values)),
        }
    }

    /// The text of a string, reference or binary value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The sub-attribute `name` of a complex value, in any case.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Complex(record) => record.named(name),
            _ => None,
        }
    }

    /// Whether it is a complex value in which `name` alone has a value.
    pub(crate) fn is_only(&self, name: &str) -> bool {
        match self {
            Self::Complex(record) => {
                record.iter().all(|(n, value)| matches!(value, Self::Null) || n.eq_ignore_ascii_case(name))
            }
            _ => false,
        }
    }

    /// Appends a text that no other value has, secrets included: not to be shown.
    pub(crate) fn write_key(&self, out: &mut String) {
        match self {
            Self::Complex(record) => {
                out.push('{');
                for (index, field) in record.fields.iter().filter(|(_, field)| !field.is_null()) {
                    out.push_str(&index.to_string());
                    out.push(':');
                    field.value.write_key(out);
                }
                out.push('}');
            }
            Self::List(values) => {
                out.push('[');
                values.iter().for_each(|value| value.write_key(out));
                out.push(']');
            }
            value => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{value:?},");
            }
        }
    }

    /// Makes it the value at `place`, which is of the same attribute.
    pub(crate) fn put(&self, place: ValueMut<'_>) -> Result<(), ValueError> {
        let literal = match self {
            Self::Text(text) => Literal::Str(text),
            Self::Bool(value) => Literal::Bool(*value),
            Self::Int(value) => Literal::Int(*value),
            Self::Decimal(value) => Literal::Decimal(*value),
            Self::Date(value) => Literal::Date(*value),
            Self::Null | Self::Hidden | Self::Complex(_) | Self::List(_) => {
                return super::assign(place, self.as_ref());
            }
        };
        set(place, literal)
    }

    /// Makes it the value at `place`, which it is a copy of or of the same attribute in a new resource.
    pub(crate) fn put_back(&self, place: ValueMut<'_>) {
        match (place, self) {
            (ValueMut::Scalar(scalar), Self::Null) => scalar.slot_blank(),
            (ValueMut::Scalar(scalar), Self::Text(text)) if text.is_empty() => scalar.slot_blank(),
            (ValueMut::Complex(mut object), Self::Complex(record)) => {
                for (index, _) in (0..).zip(record.table.attributes) {
                    let value = record.field(index).map_or(&Self::Null, |field| &field.value);
                    // A converted field holds more than its attribute tells: who changes it keeps it.
                    match object.place(usize::from(index)) {
                        ValueMut::Converted(..) => {}
                        place => value.put_back(place),
                    }
                }
            }
            // What is there is of the attribute's type.
            (place, value) => _ = value.put(place),
        }
    }

    /// Makes it the value at `place`, and gives what was there; `None` where that cannot be moved out, and nothing was done.
    pub(crate) fn swap(&self, place: ValueMut<'_>) -> Option<Self> {
        match (place, self) {
            (ValueMut::OptStr(place), Self::Text(new)) => {
                Some(place.replace(new.clone()).map_or(Self::Null, Self::Text))
            }
            (ValueMut::Str(place), Self::Text(new)) => {
                Some(Self::Text(std::mem::replace(place, new.clone())))
            }
            (ValueMut::Bool(place), Self::Bool(new)) => Some(Self::Bool(std::mem::replace(place, *new))),
            _ => None,
        }
    }

    /// The same without what is never returned.
    pub(crate) fn told(mut self, attribute: &AttributeDef) -> Self {
        if attribute.returned == Returned::Never {
            return if matches!(self, Self::Null) { self } else { Self::Hidden };
        }
        match &mut self {
            Self::Complex(record) => record.hide(),
            Self::List(values) => values.items.iter_mut().for_each(|item| {
                if let Self::Complex(record) = &mut item.value {
                    record.hide();
                }
            }),
            _ => {}
        }
        self
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Text(text) => text.fmt(f),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
            Self::Date(value) => write!(f, "{value}"),
            Self::Complex(record) => record.fmt(f),
            Self::List(values) => values.fmt(f),
            Self::Hidden => f.write_str("<hidden>"),
        }
    }
}

/// A value of one attribute, and the place of one.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) attribute: &'static AttributeDef,
    pub(crate) value: Value,
}

impl Field {
    /// No value of `attribute` yet.
    pub(crate) fn new(attribute: &'static AttributeDef) -> Self {
        let value = if attribute.multi_valued { Value::List(Values::new(attribute)) } else { Value::Null };
        Self { attribute, value }
    }

    /// No value yet of one element of a multi-valued attribute.
    pub(crate) fn element(attribute: &'static AttributeDef) -> Self {
        Self { attribute, value: Value::Null }
    }

    /// Whether it has no value: null or an empty array (RFC 7643 §2.5).
    pub(crate) fn is_null(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::List(values) => values.items.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn place(&mut self) -> ValueMut<'_> {
        if !matches!((&self.value, self.attribute.scalar), (Value::List(_), _) | (_, Scalar::Text)) {
            return ValueMut::Option(self);
        }
        match &mut self.value {
            Value::List(values) => ValueMut::List(values),
            value => ValueMut::OwnText(value),
        }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl OptionMut for Field {
    fn slot_open(&mut self) -> ValueMut<'_> {
        match self.attribute.table.filter(|_| self.attribute.attribute_type == AttributeType::Complex) {
            Some(table) => {
                if !matches!(self.value, Value::Complex(_)) {
                    self.value = Value::Complex(Record::new(table));
                }
                match &mut self.value {
                    Value::Complex(record) => ValueMut::Complex(ViewMut::new(record)),
                    _ => ValueMut::None,
                }
            }
            None => ValueMut::Scalar(self),
        }
    }

    /// An object with nothing assigned in it stays: that it names an attribute without a value counts in PATCH.
    fn slot_clear(&mut self) {
        if !matches!(self.value, Value::Complex(_)) {
            self.value = Value::Null;
        }
    }
}

impl ScalarMut for Field {
    fn slot_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        self.value = self.attribute.scalar.value(literal)?;
        Ok(())
    }
    fn slot_blank(&mut self) {
        self.value = Value::Null;
    }
}

/// A complex value on its own: the attributes that were named, with or without a value.
#[derive(Clone)]
pub struct Record {
    table: &'static Table,
    fields: Vec<(u16, Field)>,
}

impl Record {
    pub(crate) fn new(table: &'static Table) -> Self {
        Self { table, fields: Vec::new() }
    }

    /// A copy of what is assigned. `table` is that of the attribute; the view's may say where things are in a row.
    fn of(view: View<'_>, table: &'static Table) -> Self {
        let mut fields = Vec::new();
        for (index, attribute) in (0..).zip(table.attributes) {
            let value = view.get(usize::from(index));
            if !is_unassigned(value) {
                fields.push((index, Field { attribute, value: Value::of(value, attribute) }));
            }
        }
        Self { table, fields }
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// The attributes that were named, by their positions.
    pub(crate) fn fields(&self) -> &[(u16, Field)] {
        &self.fields
    }

    /// Whether no attribute was given a value.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.iter().all(|(_, field)| is_unassigned(field.value.as_ref()))
    }

    pub(crate) fn into_fields(self) -> impl Iterator<Item = (u16, Field)> {
        self.fields.into_iter()
    }

    pub(super) fn fields_mut(&mut self) -> &mut [(u16, Field)] {
        &mut self.fields
    }

    /// Makes it one in which nothing was named.
    pub(super) fn clear(&mut self) {
        self.fields.clear();
    }

    pub(crate) fn field(&self, index: u16) -> Option<&Field> {
        self.fields.iter().find(|(i, _)| *i == index).map(|(_, field)| field)
    }

    /// Whether attribute `index` was given a value.
    pub(crate) fn has(&self, index: u16) -> bool {
        self.field(index).is_some_and(|field| !field.is_null())
    }

    /// The place of attribute `index`, which counts as named from now on.
    pub(crate) fn open(&mut self, index: u16) -> Option<&mut Field> {
        let known = self.fields.iter().position(|(i, _)| *i == index);
        let field = if let Some(at) = known {
            self.fields.get_mut(at)
        } else {
            let attribute = self.table.attributes.get(usize::from(index))?;
            self.fields.push((index, Field::new(attribute)));
            self.fields.last_mut()
        };
        field.map(|(_, field)| field)
    }

    /// The names and values of the attributes that were named.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.fields.iter().map(|(_, field)| (field.attribute.name, &field.value))
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn hide(&mut self) {
        for (_, field) in &mut self.fields {
            field.value = std::mem::replace(&mut field.value, Value::Null).told(field.attribute);
        }
    }
}

/// Equal in what is assigned, in whatever order it was named. Only values of one attribute are compared.
impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        let within = |a: &Self, b: &Self| {
            a.fields
                .iter()
                .all(|(i, field)| field.is_null() || b.field(*i).is_some_and(|f| f.value == field.value))
        };
        within(self, other) && within(other, self)
    }
}

/// A secret shows that it is there, and no more.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |field: &Field| match field.attribute.returned {
            Returned::Never if !field.is_null() => Value::Hidden,
            _ => field.value.clone(),
        };
        f.debug_map()
            .entries(self.fields.iter().map(|(_, field)| (field.attribute.name, told(field))))
            .finish()
    }
}

impl Slots for Record {
    fn slot_table(&self) -> &'static Table {
        self.table
    }

    fn slot(&self, index: usize) -> ValueRef<'_> {
        let field = u16::try_from(index).ok().and_then(|index| self.field(index));
        field.map_or(ValueRef::Absent, |field| field.value.as_ref())
    }

    fn slot_mut(&mut self, index: usize) -> ValueMut<'_> {
        let field = u16::try_from(index).ok().and_then(|index| self.open(index));
        field.map_or(ValueMut::None, Field::place)
    }
}

/// The values of a multi-valued attribute, on their own.
#[derive(Clone)]
pub struct Values {
    attribute: &'static AttributeDef,
    items: Vec<Field>,
}

impl Values {
    pub(super) fn new(attribute: &'static AttributeDef) -> Self {
        Self { attribute, items: Vec::new() }
    }

    /// The place of a further value.
    pub(crate) fn grow(&mut self) -> ValueMut<'_> {
        self.slot_grow()
    }

    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    pub(crate) fn push(&mut self, item: Field) {
        self.items.push(item);
    }

    pub(crate) fn into_items(self) -> impl Iterator<Item = Field> {
        self.items.into_iter()
    }

    pub(crate) fn items(&self) -> &[Field] {
        &self.items
    }

    pub(crate) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.items.iter_mut().filter_map(|item| match &mut item.value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The values.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.items.iter().map(|item| &item.value)
    }
}

/// A list without values.
pub(super) static NO_VALUES: Vec<String> = Vec::new();

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl ListRef for Values {
    fn slot_count(&self) -> usize {
        self.items.len()
    }
    fn slot_at(&self, index: usize) -> ValueRef<'_> {
        self.items.get(index).map_or(ValueRef::Absent, |item| item.value.as_ref())
    }
}

impl ListMut for Values {
    fn slot_grow(&mut self) -> ValueMut<'_> {
        self.items.push(Field::element(self.attribute));
        // The value itself, not one that may be absent: an element is there or is not.
        self.items.last_mut().map_or(ValueMut::None, OptionMut::slot_open)
    }
    fn slot_place(&mut self, index: usize) -> ValueMut<'_> {
        self.items.get_mut(index).map_or(ValueMut::None, OptionMut::slot_open)
    }
    fn slot_swap(&mut self, a: usize, b: usize) {
        if a.max(b) < self.items.len() {
            self.items.swap(a, b);
        }
    }
    fn slot_truncate(&mut self, count: usize) {
        self.items.truncate(count);
    }
    fn slot_drop_front(&mut self, count: usize) {
        self.items.drain(..count.min(self.items.len()));
    }
}
