//! Names in a table, in constants.

use super::{Ask, Message, NameKey, Names, Source};
use crate::path::distance;
use crate::schema::{AttributeDef, Needle, Role, Table};

/// Why a path names no attribute; the numbers are the place of the name in the path and its length.
#[derive(Debug, Clone, Copy)]
pub(super) enum Miss {
    /// It is `schemas`, which is no attribute of any schema.
    Schemas,
    /// No attribute of this name in the table.
    Attribute(&'static Table, usize, usize),
    /// No sub-attribute of this name.
    Sub(&'static AttributeDef, usize, usize),
    /// An extension has it, and its URN has to be written.
    InExtension(&'static AttributeDef),
    /// No schema has the URN.
    Urn(&'static Table),
    /// The path is the URN of a schema and nothing else.
    OnlyUrn,
    /// The elements are simple values, called `value`.
    Element,
    /// The schema that a row maps has it, and no field of the row is it.
    Unmapped,
}

/// The attribute of this name in a table, in any case. `text` is the path, in which the name stands at `at`.
const fn attribute_in(
    table: &'static Table,
    name: NameKey,
    text: &str,
    at: usize,
) -> Option<&'static AttributeDef> {
    let NameKey(len, head, tail) = name;
    let first = Needle::of(len, head, tail).position(table.keys);
    if len <= 16 {
        return if first < table.keys.len() { Some(&table.attributes[first]) } else { None };
    }
    let name = piece(text, at, len);
    let mut i = first;
    while i < table.attributes.len() {
        if name.eq_ignore_ascii_case(table.attributes[i].name) {
            return Some(&table.attributes[i]);
        }
        i += 1;
    }
    None
}

/// What a path names: a name with or without a sub-attribute, or either behind the URN of the core schema or an extension.
///
/// # Errors
///
/// What is wrong with it.
pub(super) const fn resolve(table: &'static Table, ask: &Ask) -> Result<&'static AttributeDef, Miss> {
    let found = find(table, ask);
    if let (Err(_), Some(schema)) = (&found, table.maps)
        && find(schema, ask).is_ok()
    {
        return Err(Miss::Unmapped);
    }
    found
}

const fn find(table: &'static Table, ask: &Ask) -> Result<&'static AttributeDef, Miss> {
    let (urn, name, sub) = match ask.names {
        Names::One(name) => return named(table, true, 0, ask.path, name, None),
        Names::Two(name, sub) => return named(table, true, 0, ask.path, name, Some(sub)),
        Names::Urn(urn, name) => (urn, name, None),
        Names::UrnTwo(urn, name, sub) => (urn, name, Some(sub)),
    };
    if let Some(schema) = table.schema {
        if is_urn(ask.path, urn, schema.id) {
            return named(table, true, urn + 1, ask.path, name, sub);
        }
        if is_urn(ask.path, ask.path.len(), schema.id) {
            return Err(Miss::OnlyUrn);
        }
    }
    let mut i = if table.extensible { table.attributes.len() } else { 0 };
    while i > 0 {
        i -= 1;
        let attribute = &table.attributes[i];
        if matches!(attribute.role, Role::Extension)
            && let Some(inner) = attribute.table
        {
            if is_urn(ask.path, urn, attribute.name) {
                return named(inner, false, urn + 1, ask.path, name, sub);
            }
            if is_urn(ask.path, ask.path.len(), attribute.name) {
                return Err(Miss::OnlyUrn);
            }
        }
    }
    Err(Miss::Urn(table))
}

/// Whether the first `len` bytes of a path are a URN, in any case. By hand, since the standard library's comparison takes the compiler
/// three times as long.
const fn is_urn(path: &'static str, len: usize, urn: &str) -> bool {
    let (path, urn) = (path.as_bytes(), urn.as_bytes());
    if len != urn.len() {
        return false;
    }
    // Different URNs mostly differ at the end.
    let mut i = len;
    while i > 0 {
        i -= 1;
        if path[i] != urn[i] && !path[i].eq_ignore_ascii_case(&urn[i]) {
            return false;
        }
    }
    true
}

const fn named(
    table: &'static Table,
    is_core: bool,
    at: usize,
    path: &'static str,
    name: NameKey,
    sub: Option<NameKey>,
) -> Result<&'static AttributeDef, Miss> {
    let Some(attribute) = attribute_in(table, name, path, at) else {
        return Err(unnamed(table, is_core, at, path, name));
    };
    let Some(sub) = sub else { return Ok(attribute) };
    let behind = at + name.0 + 1;
    if let Some(table) = attribute.table
        && let Some(found) = attribute_in(table, sub, path, behind)
    {
        return Ok(found);
    }
    Err(Miss::Sub(attribute, behind, sub.0))
}

/// Why a name is none of the table's.
const fn unnamed(table: &'static Table, is_core: bool, at: usize, path: &'static str, name: NameKey) -> Miss {
    let text = piece(path, at, name.0);
    if is_core && table.schema.is_some() && text.eq_ignore_ascii_case("schemas") && at + name.0 == path.len()
    {
        return Miss::Schemas;
    }
    let mut i = 0;
    while at == 0 && i < table.attributes.len() {
        let extension = &table.attributes[i];
        if matches!(extension.role, Role::Extension)
            && let Some(inner) = extension.table
            && attribute_in(inner, name, path, at).is_some()
        {
            return Miss::InExtension(extension);
        }
        i += 1;
    }
    Miss::Attribute(table, at, name.0)
}

/// What a path names among the elements of `outer`.
pub(super) const fn in_element(
    outer: &'static AttributeDef,
    ask: &Ask,
) -> Result<&'static AttributeDef, Miss> {
    let Some(table) = outer.table else {
        return if ask.path.eq_ignore_ascii_case("value") { Ok(outer) } else { Err(Miss::Element) };
    };
    let (name, sub) = match ask.names {
        Names::One(name) => (name, None),
        Names::Two(name, sub) => (name, Some(sub)),
        Names::Urn(..) | Names::UrnTwo(..) => return Err(Miss::Urn(table)),
    };
    match (attribute_in(table, name, ask.path, 0), sub) {
        (None, _) => Err(Miss::Sub(outer, 0, name.0)),
        (Some(attribute), None) => Ok(attribute),
        (Some(attribute), Some(sub)) => Err(Miss::Sub(attribute, name.0 + 1, sub.0)),
    }
}

/// Stops with the message for a path that names nothing.
#[track_caller]
pub(super) const fn fail(source: &Source, ask: &Ask, miss: &Miss) -> ! {
    let all = ask.path.len();
    match miss {
        Miss::Attribute(table, at, len) => {
            let name = piece(ask.path, *at, *len);
            let message = Message::about(source, &["no attribute `", name, "`"]);
            message.help_near(near(table, name)).at(ask.at + *at, *len)
        }
        Miss::Sub(attribute, at, len) => {
            let name = piece(ask.path, *at, *len);
            let Some(table) = attribute.table else {
                let what = attribute.attribute_type.with_article();
                Message::about(source, &["`", attribute.name, "` is ", what, " and has no sub-attributes"])
                    .at(ask.at + *at, *len)
            };
            let message =
                Message::about(source, &["`", attribute.name, "` has no sub-attribute `", name, "`"]);
            message.help_near(near(table, name)).at(ask.at + *at, *len)
        }
        Miss::InExtension(extension) => {
            Message::about(source, &["`", ask.path, "` belongs to an extension, so its URN goes before it"])
                .help(&["write `", extension.name, ":", ask.path, "`"])
                .at(ask.at, all)
        }
        Miss::Urn(table) => {
            let urn = match table.schema {
                Some(schema) => schema.id,
                None => "",
            };
            let message = Message::about(source, &["no schema of the type has this URN"]);
            let message = if urn.is_empty() {
                message.help(&["sub-attributes are named without a URN"])
            } else {
                message.help(&["the core schema is `", urn, "`"])
            };
            message.at(ask.at, all)
        }
        Miss::Schemas => {
            Message::about(source, &["this is not what `schemas` is: a list of URNs"]).at(ask.at, all)
        }
        Miss::OnlyUrn => Message::about(source, &["this is the URN of a schema, not an attribute"])
            .help(&["name an attribute behind it, after a colon"])
            .at(ask.at, all),
        Miss::Unmapped => {
            Message::about(source, &["the schema has `", ask.path, "`, but no field of the row is it"])
                .help(&["give one `#[scim(path = \"", ask.path, "\")]`"])
                .at(ask.at, all)
        }
        Miss::Element => Message::about(source, &["the elements are simple values"])
            .help(&["call the element `value`"])
            .at(ask.at, all),
    }
}

const fn piece(text: &str, at: usize, len: usize) -> &str {
    text.split_at(at).1.split_at(len).0
}

/// The name in a table that was probably meant; empty if none is near.
pub(crate) const fn near(table: &'static Table, name: &str) -> &'static str {
    let (mut best, mut least) = ("", usize::MAX);
    let mut i = 0;
    while i < table.attributes.len() {
        let attribute = &table.attributes[i];
        if !matches!(attribute.role, Role::Extension)
            && let Some(distance) = distance(name, attribute.name)
            && distance < least
        {
            (best, least) = (attribute.name, distance);
        }
        i += 1;
    }
    best
}
