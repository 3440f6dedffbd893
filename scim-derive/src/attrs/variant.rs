//! Keys of a variant.

use darling::FromAttributes;
use syn::LitStr;

use super::{Given, Keyed, given};

/// `#[scim(...)]` on a variant of an enum.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(scim))]
pub(crate) struct VariantAttrs {
    /// The word.
    pub(crate) rename: Option<Keyed<LitStr>>,
    /// The variant that takes every other text.
    pub(crate) other: Option<Keyed<()>>,
}

impl VariantAttrs {
    /// The keys that were given.
    pub(crate) fn given(&self) -> Given {
        given!(self, rename as "rename", other as "other")
    }
}
