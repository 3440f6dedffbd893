//! The value of an operation without a path: an object, each key of which is an operation (RFC 7644 §3.5.2.1).

use std::fmt;

use scim_grammar::Path as Syntax;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::allowed::allowed;
use super::bind::{Binder, Refusal, within};
use super::operation::{Bound, Op};
use super::paths::{describe, named};
use super::raw::Text;
use crate::compat::Tolerance;
use crate::error::{ScimError, ScimType};
use crate::path::{self, BoundPath, Place, Steps};
use crate::schema::Role;
use crate::value::{Field, Record};
use crate::wire::{Json, Seen, Slot};

/// Binds `value`, JSON text, as operations on the attributes it names.
pub(super) fn bind(binder: &mut Binder, op: Op, value: &str, position: usize) -> Result<(), ScimError> {
    let mut json = Json::new(value);
    let read = Members { start: binder.operations.len(), binder: &mut *binder, op, position }
        .deserialize(&mut json)
        .and_then(|()| json.end());
    read.map_err(|error| binder.reader.error(&error))
}

struct Members<'b> {
    binder: &'b mut Binder,
    op: Op,
    position: usize,
    /// Where the operations of this value begin: no two are of one path.
    start: usize,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// What a key means.
enum Key {
    /// A path, and what its filter says of an element.
    Path(BoundPath, Option<Record>),
    /// The attributes of the core schema, under its URN.
    Inner,
    Unknown,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { binder, op, position, start } = self;
        while let Some(name) = map.next_key_seed(Text)? {
            let key = match key(binder, &name) {
                Ok(key) => key,
                Err(refusal) => return Err(refuse(binder, &name, refusal)),
            };
            match key {
                Key::Path(path, described) => {
                    if binder.operations.len() >= binder.limits.operations {
                        let text =
                            format!("more than {} operations in one request", binder.limits.operations);
                        return Err(refuse(binder, &name, Refusal::new(ScimType::InvalidSyntax, text)));
                    }
                    if binder.operations[start..].iter().any(|other| other.path == path) {
                        let text = "the name appears twice (names are compared without regard to case)";
                        return Err(refuse(binder, &name, Refusal::new(ScimType::InvalidSyntax, text)));
                    }
                    let bound = Bound { described, ..Bound::new(op, path, None, position) };
                    member(binder, bound, &name, &mut map)?;
                }
                Key::Inner => map.next_value_seed(Members { binder: &mut *binder, op, position, start })?,
                Key::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                    binder.reader.unknown.push(name.into_owned());
                }
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Err(self.wrong("null"))
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Err(self.wrong("a boolean"))
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Err(self.wrong("a number"))
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Err(self.wrong("a number"))
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Err(self.wrong("a number"))
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(self.wrong("a string"))
    }
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.wrong("an array"))
    }
}

impl Members<'_> {
    #[cold]
    fn wrong<E: Error>(self, came: &str) -> E {
        let text = format!("without a `path`, `value` has to be an object of attributes; got {came}");
        self.binder.reader.refuse(ScimType::InvalidValue, text)
    }
}

#[cold]
fn refuse<E: Error>(binder: &mut Binder, name: &str, refusal: Refusal) -> E {
    let error = binder.reader.refuse(refusal.scim_type, refusal.text);
    binder.reader.below(name);
    error
}

fn key(binder: &mut Binder, name: &str) -> Result<Key, Refusal> {
    let table = binder.table;
    if let Some((steps, has_urn)) = named(table, name) {
        let is_key = has_urn || !name.contains('.') || binder.reader.tolerate(Tolerance::ValueKeysArePaths);
        return if is_key { Ok(Key::Path(BoundPath::to(steps), None)) } else { Err(not_a_key()) };
    }
    if name.eq_ignore_ascii_case("schemas") {
        return Ok(Key::Path(BoundPath { place: Place::Schemas, filter: None, sub: None }, None));
    }
    // An extension's object is under its URN in every resource.
    let extension = (0..)
        .zip(table.attributes)
        .find(|(_, a)| a.role == Role::Extension && a.name.eq_ignore_ascii_case(name));
    if let Some((index, _)) = extension {
        return Ok(Key::Path(BoundPath::to(Steps::NONE.then(index)), None));
    }
    let parsed = Syntax::parse(name).ok();
    let found = parsed.and_then(|parsed| Some((path::bind(&parsed, &mut binder.resolver).ok()?, parsed)));
    if let Some((path, parsed)) = found {
        if path.place == Place::Resource {
            return Ok(Key::Inner);
        }
        // Without a URN or a filter it is an attribute of an extension.
        let is_attribute = path.filter.is_none() && !name.contains('.');
        if is_attribute || binder.reader.tolerate(Tolerance::ValueKeysArePaths) {
            let described = describe(&parsed, &path, table);
            return Ok(Key::Path(path, described));
        }
        return Err(not_a_key());
    }
    if binder.reader.tolerate(Tolerance::UnknownAttrsIgnored) {
        return Ok(Key::Unknown);
    }
    Err(Refusal::new(ScimType::InvalidSyntax, "there is no such attribute"))
}

#[cold]
fn not_a_key() -> Refusal {
    let text = "a key of `value` is the name of an attribute; send this as an operation with a `path`";
    Refusal::new(ScimType::InvalidSyntax, text)
}

/// One key and its value as an operation.
fn member<'de, A: MapAccess<'de>>(
    binder: &mut Binder,
    mut bound: Bound,
    name: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    let path = &bound.path;
    let is_schemas = path.place == Place::Schemas;
    let attribute = if is_schemas { Some(&path::SCHEMAS) } else { path.target(binder.table) };
    let Some(attribute) = attribute else { return Err(A::Error::custom("a path without an attribute")) };
    let is_element = path.filter.is_some() && path.sub.is_none();
    let mut field = if is_element { Field::element(attribute) } else { Field::new(attribute) };
    let mark = binder.reader.unknown.len();
    binder.reader.is_secret = bound.is_secret(binder.table);
    let mut seen = Seen::default();
    let seen = (attribute.role == Role::Extension).then_some(&mut seen);
    let slot = if is_element {
        Slot::element(field.place(), attribute, &mut binder.reader)
    } else {
        Slot::new(field.place(), attribute, &mut binder.reader, seen)
    };
    map.next_value_seed(slot).inspect_err(|_| binder.reader.below(name))?;
    binder.reader.unknown_below(mark, name);
    if is_schemas {
        // What it says of the schemas follows from the data; only a path to `schemas` is meant to change them.
        return binder.known(&mut field).map_err(|refusal| refuse(binder, name, refusal));
    }
    bound.is_key = binder.reader.compat.allows(Tolerance::ReadonlySameValueOk);
    let checked = within(binder.limits, &field).and_then(|()| {
        bound.value = Some(field);
        allowed(&bound, binder.table)
    });
    checked.map_err(|refusal| refuse(binder, name, refusal))?;
    binder.operations.push(bound);
    Ok(())
}
