use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = "parts[rank eq 1.5].value")]
    part: Option<String>,
    #[scim(path = "parts[rank eq 1e30].value")]
    last: Option<String>,
    #[scim(path = "parts[rank eq 2.0].value")]
    second: Option<String>,
}

fn main() {}
