//! Names to table positions.

use scim_grammar::{Attr, AttrPath, Dots, ParseError, Resolved, Text};

use super::near::nearest;
use super::{Fault, Steps};
use crate::compat::{Compat, Tolerance, Tolerances};
use crate::schema::{AttributeDef, AttributeType, Needle, Role, SchemaDef, Table};

/// Looks names up in a resource type, or in a complex attribute, and remembers which tolerances that took.
#[derive(Debug)]
pub(crate) struct Resolver {
    table: &'static Table,
    compat: Compat,
    used: Tolerances,
}

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// An attribute, or a whole extension.
    Attribute(Steps),
    /// `schemas` (RFC 7643 §3.1), which is no attribute of any schema.
    Schemas,
    /// The resource: the path is the URN of its core schema and nothing else.
    Resource,
}

/// Why a path names nothing.
#[derive(Debug)]
pub(crate) enum Miss<'a> {
    /// What follows a known URN is no attribute path.
    Malformed(ParseError),
    /// No schema of the resource has this URN.
    Urn(Text<'a>),
    /// No attribute of this name. The table is that of the schema whose URN stands before it, if one does.
    Attribute(Text<'a>, Option<&'static Table>),
    /// The attribute has no sub-attribute of this name.
    Sub(Text<'a>, &'static AttributeDef),
    /// A tolerance that is off would have found it; the text is what to write instead.
    Refused(Text<'a>, Tolerance, String),
}

impl Resolver {
    pub(crate) fn new(table: &'static Table, compat: &Compat) -> Self {
        Self { table, compat: *compat, used: Tolerances::default() }
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// The tolerances that were needed so far.
    pub(crate) fn used(&self) -> Tolerances {
        self.used
    }

    /// Whether `tolerance` is on; if so, it counts as used.
    pub(crate) fn tolerate(&mut self, tolerance: Tolerance) -> bool {
        let allowed = self.compat.allows(tolerance);
        if allowed {
            self.used.insert(tolerance);
        }
        allowed
    }

    /// The same resolver for the sub-attributes of a complex attribute, for the time of `work`.
    pub(crate) fn within<R>(&mut self, table: &'static Table, work: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.table, table);
        let result = work(self);
        self.table = outer;
        result
    }

    /// What `path` names. The longest known URN wins (RFC 7644 §3.10 leaves that open, since URNs hold dots and colons too).
    pub(crate) fn resolve<'a>(&mut self, path: &AttrPath<'a>) -> Result<Target, Miss<'a>> {
        match path {
            AttrPath::Plain(attr) => self.bare(attr),
            AttrPath::Urn(_) => self.with_urn(path),
        }
    }

    fn bare<'a>(&mut self, attr: &Attr<'a>) -> Result<Target, Miss<'a>> {
        if let Some(index) = position(self.table, attr.name) {
            return Self::sub(Steps::NONE.then(index), &self.table.attributes[usize::from(index)], attr)
                .map(Target::Attribute);
        }
        if self.table.schema.is_some() && attr.name == "schemas" && attr.sub.is_none() {
            return Ok(Target::Schemas);
        }
        let (index, extension, inner) =
            self.in_extension(attr.name).ok_or(Miss::Attribute(attr.name, None))?;
        if !self.tolerate(Tolerance::BareExtensionAttr) {
            let meant = format!("write `{}:{attr}`", extension.name);
            return Err(Miss::Refused(attr.name, Tolerance::BareExtensionAttr, meant));
        }
        let (steps, table) = (Steps::NONE.then(index), extension.table.unwrap_or(self.table));
        Self::sub(steps.then(inner), &table.attributes[usize::from(inner)], attr).map(Target::Attribute)
    }

    /// The only extension that has an attribute of this name: where it is, and where the attribute is in it.
    fn in_extension(&self, name: Text<'_>) -> Option<(u16, &'static AttributeDef, u16)> {
        let mut found = extensions(self.table)
            .filter_map(|(index, extension)| Some((index, extension, position(extension.table?, name)?)));
        let first = found.next()?;
        // Two extensions with the name: no telling which is meant.
        found.next().is_none().then_some(first)
    }

    fn with_urn<'a>(&mut self, path: &AttrPath<'a>) -> Result<Target, Miss<'a>> {
        let known = || urns(self.table).map(|(_, _, urn, _)| urn);
        let dots = if self.compat.allows(Tolerance::UrnDotSeparator) { Dots::Accept } else { Dots::Refuse };
        let resolved = path.resolve(known(), dots).map_err(Miss::Malformed)?;
        let (schema, urn, attr) = match resolved {
            // A path that starts with a URN is never resolved to one that does not.
            Resolved::Bare(attr) => return self.bare(&attr),
            Resolved::Unknown(text) => return Err(Miss::Urn(text)),
            Resolved::Schema { schema, urn } => (schema, urn, None),
            Resolved::Attribute { schema, urn, attr, dot } => {
                if dot {
                    self.tolerate(Tolerance::UrnDotSeparator);
                }
                (schema, urn, Some(attr))
            }
        };
        let (extension, table, _, canonical) = urns(self.table).nth(schema).ok_or(Miss::Urn(urn))?;
        if let Some(canonical) = canonical
            && !self.tolerate(Tolerance::LegacyUrnAlias)
        {
            return Err(Miss::Refused(urn, Tolerance::LegacyUrnAlias, format!("write `{canonical}`")));
        }
        let steps = extension.map_or(Steps::NONE, |index| Steps::NONE.then(index));
        let Some(attr) = attr else {
            if !self.tolerate(Tolerance::BareUrnPath) {
                return Err(Miss::Refused(
                    urn,
                    Tolerance::BareUrnPath,
                    format!("name an attribute behind it: `{urn}:…`"),
                ));
            }
            return Ok(extension.map_or(Target::Resource, |_| Target::Attribute(steps)));
        };
        match position(table, attr.name) {
            Some(index) => {
                let attribute = &table.attributes[usize::from(index)];
                Self::sub(steps.then(index), attribute, &attr).map(Target::Attribute)
            }
            None if extension.is_none() && attr.name == "schemas" && attr.sub.is_none() => {
                Ok(Target::Schemas)
            }
            None => Err(Miss::Attribute(attr.name, Some(table))),
        }
    }

    fn sub<'a>(steps: Steps, attribute: &'static AttributeDef, attr: &Attr<'a>) -> Result<Steps, Miss<'a>> {
        let Some(name) = attr.sub else { return Ok(steps) };
        match attribute.table.and_then(|table| position(table, name)) {
            Some(index) => Ok(steps.then(index)),
            None => Err(Miss::Sub(name, attribute)),
        }
    }

    /// The mistake, as the client is told of it.
    #[cold]
    pub(crate) fn fault(&self, miss: Miss<'_>) -> Fault {
        match miss {
            Miss::Malformed(error) => error.into(),
            Miss::Urn(text) => unknown_urn(self.table, text),
            Miss::Attribute(name, table) => {
                let inner = table.unwrap_or(self.table);
                let owner = inner.schema.map_or("value", |schema| schema.name);
                let message = match inner.schema {
                    Some(_) => format!("`{owner}` has no attribute `{}`", short(name.text)),
                    None => format!("no sub-attribute `{}`", short(name.text)),
                };
                let mut names: Vec<_> = own_names(inner).collect();
                if table.is_none() {
                    names.extend(extensions(self.table).filter_map(|(_, e)| e.table).flat_map(own_names));
                }
                let fault = Fault::new(message, name.span());
                match nearest(name.text, names.into_iter()) {
                    Some(near) => fault.with_help(format!("did you mean `{near}`?")),
                    None => fault,
                }
            }
            Miss::Sub(name, attribute) => missing_sub(name, attribute),
            Miss::Refused(text, tolerance, help) => {
                let message = match tolerance {
                    Tolerance::BareExtensionAttr => {
                        format!("`{}` belongs to an extension, so its URN goes before it", short(text.text))
                    }
                    Tolerance::LegacyUrnAlias => format!("`{}` is a retired URN", short(text.text)),
                    _ => format!("`{}` is the URN of a schema, not an attribute", short(text.text)),
                };
                Fault::new(message, text.span()).with_help(help)
            }
        }
    }
}

/// Where the attribute is that `path` names, in any way that some provider names it; `None` if no schema has it.
///
/// # Errors
///
/// When the text is no attribute path.
pub(crate) fn locate(table: &'static Table, path: &str) -> Result<Option<Steps>, ParseError> {
    let parsed = AttrPath::parse(path)?.tree;
    match Resolver::new(table, &Compat::default()).resolve(&parsed) {
        Ok(Target::Attribute(steps)) => Ok(Some(steps)),
        Err(Miss::Malformed(error)) => Err(error),
        // `schemas` is always there, and the resource as a whole is no attribute.
        Ok(Target::Schemas | Target::Resource) | Err(_) => Ok(None),
    }
}

/// The position of the attribute `name` in `table`.
pub(super) fn position(table: &Table, name: Text<'_>) -> Option<u16> {
    let name = name.text.as_bytes();
    u16::try_from(Needle::new(name).find(name, table.keys, table.attributes, 0)?).ok()
}

fn extensions(table: &'static Table) -> impl Iterator<Item = (u16, &'static AttributeDef)> {
    (0..).zip(table.attributes).filter(|(_, attribute)| attribute.role == Role::Extension)
}

/// Every URN that may stand before an attribute: the extension it stands for (`None`: the core schema), the attributes
/// under it, the URN itself, and the one it is a retired name of.
fn urns(
    table: &'static Table,
) -> impl Iterator<Item = (Option<u16>, &'static Table, &'static str, Option<&'static str>)> {
    let of = |index: Option<u16>, table: &'static Table, schema: &'static SchemaDef| {
        let aliases = schema.aliases.iter().map(move |alias| (index, table, *alias, Some(schema.id)));
        std::iter::once((index, table, schema.id, None)).chain(aliases)
    };
    let core = table.schema.into_iter().flat_map(move |schema| of(None, table, schema));
    core.chain(extensions(table).flat_map(move |(index, extension)| {
        let table = extension.table.into_iter();
        table.flat_map(move |table| {
            table.schema.into_iter().flat_map(move |schema| of(Some(index), table, schema))
        })
    }))
}

/// The attributes of a table by name, without the extensions, whose names are URNs.
fn own_names(table: &'static Table) -> impl Iterator<Item = &'static str> {
    table.attributes.iter().filter(|a| a.role != Role::Extension).map(|a| a.name)
}

#[cold]
fn unknown_urn(table: &'static Table, text: Text<'_>) -> Fault {
    let fault = Fault::new("no schema of the resource has this URN", text.span());
    let known: Vec<_> =
        urns(table).filter(|(.., retired)| retired.is_none()).map(|(_, _, urn, _)| urn).collect();
    if known.is_empty() {
        return fault.with_help("sub-attributes are named without a URN");
    }
    // A slip in the URN shows where it ends, at the last colon at the latest.
    let urn = text.text.rsplit_once(':').map_or(text.text, |(urn, _)| urn);
    match nearest(urn, known.iter().copied()) {
        Some(near) => fault.with_help(format!("did you mean `{near}`?")),
        None => fault.with_help(format!("known are `{}`", known.join("`, `"))),
    }
}

#[cold]
pub(super) fn missing_sub(name: Text<'_>, attribute: &'static AttributeDef) -> Fault {
    let owner = attribute.name;
    let Some(table) = attribute.table.filter(|_| attribute.attribute_type == AttributeType::Complex) else {
        let what = attribute.attribute_type.with_article();
        return Fault::new(format!("`{owner}` is {what} and has no sub-attributes"), name.span());
    };
    let fault = Fault::new(format!("`{owner}` has no sub-attribute `{}`", short(name.text)), name.span());
    match nearest(name.text, own_names(table)) {
        Some(near) => fault.with_help(format!("did you mean `{near}`?")),
        None => fault,
    }
}

/// What a message repeats of a text: not all of it, if it is very long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
