#[derive(ScimComplex)]
pub struct Owner<'a, T> {
    #[scim(required)]
    pub value: Cow<'a, str>,
    #[scim(rename = "$ref", reference("User"), mutability = "immutable")]
    pub reference: Option<String>,
    #[scim(canonical("a"))]
    pub data: Option<T>,
}
