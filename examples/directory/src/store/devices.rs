//! Devices.

use scim_http::BaseUrl;
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement};
use scim_types::{Changes, ScimError, replace};

use super::Directory;
use super::db::Tx;
use super::error::Failure;
use super::rows::{Belongings, Needs, Stored, Wish, Work, distribute, set_stamps};
use crate::model::{Device, DeviceRow, Interface, Stamps};

impl Stored for Device {
    const ROWS: &'static str = "devices";
    type Prepared = ();
    type Row = DeviceRow;

    fn select() -> SelectStatement {
        let columns = [
            "id",
            "external_id",
            "serial_number",
            "display_name",
            "kind",
            "owner_id",
            "last_seen",
            "warranty_provider",
            "warranty_months",
            "warranty_accidents",
            "created",
            "last_modified",
            "version",
        ];
        let owner = Expr::cust("(SELECT e.shown_as FROM employees e WHERE e.id = devices.owner_id)");
        Query::select()
            .columns(columns.map(|column| ("devices", column)))
            .expr_as(owner, "owner_name")
            .from("devices")
            .to_owned()
    }

    fn row(&mut self) -> (&mut String, &mut Stamps) {
        (&mut self.id, &mut self.stamps)
    }

    async fn complete(db: &mut Tx, devices: &mut [Self], needs: Needs<'_>) -> Result<(), Failure> {
        if !needs("networkInterfaces") {
            return Ok(());
        }
        let interfaces =
            Query::select().columns(["nr", "address", "type", "is_primary"]).from("interfaces").to_owned();
        let interfaces = Belongings { column: ("interfaces", "device_id"), rows: interfaces };
        let give = |device: &mut Self, row: Interface| device.network_interfaces.push(row.into());
        distribute(db, devices, vec![interfaces], "nr", give).await
    }

    async fn prepare(_: &Directory, _: &str, _: &Wish<'_, Self>) -> Result<(), Failure> {
        Ok(())
    }

    async fn insert(&mut self, db: &mut Tx, (): ()) -> Result<(), Failure> {
        self.own_by_id(db).await?;
        let statements = db.sql().insert(self)?;
        db.run_all(&statements).await
    }

    async fn change(
        &mut self,
        db: &mut Tx,
        wish: &Wish<'_, Self>,
        (): (),
        stamps: Stamps,
    ) -> Result<Work, Failure> {
        let (changes, statements) = match wish {
            Wish::Replace(new) => {
                let mut new = (*new).clone();
                new.own_by_id(db).await?;
                let is_changed = replace(self, &new)?;
                set_stamps(self, stamps);
                (Changes::new(), if is_changed { db.sql().replace(self)? } else { Vec::new() })
            }
            Wish::Patch(patch) => {
                let owner = self.owner.as_ref().map(|owner| owner.value.clone());
                let changes = patch.apply(self)?;
                set_stamps(self, stamps);
                if self.owner.as_ref().map(|owner| &owner.value) != owner.as_ref() {
                    self.own_by_id(db).await?;
                }
                let statements = db.sql().changes(self, &changes)?;
                (changes, statements)
            }
        };
        Ok(Work { changes, statements })
    }

    fn farewell(_: &str) -> Vec<Statement> {
        Vec::new()
    }

    fn link(&mut self, base: &BaseUrl) {
        if let Some(owner) = &mut self.owner {
            owner.reference = Some(base.resource("/Users", &owner.value));
        }
    }
}

impl Device {
    /// The owner is somebody, and the URL follows from the id: it is no part of what is kept, or compared with it.
    async fn own_by_id(&mut self, db: &mut Tx) -> Result<(), Failure> {
        let Some(owner) = &mut self.owner else { return Ok(()) };
        owner.reference = None;
        let known = Query::select()
            .column("id")
            .from("employees")
            .and_where(Expr::col("id").eq(owner.value.as_str()))
            // Who is renamed meanwhile has to know of the device, which shows the name.
            .lock(LockType::Share)
            .to_owned();
        if db.fetch::<(String,)>(&known).await?.is_empty() {
            let refused =
                format!("`owner.value`: there is no user with the id {:?}; create it first", owner.value);
            return Err(ScimError::invalid_value(refused).into());
        }
        Ok(())
    }
}
