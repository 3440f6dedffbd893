//! Filters and orders as SQL (feature `sql`), on [`sea_query`].
//!
//! A struct says where its attributes are: `#[scim(table = "employees")]`, and on fields `column`, `fold_column`, `columns(...)` and,
//! for a list in a table of its own, `table`. From a bound filter comes a [`Condition`](sea_query::Condition) that finds exactly the
//! rows whose structs [`Filter::matches`](crate::Filter::matches), from a sort the same order. Every literal is a bind parameter.
//!
//! | attribute | column |
//! |---|---|
//! | `caseExact` text, references, binary | text that compares bytewise: `SQLite`'s `BINARY`, `PostgreSQL`'s `COLLATE "C"` |
//! | any other text | beside it a `fold_column` with its [`case_fold`](crate::case_fold), kept by whoever writes the row, since a database's own `lower()` folds otherwise |
//! | text that is the digits of a whole number, such as a key | with `integer`: a column of integers, with any case. `eq` asks the column itself; what looks at the digits takes `CAST(... AS TEXT)` |
//! | boolean, integer, decimal | of that type |
//! | dateTime | as [`Dates`] says |
//! | complex | its sub-attributes' columns, in the same table |
//! | multi-valued | rows of another `table`, whose `column` refers to the resource's `id`, in `order` of another column; values of a simple type are in `columns(value = "...")`. Where a table has several lists, `constants(kind = "email")` tells this one's rows |
//!
//! What has no column cannot be asked for in SQL: [`Unplaced`] says what, and is 400 invalidFilter for a client. A store may evaluate such a
//! filter in memory instead, if its owner wants that. Where a value of a list, `meta` or a complex value with its `value` in a column has a
//! sub-attribute in none, such as a `$ref` that follows from the `value`, only who names that is refused: whether the whole is there
//! (`members pr`) the others tell.
//!
//! | [`Sql`] | gives |
//! |---|---|
//! | [`condition`](Sql::condition) | a filter, for a `WHERE` |
//! | [`order`](Sql::order) | the `ORDER BY` of a sort, and of rows that are equal to it |
//! | [`after`](Sql::after) | where the page behind a row starts |
//! | [`insert`](Sql::insert) | what stores a resource that has its `id` |
//! | [`insert_row`](Sql::insert_row), [`insert_lists`](Sql::insert_lists) | the same in two steps, where the database gives the `id` |
//! | [`replace`](Sql::replace) | what a PUT does to its rows |
//! | [`changes`](Sql::changes) | what a PATCH did |
//! | [`delete`](Sql::delete) | what removes it |
//!
//! Statements write the columns that the struct names, and those alone: not the `order` of a list's rows, which the database counts
//! (`INTEGER PRIMARY KEY`, `GENERATED ALWAYS AS IDENTITY`), nor an expression in brackets, which nothing can be written to.

mod columns;
mod condition;
mod leaf;
mod order;
mod start;
mod statement;
mod values;

use std::fmt;

pub use sea_query;
pub use statement::Statement;

use crate::error::ScimError;

/// Which database the SQL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// `SQLite` 3.30 or later.
    Sqlite,
    /// `PostgreSQL`, and what speaks its SQL.
    Postgres,
}

/// How dateTime columns hold instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Dates {
    /// Whole numbers of microseconds since 1970-01-01T00:00:00Z.
    #[default]
    Micros,
    /// Whole numbers of milliseconds since 1970-01-01T00:00:00Z.
    Millis,
    /// Whole numbers of seconds since 1970-01-01T00:00:00Z.
    Seconds,
    /// `PostgreSQL`'s `timestamptz`.
    Timestamps,
}

impl Dates {
    /// How many nanoseconds the unit of a column has.
    const fn unit(self) -> i128 {
        match self {
            Self::Micros | Self::Timestamps => 1_000,
            Self::Millis => 1_000_000,
            Self::Seconds => 1_000_000_000,
        }
    }
}

/// How rows are kept: what filters and orders are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sql {
    dialect: Dialect,
    dates: Dates,
}

impl Sql {
    /// For this database, with dateTimes as [`Dates::default`] says.
    pub const fn new(dialect: Dialect) -> Self {
        Self { dialect, dates: Dates::Micros }
    }

    /// The same with other dateTime columns.
    #[must_use]
    pub const fn dates(mut self, dates: Dates) -> Self {
        self.dates = dates;
        self
    }
}

/// An attribute that SQL cannot be asked for, or whose value it cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    path: String,
    lack: Lack,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    Table,
    Column,
    Folded,
    Order,
    /// What is there has a NUL in it.
    Nul,
    /// What is there is no whole number.
    Integer,
    /// What is there has no column to be written to.
    Unkept,
    /// The column is an expression, and something is written.
    Expression,
}

impl Unplaced {
    fn new(path: impl Into<String>, lack: Lack) -> Self {
        Self { path: path.into(), lack }
    }

    /// The same for what is to be written.
    fn unkept(self) -> Self {
        match self.lack {
            Lack::Table | Lack::Column => Self { lack: Lack::Unkept, ..self },
            _ => self,
        }
    }

    /// The attribute's path.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Unplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, lack } = self;
        match lack {
            Lack::Table => write!(f, "`{path}` is in no table of the database"),
            Lack::Column => write!(f, "`{path}` is in no column of the database"),
            Lack::Folded => {
                write!(f, "`{path}` compares without regard to case, and there is no folded column for that")
            }
            Lack::Order => write!(f, "the database cannot tell which of the values of `{path}` comes first"),
            Lack::Nul => write!(f, "`{path}` has a NUL character in it, which PostgreSQL does not keep"),
            Lack::Unkept => write!(f, "`{path}` is in no column of the database, so it cannot be kept"),
            Lack::Expression => write!(
                f,
                "the column of `{path}` is an expression, which cannot be written: name a plain column, or leave the attribute out of what \
                 the statements are made of and write its columns yourself"
            ),
            Lack::Integer => {
                write!(f, "`{path}` is a whole number in the database, such as \"42\", and this is none")
            }
        }
    }
}

impl std::error::Error for Unplaced {}

/// 400 invalidFilter, or invalidValue where it is about a value. What no client can help is 500: an expression that is to be written.
impl From<Unplaced> for ScimError {
    fn from(unplaced: Unplaced) -> Self {
        match unplaced.lack {
            Lack::Nul => Self::invalid_value(format!("{unplaced}; remove it")),
            Lack::Integer => Self::invalid_value(unplaced.to_string()),
            Lack::Unkept => Self::invalid_value(format!("{unplaced}; leave it out")),
            Lack::Expression => Self::new(500, unplaced.to_string()),
            _ => Self::invalid_filter(format!("{unplaced}, so it cannot be asked for here")),
        }
    }
}
