//! Who is let in.

use std::future::{Future, ready};

use http::request::Parts;
use scim_http::{AuthError, Authenticator, Principal};
use scim_types::AuthenticationScheme;

use crate::client::*;

#[tokio::test]
async fn bearer() {
    let scim = service();
    for (header, challenge) in [
        (None, "Bearer realm=\"scim\""),
        (Some("Basic YTpi"), "Bearer realm=\"scim\""),
        (Some("Bearer"), "Bearer realm=\"scim\""),
        (Some("Bearer \u{7f}"), "Bearer realm=\"scim\""),
        (Some("Bearer not-the-token"), "Bearer realm=\"scim\", error=\"invalid_token\""),
        (Some("Bearer a-token-and-more"), "Bearer realm=\"scim\", error=\"invalid_token\""),
        (Some("Bearer a-toke"), "Bearer realm=\"scim\", error=\"invalid_token\""),
    ] {
        // Before anything else is looked at: the body, the endpoint, the method.
        for (method, uri) in
            [("POST", "/Users"), ("GET", "/Nothing"), ("PATCH", "/Users/1"), ("POST", "/Schemas")]
        {
            let mut request = request(method, uri, "{");
            request.headers_mut().remove("authorization");
            if let Some(header) = header
                && let Ok(header) = http::HeaderValue::from_bytes(header.as_bytes())
            {
                request.headers_mut().insert("authorization", header);
            }
            let refused = send(&scim, request).await;
            let expected = if header == Some("Bearer \u{7f}") { "Bearer realm=\"scim\"" } else { challenge };
            assert_eq!(refused.is_error(401, "").header("www-authenticate"), Some(expected));
            assert!(!refused.body.to_string().contains("not-the-token"));
        }
    }
    let mut lower = request("GET", "/Users", "");
    lower.headers_mut().insert("authorization", format!("bearer {TOKEN}").parse().unwrap());
    assert_eq!(send(&scim, lower).await.status, 200);
}

struct Custom;

impl Authenticator for Custom {
    fn authenticate(&self, request: &Parts) -> impl Future<Output = Result<Principal, AuthError>> + Send {
        ready(match request.headers.get("x-user").map(http::HeaderValue::as_bytes) {
            Some(b"admin") => Ok(Principal::new("admin")),
            Some(b"broken") => Err(AuthError::Internal("the directory of secrets is down".into())),
            Some(b"panic") => panic!("an authenticator's bug"),
            Some(_) => Err(AuthError::Forbidden { detail: "administrators only".into() }),
            None => {
                Err(AuthError::Unauthenticated { challenge: "Custom".into(), detail: "send x-user".into() })
            }
        })
    }

    fn schemes(&self) -> Vec<AuthenticationScheme> {
        Vec::new()
    }
}

#[tokio::test]
async fn custom() {
    let scim = builder().authenticator(Custom).build().unwrap();
    for (user, status) in [("admin", 200), ("guest", 403), ("broken", 500), ("panic", 500)] {
        let mut request = request("GET", "/Users", "");
        request.headers_mut().insert("x-user", user.parse().unwrap());
        let answer = send(&scim, request).await;
        assert_eq!(answer.status, status);
        assert!(!answer.body.to_string().contains("secrets"));
    }
    assert_eq!(get(&scim, "/Users").await.header("www-authenticate"), Some("Custom"));
}

#[tokio::test]
async fn principal_for_middleware() {
    use tower::ServiceExt;
    let response = service().oneshot(request("GET", "/Users", "")).await.unwrap();
    assert_eq!(response.extensions().get::<Principal>().unwrap().name(), "test");
}
