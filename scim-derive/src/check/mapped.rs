//! Structs that are rows: each field says where it is in a schema that exists, and the tree is built from that.
//!
//! Whether the names exist and the types fit, only the schema's table can tell, which constants in the generated code ask.

use darling::FromAttributes;
use proc_macro2::Span;
use quote::ToTokens;
use scim_grammar::{
    AttrExp, AttrPath, Filter, LiteralValue, Number, Operator, Path, Test, names_equal, same_text,
};
use syn::spanned::Spanned;
use syn::{Field, LitStr, Type};

use super::{Container, columns, keys, names};
use crate::attrs::{FieldAttrs, Place, to_errors};
use crate::errors::Errors;
use crate::literal::{Asks, Refusal};
use crate::model::{
    Alike, Attr, Carrier, Constant, Doubt, Element, Entry, Mapped, Member, Model, Part, RowField, RowPath,
    Skipped, Slot, Target,
};
use crate::types;

/// The model of a struct with `maps`.
pub(super) fn check(
    container: &Container<'_>,
    target: Target,
    schema: &Type,
    fields: &syn::FieldsNamed,
    errors: &mut Errors,
) -> Model {
    keys::schema_is_of("maps", "the type that is mapped", &container.attrs, errors);
    is_not_generic(container, errors);
    let attrs = &container.attrs;
    if let Some(endpoint) = &attrs.endpoint {
        names::is_endpoint(&endpoint.value, errors);
    }
    let mut row =
        Row { fields: Vec::new(), skipped: Vec::new(), core: Vec::new(), groups: Vec::new(), complete: true };
    for field in &fields.named {
        row.add(container, field, errors);
    }
    keys::one_of_each(&row.fields.iter().map(|field| (field.part, &field.member.ident)), errors);
    let placed = row.fields.iter().map(|field| (field.part, &field.member.ident, field.column.as_ref()));
    columns::together(container, &placed, errors);
    has_id(container, &row, errors);
    extensions_differ(container, errors);
    elements_differ(&mut row, errors);
    primary_is_said_once(&row, errors);
    one_is_primary(&row, errors);
    Model::Mapped(Mapped {
        target,
        schema: schema.clone(),
        extensions: attrs.extensions.as_ref().map(|key| key.value.0.clone()).unwrap_or_default(),
        name: attrs.name.as_ref().map(|key| key.value.value()),
        description: attrs.description.as_ref().map(|key| key.value.value()),
        endpoint: attrs.endpoint.as_ref().map(|key| key.value.value()),
        table: attrs.table.as_ref().map(|key| key.value.clone()),
        fields: row.fields,
        core: row.core,
        groups: row.groups,
        skipped: row.skipped,
    })
}

/// The tables are constants beside the impls, which cannot see parameters.
fn is_not_generic(container: &Container<'_>, errors: &mut Errors) {
    let params = &container.input.generics.params;
    if !params.is_empty() {
        errors.push(params.span(), "a struct with `maps` cannot have parameters; write the types out");
    }
}

/// Every resource has an `id` (RFC 7643 §3.1).
fn has_id(container: &Container<'_>, row: &Row, errors: &mut Errors) {
    if row.complete && container.complete && !row.fields.iter().any(|field| field.part == Part::Id) {
        errors.push(
            container.input.ident.span(),
            "a resource has an `id` (RFC 7643 §3.1): mark the field that identifies the row `#[scim(id)]`",
        );
    }
}

/// An extension is listed once; that two of them have one URN, a constant tells.
fn extensions_differ(container: &Container<'_>, errors: &mut Errors) {
    let Some(extensions) = &container.attrs.extensions else { return };
    let listed = &extensions.value.0;
    for (i, path) in listed.iter().enumerate() {
        if listed[..i].contains(path) {
            let name = path.to_token_stream().to_string().replace(' ', "");
            errors.push(path.span(), format!("`{name}` is on the list already; remove one of the two"));
        }
    }
}

/// The tree as it grows.
struct Row {
    fields: Vec<RowField>,
    skipped: Vec<Skipped>,
    core: Vec<Attr>,
    groups: Vec<(String, Vec<Attr>)>,
    /// Whether every field could be read.
    complete: bool,
}

impl Row {
    fn add(&mut self, container: &Container<'_>, field: &Field, errors: &mut Errors) {
        let Some(ident) = field.ident.as_ref() else { return };
        let attrs = match FieldAttrs::from_attributes(&field.attrs) {
            Ok(attrs) => attrs,
            Err(error) => {
                to_errors(error, Place::Field, errors);
                self.complete = false;
                return;
            }
        };
        let role = keys::of_field(container.derive, &attrs, errors);
        let generics = &container.input.generics;
        let ty = types::without_self(&field.ty, &container.input.ident, generics);
        let member = Member { ident: ident.clone(), ty, generic: false };
        let part = match role {
            Some("skip") => {
                let default = attrs.default.map(|key| key.value);
                self.skipped.push(Skipped { member, default });
                return;
            }
            Some(role @ ("base" | "extension")) => {
                let advice = if role == "base" {
                    "`maps` names the schema already"
                } else {
                    "list its type in `extensions(...)` on the struct, and give each of its attributes a `path`"
                };
                errors.push(ident.span(), format!("`{role}` contradicts `maps`: {advice}"));
                return;
            }
            Some("id") => Part::Id,
            Some("external_id") => Part::ExternalId,
            Some("meta") => Part::Meta,
            _ => Part::Attribute,
        };
        let column = columns::of_field(&attrs, errors);
        let index = self.fields.len();
        let mut sub = false;
        let mut path = None;
        if part == Part::Attribute {
            keys::of_row_field(container.derive, &attrs, errors);
            let Some(given) = &attrs.path else {
                errors.push(
                    ident.span(),
                    "where in the schema is this? Say `#[scim(path = \"...\")]`, or `#[scim(skip)]` if it is no part of SCIM",
                );
                self.complete = false;
                return;
            };
            let text = given.value.value();
            match read(&text) {
                Ok((place, asks)) => {
                    sub = place.is_sub();
                    let primary = attrs.primary.as_ref().map(|key| key.span);
                    self.put(place, index, primary, &given.value, ident, errors);
                    if let (Some(primary), false) = (&attrs.primary, text.contains('[')) {
                        errors.push(
                            primary.span,
                            "`primary` says which of several values comes first; this path selects none: write \
                             `emails[type eq \"work\"].value` or the like",
                        );
                    }
                    path = Some(RowPath { text: given.value.clone(), asks });
                }
                Err(refusal) => {
                    let message = format!("invalid SCIM path: {}", refusal.render(&text));
                    errors.push(given.value.span(), message);
                    return;
                }
            }
        }
        if part == Part::Attribute {
            keys::integer_fits(&field.ty, &attrs, errors);
        }
        let carrier = match (attrs.with, part) {
            (Some(with), _) => Carrier::Convert(Box::new(with.value)),
            (None, Part::Meta) => Carrier::MetaField,
            (None, _) if sub => Carrier::SubAttribute,
            (None, _) => Carrier::Attribute,
        };
        self.fields.push(RowField {
            member,
            part,
            carrier,
            default: attrs.default.map(|key| key.value),
            path,
            required: attrs.required.map(|key| key.span),
            mutability: attrs.mutability,
            description: attrs.description.map(|key| key.value.value()),
            column,
        });
    }

    /// Puts a field where its path says.
    fn put(
        &mut self,
        place: At,
        field: usize,
        primary: Option<Span>,
        text: &LitStr,
        ident: &syn::Ident,
        errors: &mut Errors,
    ) {
        let level = match &place.urn {
            None => &mut self.core,
            Some(urn) => {
                let at =
                    self.groups.iter().position(|(known, _)| names_equal(known, urn)).unwrap_or_else(|| {
                        self.groups.push((urn.clone(), Vec::new()));
                        self.groups.len() - 1
                    });
                &mut self.groups[at].1
            }
        };
        if place.urn.is_none()
            && ["id", "externalId", "meta", "schemas"].iter().any(|c| names_equal(c, &place.name))
        {
            let advice = if names_equal("schemas", &place.name) {
                "it is computed from what is present"
            } else {
                "mark the field `#[scim(id)]`, `#[scim(external_id)]` or `#[scim(meta)]`"
            };
            errors.push(text.span(), format!("`{}` is a common attribute; {advice}", place.name));
            return;
        }
        let entry =
            level.iter_mut().find(|attr| names_equal(&attr.name, &place.name)).map(|attr| &mut attr.entry);
        let taken = |earlier: usize, fields: &[RowField]| {
            let other = fields.get(earlier).map_or_else(String::new, |field| field.member.ident.to_string());
            overlap(&other, &ident.to_string())
        };
        match (entry, place.keys, place.sub) {
            (None, None, None) => level.push(Attr { name: place.name, entry: Entry::Field(field) }),
            (None, None, Some(sub)) => {
                level.push(Attr { name: place.name, entry: Entry::Complex(vec![(sub, field)]) });
            }
            (None, Some(keys), Some(sub)) => {
                let subs = vec![(sub, field)];
                let entry = Entry::Elements(vec![Element { keys, subs, primary, alike: Vec::new() }]);
                level.push(Attr { name: place.name, entry });
            }
            (Some(Entry::Complex(subs)), None, Some(sub)) => {
                match subs.iter().find(|(name, _)| names_equal(name, &sub)) {
                    Some((_, earlier)) => errors.push(text.span(), taken(*earlier, &self.fields)),
                    None => subs.push((sub, field)),
                }
            }
            (Some(Entry::Elements(elements)), Some(keys), Some(sub)) => {
                match elements.iter_mut().find(|element| same_keys(&element.keys, &keys)) {
                    Some(element) => {
                        if let Some((_, earlier)) =
                            element.subs.iter().find(|(name, _)| names_equal(name, &sub))
                        {
                            errors.push(text.span(), taken(*earlier, &self.fields));
                        } else {
                            element.subs.push((sub, field));
                            element.primary = element.primary.or(primary);
                        }
                    }
                    None => {
                        elements.push(Element { keys, subs: vec![(sub, field)], primary, alike: Vec::new() });
                    }
                }
            }
            // Elements always name a sub-attribute.
            (None, Some(_), None) => {}
            (Some(other), ..) => {
                let earlier = first_field(other);
                errors.push(text.span(), taken(earlier, &self.fields));
            }
        }
    }
}

/// The message for two fields at one place.
pub(super) fn overlap(one: &str, other: &str) -> String {
    format!(
        "`{one}` and `{other}` overlap: a part of the schema is one field's; change a path, or mark a field `#[scim(skip)]`"
    )
}

fn first_field(entry: &Entry) -> usize {
    match entry {
        Entry::Field(field) => *field,
        Entry::Complex(subs) => subs.first().map_or(0, |(_, field)| *field),
        Entry::Elements(elements) => {
            elements.first().and_then(|e| e.subs.first()).map_or(0, |(_, field)| *field)
        }
    }
}

/// Where a path leads.
struct At {
    urn: Option<String>,
    name: String,
    keys: Option<Vec<(String, Constant)>>,
    sub: Option<String>,
}

impl At {
    fn is_sub(&self) -> bool {
        self.keys.is_some() || self.sub.is_some()
    }
}

/// Takes a path apart.
fn read(text: &str) -> Result<(At, proc_macro2::TokenStream), Refusal> {
    let path = Path::parse(text).and_then(scim_grammar::Parsed::strict).map_err(Refusal::from)?;
    let mut asks = Asks::default();
    asks.path(&path);
    let (urn, name, mut sub) = split(path.attr())?;
    let mut keys = None;
    if let Path::Value { value_path, sub: behind } = &path {
        if sub.is_some() {
            return Err(Refusal::new(
                "a sub-attribute has no values to select from",
                path.attr().span(),
                "put the filter behind the attribute, and the sub-attribute behind the filter",
            ));
        }
        let mut found = Vec::new();
        equalities(&value_path.filter, &mut found)?;
        let fixes = |sub: &str| found.iter().any(|(key, _)| names_equal(key, sub));
        let Some(behind) = behind else {
            // Of a list of simple values the value itself is all that a filter can name.
            let help = if fixes("value") {
                "make the field a `Vec` of all values and leave the brackets out, or name another sub-attribute behind them"
            } else {
                "name one behind the brackets, such as `.value`"
            };
            return Err(Refusal::new(
                "a field is a sub-attribute of an element, not all of it",
                text.len()..text.len(),
                help,
            ));
        };
        if fixes(behind.text) {
            // Simple values have this one alone.
            let help = if names_equal(behind.text, "value") {
                "name another one; if the values are simple, make one field of all, a `Vec`, and leave the brackets out"
            } else {
                "name another one, or tell the element from others by another one"
            };
            return Err(Refusal::new(
                "the filter says what this sub-attribute is, so no field can hold it",
                behind.span(),
                help,
            ));
        }
        sub = Some(behind.text.to_owned());
        keys = Some(found);
    }
    Ok((At { urn, name, keys, sub }, asks.tokens()))
}

/// The URN, the attribute and the sub-attribute. Names have no colon, so they are behind the last one.
fn split(path: &AttrPath<'_>) -> Result<(Option<String>, String, Option<String>), Refusal> {
    match path {
        AttrPath::Plain(attr) => {
            Ok((None, attr.name.text.to_owned(), attr.sub.map(|sub| sub.text.to_owned())))
        }
        AttrPath::Urn(urn) => {
            let text = urn.text.text;
            let nameless = || {
                Refusal::new(
                    "this is a URN without an attribute",
                    path.span(),
                    "name an attribute behind it, after a colon",
                )
            };
            let (urn, names) = text.rsplit_once(':').ok_or_else(nameless)?;
            let (name, sub) = scim_grammar::split_names(names).ok_or_else(nameless)?;
            Ok((Some(urn.to_owned()), name.to_owned(), sub.map(str::to_owned)))
        }
    }
}

/// One element is told from others by what its sub-attributes equal: nothing else can be written as a constant.
fn equalities(filter: &Filter<'_>, found: &mut Vec<(String, Constant)>) -> Result<(), Refusal> {
    let refuse = |span: std::ops::Range<usize>| {
        Refusal::new(
            "a field is one element, which equalities tell from the others",
            span,
            "write `[type eq \"work\"]`, or several equalities joined by `and`",
        )
    };
    match filter {
        Filter::And(parts) => parts.iter().try_for_each(|part| equalities(part, found)),
        Filter::Attr(AttrExp {
            path: AttrPath::Plain(attr),
            test: Test::Compare { operator: Operator::Eq, literal, operator_offset },
        }) => {
            let value = match &literal.value {
                LiteralValue::String(text) if text.is_empty() => {
                    return Err(Refusal::new(
                        "no value is an empty string",
                        literal.text.span(),
                        "write the one that the element has, as in `[type eq \"work\"]`",
                    ));
                }
                LiteralValue::String(text) => Constant::Str(text.clone().into_owned()),
                LiteralValue::Boolean(value) => Constant::Bool(*value),
                LiteralValue::Number(Number::Integer(value)) => Constant::Int(*value),
                LiteralValue::Number(Number::Float(value)) => Constant::Decimal(*value),
                LiteralValue::Null => return Err(refuse(literal.text.span())),
            };
            let name = attr.name.text;
            if found.iter().any(|(known, _)| names_equal(known, name)) {
                return Err(Refusal::new(
                    "a sub-attribute has one value",
                    attr.name.offset..operator_offset + 2,
                    "name each sub-attribute once",
                ));
            }
            found.push((name.to_owned(), value));
            Ok(())
        }
        Filter::Attr(exp) => Err(match &exp.test {
            Test::Compare { operator_offset, .. } => refuse(*operator_offset..operator_offset + 2),
            Test::Present => refuse(exp.path.span()),
        }),
        Filter::Or(parts) => Err(refuse(parts.first().map_or(0..0, span))),
        Filter::Not(inner) => Err(refuse(span(inner))),
        Filter::Value(exp) => Err(refuse(exp.value_path.attr.span())),
    }
}

fn span(filter: &Filter<'_>) -> std::ops::Range<usize> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            let (first, last) = (parts.first().map_or(0..0, span), parts.last().map_or(0..0, span));
            first.start..last.end
        }
        Filter::Not(inner) => span(inner),
        Filter::Attr(exp) => exp.path.span(),
        Filter::Value(exp) => exp.value_path.attr.span(),
    }
}

fn same_keys(a: &[(String, Constant)], b: &[(String, Constant)]) -> bool {
    a.len() == b.len()
        && a.iter().all(|(name, value)| {
            b.iter().any(|(other, constant)| {
                names_equal(name, other) && matches!(compare(value, constant), Comparison::Same)
            })
        })
}

/// What can be said of two constants before the type of their sub-attribute is known.
enum Comparison {
    Same,
    Different,
    /// The type decides: texts may differ in case, dateTimes in the offset.
    Doubtful {
        folds_alike: bool,
    },
}

fn compare(a: &Constant, b: &Constant) -> Comparison {
    let is_same = match (a, b) {
        (Constant::Str(a), Constant::Str(b)) if a != b => {
            let folds_alike = same_text(a, b);
            let is_date = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('T');
            if folds_alike || (is_date(a) && is_date(b)) {
                return Comparison::Doubtful { folds_alike };
            }
            false
        }
        (Constant::Int(_), Constant::Decimal(_)) | (Constant::Decimal(_), Constant::Int(_)) => {
            decimal(a) == decimal(b)
        }
        (a, b) => a == b,
    };
    if is_same { Comparison::Same } else { Comparison::Different }
}

/// A number as decimals compare.
fn decimal(number: &Constant) -> Option<Constant> {
    match number {
        #[expect(clippy::cast_precision_loss, reason = "an integer is compared so with a decimal")]
        Constant::Int(value) => Some(Constant::Decimal(*value as f64)),
        Constant::Decimal(value) => Some(Constant::Decimal(*value)),
        Constant::Str(_) | Constant::Bool(_) => None,
    }
}

/// A value that comes has to be one element, not two. What only the type can tell is left to a constant.
fn elements_differ(row: &mut Row, errors: &mut Errors) {
    let mut ambiguous = Vec::new();
    for elements in lists_mut(row) {
        for second in 1..elements.len() {
            let (earlier, rest) = elements.split_at_mut(second);
            let Some(second) = rest.first_mut() else { continue };
            for first in earlier {
                let Some(names) = doubts(&first.keys, &second.keys) else { continue };
                let field = |element: &Element| element.subs.first().map_or(0, |(_, field)| *field);
                if names.is_empty() {
                    ambiguous.push(field(second));
                } else {
                    second.alike.push(Alike { field: field(first), names });
                }
            }
        }
    }
    for field in ambiguous {
        errors.push(
            path_span(row, field),
            "one value could be this element and another that a field is; tell them apart by the same sub-attribute",
        );
    }
}

/// What may tell two elements apart, once the types are known; nothing if a constant tells them apart already.
fn doubts(first: &[(String, Constant)], second: &[(String, Constant)]) -> Option<Vec<Doubt>> {
    let mut found = Vec::new();
    for (name, value) in first {
        let Some((_, other)) = second.iter().find(|(other, _)| names_equal(name, other)) else { continue };
        match (compare(value, other), value, other) {
            (Comparison::Same, ..) => {}
            (Comparison::Doubtful { folds_alike }, Constant::Str(a), Constant::Str(b)) => {
                found.push(Doubt { name: name.clone(), texts: [a.clone(), b.clone()], folds_alike });
            }
            _ => return None,
        }
    }
    Some(found)
}

/// Whether an element is the primary one is said by the key, by the filter or by a field.
fn primary_is_said_once(row: &Row, errors: &mut Errors) {
    for element in lists(row).flatten() {
        let Some(key) = element.primary else { continue };
        if element.keys.iter().any(|(name, _)| names_equal(name, "primary")) {
            errors.push(key, "the filter says already whether the element is `primary`; remove the key");
        }
        if let Some((_, field)) = element.subs.iter().find(|(name, _)| names_equal(name, "primary")) {
            let field =
                row.fields.get(*field).map_or_else(String::new, |field| field.member.ident.to_string());
            errors.push(
                key,
                format!(
                    "the field `{field}` says whether the element is `primary`; remove the key, or that field"
                ),
            );
        }
    }
}

/// Of the values of an attribute at most one is primary (RFC 7643 §2.4).
fn one_is_primary(row: &Row, errors: &mut Errors) {
    let is_primary = |element: &&Element| {
        let fixed = |(name, value): &(String, Constant)| {
            names_equal(name, "primary") && *value == Constant::Bool(true)
        };
        element.primary.is_some() || element.keys.iter().any(fixed)
    };
    for elements in lists(row) {
        for second in elements.iter().filter(is_primary).skip(1) {
            let field = second.subs.first().map_or(0, |(_, field)| *field);
            errors.push(
                path_span(row, field),
                "another element is `primary` already, or this one with its filter written otherwise; at most one value of an attribute is (RFC 7643 §2.4)",
            );
        }
    }
}

fn lists(row: &Row) -> impl Iterator<Item = &Vec<Element>> {
    let all = row.core.iter().chain(row.groups.iter().flat_map(|(_, attrs)| attrs));
    all.filter_map(|attr| match &attr.entry {
        Entry::Elements(elements) => Some(elements),
        _ => None,
    })
}

fn lists_mut(row: &mut Row) -> impl Iterator<Item = &mut Vec<Element>> {
    let all = row.core.iter_mut().chain(row.groups.iter_mut().flat_map(|(_, attrs)| attrs));
    all.filter_map(|attr| match &mut attr.entry {
        Entry::Elements(elements) => Some(elements),
        _ => None,
    })
}

fn path_span(row: &Row, field: usize) -> Span {
    let field = row.fields.get(field);
    field.map_or_else(Span::call_site, |field| {
        field.path.as_ref().map_or_else(|| field.member.ident.span(), |path| path.text.span())
    })
}

/// What is asked of the names in a path that was read before.
pub(crate) fn asks_of(path: &LitStr) -> proc_macro2::TokenStream {
    read(&path.value()).map_or_else(|_| proc_macro2::TokenStream::new(), |(_, asks)| asks)
}

/// The name that the path of a field of a mapped complex attribute is.
pub(super) fn sub_attribute(path: &LitStr, errors: &mut Errors) -> Option<String> {
    let text = path.value();
    match read(&text) {
        Ok((At { urn: None, name, keys: None, sub: None }, _)) => Some(name),
        Ok(_) => {
            errors.push(path.span(), "the path of a sub-attribute is its name alone, such as \"value\"");
            None
        }
        Err(refusal) => {
            errors.push(path.span(), format!("invalid SCIM path: {}", refusal.render(&text)));
            None
        }
    }
}

/// Each sub-attribute of a mapped complex attribute is one field's.
pub(super) fn paths_differ(slots: &[Slot], errors: &mut Errors) {
    for (i, slot) in slots.iter().enumerate() {
        let name = &slot.attribute.name;
        let earlier = slots[..i].iter().find(|earlier| names_equal(&earlier.attribute.name, name));
        if let (Some(earlier), Some(path)) = (earlier, &slot.path) {
            let [one, other] = [earlier, slot].map(|slot| slot.member.ident.to_string());
            errors.push(path.span(), overlap(&one, &other));
        }
    }
}
