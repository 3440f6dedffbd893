const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl<'a, T> __s::Slots for Owner<'a, T>
    where
        Option<T>: __s::SubAttribute,
    {
        fn slot_table(&self) -> &'static __s::Table {
            <Self as __s::Object>::TABLE
        }
        fn slot(&self, __index: __s::usize) -> __s::ValueRef<'_> {
            match __index {
                0 => <Cow<'a, str> as __s::SubAttribute>::scim_value(&self.value),
                1 => <Option<String> as __s::SubAttribute>::scim_value(&self.reference),
                2 => <Option<T> as __s::SubAttribute>::scim_value(&self.data),
                _ => __s::ValueRef::Absent,
            }
        }
        fn slot_mut(&mut self, __index: __s::usize) -> __s::ValueMut<'_> {
            match __index {
                0 => <Cow<'a, str> as __s::SubAttribute>::scim_value_mut(&mut self.value),
                1 => {
                    <Option<
                        String,
                    > as __s::SubAttribute>::scim_value_mut(&mut self.reference)
                }
                2 => <Option<T> as __s::SubAttribute>::scim_value_mut(&mut self.data),
                _ => __s::ValueMut::None,
            }
        }
    }
    #[automatically_derived]
    impl<'a, T> __s::Object for Owner<'a, T>
    where
        Option<T>: __s::SubAttribute,
    {
        const ATTRIBUTES: &'static [__s::AttributeDef] = &[
            <Cow<'a, str> as __s::SubAttribute>::DEF.named("value", "").required(),
            <Option<String> as __s::SubAttribute>::DEF
                .named("$ref", "")
                .mutability(__s::Mutability::Immutable)
                .reference(&["User"]),
            {
                __s::check::canonical(&<Option<T> as __s::SubAttribute>::DEF);
                <Option<T> as __s::SubAttribute>::DEF.named("data", "").canonical(&["a"])
            },
        ];
        const KEYS: &'static [__s::Key] = &__s::keys::<3>(Self::ATTRIBUTES);
        fn scim_blank() -> Self {
            Self {
                value: <Cow<'a, str> as __s::SubAttribute>::scim_unassigned(),
                reference: <Option<String> as __s::SubAttribute>::scim_unassigned(),
                data: <Option<T> as __s::SubAttribute>::scim_unassigned(),
            }
        }
    }
    #[automatically_derived]
    impl<'a, T> __s::ScimComplex for Owner<'a, T>
    where
        Option<T>: __s::SubAttribute,
    {}
    #[automatically_derived]
    impl<'a, T> __s::Single for Owner<'a, T>
    where
        Option<T>: __s::SubAttribute,
    {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Owner<'a, T> as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            <Owner<'a, T> as __s::Object>::scim_blank()
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(self, <Owner<'a, T> as __s::Object>::TABLE)
        }
    }
    #[automatically_derived]
    impl<'a, T> __s::Single for __s::Box<Owner<'a, T>>
    where
        Option<T>: __s::SubAttribute,
    {
        const TYPE: __s::AttributeType = __s::AttributeType::Complex;
        const TABLE: __s::Option<&'static __s::Table> = __s::Some(
            <Owner<'a, T> as __s::Object>::TABLE,
        );
        fn scim_blank_value() -> Self {
            __s::Box::new(<Owner<'a, T> as __s::Object>::scim_blank())
        }
        fn scim_ref(&self) -> __s::ValueRef<'_> {
            __s::complex(&**self)
        }
        fn scim_mut(&mut self) -> __s::ValueMut<'_> {
            __s::complex_mut(&mut **self, <Owner<'a, T> as __s::Object>::TABLE)
        }
    }
    const _: () = __s::check::required(&<Cow<'static, str> as __s::SubAttribute>::DEF);
    const _: () = __s::check::reference(&<Option<String> as __s::SubAttribute>::DEF);
};
