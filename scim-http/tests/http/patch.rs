//! PATCH (RFC 7644 §3.5.2).

use std::sync::Arc;

use scim_http::memory::MemoryStore;
use scim_http::{IfMatch, Page, PatchAnswer, Query, ScimService, Store, StoreError};
use scim_types::{Changes, Compat, Patch, PatchLimits, Projection, User};
use serde_json::{Value, json};

use crate::client::*;

#[tokio::test]
async fn changes_and_answers() {
    let scim = service();
    let created = post(&scim, "/Users", &json!({"schemas": [USER], "userName": "ann", "active": true})).await;
    let uri = format!("/Users/{}", created.id());
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    let patched = patch(&scim, &uri, &off).await;
    assert_eq!((patched.status, &patched.body["active"]), (200, &json!(false)));
    assert_eq!((patched.header("etag"), patched.text("/meta/version")), (Some("W/\"2\""), "W/\"2\""));
    assert_eq!(get(&scim, &uri).await.body, patched.body);
    // A retry changes nothing.
    assert_eq!(patch(&scim, &uri, &off).await.body, patched.body);
    let part =
        patch(&scim, &format!("{uri}?attributes=userName"), &json!([{"op": "add", "value": {"title": "T"}}]))
            .await;
    assert_eq!(part.body, json!({"schemas": [USER], "id": created.id(), "userName": "ann"}));
    assert_eq!(part.header("etag"), Some("W/\"3\""));
    assert_eq!(get(&scim, "/ServiceProviderConfig").await.body["patch"]["supported"], true);
}

#[tokio::test]
async fn refused() {
    let scim = service();
    let uri = format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id());
    post(&scim, "/Users", &user("ben")).await;
    let before = get(&scim, &uri).await.body;
    for (operations, status, scim_type) in [
        (json!([]), 400, "invalidSyntax"),
        (json!([{"op": "replace", "path": "usrName", "value": "x"}]), 400, "invalidPath"),
        (json!([{"op": "replace", "path": "active", "value": "maybe"}]), 400, "invalidValue"),
        (json!([{"op": "remove", "path": "userName"}]), 400, "mutability"),
        (json!([{"op": "replace", "path": "id", "value": "x"}]), 400, "mutability"),
        (json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "x"}]), 400, "noTarget"),
        (
            json!([{"op": "add", "path": "title", "value": "x"}, {"op": "replace", "path": "userName", "value": "BEN"}]),
            409,
            "uniqueness",
        ),
    ] {
        patch(&scim, &uri, &operations).await.is_error(status, scim_type);
        assert_eq!(get(&scim, &uri).await.body, before, "{operations}");
    }
    let add = json!([{"op": "add", "path": "title", "value": "x"}]);
    patch(&scim, "/Users/nobody", &add).await.is_error(404, "");
    for (header, status) in [("W/\"0\"", 412), ("W/\"0\", W/\"1\"", 200), ("*", 200)] {
        let mut request = request("PATCH", &uri, patch_body(&add).to_string());
        request.headers_mut().insert("if-match", header.parse().unwrap());
        assert_eq!(send(&scim, request).await.status, status, "{header}");
    }
    let mut known = request("PATCH", &uri, patch_body(&add).to_string());
    known.headers_mut().insert("if-none-match", "*".parse().unwrap());
    send(&scim, known).await.is_error(412, "");
    for broken in ["", "{", "[]", "\u{0}"] {
        send(&scim, request("PATCH", &uri, broken)).await.is_error(400, "invalidSyntax");
    }
}

#[tokio::test]
async fn policies_and_limits() {
    let strict =
        builder().compat(Compat::strict()).patch_limits(PatchLimits::DEFAULT.operations(1)).build().unwrap();
    let uri = format!("/Users/{}", post(&strict, "/Users", &user("ann")).await.id());
    let add = json!({"op": "Add", "path": "title", "value": "x"});
    patch(&strict, &uri, &json!([add])).await.is_error(400, "invalidSyntax");
    let two = json!([{"op": "add", "path": "title", "value": "x"}, {"op": "add", "path": "nickName", "value": "x"}]);
    patch(&strict, &uri, &two).await.is_error(400, "invalidSyntax");
    assert_eq!(patch(&service(), "/Users/0", &two).await.status, 404);
}

/// A store that has no `patch` of its own, and is slow enough for others to come between.
struct Plain {
    users: MemoryStore<User>,
    answer: PatchAnswer,
}

impl Store<User> for Plain {
    async fn create(&self, user: User) -> Result<User, StoreError> {
        self.users.create(user).await
    }
    async fn get(&self, id: &str) -> Result<User, StoreError> {
        let user = self.users.get(id).await;
        tokio::task::yield_now().await;
        user
    }
    async fn get_projected(&self, id: &str, _: &Projection<User>) -> Result<User, StoreError> {
        self.users.get(id).await
    }
    async fn list(&self, query: &Query<User>) -> Result<Page<User>, StoreError> {
        self.users.list(query).await
    }
    async fn replace(&self, id: &str, if_match: Option<&IfMatch>, user: User) -> Result<User, StoreError> {
        self.users.replace(id, if_match, user).await
    }
    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        self.users.delete(id, if_match).await
    }
    fn has_versions(&self) -> bool {
        true
    }
    fn patch_answer(&self, _: &User) -> PatchAnswer {
        self.answer
    }
}

fn plain(answer: PatchAnswer) -> ScimService {
    let store = Plain { users: MemoryStore::new(), answer };
    ScimService::builder()
        .resource::<User>(store)
        .unauthenticated()
        .base_url("https://scim.example/v2")
        .build()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_patches_lose_nothing() {
    for scim in [plain(PatchAnswer::Whole), service()] {
        let uri = Arc::new(format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id()));
        let tasks: Vec<_> = (0..8)
            .map(|i| {
                let (scim, uri) = (scim.clone(), Arc::clone(&uri));
                tokio::spawn(async move {
                    let add = json!([{"op": "add", "path": "emails", "value": [{"value": format!("{i}@example.com")}]}]);
                    patch(&scim, &uri, &add).await.status
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), 200);
        }
        let after = get(&scim, &uri).await;
        assert_eq!(after.body["emails"].as_array().map(Vec::len), Some(8));
        assert_eq!(after.header("etag"), Some("W/\"9\""));
    }
}

#[tokio::test]
async fn answers_that_a_store_prefers() {
    let add = json!([{"op": "add", "path": "title", "value": "T"}]);
    for answer in [PatchAnswer::Whole, PatchAnswer::Projected, PatchAnswer::NoContent] {
        let scim = plain(answer);
        let uri = format!("/Users/{}", post(&scim, "/Users", &user("ann")).await.id());
        let patched = patch(&scim, &uri, &add).await;
        assert_eq!(patched.header("etag"), Some("W/\"2\""));
        if answer == PatchAnswer::NoContent {
            assert_eq!((patched.status, patched.body), (204, Value::Null));
        } else {
            assert_eq!((patched.status, patched.text("/title")), (200, "T"));
        }
        let asked = patch(&scim, &format!("{uri}?attributes=title"), &add).await;
        assert_eq!((asked.status, asked.text("/title")), (200, "T"));
    }
}

/// What a store does itself with the operations it knows.
#[tokio::test]
async fn a_store_reads_the_operations() {
    let body = patch_body(&json!([{"op": "replace", "value": {"active": false, "title": "T"}}])).to_string();
    let patch = Patch::<User>::read(body.as_bytes(), &Compat::default()).unwrap();
    let active = scim_types::scim_path!(User, "active");
    let rest = patch.only(|operation| operation.attribute() != active);
    let mut user = User::default();
    let changes: Changes = rest.apply(&mut user).unwrap();
    assert_eq!((changes.to_string(), user.active), ("title: added \"T\"".to_owned(), None));
}
