const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::Slots for Warranty {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index {
                0 => <Option<DateTime> as __s::Attribute>::scim_value(&self.until),
                1 => <Option<Owner> as __s::Attribute>::scim_value(&self.vendor),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index {
                0 => {
                    <Option<DateTime> as __s::Attribute>::scim_value_mut(&mut self.until)
                }
                1 => <Option<Owner> as __s::Attribute>::scim_value_mut(&mut self.vendor),
                _ => __s::ValueMut::None,
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Warranty {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[
            <Option<DateTime> as __s::Attribute>::DEF.named("until", ""),
            <Option<Owner> as __s::Attribute>::DEF.named("vendor", ""),
        ];
        const KEYS: &'static [__s::Key] = &__s::keys::<2>(Self::ATTRIBUTES);
        const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(
            <Self as __s::ScimExtension>::SCHEMA,
        );
        fn scim_blank() -> Self {
            Self {
                until: <Option<DateTime> as __s::Attribute>::scim_unassigned(),
                vendor: <Option<Owner> as __s::Attribute>::scim_unassigned(),
            }
        }
    }
    #[automatically_derived]
    impl __s::ScimExtension for Warranty {
        const SCHEMA: &'static __s::SchemaDef = &__s::SchemaDef::new(
            "urn:example:params:scim:schemas:extension:2.0:Warranty",
            "Warranty",
            "What the vendor promised.",
            <Self as __s::Object>::ATTRIBUTES,
        );
    }
    #[automatically_derived]
    impl __s::Place for Warranty {
        fn scim_blank_place() -> Self {
            <Self as __s::Object>::scim_blank()
        }
        fn scim_place(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(self, <Self as __s::Object>::TABLE)
        }
    }
};
