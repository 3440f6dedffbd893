use scim_types::{AttributeType, Convert, Literal, ScimResource, User, ValueError, ValueRef};

struct AsName;

impl Convert<String> for AsName {
    const TYPE: AttributeType = AttributeType::Complex;
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
struct Employee {
    #[scim(id)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name", with = AsName)]
    name: String,
}

fn main() {}
