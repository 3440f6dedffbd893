//! Filters and orders of lists (RFC 7644 §3.4.2).

use std::time::{Duration, Instant};

use scim_http::ScimService;
use scim_types::Compat;
use serde_json::{Value, json};

use crate::client::*;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Three users, made in this order: cleo, Bob, ann.
async fn three() -> ScimService {
    let scim = builder().max_results(10).build().unwrap();
    for body in [
        json!({"schemas": [USER, ENTERPRISE], "userName": "cleo", "title": "Tour Guide", "userType": "Employee", "active": true,
            "name": {"familyName": "O'Malley"}, "emails": [{"type": "work", "value": "cleo@example.com"}, {"type": "home", "value": "c@home.example"}],
            ENTERPRISE: {"department": "Sales", "manager": {"value": "m1"}}}),
        json!({"schemas": [USER], "userName": "Bob", "userType": "Intern", "active": false, "externalId": "B",
            "emails": [{"type": "home", "value": "bob@example.com"}], "ims": [{"type": "xmpp", "value": "bob@foo.com"}]}),
        json!({"schemas": [USER], "userName": "ann", "externalId": "a", "emails": [{"value": "ann@example.org"}]}),
    ] {
        assert_eq!(post(&scim, "/Users", &body).await.status, 201);
    }
    scim
}

/// Figure 2, with the names of this company, in the URI and in a body.
#[tokio::test]
async fn examples() {
    let scim = three().await;
    for (filter, found) in [
        ("userName eq \"CLEO\"", "cleo"),
        ("name.familyName co \"O'Malley\"", "cleo"),
        ("userName sw \"b\"", "Bob"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"B\"", "Bob"),
        ("title pr", "cleo"),
        ("meta.lastModified gt \"2011-05-13T04:42:34Z\"", "cleo Bob ann"),
        ("meta.lastModified ge \"2011-05-13T04:42:34Z\"", "cleo Bob ann"),
        ("meta.lastModified lt \"2011-05-13T04:42:34Z\"", ""),
        ("meta.lastModified le \"2011-05-13T04:42:34Z\"", ""),
        ("title pr and userType eq \"Employee\"", "cleo"),
        ("title pr or userType eq \"Intern\"", "cleo Bob"),
        ("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", "cleo"),
        (
            "userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")",
            "cleo",
        ),
        (
            "userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")",
            "",
        ),
        ("userType eq \"Employee\" and (emails.type eq \"work\")", "cleo"),
        ("userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]", "cleo"),
        (
            "emails[type eq \"work\" and value co \"@example.com\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]",
            "cleo Bob",
        ),
        ("not(active eq \"True\") and userName ne \"bob\"", "ann"),
        ("meta.resourceType eq \"User\" and externalId eq \"a\"", "ann"),
        ("meta.resourceType eq \"Group\"", ""),
        ("manager eq \"m1\"", "cleo"),
        (r#"meta.version eq "W/\"1\"""#, "cleo Bob ann"),
    ] {
        let list = get(&scim, &with("/Users", &[("filter", filter)])).await;
        assert_eq!(names(&list).join(" "), found, "{filter}");
        assert_eq!(list.body["totalResults"], found.split_whitespace().count(), "{filter}");
        let search = json!({"schemas": [SEARCH], "filter": filter});
        assert_eq!(post(&scim, "/Users/.search", &search).await.body, list.body, "{filter}");
    }
}

#[tokio::test]
async fn refused() {
    let scim = three().await;
    let unknown = get(&scim, &with("/Users", &[("filter", "usrName eq \"ann\"")])).await;
    unknown.is_error(400, "invalidFilter");
    assert_eq!(
        unknown.text("/detail"),
        "`User` has no attribute `usrName`\n  | usrName eq \"ann\"\n  | ^^^^^^^ help: did you mean `userName`?"
    );
    for filter in [
        "",
        "userName",
        "userName eq",
        "userName eq ann",
        "userName regex \"x\"",
        "title pr and",
        "(title pr",
        "active gt true",
        "active eq \"perhaps\"",
        "meta.created gt \"yesterday\"",
        "emails[type eq \"work\"",
        "title pr title pr",
        "urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr",
        "name eq \"x\"",
        "title eq \"\\ud800\"",
    ] {
        get(&scim, &with("/Users", &[("filter", filter)])).await.is_error(400, "invalidFilter");
        let search = json!({"schemas": [SEARCH], "filter": filter});
        post(&scim, "/Users/.search", &search).await.is_error(400, "invalidFilter");
    }
    // Sensitive values must not be in a URI; in a body they are refused because asking again and again finds them out.
    for filter in ["password eq \"t1meMa$heen\"", "title pr or not (password pr)"] {
        get(&scim, &with("/Users", &[("filter", filter)])).await.is_error(403, "sensitive");
        let search = json!({"schemas": [SEARCH], "filter": filter});
        post(&scim, "/Users/.search", &search).await.is_error(400, "invalidFilter");
    }
    let strict = builder().compat(Compat::strict()).build().unwrap();
    get(&strict, &with("/Users", &[("filter", "active eq \"true\"")])).await.is_error(400, "invalidFilter");
    get(&strict, &with("/Users", &[("sortBy", "emails")])).await.is_error(400, "invalidPath");
}

/// It means nothing where one resource is asked for, and discovery refuses it.
#[tokio::test]
async fn elsewhere() {
    let scim = three().await;
    let ann = get(&scim, &with("/Users", &[("filter", "userName eq \"ann\"")])).await;
    let uri = format!("/Users/{}", ann.text("/Resources/0/id"));
    let one =
        get(&scim, &with(&uri, &[("filter", "nonsense"), ("sortBy", "["), ("count", "x"), ("cursor", "c")]))
            .await;
    assert_eq!((one.status, &one.body), (200, &ann.body["Resources"][0]));
    get(&scim, &with("/Schemas", &[("filter", "id pr")])).await.is_error(403, "");
    assert_eq!(
        get(&scim, &with("/Schemas", &[("sortBy", "["), ("sortOrder", "x"), ("startIndex", "y")]))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn orders() {
    let scim = three().await;
    for (by, order, found) in [
        ("userName", "ascending", "ann Bob cleo"),
        ("USERNAME", "Descending", "cleo Bob ann"),
        ("externalId", "ascending", "Bob ann cleo"),
        ("externalId", "descending", "cleo ann Bob"),
        ("title", "ascending", "cleo Bob ann"),
        ("title", "descending", "Bob ann cleo"),
        ("emails.value", "ascending", "ann Bob cleo"),
        ("emails", "ascending", "ann Bob cleo"),
        ("active", "ascending", "Bob cleo ann"),
        ("meta.created", "ascending", "cleo Bob ann"),
        ("department", "descending", "Bob ann cleo"),
    ] {
        let list = get(&scim, &with("/Users", &[("sortBy", by), ("sortOrder", order)])).await;
        assert_eq!(names(&list).join(" "), found, "{by} {order}");
        let search = json!({"schemas": [SEARCH], "sortBy": by, "sortOrder": order.to_ascii_lowercase()});
        assert_eq!(post(&scim, "/Users/.search", &search).await.body, list.body);
    }
    assert_eq!(names(&get(&scim, "/Users?sortBy=userName").await), ["ann", "Bob", "cleo"]);
    for (parameters, scim_type) in [
        (&[("sortBy", "usrName")][..], "invalidPath"),
        (&[("sortBy", "name")], "invalidPath"),
        (&[("sortBy", "password")], "invalidPath"),
        (&[("sortBy", "emails[type eq \"work\"]")], "invalidPath"),
        (&[("sortBy", "userName"), ("sortOrder", "up")], "invalidValue"),
    ] {
        get(&scim, &with("/Users", parameters)).await.is_error(400, scim_type);
    }
}

#[tokio::test]
async fn pages_of_what_passes() {
    let scim = builder().max_results(4).build().unwrap();
    for i in 0..20 {
        let mut body = user(&format!("u{:02}", i * 7 % 20));
        body["active"] = json!(i % 2 == 0);
        post(&scim, "/Users", &body).await;
    }
    let page = |start: usize, count: usize, sorted: bool| {
        let (start, count) = (start.to_string(), count.to_string());
        let mut parameters =
            vec![("filter", "active eq true"), ("startIndex", start.as_str()), ("count", count.as_str())];
        if sorted {
            parameters.extend([("sortBy", "userName"), ("attributes", "userName")]);
        }
        with("/Users", &parameters)
    };
    for sorted in [false, true] {
        let mut seen = Vec::new();
        for start in (1..=13).step_by(3) {
            let list = get(&scim, &page(start, 3, sorted)).await;
            assert_eq!(list.body["totalResults"], 10);
            assert_eq!(list.body["startIndex"], start);
            seen.extend(names(&list).into_iter().map(str::to_owned));
        }
        let mut expected: Vec<_> = (0..20).step_by(2).map(|i| format!("u{:02}", i * 7 % 20)).collect();
        if sorted {
            expected.sort();
        }
        assert_eq!(seen, expected);
        assert_eq!(names(&get(&scim, &page(1, 100, sorted)).await).len(), 4, "maxResults");
        assert!(names(&get(&scim, &page(1, 0, sorted)).await).is_empty());
        let far = get(&scim, &page(usize::MAX, 100, sorted)).await;
        assert_eq!((names(&far).len(), &far.body["totalResults"]), (0, &json!(10)));
    }
}

/// Large, deep or both: 400, and soon.
#[tokio::test]
async fn hostile() {
    let scim = three().await;
    let repeated = |unit: &str, count: usize| unit.repeat(count);
    let started = Instant::now();
    for filter in [
        repeated("(", 10_000) + "title pr" + &repeated(")", 10_000),
        repeated("(", 10_000),
        repeated("not (", 10_000),
        repeated("title pr and ", 70_000),
        repeated("emails[", 10_000),
        format!("title eq \"{}", "x".repeat(900_000)),
        repeated("x", 900_000),
        repeated("\u{1F600}", 200_000),
        repeated("a.", 400_000),
        format!("urn:{} pr", "a:".repeat(400_000)),
    ] {
        let body = json!({"schemas": [SEARCH], "filter": filter});
        let refused = post(&scim, "/Users/.search", &body).await;
        assert_eq!((refused.status, refused.text("/scimType")), (400, "invalidFilter"));
        assert!(refused.text("/detail").len() < 2000, "{}", refused.text("/detail").len());
        post(&scim, "/.search", &body).await.is_error(400, "invalidFilter");
    }
    let huge = json!({"schemas": [SEARCH], "filter": "x".repeat(1_000_000)});
    post(&scim, "/Users/.search", &huge).await.is_error(413, "");
    // Long but honest.
    let long = json!({"schemas": [SEARCH], "filter": format!("userName eq \"{}\"", "x".repeat(900_000))});
    assert!(names(&post(&scim, "/Users/.search", &long).await).is_empty());
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(get(&scim, "/Users").await.body["Resources"].as_array().map(Vec::len), Some(3));
    assert_eq!(Value::Null, get(&scim, "/Users").await.body["detail"]);
}
