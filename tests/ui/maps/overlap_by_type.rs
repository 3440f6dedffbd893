use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = r#"parts[rank eq 1].value"#)]
    one: Option<String>,
    #[scim(path = r#"parts[rank eq 1.0].value"#)]
    two: Option<String>,
}

fn main() {}
