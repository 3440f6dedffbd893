const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::Slots for Leased {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index.wrapping_sub(<Device as __s::BaseField>::ATTRIBUTES.len()) {
                0 => <Option<Lease> as __s::ExtensionField>::scim_value(&self.lease),
                _ => <Device as __s::BaseField>::scim_base_slot(&self.device, __index),
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index.wrapping_sub(<Device as __s::BaseField>::ATTRIBUTES.len()) {
                0 => {
                    <Option<
                        Lease,
                    > as __s::ExtensionField>::scim_value_mut(&mut self.lease)
                }
                _ => {
                    <Device as __s::BaseField>::scim_base_slot_mut(
                        &mut self.device,
                        __index,
                    )
                }
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Leased {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &__s::concat::<
            __s::AttributeDef,
            { <Device as __s::BaseField>::ATTRIBUTES.len() + 1 },
        >(
            <Device as __s::BaseField>::ATTRIBUTES,
            &[<Option<Lease> as __s::ExtensionField>::DEF],
        );
        const KEYS: &'static [__s::Key] = &__s::keys::<
            { <Device as __s::BaseField>::ATTRIBUTES.len() + 1 },
        >(Self::ATTRIBUTES);
        const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(
            <Self as __s::ScimResource>::SCHEMAS[0],
        );
        fn scim_blank() -> Self {
            Self {
                device: <Device as __s::BaseField>::scim_base_blank(),
                lease: <Option<Lease> as __s::ExtensionField>::scim_unassigned(),
            }
        }
    }
    #[automatically_derived]
    impl __s::ScimResource for Leased {
        const SCHEMAS: &'static [&'static __s::SchemaDef] = &__s::concat::<
            &'static __s::SchemaDef,
            { <Device as __s::BaseField>::SCHEMAS.len() + 1 },
        >(
            <Device as __s::BaseField>::SCHEMAS,
            &[<Option<Lease> as __s::ExtensionField>::SCHEMA],
        );
        const RESOURCE_TYPE: &'static __s::ResourceTypeDef = {
            const __EXTENSIONS: &[__s::SchemaExtensionDef] = &__s::concat::<
                __s::SchemaExtensionDef,
                { <Device as __s::BaseField>::RESOURCE_TYPE.schema_extensions.len() + 1 },
            >(
                <Device as __s::BaseField>::RESOURCE_TYPE.schema_extensions,
                &[<Option<Lease> as __s::ExtensionField>::IN_TYPE],
            );
            &<Device as __s::BaseField>::RESOURCE_TYPE.with(__EXTENSIONS).at("/Leased")
        };
        fn scim_meta(&self) -> __s::Option<&__s::Meta> {
            <Device as __s::BaseField>::scim_base_meta(&self.device)
        }
        fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
            <Device as __s::BaseField>::scim_base_meta_mut(&mut self.device)
        }
    }
    const _: () = __s::check::distinct(
        <Leased as __s::ScimResource>::SCHEMAS,
        <Device as __s::BaseField>::SCHEMAS.len() + 0,
    );
};
