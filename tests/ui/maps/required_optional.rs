use scim_types::{AttributeType, Convert, Literal, ScimResource, User, ValueError, ValueRef};

struct MayBeNone;

impl Convert<String> for MayBeNone {
    const TYPE: AttributeType = AttributeType::String;
    const OPTIONAL: bool = true;
    fn blank() -> String {
        String::new()
    }
    fn get(field: &String) -> ValueRef<'_> {
        ValueRef::Str(field)
    }
    fn set(_: &mut String, _: Literal<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Converted {
    #[scim(id)]
    id: String,
    #[scim(path = "userName", with = MayBeNone)]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: Option<String>,
}

fn main() {}
