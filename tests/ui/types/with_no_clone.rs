//! A converted field is brought back as it was when a request is refused, so it can be cloned.

use scim_types::{AttributeType, Convert, Literal, ScimComplex, ValueError, ValueRef};

struct Flag(bool);

struct FlagAsBool;

impl Convert<Flag> for FlagAsBool {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn blank() -> Flag {
        Flag(false)
    }
    fn get(field: &Flag) -> ValueRef<'_> {
        ValueRef::Bool(field.0)
    }
    fn set(field: &mut Flag, value: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Bool(value) = value else { return Err(ValueError::Type) };
        field.0 = value;
        Ok(())
    }
}

#[derive(ScimComplex)]
struct Owner {
    #[scim(with = FlagAsBool)]
    flag: Flag,
}

fn main() {}
