//! JSON into a struct: the object level.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::bits::Bits;
use super::reader::{Json, JsonError};
use super::slot::Slot;
use crate::compat::{Compat, Tolerance, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::path::join;
use crate::schema::{Key, Mutability, Needle, Role, SchemaDef, Table};
use crate::traits::ScimResource;
use crate::value::{Elements, Leaving, Misfit, Slots, ValueMut, ViewMut, clear};

/// What was read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Read<T> {
    /// The resource.
    pub value: T,
    /// The paths of what was passed over because no schema of the resource has it, such as `emails[0].label`.
    pub unknown: Vec<String>,
    /// The tolerances that the document needed.
    pub tolerances: Tolerances,
}

/// Reads a resource as a server represents it: every attribute counts, readOnly ones as well.
///
/// Names and URNs are recognised in any case (RFC 7643 §2.1); `null`, `[]` and absent are one state (§2.5).
///
/// # Errors
///
/// 400 invalidSyntax: not UTF-8 or not JSON, nested too deeply, a name twice, `schemas` without the resource's URN.
/// 400 invalidValue: a value of a wrong type, a required attribute without a value, several primary values. Each names the attribute's full path.
pub fn read<T: ScimResource>(json: &[u8], compat: &Compat) -> Result<Read<T>, ScimError> {
    read_as(json, *compat, false)
}

/// Reads the body of a POST or PUT: like [`read`], but readOnly attributes, which a client may send back, are passed
/// over (RFC 7644 §3.3 and §3.5.1).
///
/// # Errors
///
/// Those of [`read`].
pub fn read_request<T: ScimResource>(json: &[u8], compat: &Compat) -> Result<Read<T>, ScimError> {
    read_as(json, *compat, true)
}

fn read_as<T: ScimResource>(json: &[u8], compat: Compat, request: bool) -> Result<Read<T>, ScimError> {
    let mut value = T::scim_blank();
    let (unknown, tolerances) = fill(&mut value, json, compat, request)?;
    Ok(Read { value, unknown, tolerances })
}

/// Compiled once, here, and not with every resource type in the crates that have them.
fn fill(
    object: &mut dyn Slots,
    json: &[u8],
    compat: Compat,
    request: bool,
) -> Result<(Vec<String>, Tolerances), ScimError> {
    let mut reader = Reader::new(compat, request);
    parse(json, &mut reader, |json, reader| Root { object, reader }.deserialize(json))?;
    Ok((reader.unknown, reader.tolerances))
}

/// Runs `body` over `json`, which must hold one value, and turns whatever goes wrong into an error for the client.
pub(crate) fn parse<'j, T>(
    json: &'j [u8],
    reader: &mut Reader,
    body: impl FnOnce(&mut Json<'j>, &mut Reader) -> Result<T, JsonError>,
) -> Result<T, ScimError> {
    // Checked once here, so that no string is checked again.
    let text = std::str::from_utf8(json).map_err(|e| {
        ScimError::invalid_syntax(format!("the body is not UTF-8: byte {} is invalid", e.valid_up_to()))
    })?;
    parse_text(text, reader, body)
}

/// [`parse`] of what is known to be text.
pub(crate) fn parse_text<'j, T>(
    text: &'j str,
    reader: &mut Reader,
    body: impl FnOnce(&mut Json<'j>, &mut Reader) -> Result<T, JsonError>,
) -> Result<T, ScimError> {
    let mut json = Json::new(text);
    let value = body(&mut json, reader).map_err(|e| reader.error(&e))?;
    json.end().map_err(|e| reader.error(&e))?;
    Ok(value)
}

/// What is wrong with a document. The path grows while the error travels outwards, so that nothing is kept for it while
/// all is well.
struct Fault {
    scim_type: ScimType,
    path: String,
    text: String,
}

/// The state of reading one document.
pub(crate) struct Reader {
    pub(crate) compat: Compat,
    /// Whether the document is a client's request, in which readOnly attributes do not count.
    request: bool,
    /// Whether it is a part of a resource, which need not have what is required of the whole.
    partial: bool,
    pub(crate) unknown: Vec<String>,
    pub(crate) tolerances: Tolerances,
    fault: Option<Box<Fault>>,
    /// The last name that nothing has.
    name: String,
    /// Whether it reads what is below an attribute that is never returned, whose values no message may show.
    pub(crate) is_secret: bool,
}

impl Reader {
    pub(crate) fn new(compat: Compat, request: bool) -> Self {
        Self {
            compat,
            request,
            partial: false,
            unknown: Vec::new(),
            tolerances: Tolerances::default(),
            fault: None,
            name: String::new(),
            is_secret: false,
        }
    }

    /// For the values of PATCH operations.
    pub(crate) fn partial(compat: Compat) -> Self {
        Self { partial: true, ..Self::new(compat, false) }
    }

    /// Whether `tolerance` is on; if so, notes that it was needed.
    pub(crate) fn tolerate(&mut self, tolerance: Tolerance) -> bool {
        let allowed = self.compat.allows(tolerance);
        if allowed {
            self.tolerances.insert(tolerance);
        }
        allowed
    }

    /// What a row cannot hold is left out, and reported as what no schema has.
    #[cold]
    pub(super) fn leave(&mut self, leaving: Leaving, elements: &Elements) -> Result<(), Misfit> {
        let (tolerance, path) = match leaving {
            Leaving::Element => (Tolerance::UnheldValueLeftOut, ""),
            Leaving::Part(name) => (Tolerance::UnheldValueLeftOut, name),
            Leaving::Guess => (Tolerance::ValueWithoutType, ""),
        };
        if !self.tolerate(tolerance) {
            let text = match leaving {
                Leaving::Part(_) => "this sub-attribute of the value cannot be held".to_owned(),
                Leaving::Element | Leaving::Guess => elements.unheld(),
            };
            return Err(Misfit::new(ScimType::InvalidValue, path, text));
        }
        if tolerance == Tolerance::UnheldValueLeftOut {
            self.unknown.push(path.to_owned());
        }
        Ok(())
    }

    /// Refuses the document for a value that does not fit into a row.
    #[cold]
    pub(super) fn misfit<E: serde::de::Error>(&mut self, misfit: Misfit) -> E {
        let error = self.refuse(misfit.scim_type, misfit.text);
        self.below(&misfit.path);
        error
    }

    /// Refuses the document; the serde error only carries the news upwards.
    #[cold]
    pub(crate) fn refuse<E: serde::de::Error>(&mut self, scim_type: ScimType, text: impl Into<String>) -> E {
        let text = text.into();
        let error = E::custom(&text);
        self.fault = Some(Box::new(Fault { scim_type, path: String::new(), text }));
        error
    }

    /// Says that the fault is below `step`.
    #[cold]
    pub(crate) fn below(&mut self, step: &str) {
        if let Some(fault) = &mut self.fault {
            fault.path = join(step, &fault.path);
        }
    }

    /// Says that the unknown attributes since `mark` are below `step`.
    #[cold]
    pub(crate) fn unknown_below(&mut self, mark: usize, step: &str) {
        for path in &mut self.unknown[mark..] {
            *path = join(step, path);
        }
    }

    /// The error for the client.
    #[cold]
    pub(crate) fn error(&mut self, error: &JsonError) -> ScimError {
        match self.fault.take() {
            Some(fault) if fault.path.is_empty() => {
                ScimError::new(400, fault.text).with_type(fault.scim_type)
            }
            Some(fault) => {
                ScimError::new(400, format!("`{}`: {}", fault.path, fault.text)).with_type(fault.scim_type)
            }
            None if error.is_syntax() => {
                ScimError::invalid_syntax(format!("the body is not valid JSON: {error}"))
            }
            None => {
                ScimError::invalid_syntax(format!("the body is not the message that is expected: {error}"))
            }
        }
    }

    /// The message for another serde format, which has an error type of its own.
    pub(crate) fn message<E: serde::de::Error>(&mut self, error: E) -> E {
        match self.fault.take() {
            Some(fault) if !fault.path.is_empty() => {
                E::custom(format_args!("`{}`: {}", fault.path, fault.text))
            }
            _ => error,
        }
    }
}

/// A resource to be filled.
pub(crate) struct Root<'r> {
    pub(crate) object: &'r mut dyn Slots,
    pub(crate) reader: &'r mut Reader,
}

impl<'de> DeserializeSeed<'de> for Root<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Root<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object that is a SCIM resource")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { object, reader } = self;
        let object = &mut ViewMut::new(object);
        let mut seen = Seen::default();
        let mut root = RootState::default();
        read_map(object, reader, &mut seen, Some(&mut root), map)?;
        root.finish(object, &mut seen, reader)?;
        require(object.table, &seen, reader)
    }
}

/// The attributes of one object that were named, and those that were given a value.
#[derive(Default)]
pub(crate) struct Seen {
    named: Bits,
    assigned: Bits,
}

impl Seen {
    /// Whether nothing was assigned, which makes a complex value unassigned.
    pub(crate) fn is_empty(&self) -> bool {
        self.assigned.is_empty()
    }
}

/// What only the resource itself has: `schemas`, and extensions, which may come in several pieces.
#[derive(Default)]
pub(crate) struct RootState {
    /// Whether the key `schemas` has been met.
    met: bool,
    /// Whether the core schema was listed.
    core: bool,
    /// Whether `schemas` had anything at all.
    any: bool,
    /// The extensions that were listed.
    listed: Bits,
    /// What was seen of each extension that has data. Empty, so free, for most documents.
    extensions: Vec<(usize, Seen)>,
}

impl RootState {
    fn extension(&mut self, index: usize) -> &mut Seen {
        let at = self.extensions.iter().position(|(i, _)| *i == index).unwrap_or_else(|| {
            self.extensions.push((index, Seen::default()));
            self.extensions.len() - 1
        });
        &mut self.extensions[at].1
    }

    fn finish<E: serde::de::Error>(
        self,
        object: &mut ViewMut<'_>,
        seen: &mut Seen,
        reader: &mut Reader,
    ) -> Result<(), E> {
        let table = object.table;
        if !self.core
            && let Some(schema) = table.schema
        {
            let text = if self.any {
                format!("`schemas` lacks this resource's URN; add \"{}\"", schema.id)
            } else {
                format!("`schemas` is missing; send \"schemas\": [\"{}\"]", schema.id)
            };
            return Err(reader.refuse(ScimType::InvalidSyntax, text));
        }
        for (index, extension) in self.extensions {
            let attribute = &table.attributes[index];
            if extension.is_empty() {
                clear(object.place(index));
                continue;
            }
            seen.assigned.insert(index);
            if let Some(table) = attribute.table {
                require(table, &extension, reader).inspect_err(|_| reader.below(attribute.name))?;
            }
            if !self.listed.contains(index) && !reader.tolerate(Tolerance::UndeclaredExtensionAccepted) {
                return Err(reader.refuse(
                    ScimType::InvalidSyntax,
                    format!(
                        "data of an extension that `schemas` does not list; add \"{}\" to it",
                        attribute.name
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Every required attribute has a value. A readOnly one is for the server to supply.
pub(crate) fn require<E: serde::de::Error>(table: &Table, seen: &Seen, reader: &mut Reader) -> Result<(), E> {
    if reader.partial || (table.required & !seen.assigned.near() == 0 && !table.required_beyond) {
        return Ok(());
    }
    for (index, attribute) in table.attributes.iter().enumerate() {
        if attribute.required
            && attribute.mutability != Mutability::ReadOnly
            && !seen.assigned.contains(index)
        {
            let error = reader.refuse(
                ScimType::InvalidValue,
                format!("a value is required ({})", attribute.attribute_type),
            );
            reader.below(attribute.name);
            return Err(error);
        }
    }
    Ok(())
}

/// Fills `object` from `map`.
pub(crate) fn read_map<'de, A: MapAccess<'de>>(
    object: &mut ViewMut<'_>,
    reader: &mut Reader,
    seen: &mut Seen,
    mut root: Option<&mut RootState>,
    mut map: A,
) -> Result<(), A::Error> {
    let table = object.table;
    let mut hint = 0;
    while let Some(name) =
        map.next_key_seed(NameSeed { table, hint, root: root.is_some(), unknown: &mut reader.name })?
    {
        let index = match name {
            Name::Attribute(index) => index,
            Name::Alias(index) => {
                if !reader.tolerate(Tolerance::LegacyUrnAlias) {
                    return Err(refuse_unknown(reader, table.attributes[index].name));
                }
                index
            }
            Name::Schemas => {
                if let Some(root) = &mut root {
                    if std::mem::replace(&mut root.met, true) {
                        return Err(twice(reader, "schemas"));
                    }
                    map.next_value_seed(SchemasSeed { table, root, reader })
                        .inspect_err(|_| reader.below("schemas"))?;
                }
                continue;
            }
            Name::InExtension(index, inner) => {
                if let Some(root) = &mut root {
                    read_in_extension(object, reader, root.extension(index), index, inner, &mut map)?;
                }
                continue;
            }
            Name::Unknown => {
                let name = std::mem::take(&mut reader.name);
                if !reader.tolerate(Tolerance::UnknownAttrsIgnored) {
                    return Err(refuse_unknown(reader, &name));
                }
                reader.unknown.push(name);
                map.next_value::<IgnoredAny>()?;
                continue;
            }
        };
        hint = index + 1;
        let attribute = &table.attributes[index];
        if !seen.named.insert(index) {
            return Err(twice(reader, attribute.name));
        }
        if reader.request && attribute.mutability == Mutability::ReadOnly {
            map.next_value::<IgnoredAny>()?;
            continue;
        }
        let mark = reader.unknown.len();
        let extension = match &mut root {
            Some(root) if attribute.role == Role::Extension => Some(root.extension(index)),
            _ => None,
        };
        let slot = Slot::new(object.place(index), attribute, reader, extension);
        match map.next_value_seed(slot) {
            Ok(true) => _ = seen.assigned.insert(index),
            Ok(false) => {}
            Err(error) => {
                reader.below(attribute.name);
                return Err(error);
            }
        }
        if reader.unknown.len() > mark {
            reader.unknown_below(mark, attribute.name);
        }
    }
    Ok(())
}

#[cold]
fn twice<E: serde::de::Error>(reader: &mut Reader, name: &str) -> E {
    let error = reader.refuse(
        ScimType::InvalidSyntax,
        "the name appears twice (names are compared without regard to case)",
    );
    reader.below(name);
    error
}

#[cold]
fn refuse_unknown<E: serde::de::Error>(reader: &mut Reader, name: &str) -> E {
    let error = reader.refuse(ScimType::InvalidSyntax, "there is no such attribute");
    reader.below(name);
    error
}

/// One attribute of an extension, under a key such as `urn:…:User:department`.
fn read_in_extension<'de, A: MapAccess<'de>>(
    object: &mut ViewMut<'_>,
    reader: &mut Reader,
    seen: &mut Seen,
    index: usize,
    inner: usize,
    map: &mut A,
) -> Result<(), A::Error> {
    let outer = &object.table.attributes[index];
    let mut place = object.place(index);
    if let ValueMut::Option(option) = place {
        place = option.slot_open();
    }
    let ValueMut::Complex(object) = place else {
        return Err(A::Error::custom("an extension that is not complex"));
    };
    let attribute = &object.table.attributes[inner];
    if !seen.named.insert(inner) {
        let error = twice(reader, attribute.name);
        reader.below(outer.name);
        return Err(error);
    }
    if reader.request && attribute.mutability == Mutability::ReadOnly {
        map.next_value::<IgnoredAny>()?;
        return Ok(());
    }
    let mark = reader.unknown.len();
    match map.next_value_seed(Slot::new(object.into_place(inner), attribute, reader, None)) {
        Ok(true) => _ = seen.assigned.insert(inner),
        Ok(false) => {}
        Err(error) => {
            reader.below(attribute.name);
            reader.below(outer.name);
            return Err(error);
        }
    }
    if reader.unknown.len() > mark {
        reader.unknown_below(mark, attribute.name);
        reader.unknown_below(mark, outer.name);
    }
    Ok(())
}

/// The name that no attribute has.
const SCHEMAS: Key = Key::new("schemas");

/// What a key names.
#[derive(Clone, Copy)]
enum Name {
    Attribute(usize),
    /// An extension, by a retired URN.
    Alias(usize),
    /// An extension's attribute: the extension's index and the attribute's.
    InExtension(usize, usize),
    Schemas,
    /// None of them; the name is in [`Reader::name`].
    Unknown,
}

struct NameSeed<'r> {
    table: &'static Table,
    /// Where the next attribute is expected.
    hint: usize,
    /// Whether the object is a resource, which alone has `schemas` and URNs.
    root: bool,
    /// Where a name that nothing has is kept.
    unknown: &'r mut String,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Name;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute name")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Name, E> {
        let bytes = name.as_bytes();
        let needle = Needle::new(bytes);
        // What a document starts with is no attribute; without a look at all of them, that is.
        if self.root && self.hint == 0 && needle.is(&SCHEMAS) {
            return Ok(Name::Schemas);
        }
        let found = needle.find(bytes, self.table.keys, self.table.attributes, self.hint);
        Ok(match found {
            Some(index) => Name::Attribute(index),
            None => self.other(name),
        })
    }
}

impl NameSeed<'_> {
    /// The names that are no attribute's.
    #[cold]
    fn other(self, name: &str) -> Name {
        if self.root {
            if name.eq_ignore_ascii_case("schemas") {
                return Name::Schemas;
            }
            if let Some(found) = self.with_urn(name) {
                return found;
            }
        }
        name.clone_into(self.unknown);
        Name::Unknown
    }

    /// `urn:…:attribute` in the longest URN that fits, or a retired URN.
    fn with_urn(&self, name: &str) -> Option<Name> {
        let lookup = |table: &Table, name: &str| {
            Needle::new(name.as_bytes()).find(name.as_bytes(), table.keys, table.attributes, 0)
        };
        let core = self.table.schema.map(|schema| (schema, None));
        let extensions = (self.table.attributes.iter().enumerate())
            .filter(|(_, a)| a.role == Role::Extension)
            .filter_map(|(i, a)| Some((a.table?.schema?, Some((i, a.table?)))));
        let mut best: Option<(usize, Name)> = None;
        for (schema, extension) in core.into_iter().chain(extensions) {
            if let Some((index, _)) = extension
                && schema.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
            {
                return Some(Name::Alias(index));
            }
            let Some(rest) = after_urn(name, schema) else { continue };
            let found = match extension {
                Some((index, table)) => lookup(table, rest).map(|inner| Name::InExtension(index, inner)),
                None => lookup(self.table, rest).map(Name::Attribute),
            };
            if let Some(found) = found
                && best.as_ref().is_none_or(|(length, _)| *length < schema.id.len())
            {
                best = Some((schema.id.len(), found));
            }
        }
        best.map(|(_, name)| name)
    }
}

/// What follows the schema's URN and a colon.
fn after_urn<'n>(name: &'n str, schema: &SchemaDef) -> Option<&'n str> {
    let (urn, rest) = name.split_at_checked(schema.id.len())?;
    if schema.is(urn) { rest.strip_prefix(':') } else { None }
}

/// The `schemas` of a resource.
struct SchemasSeed<'r> {
    table: &'static Table,
    root: &'r mut RootState,
    reader: &'r mut Reader,
}

impl<'de> DeserializeSeed<'de> for SchemasSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for SchemasSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of schema URNs")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(self.reader.refuse(ScimType::InvalidSyntax, "expected an array of schema URNs, got a string"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.reader.refuse(ScimType::InvalidSyntax, "expected an array of schema URNs, got an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(UrnSeed(&mut self))?.is_some() {}
        Ok(())
    }
}

impl SchemasSeed<'_> {
    fn take<E: serde::de::Error>(&mut self, urn: &str) -> Result<(), E> {
        self.root.any = true;
        let Self { table, root, reader } = self;
        if table.schema.is_some_and(|schema| schema.is(urn)) {
            root.core = true;
            return Ok(());
        }
        let extensions = || (table.attributes.iter().enumerate()).filter(|(_, a)| a.role == Role::Extension);
        if let Some((index, _)) = extensions().find(|(_, a)| a.name.eq_ignore_ascii_case(urn)) {
            root.listed.insert(index);
            return Ok(());
        }
        let retired = |schema: &SchemaDef| schema.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(urn));
        if reader.compat.allows(Tolerance::LegacyUrnAlias) {
            let mut known = false;
            if table.schema.is_some_and(retired) {
                root.core = true;
                known = true;
            }
            if let Some((index, _)) =
                extensions().find(|(_, a)| a.table.and_then(|t| t.schema).is_some_and(retired))
            {
                root.listed.insert(index);
                known = true;
            }
            if known {
                reader.tolerate(Tolerance::LegacyUrnAlias);
                return Ok(());
            }
        }
        if reader.tolerate(Tolerance::UnknownSchemaUrnIgnored) {
            reader.unknown.push(format!("schemas[{urn:?}]"));
            return Ok(());
        }
        Err(reader.refuse(ScimType::InvalidSyntax, format!("{urn:?} is no schema of this resource")))
    }
}

struct UrnSeed<'s, 'r>(&'s mut SchemasSeed<'r>);

impl<'de> DeserializeSeed<'de> for UrnSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for UrnSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a schema URN")
    }

    fn visit_str<E: serde::de::Error>(self, urn: &str) -> Result<(), E> {
        self.0.take(urn)
    }
}
