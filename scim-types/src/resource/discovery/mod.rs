//! What a service provider tells about itself (RFC 7643 §5 to §7, §8.7.2).

mod config;
mod resource_type;
mod schema;

pub use config::{
    AuthenticationScheme, BulkSupport, FilterSupport, PaginationSupport, ServiceProviderConfig, Supported,
};
pub use resource_type::{ResourceType, ResourceTypeExtension};
pub use schema::{Schema, SchemaAttribute};
