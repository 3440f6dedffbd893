use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = r#"parts[since eq "2024-01-01T00:00:00Z"].value"#)]
    one: Option<String>,
    #[scim(path = r#"parts[since eq "2024-01-01T01:00:00+01:00"].value"#)]
    two: Option<String>,
}

fn main() {}
