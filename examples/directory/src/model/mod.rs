//! The structs of this server, as its tables have them. The schema documents at `/Schemas` come from here.

mod device;
mod employee;
mod group;

pub(crate) use device::{Device, DeviceRow, Interface};
pub(crate) use employee::Employee;
pub(crate) use group::Group;

use scim_types::{DateTime, Meta};
use sqlx::FromRow;

/// When a row was made and changed, in microseconds since 1970, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromRow)]
pub(crate) struct Stamps {
    pub(crate) created: i64,
    pub(crate) last_modified: i64,
    pub(crate) version: i64,
}

impl Stamps {
    /// Of a row that is new.
    pub(crate) fn new() -> Self {
        let now = now();
        Self { created: now, last_modified: now, version: 1 }
    }

    /// What SCIM tells of it; `shown` tells apart what the row shows of others, where its version does not count that.
    pub(crate) fn tell(self, shown: Option<i64>, meta: &mut Meta) {
        meta.created = time(self.created);
        meta.last_modified = time(self.last_modified);
        // Where a database is restored from a backup, versions count anew: the time tells apart those that clients made.
        let (version, time) = (self.version, self.last_modified);
        meta.version = Some(shown.map_or_else(
            || format!("W/\"{version}-{time}\""),
            |shown| format!("W/\"{version}-{time}-{shown}\""),
        ));
    }
}

/// An instant out of a column.
fn time(micros: i64) -> Option<DateTime> {
    DateTime::from_unix_nanoseconds(i128::from(micros) * 1000).ok()
}

/// The present moment as it is stored. To the millisecond: more would only make the documents longer.
pub(crate) fn now() -> i64 {
    let micros = i64::try_from(DateTime::now().unix_nanoseconds() / 1000).unwrap_or(i64::MAX);
    micros - micros % 1000
}

#[cfg(test)]
mod tests {
    use scim_types::{ScimResource, User};
    use serde_json::to_value;

    use super::{Employee, Group};

    /// Every attribute of the core schemas and of the enterprise extension is served, with what the RFC says of it.
    #[test]
    fn nothing_is_missing() {
        let documents = |schemas: &[&'static scim_types::SchemaDef]| {
            schemas.iter().map(|schema| to_value(schema).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(documents(Employee::schemas()), documents(User::schemas()));
        assert_eq!(documents(Group::schemas()), documents(scim_types::Group::schemas()));
        assert_eq!(to_value(Employee::resource_type()).unwrap(), to_value(User::resource_type()).unwrap());
    }
}
