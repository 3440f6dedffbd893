//! Filters and sorts as SQL find what they find in memory, on `SQLite` and, where `SCIM_TEST_POSTGRES` names a database, on `PostgreSQL`.

mod database;
mod dates;
mod differential;
mod elements;
mod integers;
mod lacking;
mod person;
mod plans;
mod refused;
mod statements;
