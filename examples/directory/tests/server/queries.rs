//! Filters, orders and searches, on rows.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{ENTERPRISE, GROUP, SEARCH, Server, USER, with};

/// Two groups, and users in none, one and both of them.
struct Company {
    server: Server,
    users: [String; 3],
    groups: [String; 2],
}

fn company() -> Company {
    let server = Server::empty();
    let create = |path: &str, body: Value| {
        let created = server.post(path, &body);
        assert_eq!(created.status, 201, "{}", created.body);
        created.text("/id").to_owned()
    };
    let users = [
        json!({"schemas": [USER], "userName": "cleo", "active": true, "title": "Boss"}),
        json!({"schemas": [USER, ENTERPRISE], "userName": "Bob", "active": true, ENTERPRISE: {"department": "Sales"}}),
        json!({"schemas": [USER], "userName": "ann", "displayName": "Ann", "password": "t1meMa$heen"}),
    ]
    .map(|body| create("/Users", body));
    let group = |name: &str, members: &[&String]| {
        let members: Vec<_> = members.iter().map(|id| json!({"value": id})).collect();
        create("/Groups", json!({"schemas": [GROUP], "displayName": name, "members": members}))
    };
    let groups = [group("Staff", &[&users[0], &users[2]]), group("Admins", &[&users[0]])];
    let device = json!({"schemas": ["urn:example:params:scim:schemas:core:2.0:Device"], "serialNumber": "D1", "owner": {"value": users[1]}});
    create("/Devices", device);
    Company { server, users, groups }
}

/// Also on what is not in the document but in other tables, whether it is shown or not.
#[test]
fn filters() {
    let Company { server, users: [cleo, bob, ann], groups: [staff, admins] } = company();
    for (path, filter, found) in [
        ("/Users", "userName eq \"BOB\"".to_owned(), vec![&bob]),
        ("/Users", "department eq \"sales\" or displayName pr".to_owned(), vec![&bob, &ann]),
        ("/Users", format!("id eq \"{cleo}\""), vec![&cleo]),
        ("/Users", format!("groups.value eq \"{staff}\""), vec![&cleo, &ann]),
        ("/Users", "groups.display eq \"admins\"".to_owned(), vec![&cleo]),
        ("/Users", "not (groups pr)".to_owned(), vec![&bob]),
        (
            "/Users",
            "meta.created gt \"2020-01-01T00:00:00Z\" and meta.resourceType eq \"User\"".to_owned(),
            vec![&cleo, &bob, &ann],
        ),
        ("/Groups", format!("members eq \"{ann}\""), vec![&staff]),
        ("/Groups", format!("members[value eq \"{cleo}\" and type eq \"User\"]"), vec![&staff, &admins]),
        ("/Groups", "members.display eq \"Ann\"".to_owned(), vec![&staff]),
    ] {
        for (name, value) in [
            ("count", "10"),
            ("excludedAttributes", "groups,members"),
            ("attributes", "userName"),
            ("count", "0"),
        ] {
            let list = server.get(&with(path, &[("filter", &filter), (name, value)]));
            assert_eq!(list.body["totalResults"], found.len(), "{filter}");
            if value != "0" {
                assert_eq!(list.ids(), found, "{filter}");
            }
            assert!(value == "10" || !list.body.to_string().contains("\"members\":"), "{filter}");
        }
    }
    let device = server.get(&with(
        "/Devices",
        &[
            ("filter", &format!("owner.value eq \"{bob}\" and owner.display eq \"bob\"")),
            ("excludedAttributes", "owner"),
        ],
    ));
    assert_eq!((device.resources().len(), &device.body["Resources"][0]["owner"]), (1, &Value::Null));
    let shown = server.get(&with("/Groups", &[("filter", "displayName eq \"staff\"")]));
    assert_eq!(shown.resources(), [server.get(&format!("/Groups/{staff}")).body]);
    let shown = server.get(&with("/Users", &[("filter", "userName eq \"cleo\"")]));
    assert_eq!(shown.resources(), [server.get(&format!("/Users/{cleo}")).body]);
    server.get(&with("/Users", &[("filter", "usrName eq \"x\"")])).is(400, "invalidFilter");
    server.get(&with("/Users", &[("filter", "password eq \"t1meMa$heen\"")])).is(403, "sensitive");
    server.get(&with("/Schemas", &[("filter", "id pr")])).is(403, "");
}

#[test]
fn orders() {
    let Company { server, users: [cleo, bob, ann], groups: [staff, admins] } = company();
    for (path, by, order, found) in [
        ("/Users", "userName", "ascending", vec![&ann, &bob, &cleo]),
        ("/Users", "userName", "descending", vec![&cleo, &bob, &ann]),
        ("/Users", "title", "ascending", vec![&cleo, &bob, &ann]),
        // Those without one are the same to the order, and in that of their ids, which goes the same way.
        ("/Users", "title", "descending", vec![&ann, &bob, &cleo]),
        ("/Users", "groups.display", "ascending", vec![&cleo, &ann, &bob]),
        ("/Groups", "displayName", "ascending", vec![&admins, &staff]),
        ("/Groups", "meta.created", "ascending", vec![&staff, &admins]),
    ] {
        let list = server
            .get(&with(path, &[("sortBy", by), ("sortOrder", order), ("excludedAttributes", "groups")]));
        assert_eq!(list.ids(), found, "{by} {order}");
        for (index, id) in found.iter().enumerate() {
            let start = (index + 1).to_string();
            let one = server.get(&with(
                path,
                &[("sortBy", by), ("sortOrder", order), ("startIndex", &start), ("count", "1")],
            ));
            assert_eq!(one.ids(), [*id]);
            assert_eq!(one.resources(), [server.get(&format!("{path}/{id}")).body]);
        }
    }
    let both =
        server.get(&with("/Users", &[("sortBy", "userName"), ("filter", "active eq true"), ("count", "1")]));
    assert_eq!((both.ids(), &both.body["totalResults"]), (vec![bob.as_str()], &json!(2)));
}

#[test]
fn searches() {
    let Company { server, users: [cleo, bob, ann], groups: [staff, admins] } = company();
    let search = |path: &str, mut body: Value| {
        body["schemas"] = json!([SEARCH]);
        server.post(path, &body)
    };
    let smith = search(
        "/.search",
        json!({"filter": "displayName sw \"a\"", "attributes": ["displayName"], "sortBy": "displayName"}),
    );
    assert_eq!(smith.ids(), [&admins, &ann]);
    assert_eq!(smith.body["Resources"][1], json!({"schemas": [USER], "id": ann, "displayName": "Ann"}));
    let mut all = Vec::new();
    for start in 1..=6 {
        let page = search("/.search", json!({"startIndex": start, "count": 1, "sortBy": "userName"}));
        assert_eq!(page.body["totalResults"], 6);
        all.extend(page.ids().into_iter().map(str::to_owned));
    }
    assert_eq!(all[..5], [&ann, &bob, &cleo, &staff, &admins].map(String::clone));
    assert_eq!(server.get("/").ids()[..5], [&cleo, &bob, &ann, &staff, &admins]);
    assert_eq!(
        search("/Groups/.search", json!({"filter": format!("members.value eq \"{ann}\"")})).ids(),
        [&staff]
    );
    search("/Users/.search", json!({"filter": "password pr"})).is(400, "invalidFilter");
    search("/.search", json!({"count": "1"})).is(400, "invalidValue");
    server.post("/.search", &json!({})).is(400, "invalidSyntax");
}

#[test]
fn hostile() {
    let Company { server, .. } = company();
    let started = Instant::now();
    for filter in [
        "(".repeat(10_000) + "title pr" + &")".repeat(10_000),
        "title pr and ".repeat(70_000),
        "' OR 1=1 --".to_owned(),
    ] {
        for path in ["/Users/.search", "/.search"] {
            server.post(path, &json!({"schemas": [SEARCH], "filter": filter})).is(400, "invalidFilter");
        }
    }
    let injected = with("/Users", &[("filter", "userName eq \"' OR '1'='1\"")]);
    assert_eq!(server.get(&injected).body["totalResults"], 0);
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// Pages of many rows, whatever selects them.
#[test]
fn pages() {
    let server = Server::empty();
    for i in 0..60 {
        let body =
            json!({"schemas": [USER], "userName": format!("u{:02}", i * 7 % 60), "active": i % 3 != 0});
        assert_eq!(server.post("/Users", &body).status, 201);
    }
    for sorted in [false, true] {
        let mut seen = Vec::new();
        for start in ["1", "16", "31", "46"] {
            let mut parameters = vec![("filter", "active eq true"), ("startIndex", start), ("count", "15")];
            parameters.extend(sorted.then_some(("sortBy", "userName")));
            let page = server.get(&with("/Users", &parameters));
            assert_eq!(page.body["totalResults"], 40);
            seen.extend(page.resources().iter().map(|r| r["userName"].as_str().unwrap().to_owned()));
        }
        let mut expected: Vec<_> =
            (0..60).filter(|i| i % 3 != 0).map(|i| format!("u{:02}", i * 7 % 60)).collect();
        if sorted {
            expected.sort();
        }
        assert_eq!(seen, expected);
    }
}

/// A device without an owner, and what is sorted by and not shown.
#[test]
fn what_is_not_there_is_last() {
    let Company { server, .. } = company();
    let device = |body: Value| server.post("/Devices", &body).text("/id").to_owned();
    let urn = "urn:example:params:scim:schemas:core:2.0:Device";
    let owned = server.get("/Devices").ids()[0].to_owned();
    let wifi = json!([{"value": "00:00:5e:00:53:01"}]);
    let free = device(json!({"schemas": [urn], "serialNumber": "D2", "networkInterfaces": wifi}));
    for by in ["owner", "owner.value", "owner.display"] {
        let sorted = |order: &str| server.get(&with("/Devices", &[("sortBy", by), ("sortOrder", order)]));
        assert_eq!(sorted("ascending").ids(), [&owned, &free], "{by}");
        assert_eq!(sorted("descending").ids(), [&free, &owned], "{by}");
    }
    let search =
        json!({"schemas": [SEARCH], "sortBy": "networkInterfaces.value", "attributes": ["userName"]});
    assert_eq!(server.post("/.search", &search).ids()[0], free);
}

/// Behind the last page there is nothing, however far; what the server does not keep is asked for in vain.
#[test]
fn far_away() {
    let Company { server, .. } = company();
    for path in ["/Users", "/Groups", ""] {
        for parameters in [&[("filter", "id pr")][..], &[("sortBy", "id")], &[]] {
            let parameters = [parameters, &[("startIndex", "99999999999999999999"), ("count", "5")]].concat();
            let list = server.get(&with(path, &parameters));
            assert_eq!(
                (list.status, list.body["Resources"].as_array().map(Vec::len)),
                (200, Some(0)),
                "{path} {parameters:?}"
            );
        }
    }
    for path in ["/Users", "/Groups", "/Devices"] {
        let all = server.get(path).body["totalResults"].clone();
        for parameters in [("filter", "meta pr"), ("sortBy", "meta.resourceType")] {
            assert_eq!(
                server.get(&with(path, &[parameters])).body["totalResults"],
                all,
                "{path} {parameters:?}"
            );
        }
    }
}

/// URLs are in no column: they are refused by name, and what they are a part of is asked for without them.
#[test]
fn urls_are_in_no_column() {
    let Company { server, users: [cleo, bob, ann], groups: [staff, admins] } = company();
    let device = server.get("/Devices").ids()[0].to_owned();
    for (path, attribute) in [
        ("/Users", "meta.location"),
        ("/Users", "groups.$ref"),
        ("/Groups", "meta.location"),
        ("/Groups", "members.$ref"),
        ("/Devices", "meta.location"),
        ("/Devices", "owner.$ref"),
    ] {
        let told = format!("`{attribute}` is in no column");
        for filter in [
            format!("{attribute} pr"),
            format!("not ({attribute} pr)"),
            format!("{attribute} eq \"x\""),
            format!("{attribute} co \"/\" and id pr"),
        ] {
            let refused = server.get(&with(path, &[("filter", &filter)]));
            assert!(refused.text("/detail").contains(&told), "{}", refused.body);
            refused.is(400, "invalidFilter");
        }
        let refused = server.get(&with(path, &[("sortBy", attribute)]));
        assert!(refused.text("/detail").contains(&told), "{}", refused.body);
        refused.is(400, "invalidFilter");
    }
    server.get(&with("/Groups", &[("filter", "members[$ref pr]")])).is(400, "invalidFilter");
    let ann_in = format!("members[value eq \"{ann}\"]");
    for (path, filter, found) in [
        ("/Users", "meta pr", vec![&cleo, &bob, &ann]),
        ("/Users", "not (meta pr)", vec![]),
        ("/Users", "groups pr", vec![&cleo, &ann]),
        ("/Users", "not (groups pr)", vec![&bob]),
        ("/Users", "groups[value pr]", vec![&cleo, &ann]),
        ("/Groups", "members pr", vec![&staff, &admins]),
        ("/Groups", "not (members pr)", vec![]),
        ("/Groups", "members[value pr]", vec![&staff, &admins]),
        ("/Groups", &ann_in, vec![&staff]),
        ("/Devices", "owner pr", vec![&device]),
        ("/Devices", "not (owner pr)", vec![]),
        ("/Devices", "owner.display eq \"bob\" and owner.value pr", vec![&device]),
    ] {
        assert_eq!(server.get(&with(path, &[("filter", filter)])).ids(), found, "{filter}");
    }
    // A URL that a client sends is not kept, and changes nothing; what comes with it does.
    let owner = |url: &str| json!([{"op": "replace", "path": "owner.$ref", "value": url}]);
    let uri = format!("/Devices/{device}");
    let before = server.get(&uri).body;
    server.patch(&uri, &owner("https://example.com/x"));
    assert_eq!(server.get(&uri).body, before);
    let mut both = owner("https://example.com/x");
    both.as_array_mut().unwrap().push(json!({"op": "add", "path": "displayName", "value": "Mine"}));
    let renamed = server.patch(&uri, &both);
    assert_eq!(
        (&renamed.body["displayName"], &renamed.body["owner"]["$ref"]),
        (&json!("Mine"), &before["owner"]["$ref"])
    );
    let uri = format!("/Groups/{staff}");
    server.patch(&uri, &json!([{"op": "remove", "path": ann_in}]));
    assert_eq!(server.get(&with("/Groups", &[("filter", &ann_in)])).ids(), Vec::<&str>::new());
    let members = json!([{"value": bob, "$ref": "https://example.com/x", "type": "User"}]);
    server.patch(&uri, &json!([{"op": "replace", "path": "members", "value": members}]));
    assert_eq!(server.get(&with("/Users", &[("filter", "groups pr")])).ids(), [&cleo, &bob]);
}

/// Lists that are longer than a statement has parameters.
#[test]
fn long_lists() {
    let server = Server::empty();
    let emails: Vec<_> =
        (0..6000).map(|i| json!({"value": format!("{i}@a.example"), "type": "other"})).collect();
    let user = json!({"schemas": [USER], "userName": "a", "emails": emails});
    let created = server.post("/Users", &user);
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.body["emails"], user["emails"]);
    let uri = format!("/Users/{}", created.text("/id"));
    assert_eq!(server.put(&uri, &user).body, created.body);
    let clear = json!([{"op": "remove", "path": "emails"}]);
    assert_eq!(server.patch(&uri, &clear).body["emails"], Value::Null);
}
