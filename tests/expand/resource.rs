/// A laptop or phone
/// issued to a person.
#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", alias("urn:example:device:1.0"))]
pub struct Device {
    #[scim(id)]
    pub id: String,
    #[scim(external_id)]
    pub external_id: Option<String>,
    /// The asset tag printed on the case.
    #[scim(required, uniqueness = "server", case_exact)]
    pub serial_number: String,
    #[scim(canonical("laptop", "phone"), default = "laptop")]
    pub kind: String,
    #[scim(with = StatusAsActive)]
    pub status: Status,
    #[scim(extension)]
    pub warranty: Option<Warranty>,
    #[scim(meta)]
    pub meta: Meta,
    #[scim(skip)]
    pub cache_slot: usize,
}
