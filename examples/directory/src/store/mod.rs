//! The directory in a database. `rows.rs` has what is the same for every resource type, `pages.rs` their lists, and a module each what is not.
//! `db.rs` makes one of the two databases.

mod db;
mod devices;
mod employees;
mod error;
mod groups;
mod members;
mod pages;
mod rows;
mod seed;
mod shown;

use scim_http::{StoreError, TokenHash};
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Order, Query};

use crate::cli::Database;
use crate::model::now;
use db::Pools;

/// The directory. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    pools: Pools,
}

impl Directory {
    /// Opens the database, makes it if it is a file that is not there, and brings its tables up to date.
    pub(crate) async fn open(database: &Database) -> Result<Self, sqlx::Error> {
        Ok(Self { pools: Pools::open(database).await? })
    }

    /// Waits for what is running, and closes the database.
    pub(crate) async fn close(&self) {
        self.pools.close().await;
    }

    /// The hashes of the tokens that clients may use.
    pub(crate) async fn tokens(&self) -> Result<Vec<TokenHash>, StoreError> {
        let mut view = self.pools.reading().await?;
        let hashes = Query::select().column("hash").from("tokens").order_by("created", Order::Asc).to_owned();
        let hashes: Vec<(String,)> = view.fetch(&hashes).await?;
        hashes.iter().map(|(hash,)| hash.parse().map_err(StoreError::internal)).collect()
    }

    /// Makes this the only token.
    pub(crate) async fn set_token(&self, hash: &TokenHash) -> Result<(), StoreError> {
        let mut change = self.pools.writing().await?;
        let all = Query::delete().from_table("tokens").to_owned();
        let this = Query::insert()
            .into_table("tokens")
            .columns(["hash", "created"])
            .values_panic([hash.to_string().into(), now().into()])
            .to_owned();
        change.run_all(&[Statement::Delete(all), Statement::Insert(this)]).await?;
        Ok(change.commit().await?)
    }
}
