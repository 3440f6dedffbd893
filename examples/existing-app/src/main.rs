//! Serves the application. Nothing but Rust is needed: the database is in memory, unless `--database sqlite:FILE` says otherwise.

use std::error::Error;
use std::fmt::Write as _;

use clap::Parser;
use tokio::net::TcpListener;

/// An application with users of its own, and SCIM.
#[derive(Parser)]
struct Cli {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// `sqlite::memory:` or `sqlite:FILE`.
    #[arg(long, default_value = "sqlite::memory:")]
    database: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cli = Cli::parse();
    let users = existing_app::open(&cli.database).await?;
    let (key, token) = (secret()?, secret()?);
    let app = existing_app::app(users, &key, &token)?;
    let listener = TcpListener::bind(&cli.listen).await?;
    let base = format!("http://{}", listener.local_addr()?);
    println!(
        "listening on {base}\n\n\
         # the application's own API\n\
         curl -H 'x-api-key: {key}' -H 'content-type: application/json' -d '{{\"login\":\"bjensen\",\"email\":\"bjensen@example.com\"}}' {base}/api/users\n\n\
         # the same user over SCIM, found and suspended\n\
         curl -H 'authorization: Bearer {token}' '{base}/scim/v2/Users?filter=userName%20eq%20%22BJensen%22'\n\
         curl -X PATCH -H 'authorization: Bearer {token}' -H 'content-type: application/scim+json' -d '{{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{{\"op\":\"replace\",\"path\":\"active\",\"value\":false}}]}}' {base}/scim/v2/Users/1"
    );
    axum::serve(listener, app).with_graceful_shutdown(told_to_stop()).await?;
    Ok(())
}

async fn told_to_stop() {
    // Where the signal cannot be had, the process is stopped in another way.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Text that nobody can guess.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
