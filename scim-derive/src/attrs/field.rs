//! Keys of a field.

use darling::FromAttributes;
use syn::{LitStr, Type};

use super::{DefaultValue, Given, Integer, Keyed, Mutability, Pairs, Returned, Uniqueness, Words, given};

/// `#[scim(...)]` on a field of a struct.
#[derive(Debug, Default, FromAttributes)]
#[darling(attributes(scim))]
pub(crate) struct FieldAttrs {
    /// The resource's `id`.
    pub(crate) id: Option<Keyed<()>>,
    /// The resource's `externalId`.
    pub(crate) external_id: Option<Keyed<()>>,
    /// The resource's `meta`.
    pub(crate) meta: Option<Keyed<()>>,
    /// A schema extension.
    pub(crate) extension: Option<Keyed<()>>,
    /// The resource that this one extends.
    pub(crate) base: Option<Keyed<()>>,
    /// Where in the schema that the struct maps the field is.
    pub(crate) path: Option<Keyed<LitStr>>,
    /// The element that the field is a part of is the primary one.
    pub(crate) primary: Option<Keyed<()>>,
    /// The column that the value is in; of a list in a table of its own, the one that refers to the row it belongs to.
    pub(crate) column: Option<Keyed<LitStr>>,
    /// The column with the value folded, for comparing without regard to case.
    pub(crate) fold_column: Option<Keyed<LitStr>>,
    /// Which columns hold whole numbers, whose decimal digits are the attribute's text: the field's, or those of sub-attributes.
    pub(crate) integer: Option<Keyed<Integer>>,
    /// The columns of sub-attributes whose type does not name any.
    pub(crate) columns: Option<Keyed<Pairs>>,
    /// Those of them with the value folded.
    pub(crate) fold_columns: Option<Keyed<Pairs>>,
    /// The table that the values of a list are in.
    pub(crate) table: Option<Keyed<LitStr>>,
    /// What other columns of that table hold in the rows of this list, where it has rows of several.
    pub(crate) constants: Option<Keyed<Pairs>>,
    /// The column of that table that the values are in order of.
    pub(crate) order: Option<Keyed<LitStr>>,
    /// Not part of SCIM.
    pub(crate) skip: Option<Keyed<()>>,
    /// The attribute's name.
    pub(crate) rename: Option<Keyed<LitStr>>,
    /// A resource without it is invalid.
    pub(crate) required: Option<Keyed<()>>,
    /// Whether strings compare with regard to case.
    pub(crate) case_exact: Option<Keyed<bool>>,
    /// When it may be set.
    pub(crate) mutability: Option<Keyed<Mutability>>,
    /// When it is part of a response.
    pub(crate) returned: Option<Keyed<Returned>>,
    /// How far its values are unique.
    pub(crate) uniqueness: Option<Keyed<Uniqueness>>,
    /// Suggested values.
    pub(crate) canonical: Option<Keyed<Words>>,
    /// What a reference may point to.
    pub(crate) reference: Option<Keyed<Words>>,
    /// The value while nothing is assigned.
    pub(crate) default: Option<Keyed<DefaultValue>>,
    /// The `Convert` type between the field and the attribute.
    pub(crate) with: Option<Keyed<Type>>,
    /// The text for people; the doc comment unless given.
    pub(crate) description: Option<Keyed<LitStr>>,
    /// Hidden: a complex attribute inside another one, which only the schema of schemas has (RFC 7643 §7).
    pub(crate) nested: Option<Keyed<()>>,
}

impl FieldAttrs {
    /// The keys that were given.
    pub(crate) fn given(&self) -> Given {
        given!(
            self,
            id as "id",
            external_id as "external_id",
            meta as "meta",
            extension as "extension",
            base as "base",
            path as "path",
            primary as "primary",
            column as "column",
            fold_column as "fold_column",
            integer as "integer",
            columns as "columns",
            fold_columns as "fold_columns",
            table as "table",
            constants as "constants",
            order as "order",
            skip as "skip",
            rename as "rename",
            required as "required",
            case_exact as "case_exact",
            mutability as "mutability",
            returned as "returned",
            uniqueness as "uniqueness",
            canonical as "canonical",
            reference as "reference",
            default as "default",
            with as "with",
            description as "description",
            nested as "nested",
        )
    }
}
