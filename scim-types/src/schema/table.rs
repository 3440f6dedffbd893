//! Attributes, schemas and resource types as constant data.

use super::{AttributeType, Key, Mutability, Returned, Uniqueness};
use crate::traits::ExtensionField;
use crate::value::{Attribute, Convert, Layout, Literal, Node, Scalar, Value, ValueError};

/// One attribute and its characteristics (RFC 7643 §7).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttributeDef {
    /// The name, in its canonical case. For a schema extension, its URN.
    pub name: &'static str,
    /// The data type.
    pub attribute_type: AttributeType,
    /// Whether the value is a list.
    pub multi_valued: bool,
    /// The text for people; the field's doc comment unless stated otherwise.
    pub description: &'static str,
    /// Whether a resource without it is invalid.
    pub required: bool,
    /// Whether strings compare with regard to case.
    pub case_exact: bool,
    /// Suggested values (a service provider may accept others).
    pub canonical_values: &'static [&'static str],
    /// When it may be set.
    pub mutability: Mutability,
    /// When it is part of a response.
    pub returned: Returned,
    /// How far its values are unique.
    pub uniqueness: Uniqueness,
    /// For references: a resource type's name, `external` or `uri`.
    pub reference_types: &'static [&'static str],
    /// What part it has in the resource.
    pub role: Role,
    /// The sub-attributes' table, for a complex attribute.
    pub(crate) table: Option<&'static Table>,
    /// Where it is in SQL, if the struct says so.
    pub(crate) column: Option<&'static Column>,
    /// What a literal is as a value of the field's type, for a simple attribute.
    pub(crate) scalar: Scalar,
}

/// Where an attribute is in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub struct Column {
    /// The column; of a list in a table of its own, the one there that refers to the resource. Empty for a complex attribute whose
    /// parts have columns.
    pub name: &'static str,
    /// The column with the value folded, for comparing without regard to case.
    pub folded: Option<&'static str>,
    /// Whether the column holds a whole number, whose digits are the text.
    pub integer: bool,
    /// The columns of sub-attributes, by name.
    pub parts: &'static [(&'static str, &'static str)],
    /// Those with their values folded.
    pub folds: &'static [(&'static str, &'static str)],
    /// Which sub-attributes' columns hold whole numbers.
    pub integers: &'static [&'static str],
    /// The table of a list's values.
    pub table: Option<&'static str>,
    /// What other columns of that table hold in the rows of this list.
    pub constants: &'static [(&'static str, &'static str)],
    /// The column of that table that the values are in order of.
    pub order: Option<&'static str>,
}

impl Column {
    /// Nothing, for those who fill in a part.
    pub const NONE: Self = Self {
        name: "",
        folded: None,
        integer: false,
        parts: &[],
        folds: &[],
        integers: &[],
        table: None,
        constants: &[],
        order: None,
    };
}

/// What part an attribute has in a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Declared by the schema.
    Schema,
    /// `id` (RFC 7643 §3.1).
    Id,
    /// `externalId` (RFC 7643 §3.1).
    ExternalId,
    /// `meta` (RFC 7643 §3.1).
    Meta,
    /// The attributes of a schema extension, under its URN (RFC 7643 §3.3).
    Extension,
}

impl AttributeDef {
    /// The sub-attributes of a complex attribute; empty for any other.
    pub const fn sub_attributes(&self) -> &'static [AttributeDef] {
        match self.table {
            Some(table) => table.attributes,
            None => &[],
        }
    }
}

/// Two lists of constants as one.
#[doc(hidden)]
pub const fn concat<T: Copy, const N: usize>(first: &[T], second: &[T]) -> [T; N] {
    let mut out = [if first.is_empty() { second[0] } else { first[0] }; N];
    let mut i = 0;
    while i < N {
        out[i] = if i < first.len() { first[i] } else { second[i - first.len()] };
        i += 1;
    }
    out
}

/// What generated code starts from.
#[doc(hidden)]
impl AttributeDef {
    /// An attribute of type `F` with the characteristics that RFC 7643 §2.2 gives by default; required unless `F` can be
    /// without a value.
    pub const fn of<F: Attribute>() -> Self {
        Self {
            name: "",
            attribute_type: F::TYPE,
            multi_valued: F::MULTI_VALUED,
            description: "",
            required: !F::OPTIONAL,
            case_exact: F::CASE_EXACT,
            canonical_values: F::CANONICAL_VALUES,
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            uniqueness: Uniqueness::None,
            reference_types: F::REFERENCE_TYPES,
            role: Role::Schema,
            table: F::TABLE,
            column: None,
            scalar: F::SCALAR,
        }
    }
    /// An attribute whose values are of the struct that declares it. Its table is given as a static, which may refer to itself; a
    /// constant may not.
    pub const fn recursive<F: Attribute>(table: &'static Table) -> Self {
        let mut attribute = Self::of::<String>();
        attribute.attribute_type = AttributeType::Complex;
        attribute.multi_valued = F::MULTI_VALUED;
        attribute.required = !F::OPTIONAL;
        attribute.table = Some(table);
        attribute.scalar = Scalar::NONE;
        attribute
    }
    /// An attribute that `C` converts from a field of type `F`.
    pub const fn converted<F, C: Convert<F>>() -> Self {
        let mut attribute = Self::of::<String>();
        attribute.attribute_type = C::TYPE;
        attribute.required = !C::OPTIONAL;
        attribute.scalar = Scalar::Of(converted::<F, C>);
        attribute
    }
    /// A schema extension, under its URN.
    pub const fn extension<F: ExtensionField>(table: &'static Table) -> Self {
        let mut attribute = Self::of::<Option<String>>();
        attribute.attribute_type = AttributeType::Complex;
        attribute.name = F::SCHEMA.id;
        attribute.description = F::SCHEMA.description;
        attribute.required = F::REQUIRED;
        attribute.table = Some(table);
        attribute.role = Role::Extension;
        attribute.scalar = Scalar::NONE;
        attribute
    }
}

/// What a literal is once `C` has put it into a field.
fn converted<F, C: Convert<F>>(literal: Literal<'_>) -> Result<Value, ValueError> {
    let mut field = C::blank();
    C::set(&mut field, literal)?;
    Ok(Value::simple(C::get(&field)))
}

/// The setters of generated code.
#[doc(hidden)]
#[expect(clippy::return_self_not_must_use, reason = "only generated code calls them")]
impl AttributeDef {
    pub const fn named(mut self, name: &'static str, description: &'static str) -> Self {
        self.name = name;
        self.description = description;
        self
    }
    pub const fn column(mut self, column: &'static Column) -> Self {
        self.column = Some(column);
        self
    }
    pub const fn described(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// There is a default, so a client need not send it.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    pub const fn case_exact(mut self, exact: bool) -> Self {
        self.case_exact = exact;
        self
    }
    pub const fn canonical(mut self, values: &'static [&'static str]) -> Self {
        self.canonical_values = values;
        self
    }
    pub const fn mutability(mut self, mutability: Mutability) -> Self {
        self.mutability = mutability;
        if matches!(mutability, Mutability::WriteOnly) {
            self.returned = Returned::Never;
        }
        self
    }
    pub const fn returned(mut self, returned: Returned) -> Self {
        self.returned = returned;
        self
    }
    pub const fn uniqueness(mut self, uniqueness: Uniqueness) -> Self {
        self.uniqueness = uniqueness;
        self
    }
    /// A reference to resources of `types`: URIs compare with regard to case (RFC 7643 §2.3.7).
    pub const fn reference(mut self, types: &'static [&'static str]) -> Self {
        self.attribute_type = AttributeType::Reference;
        self.reference_types = types;
        self.case_exact = true;
        self
    }
    /// `id`, `externalId`, `meta` and extensions, whose characteristics RFC 7643 §3.1 fixes.
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        match role {
            Role::Id => {
                self.mutability = Mutability::ReadOnly;
                self.returned = Returned::Always;
                self.uniqueness = Uniqueness::Server;
                self.case_exact = true;
            }
            Role::ExternalId => self.case_exact = true,
            Role::Meta => self.mutability = Mutability::ReadOnly,
            Role::Schema | Role::Extension => {}
        }
        self
    }
}

/// The attributes of one struct, with what the engines need to know about them together.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Table {
    pub(crate) attributes: &'static [AttributeDef],
    pub(crate) keys: &'static [Key],
    /// The schema of a resource or an extension; `None` for a complex attribute.
    pub(crate) schema: Option<&'static SchemaDef>,
    /// Where `primary` is, if it is a boolean (RFC 7643 §2.4).
    pub(crate) primary: Option<u16>,
    /// Where `value` is: what the attribute is worth when it is used as a simple one.
    pub(crate) value: Option<u16>,
    /// Those of the first 64 attributes that a client has to give a value, a bit each.
    pub(crate) required: u64,
    /// Whether there are such attributes beyond.
    pub(crate) required_beyond: bool,
    /// Whether there are extensions.
    pub(crate) extensible: bool,
    /// Where each attribute is, for a part of a row; empty for a struct of its own, whose slots are its attributes.
    pub(crate) nodes: &'static [Node],
    /// What each slot of a row is; empty for any other resource.
    pub(crate) layout: &'static [Layout],
    /// The SQL table that resources are in.
    pub(crate) name: Option<&'static str>,
    /// Of a row, the attributes that the type has which it maps.
    pub(crate) maps: Option<&'static Table>,
}

#[allow(clippy::return_self_not_must_use, reason = "only generated code calls them")]
impl Table {
    pub const fn new(
        attributes: &'static [AttributeDef],
        keys: &'static [Key],
        schema: Option<&'static SchemaDef>,
    ) -> Self {
        let mut table = Self {
            attributes,
            keys,
            schema,
            primary: None,
            value: None,
            required: 0,
            required_beyond: false,
            extensible: false,
            nodes: &[],
            layout: &[],
            name: None,
            maps: None,
        };
        let mut i = 0;
        while i < attributes.len() {
            let attribute = &attributes[i];
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the derive refuses more than u16::MAX attributes"
            )]
            let index = Some(i as u16);
            if attribute.required && !matches!(attribute.mutability, Mutability::ReadOnly) {
                if i < 64 {
                    table.required |= 1 << i;
                } else {
                    table.required_beyond = true;
                }
            }
            if matches!(attribute.role, Role::Extension) {
                table.extensible = true;
            }
            if same(attribute.name, "primary") && matches!(attribute.attribute_type, AttributeType::Boolean) {
                table.primary = index;
            }
            if same(attribute.name, "value") {
                table.value = index;
            }
            i += 1;
        }
        table
    }
    pub const fn attributes(&self) -> &'static [AttributeDef] {
        self.attributes
    }
    /// How many slots there are: of a row, more than attributes.
    pub const fn slots(&self) -> usize {
        if self.layout.is_empty() { self.attributes.len() } else { self.layout.len() }
    }
    /// The same attributes, which are where `nodes` says.
    pub const fn at(mut self, nodes: &'static [Node]) -> Self {
        self.nodes = nodes;
        self
    }
    /// The same attributes, of what is in that SQL table.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }
    /// The same attributes, of a row that is laid out so and maps a type with these.
    pub const fn laid_out(mut self, layout: &'static [Layout], maps: &'static Table) -> Self {
        self.layout = layout;
        self.maps = Some(maps);
        self
    }
}

const fn same(a: &str, b: &str) -> bool {
    a.as_bytes().eq_ignore_ascii_case(b.as_bytes())
}

/// A schema: the attributes that a URN stands for (RFC 7643 §7). [`Schema`](crate::Schema) is the
/// document it serializes as.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SchemaDef {
    /// The schema's URN.
    pub id: &'static str,
    /// The name for people, such as `User`.
    pub name: &'static str,
    /// The text for people; the struct's doc comment unless stated otherwise.
    pub description: &'static str,
    /// The attributes, without the common ones (`id`, `externalId`, `meta`) and the extensions.
    pub attributes: &'static [AttributeDef],
    /// URNs that older clients send for this schema.
    pub(crate) aliases: &'static [&'static str],
}

/// The constructors of generated code.
#[doc(hidden)]
#[allow(clippy::return_self_not_must_use, reason = "only generated code calls them")]
impl SchemaDef {
    /// `attributes` may be a whole resource's: what is not the schema's own is left out.
    pub const fn new(
        id: &'static str,
        name: &'static str,
        description: &'static str,
        attributes: &'static [AttributeDef],
    ) -> Self {
        let mut start = 0;
        while start < attributes.len() && !matches!(attributes[start].role, Role::Schema) {
            start += 1;
        }
        let (_, rest) = attributes.split_at(start);
        let mut end = 0;
        while end < rest.len() && matches!(rest[end].role, Role::Schema) {
            end += 1;
        }
        let (own, _) = rest.split_at(end);
        Self { id, name, description, attributes: own, aliases: &[] }
    }
    /// The same schema, of which these are the attributes that there are.
    pub const fn narrowed(&self, attributes: &'static [AttributeDef]) -> Self {
        Self::new(self.id, self.name, self.description, attributes).aliases(self.aliases)
    }
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

impl SchemaDef {
    /// Whether `urn` names this schema: like names, URNs compare without regard to case.
    pub fn is(&self, urn: &str) -> bool {
        self.id.eq_ignore_ascii_case(urn)
    }
}

/// A resource type: where resources of a schema are served (RFC 7643 §6).
/// [`ResourceType`](crate::ResourceType) is the document it serializes as.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ResourceTypeDef {
    /// The name, as it appears in `meta.resourceType`.
    pub name: &'static str,
    /// The text for people.
    pub description: &'static str,
    /// The path below the base URL, such as `/Users`.
    pub endpoint: &'static str,
    /// The URN of the core schema.
    pub schema: &'static str,
    /// The extensions that resources of this type may carry.
    pub schema_extensions: &'static [SchemaExtensionDef],
}

/// One extension of a resource type (RFC 7643 §6).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SchemaExtensionDef {
    /// The extension's URN.
    pub schema: &'static str,
    /// Whether a resource without it is invalid.
    pub required: bool,
}

/// The constructors of generated code.
#[doc(hidden)]
#[allow(clippy::return_self_not_must_use, reason = "only generated code calls them")]
impl ResourceTypeDef {
    pub const fn new(
        name: &'static str,
        description: &'static str,
        endpoint: &'static str,
        schema: &'static str,
        schema_extensions: &'static [SchemaExtensionDef],
    ) -> Self {
        Self { name, description, endpoint, schema, schema_extensions }
    }
    /// The same type with other extensions.
    pub const fn with(mut self, schema_extensions: &'static [SchemaExtensionDef]) -> Self {
        self.schema_extensions = schema_extensions;
        self
    }
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }
    pub const fn described(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }
    pub const fn at(mut self, endpoint: &'static str) -> Self {
        self.endpoint = endpoint;
        self
    }
}

#[doc(hidden)]
impl SchemaExtensionDef {
    pub const fn new(schema: &'static str, required: bool) -> Self {
        Self { schema, required }
    }
}
