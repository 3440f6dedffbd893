//! The `PatchOp` message as it came (RFC 7644 §3.5.2), borrowed from the body where that is possible.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::PATCH_URN;
use super::raw::Raw;
use crate::compat::Compat;
use crate::error::{ScimError, ScimType};
use crate::schema::{Key, Needle};
use crate::wire::{Reader, parse};

#[derive(Clone, PartialEq, Default)]
pub(super) struct Message<'a> {
    /// Whether `schemas` lists the message's URN; `None` where there is no `schemas`, or nothing in it.
    pub(super) schemas: Option<bool>,
    pub(super) operations: Vec<RawOperation<'a>>,
    /// The members that the message does not have.
    pub(super) unknown: Vec<String>,
}

/// One operation. `null` is no path and no `op`.
#[derive(Clone, PartialEq, Default)]
pub(super) struct RawOperation<'a> {
    pub(super) op: Option<Cow<'a, str>>,
    pub(super) path: Option<Cow<'a, str>>,
    /// JSON text.
    pub(super) value: Option<Cow<'a, str>>,
}

impl<'a> Message<'a> {
    pub(super) fn read(json: &'a [u8]) -> Result<Self, ScimError> {
        let mut reader = Reader::new(Compat::default(), true);
        parse(json, &mut reader, |json, reader| Seed::of(Whole, reader).deserialize(json))
    }

    pub(super) fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        let mut reader = Reader::new(Compat::default(), true);
        let message = Seed::of(Whole, &mut reader).deserialize(deserializer);
        message.map_err(|error| reader.message(error))
    }

    pub(super) fn into_owned(self) -> Message<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let operation = |o: RawOperation<'_>| RawOperation {
            op: o.op.map(owned),
            path: o.path.map(owned),
            value: o.value.map(owned),
        };
        Message {
            schemas: self.schemas,
            operations: self.operations.into_iter().map(operation).collect(),
            unknown: self.unknown,
        }
    }
}

/// A part of the message: what it is called, and how it is read from an object or an array.
trait Part<'de>: Sized {
    type Value;
    /// For messages: "expected …".
    const WHAT: &'static str;

    fn map<A: MapAccess<'de>>(reader: &mut Reader, _: A) -> Result<Self::Value, A::Error> {
        Err(wrong(reader, Self::WHAT, "an object"))
    }
    fn seq<A: SeqAccess<'de>>(reader: &mut Reader, _: A) -> Result<Self::Value, A::Error> {
        Err(wrong(reader, Self::WHAT, "an array"))
    }
    fn text<E: Error>(reader: &mut Reader, _: Cow<'de, str>) -> Result<Self::Value, E> {
        Err(wrong(reader, Self::WHAT, "a string"))
    }
    /// `null`.
    fn none<E: Error>(reader: &mut Reader) -> Result<Self::Value, E> {
        Err(wrong(reader, Self::WHAT, "null"))
    }
}

#[cold]
fn wrong<E: Error>(reader: &mut Reader, what: &str, came: &str) -> E {
    reader.refuse(ScimType::InvalidSyntax, format!("expected {what}, got {came}"))
}

struct Seed<'r, P>(&'r mut Reader, PhantomData<P>);

impl<'r, P> Seed<'r, P> {
    /// What reads the part; its value is there only to name its type.
    fn of(_: P, reader: &'r mut Reader) -> Self {
        Self(reader, PhantomData)
    }
}

impl<'de, P: Part<'de>> DeserializeSeed<'de> for Seed<'_, P> {
    type Value = P::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<P::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, P: Part<'de>> Visitor<'de> for Seed<'_, P> {
    type Value = P::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(P::WHAT)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<P::Value, A::Error> {
        P::map(self.0, map)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<P::Value, A::Error> {
        P::seq(self.0, seq)
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<P::Value, E> {
        P::text(self.0, Cow::Borrowed(text))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<P::Value, E> {
        P::text(self.0, Cow::Owned(text.to_owned()))
    }
    fn visit_unit<E: Error>(self) -> Result<P::Value, E> {
        P::none(self.0)
    }
    fn visit_none<E: Error>(self) -> Result<P::Value, E> {
        P::none(self.0)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<P::Value, D::Error> {
        self.deserialize(deserializer)
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<P::Value, E> {
        Err(wrong(self.0, P::WHAT, "a boolean"))
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<P::Value, E> {
        Err(wrong(self.0, P::WHAT, "a number"))
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<P::Value, E> {
        Err(wrong(self.0, P::WHAT, "a number"))
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<P::Value, E> {
        Err(wrong(self.0, P::WHAT, "a number"))
    }
}

/// Reads a member that must not be there twice, under whatever spellings.
fn member<'de, A: MapAccess<'de>, P: Part<'de>>(
    map: &mut A,
    reader: &mut Reader,
    met: &mut bool,
    name: &str,
    part: P,
) -> Result<P::Value, A::Error> {
    let value = if std::mem::replace(met, true) {
        Err(reader.refuse(
            ScimType::InvalidSyntax,
            "the name appears twice (names are compared without regard to case)",
        ))
    } else {
        map.next_value_seed(Seed::of(part, reader))
    };
    value.inspect_err(|_| reader.below(name))
}

/// The name of a member, if it is one of these; any other as it came.
struct Name<const N: usize>(&'static [Key; N]);

enum Known<'de> {
    At(usize),
    Other(Cow<'de, str>),
}

impl<'de, const N: usize> DeserializeSeed<'de> for Name<N> {
    type Value = Known<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known<'de>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Name<N> {
    type Value = Known<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    #[inline]
    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Known<'de>, E> {
        Ok(self.find(name).map_or(Known::Other(Cow::Borrowed(name)), Known::At))
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<Known<'de>, E> {
        Ok(self.find(name).map_or_else(|| Known::Other(Cow::Owned(name.to_owned())), Known::At))
    }
}

impl<const N: usize> Name<N> {
    /// Of names up to 16 bytes a needle holds all.
    #[inline]
    fn find(&self, name: &str) -> Option<usize> {
        let needle = Needle::new(name.as_bytes());
        self.0.iter().position(|key| needle.is(key))
    }
}

const WHOLE: [Key; 2] = [Key::new("schemas"), Key::new("Operations")];
const ONE: [Key; 3] = [Key::new("op"), Key::new("path"), Key::new("value")];

struct Whole;

impl<'de> Part<'de> for Whole {
    type Value = Message<'de>;
    const WHAT: &'static str = "an object with `schemas` and `Operations`";

    fn map<A: MapAccess<'de>>(reader: &mut Reader, mut map: A) -> Result<Message<'de>, A::Error> {
        let mut message = Message::default();
        let (mut schemas, mut operations) = (false, false);
        while let Some(name) = map.next_key_seed(Name(&WHOLE))? {
            match name {
                Known::At(0) => message.schemas = member(&mut map, reader, &mut schemas, "schemas", Schemas)?,
                Known::At(_) => {
                    message.operations = member(&mut map, reader, &mut operations, "Operations", Operations)?;
                }
                Known::Other(name) => {
                    reader.unknown.push(name.into_owned());
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        message.unknown = std::mem::take(&mut reader.unknown);
        Ok(message)
    }
}

struct Schemas;

impl<'de> Part<'de> for Schemas {
    type Value = Option<bool>;
    const WHAT: &'static str = "an array of schema URNs";

    fn seq<A: SeqAccess<'de>>(reader: &mut Reader, mut seq: A) -> Result<Option<bool>, A::Error> {
        let mut listed = None;
        while let Some(urn) = seq.next_element_seed(Seed::of(Word, &mut *reader))? {
            let urn = urn.unwrap_or_default();
            listed = Some(listed == Some(true) || urn == PATCH_URN || urn.eq_ignore_ascii_case(PATCH_URN));
        }
        Ok(listed)
    }

    fn none<E: Error>(_: &mut Reader) -> Result<Option<bool>, E> {
        Ok(None)
    }
}

struct Operations;

impl<'de> Part<'de> for Operations {
    type Value = Vec<RawOperation<'de>>;
    const WHAT: &'static str = "an array of operations";

    fn seq<A: SeqAccess<'de>>(reader: &mut Reader, mut seq: A) -> Result<Self::Value, A::Error> {
        // Most requests have one.
        let mut operations = Vec::with_capacity(1);
        loop {
            let mark = reader.unknown.len();
            match seq.next_element_seed(Seed::of(One, &mut *reader)) {
                Ok(Some(operation)) => {
                    if reader.unknown.len() > mark {
                        reader.unknown_below(mark, &format!("Operations[{}]", operations.len()));
                    }
                    operations.push(operation);
                }
                Ok(None) => return Ok(operations),
                Err(error) => {
                    reader.below(&format!("[{}]", operations.len()));
                    return Err(error);
                }
            }
        }
    }

    fn none<E: Error>(_: &mut Reader) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

struct One;

impl<'de> Part<'de> for One {
    type Value = RawOperation<'de>;
    const WHAT: &'static str = "an object with `op`, `path` and `value`";

    fn map<A: MapAccess<'de>>(reader: &mut Reader, mut map: A) -> Result<RawOperation<'de>, A::Error> {
        let mut operation = RawOperation::default();
        let (mut op, mut path, mut value) = (false, false, false);
        while let Some(name) = map.next_key_seed(Name(&ONE))? {
            match name {
                Known::At(0) => operation.op = member(&mut map, reader, &mut op, "op", Word)?,
                Known::At(1) => operation.path = member(&mut map, reader, &mut path, "path", Word)?,
                Known::At(_) => {
                    if std::mem::replace(&mut value, true) {
                        let error = reader.refuse(ScimType::InvalidSyntax, "the name appears twice");
                        reader.below("value");
                        return Err(error);
                    }
                    operation.value = Some(map.next_value_seed(Raw)?);
                }
                Known::Other(name) => {
                    // Entra ID names its operations.
                    reader.unknown.push(name.into_owned());
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(operation)
    }
}

/// A string, or nothing.
struct Word;

impl<'de> Part<'de> for Word {
    type Value = Option<Cow<'de, str>>;
    const WHAT: &'static str = "a string";

    fn text<E: Error>(_: &mut Reader, text: Cow<'de, str>) -> Result<Self::Value, E> {
        Ok(Some(text))
    }
    fn none<E: Error>(_: &mut Reader) -> Result<Self::Value, E> {
        Ok(None)
    }
}
