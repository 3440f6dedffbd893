//! The answer to a query (RFC 7644 §3.4.2).

use std::borrow::Cow;
use std::fmt;
use std::io::Write as _;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use crate::compat::Compat;
use crate::error::{ScimError, ScimType};
use crate::traits::ScimResource;
use crate::wire::{Projection, Reader, Resource, Root, Scope, parse, write};

/// The URN of the list message.
pub const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// One page of a query's results (RFC 7644 §3.4.2).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ListResponse<T> {
    /// How many resources match the query, on all pages.
    pub total_results: u64,
    /// The 1-based position of the first resource of this page; present where the results are paged.
    pub start_index: Option<u64>,
    /// How many resources this page has; present where the results are paged.
    pub items_per_page: Option<u64>,
    /// The resources of this page.
    pub resources: Vec<T>,
}

impl<T> ListResponse<T> {
    /// All results in one response.
    pub fn complete(resources: Vec<T>) -> Self {
        Self { total_results: resources.len() as u64, start_index: None, items_per_page: None, resources }
    }

    /// The page that starts at the 1-based `start_index`.
    pub fn page(total_results: u64, start_index: u64, resources: Vec<T>) -> Self {
        let items_per_page = Some(resources.len() as u64);
        Self { total_results, start_index: Some(start_index), items_per_page, resources }
    }
}

/// Appends `list` as JSON to `out`, its resources under `projection`.
pub fn write_list<T: ScimResource>(list: &ListResponse<T>, projection: &Projection<T>, out: &mut Vec<u8>) {
    // Writing to a vector cannot fail.
    let _ = write!(out, "{{\"schemas\":[\"{LIST_URN}\"],\"totalResults\":{}", list.total_results);
    if let Some(start_index) = list.start_index {
        let _ = write!(out, ",\"startIndex\":{start_index}");
    }
    if let Some(items_per_page) = list.items_per_page {
        let _ = write!(out, ",\"itemsPerPage\":{items_per_page}");
    }
    out.extend_from_slice(b",\"Resources\":[");
    for (index, resource) in list.resources.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(resource, projection, out);
    }
    out.extend_from_slice(b"]}");
}

/// Reads a list message as a server represents it.
///
/// # Errors
///
/// Those of [`read`](crate::read); the path starts with the resource's position, such as `Resources[3].userName`.
pub fn read_list<T: ScimResource>(json: &[u8], compat: &Compat) -> Result<ListResponse<T>, ScimError> {
    let mut reader = Reader::new(*compat, false);
    parse(json, &mut reader, |deserializer, reader| deserializer.deserialize_map(List::new(reader)))
}

impl<T: ScimResource> Serialize for ListResponse<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Resources<'a, T>(&'a [T]);
        impl<T: ScimResource> Serialize for Resources<'_, T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
                for resource in self.0 {
                    seq.serialize_element(&Resource { resource, scope: Scope::Default })?;
                }
                seq.end()
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schemas", &[LIST_URN])?;
        map.serialize_entry("totalResults", &self.total_results)?;
        if let Some(start_index) = self.start_index {
            map.serialize_entry("startIndex", &start_index)?;
        }
        if let Some(items_per_page) = self.items_per_page {
            map.serialize_entry("itemsPerPage", &items_per_page)?;
        }
        map.serialize_entry("Resources", &Resources(&self.resources))?;
        map.end()
    }
}

impl<'de, T: ScimResource> Deserialize<'de> for ListResponse<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut reader = Reader::new(Compat::default(), false);
        deserializer.deserialize_map(List::new(&mut reader)).map_err(|error| reader.message(error))
    }
}

struct List<'r, T> {
    reader: &'r mut Reader,
    list: ListResponse<T>,
}

impl<'r, T> List<'r, T> {
    fn new(reader: &'r mut Reader) -> Self {
        Self {
            reader,
            list: ListResponse {
                total_results: 0,
                start_index: None,
                items_per_page: None,
                resources: Vec::new(),
            },
        }
    }
}

impl<'de, T: ScimResource> Visitor<'de> for List<'_, T> {
    type Value = ListResponse<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a SCIM list response")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ListResponse<T>, A::Error> {
        let Self { reader, mut list } = self;
        let (mut schemas, mut total) = (false, false);
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name.eq_ignore_ascii_case("Resources") {
                map.next_value_seed(Resources { reader: &mut *reader, resources: &mut list.resources })
                    .inspect_err(|_| reader.below("Resources"))?;
            } else if name.eq_ignore_ascii_case("totalResults") {
                list.total_results = map.next_value()?;
                total = true;
            } else if name.eq_ignore_ascii_case("startIndex") {
                list.start_index = map.next_value()?;
            } else if name.eq_ignore_ascii_case("itemsPerPage") {
                list.items_per_page = map.next_value()?;
            } else if name.eq_ignore_ascii_case("schemas") {
                let urns: Vec<Cow<'de, str>> = map.next_value()?;
                schemas = urns.iter().any(|urn| urn.eq_ignore_ascii_case(LIST_URN));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if !schemas {
            return Err(reader.refuse(
                ScimType::InvalidSyntax,
                format!("`schemas` lacks {LIST_URN:?}: this is no list response"),
            ));
        }
        if !total {
            return Err(A::Error::missing_field("totalResults"));
        }
        Ok(list)
    }
}

struct Resources<'r, T> {
    reader: &'r mut Reader,
    resources: &'r mut Vec<T>,
}

impl<'de, T: ScimResource> DeserializeSeed<'de> for Resources<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: ScimResource> Visitor<'de> for Resources<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of resources")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let at = self.resources.len();
            match seq.next_element_seed(One { reader: &mut *self.reader, resources: &mut *self.resources }) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.reader.below(&format!("[{at}]"));
                    return Err(error);
                }
            }
        }
    }
}

/// One resource, filled where it will stay.
struct One<'r, T> {
    reader: &'r mut Reader,
    resources: &'r mut Vec<T>,
}

impl<'de, T: ScimResource> DeserializeSeed<'de> for One<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.resources.push(T::scim_blank());
        match self.resources.last_mut() {
            Some(object) => Root { object, reader: self.reader }.deserialize(deserializer),
            None => Ok(()),
        }
    }
}
