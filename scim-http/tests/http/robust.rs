//! Stores that fail, are slow, or have bugs.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};
use http_body_util::BodyExt;
use scim_http::{IfMatch, Page, Query, ScimService, Store, StoreError};
use scim_types::{ScimError, User};
use tower::ServiceExt;

use crate::client::*;

/// Does what the id or userName says.
struct Trouble;

async fn trouble(word: &str) -> Result<User, StoreError> {
    match word {
        "panic" => panic!("a store's bug"),
        "hang" => std::future::pending().await,
        "broken" => Err(StoreError::internal("connection to db.internal lost: password secret")),
        "busy" => Err(StoreError::Unavailable { retry_after: Some(Duration::from_millis(1500)) }),
        "no" => Err(StoreError::Invalid(ScimError::invalid_value("not on a Sunday"))),
        "strange" => Err(StoreError::Invalid(ScimError::new(200, "all is well"))),
        _ => Ok(User { id: "1".to_owned(), user_name: word.to_owned(), ..User::default() }),
    }
}

impl Store<User> for Trouble {
    async fn create(&self, user: User) -> Result<User, StoreError> {
        trouble(&user.user_name).await
    }
    async fn get(&self, id: &str) -> Result<User, StoreError> {
        trouble(id).await
    }
    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        trouble(if query.count == 7 { "panic" } else { "ok" }).await.map(|user| Page::new(vec![user], 1))
    }
    async fn replace(&self, id: &str, _: Option<&IfMatch>, _: User) -> Result<User, StoreError> {
        trouble(id).await
    }
    async fn delete(&self, id: &str, _: Option<&IfMatch>) -> Result<(), StoreError> {
        trouble(id).await.map(drop)
    }
}

fn troubled() -> ScimService {
    let builder =
        ScimService::builder().resource::<User>(Trouble).unauthenticated().base_url("https://scim.example");
    builder.timeout(Duration::from_millis(100)).build().unwrap()
}

#[tokio::test]
async fn failures() {
    let scim = troubled();
    for (word, status) in
        [("panic", 500), ("hang", 503), ("broken", 500), ("busy", 503), ("no", 400), ("strange", 500)]
    {
        let uri = format!("/Users/{word}");
        for answer in [
            get(&scim, &uri).await,
            put(&scim, &uri, &user("a")).await,
            post(&scim, "/Users", &user(word)).await,
            send(&scim, request("DELETE", &uri, "")).await,
        ] {
            answer.is_error(status, if word == "no" { "invalidValue" } else { "" });
            assert_eq!(answer.header("retry-after"), (word == "busy").then_some("2"));
            let text = answer.body.to_string();
            assert!(!text.contains("secret") && !text.contains("bug"), "{text}");
        }
        assert_eq!(get(&scim, "/Users/fine").await.status, 200, "it goes on after {word}");
    }
    for uri in ["/Users?count=7", "/?count=7"] {
        get(&scim, uri).await.is_error(500, "");
    }
}

/// Sends nothing, and never ends.
struct Silent;

impl Body for Silent {
    type Data = Bytes;
    type Error = std::convert::Infallible;
    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

/// Breaks off.
struct Broken;

impl Body for Broken {
    type Data = Bytes;
    type Error = &'static str;
    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Err("connection reset")))
    }
}

async fn status<B>(method: &str, body: B) -> u16
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Send,
{
    let request = http::Request::builder().method(method).uri("/Users").body(body).unwrap();
    let response = troubled().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    assert!(response.into_body().collect().await.is_ok());
    status
}

#[tokio::test]
async fn bodies_that_do_not_come() {
    assert_eq!(status("POST", Silent).await, 408);
    assert_eq!(status("POST", Broken).await, 400);
    // A body that nobody reads does not hold up the answer for longer than the time limit.
    assert_eq!(status("GET", Silent).await, 200);
    assert_eq!(status("DELETE", Broken).await, 405);
}

/// In pieces, over the limit, without a length that says so.
#[tokio::test]
async fn chunks() {
    struct Chunks(usize);
    impl Body for Chunks {
        type Data = Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            self.0 = self.0.saturating_sub(1);
            Poll::Ready((self.0 > 0).then(|| Ok(Frame::data(Bytes::from_static(&[b' '; 1000])))))
        }
    }
    assert_eq!(status("POST", Chunks(1000)).await, 400, "within the limit: not JSON");
    assert_eq!(status("POST", Chunks(1002)).await, 413);
    assert_eq!(status("POST", Chunks(usize::MAX)).await, 413);
}
