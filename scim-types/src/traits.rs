//! The traits that the derives implement.

use std::borrow::Cow;

use crate::resource::Meta;
use crate::schema::{AttributeDef, ResourceTypeDef, Role, SchemaDef, SchemaExtensionDef};
use crate::value::{
    Attribute, Literal, Object, Place, Slots, ValueError, ValueMut, ValueRef, complex, complex_mut, set,
};

/// A complex attribute's struct: `#[derive(ScimComplex)]` (RFC 7643 §2.3.8).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a complex attribute",
    label = "the trait `ScimComplex` is not implemented for `{Self}`",
    note = "add `#[derive(ScimComplex)]` to the struct"
)]
pub trait ScimComplex: Object {}

/// A schema extension's struct: `#[derive(ScimExtension)]` (RFC 7643 §3.3).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schema extension",
    label = "the trait `ScimExtension` is not implemented for `{Self}`",
    note = "add `#[derive(ScimExtension)]` and `#[scim(schema = \"urn:...\")]` to the struct"
)]
pub trait ScimExtension: Object + Place {
    /// The extension's schema.
    #[doc(hidden)]
    const SCHEMA: &'static SchemaDef;

    /// The extension's schema.
    fn schema() -> &'static SchemaDef {
        Self::SCHEMA
    }
}

/// A resource: `#[derive(ScimResource)]` (RFC 7643 §3).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a SCIM resource",
    label = "the trait `ScimResource` is not implemented for `{Self}`",
    note = "add `#[derive(ScimResource)]` and `#[scim(schema = \"urn:...\")]` to the struct"
)]
pub trait ScimResource: Object {
    /// Every schema: the core one first, then the extensions.
    #[doc(hidden)]
    const SCHEMAS: &'static [&'static SchemaDef];
    /// The resource type.
    #[doc(hidden)]
    const RESOURCE_TYPE: &'static ResourceTypeDef;

    /// The core schema.
    fn schema() -> &'static SchemaDef {
        Self::SCHEMAS[0]
    }

    /// Every schema: the core one first, then the extensions.
    fn schemas() -> &'static [&'static SchemaDef] {
        Self::SCHEMAS
    }

    /// The resource type, as served at `/ResourceTypes`.
    fn resource_type() -> &'static ResourceTypeDef {
        Self::RESOURCE_TYPE
    }

    /// The resource's `id`, empty while the server has not given it one (RFC 7643 §3.1).
    fn scim_id(&self) -> Cow<'_, str> {
        match slot_with(self, Role::Id).map_or(ValueRef::Absent, |i| self.slot(i)) {
            ValueRef::Str(text) => Cow::Borrowed(text),
            ValueRef::Text(text) => Cow::Owned(text.to_string()),
            _ => Cow::Borrowed(""),
        }
    }

    /// The field marked `meta`, if there is one.
    fn scim_meta(&self) -> Option<&Meta>;

    /// The field marked `meta`, if there is one.
    fn scim_meta_mut(&mut self) -> Option<&mut Meta>;

    /// Sets the resource's `id`: what a store does when it creates the resource.
    ///
    /// # Errors
    ///
    /// When the text cannot be a value of the field's type, such as a number or a UUID.
    fn scim_set_id(&mut self, id: &str) -> Result<(), ValueError> {
        let index = slot_with(self, Role::Id).ok_or(ValueError::Type)?;
        set(self.slot_mut(index), Literal::Str(id))
    }
}

/// What a field marked `extension` may be.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field marked `#[scim(extension)]` cannot be a `{Self}`",
    label = "expected a struct that derives `ScimExtension`, or an `Option` of one",
    note = "`Option` for an extension that a resource may be without, the bare struct for one that every resource has (RFC 7643 §6)"
)]
pub trait ExtensionField: Sized {
    const SCHEMA: &'static SchemaDef;
    /// Whether every resource has to have it.
    const REQUIRED: bool;
    /// The extension in its resource's type.
    const IN_TYPE: SchemaExtensionDef = SchemaExtensionDef::new(Self::SCHEMA.id, Self::REQUIRED);
    // The same items as `Attribute` has: generated code names one trait per field.
    const DEF: AttributeDef;
    fn scim_value(&self) -> ValueRef<'_>;
    fn scim_value_mut(&mut self) -> ValueMut<'_>;
    fn scim_unassigned() -> Self;
}

impl<T: ScimExtension> ExtensionField for T {
    const SCHEMA: &'static SchemaDef = T::SCHEMA;
    const REQUIRED: bool = true;
    const DEF: AttributeDef = AttributeDef::extension::<Self>(T::TABLE);
    fn scim_value(&self) -> ValueRef<'_> {
        complex(self)
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        complex_mut(self, T::TABLE)
    }
    fn scim_unassigned() -> Self {
        T::scim_blank()
    }
}

impl<T: ScimExtension> ExtensionField for Option<T> {
    const SCHEMA: &'static SchemaDef = T::SCHEMA;
    const REQUIRED: bool = false;
    const DEF: AttributeDef = AttributeDef::extension::<Self>(T::TABLE);
    fn scim_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, |extension| complex(extension))
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        ValueMut::Option(self)
    }
    fn scim_unassigned() -> Self {
        None
    }
}

/// What a field marked `base` may be, and what `maps` may name: any resource.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a SCIM resource that a struct could extend or map",
    label = "expected a struct that derives `ScimResource`",
    note = "the resource is one such as `scim_types::User`"
)]
pub trait BaseField: Sized {
    // The items of the four traits that generated code needs of a base, in one, so that a type which is no resource is
    // reported once.
    const ATTRIBUTES: &'static [AttributeDef];
    const SCHEMAS: &'static [&'static SchemaDef];
    const RESOURCE_TYPE: &'static ResourceTypeDef;
    fn scim_base_blank() -> Self;
    fn scim_base_slot(&self, index: usize) -> ValueRef<'_>;
    fn scim_base_slot_mut(&mut self, index: usize) -> ValueMut<'_>;
    fn scim_base_meta(&self) -> Option<&Meta>;
    fn scim_base_meta_mut(&mut self) -> Option<&mut Meta>;
}

impl<T: ScimResource> BaseField for T {
    const ATTRIBUTES: &'static [AttributeDef] = <T as Object>::ATTRIBUTES;
    const SCHEMAS: &'static [&'static SchemaDef] = <T as ScimResource>::SCHEMAS;
    const RESOURCE_TYPE: &'static ResourceTypeDef = <T as ScimResource>::RESOURCE_TYPE;
    fn scim_base_blank() -> Self {
        T::scim_blank()
    }
    fn scim_base_slot(&self, index: usize) -> ValueRef<'_> {
        self.slot(index)
    }
    fn scim_base_slot_mut(&mut self, index: usize) -> ValueMut<'_> {
        self.slot_mut(index)
    }
    fn scim_base_meta(&self) -> Option<&Meta> {
        self.scim_meta()
    }
    fn scim_base_meta_mut(&mut self) -> Option<&mut Meta> {
        self.scim_meta_mut()
    }
}

/// What a field marked `meta` may be.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a field marked `#[scim(meta)]` cannot be a `{Self}`",
    label = "expected `Meta` or `Option<Meta>`",
    note = "`scim_types::Meta` holds resourceType, created, lastModified, location and version (RFC 7643 §3.1)"
)]
pub trait MetaField: Attribute {
    // The same items as `Attribute` has: generated code names one trait per field.
    const DEF: AttributeDef = <Self as Attribute>::DEF;
    fn scim_value(&self) -> ValueRef<'_> {
        Attribute::scim_value(self)
    }
    fn scim_value_mut(&mut self) -> ValueMut<'_> {
        Attribute::scim_value_mut(self)
    }
    fn scim_unassigned() -> Self {
        <Self as Attribute>::scim_unassigned()
    }
    fn scim_meta_ref(&self) -> Option<&Meta>;
    fn scim_meta_place(&mut self) -> &mut Meta;
}

impl MetaField for Meta {
    fn scim_meta_ref(&self) -> Option<&Meta> {
        Some(self)
    }
    fn scim_meta_place(&mut self) -> &mut Meta {
        self
    }
}

impl MetaField for Option<Meta> {
    fn scim_meta_ref(&self) -> Option<&Meta> {
        self.as_ref()
    }
    fn scim_meta_place(&mut self) -> &mut Meta {
        self.get_or_insert_default()
    }
}

fn slot_with(object: &dyn Slots, role: Role) -> Option<usize> {
    object.slot_table().attributes.iter().position(|a| a.role == role)
}
