#[derive(ScimValue)]
#[scim(case_exact)]
pub enum Kind {
    Laptop,
    #[scim(rename = "mobile")]
    Phone,
    #[scim(other)]
    Other(String),
}
