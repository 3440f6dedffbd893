//! Over real connections: nested in axum, and alone on hyper.

use std::convert::Infallible;
use std::net::SocketAddr;

use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use scim_http::ScimService;
use scim_http::memory::MemoryStore;
use scim_types::User;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::{TOKEN, builder, user};

fn plain() -> ScimService {
    ScimService::builder().resource::<User>(MemoryStore::new()).unauthenticated().build().unwrap()
}

async fn axum_server(scim: ScimService) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().nest_service("/scim/v2", scim);
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn hyper_server(scim: ScimService) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let service = TowerToHyperService::new(scim.clone());
            tokio::spawn(
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    address
}

/// Sends these bytes and reads until the server closes.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may answer and close before it has read all of it.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn post(body: &str) -> Vec<u8> {
    format!(
        "POST /scim/v2/Users HTTP/1.1\r\nHost: scim.example\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[tokio::test]
async fn nested_and_alone() -> Result<(), Infallible> {
    for address in [axum_server(plain()).await, hyper_server(plain()).await] {
        let answer = exchange(address, &post(&user("a").to_string())).await;
        assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        let path = location.strip_prefix("http://scim.example").unwrap();
        assert!(path.starts_with("/scim/v2/Users/"));
        let get =
            |method| format!("{method} {path} HTTP/1.1\r\nHost: scim.example\r\nConnection: close\r\n\r\n");
        let answer = exchange(address, get("GET").as_bytes()).await;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("\"userName\":\"a\""),
            "{answer}"
        );
        let answer = exchange(address, get("HEAD").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
        let answer = exchange(address, get("DELETE").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 204 No Content\r\n"), "{answer}");
        let root = "GET /scim/v2 HTTP/1.1\r\nHost: scim.example\r\nConnection: close\r\n\r\n";
        assert!(exchange(address, root.as_bytes()).await.starts_with("HTTP/1.1 200"));
    }
    Ok(())
}

/// The client gets its answer although the server does not take what it is still sending.
#[tokio::test]
async fn too_large_is_answered() {
    for address in
        [axum_server(builder().build().unwrap()).await, hyper_server(builder().build().unwrap()).await]
    {
        let large = post(&"x".repeat(1_500_000));
        for _ in 0..5 {
            let answer = exchange(address, &large).await;
            assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        }
        let chunked = format!(
            "POST /scim/v2/Users HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\nTransfer-Encoding: chunked\r\n\r\n\
             16e360\r\n{}\r\n0\r\n\r\n",
            "x".repeat(1_500_000)
        );
        let answer =
            exchange(address, chunked.replace("Host: a", "Host: a\r\nConnection: close").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

/// A client that breaks off stores nothing.
#[tokio::test]
async fn broken_off() {
    let address = axum_server(plain()).await;
    let whole = post(&user("a").to_string());
    for cut in [whole.len() - 1, whole.len() - 20] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&whole[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    let list = "GET /scim/v2/Users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assert!(exchange(address, list.as_bytes()).await.contains("\"totalResults\":0"));
}
