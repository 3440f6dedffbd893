//! JSON into a struct: one value into its slot.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::read::{Reader, Seen, read_map, require};
use crate::compat::Tolerance;
use crate::error::ScimType;
use crate::schema::{AttributeDef, AttributeType, Returned};
use crate::value::{ElementsMut, Filling, ListMut, Literal, Value, ValueError, ValueMut, ValueRef, set};

/// The place of one value, as a seed. Yields whether a value was assigned.
pub(crate) struct Slot<'r, 'v> {
    place: ValueMut<'v>,
    attribute: &'static AttributeDef,
    reader: &'r mut Reader,
    /// For an extension: what has been seen of it so far, since it may come in several pieces.
    extension: Option<&'r mut Seen>,
    within: Within,
}

/// What is around a value.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// Its attribute's key.
    Key,
    /// The array of a multi-valued attribute.
    List,
    /// A path to single elements of a multi-valued attribute.
    Element,
    /// An array that should not be there: only an object may come.
    Wrapper,
}

impl<'r, 'v> Slot<'r, 'v> {
    #[inline]
    pub(crate) fn new(
        place: ValueMut<'v>,
        attribute: &'static AttributeDef,
        reader: &'r mut Reader,
        extension: Option<&'r mut Seen>,
    ) -> Self {
        Self { place, attribute, reader, extension, within: Within::Key }
    }

    /// The place of an element of a multi-valued attribute that a PATCH path selects.
    pub(crate) fn element(
        place: ValueMut<'v>,
        attribute: &'static AttributeDef,
        reader: &'r mut Reader,
    ) -> Self {
        Self { place, attribute, reader, extension: None, within: Within::Element }
    }

    fn single(&self) -> bool {
        self.within != Within::Key || !self.attribute.multi_valued
    }

    /// A value of another type came.
    #[cold]
    fn mismatch<E: Error>(self, came: &str) -> E {
        let kind = self.attribute.attribute_type;
        let text = match self.within {
            Within::Wrapper => format!("expected {}, got an array with {came} in it", one(kind)),
            _ if self.single() => format!("expected {}, got {came}", one(kind)),
            _ if kind == AttributeType::Complex => format!("expected an array of objects, got {came}"),
            _ => format!("expected an array of {kind} values, got {came}"),
        };
        self.reader.refuse(ScimType::InvalidValue, text)
    }

    /// How a literal is shown in a message; a secret shows only its type.
    fn show(&self, literal: Literal<'_>) -> String {
        const SHOWN: usize = 40;
        if self.reader.is_secret || self.attribute.returned == Returned::Never {
            return literal.kind().to_owned();
        }
        match literal {
            Literal::Str(text) => match text.char_indices().nth(SHOWN) {
                Some((end, _)) => format!("the string {:?}…", &text[..end]),
                None => format!("the string {text:?}"),
            },
            Literal::Bool(value) => format!("the boolean {value}"),
            Literal::Int(value) => format!("the number {value}"),
            Literal::Decimal(value) => format!("the number {value:?}"),
            Literal::Date(value) => format!("the dateTime {value}"),
        }
    }

    fn literal<E: Error>(mut self, literal: Literal<'_>) -> Result<bool, E> {
        if self.within == Within::Wrapper {
            let came = self.show(literal);
            return Err(self.mismatch(&came));
        }
        let place = std::mem::replace(&mut self.place, ValueMut::None);
        // Setting an optional value that fails leaves none.
        let optional = matches!(place, ValueMut::Option(_));
        match set(place, literal) {
            Ok(()) => Ok(true),
            Err(ValueError::Expected(_))
                if optional
                    && literal == Literal::Str("")
                    && self.reader.tolerate(Tolerance::EmptyStringUnassigns) =>
            {
                Ok(false)
            }
            Err(ValueError::Expected(what)) => {
                let text = format!("expected {what}, got {}", self.show(literal));
                Err(self.reader.refuse(ScimType::InvalidValue, text))
            }
            Err(ValueError::Type) => {
                let came = self.show(literal);
                Err(self.mismatch(&came))
            }
        }
    }

    /// A string for an attribute that is not a plain string.
    fn text<E: Error>(self, text: &str) -> Result<bool, E> {
        let kind = self.attribute.attribute_type;
        if !self.single() || self.within == Within::Wrapper {
            let came = self.show(Literal::Str(text));
            return Err(self.mismatch(&came));
        }
        if text.is_empty()
            && self.attribute.required
            && self.within == Within::Key
            && kind != AttributeType::Complex
        {
            return Err(self.reader.refuse(ScimType::InvalidValue, "a value is required, and \"\" is none"));
        }
        match kind {
            AttributeType::Complex => return self.text_for_complex(text),
            AttributeType::Boolean => {
                let value = if text.eq_ignore_ascii_case("true") {
                    Some(true)
                } else if text.eq_ignore_ascii_case("false") {
                    Some(false)
                } else {
                    None
                };
                if let Some(value) = value
                    && self.reader.tolerate(Tolerance::BoolAsString)
                {
                    return self.literal(Literal::Bool(value));
                }
            }
            _ => {}
        }
        let may_be_empty =
            matches!(kind, AttributeType::String | AttributeType::Binary | AttributeType::Reference)
                && self.attribute.canonical_values.is_empty();
        if text.is_empty() && !may_be_empty && self.reader.tolerate(Tolerance::EmptyStringUnassigns) {
            return Ok(false);
        }
        self.literal(Literal::Str(text))
    }

    /// A bare string for a complex attribute stands for its `value`.
    fn text_for_complex<E: Error>(mut self, text: &str) -> Result<bool, E> {
        let value = self.attribute.table.and_then(|table| table.value);
        // An extension is not an attribute with a value, even where one of its attributes is called so.
        let (Within::Key, Some(value), None) = (self.within, value, &self.extension) else {
            let came = self.show(Literal::Str(text));
            return Err(self.mismatch(&came));
        };
        let tolerance =
            if text.is_empty() { Tolerance::EmptyStringUnassigns } else { Tolerance::ScalarForComplex };
        if !self.reader.tolerate(tolerance) {
            let came = self.show(Literal::Str(text));
            return Err(self.mismatch(&came));
        }
        let place = std::mem::replace(&mut self.place, ValueMut::None);
        if text.is_empty() {
            return Ok(false);
        }
        let object = match place {
            ValueMut::Complex(object) => object,
            ValueMut::Option(option) => match option.slot_open() {
                ValueMut::Complex(object) => object,
                _ => return Err(self.mismatch("a string")),
            },
            _ => return Err(self.mismatch("a string")),
        };
        let value = usize::from(value);
        let attribute = &object.table.attributes[value];
        Slot {
            place: object.into_place(value),
            attribute,
            reader: self.reader,
            extension: None,
            within: Within::Key,
        }
        .visit_str(text)
    }

    /// An array for a place that is no list of a struct. Out of line, so that others do not pay for it.
    #[inline(never)]
    fn read_rare_list<'de, A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<bool, A::Error> {
        match std::mem::replace(&mut self.place, ValueMut::None) {
            ValueMut::Elements(place) => read_elements(place, self.attribute, self.reader, seq),
            place if matches!(self.within, Within::Key | Within::Element) => {
                if !self.reader.compat.allows(Tolerance::ArrayForSingle) {
                    return Err(self.mismatch("an array"));
                }
                let slot = Slot {
                    place,
                    within: Within::Wrapper,
                    attribute: self.attribute,
                    reader: self.reader,
                    extension: self.extension,
                };
                let assigned = seq.next_element_seed(slot)?;
                self.reader.tolerate(Tolerance::ArrayForSingle);
                let Some(assigned) = assigned else { return Ok(false) };
                if seq.next_element::<IgnoredAny>()?.is_some() {
                    return Err(self
                        .reader
                        .refuse(ScimType::InvalidValue, "expected one value, got an array of several"));
                }
                Ok(assigned)
            }
            _ => Err(self.mismatch("an array")),
        }
    }

    /// `[{"value": …}]` for a simple single-valued attribute.
    fn unwrap_value<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let Self { place, attribute, reader, .. } = self;
        let mut place = Some(place);
        let mut assigned = false;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if !key.eq_ignore_ascii_case("value") {
                reader.unknown.push(format!("[0].{key}"));
                map.next_value::<IgnoredAny>()?;
            } else if let Some(place) = place.take() {
                assigned = map
                    .next_value_seed(Slot::new(place, attribute, reader, None))
                    .inspect_err(|_| reader.below("[0].value"))?;
            } else {
                let error = reader.refuse(ScimType::InvalidSyntax, "the name appears twice");
                reader.below("[0].value");
                return Err(error);
            }
        }
        Ok(assigned)
    }
}

/// One value of a type, in messages.
fn one(kind: AttributeType) -> String {
    match kind {
        AttributeType::Complex => "an object".to_owned(),
        AttributeType::Integer => "an integer".to_owned(),
        kind => format!("a {kind}"),
    }
}

impl<'de> DeserializeSeed<'de> for Slot<'_, '_> {
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Slot<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one(self.attribute.attribute_type))
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        if self.within == Within::Wrapper {
            return self.text(text);
        }
        match self.place {
            ValueMut::OptStr(place) => *place = Some(text.to_owned()),
            ValueMut::OwnText(place) if !text.is_empty() => *place = Value::Text(text.to_owned()),
            ValueMut::Str(_) if text.is_empty() && self.attribute.required && self.within == Within::Key => {
                return Err(self
                    .reader
                    .refuse(ScimType::InvalidValue, "a value is required, and \"\" is none"));
            }
            ValueMut::Str(place) => text.clone_into(place),
            _ => return self.text(text),
        }
        Ok(true)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        self.literal(Literal::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.literal(Literal::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "beyond i64 only decimals can hold it, as the nearest double"
        )]
        self.literal(i64::try_from(value).map_or(Literal::Decimal(value as f64), Literal::Int))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        self.literal(Literal::Decimal(value))
    }

    /// `null`: no value, as if the attribute were left out (RFC 7643 §2.5). What a new object has there stays: nothing, or a default.
    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<bool, A::Error> {
        if !self.single() {
            return Err(self.mismatch("an object"));
        }
        if self.attribute.attribute_type != AttributeType::Complex {
            return if self.within == Within::Wrapper {
                self.unwrap_value(map)
            } else {
                Err(self.mismatch("an object"))
            };
        }
        match std::mem::replace(&mut self.place, ValueMut::None) {
            ValueMut::Complex(mut object) => {
                if let Some(seen) = self.extension {
                    // What is required of an extension is asked when all of it has been read.
                    read_map(&mut object, self.reader, seen, None, map)?;
                    return Ok(!seen.is_empty());
                }
                let mut seen = Seen::default();
                let around = self.reader.is_secret;
                self.reader.is_secret |= self.attribute.returned == Returned::Never;
                read_map(&mut object, self.reader, &mut seen, None, map)?;
                self.reader.is_secret = around;
                if seen.is_empty() {
                    return Ok(false);
                }
                require(object.table, &seen, self.reader)?;
                Ok(true)
            }
            ValueMut::Option(option) => {
                let place = option.slot_open();
                let assigned = Slot { place, ..self }.visit_map(map)?;
                if !assigned {
                    option.slot_clear();
                }
                Ok(assigned)
            }
            _ => Err(self.mismatch("an object")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, seq: A) -> Result<bool, A::Error> {
        match std::mem::replace(&mut self.place, ValueMut::None) {
            ValueMut::List(list) => read_list(list, self.attribute, self.reader, seq),
            place => Slot { place, ..self }.read_rare_list(seq),
        }
    }
}

/// The values of a multi-valued attribute, of which at most one may be primary (RFC 7643 §2.4).
fn read_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn ListMut,
    attribute: &'static AttributeDef,
    reader: &mut Reader,
    mut seq: A,
) -> Result<bool, A::Error> {
    // In a new object: none, or a default, which an array without values leaves as it is.
    let before = list.slot_count();
    let primary = attribute.table.and_then(|table| table.primary).map(usize::from);
    let mut primaries = 0;
    let mut position = 0;
    loop {
        let mark = reader.unknown.len();
        let count = list.slot_count();
        match seq.next_element_seed(Element { list: &mut *list, attribute, reader: &mut *reader }) {
            Ok(None) => break,
            Ok(Some(false)) => list.slot_truncate(count),
            Ok(Some(true)) => {
                if let Some(primary) = primary
                    && let ValueRef::Complex(view) = list.slot_at(count)
                    && matches!(view.get(primary), ValueRef::Bool(true))
                {
                    primaries += 1;
                }
            }
            Err(error) => {
                reader.below(&format!("[{position}]"));
                return Err(error);
            }
        }
        if reader.unknown.len() > mark {
            reader.unknown_below(mark, &format!("[{position}]"));
        }
        position += 1;
    }
    if primaries > 1 {
        return Err(several_primaries(reader, primaries));
    }
    let is_assigned = list.slot_count() > before;
    if is_assigned && before > 0 {
        list.slot_drop_front(before);
    }
    Ok(is_assigned)
}

#[cold]
fn several_primaries<E: Error>(reader: &mut Reader, count: usize) -> E {
    let text = format!("{count} values are marked `primary`; at most one may be (RFC 7643 §2.4)");
    reader.refuse(ScimType::InvalidValue, text)
}

/// The same for values that a row has fields for.
fn read_elements<'de, A: SeqAccess<'de>>(
    place: ElementsMut<'_>,
    attribute: &'static AttributeDef,
    reader: &mut Reader,
    mut seq: A,
) -> Result<bool, A::Error> {
    let Some(table) = attribute.table else { return Err(A::Error::custom("elements that are not complex")) };
    let mut filling = Filling::new(place, table);
    let elements = filling.elements();
    let mut is_assigned = false;
    let mut position = 0;
    loop {
        let mark = reader.unknown.len();
        let place = filling.next();
        let slot = Slot { place, attribute, reader: &mut *reader, extension: None, within: Within::List };
        let read = match seq.next_element_seed(slot) {
            Ok(None) => break,
            Ok(Some(false)) => Ok(()),
            Ok(Some(true)) => {
                is_assigned = true;
                let settled = filling.settle(&mut |leaving| reader.leave(leaving, elements));
                settled.map_err(|misfit| reader.misfit(misfit))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = read {
            reader.below(&format!("[{position}]"));
            return Err(error);
        }
        if reader.unknown.len() > mark {
            reader.unknown_below(mark, &format!("[{position}]"));
        }
        position += 1;
    }
    if filling.primaries() > 1 {
        return Err(several_primaries(reader, filling.primaries()));
    }
    // Without any value the attribute as a whole is missing, as if it were left out.
    if is_assigned {
        filling.finish().map_err(|misfit| reader.misfit(misfit))?;
    }
    Ok(is_assigned)
}

/// One value of a list, which grows only when there is one.
struct Element<'r, 'v> {
    list: &'v mut dyn ListMut,
    attribute: &'static AttributeDef,
    reader: &'r mut Reader,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let place = self.list.slot_grow();
        Slot { place, attribute: self.attribute, reader: self.reader, extension: None, within: Within::List }
            .deserialize(deserializer)
    }
}
