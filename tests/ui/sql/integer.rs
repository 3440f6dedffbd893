use scim_types::{EnterpriseUser, Entitlement, Meta, ScimResource, User};

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Keys {
    #[scim(id, column = "id", integer)]
    id: String,
    #[scim(path = "userName", column = "login", fold_column = "login_key", integer)]
    login: String,
    #[scim(path = "nickName", integer)]
    nick: Option<String>,
    #[scim(path = "title", column = "title", integer = true)]
    title: Option<String>,
    #[scim(path = "entitlements", table = "grants", column = "employee", integer)]
    grants: Vec<Entitlement>,
    #[scim(path = "roles", table = "roles", column = "employee", columns(value = "role", type = "kind"),
           fold_columns(value = "role_key"), integer(value, value, display))]
    roles: Vec<scim_types::Role>,
    #[scim(meta, integer("version"))]
    meta: Meta,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Flag {
    #[scim(id, column = "id", integer)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "active", column = "active", integer)]
    active: bool,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Part {
    #[scim(id, column = "id", integer)]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "roles", table = "roles", column = "employee", columns(primary = "is_primary"), integer(primary))]
    roles: Vec<scim_types::Role>,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Number {
    #[scim(id, with = Key, column = "id")]
    id: i64,
    #[scim(path = "userName")]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), table = "employees")]
struct Optional {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", with = Key, column = "manager")]
    manager: Option<u32>,
}

// These are no mistakes: an expression, and what is no text.
#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Sound {
    #[scim(id, with = Key, column = "(CAST(id AS TEXT))")]
    id: i64,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "active", with = Level, column = "active")]
    level: i64,
}

struct Key;

impl<F: Default> scim_types::Convert<F> for Key {
    const TYPE: scim_types::AttributeType = scim_types::AttributeType::String;
    fn blank() -> F {
        F::default()
    }
    fn get(_: &F) -> scim_types::ValueRef<'_> {
        scim_types::ValueRef::Absent
    }
    fn set(_: &mut F, _: scim_types::Literal<'_>) -> Result<(), scim_types::ValueError> {
        Ok(())
    }
}

struct Level;

impl scim_types::Convert<i64> for Level {
    const TYPE: scim_types::AttributeType = scim_types::AttributeType::Boolean;
    fn blank() -> i64 {
        0
    }
    fn get(level: &i64) -> scim_types::ValueRef<'_> {
        scim_types::ValueRef::Bool(*level > 0)
    }
    fn set(_: &mut i64, _: scim_types::Literal<'_>) -> Result<(), scim_types::ValueError> {
        Ok(())
    }
}

fn main() {}
