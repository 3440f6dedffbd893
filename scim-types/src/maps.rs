//! What structs with `#[scim(maps = ...)]` take from the schema that they map, in constants.
//!
//! Looking up never stops the compiler: what is not there has no name. That there is nothing is told by the check of the path
//! (`literal::check`), once, under the user's own text; [`fits`] and the others tell what else can be wrong with it.

use crate::literal::{Buffer, instant};
use crate::path::distance;
use crate::schema::{
    AttributeDef, AttributeType, Mutability, Returned, Role, SchemaDef, SchemaExtensionDef, Table,
};
use crate::value::{DateTime, Literal};

/// What a name that nothing has stands for.
const NONE: &AttributeDef = &AttributeDef::of::<Option<String>>();

/// The table of a type without attributes.
const EMPTY: &Table = &Table::new(&[], &[], None);

/// The schema of what is no extension.
const NO_SCHEMA: &SchemaDef = &SchemaDef::new("", "", "", &[]);

/// The table of a complex attribute's type.
pub const fn table(of: Option<&'static Table>) -> &'static Table {
    match of {
        Some(table) => table,
        None => EMPTY,
    }
}

/// The attribute of this name.
pub const fn attribute(table: &'static Table, name: &str) -> &'static AttributeDef {
    let mut i = 0;
    while i < table.attributes.len() {
        let attribute = &table.attributes[i];
        if !matches!(attribute.role, Role::Extension) && is(attribute.name, name) {
            return attribute;
        }
        i += 1;
    }
    NONE
}

/// The sub-attribute of this name.
pub const fn sub(attribute: &'static AttributeDef, name: &str) -> &'static AttributeDef {
    self::attribute(table(attribute.table), name)
}

/// The extension with this URN.
pub const fn extension(table: &'static Table, urn: &str) -> &'static AttributeDef {
    let mut i = 0;
    while i < table.attributes.len() {
        let attribute = &table.attributes[i];
        if matches!(attribute.role, Role::Extension) && is(attribute.name, urn) {
            return attribute;
        }
        i += 1;
    }
    NONE
}

/// The schema of an extension.
pub const fn schema(extension: &'static AttributeDef) -> &'static SchemaDef {
    match table(extension.table).schema {
        Some(schema) => schema,
        None => NO_SCHEMA,
    }
}

/// An extension in its resource's type, made of these fields.
pub const fn in_type(extension: &AttributeDef, fields: &[AttributeDef]) -> SchemaExtensionDef {
    SchemaExtensionDef::new(extension.name, extension.required || any_required(fields))
}

/// The schema's attribute as that of a field: required if the schema says so, or if the field cannot be without a value.
pub const fn inherit(schema: &AttributeDef, field: AttributeDef) -> AttributeDef {
    let mut attribute = *schema;
    attribute.required |= field.required;
    attribute.table = field.table;
    attribute.scalar = field.scalar;
    // Where the schema's own struct is kept says nothing of this one.
    attribute.column = None;
    attribute
}

/// A sub-attribute of elements, some of which are these fields; `is_everywhere` if all of them.
pub const fn inherit_all(
    schema: &AttributeDef,
    fields: &[AttributeDef],
    is_everywhere: bool,
) -> AttributeDef {
    let mut attribute = inherit(schema, fields[0]);
    attribute.required = schema.required || (is_everywhere && all_required(fields));
    attribute
}

/// A complex or multi-valued attribute or an extension, of which `table` is what there is, made of these fields: required if the
/// schema says so, or if one of them cannot be without a value.
pub const fn part(schema: &AttributeDef, table: &'static Table, fields: &[AttributeDef]) -> AttributeDef {
    let mut attribute = *schema;
    attribute.required |= any_required(fields);
    attribute.column = None;
    attribute.table = Some(table);
    attribute
}

const fn any_required(fields: &[AttributeDef]) -> bool {
    let mut i = 0;
    while i < fields.len() {
        if fields[i].required {
            return true;
        }
        i += 1;
    }
    false
}

const fn all_required(fields: &[AttributeDef]) -> bool {
    let mut i = 0;
    while i < fields.len() {
        if !fields[i].required {
            return false;
        }
        i += 1;
    }
    true
}

pub(crate) const fn is(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    // The end first: many names begin alike, and the compiler counts each step.
    let ends_alike = match (a, b) {
        ([.., a], [.., b]) => a.eq_ignore_ascii_case(b),
        _ => true,
    };
    a.len() == b.len() && ends_alike && a.eq_ignore_ascii_case(b)
}

/// The URN in a path is that of an extension on the list.
#[track_caller]
pub const fn is_listed(table: &'static Table, core: &str, urn: &str, path: &str) {
    if is(core, urn) || !extension(table, urn).name.is_empty() {
        return;
    }
    assert!(
        !is(core, path),
        "the path is the URN of the core schema alone: name an attribute instead, without the URN"
    );
    let whole = extension(table, path);
    if !whole.name.is_empty() {
        fail(&[
            "the path is a URN alone: name an attribute behind it, as in `",
            path,
            ":",
            match whole.sub_attributes() {
                [] => "name",
                [first, ..] => first.name,
            },
            "`",
        ]);
    }
    let near = near_extension(table, urn);
    if !near.is_empty() {
        fail(&["no extension that the struct maps has this URN; did you mean `", near, "`?"]);
    }
    fail(&[
        "no extension that the struct maps has this URN: add its type to the list, as in `extensions(EnterpriseUser)`",
    ]);
}

/// The URN of an extension that was probably meant; empty if none is near.
const fn near_extension(table: &'static Table, urn: &str) -> &'static str {
    let (mut best, mut least) = ("", usize::MAX);
    let mut i = 0;
    while i < table.attributes.len() {
        let known = &table.attributes[i];
        if matches!(known.role, Role::Extension) {
            // URNs are longer than what is compared letter by letter, and mostly start alike.
            let start = common_start(known.name, urn);
            let (a, b) = (tail(urn, start), tail(known.name, start));
            if let Some(distance) = distance(a, b)
                && distance < least
            {
                (best, least) = (known.name, distance);
            }
        }
        i += 1;
    }
    best
}

/// How many bytes two texts start with alike, up to a character.
const fn common_start(a: &str, b: &str) -> usize {
    let mut len = 0;
    while len < a.len() && len < b.len() && a.as_bytes()[len].eq_ignore_ascii_case(&b.as_bytes()[len]) {
        len += 1;
    }
    while !a.is_char_boundary(len) || !b.is_char_boundary(len) {
        len -= 1;
    }
    len
}

const fn tail(text: &str, at: usize) -> &str {
    text.split_at(at).1
}

/// A path is written without the URN of the core schema, so that each attribute has one place.
#[track_caller]
pub const fn is_no_core(core: &str, urn: &str) {
    assert!(!is(core, urn), "write the path without the URN: it is that of the core schema");
}

/// Some field is an attribute of this extension.
#[track_caller]
pub const fn is_used(table: &'static Table, urns: &[&str], index: usize) {
    let of = &table.attributes[table.attributes.len() - index - 1];
    let mut i = 0;
    while i < urns.len() {
        // A misspelt URN was told, and may be the one that is missing.
        if is(of.name, urns[i]) || extension(table, urns[i]).name.is_empty() {
            return;
        }
        i += 1;
    }
    panic!(
        "no field has a path into this extension: give one a `path` with its URN, or take the extension off the list"
    );
}

/// A field can hold what is at its path: an attribute of an extension.
#[track_caller]
pub const fn fits(schema: &AttributeDef, field: &AttributeDef) {
    // No such attribute: that was told.
    if schema.name.is_empty() {
        return;
    }
    assert!(
        !schema.multi_valued || field.multi_valued,
        "the attribute has several values, and the field holds one; select one by a path such as `emails[type eq \"work\"].value`, or \
         make the field a `Vec`"
    );
    assert!(
        schema.multi_valued || !field.multi_valued,
        "the attribute has a single value, and the field is a list"
    );
    same_type(schema, field);
    match (schema.table, field.table) {
        (Some(wide), Some(narrow)) => is_part(wide, narrow),
        (Some(_), None) => panic!(
            "the attribute is complex, and what `with` names makes simple values; name a sub-attribute behind a dot, such as \
             `name.familyName`, or use the schema's own type"
        ),
        (None, _) => {}
    }
}

/// The same for an attribute of the core schema: what that requires, the resource cannot be without.
#[track_caller]
pub const fn fits_core(schema: &AttributeDef, field: &AttributeDef) {
    fits(schema, field);
    if schema.multi_valued || matches!(schema.mutability, Mutability::ReadOnly) {
        return;
    }
    if schema.required && !field.required {
        fail(&[
            "the schema requires `",
            schema.name,
            "`, and the field can be without a value: write its type without `Option`, or use a `with` that is not `OPTIONAL`",
        ]);
    }
}

/// The same for a sub-attribute of a single complex attribute.
#[track_caller]
pub const fn fits_sub(outer: &'static AttributeDef, name: &str, field: &AttributeDef) {
    let schema = sub(outer, name);
    if outer.multi_valued && !schema.name.is_empty() {
        // Most lists have a `type`, which is what tells their values apart.
        let kind = sub(outer, "type");
        let (name, word) = match kind.canonical_values {
            _ if kind.name.is_empty() || is(name, "type") => ("...", "..."),
            [] => ("type", "work"),
            [first, ..] => ("type", *first),
        };
        fail(&[
            "`",
            outer.name,
            "` has several values: say which one, as in `",
            outer.name,
            "[",
            name,
            " eq \"",
            word,
            "\"].",
            schema.name,
            "`, or make one field of the list as a whole, a `Vec` whose path ends at `",
            outer.name,
            "`",
        ]);
    }
    fits(schema, field);
}

/// The elements of an attribute can be `primary`.
#[track_caller]
pub const fn has_primary(outer: &AttributeDef) {
    if let Some(table) = outer.table
        && table.primary.is_none()
    {
        fail(&["the values of `", outer.name, "` have no boolean sub-attribute `primary`: remove the key"]);
    }
}

/// The constants of a filter and those of another one, which the derive could not tell apart: the name of the sub-attribute, the two
/// texts, and whether they differ in letter case alone. Some are different values.
#[track_caller]
pub const fn differ(outer: &'static AttributeDef, doubts: &[(&str, &str, &str, bool)], fields: [&str; 2]) {
    let mut i = 0;
    while i < doubts.len() {
        let (name, a, b, folds_alike) = doubts[i];
        if are_different(sub(outer, name), a, b, folds_alike) {
            return;
        }
        i += 1;
    }
    let [one, other] = fields;
    let (name, a, b, _) = doubts[0];
    fail(&[
        "`",
        one,
        "` and `",
        other,
        "` are parts of the same element: to `",
        name,
        "`, \"",
        a,
        "\" and \"",
        b,
        "\" are one value; write both filters alike, or tell the elements apart",
    ]);
}

const fn are_different(of: &AttributeDef, a: &str, b: &str, folds_alike: bool) -> bool {
    match of.attribute_type {
        AttributeType::String | AttributeType::Reference => {
            // What has no such name was told.
            of.case_exact || !folds_alike || of.name.is_empty()
        }
        AttributeType::DateTime => match (instant(a), instant(b)) {
            (Some(a), Some(b)) => a.0 != b.0 || a.1 != b.1,
            _ => true,
        },
        _ => true,
    }
}

/// A number with a fraction, or one that is too large for an integer, can be a value of the sub-attribute.
#[track_caller]
pub const fn is_decimal(outer: &'static AttributeDef, name: &str) {
    let of = sub(outer, name);
    if matches!(of.attribute_type, AttributeType::Integer) {
        fail(&["`", of.name, "` is an integer, which the number in the filter is not: write a whole number"]);
    }
}

/// A constant as a value of the sub-attribute's type, or as it is if it is none: that was told.
pub const fn constant(of: &AttributeDef, literal: Literal<'static>) -> Literal<'static> {
    match (of.attribute_type, literal) {
        #[expect(clippy::cast_precision_loss, reason = "a decimal attribute has decimals")]
        (AttributeType::Decimal, Literal::Int(value)) => Literal::Decimal(value as f64),
        #[expect(clippy::cast_possible_truncation, reason = "what is not whole is none")]
        (AttributeType::Integer, Literal::Decimal(value)) => Literal::Int(value as i64),
        (AttributeType::DateTime, Literal::Str(text)) => match instant(text) {
            Some((seconds, nanoseconds)) => Literal::Date(DateTime::constant(seconds, nanoseconds)),
            None => literal,
        },
        (_, literal) => literal,
    }
}

/// The sub-attributes of a field's type are the schema's, or less.
#[track_caller]
const fn is_part(wide: &'static Table, narrow: &'static Table) {
    let mut i = 0;
    while i < narrow.attributes.len() {
        let inner = &narrow.attributes[i];
        let known = attribute(wide, inner.name);
        if known.name.is_empty() {
            fail(&[
                "the field's type has a sub-attribute `",
                inner.name,
                "`, which the schema's attribute has not; ",
                OF_THE_SCHEMA,
            ]);
        }
        if let Some(what) = widened(known, inner) {
            fail(&[
                "`",
                inner.name,
                "` of the field's type has another ",
                what,
                " than the schema's; ",
                OF_THE_SCHEMA,
            ]);
        }
        i += 1;
    }
}

const OF_THE_SCHEMA: &str = "use the type that the schema has there, such as `Vec<Email>` at `emails`, or a struct that derives `ScimComplex` \
                             with `#[scim(maps = Email)]`";

/// The characteristic that is neither the schema's nor narrower.
const fn widened(schema: &AttributeDef, mine: &AttributeDef) -> Option<&'static str> {
    let is_same_type =
        schema.multi_valued == mine.multi_valued && is_type(schema.attribute_type, mine.attribute_type);
    if !is_same_type {
        return Some("type");
    }
    if schema.required && !mine.required {
        return Some("`required`");
    }
    if schema.case_exact != mine.case_exact {
        return Some("`caseExact`");
    }
    if !may_be(schema.mutability, mine.mutability) {
        return Some("`mutability`");
    }
    let returned = match (schema.returned, mine.returned) {
        (Returned::Default, Returned::Default | Returned::Request | Returned::Never)
        | (Returned::Request, Returned::Request | Returned::Never) => true,
        (schema, mine) => schema as u8 == mine as u8,
    };
    if !returned {
        return Some("`returned`");
    }
    if (mine.uniqueness as u8) < schema.uniqueness as u8 {
        return Some("`uniqueness`");
    }
    if !are_among(mine.canonical_values, schema.canonical_values) {
        return Some("`canonicalValues`");
    }
    if !are_among(mine.reference_types, schema.reference_types) {
        return Some("`referenceTypes`");
    }
    None
}

/// Whether the schema has these words; one that lists none has all.
const fn are_among(words: &[&str], schema: &[&str]) -> bool {
    let mut i = 0;
    while i < words.len() && !schema.is_empty() {
        let mut j = 0;
        while j < schema.len() && !is(words[i], schema[j]) {
            j += 1;
        }
        if j == schema.len() {
            return false;
        }
        i += 1;
    }
    true
}

const fn is_type(schema: AttributeType, field: AttributeType) -> bool {
    // A text can hold any reference.
    schema as u8 == field as u8
        || matches!((schema, field), (AttributeType::Reference, AttributeType::String))
}

#[track_caller]
const fn same_type(schema: &AttributeDef, field: &AttributeDef) {
    if is_type(schema.attribute_type, field.attribute_type) {
        return;
    }
    match (schema.attribute_type, field.attribute_type) {
        (AttributeType::Complex, _) => panic!(
            "the attribute is complex, and the field is a simple value; name a sub-attribute behind a dot, such as `name.familyName`"
        ),
        (_, AttributeType::Complex) => {
            panic!("the attribute is a simple value, and the field's type is complex")
        }
        (AttributeType::String | AttributeType::Reference, _) => panic!(
            "the attribute is a string, and the field is not; make it a `String`, derive `ScimValue` for its type, or convert it with \
             `#[scim(with = ...)]`"
        ),
        (AttributeType::Boolean, _) => {
            panic!(
                "the attribute is a boolean, and the field is not; make it a `bool`, or convert it with `#[scim(with = ...)]`"
            )
        }
        (AttributeType::Integer, _) => {
            panic!(
                "the attribute is an integer, and the field is not; make it an `i64`, or convert it with `#[scim(with = ...)]`"
            )
        }
        (AttributeType::Decimal, _) => {
            panic!(
                "the attribute is a decimal, and the field is not; make it an `f64`, or convert it with `#[scim(with = ...)]`"
            )
        }
        (AttributeType::DateTime, _) => panic!(
            "the attribute is a dateTime, and the field is not; make it a `DateTime`, or convert it with `#[scim(with = ...)]`"
        ),
        (AttributeType::Binary, _) => panic!(
            "the attribute is binary, and the field is not; make it a `Binary`, or convert it with `#[scim(with = ...)]`"
        ),
    }
}

/// A row may take rights away from clients, not give them more than the schema does.
#[track_caller]
pub const fn narrows(schema: &AttributeDef, mutability: Mutability) {
    assert!(
        schema.name.is_empty() || may_be(schema.mutability, mutability),
        "`mutability` can only be narrowed: the schema lets clients do less than this; remove the key, or write \"readOnly\""
    );
}

const fn may_be(schema: Mutability, mine: Mutability) -> bool {
    matches!(
        (schema, mine),
        (Mutability::ReadWrite, Mutability::ReadOnly | Mutability::ReadWrite | Mutability::Immutable)
            | (Mutability::Immutable, Mutability::ReadOnly | Mutability::Immutable)
            | (Mutability::ReadOnly, Mutability::ReadOnly)
            | (Mutability::WriteOnly, Mutability::WriteOnly)
    )
}

/// What the schema requires, some field is; so is what an extension requires of which there is a field.
#[track_caller]
pub const fn is_complete(schema: &'static Table, row: &'static Table) {
    // A misspelt path was told, and may be the one that is missing.
    if has_unknown(row) {
        return;
    }
    let mut i = 0;
    while i < schema.attributes.len() {
        let wanted = &schema.attributes[i];
        match wanted.role {
            Role::Schema => has_all_of(wanted, attribute(row, wanted.name), ""),
            Role::Extension => {
                let mine = extension(row, wanted.name);
                if let (Some(wide), Some(narrow)) = (wanted.table, mine.table) {
                    if !has_unknown(narrow) {
                        let mut j = 0;
                        while j < wide.attributes.len() {
                            let inner = &wide.attributes[j];
                            has_all_of(inner, attribute(narrow, inner.name), wanted.name);
                            j += 1;
                        }
                    }
                } else if wanted.required {
                    fail(&[
                        "the schema requires the extension `",
                        wanted.name,
                        "`, and no field has a path into it: add some, as in `#[scim(path = \"",
                        wanted.name,
                        ":",
                        match wanted.sub_attributes() {
                            [] => "name",
                            [first, ..] => first.name,
                        },
                        "\")]`",
                    ]);
                }
            }
            Role::Id | Role::ExternalId | Role::Meta => {}
        }
        i += 1;
    }
}

/// An attribute that is required is there, and so are its sub-attributes that are.
#[track_caller]
const fn has_all_of(wanted: &AttributeDef, mine: &AttributeDef, urn: &str) {
    if is_missing(wanted, mine) {
        lacks(urn, wanted, "");
    }
    if let (Some(wide), Some(narrow)) = (wanted.table, mine.table) {
        let mut j = 0;
        while j < wide.attributes.len() && !has_unknown(narrow) {
            let inner = &wide.attributes[j];
            if is_missing(inner, attribute(narrow, inner.name)) {
                lacks(urn, wanted, inner.name);
            }
            j += 1;
        }
    }
}

const fn has_unknown(row: &Table) -> bool {
    let mut i = 0;
    while i < row.attributes.len() {
        if row.attributes[i].name.is_empty() {
            return true;
        }
        i += 1;
    }
    false
}

const fn is_missing(wanted: &AttributeDef, mine: &AttributeDef) -> bool {
    wanted.required && !matches!(wanted.mutability, Mutability::ReadOnly) && mine.name.is_empty()
}

/// Of one value among several only the row knows which it is; any other is written out.
#[track_caller]
const fn lacks(urn: &str, attribute: &AttributeDef, sub: &str) -> ! {
    let (whose, colon) = if urn.is_empty() { ("schema", "") } else { ("extension", ":") };
    let (dot, is_one) = if sub.is_empty() { ("", true) } else { (".", !attribute.multi_valued) };
    let name = attribute.name;
    if is_one {
        fail(&[
            "the ",
            whose,
            " requires `",
            name,
            dot,
            sub,
            "`, and no field has this path: add one, as in `#[scim(path = \"",
            urn,
            colon,
            name,
            dot,
            sub,
            "\")]`",
        ])
    }
    fail(&[
        "the ",
        whose,
        " requires `",
        name,
        dot,
        sub,
        "`, and no field has this path: give each element one",
    ])
}

/// Stops with a message in pieces.
#[track_caller]
pub(crate) const fn fail(pieces: &[&str]) -> ! {
    Buffer::of(pieces).fail()
}
