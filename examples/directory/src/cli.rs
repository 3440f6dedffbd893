//! The command line.

use std::fmt;
use std::path::PathBuf;

use clap::Parser;
use sqlx::postgres::PgConnectOptions;

/// A SCIM 2.0 directory server: users, groups and devices of a company in SQLite or PostgreSQL.
///
/// Without any argument it keeps its data in directory.db in the working directory. When that is new, it loads a sample
/// company of twenty people, makes a token and shows how to use it.
#[derive(Debug, Parser)]
#[command(version, about)]
#[expect(clippy::doc_markdown, reason = "the words are for people, who would see the backticks")]
pub(crate) struct Cli {
    /// Where to listen; port 0 picks a free one.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,

    /// Where to keep the data: `sqlite:FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST/DATABASE`. Starts empty unless --demo is given.
    #[arg(long, value_name = "URL", value_parser = database)]
    pub(crate) database: Option<Database>,

    /// The bearer token that clients have to send, instead of the tokens in the database.
    #[arg(long, env = "DIRECTORY_TOKEN", hide_env_values = true, value_parser = token)]
    pub(crate) token: Option<String>,

    /// Make a new token, which replaces those in the database, and print it.
    #[arg(long, conflicts_with = "token")]
    pub(crate) new_token: bool,

    /// Load the sample company if there are no users yet.
    #[arg(long)]
    pub(crate) demo: bool,

    /// The URL that clients reach this server at, such as `https://example.com/scim/v2`, if a proxy stands in front.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// What to log to standard error, such as `info`, `scim_http=debug` or `off`.
    #[arg(long, value_name = "FILTER", env = "RUST_LOG", default_value = "warn")]
    pub(crate) log: String,
}

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Database {
    /// As long as the process lives.
    Memory,
    /// In a file, which is made if it is not there.
    File(PathBuf),
    /// In `PostgreSQL`, which several servers may share.
    Postgres(String),
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("sqlite::memory:"),
            Self::File(path) => write!(f, "sqlite:{}", path.display()),
            // Without the user and the password.
            Self::Postgres(url) => {
                let place = url.split_once("://").map_or("", |(_, place)| place);
                let place = place.split_once('?').map_or(place, |(place, _)| place);
                write!(f, "postgres://{}", place.rsplit_once('@').map_or(place, |(_, place)| place))
            }
        }
    }
}

fn database(url: &str) -> Result<Database, String> {
    match url.split_once(':') {
        Some(("sqlite", ":memory:")) => Ok(Database::Memory),
        Some(("sqlite", path)) => match path.strip_prefix("//").unwrap_or(path) {
            "" => Err("the file name is missing: write it like sqlite:directory.db".to_owned()),
            path => Ok(Database::File(path.into())),
        },
        Some(("postgres" | "postgresql", _)) => match url.parse::<PgConnectOptions>() {
            Ok(_) => Ok(Database::Postgres(url.to_owned())),
            Err(e) => Err(format!("write it like postgres://user:password@host/database: {e}")),
        },
        _ => Err("write it like sqlite:directory.db, sqlite::memory: or postgres://host/database".to_owned()),
    }
}

fn token(text: &str) -> Result<String, String> {
    // What can stand in a header (RFC 6750 §2.1 allows less; a token that cannot be sent at all helps nobody).
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err("a token is letters, digits and signs of ASCII, without spaces".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments() {
        Cli::command().debug_assert();
        assert_eq!(database("sqlite::memory:"), Ok(Database::Memory));
        assert_eq!(database("sqlite:a.db"), Ok(Database::File("a.db".into())));
        assert_eq!(database("sqlite:///tmp/a.db"), Ok(Database::File("/tmp/a.db".into())));
        let postgres = database("postgres://me:secret@db:5433/scim?sslmode=disable").unwrap();
        assert_eq!(postgres.to_string(), "postgres://db:5433/scim");
        for bad in ["sqlite:", "sqlite://", "postgres://host:port/scim", "mysql:x", "a.db", ""] {
            assert!(database(bad).is_err(), "{bad}");
        }
        assert!(token("a b").is_err() && token("").is_err() && token("s3cret").is_ok());
    }
}
