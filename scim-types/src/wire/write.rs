//! A struct into JSON.

use super::json;
use super::project::{Projection, Scope};
use crate::schema::{AttributeDef, Role, Table};
use crate::traits::ScimResource;
use crate::value::{Slots, ValueRef, View};

/// Appends `resource` as JSON to `out`: what `projection` lets through of what is assigned, and the `schemas` of it.
///
/// Attributes that are `returned = "never"`, such as passwords, are not written whatever the projection.
pub fn write<T: ScimResource>(resource: &T, projection: &Projection<T>, out: &mut Vec<u8>) {
    write_resource(resource, projection.scope(), out);
}

/// [`write`], whatever the type.
fn write_resource(resource: &dyn Slots, scope: Scope<'_>, out: &mut Vec<u8>) {
    let view = View::new(resource);
    out.reserve(1024);
    out.extend_from_slice(b"{\"schemas\":[");
    let start = out.len();
    for urn in schemas(view, scope) {
        if out.len() > start {
            out.push(b',');
        }
        // A URN has nothing that needs an escape (RFC 8141).
        out.push(b'"');
        out.extend_from_slice(urn.as_bytes());
        out.push(b'"');
    }
    out.push(b']');
    members(out, view, scope);
    out.push(b'}');
}

/// The URNs of what is written: the core schema's, and those of the extensions that have something to show.
pub(crate) fn schemas(view: View<'_>, scope: Scope<'_>) -> impl Iterator<Item = &'static str> {
    let core = view.table.schema.map(|schema| schema.id);
    let extensible = if view.table.extensible { view.table.attributes } else { &[] };
    let attributes = extensible.iter().enumerate();
    core.into_iter().chain(attributes.filter_map(move |(index, attribute)| {
        (attribute.role == Role::Extension && shown(view, index, attribute, scope)).then_some(attribute.name)
    }))
}

/// The URNs of what is assigned.
pub(crate) fn schemas_of(view: View<'_>) -> impl Iterator<Item = &'static str> {
    schemas(view, Scope::All)
}

/// Whether something of attribute `index` is written.
pub(crate) fn shown(view: View<'_>, index: usize, attribute: &AttributeDef, scope: Scope<'_>) -> bool {
    let Some(part) = scope.of(index, attribute) else { return false };
    shows(view.get(index), attribute, part)
}

pub(crate) fn shows(value: ValueRef<'_>, attribute: &AttributeDef, scope: Scope<'_>) -> bool {
    match value {
        ValueRef::Absent => false,
        ValueRef::Str(text) => !(text.is_empty() && blank(attribute)),
        ValueRef::Decimal(number) => number.is_finite(),
        ValueRef::Complex(view) => view
            .table
            .attributes
            .iter()
            .enumerate()
            .any(|(index, attribute)| shown(view, index, attribute, scope)),
        ValueRef::List(list) => list.iter().any(|value| shows(value, attribute, scope)),
        _ => true,
    }
}

/// Whether an empty string is what a field holds that nothing was assigned to.
#[inline]
pub(crate) fn blank(attribute: &AttributeDef) -> bool {
    attribute.role == Role::Id || (attribute.required && !attribute.multi_valued)
}

/// Appends the members of an object, each with a comma before it.
fn members(out: &mut Vec<u8>, view: View<'_>, scope: Scope<'_>) {
    let Table { attributes, keys, .. } = view.table;
    for (index, (attribute, key)) in attributes.iter().zip(*keys).enumerate() {
        let Some(part) = scope.of(index, attribute) else { continue };
        let value = view.get(index);
        if let ValueRef::Absent = value {
            continue;
        }
        let start = out.len();
        json::key(out, key, attribute.name);
        // Most values are strings.
        if let ValueRef::Str(text) = value
            && !text.is_empty()
        {
            json::string(out, text);
            continue;
        }
        if !write_value(out, value, attribute, part) {
            out.truncate(start);
        }
    }
}

/// Appends a value; `false`, with anything at the end of `out`, if there is nothing to write.
fn write_value(out: &mut Vec<u8>, value: ValueRef<'_>, attribute: &AttributeDef, scope: Scope<'_>) -> bool {
    match value {
        ValueRef::Absent => return false,
        ValueRef::Str(text) => {
            if text.is_empty() && blank(attribute) {
                return false;
            }
            json::string(out, text);
        }
        ValueRef::Text(text) => json::display(out, text),
        ValueRef::Bool(true) => out.extend_from_slice(b"true"),
        ValueRef::Bool(false) => out.extend_from_slice(b"false"),
        ValueRef::Int(number) => json::integer(out, number),
        ValueRef::Decimal(number) => return json::decimal(out, number),
        ValueRef::Date(date) => {
            out.push(b'"');
            date.write(out);
            out.push(b'"');
        }
        ValueRef::Complex(view) => {
            let start = out.len();
            members(out, view, scope);
            // The first member's comma becomes the brace.
            match out.get_mut(start) {
                Some(comma) => *comma = b'{',
                None => return false,
            }
            out.push(b'}');
        }
        ValueRef::List(list) => {
            let start = out.len();
            for value in list.iter() {
                let before = out.len();
                out.push(b',');
                if !write_value(out, value, attribute, scope) {
                    out.truncate(before);
                }
            }
            match out.get_mut(start) {
                Some(comma) => *comma = b'[',
                None => return false,
            }
            out.push(b']');
        }
    }
    true
}
