//! A SCIM 2.0 directory server over `SQLite` or `PostgreSQL`: what a team writes around `scim-http`, in full.

mod cli;
mod model;
mod password;
mod serve;
mod store;

use std::error::Error;
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use axum::Router;
use clap::Parser as _;
use scim_http::{BearerTokens, ScimService, TokenHash};
use sqlx::migrate::MigrateError;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use cli::{Cli, Database};
use model::{Device, Employee, Group};
use serve::Stop;
use store::Directory;

/// Where the service is mounted.
const PATH: &str = "/scim/v2";

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome =
        tokio::runtime::Runtime::new().map_err(Into::into).and_then(|runtime| runtime.block_on(run(cli)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_new(&cli.log).map_err(|e| format!("--log {:?}: {e}", cli.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();

    let database = cli.database.clone().unwrap_or_else(|| Database::File("directory.db".into()));
    let directory = Directory::open(&database).await.map_err(|e| unopened(&database, &e))?;
    let known = directory.tokens().await?;
    let first_start = known.is_empty();
    if cli.demo || (cli.database.is_none() && first_start) {
        directory.load_company().await?;
    }

    let mut tokens = BearerTokens::new();
    let mut new_token = None;
    if let Some(token) = &cli.token {
        tokens = tokens.with_token("command line", token);
    } else if first_start || cli.new_token {
        let token = make_token()?;
        tokens = tokens.with_token("database", &token);
        new_token = Some(token);
    } else {
        tokens = known.into_iter().fold(tokens, |tokens, hash| tokens.with_hash("database", hash));
    }

    let mut scim = ScimService::builder()
        .resource::<Employee>(directory.clone())
        .resource::<Group>(directory.clone())
        .resource::<Device>(directory.clone())
        .authenticator(tokens)
        .change_password(true)
        .base_path(PATH);
    if let Some(url) = &cli.base_url {
        scim = scim.base_url(url);
    }
    let app = Router::new().nest_service(PATH, scim.build()?);

    let listener =
        TcpListener::bind(&cli.listen).await.map_err(|e| format!("cannot listen on {}: {e}", cli.listen))?;
    let base = format!("http://{}{PATH}", listener.local_addr()?);
    // Before anybody can know that it runs, and tell it to stop.
    let stop = Stop::new()?;
    // Kept only now that nothing can go wrong before it is shown: a token nobody has seen would lock everybody out.
    if let Some(token) = &new_token {
        directory.set_token(&TokenHash::of(token)).await?;
    }
    say(&welcome(&base, new_token.as_deref(), cli.token.is_some()));

    serve::serve(listener, app, stop).await;
    directory.close().await;
    Ok(())
}

/// Why a database cannot be opened, and what to do about it where that is not said.
fn unopened(database: &Database, error: &sqlx::Error) -> String {
    let is_of_another_version = matches!(
        error,
        sqlx::Error::Migrate(e) if matches!(**e, MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_))
    );
    let hint = if is_of_another_version {
        "\nAnother version of this server made its tables. Move it away, or name another one with --database."
    } else {
        ""
    };
    format!("cannot open {database}: {error}{hint}")
}

fn make_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut token, byte| {
        // Writing to a string cannot fail.
        let _ = write!(token, "{byte:02x}");
        token
    }))
}

fn welcome(base: &str, new_token: Option<&str>, chosen: bool) -> String {
    let ready = format!("listening on {base}");
    match new_token {
        Some(token) => format!(
            "{ready}

Base URL  {base}
Token     {token}

The token is shown once; only its hash is kept. --new-token makes another one. To try it:

  curl -H 'Authorization: Bearer {token}' '{base}/Users?count=3'

  curl -H 'Authorization: Bearer {token}' -H 'Content-Type: application/scim+json' '{base}/Users' \\
    -d '{{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"me@example.com\"}}'

  curl -H 'Authorization: Bearer {token}' '{base}/ServiceProviderConfig'
"
        ),
        None if chosen => ready,
        None => format!("{ready}\nThe token was shown at the first start; --new-token makes another one."),
    }
}

/// Not `println!`, which panics when nobody reads any more.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
