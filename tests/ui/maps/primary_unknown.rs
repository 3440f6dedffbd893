use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = r#"parts[label eq "a"].value"#, primary)]
    part: Option<String>,
}

fn main() {}
