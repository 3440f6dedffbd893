//! POST /.search, and queries over all resource types (RFC 7644 §3.4.2.1, §3.4.3).

use scim_http::ScimService;
use serde_json::{Value, json};

use crate::client::*;

const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Two users, three groups and two devices, in turns.
async fn company() -> ScimService {
    let scim = builder().max_results(5).build().unwrap();
    let group = |name: &str| ("/Groups", json!({"schemas": [GROUP], "displayName": name}));
    let device =
        |serial: &str| ("/Devices", json!({"schemas": [DEVICE], "serialNumber": serial, "notes": "n"}));
    let person = |name: &str, shown: Value| {
        (
            "/Users",
            json!({"schemas": [USER], "userName": name, "displayName": shown, "password": "t1meMa$heen"}),
        )
    };
    for (path, body) in [
        group("Smiths"),
        person("bsmith", json!("Smith")),
        device("d1"),
        group("Staff"),
        person("ajones", Value::Null),
        group("all"),
        device("d2"),
    ] {
        assert_eq!(post(&scim, path, &body).await.status, 201);
    }
    scim
}

async fn search(scim: &ScimService, uri: &str, mut body: Value) -> Answer {
    body["schemas"] = json!([SEARCH]);
    post(scim, uri, &body).await
}

/// What each resource of a list is.
fn kinds(list: &Answer) -> Vec<&str> {
    let resources = list.body["Resources"].as_array().unwrap().iter();
    resources.map(|r| r["schemas"][0].as_str().unwrap().rsplit(':').next().unwrap()).collect()
}

/// Figures 6 and 7.
#[tokio::test]
async fn the_rfcs_example() {
    let scim = company().await;
    let body = json!({"attributes": ["displayName", "userName"], "filter": "displayName sw \"smith\"", "startIndex": 1, "count": 10});
    let list = search(&scim, "/.search", body).await;
    assert_eq!((list.status, list.header("content-type")), (200, Some("application/scim+json")));
    assert_eq!(list.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]));
    assert_eq!(
        (&list.body["totalResults"], &list.body["startIndex"], &list.body["itemsPerPage"]),
        (&json!(2), &json!(1), &json!(2))
    );
    let (first, second) = (&list.body["Resources"][0], &list.body["Resources"][1]);
    assert_eq!(
        first,
        &json!({"schemas": [USER], "id": first["id"], "displayName": "Smith", "userName": "bsmith"})
    );
    assert_eq!(second, &json!({"schemas": [GROUP], "id": second["id"], "displayName": "Smiths"}));
}

/// A resource is the same wherever it is found.
#[tokio::test]
async fn everything() {
    let scim = company().await;
    let mut all = Vec::new();
    for start in [1, 4, 7] {
        let list = get(&scim, &format!("/?startIndex={start}&count=3")).await;
        assert_eq!(list.body["totalResults"], 7);
        assert_eq!(list.body["startIndex"], start);
        all.extend(list.body["Resources"].as_array().unwrap().clone());
        let body = json!({"startIndex": start, "count": 3});
        assert_eq!(search(&scim, "/.search", body).await.body, list.body);
    }
    let mut each = Vec::new();
    for uri in ["/Users", "/Groups", "/Devices"] {
        each.extend(get(&scim, uri).await.body["Resources"].as_array().unwrap().clone());
    }
    assert_eq!(all, each, "types as they are mounted, resources as they were made");
    for resource in &all {
        let path = resource.pointer("/meta/location").unwrap().as_str().unwrap();
        let path = path.strip_prefix("https://scim.example/v2").unwrap();
        assert_eq!(&get(&scim, path).await.body, resource);
        assert!(!resource.to_string().contains("assword"));
    }
    assert_eq!(names(&get(&scim, "/scim/v2").await).len(), 5, "maxResults");
    assert_eq!(send(&scim, request("HEAD", "/", "")).await.status, 200);
    for start in [8, usize::MAX] {
        let far = get(&scim, &format!("/?startIndex={start}&count=3")).await;
        assert_eq!((names(&far).len(), &far.body["totalResults"]), (0, &json!(7)));
        let far = get(&scim, &format!("/?startIndex={start}&count=3&sortBy=id")).await;
        assert_eq!((names(&far).len(), &far.body["totalResults"]), (0, &json!(7)));
    }
    for query in ["/?count=0", "/?count=0&sortBy=id"] {
        let none = get(&scim, query).await;
        assert_eq!((names(&none).len(), &none.body["totalResults"]), (0, &json!(7)));
    }
}

#[tokio::test]
async fn filters() {
    let scim = company().await;
    for (filter, found) in [
        ("userName pr", "bsmith ajones"),
        ("serialNumber eq \"d2\"", "d2"),
        ("not (displayName pr)", "ajones d1 d2"),
        ("userName ne \"bsmith\" and serialNumber ne \"d1\"", "ajones Smiths Staff all d2"),
        ("meta.resourceType eq \"Group\"", "Smiths Staff all"),
        ("meta.resourceType eq \"User\" or serialNumber sw \"d\"", "bsmith ajones d1 d2"),
        ("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:Group\"", "Smiths Staff all"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:displayName pr", "bsmith"),
        ("nobodyHasThis pr", ""),
        ("nobodyHasThis eq \"x\" or userName eq \"ajones\"", "ajones"),
        ("emails[type eq \"work\"]", ""),
    ] {
        let list = get(&scim, &with("/", &[("filter", filter)])).await;
        assert_eq!(names(&list).join(" "), found, "{filter}");
        assert_eq!(search(&scim, "/.search", json!({"filter": filter})).await.body, list.body);
    }
    for filter in ["userName eq", "(", "displayName is \"x\"", "userName eq 5"] {
        get(&scim, &with("/", &[("filter", filter)])).await.is_error(400, "invalidFilter");
        search(&scim, "/.search", json!({"filter": filter})).await.is_error(400, "invalidFilter");
    }
    get(&scim, &with("/", &[("filter", "password pr")])).await.is_error(403, "sensitive");
    search(&scim, "/.search", json!({"filter": "password pr"})).await.is_error(400, "invalidFilter");
}

#[tokio::test]
async fn orders() {
    let scim = company().await;
    for (by, order, found) in [
        ("displayName", "ascending", "all bsmith Smiths Staff ajones"),
        ("displayName", "descending", "ajones d1 d2 Staff Smiths"),
        ("userName", "ascending", "ajones bsmith Smiths Staff all"),
        ("meta.resourceType", "ascending", "d1 d2 Smiths Staff all"),
        ("serialNumber", "descending", "bsmith ajones Smiths Staff all"),
        ("meta.created", "ascending", "Smiths bsmith d1 Staff ajones"),
        ("nobodyHasThis", "ascending", "bsmith ajones Smiths Staff all"),
    ] {
        let list = get(&scim, &with("/", &[("sortBy", by), ("sortOrder", order)])).await;
        assert_eq!(names(&list).join(" "), found, "{by} {order}");
        assert_eq!(list.body["totalResults"], 7);
        // Pages of any size give the same order, each resource once.
        for count in [1, 2, 3] {
            let mut seen = Vec::new();
            for start in (1..=7).step_by(count) {
                let body = json!({"sortBy": by, "sortOrder": order, "startIndex": start, "count": count});
                let page = search(&scim, "/.search", body).await;
                seen.extend(names(&page).into_iter().map(str::to_owned));
            }
            assert_eq!(seen.len(), 7);
            assert!(seen.join(" ").starts_with(found), "{by} {order}: {seen:?}");
        }
    }
    get(&scim, "/?sortBy=password").await.is_error(400, "invalidPath");
    get(&scim, "/?sortBy=%5B").await.is_error(400, "invalidPath");
    get(&scim, "/?sortBy=id&sortOrder=up").await.is_error(400, "invalidValue");
    assert_eq!(get(&scim, "/?sortOrder=up").await.status, 200);
}

#[tokio::test]
async fn projections() {
    let scim = company().await;
    let list = search(
        &scim,
        "/.search",
        json!({"attributes": ["serialNumber", "NOTES", "userName", "nobodyHasThis"]}),
    )
    .await;
    assert_eq!(
        list.body["Resources"][0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["id", "schemas", "userName"]
    );
    assert_eq!(list.body["Resources"][2].as_object().unwrap().len(), 2, "a group has none of them");
    assert_eq!(kinds(&list), ["User", "User", "Group", "Group", "Group"]);
    let devices = search(&scim, "/Devices/.search", json!({"attributes": ["notes"]})).await;
    assert_eq!(devices.text("/Resources/0/notes"), "n");
    let without = search(
        &scim,
        "/.search",
        json!({"excludedAttributes": ["displayName", "meta"], "filter": "displayName pr"}),
    )
    .await;
    assert!(!without.body["Resources"].to_string().contains("displayName"));
    for uri in ["/.search", "/Users/.search"] {
        let both = json!({"attributes": ["userName"], "excludedAttributes": ["meta"]});
        search(&scim, uri, both).await.is_error(400, "invalidValue");
    }
}

#[tokio::test]
async fn messages() {
    let scim = company().await;
    for uri in ["/.search", "/Users/.search", "/scim/v2/.search"] {
        for (body, scim_type) in [
            ("{}", "invalidSyntax"),
            (r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}"#, "invalidSyntax"),
            ("", "invalidSyntax"),
            (
                r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": "1"}"#,
                "invalidValue",
            ),
            (
                r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "cursor": "abc"}"#,
                "invalidCursor",
            ),
        ] {
            send(&scim, request("POST", uri, body)).await.is_error(400, scim_type);
        }
        let mut plain = request("POST", uri, "{}");
        plain.headers_mut().insert("content-type", "text/plain".parse().unwrap());
        send(&scim, plain).await.is_error(415, "");
        // The body alone counts, and what it has too much does not matter.
        let body = json!({"COUNT": 1, "StartIndex": -5, "favouriteColour": {"a": []}});
        let list = search(&scim, &format!("{uri}?count=0&filter=nonsense&attributes=%5B"), body).await;
        assert_eq!((names(&list).len(), &list.body["startIndex"]), (1, &json!(1)), "{uri}");
    }
    let mut anonymous = request("POST", "/.search", "{}");
    anonymous.headers_mut().remove("authorization");
    send(&scim, anonymous).await.is_error(401, "");
}
