//! A message to bound operations: everything that can be told without the resource.

use std::borrow::Cow;

use scim_grammar::Path as Syntax;
use serde::de::DeserializeSeed;

use super::allowed::allowed;
use super::message::{Message, RawOperation};
use super::operation::{Bound, Op};
use super::paths::{describe, named};
use super::{PATCH_URN, PatchLimits, members};
use crate::compat::{Compat, Tolerance, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::path::{self, BoundPath, Place, Resolver};
use crate::schema::{AttributeDef, Role, SchemaDef, Table};
use crate::value::{Field, Record, Value};
use crate::wire::{Reader, Seen, Slot, parse_text};

type Bindings = (Vec<Bound>, Tolerances, Vec<String>);

/// Binds the operations of a message to the attributes of `table`.
pub(super) fn bind(
    message: &Message<'_>,
    table: &'static Table,
    compat: Compat,
    limits: PatchLimits,
) -> Result<Bindings, ScimError> {
    check(message, limits)?;
    let mut binder = Binder {
        resolver: Resolver::new(table, &compat),
        reader: Reader::partial(compat),
        operations: Vec::with_capacity(message.operations.len()),
        table,
        limits,
    };
    binder.note(&message.unknown)?;
    for (position, operation) in message.operations.iter().enumerate() {
        binder.operation(position, operation).map_err(|error| located(&error, position))?;
    }
    let Binder { resolver, reader, operations, .. } = binder;
    let mut used = reader.tolerances;
    used.extend(resolver.used());
    Ok((operations, used, reader.unknown))
}

/// What makes a message one.
fn check(message: &Message<'_>, limits: PatchLimits) -> Result<(), ScimError> {
    match message.schemas {
        Some(true) => {}
        Some(false) => {
            let text = format!("`schemas` lacks the message's URN; add \"{PATCH_URN}\"");
            return Err(ScimError::invalid_syntax(text));
        }
        None => {
            let text = format!("`schemas` is missing; send \"schemas\": [\"{PATCH_URN}\"]");
            return Err(ScimError::invalid_syntax(text));
        }
    }
    match message.operations.len() {
        0 => Err(ScimError::invalid_syntax(
            "`Operations` is missing or empty; send an array of operations such as {\"op\": \"replace\", \"path\": \"active\", \"value\": false}",
        )),
        count if count > limits.operations => {
            let most = limits.operations;
            Err(ScimError::invalid_syntax(format!("{count} operations in one request; send at most {most}")))
        }
        _ => Ok(()),
    }
}

/// Says which operation is wrong.
#[cold]
pub(super) fn located(error: &ScimError, position: usize) -> ScimError {
    // A name or a path of a megabyte is not sent back.
    const SHOWN: usize = 2_000;
    let (shown, dots) = match error.detail.char_indices().nth(SHOWN) {
        Some((end, _)) => (&error.detail[..end], "…"),
        None => (&*error.detail, ""),
    };
    ScimError { detail: Cow::Owned(format!("`Operations[{position}]`: {shown}{dots}")), ..*error }
}

/// Why an operation is refused, before it is known how the client is told.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) scim_type: ScimType,
    pub(super) text: String,
}

impl Refusal {
    #[cold]
    pub(super) fn new(scim_type: ScimType, text: impl Into<String>) -> Self {
        Self { scim_type, text: text.into() }
    }

    #[cold]
    pub(super) fn error(self) -> ScimError {
        ScimError::new(400, self.text).with_type(self.scim_type)
    }
}

pub(super) struct Binder {
    pub(super) resolver: Resolver,
    pub(super) reader: Reader,
    pub(super) operations: Vec<Bound>,
    pub(super) table: &'static Table,
    pub(super) limits: PatchLimits,
}

impl Binder {
    /// Members that the message does not have are passed over as unknown attributes are.
    fn note(&mut self, unknown: &[String]) -> Result<(), ScimError> {
        let Some(first) = unknown.first() else { return Ok(()) };
        if !self.reader.tolerate(Tolerance::UnknownAttrsIgnored) {
            return Err(ScimError::invalid_syntax(format!("`{first}`: a PATCH message has no such member")));
        }
        self.reader.unknown.extend_from_slice(unknown);
        Ok(())
    }

    fn operation(&mut self, position: usize, raw: &RawOperation<'_>) -> Result<(), ScimError> {
        let (op, misspelt) = self.op(raw.op.as_deref())?;
        let first = self.operations.len();
        self.meaning(position, op, raw)?;
        // What is wrong with an operation is told before how it is spelt, and a filter that selects nothing is found when it is
        // applied.
        if let Some(error) = misspelt {
            let bound = self
                .operations
                .get_mut(first)
                .filter(|bound| bound.op == Op::Add && bound.path.filter.is_some());
            bound.ok_or(error)?.is_misspelt = true;
        }
        Ok(())
    }

    fn meaning(&mut self, position: usize, op: Op, raw: &RawOperation<'_>) -> Result<(), ScimError> {
        let value = raw.value.as_deref();
        let Some(text) = raw.path.as_deref() else {
            return self.without_path(op, value, position);
        };
        let (path, described) = self.path(op, text)?;
        if path.place == Place::Resource {
            return self.without_path(op, value, position);
        }
        let mut bound = Bound { described, ..Bound::new(op, path, None, position) };
        if path_is_schemas(&bound.path) {
            bound.value = self.urns(op, value)?;
        } else {
            bound.value = self.value(&bound, text, value)?;
        }
        allowed(&bound, self.table).map_err(Refusal::error)?;
        self.operations.push(bound);
        Ok(())
    }

    /// The operation, and what to say if its name is not spelt as in RFC 7644 and has to be.
    fn op(&mut self, text: Option<&str>) -> Result<(Op, Option<ScimError>), ScimError> {
        let Some(text) = text else {
            return Err(ScimError::invalid_syntax("`op` is missing; it is add, replace or remove"));
        };
        if let Some(op) = Op::ALL.into_iter().find(|op| op.as_str() == text) {
            return Ok((op, None));
        }
        match Op::ALL.into_iter().find(|op| op.as_str().eq_ignore_ascii_case(text)) {
            Some(op) if self.reader.tolerate(Tolerance::OpCase) => Ok((op, None)),
            Some(op) => Ok((op, Some(misspelt(op)))),
            None => {
                let text: String = text.chars().take(40).collect();
                Err(ScimError::invalid_syntax(format!("`op` is add, replace or remove, not {text:?}")))
            }
        }
    }

    fn without_path(&mut self, op: Op, value: Option<&str>, position: usize) -> Result<(), ScimError> {
        if op == Op::Remove {
            let text = "`remove` needs a `path` to what is to be removed";
            return Err(ScimError::new(400, text).with_type(ScimType::NoTarget));
        }
        let Some(value) = value else { return Err(no_value(op)) };
        members::bind(self, op, value, position)
    }

    /// The path, and what its filter says of the elements that it selects, which is of no use to `replace`.
    fn path(&mut self, op: Op, text: &str) -> Result<(BoundPath, Option<Record>), ScimError> {
        // Most paths are names, which need no grammar.
        if let Some((steps, _)) = named(self.table, text) {
            return Ok((BoundPath::to(steps), None));
        }
        let fault = |fault: path::Fault| fault.error(text, ScimType::InvalidPath);
        let parsed = Syntax::parse(text).map_err(|error| fault(error.into()))?;
        let bound = path::bind(&parsed, &mut self.resolver).map_err(fault)?;
        let described = if op == Op::Replace { None } else { describe(&parsed, &bound, self.table) };
        Ok((bound, described))
    }

    /// The value of an operation on an attribute.
    fn value(&mut self, bound: &Bound, path: &str, value: Option<&str>) -> Result<Option<Field>, ScimError> {
        let op = bound.op;
        let target = bound.path.target(self.table);
        let Some(attribute) = target else {
            return Err(ScimError::invalid_path("the path names no attribute"));
        };
        let value = match value {
            // RFC 7644 §3.5.2.2 knows no value of `remove`.
            None | Some("null") if op == Op::Remove => return Ok(None),
            None => return Err(no_value(op)),
            Some(_) if op == Op::Remove && !self.reader.tolerate(Tolerance::RemoveValueSelects) => {
                let text = "`remove` has no `value`; select what is to be removed in the path, such as `members[value eq \"2819c223\"]`";
                return Err(ScimError::invalid_value(text));
            }
            // The filter has selected already.
            Some(_) if op == Op::Remove && bound.path.filter.is_some() => return Ok(None),
            Some(value) => value,
        };
        self.reader.is_secret = bound.is_secret(self.table);
        let is_element = bound.path.filter.is_some() && bound.path.sub.is_none();
        let field = self.read(attribute, is_element, op, path, value)?;
        Ok(Some(field))
    }

    fn read(
        &mut self,
        attribute: &'static AttributeDef,
        is_element: bool,
        op: Op,
        path: &str,
        text: &str,
    ) -> Result<Field, ScimError> {
        let mut field = if is_element { Field::element(attribute) } else { Field::new(attribute) };
        let mark = self.reader.unknown.len();
        // "A new value is added to the attribute" (RFC 7644 §3.5.2.1): one needs no array.
        let is_one = op != Op::Replace && !text.starts_with(['[', 'n']);
        parse_text(text, &mut self.reader, |json, reader| {
            let read = match &mut field.value {
                Value::List(values) if is_one => {
                    let read = Slot::element(values.grow(), attribute, reader).deserialize(json);
                    // A value with nothing assigned in it is none.
                    if let Ok(false) = read {
                        values.clear();
                    }
                    read
                }
                _ if is_element => Slot::element(field.place(), attribute, reader).deserialize(json),
                _ => {
                    let mut seen = Seen::default();
                    // An extension is a group of attributes and no value, which a scalar could stand for.
                    let seen = (attribute.role == Role::Extension).then_some(&mut seen);
                    Slot::new(field.place(), attribute, reader, seen).deserialize(json)
                }
            };
            read.inspect_err(|_| reader.below(path))
        })?;
        self.reader.unknown_below(mark, path);
        within(self.limits, &field).map_err(Refusal::error)?;
        Ok(field)
    }

    /// The value of an operation on `schemas`.
    fn urns(&mut self, op: Op, value: Option<&str>) -> Result<Option<Field>, ScimError> {
        let value = match value {
            None if op == Op::Remove => return Ok(None),
            None => return Err(no_value(op)),
            Some(value) => value,
        };
        let mut field = Field::new(&path::SCHEMAS);
        parse_text(value, &mut self.reader, |json, reader| {
            let read = match &mut field.value {
                Value::List(values) if value.starts_with('"') => {
                    Slot::element(values.grow(), &path::SCHEMAS, reader).deserialize(json)
                }
                _ => Slot::new(field.place(), &path::SCHEMAS, reader, None).deserialize(json),
            };
            read.inspect_err(|_| reader.below("schemas"))
        })?;
        self.known(&mut field).map_err(Refusal::error)?;
        Ok(Some(field))
    }

    /// Each of the URNs is one of the resource's schemas.
    pub(super) fn known(&mut self, urns: &mut Field) -> Result<(), Refusal> {
        let Value::List(values) = &mut urns.value else { return Ok(()) };
        let table = self.table;
        let schemas = || {
            let extensions = table.attributes.iter().filter(|a| a.role == Role::Extension);
            table.schema.into_iter().chain(extensions.filter_map(|a| a.table?.schema))
        };
        for urn in values.texts_mut() {
            if schemas().any(|schema| schema.is(urn)) {
                continue;
            }
            let retired =
                |schema: &&SchemaDef| schema.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(urn));
            if let Some(schema) =
                schemas().find(retired).filter(|_| self.reader.tolerate(Tolerance::LegacyUrnAlias))
            {
                schema.id.clone_into(urn);
                continue;
            }
            if !self.reader.tolerate(Tolerance::UnknownSchemaUrnIgnored) {
                return Err(Refusal::new(
                    ScimType::InvalidValue,
                    format!("{urn:?} is no schema of this resource"),
                ));
            }
            self.reader.unknown.push(format!("schemas[{urn:?}]"));
        }
        Ok(())
    }
}

fn path_is_schemas(path: &BoundPath) -> bool {
    path.place == Place::Schemas
}

#[cold]
pub(super) fn misspelt(op: Op) -> ScimError {
    ScimError::invalid_syntax(format!("`op` has to be written `{op}`"))
}

#[cold]
fn no_value(op: Op) -> ScimError {
    ScimError::invalid_value(format!("`{op}` needs a `value`"))
}

pub(super) fn within(limits: PatchLimits, field: &Field) -> Result<(), Refusal> {
    match &field.value {
        Value::List(values) if values.items().len() > limits.values => {
            let (count, most) = (values.items().len(), limits.values);
            Err(Refusal::new(
                ScimType::InvalidValue,
                format!("{count} values in one operation; send at most {most}"),
            ))
        }
        Value::List(values) => values.items().iter().try_for_each(|item| within(limits, item)),
        Value::Complex(record) => record.fields().iter().try_for_each(|(_, field)| within(limits, field)),
        _ => Ok(()),
    }
}
