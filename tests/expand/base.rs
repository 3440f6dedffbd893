#[derive(ScimResource)]
#[scim(endpoint = "/Leased")]
pub struct Leased {
    #[scim(base)]
    pub device: Device,
    #[scim(extension)]
    pub lease: Option<Lease>,
}
