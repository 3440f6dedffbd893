//! What a derive is about to emit. Everything in it has been checked: emitting cannot fail.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Generics, Ident, LitStr, Path, Type};

use crate::types::mentions;

use crate::attrs::{DefaultValue, Keyed, Mutability, Returned, Uniqueness, Words};

/// The type that a derive stands on.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The path of scim-types.
    pub(crate) runtime: Path,
    /// Whether something in it is deprecated, or made of something deprecated.
    pub(crate) deprecated: bool,
}

impl Target {
    /// The type of a derive's input.
    pub(crate) fn new(input: &DeriveInput, runtime: Path) -> Self {
        let (ident, generics) = (input.ident.clone(), input.generics.clone());
        let inner: Vec<&Attribute> = match &input.data {
            Data::Struct(data) => data.fields.iter().flat_map(|field| &field.attrs).collect(),
            Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.attrs).collect(),
            Data::Union(_) => Vec::new(),
        };
        let mut attributes = input.attrs.iter().chain(inner);
        let deprecated = attributes.any(|attribute| {
            !attribute.path().is_ident("doc")
                && mentions(attribute.meta.to_token_stream(), &|name| name == "deprecated")
        });
        Self { ident, generics, runtime, deprecated }
    }
}

/// One derive's input.
pub(crate) enum Model {
    Object(Object),
    Extended(Extended),
    Mapped(Mapped),
    Words(WordEnum),
    Newtype(Newtype),
}

/// A struct whose fields are attributes.
pub(crate) struct Object {
    pub(crate) target: Target,
    pub(crate) kind: ObjectKind,
    /// The fields with a slot, in the order of their slots.
    pub(crate) slots: Vec<Slot>,
    /// The other fields.
    pub(crate) skipped: Vec<Skipped>,
    /// The table that rows are in.
    pub(crate) table: Option<LitStr>,
}

/// Which derive a struct has.
pub(crate) enum ObjectKind {
    /// The type whose attributes it maps, if it does.
    Complex(Option<Type>),
    Extension(Schema),
    Resource(Schema, String),
}

/// `schema` and what describes it.
pub(crate) struct Schema {
    pub(crate) urn: LitStr,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) aliases: Vec<LitStr>,
}

/// A field's name and type, in which `Self` has been replaced.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) ty: TokenStream,
    /// Whether the type mentions a type or const parameter of the struct.
    pub(crate) generic: bool,
}

/// A field that is an attribute.
pub(crate) struct Slot {
    pub(crate) member: Member,
    pub(crate) part: Part,
    pub(crate) carrier: Carrier,
    pub(crate) attribute: Characteristics,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) column: Option<Column>,
    /// For a struct that maps a complex attribute: the path of the sub-attribute that this one is.
    pub(crate) path: Option<LitStr>,
}

/// Where a value is in SQL.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: Option<LitStr>,
    pub(crate) folded: Option<LitStr>,
    /// Where it is said that it holds a whole number.
    pub(crate) integer: Option<Span>,
    pub(crate) parts: Vec<(Ident, LitStr)>,
    pub(crate) folds: Vec<(Ident, LitStr)>,
    /// Which parts hold whole numbers.
    pub(crate) integers: Vec<Ident>,
    pub(crate) table: Option<LitStr>,
    pub(crate) constants: Vec<(Ident, LitStr)>,
    pub(crate) order: Option<LitStr>,
}

/// What part of the struct a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Id,
    ExternalId,
    Attribute,
    Extension,
    Meta,
}

/// What makes the field's type an attribute's.
pub(crate) enum Carrier {
    Attribute,
    SubAttribute,
    /// Values of the struct itself (`nested`).
    Recursive,
    ExtensionField,
    MetaField,
    Convert(Box<Type>),
}

/// The name and the characteristics that were stated.
pub(crate) struct Characteristics {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) required: Option<Span>,
    pub(crate) case_exact: Option<Keyed<bool>>,
    pub(crate) mutability: Option<Keyed<Mutability>>,
    pub(crate) returned: Option<Keyed<Returned>>,
    pub(crate) uniqueness: Option<Keyed<Uniqueness>>,
    pub(crate) canonical: Option<Keyed<Words>>,
    pub(crate) reference: Option<Keyed<Words>>,
}

/// A field that SCIM does not see.
pub(crate) struct Skipped {
    pub(crate) member: Member,
    pub(crate) default: Option<DefaultValue>,
}

/// A struct that adds extensions to a resource of another struct.
pub(crate) struct Extended {
    pub(crate) target: Target,
    pub(crate) base: Member,
    pub(crate) extensions: Vec<Member>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) endpoint: Option<String>,
}

/// A struct that is a row: its fields are parts of a resource whose schema is another struct's.
pub(crate) struct Mapped {
    pub(crate) target: Target,
    pub(crate) schema: Type,
    pub(crate) extensions: Vec<Path>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) table: Option<LitStr>,
    /// The fields that have a slot.
    pub(crate) fields: Vec<RowField>,
    /// The attributes of the core schema.
    pub(crate) core: Vec<Attr>,
    /// Those of each extension, by the URN that paths name it with.
    pub(crate) groups: Vec<(String, Vec<Attr>)>,
    pub(crate) skipped: Vec<Skipped>,
}

/// A field of a row.
pub(crate) struct RowField {
    pub(crate) member: Member,
    pub(crate) part: Part,
    pub(crate) carrier: Carrier,
    pub(crate) default: Option<DefaultValue>,
    /// Absent for `id`, `externalId` and `meta`.
    pub(crate) path: Option<RowPath>,
    pub(crate) required: Option<Span>,
    pub(crate) mutability: Option<Keyed<Mutability>>,
    pub(crate) description: Option<String>,
    pub(crate) column: Option<Column>,
}

/// Where a field is in the schema.
pub(crate) struct RowPath {
    pub(crate) text: LitStr,
    /// What has to be true of the schema, in the form of `literal::check`.
    pub(crate) asks: TokenStream,
}

/// An attribute of a row.
pub(crate) struct Attr {
    pub(crate) name: String,
    pub(crate) entry: Entry,
}

/// What an attribute is made of. Fields are positions in [`Mapped::fields`].
pub(crate) enum Entry {
    Field(usize),
    /// Sub-attributes by name.
    Complex(Vec<(String, usize)>),
    Elements(Vec<Element>),
}

/// One element of a multi-valued attribute.
pub(crate) struct Element {
    /// What tells it from the others.
    pub(crate) keys: Vec<(String, Constant)>,
    pub(crate) subs: Vec<(String, usize)>,
    /// The `primary` key of one of its fields.
    pub(crate) primary: Option<Span>,
    /// The elements before it that only the type of a sub-attribute tells it from.
    pub(crate) alike: Vec<Alike>,
}

/// An earlier element whose constants may be those of this one.
pub(crate) struct Alike {
    /// A field of it.
    pub(crate) field: usize,
    /// The sub-attributes whose constants have to be compared.
    pub(crate) names: Vec<Doubt>,
}

/// Two texts that one type takes for the same value, and another one does not.
pub(crate) struct Doubt {
    pub(crate) name: String,
    pub(crate) texts: [String; 2],
    /// Whether they differ in letter case alone.
    pub(crate) folds_alike: bool,
}

/// A constant in a path's filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Str(String),
    Bool(bool),
    Int(i64),
    Decimal(f64),
}

impl Constant {
    /// Whether an integer can be equal to it, as far as it is a number.
    pub(crate) fn can_be_integer(&self) -> bool {
        // 2^63, which an i64 just fails to reach.
        const END: f64 = 9_223_372_036_854_775_808.0;
        !matches!(self, Self::Decimal(value) if value.fract() != 0.0 || !(-END..END).contains(value))
    }
}

/// An enum of words.
pub(crate) struct WordEnum {
    pub(crate) target: Target,
    pub(crate) case_exact: bool,
    /// Each variant and its word.
    pub(crate) variants: Vec<(Ident, String)>,
    /// The variant for any other text, and the type in it.
    pub(crate) other: Option<(Ident, Type)>,
}

/// A struct around one simple value.
pub(crate) struct Newtype {
    pub(crate) target: Target,
    pub(crate) case_exact: Option<bool>,
    pub(crate) ty: TokenStream,
    pub(crate) generic: bool,
}
