//! The question of a query that is sent as a POST (RFC 7644 §3.4.3).

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::compat::{Compat, Tolerance};
use crate::error::{ScimError, ScimType};
use crate::sort::SortOrder;
use crate::wire::{Read, Reader, parse};

/// The URN of the search message.
pub const SEARCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// A query as the body of a POST to `/.search` (RFC 7644 §3.4.3): the parameters of a GET, which do not stand in a URI here, where
/// they would be logged.
///
/// Nothing in it is bound to a resource type yet: paths and filter are texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SearchRequest {
    /// The paths of the attributes to return. Excludes `excluded_attributes` (RFC 7644 §3.9).
    pub attributes: Vec<String>,
    /// The paths of attributes not to return.
    pub excluded_attributes: Vec<String>,
    /// The filter that the resources pass.
    pub filter: Option<String>,
    /// The path of the attribute to sort by.
    pub sort_by: Option<String>,
    /// The direction; means nothing without `sort_by`.
    pub sort_order: Option<SortOrder>,
    /// The 1-based position of the first resource to return.
    pub start_index: Option<i64>,
    /// How many resources to return at most.
    pub count: Option<i64>,
    /// Where the page starts, as an earlier answer gave it (RFC 9865 §2.2).
    pub cursor: Option<String>,
}

impl SearchRequest {
    /// Reads the message. Names of members count in any case, `null` as absent.
    ///
    /// # Errors
    ///
    /// 400 invalidSyntax when the body is not UTF-8 or not JSON, a member is there twice, or `schemas` lacks the message's URN; 400
    /// invalidValue, with the member's name, for a value of a wrong type. Members that no search has are passed over, unless
    /// [`Tolerance::UnknownAttrsIgnored`] is off: then 400 invalidSyntax.
    pub fn read(json: &[u8], compat: &Compat) -> Result<Read<Self>, ScimError> {
        let mut reader = Reader::new(*compat, true);
        let value = parse(json, &mut reader, |json, reader| json.deserialize_map(Message { reader }))?;
        Ok(Read { value, unknown: reader.unknown, tolerances: reader.tolerances })
    }
}

impl<'de> Deserialize<'de> for SearchRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut reader = Reader::new(Compat::default(), true);
        let read = deserializer.deserialize_map(Message { reader: &mut reader });
        read.map_err(|error| reader.message(error))
    }
}

/// Without the members that say nothing.
impl Serialize for SearchRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schemas", &[SEARCH_URN])?;
        for (name, paths) in
            [("attributes", &self.attributes), ("excludedAttributes", &self.excluded_attributes)]
        {
            if !paths.is_empty() {
                map.serialize_entry(name, paths)?;
            }
        }
        let order = self.sort_order.map(SortOrder::as_str);
        for (name, text) in [
            ("filter", self.filter.as_deref()),
            ("sortBy", self.sort_by.as_deref()),
            ("sortOrder", order),
            ("cursor", self.cursor.as_deref()),
        ] {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        for (name, number) in [("startIndex", self.start_index), ("count", self.count)] {
            if let Some(number) = number {
                map.serialize_entry(name, &number)?;
            }
        }
        map.end()
    }
}

/// The members by name, in the order of [`Message::put`].
const MEMBERS: [&str; 9] = [
    "schemas",
    "attributes",
    "excludedAttributes",
    "filter",
    "sortBy",
    "sortOrder",
    "startIndex",
    "count",
    "cursor",
];

struct Message<'r> {
    reader: &'r mut Reader,
}

impl<'de> Visitor<'de> for Message<'_> {
    type Value = SearchRequest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object that is a SCIM search request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SearchRequest, A::Error> {
        let reader = self.reader;
        let mut request = SearchRequest::default();
        let mut met = [false; MEMBERS.len()];
        let mut declared = false;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let Some(index) = MEMBERS.iter().position(|known| known.eq_ignore_ascii_case(&name)) else {
                map.next_value::<IgnoredAny>()?;
                if !reader.tolerate(Tolerance::UnknownAttrsIgnored) {
                    let error = reader.refuse(ScimType::InvalidSyntax, "a search request has no such member");
                    reader.below(&name);
                    return Err(error);
                }
                reader.unknown.push(name.into_owned());
                continue;
            };
            if std::mem::replace(&mut met[index], true) {
                let text = "the name appears twice (names are compared without regard to case)";
                let error = reader.refuse(ScimType::InvalidSyntax, text);
                reader.below(MEMBERS[index]);
                return Err(error);
            }
            let value: Value = map.next_value()?;
            if let Err(wanted) = put(&mut request, &mut declared, index, value) {
                // `schemas` tells what kind of message this is, as syntax does.
                let kind = if index == 0 { ScimType::InvalidSyntax } else { ScimType::InvalidValue };
                let error = reader.refuse(kind, format!("expected {wanted}"));
                reader.below(MEMBERS[index]);
                return Err(error);
            }
        }
        if !declared {
            return Err(
                reader.refuse(ScimType::InvalidSyntax, format!("`schemas` lacks {SEARCH_URN:?}; add it"))
            );
        }
        Ok(request)
    }
}

/// Puts a member's value where it belongs, or says what it should have been.
fn put(
    request: &mut SearchRequest,
    declared: &mut bool,
    index: usize,
    value: Value,
) -> Result<(), &'static str> {
    match index {
        0 => {
            *declared = value.texts()?.iter().any(|urn| urn.eq_ignore_ascii_case(SEARCH_URN));
        }
        1 => request.attributes = value.texts()?,
        2 => request.excluded_attributes = value.texts()?,
        3 => request.filter = value.text()?,
        4 => request.sort_by = value.text()?,
        5 => {
            let parse = |text: String| text.parse().map_err(|_| "`ascending` or `descending`");
            request.sort_order = value.text()?.map(parse).transpose()?;
        }
        6 => request.start_index = value.number()?,
        7 => request.count = value.number()?,
        _ => request.cursor = value.text()?,
    }
    Ok(())
}

/// A member's value, as far as a search can use it.
enum Value {
    Null,
    Text(String),
    Texts(Vec<String>),
    Number(i64),
    Other,
}

impl Value {
    fn text(self) -> Result<Option<String>, &'static str> {
        match self {
            Self::Null => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            _ => Err("a string"),
        }
    }

    fn texts(self) -> Result<Vec<String>, &'static str> {
        match self {
            Self::Null => Ok(Vec::new()),
            Self::Texts(texts) => Ok(texts),
            _ => Err("an array of strings"),
        }
    }

    fn number(self) -> Result<Option<i64>, &'static str> {
        match self {
            Self::Null => Ok(None),
            Self::Number(number) => Ok(Some(number)),
            _ => Err("an integer"),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    /// A position beyond all resources is as good as any other.
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        if number.fract() != 0.0 {
            return Ok(Value::Other);
        }
        #[expect(clippy::cast_possible_truncation, reason = "it saturates, which is as good")]
        let number = number as i64;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut texts = Some(Vec::new());
        while let Some(element) = seq.next_element::<Value>()? {
            match (element, &mut texts) {
                (Value::Text(text), Some(texts)) => texts.push(text),
                _ => texts = None,
            }
        }
        Ok(texts.map_or(Value::Other, Value::Texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}
