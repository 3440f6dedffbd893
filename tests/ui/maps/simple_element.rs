use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = r#"tags[value eq "a"].value"#)]
    tag: Option<String>,
}

fn main() {}
