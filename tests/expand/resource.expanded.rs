const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::Slots for Device {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index {
                0 => <String as __s::Attribute>::scim_value(&self.id),
                1 => <Option<String> as __s::Attribute>::scim_value(&self.external_id),
                2 => <String as __s::Attribute>::scim_value(&self.serial_number),
                3 => <String as __s::Attribute>::scim_value(&self.kind),
                4 => {
                    <StatusAsActive as __s::ConvertField<
                        Status,
                    >>::scim_value(&self.status)
                }
                5 => {
                    <Option<Warranty> as __s::ExtensionField>::scim_value(&self.warranty)
                }
                6 => <Meta as __s::MetaField>::scim_value(&self.meta),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index {
                0 => <String as __s::Attribute>::scim_value_mut(&mut self.id),
                1 => {
                    <Option<
                        String,
                    > as __s::Attribute>::scim_value_mut(&mut self.external_id)
                }
                2 => <String as __s::Attribute>::scim_value_mut(&mut self.serial_number),
                3 => <String as __s::Attribute>::scim_value_mut(&mut self.kind),
                4 => {
                    <StatusAsActive as __s::ConvertField<
                        Status,
                    >>::scim_value_mut(&mut self.status)
                }
                5 => {
                    <Option<
                        Warranty,
                    > as __s::ExtensionField>::scim_value_mut(&mut self.warranty)
                }
                6 => <Meta as __s::MetaField>::scim_value_mut(&mut self.meta),
                _ => __s::ValueMut::None,
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Device {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[
            <String as __s::Attribute>::DEF.named("id", "").role(__s::Role::Id),
            <Option<String> as __s::Attribute>::DEF
                .named("externalId", "")
                .role(__s::Role::ExternalId),
            <String as __s::Attribute>::DEF
                .named("serialNumber", "The asset tag printed on the case.")
                .required()
                .uniqueness(__s::Uniqueness::Server)
                .case_exact(true),
            <String as __s::Attribute>::DEF
                .named("kind", "")
                .optional()
                .canonical(&["laptop", "phone"]),
            <StatusAsActive as __s::ConvertField<Status>>::DEF.named("status", ""),
            <Option<Warranty> as __s::ExtensionField>::DEF,
            <Meta as __s::MetaField>::DEF.named("meta", "").role(__s::Role::Meta),
        ];
        const KEYS: &'static [__s::Key] = &__s::keys::<7>(Self::ATTRIBUTES);
        const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(
            <Self as __s::ScimResource>::SCHEMAS[0],
        );
        fn scim_blank() -> Self {
            Self {
                id: <String as __s::Attribute>::scim_unassigned(),
                external_id: <Option<String> as __s::Attribute>::scim_unassigned(),
                serial_number: <String as __s::Attribute>::scim_unassigned(),
                kind: <String as __s::From<&__s::str>>::from("laptop"),
                status: <StatusAsActive as __s::ConvertField<Status>>::scim_unassigned(),
                warranty: <Option<Warranty> as __s::ExtensionField>::scim_unassigned(),
                meta: <Meta as __s::MetaField>::scim_unassigned(),
                cache_slot: <usize as __s::Default>::default(),
            }
        }
    }
    #[automatically_derived]
    impl __s::ScimResource for Device {
        const SCHEMAS: &'static [&'static __s::SchemaDef] = &[
            &__s::SchemaDef::new(
                    "urn:example:params:scim:schemas:core:2.0:Device",
                    "Device",
                    "A laptop or phone issued to a person.",
                    <Self as __s::Object>::ATTRIBUTES,
                )
                .aliases(&["urn:example:device:1.0"]),
            <Option<Warranty> as __s::ExtensionField>::SCHEMA,
        ];
        const RESOURCE_TYPE: &'static __s::ResourceTypeDef = &__s::ResourceTypeDef::new(
            "Device",
            "A laptop or phone issued to a person.",
            "/Devices",
            "urn:example:params:scim:schemas:core:2.0:Device",
            &[<Option<Warranty> as __s::ExtensionField>::IN_TYPE],
        );
        fn scim_meta(&self) -> __s::Option<&__s::Meta> {
            <Meta as __s::MetaField>::scim_meta_ref(&self.meta)
        }
        fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
            __s::Some(<Meta as __s::MetaField>::scim_meta_place(&mut self.meta))
        }
    }
    const _: () = __s::check::identifier(&<String as __s::Attribute>::DEF);
    const _: () = __s::check::identifier(&<Option<String> as __s::Attribute>::DEF);
    const _: () = __s::check::required(&<String as __s::Attribute>::DEF);
    const _: () = __s::check::case_exact(&<String as __s::Attribute>::DEF);
    const _: () = __s::check::uniqueness(&<String as __s::Attribute>::DEF);
    const _: () = __s::check::canonical(&<String as __s::Attribute>::DEF);
    const _: () = __s::check::distinct(<Device as __s::ScimResource>::SCHEMAS, 1 + 0);
};
