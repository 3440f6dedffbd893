//! What a field's type must be, so that the field can be an attribute.

use super::own::NO_VALUES;
use super::row::RowList;
use super::{Scalar, ScimValue, Slots, ValueMut, ValueRef, View, ViewMut};
use crate::schema::{AttributeDef, AttributeType, Key, SchemaDef, Table};

/// A struct with a table: what all of the struct derives implement.
#[doc(hidden)]
pub trait Object: Slots + Sized {
    /// The attributes, in slot order.
    const ATTRIBUTES: &'static [AttributeDef];
    /// Their names, prepared.
    const KEYS: &'static [Key];
    /// The schema, of a resource or an extension.
    const OWN_SCHEMA: Option<&'static SchemaDef> = None;
    /// All of it together.
    const TABLE: &'static Table = &Table::new(Self::ATTRIBUTES, Self::KEYS, Self::OWN_SCHEMA);
    /// A value in which nothing is assigned, to be filled in place.
    fn scim_blank() -> Self;
}

/// The type of one value: simple ([`ScimValue`]) or complex (`#[derive(ScimComplex)]`).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a SCIM attribute",
    label = "not a SCIM attribute type",
    note = "derive `ScimComplex` for a struct with sub-attributes, `ScimValue` for an enum of words or a newtype",
    note = "for a type of another crate: a feature of scim-types (uuid, url, jiff, time, chrono), or `#[scim(with = ...)]` on the field",
    note = "`#[scim(skip)]` keeps a field out of SCIM, `#[scim(extension)]` takes a struct that derives `ScimExtension`"
)]
pub trait Single: Sized {
    const TYPE: AttributeType;
    const TABLE: Option<&'static Table> = None;
    const CASE_EXACT: bool = false;
    const CANONICAL_VALUES: &'static [&'static str] = &[];
    const REFERENCE_TYPES: &'static [&'static str] = &[];
    /// What a literal is as a value of this type.
    const SCALAR: Scalar = Scalar::NONE;
    fn scim_blank_value() -> Self;
    fn scim_ref(&self) -> ValueRef<'_>;
    fn scim_mut(&mut self) -> ValueMut<'_>;
    /// The place of an optional value of this type.
    fn scim_option_mut(option: &mut Option<Self>) -> ValueMut<'_> {
        ValueMut::Option(option)
    }
}

impl<T: ScimValue> Single for T {
    const TYPE: AttributeType = <T as ScimValue>::TYPE;
    const CASE_EXACT: bool = <T as ScimValue>::CASE_EXACT;
    const CANONICAL_VALUES: &'static [&'static str] = <T as ScimValue>::CANONICAL_VALUES;
    const REFERENCE_TYPES: &'static [&'static str] = <T as ScimValue>::REFERENCE_TYPES;
    const SCALAR: Scalar = <T as ScimValue>::SCALAR;
    fn scim_blank_value() -> Self {
        T::scim_blank_scalar()
    }
    fn scim_ref(&self) -> ValueRef<'_> {
        self.scim_get()
    }
    fn scim_mut(&mut self) -> ValueMut<'_> {
        self.scim_slot()
    }
    fn scim_option_mut(option: &mut Option<Self>) -> ValueMut<'_> {
        T::scim_option_slot(option)
    }
}

/// The type of a field that is an attribute: a [`Single`], `Option` or `Vec` of one, or
/// `Option<Vec>`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a SCIM attribute",
    label = "not a SCIM attribute type",
    note = "derive `ScimComplex` for a struct with sub-attributes, `ScimValue` for an enum of words or a newtype",
    note = "for a type of another crate: a feature of scim-types (uuid, url, jiff, time, chrono), or `#[scim(with = ...)]` on the field",
    note = "`#[scim(skip)]` keeps a field out of SCIM, `#[scim(extension)]` takes a struct that derives `ScimExtension`"
)]
pub trait Attribute: Sized {
    const TYPE: AttributeType;
    const TABLE: Option<&'static Table>;
    const MULTI_VALUED: bool;
    /// Whether having no value is a state of the type: then it is not required.
    const OPTIONAL: bool;
    const CASE_EXACT: bool;
    const CANONICAL_VALUES: &'static [&'static str];
    const REFERENCE_TYPES: &'static [&'static str];
    const SCALAR: Scalar;
    /// The characteristics that follow from the type, under no name yet.
    const DEF: AttributeDef = AttributeDef::of::<Self>();
    fn scim_value(&self) -> ValueRef<'_>;
    fn scim_value_mut(&mut self) -> ValueMut<'_>;
    fn scim_unassigned() -> Self;
}

/// The constants an attribute has from the type of its values.
macro_rules! of_single {
    ($multi:literal, $optional:literal) => {
        const TYPE: AttributeType = T::TYPE;
        const TABLE: Option<&'static Table> = T::TABLE;
        const MULTI_VALUED: bool = $multi;
        const OPTIONAL: bool = $optional;
        const CASE_EXACT: bool = T::CASE_EXACT;
        const CANONICAL_VALUES: &'static [&'static str] = T::CANONICAL_VALUES;
        const REFERENCE_TYPES: &'static [&'static str] = T::REFERENCE_TYPES;
        const SCALAR: Scalar = <T as Single>::SCALAR;
    };
}

// `scim_value` is inlined into each arm of a derived `slot`: keeping it out of line takes 14% of all generated code away, but
// costs 3% of the instructions of writing a document.

impl<T: Single> Attribute for T {
    of_single!(false, false);
    fn scim_value(&self) -> ValueRef<'_> {
        self.scim_ref()
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        self.scim_mut()
    }
    fn scim_unassigned() -> Self {
        T::scim_blank_value()
    }
}

impl<T: Single> Attribute for Option<T> {
    of_single!(false, true);
    fn scim_value(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.scim_ref(),
            None => ValueRef::Absent,
        }
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        T::scim_option_mut(self)
    }
    fn scim_unassigned() -> Self {
        None
    }
}

impl<T: Single> Attribute for Vec<T> {
    of_single!(true, true);
    fn scim_value(&self) -> ValueRef<'_> {
        if self.is_empty() { ValueRef::Absent } else { ValueRef::List(List::of(self)) }
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        ValueMut::List(self)
    }
    fn scim_unassigned() -> Self {
        Self::new()
    }
}

impl<T: Single> Attribute for Option<Vec<T>> {
    of_single!(true, true);
    fn scim_value(&self) -> ValueRef<'_> {
        match self {
            Some(values) => values.scim_value(),
            None => ValueRef::Absent,
        }
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        ValueMut::List(self)
    }
    fn scim_unassigned() -> Self {
        None
    }
}

/// The type of a field of a complex attribute: sub-attributes are simple (RFC 7643 §2.3.8).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a sub-attribute of a complex attribute",
    label = "not a simple attribute type",
    note = "sub-attributes are simple: a complex attribute cannot hold another one (RFC 7643 §2.3.8); move this field up to the resource",
    note = "for an enum of words or a newtype, derive `ScimValue`; `#[scim(skip)]` keeps a field out of SCIM"
)]
pub trait SubAttribute: Attribute {
    // The same items as `Attribute` has: generated code names one trait per field, so that a type which does not fit is
    // reported once.
    const DEF: AttributeDef = <Self as Attribute>::DEF;
    fn scim_value(&self) -> ValueRef<'_> {
        Attribute::scim_value(self)
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        Attribute::scim_value_mut(self)
    }
    fn scim_unassigned() -> Self {
        <Self as Attribute>::scim_unassigned()
    }
}

impl<T: ScimValue> SubAttribute for T {}
impl<T: ScimValue> SubAttribute for Option<T> {}
impl<T: ScimValue> SubAttribute for Vec<T> {}
impl<T: ScimValue> SubAttribute for Option<Vec<T>> {}

/// A value that may be absent, whatever its type.
#[doc(hidden)]
pub trait OptionMut {
    /// The place of the value, which is made first if it is absent.
    fn slot_open(&mut self) -> ValueMut<'_>;
    /// Makes it absent.
    fn slot_clear(&mut self);
}

/// A value that is made blank and then filled: a [`Single`], or the struct of a schema extension, which is no attribute's
/// type.
#[doc(hidden)]
pub trait Place: Sized {
    fn scim_blank_place() -> Self;
    fn scim_place(&mut self) -> ValueMut<'_>;
}

impl<T: Single> Place for T {
    fn scim_blank_place() -> Self {
        T::scim_blank_value()
    }
    fn scim_place(&mut self) -> ValueMut<'_> {
        self.scim_mut()
    }
}

impl<T: Place> OptionMut for Option<T> {
    fn slot_open(&mut self) -> ValueMut<'_> {
        self.get_or_insert_with(T::scim_blank_place).scim_place()
    }
    fn slot_clear(&mut self) {
        *self = None;
    }
}

/// The values of a multi-valued attribute.
#[doc(hidden)]
pub trait ListRef {
    fn slot_count(&self) -> usize;
    /// [`ValueRef::Absent`] past the end.
    fn slot_at(&self, index: usize) -> ValueRef<'_>;
    /// The position of the first value from `from` on whose sub-attribute `sub` is `wanted`; of a simple value, or without `sub`, the value
    /// itself. One call for a long list, in which the type of the values is known.
    fn slot_find(
        &self,
        sub: Option<usize>,
        from: usize,
        wanted: &mut dyn FnMut(ValueRef<'_>) -> bool,
    ) -> Option<usize> {
        (from..self.slot_count()).find(|index| wanted(part(self.slot_at(*index), sub)))
    }
}

/// A sub-attribute of a complex value; any other value itself.
#[inline]
fn part(value: ValueRef<'_>, sub: Option<usize>) -> ValueRef<'_> {
    match (value, sub) {
        (ValueRef::Complex(view), Some(sub)) => view.get(sub),
        (value, _) => value,
    }
}

/// The values of a multi-valued attribute: a list in the struct, or elements that are fields of a row.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct List<'a>(ListKind<'a>);

/// A list in the struct, or fields of a row.
#[derive(Clone, Copy)]
pub(crate) enum ListKind<'a> {
    Real(&'a dyn ListRef),
    Row(RowList<'a>),
}

/// How many values there are: which may be secrets.
impl std::fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "List({})", self.slot_count())
    }
}

impl<'a> List<'a> {
    /// A list without values.
    pub(crate) const NONE: List<'static> = List(ListKind::Real(&NO_VALUES));

    pub(crate) fn of(list: &'a dyn ListRef) -> Self {
        Self(ListKind::Real(list))
    }

    pub(super) fn of_row(list: RowList<'a>) -> Self {
        Self(ListKind::Row(list))
    }

    /// Where the values are, for a hot loop.
    #[inline]
    pub(crate) fn kind(self) -> ListKind<'a> {
        self.0
    }

    /// The values.
    #[inline]
    pub(crate) fn iter(self) -> ListIter<'a> {
        let count = match self.0 {
            ListKind::Real(list) => list.slot_count(),
            // Asked one by one whether they are there.
            ListKind::Row(_) => 0,
        };
        ListIter { list: self, next: 0, count }
    }

    /// How many values there are.
    #[inline]
    pub fn slot_count(&self) -> usize {
        match self.0 {
            ListKind::Real(list) => list.slot_count(),
            ListKind::Row(list) => list.count(),
        }
    }

    /// As [`ListRef::slot_find`].
    pub(crate) fn slot_find(
        &self,
        sub: Option<usize>,
        from: usize,
        wanted: &mut dyn FnMut(ValueRef<'_>) -> bool,
    ) -> Option<usize> {
        match self.0 {
            ListKind::Real(list) => list.slot_find(sub, from, wanted),
            ListKind::Row(list) => list.find(sub, from, wanted),
        }
    }

    /// [`ValueRef::Absent`] past the end.
    #[inline]
    pub fn slot_at(&self, index: usize) -> ValueRef<'a> {
        match self.0 {
            ListKind::Real(list) => list.slot_at(index),
            ListKind::Row(list) => list.at(index),
        }
    }
}

/// The values of a list, one after the other.
pub(crate) struct ListIter<'a> {
    list: List<'a>,
    next: usize,
    count: usize,
}

impl<'a> Iterator for ListIter<'a> {
    type Item = ValueRef<'a>;

    #[inline]
    fn next(&mut self) -> Option<ValueRef<'a>> {
        match self.list.0 {
            ListKind::Real(list) if self.next < self.count => {
                self.next += 1;
                Some(list.slot_at(self.next - 1))
            }
            ListKind::Real(_) => None,
            ListKind::Row(list) => list.next(&mut self.next),
        }
    }
}

/// The values of a multi-valued attribute, to be changed.
#[doc(hidden)]
pub trait ListMut: ListRef {
    /// Adds a blank value and gives its place.
    fn slot_grow(&mut self) -> ValueMut<'_>;
    /// The place of a value; [`ValueMut::None`] past the end.
    fn slot_place(&mut self, index: usize) -> ValueMut<'_>;
    /// Exchanges two values.
    fn slot_swap(&mut self, a: usize, b: usize);
    /// Keeps the first `count` values.
    fn slot_truncate(&mut self, count: usize);
    /// Drops the first `count` values.
    fn slot_drop_front(&mut self, count: usize);
}

impl<T: Single> ListRef for Vec<T> {
    fn slot_count(&self) -> usize {
        self.len()
    }
    fn slot_at(&self, index: usize) -> ValueRef<'_> {
        self.get(index).map_or(ValueRef::Absent, Single::scim_ref)
    }
    fn slot_find(
        &self,
        sub: Option<usize>,
        from: usize,
        wanted: &mut dyn FnMut(ValueRef<'_>) -> bool,
    ) -> Option<usize> {
        let found = self.get(from..)?.iter().position(|value| wanted(part(value.scim_ref(), sub)))?;
        Some(from + found)
    }
}

impl<T: Single> ListMut for Vec<T> {
    fn slot_grow(&mut self) -> ValueMut<'_> {
        self.push(T::scim_blank_value());
        self.last_mut().map_or(ValueMut::None, Single::scim_mut)
    }
    fn slot_place(&mut self, index: usize) -> ValueMut<'_> {
        self.get_mut(index).map_or(ValueMut::None, Single::scim_mut)
    }
    fn slot_swap(&mut self, a: usize, b: usize) {
        if a.max(b) < self.len() {
            self.swap(a, b);
        }
    }
    fn slot_truncate(&mut self, count: usize) {
        self.truncate(count);
    }
    fn slot_drop_front(&mut self, count: usize) {
        self.drain(..count.min(self.len()));
    }
}

impl<T: Single> ListRef for Option<Vec<T>> {
    fn slot_count(&self) -> usize {
        self.as_ref().map_or(0, Vec::len)
    }
    fn slot_at(&self, index: usize) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, |list| list.slot_at(index))
    }
}

impl<T: Single> ListMut for Option<Vec<T>> {
    fn slot_grow(&mut self) -> ValueMut<'_> {
        self.get_or_insert_default().slot_grow()
    }
    fn slot_place(&mut self, index: usize) -> ValueMut<'_> {
        self.as_mut().map_or(ValueMut::None, |list| list.slot_place(index))
    }
    fn slot_swap(&mut self, a: usize, b: usize) {
        if let Some(list) = self {
            list.slot_swap(a, b);
        }
    }
    fn slot_truncate(&mut self, count: usize) {
        if count == 0 {
            *self = None;
        } else if let Some(list) = self {
            list.truncate(count);
        }
    }
    fn slot_drop_front(&mut self, count: usize) {
        if let Some(list) = self {
            list.slot_drop_front(count);
            if list.is_empty() {
                *self = None;
            }
        }
    }
}

/// The place of a complex struct.
#[doc(hidden)]
pub fn complex_mut<'a>(object: &'a mut dyn Slots, table: &'static Table) -> ValueMut<'a> {
    ValueMut::Complex(ViewMut { object, table })
}

/// The value of a complex struct.
#[doc(hidden)]
pub fn complex(object: &dyn Slots) -> ValueRef<'_> {
    ValueRef::Complex(View::new(object))
}
