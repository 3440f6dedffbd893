::core::compile_error! {
    "unknown key `requird`; did you mean `required`?"
}
::core::compile_error! {
    "a `writeOnly` attribute is never returned (RFC 7643 §7); remove `returned`, or write `returned = \"never\"`"
}
const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::Slots for Owner {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, _: __s::usize) -> __s::ValueRef<'_> {
            __s::ValueRef::Absent
        }
        fn slot_mut(&mut self, _: __s::usize) -> __s::ValueMut<'_> {
            __s::ValueMut::None
        }
    }
    #[automatically_derived]
    impl __s::Object for Owner {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[];
        const KEYS: &'static [__s::Key] = &[];
        fn scim_blank() -> Self {
            __s::unreachable()
        }
    }
    #[automatically_derived]
    impl __s::ScimComplex for Owner {}
    #[automatically_derived]
    impl __s::Single for Owner {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Owner as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            <Owner as __s::Object>::scim_blank()
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(self, <Owner as __s::Object>::TABLE)
        }
    }
    #[automatically_derived]
    impl __s::Single for __s::Box<Owner> {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Owner as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            __s::Box::new(<Owner as __s::Object>::scim_blank())
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(&**self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(&mut **self, <Owner as __s::Object>::TABLE)
        }
    }
};
