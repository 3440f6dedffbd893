use scim_types::*;

#[derive(ScimValue)]
enum Kind {
    Laptop,
    #[scim(other)]
    Rest,
    #[scim(other, rename = "rest")]
    Other(String),
    #[scim(other)]
    More(String),
}

fn main() {}
