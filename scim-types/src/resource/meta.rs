//! Metadata.

use crate::__private::v1 as __s;
use crate::value::DateTime;

/// What the service provider knows about a resource (RFC 7643 §3.1).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meta {
    /// The name of the resource type.
    pub resource_type: Option<String>,
    /// When the resource was created.
    pub created: Option<DateTime>,
    /// When the resource was last changed.
    pub last_modified: Option<DateTime>,
    /// The URI of the resource.
    pub location: Option<String>,
    /// The version, an entity tag.
    pub version: Option<String>,
}

// ---- what #[derive(ScimComplex)] writes, by hand until the derive exists ----
#[allow(clippy::all, clippy::pedantic)]
const _: () = {
    #[automatically_derived]
    impl __s::Slots for Meta {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, index: usize) -> __s::ValueRef<'_> {
            match index {
                0 => __s::Attribute::scim_value(&self.resource_type),
                1 => __s::Attribute::scim_value(&self.created),
                2 => __s::Attribute::scim_value(&self.last_modified),
                3 => __s::Attribute::scim_value(&self.location),
                4 => __s::Attribute::scim_value(&self.version),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, index: usize) -> __s::ValueMut<'_> {
            match index {
                0 => __s::Attribute::scim_value_mut(&mut self.resource_type),
                1 => __s::Attribute::scim_value_mut(&mut self.created),
                2 => __s::Attribute::scim_value_mut(&mut self.last_modified),
                3 => __s::Attribute::scim_value_mut(&mut self.location),
                4 => __s::Attribute::scim_value_mut(&mut self.version),
                _ => __s::ValueMut::None,
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Meta {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[
            <Option<String> as __s::Attribute>::DEF.named("resourceType", "The name of the resource type.")
                .mutability(__s::Mutability::ReadOnly)
                .case_exact(true),
            <Option<DateTime> as __s::Attribute>::DEF.named("created", "").mutability(__s::Mutability::ReadOnly),
            <Option<DateTime> as __s::Attribute>::DEF.named("lastModified", "").mutability(__s::Mutability::ReadOnly),
            <Option<String> as __s::Attribute>::DEF.named("location", "").mutability(__s::Mutability::ReadOnly).reference(&["uri"]),
            <Option<String> as __s::Attribute>::DEF.named("version", "").mutability(__s::Mutability::ReadOnly).case_exact(true),
        ];
        const KEYS: &'static [__s::Key] = &__s::keys::<5>(Self::ATTRIBUTES);
        fn scim_blank() -> Self {
            Self {
                resource_type: __s::Attribute::scim_unassigned(),
                created: __s::Attribute::scim_unassigned(),
                last_modified: __s::Attribute::scim_unassigned(),
                location: __s::Attribute::scim_unassigned(),
                version: __s::Attribute::scim_unassigned(),
            }
        }
    }
    #[automatically_derived]
    impl __s::ScimComplex for Meta {}
    #[automatically_derived]
    impl __s::Single for Meta {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(<Self as __s::Object>::TABLE);
        fn scim_blank_value() -> Self {
            <Self as __s::Object>::scim_blank()
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::ValueMut::Complex(self)
        }
    }
    #[automatically_derived]
    impl __s::Single for ::std::boxed::Box<Meta> {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(<Meta as __s::Object>::TABLE);
        fn scim_blank_value() -> Self {
            ::std::boxed::Box::new(<Meta as __s::Object>::scim_blank())
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(&**self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::ValueMut::Complex(&mut **self)
        }
    }
};
