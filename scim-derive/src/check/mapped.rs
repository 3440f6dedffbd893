//! Structs that are rows: each field says where it is in a schema that exists, and the tree is built from that.
//!
//! Whether the names exist and the types fit, only the schema's table can tell, which constants in the generated code ask.

use darling::FromAttributes;
use proc_macro2::Span;
use scim_grammar::{AttrExp, AttrPath, Filter, LiteralValue, Number, Operator, Path, Test, names_equal};
use syn::spanned::Spanned;
use syn::{Field, LitStr, Type};

use super::{Container, columns, keys, names};
use crate::attrs::{FieldAttrs, Place, to_errors};
use crate::errors::Errors;
use crate::literal::{Asks, Refusal};
use crate::model::{
    Attr, Carrier, Constant, Element, Entry, Mapped, Member, Model, Part, RowField, RowPath, Skipped, Target,
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
    elements_differ(&row, errors);
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
            keys::of_row_field(&attrs, errors);
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
                    self.put(place, index, attrs.primary.is_some(), &given.value, ident, errors);
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
        is_primary: bool,
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
            format!(
                "`{other}` and `{ident}` overlap: a part of the schema is one field's; change a path, or mark a field `#[scim(skip)]`"
            )
        };
        match (entry, place.keys, place.sub) {
            (None, None, None) => level.push(Attr { name: place.name, entry: Entry::Field(field) }),
            (None, None, Some(sub)) => {
                level.push(Attr { name: place.name, entry: Entry::Complex(vec![(sub, field)]) });
            }
            (None, Some(keys), Some(sub)) => {
                let subs = vec![(sub, field)];
                let entry = Entry::Elements(vec![Element { keys, subs, is_primary }]);
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
                            element.is_primary |= is_primary;
                        }
                    }
                    None => elements.push(Element { keys, subs: vec![(sub, field)], is_primary }),
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
        let Some(behind) = behind else {
            return Err(Refusal::new(
                "a field is a sub-attribute of an element, not all of it",
                text.len()..text.len(),
                "name one behind the brackets, such as `.value`",
            ));
        };
        sub = Some(behind.text.to_owned());
        let mut found = Vec::new();
        equalities(&value_path.filter, &mut found)?;
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
            b.iter().any(|(other, constant)| names_equal(name, other) && same_constant(value, constant))
        })
}

fn same_constant(a: &Constant, b: &Constant) -> bool {
    match (a, b) {
        (Constant::Str(a), Constant::Str(b)) => a.eq_ignore_ascii_case(b),
        (a, b) => a == b,
    }
}

/// A value that comes has to be one element, not two.
fn elements_differ(row: &Row, errors: &mut Errors) {
    for element_pair in lists(row).flat_map(|elements| pairs(elements)) {
        let (first, second) = element_pair;
        let differ = first.keys.iter().any(|(name, value)| {
            second
                .keys
                .iter()
                .any(|(other, constant)| names_equal(name, other) && !same_constant(value, constant))
        });
        if let (false, Some((_, field))) = (differ, second.subs.first()) {
            errors.push(
                path_span(row, *field),
                "one value could be this element and another that a field is; tell them apart by the same sub-attribute",
            );
        }
    }
}

/// Of the values of an attribute at most one is primary (RFC 7643 §2.4).
fn one_is_primary(row: &Row, errors: &mut Errors) {
    for elements in lists(row) {
        for second in elements.iter().filter(|element| element.is_primary).skip(1) {
            let field = second.subs.first().map_or(0, |(_, field)| *field);
            errors.push(
                path_span(row, field),
                "another element is `primary` already; at most one value of an attribute is (RFC 7643 §2.4)",
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

fn pairs(elements: &[Element]) -> impl Iterator<Item = (&Element, &Element)> {
    elements.iter().enumerate().flat_map(|(i, second)| elements[..i].iter().map(move |first| (first, second)))
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
