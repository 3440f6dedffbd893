const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::ScimValue for Kind {
        const TYPE: __s::AttributeType = __s::AttributeType::String;
        const CASE_EXACT: __s::bool = true;
        const CANONICAL_VALUES: &'static [&'static __s::str] = &["laptop", "mobile"];
        fn scim_blank_scalar() -> Self {
            Self::Laptop
        }
        fn scim_get(&self) -> __s::ValueRef<'_> {
            __s::ValueRef::Str(
                match self {
                    Self::Laptop => "laptop",
                    Self::Phone => "mobile",
                    Self::Other(__text) => <String as __s::OtherWord>::scim_text(__text),
                },
            )
        }
        fn scim_set(
            &mut self,
            __literal: __s::Literal<'_>,
        ) -> __s::Result<(), __s::ValueError> {
            let (__index, __text) = match __s::word_or_text(
                <Self as __s::ScimValue>::CANONICAL_VALUES,
                __literal,
            ) {
                __s::Ok(__found) => __found,
                __s::Err(__error) => return __s::Err(__error),
            };
            *self = match __index {
                0 => Self::Laptop,
                1 => Self::Phone,
                _ => Self::Other(<String as __s::OtherWord>::scim_from_text(__text)),
            };
            __s::Ok(())
        }
    }
};
