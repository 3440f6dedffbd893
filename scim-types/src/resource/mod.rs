//! The resources and extensions that the RFCs define, each derived like any other.

mod discovery;
mod enterprise;
mod group;
mod meta;
mod user;

pub use discovery::{
    AuthenticationScheme, BulkSupport, FilterSupport, PaginationSupport, ResourceType, ResourceTypeExtension,
    Schema, SchemaAttribute, ServiceProviderConfig, Supported,
};
pub use enterprise::{EnterpriseUser, Manager};
pub use group::{Group, Member};
pub use meta::Meta;
pub use user::{
    Address, Email, Entitlement, GroupMembership, Im, Name, PhoneNumber, Photo, Role, User, X509Certificate,
};

crate::wire::serde_form!(User, Group, Schema, ResourceType, ServiceProviderConfig);
