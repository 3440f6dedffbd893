//! What structs with `#[scim(maps = ...)]` take from the schema that they map, in constants.
//!
//! Looking up never stops the compiler: what is not there has no name. That there is nothing is told by the check of the path
//! (`literal::check`), once, under the user's own text; [`fits`] and the others tell what else can be wrong with it.

use crate::literal::Buffer;
use crate::schema::{AttributeDef, AttributeType, Mutability, Role, SchemaDef, SchemaExtensionDef, Table};

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

/// An extension in its resource's type.
pub const fn in_type(schema: &SchemaDef, fields: &[AttributeDef]) -> SchemaExtensionDef {
    SchemaExtensionDef::new(schema.id, any_required(fields))
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

const fn is(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().eq_ignore_ascii_case(b.as_bytes())
}

/// The URN in a path is that of an extension on the list.
#[track_caller]
pub const fn is_listed(table: &'static Table, core: &str, urn: &str) {
    assert!(
        is(core, urn) || !extension(table, urn).name.is_empty(),
        "no extension that the struct maps has this URN: add its type to the list, as in `extensions(EnterpriseUser)`"
    );
}

/// A path is written without the URN of the core schema, so that each attribute has one place.
#[track_caller]
pub const fn is_no_core(core: &str, urn: &str) {
    assert!(!is(core, urn), "write the path without the URN: it is that of the core schema");
}

/// Some field is an attribute of this extension.
#[track_caller]
pub const fn is_used(table: &'static Table, urns: &[&str], index: usize) {
    let extension = &table.attributes[table.attributes.len() - index - 1];
    let mut i = 0;
    while i < urns.len() {
        if is(extension.name, urns[i]) {
            return;
        }
        i += 1;
    }
    panic!(
        "no field has a path into this extension: give one a `path` with its URN, or take the extension off the list"
    );
}

/// A field can hold what is at its path.
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
    if let (Some(wide), Some(narrow)) = (schema.table, field.table) {
        let mut i = 0;
        while i < narrow.attributes.len() {
            let inner = &narrow.attributes[i];
            let known = attribute(wide, inner.name);
            assert!(
                !known.name.is_empty(),
                "the field's type has a sub-attribute that the schema's attribute has not; derive `ScimComplex` with `maps` for it"
            );
            assert!(
                known.multi_valued == inner.multi_valued
                    && is_type(known.attribute_type, inner.attribute_type),
                "a sub-attribute of the field's type has another type than the schema's; derive `ScimComplex` with `maps` for it"
            );
            i += 1;
        }
    }
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
    let fits = match (schema.mutability, mutability) {
        (Mutability::ReadWrite, Mutability::ReadOnly | Mutability::ReadWrite | Mutability::Immutable)
        | (Mutability::Immutable, Mutability::ReadOnly | Mutability::Immutable)
        | (Mutability::ReadOnly, Mutability::ReadOnly)
        | (Mutability::WriteOnly, Mutability::WriteOnly) => true,
        _ => schema.name.is_empty(),
    };
    assert!(
        fits,
        "`mutability` can only be narrowed: the schema lets clients do less than this; remove the key, or write \"readOnly\""
    );
}

/// What the schema requires, some field is.
#[track_caller]
pub const fn is_complete(schema: &'static Table, row: &'static Table) {
    // A misspelt path was told, and may be the one that is missing.
    if has_unknown(row) {
        return;
    }
    let mut i = 0;
    while i < schema.attributes.len() {
        let wanted = &schema.attributes[i];
        let mine = attribute(row, wanted.name);
        if matches!(wanted.role, Role::Schema) {
            if is_missing(wanted, mine) {
                lacks(wanted.name, "");
            }
            if let (Some(wide), Some(narrow)) = (wanted.table, mine.table) {
                let mut j = 0;
                while j < wide.attributes.len() {
                    let inner = &wide.attributes[j];
                    if is_missing(inner, attribute(narrow, inner.name)) {
                        lacks(wanted.name, inner.name);
                    }
                    j += 1;
                }
            }
        }
        i += 1;
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

#[track_caller]
const fn lacks(name: &str, sub: &str) -> ! {
    let mut text = Buffer::EMPTY;
    let dot = if sub.is_empty() { "" } else { "." };
    text.all(&["the schema requires `", name, dot, sub, "`, and no field has this `path`"]);
    panic!("{}", text.as_str())
}
