const _: () = {
    use ::scim_types::__private::v1 as __s;
    const __KNOWN: &[__s::AttributeDef] = &__s::concat::<
        __s::AttributeDef,
        { <User as __s::BaseField>::ATTRIBUTES.len() + 1 },
    >(
        <User as __s::BaseField>::ATTRIBUTES,
        &[<__s::Option<EnterpriseUser> as __s::ExtensionField>::DEF],
    );
    const __SCHEMA: &__s::Table = &__s::Table::new(
        __KNOWN,
        &__s::keys::<{ <User as __s::BaseField>::ATTRIBUTES.len() + 1 }>(__KNOWN),
        __s::Some(<User as __s::BaseField>::SCHEMAS[0]),
    );
    const __A1: &[__s::AttributeDef] = &[
        __s::maps::inherit(
                __s::maps::sub(__s::maps::attribute(__SCHEMA, "name"), "givenName"),
                <Option<String> as __s::SubAttribute>::DEF,
            )
            .column(
                &__s::Column {
                    name: "first_name",
                    ..__s::Column::NONE
                },
            ),
    ];
    const __T1: &__s::Table = &__s::Table::new(__A1, &__s::keys::<1>(__A1), __s::None);
    const __R1: &__s::Table = &__T1
        .at(
            &[
                __s::Node::Slot {
                    slot: 7,
                    required: false,
                },
            ],
        );
    const __R2_0: &__s::Table = &__T2
        .at(
            &[
                __s::Node::Slot {
                    slot: 8,
                    required: <Option<String> as __s::SubAttribute>::DEF.required,
                },
                __s::Node::Fixed {
                    value: __s::Literal::Str("work"),
                    key: true,
                },
                __s::Node::Fixed {
                    value: __s::Literal::Bool(true),
                    key: false,
                },
            ],
        );
    const __R2_1: &__s::Table = &__T2
        .at(
            &[
                __s::Node::Slot {
                    slot: 9,
                    required: <Option<String> as __s::SubAttribute>::DEF.required,
                },
                __s::Node::Fixed {
                    value: __s::Literal::Str("home"),
                    key: true,
                },
                __s::Node::Gap,
            ],
        );
    const __A2: &[__s::AttributeDef] = &[
        __s::maps::inherit_all(
            __s::maps::sub(__s::maps::attribute(__SCHEMA, "emails"), "value"),
            &[
                <Option<String> as __s::SubAttribute>::DEF,
                <Option<String> as __s::SubAttribute>::DEF,
            ],
            true,
        ),
        *__s::maps::sub(__s::maps::attribute(__SCHEMA, "emails"), "type"),
        *__s::maps::sub(__s::maps::attribute(__SCHEMA, "emails"), "primary"),
    ];
    const __T2: &__s::Table = &__s::Table::new(__A2, &__s::keys::<3>(__A2), __s::None);
    const __E2: &__s::Elements = &__s::Elements::new(
        "emails",
        &__ATTRIBUTES[3],
        &[__R2_0, __R2_1],
    );
    const __A3: &[__s::AttributeDef] = &[
        __s::maps::inherit(
            __s::maps::sub(
                __s::maps::extension(
                    __SCHEMA,
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                ),
                "department",
            ),
            <Option<String> as __s::Attribute>::DEF,
        ),
    ];
    const __T3_SCHEMA: &__s::SchemaDef = &__s::maps::schema(
            __s::maps::extension(
                __SCHEMA,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ),
        )
        .narrowed(__A3);
    const __T3: &__s::Table = &__s::Table::new(
        __A3,
        &__s::keys::<1>(__A3),
        __s::Some(__T3_SCHEMA),
    );
    const __R3: &__s::Table = &__T3
        .at(
            &[
                __s::Node::Slot {
                    slot: 10,
                    required: false,
                },
            ],
        );
    const __ATTRIBUTES: &[__s::AttributeDef] = &[
        <String as __s::Attribute>::DEF
            .named("id", "")
            .role(__s::Role::Id)
            .column(
                &__s::Column {
                    name: "id",
                    ..__s::Column::NONE
                },
            ),
        __s::maps::inherit(
                __s::maps::attribute(__SCHEMA, "userName"),
                <String as __s::Attribute>::DEF,
            )
            .column(
                &__s::Column {
                    name: "login",
                    folded: __s::Some("login_folded"),
                    ..__s::Column::NONE
                },
            ),
        __s::maps::part(
            __s::maps::attribute(__SCHEMA, "name"),
            __T1,
            &[<Option<String> as __s::SubAttribute>::DEF],
        ),
        __s::maps::part(
            __s::maps::attribute(__SCHEMA, "emails"),
            __T2,
            &[
                <Option<String> as __s::SubAttribute>::DEF,
                <Option<String> as __s::SubAttribute>::DEF,
            ],
        ),
        __s::maps::inherit(
            __s::maps::attribute(__SCHEMA, "active"),
            <bool as __s::Attribute>::DEF.optional(),
        ),
        __s::maps::part(
            __s::maps::extension(
                __SCHEMA,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ),
            __T3,
            &[<Option<String> as __s::Attribute>::DEF],
        ),
        <Meta as __s::MetaField>::DEF.named("meta", "").role(__s::Role::Meta),
    ];
    #[automatically_derived]
    impl __s::Slots for Employee {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index {
                0 => <String as __s::Attribute>::scim_value(&self.id),
                1 => <String as __s::Attribute>::scim_value(&self.login),
                7 => <Option<String> as __s::SubAttribute>::scim_value(&self.first_name),
                8 => <Option<String> as __s::SubAttribute>::scim_value(&self.email),
                9 => {
                    <Option<
                        String,
                    > as __s::SubAttribute>::scim_value(&self.private_email)
                }
                4 => <bool as __s::Attribute>::scim_value(&self.enabled),
                10 => <Option<String> as __s::Attribute>::scim_value(&self.department),
                6 => <Meta as __s::MetaField>::scim_value(&self.meta),
                2 => __s::row_part(self, __R1),
                3 => __s::row_elements(self, __E2),
                5 => __s::row_part(self, __R3),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index {
                0 => <String as __s::Attribute>::scim_value_mut(&mut self.id),
                1 => <String as __s::Attribute>::scim_value_mut(&mut self.login),
                7 => {
                    <Option<
                        String,
                    > as __s::SubAttribute>::scim_value_mut(&mut self.first_name)
                }
                8 => {
                    <Option<
                        String,
                    > as __s::SubAttribute>::scim_value_mut(&mut self.email)
                }
                9 => {
                    <Option<
                        String,
                    > as __s::SubAttribute>::scim_value_mut(&mut self.private_email)
                }
                4 => <bool as __s::Attribute>::scim_value_mut(&mut self.enabled),
                10 => {
                    <Option<
                        String,
                    > as __s::Attribute>::scim_value_mut(&mut self.department)
                }
                6 => <Meta as __s::MetaField>::scim_value_mut(&mut self.meta),
                _ => __s::row_slot_mut(self, __index),
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Employee {
        const ATTRIBUTES: &'static [__s::AttributeDef] = __ATTRIBUTES;
        const KEYS: &'static [__s::Key] = &__s::keys::<7>(__ATTRIBUTES);
        const OWN_SCHEMA: __s::Option<&'static __s::SchemaDef> = __s::Some(
            <Self as __s::ScimResource>::SCHEMAS[0],
        );
        const TABLE: &'static __s::Table = &__s::Table::new(
                Self::ATTRIBUTES,
                Self::KEYS,
                Self::OWN_SCHEMA,
            )
            .laid_out(
                &[
                    __s::Layout::Field(__s::None),
                    __s::Layout::Field(__s::None),
                    __s::Layout::Complex(__R1),
                    __s::Layout::Elements(__E2),
                    __s::Layout::Field(__s::None),
                    __s::Layout::Complex(__R3),
                    __s::Layout::Field(__s::None),
                    __s::Layout::Field(
                        __s::Some(
                            &__s::Column {
                                name: "first_name",
                                ..__s::Column::NONE
                            },
                        ),
                    ),
                    __s::Layout::Field(__s::None),
                    __s::Layout::Field(__s::None),
                    __s::Layout::Field(__s::None),
                ],
                __SCHEMA,
            )
            .named("employees");
        fn scim_blank() -> Self {
            Self {
                id: <String as __s::Attribute>::scim_unassigned(),
                login: <String as __s::Attribute>::scim_unassigned(),
                first_name: <Option<String> as __s::SubAttribute>::scim_unassigned(),
                email: <Option<String> as __s::SubAttribute>::scim_unassigned(),
                private_email: <Option<String> as __s::SubAttribute>::scim_unassigned(),
                enabled: true,
                department: <Option<String> as __s::Attribute>::scim_unassigned(),
                meta: <Meta as __s::MetaField>::scim_unassigned(),
                salary: <i64 as __s::Default>::default(),
            }
        }
    }
    #[automatically_derived]
    impl __s::ScimResource for Employee {
        const SCHEMAS: &'static [&'static __s::SchemaDef] = &[
            &<User as __s::BaseField>::SCHEMAS[0].narrowed(__ATTRIBUTES),
            __T3_SCHEMA,
        ];
        const RESOURCE_TYPE: &'static __s::ResourceTypeDef = {
            const __EXTENSIONS: &[__s::SchemaExtensionDef] = &[
                __s::maps::in_type(
                    __s::maps::extension(
                        __SCHEMA,
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                    ),
                    &[<Option<String> as __s::Attribute>::DEF],
                ),
            ];
            &<User as __s::BaseField>::RESOURCE_TYPE.with(__EXTENSIONS).at("/Users")
        };
        fn scim_meta(&self) -> __s::Option<&__s::Meta> {
            <Meta as __s::MetaField>::scim_meta_ref(&self.meta)
        }
        fn scim_meta_mut(&mut self) -> __s::Option<&mut __s::Meta> {
            __s::Some(<Meta as __s::MetaField>::scim_meta_place(&mut self.meta))
        }
    }
    const _: () = __s::check::identifier(&<String as __s::Attribute>::DEF);
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "userName",
            },
            &[
                __l::Ask {
                    path: "userName",
                    names: __l::Names::One(
                        __l::NameKey(
                            8usize,
                            7308604759846777717u64,
                            7308604759846777717u64,
                        ),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits_core(
        __s::maps::attribute(__SCHEMA, "userName"),
        &<String as __s::Attribute>::DEF,
    );
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "name.givenName",
            },
            &[
                __l::Ask {
                    path: "name.givenName",
                    names: __l::Names::Two(
                        __l::NameKey(4usize, 1701667182u64, 1701667182u64),
                        __l::NameKey(
                            9usize,
                            7881667058930706791u64,
                            7308604759779669609u64,
                        ),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits_sub(
        __s::maps::attribute(__SCHEMA, "name"),
        "givenName",
        &<Option<String> as __s::SubAttribute>::DEF,
    );
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "emails[type eq \"work\"].value",
            },
            &[
                __l::Ask {
                    path: "emails",
                    names: __l::Names::One(
                        __l::NameKey(6usize, 1767992677u64, 1936484705u64),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Elements,
                },
                __l::Ask {
                    path: "type",
                    names: __l::Names::One(
                        __l::NameKey(4usize, 1701869940u64, 1701869940u64),
                    ),
                    at: 7usize,
                    within: true,
                    what: __l::What::Compare(
                        __l::Operator::Eq,
                        12usize,
                        __l::Lit::Str("work"),
                        15usize,
                        6usize,
                    ),
                },
                __l::Ask {
                    path: "value",
                    names: __l::Names::One(
                        __l::NameKey(5usize, 1970037110u64, 1702194273u64),
                    ),
                    at: 23usize,
                    within: true,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits(
        __s::maps::sub(__s::maps::attribute(__SCHEMA, "emails"), "value"),
        &<Option<String> as __s::SubAttribute>::DEF,
    );
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "emails[type eq \"home\"].value",
            },
            &[
                __l::Ask {
                    path: "emails",
                    names: __l::Names::One(
                        __l::NameKey(6usize, 1767992677u64, 1936484705u64),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Elements,
                },
                __l::Ask {
                    path: "type",
                    names: __l::Names::One(
                        __l::NameKey(4usize, 1701869940u64, 1701869940u64),
                    ),
                    at: 7usize,
                    within: true,
                    what: __l::What::Compare(
                        __l::Operator::Eq,
                        12usize,
                        __l::Lit::Str("home"),
                        15usize,
                        6usize,
                    ),
                },
                __l::Ask {
                    path: "value",
                    names: __l::Names::One(
                        __l::NameKey(5usize, 1970037110u64, 1702194273u64),
                    ),
                    at: 23usize,
                    within: true,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits(
        __s::maps::sub(__s::maps::attribute(__SCHEMA, "emails"), "value"),
        &<Option<String> as __s::SubAttribute>::DEF,
    );
    const _: () = __s::maps::has_primary(__s::maps::attribute(__SCHEMA, "emails"));
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "active",
            },
            &[
                __l::Ask {
                    path: "active",
                    names: __l::Names::One(
                        __l::NameKey(6usize, 1769235297u64, 1702259060u64),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits_core(
        __s::maps::attribute(__SCHEMA, "active"),
        &<bool as __s::Attribute>::DEF,
    );
    const _: () = {
        use __s::literal as __l;
        __s::maps::is_listed(
            __SCHEMA,
            <User as __s::BaseField>::SCHEMAS[0].id,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        );
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "User",
                text: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            },
            &[
                __l::Ask {
                    path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                    names: __l::Names::Urn(
                        58usize,
                        __l::NameKey(
                            10usize,
                            7308625804902032740u64,
                            8389754676617306480u64,
                        ),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits(
        __s::maps::sub(
            __s::maps::extension(
                __SCHEMA,
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ),
            "department",
        ),
        &<Option<String> as __s::Attribute>::DEF,
    );
    const _: () = __s::maps::is_no_core(
        <User as __s::BaseField>::SCHEMAS[0].id,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    );
    const _: () = __s::maps::is_used(
        __SCHEMA,
        &["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        0,
    );
    const _: () = __s::maps::is_complete(__SCHEMA, <Employee as __s::Object>::TABLE);
    const _: () = {
        __s::columns::value(
            __s::maps::attribute(<Employee as __s::Object>::TABLE, "id"),
        );
        __s::columns::value(
            __s::maps::attribute(<Employee as __s::Object>::TABLE, "userName"),
        );
        __s::columns::folded(
            __s::maps::attribute(<Employee as __s::Object>::TABLE, "userName"),
        );
        __s::columns::value(
            __s::maps::sub(
                __s::maps::attribute(<Employee as __s::Object>::TABLE, "name"),
                "givenName",
            ),
        );
    };
};
const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::Slots for Contact {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index {
                0 => <String as __s::SubAttribute>::scim_value(&self.address),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index {
                0 => <String as __s::SubAttribute>::scim_value_mut(&mut self.address),
                _ => __s::ValueMut::None,
            }
        }
    }
    #[automatically_derived]
    impl __s::Object for Contact {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[
            __s::maps::inherit(
                    __s::maps::attribute(__SCHEMA, "value"),
                    <String as __s::SubAttribute>::DEF,
                )
                .column(
                    &__s::Column {
                        name: "address",
                        ..__s::Column::NONE
                    },
                ),
        ];
        const KEYS: &'static [__s::Key] = &__s::keys::<1>(Self::ATTRIBUTES);
        fn scim_blank() -> Self {
            Self {
                address: <String as __s::SubAttribute>::scim_unassigned(),
            }
        }
    }
    const __SCHEMA: &__s::Table = __s::maps::table(<Email as __s::Single>::TABLE);
    const _: () = {
        use __s::literal as __l;
        __l::check(
            __SCHEMA,
            __l::Source {
                kind: "path",
                on: "Email",
                text: "value",
            },
            &[
                __l::Ask {
                    path: "value",
                    names: __l::Names::One(
                        __l::NameKey(5usize, 1970037110u64, 1702194273u64),
                    ),
                    at: 0usize,
                    within: false,
                    what: __l::What::Named,
                },
            ],
        )
    };
    const _: () = __s::maps::fits(
        __s::maps::attribute(__SCHEMA, "value"),
        &<String as __s::SubAttribute>::DEF,
    );
    #[automatically_derived]
    impl __s::ScimComplex for Contact {}
    #[automatically_derived]
    impl __s::Single for Contact {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Contact as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            <Contact as __s::Object>::scim_blank()
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(self, <Contact as __s::Object>::TABLE)
        }
    }
    #[automatically_derived]
    impl __s::Single for __s::Box<Contact> {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Contact as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            __s::Box::new(<Contact as __s::Object>::scim_blank())
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(&**self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(&mut **self, <Contact as __s::Object>::TABLE)
        }
    }
    const _: () = {
        __s::columns::value(&<Contact as __s::Object>::ATTRIBUTES[0]);
    };
};
