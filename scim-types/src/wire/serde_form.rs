//! SCIM form through serde, for any format.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use super::project::Scope;
use super::read::{Reader, Root};
use super::write::{schemas, shown};
use crate::compat::Compat;
use crate::schema::AttributeDef;
use crate::traits::ScimResource;
use crate::value::{Slots, ValueRef, View};

/// A resource in SCIM form: `Serialize` and `Deserialize` follow the derived schema, so that the struct keeps serde
/// implementations of its own for everything else. `Debug` shows what is assigned, and not what is never returned.
///
/// Reads with [`Compat::default()`]; [`read`](super::read) tells more about a document, and [`write`](super::write) is
/// several times faster than serde into JSON text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scim<T>(pub T);

impl<T: ScimResource> Serialize for Scim<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

impl<'de, T: ScimResource> Deserialize<'de> for Scim<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer).map(Self)
    }
}

impl<T: ScimResource> fmt::Debug for Scim<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::debug(View::new(&self.0), f)
    }
}

/// Gives a resource of this crate the serde implementations that [`Scim`] gives any other.
macro_rules! serde_form {
    ($($resource:ty),* $(,)?) => {$(
        impl ::serde::Serialize for $resource {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $resource {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }
    )*};
}
pub(crate) use serde_form;

pub(crate) fn serialize<S: Serializer>(resource: &dyn Slots, serializer: S) -> Result<S::Ok, S::Error> {
    Resource { resource, scope: Scope::Default }.serialize(serializer)
}

pub(crate) fn deserialize<'de, T: ScimResource, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::scim_blank();
    let mut reader = Reader::new(Compat::default(), false);
    match (Root { object: &mut value, reader: &mut reader }).deserialize(deserializer) {
        Ok(()) => Ok(value),
        Err(error) => Err(reader.message(error)),
    }
}

/// A resource in serde's terms.
pub(crate) struct Resource<'a> {
    pub(crate) resource: &'a dyn Slots,
    pub(crate) scope: Scope<'a>,
}

impl Serialize for Resource<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = View::new(self.resource);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schemas", &schemas(view, self.scope).collect::<Vec<_>>())?;
        members(&mut map, view, self.scope)?;
        map.end()
    }
}

fn members<M: SerializeMap>(map: &mut M, view: View<'_>, scope: Scope<'_>) -> Result<(), M::Error> {
    for (index, attribute) in view.table.attributes.iter().enumerate() {
        if shown(view, index, attribute, scope)
            && let Some(scope) = scope.of(index, attribute)
        {
            map.serialize_entry(attribute.name, &Attributed { value: view.get(index), attribute, scope })?;
        }
    }
    Ok(())
}

struct Attributed<'a> {
    value: ValueRef<'a>,
    attribute: &'static AttributeDef,
    scope: Scope<'a>,
}

impl Serialize for Attributed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            ValueRef::Absent => serializer.serialize_none(),
            ValueRef::Str(text) => serializer.serialize_str(text),
            ValueRef::Text(text) => serializer.collect_str(text),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Int(value) => serializer.serialize_i64(value),
            ValueRef::Decimal(value) => serializer.serialize_f64(value),
            ValueRef::Date(value) => {
                let mut text = Vec::with_capacity(24);
                value.write(&mut text);
                serializer.serialize_str(std::str::from_utf8(&text).map_err(S::Error::custom)?)
            }
            ValueRef::Complex(view) => {
                let mut map = serializer.serialize_map(None)?;
                members(&mut map, view, self.scope)?;
                map.end()
            }
            ValueRef::List(list) => {
                let mut seq = serializer.serialize_seq(None)?;
                for value in list.iter() {
                    if super::write::shows(value, self.attribute, self.scope) {
                        seq.serialize_element(&Attributed { value, ..*self })?;
                    }
                }
                seq.end()
            }
        }
    }
}
