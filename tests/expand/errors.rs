#[derive(ScimComplex)]
pub struct Owner {
    #[scim(requird)]
    pub value: String,
    #[scim(rename = "VALUE", mutability = "writeOnly", returned = "always")]
    pub other: String,
}
