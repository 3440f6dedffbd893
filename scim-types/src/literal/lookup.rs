//! Names in a table, in constants.

use scim_grammar::{Boundary, split_names, urn_boundary};

use super::{Ask, Message, Source};
use crate::path::distance;
use crate::schema::{AttributeDef, Role, Table};

/// What an attribute path names.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// An attribute.
    Attribute(&'static AttributeDef),
    /// `schemas`.
    Schemas,
}

/// Why a path names nothing; the numbers are the place of the name in the path and its length.
#[derive(Debug, Clone, Copy)]
pub enum Miss {
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
}

/// The attribute `name` of a table, in any case.
pub const fn attribute_in(table: &'static Table, name: &str) -> Option<&'static AttributeDef> {
    let mut i = 0;
    while i < table.attributes.len() {
        if table.attributes[i].name.eq_ignore_ascii_case(name) {
            return Some(&table.attributes[i]);
        }
        i += 1;
    }
    None
}

/// What `path` names: `name`, `name.sub`, or either behind the URN of the core schema or an extension, the longest that fits.
///
/// # Errors
///
/// What is wrong with it.
pub const fn resolve(table: &'static Table, path: &str) -> Result<Found, Miss> {
    if let Some((name, sub)) = split_names(path) {
        return named(table, true, 0, name, sub);
    }
    let (mut inner, mut longest, mut whole, mut is_core) = (None, 0, false, false);
    let mut i = 0;
    // The core schema's URN, then those of the extensions.
    while i <= table.attributes.len() {
        let under = if i == 0 {
            Some(table)
        } else if matches!(table.attributes[i - 1].role, Role::Extension) {
            table.attributes[i - 1].table
        } else {
            None
        };
        if let Some(under) = under
            && let Some(schema) = under.schema
            && schema.id.len() > longest
        {
            let boundary = urn_boundary(path, schema.id);
            if matches!(boundary, Boundary::Whole | Boundary::Colon) {
                inner = Some(under);
                longest = schema.id.len();
                whole = matches!(boundary, Boundary::Whole);
                is_core = i == 0;
            }
        }
        i += 1;
    }
    let Some(inner) = inner else { return Err(Miss::Urn(table)) };
    if whole {
        return Err(Miss::OnlyUrn);
    }
    let (_, rest) = path.split_at(longest + 1);
    match split_names(rest) {
        Some((name, sub)) => named(inner, is_core, longest + 1, name, sub),
        None => Err(Miss::Urn(table)),
    }
}

const fn named(
    table: &'static Table,
    is_core: bool,
    at: usize,
    name: &str,
    sub: Option<&str>,
) -> Result<Found, Miss> {
    let Some(attribute) = attribute_in(table, name) else {
        if is_core && table.schema.is_some() && name.eq_ignore_ascii_case("schemas") && sub.is_none() {
            return Ok(Found::Schemas);
        }
        let mut i = 0;
        while at == 0 && i < table.attributes.len() {
            let extension = &table.attributes[i];
            if matches!(extension.role, Role::Extension)
                && let Some(inner) = extension.table
                && attribute_in(inner, name).is_some()
            {
                return Err(Miss::InExtension(extension));
            }
            i += 1;
        }
        return Err(Miss::Attribute(table, at, name.len()));
    };
    let Some(sub) = sub else { return Ok(Found::Attribute(attribute)) };
    if let Some(table) = attribute.table
        && let Some(found) = attribute_in(table, sub)
    {
        return Ok(Found::Attribute(found));
    }
    Err(Miss::Sub(attribute, at + name.len() + 1, sub.len()))
}

/// What `path` names among the elements of `outer`.
pub(super) const fn in_element(outer: &'static AttributeDef, path: &str) -> Result<Found, Miss> {
    let Some(table) = outer.table else {
        return if path.eq_ignore_ascii_case("value") {
            Ok(Found::Attribute(outer))
        } else {
            Err(Miss::Element)
        };
    };
    match split_names(path) {
        Some((name, sub)) => match attribute_in(table, name) {
            None => Err(Miss::Sub(outer, 0, name.len())),
            Some(attribute) => match sub {
                None => Ok(Found::Attribute(attribute)),
                Some(sub) => Err(Miss::Sub(attribute, name.len() + 1, sub.len())),
            },
        },
        None => Err(Miss::Urn(table)),
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
                let what = attribute.attribute_type.as_str();
                Message::about(source, &["`", attribute.name, "` is a ", what, " and has no sub-attributes"])
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
        Miss::OnlyUrn => Message::about(source, &["this is the URN of a schema, not an attribute"])
            .help(&["name an attribute behind it, after a colon"])
            .at(ask.at, all),
        Miss::Element => Message::about(source, &["the elements are simple values"])
            .help(&["call the element `value`"])
            .at(ask.at, all),
    }
}

const fn piece(text: &'static str, at: usize, len: usize) -> &'static str {
    text.split_at(at).1.split_at(len).0
}

/// The name in a table that was probably meant; empty if none is near.
const fn near(table: &'static Table, name: &str) -> &'static str {
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
