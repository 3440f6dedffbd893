use scim_types::ScimResource;
use tests::models::Asset;

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = r#"parts[label eq "é"].value"#)]
    small: Option<String>,
    #[scim(path = r#"parts[label eq "É"].value"#)]
    capital: Option<String>,
}

fn main() {}
