//! Schema (RFC 7643 §7).

use scim_derive::{ScimComplex, ScimResource};

use crate::resource::Meta;
use crate::schema::{AttributeDef, AttributeType, Mutability, Returned, SchemaDef, Uniqueness};

/// The attributes that a URN stands for.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:core:2.0:Schema",
    endpoint = "/Schemas",
    description = "The attributes that a URN stands for",
    no_id
)]
pub struct Schema {
    /// The schema's URN.
    #[scim(mutability = "readOnly")]
    pub id: String,
    /// The schema's name for people.
    #[scim(mutability = "readOnly")]
    pub name: String,
    /// A description for people.
    #[scim(mutability = "readOnly")]
    pub description: Option<String>,
    /// The attributes.
    #[scim(required, mutability = "readOnly")]
    pub attributes: Vec<SchemaAttribute>,
    /// What the service provider knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

/// An attribute, as a schema describes it.
#[derive(Debug, Clone, PartialEq, Eq, ScimComplex)]
pub struct SchemaAttribute {
    /// The attribute's name.
    #[scim(case_exact, mutability = "readOnly")]
    pub name: String,
    /// The data type.
    #[scim(rename = "type", mutability = "readOnly")]
    pub attribute_type: AttributeType,
    /// Whether the value is a list.
    #[scim(mutability = "readOnly")]
    pub multi_valued: bool,
    /// A description for people.
    #[scim(case_exact, mutability = "readOnly")]
    pub description: Option<String>,
    /// Whether a resource without it is invalid.
    #[scim(mutability = "readOnly")]
    pub required: Option<bool>,
    /// Suggested values.
    #[scim(case_exact, mutability = "readOnly")]
    pub canonical_values: Vec<String>,
    /// Whether strings compare with regard to case.
    #[scim(mutability = "readOnly")]
    pub case_exact: Option<bool>,
    /// When the attribute may be set.
    #[scim(case_exact, mutability = "readOnly")]
    pub mutability: Option<Mutability>,
    /// When the attribute is part of a response.
    #[scim(case_exact, mutability = "readOnly")]
    pub returned: Option<Returned>,
    /// How far values are unique.
    #[scim(case_exact, mutability = "readOnly")]
    pub uniqueness: Option<Uniqueness>,
    /// What a reference may point to.
    #[scim(case_exact, mutability = "readOnly")]
    pub reference_types: Vec<String>,
    /// The attributes of a complex attribute.
    #[scim(nested, mutability = "readOnly")]
    pub sub_attributes: Vec<SchemaAttribute>,
}

impl From<&AttributeDef> for SchemaAttribute {
    fn from(def: &AttributeDef) -> Self {
        use AttributeType::{Binary, Boolean, Complex, Reference, String};
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let text = matches!(def.attribute_type, String | Reference | Binary);
        // Complex attributes have no uniqueness (erratum 6004), and there is nothing to compare in a boolean.
        let comparable = !matches!(def.attribute_type, Complex | Boolean);
        // `subAttributes` has attributes of its own kind; RFC 7643 §8.7.2 describes them once.
        let recursion = |sub: &&AttributeDef| sub.name == def.name && sub.attribute_type == Complex;
        Self {
            name: def.name.to_owned(),
            attribute_type: def.attribute_type,
            multi_valued: def.multi_valued,
            description: (!def.description.is_empty()).then(|| def.description.to_owned()),
            required: Some(def.required),
            canonical_values: owned(def.canonical_values),
            case_exact: text.then_some(def.case_exact),
            mutability: Some(def.mutability),
            returned: Some(def.returned),
            uniqueness: comparable.then_some(def.uniqueness),
            reference_types: owned(def.reference_types),
            sub_attributes: def
                .sub_attributes()
                .iter()
                .filter(|sub| !recursion(sub))
                .map(Into::into)
                .collect(),
        }
    }
}

/// The document of a derived schema. `meta.location` depends on the server and is for it to add.
impl From<&SchemaDef> for Schema {
    fn from(def: &SchemaDef) -> Self {
        Self {
            id: def.id.to_owned(),
            name: def.name.to_owned(),
            description: (!def.description.is_empty()).then(|| def.description.to_owned()),
            attributes: def.attributes.iter().map(Into::into).collect(),
            meta: Meta { resource_type: Some("Schema".to_owned()), ..Meta::default() },
        }
    }
}

impl serde::Serialize for SchemaDef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Schema::from(self).serialize(serializer)
    }
}
