//! `ResourceType` (RFC 7643 §6).

use scim_derive::{ScimComplex, ScimResource};

use crate::resource::Meta;
use crate::schema::ResourceTypeDef;

/// A type of resource, and where such resources are.
#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(
    schema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
    endpoint = "/ResourceTypes",
    description = "A type of resource, and where such resources are",
    no_id
)]
pub struct ResourceType {
    /// The identifier, which often is the name.
    #[scim(mutability = "readOnly")]
    pub id: Option<String>,
    /// The name, as in `meta.resourceType`.
    #[scim(mutability = "readOnly")]
    pub name: String,
    /// A description for people.
    #[scim(mutability = "readOnly")]
    pub description: Option<String>,
    /// The path below the base URL, such as "/Users".
    #[scim(reference("uri"), case_exact = false, mutability = "readOnly")]
    pub endpoint: String,
    /// The core schema's URN.
    #[scim(reference("uri"), mutability = "readOnly")]
    pub schema: String,
    /// The extensions that resources of this type may carry.
    #[scim(required, mutability = "readOnly")]
    pub schema_extensions: Vec<ResourceTypeExtension>,
    /// What the service provider knows about the resource.
    #[scim(meta)]
    pub meta: Meta,
}

/// An extension of a resource type.
#[derive(Debug, Clone, PartialEq, Eq, Default, ScimComplex)]
pub struct ResourceTypeExtension {
    /// The extension's URN.
    #[scim(reference("uri"), mutability = "readOnly")]
    pub schema: String,
    /// Whether every resource of the type has to have it.
    #[scim(mutability = "readOnly")]
    pub required: bool,
}

/// The document of a derived resource type. `meta.location` depends on the server and is for it to add.
impl From<&ResourceTypeDef> for ResourceType {
    fn from(def: &ResourceTypeDef) -> Self {
        let extension = |e: &crate::SchemaExtensionDef| ResourceTypeExtension {
            schema: e.schema.to_owned(),
            required: e.required,
        };
        Self {
            id: Some(def.name.to_owned()),
            name: def.name.to_owned(),
            description: (!def.description.is_empty()).then(|| def.description.to_owned()),
            endpoint: def.endpoint.to_owned(),
            schema: def.schema.to_owned(),
            schema_extensions: def.schema_extensions.iter().map(extension).collect(),
            meta: Meta { resource_type: Some("ResourceType".to_owned()), ..Meta::default() },
        }
    }
}

impl serde::Serialize for ResourceTypeDef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ResourceType::from(self).serialize(serializer)
    }
}
