/// What the vendor promised.
#[derive(ScimExtension)]
#[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Warranty")]
pub struct Warranty {
    pub until: Option<DateTime>,
    pub vendor: Option<Owner>,
}
