//! What the compiler says when scim-http is used wrongly. `TRYBUILD=overwrite` writes the expected messages anew.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("ui/http/*.rs");
}
