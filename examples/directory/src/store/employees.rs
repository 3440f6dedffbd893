//! People.

use scim_http::{BaseUrl, StoreError};
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use scim_types::{Changes, GroupMembership, replace, scim_path};
use sqlx::FromRow;

use super::db::Tx;
use super::error::Failure;
use super::rows::{Belongings, Needs, Stored, Wish, Work, distribute, set_stamps};
use super::{Directory, shown};
use crate::model::{Employee, Stamps};
use crate::password::rehash;

const CONTACTS: [&str; 4] = ["emails", "phoneNumbers", "ims", "photos"];
const GRANTS: [&str; 2] = ["entitlements", "roles"];

impl Stored for Employee {
    const ROWS: &'static str = "employees";
    type Row = Self;

    fn select() -> SelectStatement {
        Query::select()
            .columns(Self::COLUMNS.map(|column| ("employees", column)))
            .expr_as(Expr::cust(Self::MARKS), "marks")
            .from("employees")
            .to_owned()
    }

    fn row(&mut self) -> (&mut String, &mut Stamps) {
        (&mut self.id, &mut self.stamps)
    }

    fn shown(&self) -> Option<i64> {
        Some(self.marks)
    }

    async fn complete(db: &mut Tx, employees: &mut [Self], needs: Needs<'_>) -> Result<(), Failure> {
        let of_employees = |table, rows: &mut SelectStatement| Belongings {
            column: (table, "employee_id"),
            rows: rows.column("nr").from(table).to_owned(),
        };
        let lists = [
            ("contacts", Expr::col("kind"), CONTACTS.into_iter().any(needs)),
            ("grants", Expr::col("kind"), GRANTS.into_iter().any(needs)),
            ("certificates", Expr::cust("'certificate'"), needs("x509Certificates")),
        ];
        let lists = lists.into_iter().filter(|(.., is_needed)| *is_needed).map(|(table, list, _)| {
            let columns = ["value", "label", "type", "is_primary"];
            of_employees(table, Query::select().columns(columns).expr_as(list, "list"))
        });
        distribute(db, employees, lists.collect(), "nr", Self::take).await?;
        if needs("addresses") {
            let columns =
                ["formatted", "street", "locality", "region", "postal_code", "country", "type", "is_primary"];
            let places = of_employees("addresses", Query::select().columns(columns));
            distribute(db, employees, vec![places], "nr", Self::take_place).await?;
        }
        if needs("groups") {
            let groups = Query::select()
                .columns(["id", "name", "mark"].map(|column| ("groups", column)))
                .from("memberships")
                .inner_join("groups", Expr::col(("groups", "id")).equals(("memberships", "group_id")))
                .to_owned();
            let groups = Belongings { column: ("memberships", "employee_id"), rows: groups };
            // Others may have changed the groups since the row was read: the version is of those that are shown.
            for employee in employees.iter_mut() {
                employee.marks = 0;
            }
            // Groups within groups are not followed: what is listed is direct.
            let give = |employee: &mut Self, row: InGroup| {
                employee.marks += row.mark;
                employee.groups.push(GroupMembership {
                    value: Some(row.id),
                    display: Some(row.name),
                    kind: Some("direct".to_owned()),
                    reference: None,
                });
            };
            distribute(db, employees, vec![groups], "id", give).await?;
        }
        Ok(())
    }

    type Prepared = Option<Secret>;

    /// Hashing takes long. A password that is the same changes nothing: it gets no other hash.
    async fn prepare(
        directory: &Directory,
        id: &str,
        wish: &Wish<'_, Self>,
    ) -> Result<Option<Secret>, Failure> {
        let password = match wish {
            Wish::Replace(employee) => employee.password.clone(),
            Wish::Patch(patch) => {
                let path = scim_path!(Employee, "password");
                let set = patch.operations().filter(|operation| operation.attribute() == path);
                // The last operation is what stays.
                set.filter_map(|operation| operation.value().as_str().map(str::to_owned)).last()
            }
        };
        let Some(password) = password else { return Ok(None) };
        let current = if id.is_empty() {
            None
        } else {
            let hash = Query::select()
                .column("password_hash")
                .from("employees")
                .and_where(Expr::col("id").eq(id))
                .to_owned();
            let mut view = directory.pools.reading().await?;
            let found: Vec<(Option<String>,)> = view.fetch(&hash).await?;
            let Some((hash,)) = found.into_iter().next() else { return Err(StoreError::NotFound.into()) };
            hash
        };
        let hash = rehash(password, current.clone()).await?;
        Ok(Some(Secret { current, hash }))
    }

    async fn insert(&mut self, db: &mut Tx, secret: Option<Secret>) -> Result<(), Failure> {
        self.password = secret.and_then(|secret| secret.hash);
        let statements = db.sql().insert(self)?;
        db.run_all(&statements).await
    }

    async fn change(
        &mut self,
        db: &mut Tx,
        wish: &Wish<'_, Self>,
        secret: Option<Secret>,
        stamps: Stamps,
    ) -> Result<Work, Failure> {
        let (name, current) = (self.shown_as().to_owned(), self.password.clone());
        if secret.as_ref().is_some_and(|secret| secret.current != current) {
            // Somebody else set another password while this one was hashed.
            return Err(Failure::Race);
        }
        let hash = secret.and_then(|secret| secret.hash);
        let mut work = match wish {
            Wish::Replace(new) => {
                // A password that is left out stays.
                let mut new = (*new).clone();
                new.password = hash.or(current);
                let is_changed = replace(self, &new)?;
                set_stamps(self, stamps);
                let statements = if is_changed { db.sql().replace(self)? } else { Vec::new() };
                Work { changes: Changes::new(), statements }
            }
            Wish::Patch(patch) => {
                let mut changes = patch.apply(self)?;
                set_stamps(self, stamps);
                if self.password.is_some() && self.password != current {
                    // Without a hash it is the password that is there already.
                    self.password = hash.or_else(|| current.clone());
                }
                if self.password == current && changes.iter().all(|change| change.path() == "password") {
                    changes = Changes::new();
                }
                let statements = db.sql().changes(self, &changes)?;
                Work { changes, statements }
            }
        };
        if self.shown_as() != name {
            work.statements.extend(shown::name_of_employee(&self.id));
        }
        Ok(work)
    }

    /// The memberships go with the person; that changes the groups they were in, and the devices they had.
    fn farewell(id: &str) -> Vec<Statement> {
        shown::employee(id)
    }

    fn link(&mut self, base: &BaseUrl) {
        for group in &mut self.groups {
            group.reference = group.value.as_deref().map(|id| base.resource("/Groups", id));
        }
    }
}

/// A password that a client sets.
#[derive(Clone)]
pub(crate) struct Secret {
    /// The hash of the one before it.
    current: Option<String>,
    /// Its own; `None` if it is the same password.
    hash: Option<String>,
}

/// A group that a person is in.
#[derive(FromRow)]
struct InGroup {
    id: String,
    name: String,
    mark: i64,
}
