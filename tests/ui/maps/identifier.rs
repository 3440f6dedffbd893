use scim_types::{AttributeType, Convert, Literal, ScimResource, User, ValueError, ValueRef};

/// A number as the attribute that it is not.
struct AsNumber;

impl Convert<i64> for AsNumber {
    const TYPE: AttributeType = AttributeType::Integer;
    fn blank() -> i64 {
        0
    }
    fn get(field: &i64) -> ValueRef<'_> {
        ValueRef::Int(*field)
    }
    fn set(_: &mut i64, _: Literal<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Numbered {
    #[scim(id)]
    id: i64,
    #[scim(external_id)]
    other: Vec<String>,
    #[scim(path = "userName")]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User)]
struct Converted {
    #[scim(id, with = AsNumber)]
    id: i64,
    #[scim(external_id)]
    other: Option<i64>,
    #[scim(path = "userName")]
    login: String,
}

fn main() {}
