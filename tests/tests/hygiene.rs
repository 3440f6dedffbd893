//! Generated code means the same whatever stands around it: it compiles under strict lints, without a prelude, among types
//! that are called like those of the standard library, inside functions and out of `macro_rules!`.

#![deny(warnings, unused, nonstandard_style, future_incompatible, let_underscore)]
#![deny(unused_qualifications, unused_lifetimes, single_use_lifetimes, trivial_casts, trivial_numeric_casts)]
#![deny(clippy::all, clippy::pedantic, clippy::missing_trait_methods, clippy::as_conversions)]
#![forbid(unsafe_code)]
// The lints are there for what the derives write, not for what stands here.
#![allow(dead_code, unreachable_pub, missing_debug_implementations)]

/// No name is in scope but the derives' own.
mod no_prelude {
    #![no_implicit_prelude]

    use ::core::prelude::v1::derive;

    #[derive(::scim_types::ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", alias("urn:example:device:1.0"))]
    pub struct Device {
        #[scim(id)]
        pub id: ::std::string::String,
        #[scim(external_id)]
        pub external_id: ::core::option::Option<::std::string::String>,
        #[scim(required, uniqueness = "server", case_exact, canonical("a", "b"), mutability = "immutable")]
        pub serial_number: ::std::string::String,
        #[scim(default = "phone")]
        pub kind: ::std::string::String,
        #[scim(default)]
        pub active: ::core::primitive::bool,
        #[scim(with = Conversion)]
        pub status: Status,
        pub owner: ::core::option::Option<Owner>,
        pub owner_in_box: ::core::option::Option<::std::boxed::Box<Owner>>,
        #[scim(extension)]
        pub warranty: ::core::option::Option<Warranty>,
        #[scim(meta)]
        pub meta: ::scim_types::Meta,
        #[scim(skip)]
        pub cache: ::core::primitive::usize,
    }

    #[derive(::scim_types::ScimComplex)]
    pub struct Owner {
        pub value: ::core::option::Option<Number>,
        #[scim(rename = "$ref", reference("User"))]
        pub reference: ::core::option::Option<::std::string::String>,
        pub kind: ::core::option::Option<Kind>,
        pub size: Size,
    }

    #[derive(::scim_types::ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
    pub struct Warranty {
        pub vendor: ::core::option::Option<Owner>,
    }

    #[derive(::scim_types::ScimResource)]
    #[scim(maps = ::scim_types::User, extensions(::scim_types::EnterpriseUser), table = "employees")]
    pub struct Employee {
        #[scim(id, column = "id")]
        pub id: ::std::string::String,
        #[scim(path = "userName", column = "login", fold_column = "login_folded")]
        pub login: ::std::string::String,
        #[scim(path = "name.givenName", mutability = "immutable")]
        pub first_name: ::core::option::Option<::std::string::String>,
        #[scim(path = "emails[type eq \"work\"].value", primary)]
        pub email: ::core::option::Option<::std::string::String>,
        #[scim(path = "addresses", table = "places", column = "employee")]
        pub places: ::std::vec::Vec<Place>,
        #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
        pub department: ::core::option::Option<::std::string::String>,
        #[scim(meta, columns(created = "created"))]
        pub meta: ::scim_types::Meta,
    }

    #[derive(::scim_types::ScimComplex)]
    #[scim(maps = ::scim_types::Address)]
    pub struct Place {
        #[scim(path = "locality", column = "city")]
        pub city: ::core::option::Option<::std::string::String>,
    }

    #[derive(::scim_types::ScimResource)]
    #[scim(name = "Leased", description = "A leased device.", endpoint = "/Leased")]
    pub struct Leased {
        #[scim(base)]
        pub device: Device,
        #[scim(extension)]
        pub lease: ::core::option::Option<Lease>,
        #[scim(skip, default = 7)]
        pub row: ::core::primitive::i64,
    }

    #[derive(::scim_types::ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Lease")]
    pub struct Lease {
        pub until: ::core::option::Option<::scim_types::DateTime>,
    }

    #[derive(::scim_types::ScimValue)]
    pub struct Number(pub ::std::string::String);

    #[derive(::scim_types::ScimValue)]
    pub enum Kind {
        Work,
        Home,
    }

    #[derive(::scim_types::ScimValue)]
    #[scim(case_exact)]
    pub enum Size {
        Small,
        #[scim(other)]
        Other(::std::string::String),
    }

    #[derive(::core::clone::Clone)]
    pub struct Status(pub ::core::primitive::bool);

    pub struct Conversion;

    impl ::scim_types::Convert<Status> for Conversion {
        const TYPE: ::scim_types::AttributeType = ::scim_types::AttributeType::Boolean;
        fn blank() -> Status {
            Status(false)
        }
        fn get(field: &Status) -> ::scim_types::ValueRef<'_> {
            ::scim_types::ValueRef::Bool(field.0)
        }
        fn set(
            field: &mut Status,
            value: ::scim_types::Literal<'_>,
        ) -> ::core::result::Result<(), ::scim_types::ValueError> {
            match value {
                ::scim_types::Literal::Bool(value) => {
                    field.0 = value;
                    ::core::result::Result::Ok(())
                }
                _ => ::core::result::Result::Err(::scim_types::ValueError::Type),
            }
        }
    }
}

/// The prelude's names mean something else.
#[allow(non_camel_case_types, non_upper_case_globals)]
mod shadowed {
    use std::option::Option as Maybe;
    use std::string::String as Text;

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Result;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Self_;
    pub struct str;
    pub struct bool;
    pub struct usize;
    pub trait Default {}
    pub trait From {}
    pub trait Object {}
    pub trait Slots {}
    pub trait Attribute {}
    pub mod core {}
    pub mod std_ {}
    pub mod scim_types {}
    pub const index: i64 = 0;
    pub fn literal() {}

    #[derive(::scim_types::ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Shadowed")]
    pub struct Shadowed {
        #[scim(id)]
        pub id: Text,
        pub text: Maybe<Text>,
        #[scim(default = "a")]
        pub with_default: Text,
        #[scim(default)]
        pub with_plain_default: Text,
        pub part: Maybe<Part>,
        #[scim(extension)]
        pub extension: Maybe<Extension>,
    }

    #[derive(::scim_types::ScimComplex)]
    pub struct Part {
        pub value: Maybe<Text>,
        pub word: Maybe<Word>,
    }

    #[derive(::scim_types::ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Shadowed")]
    pub struct Extension {
        pub value: Maybe<Text>,
    }

    #[derive(::scim_types::ScimValue)]
    pub enum Word {
        Some,
        None,
        #[scim(other)]
        Other(Text),
    }
}

/// Structs that a macro writes, with names and types from both sides.
mod out_of_macros {
    macro_rules! resource {
        ($name:ident, $urn:literal, $field:ident: $ty:ty, $default:expr) => {
            #[derive(Debug, Clone, PartialEq, scim_types::ScimResource)]
            #[scim(schema = $urn)]
            pub struct $name {
                #[scim(id)]
                pub id: String,
                pub $field: $ty,
                #[scim(default = $default)]
                pub counted: i64,
                pub own: Option<String>,
            }
        };
    }
    resource!(Macro, "urn:example:params:scim:schemas:core:2.0:Macro", nick_name: Option<String>, 1 + 2);

    macro_rules! value {
        ($name:ident { $($variant:ident = $word:literal),* }) => {
            #[derive(Debug, Clone, Copy, PartialEq, Eq, scim_types::ScimValue)]
            pub enum $name { $(#[scim(rename = $word)] $variant),* }
        };
    }
    value!(Color { Red = "red", Blue = "deep-blue" });
}

/// Raw identifiers lose their mark.
mod raw {
    #[derive(Debug, Clone, PartialEq, scim_types::ScimComplex)]
    pub struct r#Struct {
        pub r#type: Option<String>,
        pub r#match: Option<r#Enum>,
    }

    #[derive(Debug, Clone, PartialEq, scim_types::ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Raw")]
    pub struct r#Type {
        #[scim(id)]
        pub r#ref: String,
        pub r#struct: Option<r#Struct>,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, scim_types::ScimValue)]
    pub enum r#Enum {
        r#Fn,
        Impl,
    }
}

/// Parameters, bounds and lifetimes.
mod generic {
    use std::borrow::Cow;
    use std::fmt::Debug;

    #[derive(Debug, Clone, PartialEq, scim_types::ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Generic")]
    pub struct Generic<'a, T, U, E, const N: usize>
    where
        T: Clone + Debug,
        U: Debug,
        E: Clone,
    {
        #[scim(id)]
        pub id: Cow<'a, str>,
        #[scim(required)]
        pub one: T,
        #[scim(uniqueness = "server")]
        pub optional: Option<T>,
        pub many: Vec<T>,
        pub wrapped: Wrapped<T>,
        #[scim(skip)]
        pub skipped: U,
        #[scim(skip, default = [0; N])]
        pub array: [u8; N],
        #[scim(extension)]
        pub extension: Option<E>,
    }

    #[derive(Debug, Clone, PartialEq, scim_types::ScimValue)]
    pub struct Wrapped<T>(pub T);

    #[derive(Debug, Clone, PartialEq, scim_types::ScimComplex)]
    pub struct Complex<'a, T: Debug = String> {
        pub value: Option<T>,
        #[scim(required, case_exact)]
        pub display: Cow<'a, str>,
    }

    #[derive(Debug, Clone, PartialEq, scim_types::ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Generic")]
    pub struct Extension<T> {
        pub value: T,
    }
}

/// Types that nobody outside sees, in a function.
#[test]
fn private_and_local() {
    #[derive(scim_types::ScimComplex)]
    struct Part {
        value: Option<Word>,
    }

    #[derive(scim_types::ScimValue)]
    enum Word {
        One,
    }

    #[derive(scim_types::ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Local")]
    struct Local {
        #[scim(id)]
        id: String,
        part: Part,
    }

    let local = Local { id: "1".to_owned(), part: Part { value: Some(Word::One) } };
    assert_eq!(scim_types::ScimResource::scim_id(&local), "1");
    assert!(local.part.value.is_some());
}

/// A deprecated field is its author's to use.
#[test]
fn deprecated() {
    #[deprecated]
    #[derive(scim_types::ScimValue)]
    pub enum Word {
        #[deprecated]
        Old,
    }

    #[derive(scim_types::ScimComplex)]
    pub struct Part {
        #[deprecated]
        pub value: Option<String>,
    }
    assert_eq!(size_of::<Part>(), size_of::<String>());
}

/// The runtime under another name.
mod renamed {
    pub mod facade {
        pub use scim_types as inner;
    }

    #[derive(Debug, scim_types::ScimComplex)]
    #[scim(crate = crate::renamed::facade::inner)]
    pub struct Part {
        pub value: Option<String>,
    }

    #[derive(Debug, scim_types::ScimValue)]
    #[scim(crate = ::scim_types)]
    pub struct Number(pub i64);
}

#[test]
fn they_work() {
    use generic::{Complex, Extension, Generic};
    use scim_types::ScimResource;

    type Instance = Generic<'static, String, u8, Extension<String>, 4>;
    let names = |schema: &scim_types::SchemaDef| schema.attributes.iter().map(|a| a.name).collect::<Vec<_>>();
    assert_eq!(names(Instance::schema()), ["one", "optional", "many", "wrapped"]);
    assert_eq!(Instance::schemas().len(), 2);
    assert_eq!(names(raw::Type::schema()), ["struct"]);
    assert_eq!(raw::Type::resource_type().name, "Type");
    let raw = raw::Type::schema().attributes[0].sub_attributes();
    assert_eq!(raw.iter().map(|a| a.name).collect::<Vec<_>>(), ["type", "match"]);
    assert_eq!(raw[1].canonical_values, ["fn", "impl"]);
    assert_eq!(names(out_of_macros::Macro::schema()), ["nickName", "counted", "own"]);
    assert_eq!(names(no_prelude::Device::schema()).len(), 6);
    assert_eq!(no_prelude::Leased::resource_type().name, "Leased");
    assert_eq!(no_prelude::Leased::resource_type().endpoint, "/Leased");
    assert_eq!(names(shadowed::Shadowed::schema())[0], "text");
    let complex = Complex { value: Some("a".to_owned()), display: "b".into() };
    assert_eq!(complex.display, "b");
    assert_eq!(format!("{:?}", renamed::Part { value: None }), "Part { value: None }");
    assert_eq!(format!("{:?}", renamed::Number(1)), "Number(1)");
    assert_eq!(out_of_macros::Color::Red, out_of_macros::Color::Red);
    assert_ne!(out_of_macros::Color::Red, out_of_macros::Color::Blue);
}
