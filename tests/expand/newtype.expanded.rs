const _: () = {
    use ::scim_types::__private::v1 as __s;
    #[automatically_derived]
    impl __s::ScimValue for Number {
        const TYPE: __s::AttributeType = <String as __s::ScimValue>::TYPE;
        const CASE_EXACT: __s::bool = <String as __s::ScimValue>::CASE_EXACT;
        const CANONICAL_VALUES: &'static [&'static __s::str] = <String as __s::ScimValue>::CANONICAL_VALUES;
        const REFERENCE_TYPES: &'static [&'static __s::str] = <String as __s::ScimValue>::REFERENCE_TYPES;
        fn scim_blank_scalar() -> Self {
            Self(<String as __s::ScimValue>::scim_blank_scalar())
        }
        fn scim_get(&self) -> __s::ValueRef<'_> {
            <String as __s::ScimValue>::scim_get(&self.0)
        }
        fn scim_set(
            &mut self,
            __literal: __s::Literal<'_>,
        ) -> __s::Result<(), __s::ValueError> {
            <String as __s::ScimValue>::scim_set(&mut self.0, __literal)
        }
        fn scim_slot(&mut self) -> __s::ValueMut<'_> {
            <String as __s::ScimValue>::scim_slot(&mut self.0)
        }
    }
};
