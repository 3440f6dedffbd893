//! Keys of a struct or enum.

use darling::FromAttributes;
use syn::{LitStr, Type};

use super::{Casing, Given, Keyed, RuntimePath, Types, Words, given};

/// `#[scim(...)]` on a struct or an enum.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(scim))]
pub(crate) struct ContainerAttrs {
    /// The schema's URN.
    pub(crate) schema: Option<Keyed<LitStr>>,
    /// The name of the schema and of the resource type; the struct's own unless given.
    pub(crate) name: Option<Keyed<LitStr>>,
    /// The text for people; the doc comment unless given.
    pub(crate) description: Option<Keyed<LitStr>>,
    /// The path below the base URL; "/" and the name and "s" unless given.
    pub(crate) endpoint: Option<Keyed<LitStr>>,
    /// How field names become attribute names, or variants words.
    pub(crate) rename_all: Option<Keyed<Casing>>,
    /// URNs by which older clients call the schema.
    pub(crate) alias: Option<Keyed<Words>>,
    /// The resource or complex attribute that this struct is a row of.
    pub(crate) maps: Option<Keyed<Type>>,
    /// The extensions that a row has attributes of.
    pub(crate) extensions: Option<Keyed<Types>>,
    /// The table that rows are in.
    pub(crate) table: Option<Keyed<LitStr>>,
    /// Whether the strings of a `ScimValue` compare with regard to case.
    pub(crate) case_exact: Option<Keyed<bool>>,
    /// The path of scim-types, where it is not `::scim_types`.
    #[darling(rename = "crate")]
    pub(crate) runtime: Option<Keyed<RuntimePath>>,
    /// Hidden: a discovery resource without an `id` (RFC 7643 §5).
    pub(crate) no_id: Option<Keyed<()>>,
}

impl ContainerAttrs {
    /// The keys that were given.
    pub(crate) fn given(&self) -> Given {
        given!(
            self,
            schema as "schema",
            name as "name",
            description as "description",
            endpoint as "endpoint",
            rename_all as "rename_all",
            alias as "alias",
            maps as "maps",
            extensions as "extensions",
            table as "table",
            case_exact as "case_exact",
            runtime as "crate",
            no_id as "no_id",
        )
    }
}
