//! Texts that a database could take for something else, or could not keep: whatever comes of them, it is never the server's fault.

use serde_json::{Value, json};

use crate::process::{Answer, ENTERPRISE, GROUP, SEARCH, Server, USER, with};

const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";
const WARRANTY: &str = "urn:example:params:scim:schemas:extension:warranty:2.0:Device";

/// A resource of each type.
fn bodies() -> [(&'static str, Value); 3] {
    let user = json!({
        "schemas": [USER, ENTERPRISE], "userName": "a", "externalId": "x", "displayName": "x", "title": "x",
        "name": {"formatted": "x", "familyName": "x", "givenName": "x"},
        "nickName": "x", "userType": "x", "preferredLanguage": "x", "locale": "x", "timezone": "x",
        "emails": [{"value": "x", "display": "x", "type": "x"}],
        "phoneNumbers": [{"value": "x", "type": "x"}],
        "ims": [{"value": "x", "type": "x"}],
        "roles": [{"value": "x", "display": "x", "type": "x"}],
        "entitlements": [{"value": "x"}],
        "x509Certificates": [{"value": "AAAA", "display": "x"}],
        "addresses": [{"formatted": "x", "streetAddress": "x", "locality": "x", "postalCode": "x", "type": "x"}],
        ENTERPRISE: {"employeeNumber": "x", "costCenter": "x", "organization": "x", "division": "x", "department": "x",
            "manager": {"value": "x"}},
    });
    let group = json!({"schemas": [GROUP], "displayName": "a", "externalId": "x", "members": [{"value": "x", "display": "x"}]});
    let device = json!({
        "schemas": [DEVICE, WARRANTY], "serialNumber": "a", "externalId": "x", "displayName": "x", "kind": "x",
        "networkInterfaces": [{"value": "x", "type": "x"}],
        WARRANTY: {"provider": "x"},
    });
    [("/Users", user), ("/Groups", group), ("/Devices", device)]
}

/// The places of the texts in a resource, as JSON pointers.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter().filter(|(key, _)| *key != "schemas") {
                places(value, &format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(array) => {
            for (index, value) in array.iter().enumerate() {
                places(value, &format!("{pointer}/{index}"), found);
            }
        }
        _ => found.push(pointer.to_owned()),
    }
}

/// The path of an attribute, of its place: `/name/familyName` is `name.familyName`, `/emails/0/value` is `emails.value`.
fn path_of(place: &str) -> String {
    let names: Vec<&str> = place.split('/').skip(1).filter(|name| *name != "0").collect();
    match names.split_first() {
        Some((urn, rest)) if urn.starts_with("urn:") => format!("{urn}:{}", rest.join(".")),
        _ => names.join("."),
    }
}

/// That a request was refused for what the client sent, as one of these.
#[track_caller]
fn is_refused(answer: &Answer, scim_types: &str, what: &str) {
    let scim_type = answer.body["scimType"].as_str().unwrap_or("none");
    let is_right = answer.status == 400 && scim_types.split(' ').any(|allowed| allowed == scim_type);
    assert!(is_right, "{what}: {} {:.300}", answer.status, answer.body.to_string());
}

/// A filter that compares an attribute with a text.
fn compare(path: &str, operator: &str, text: &str) -> String {
    format!("{path} {operator} {}", Value::from(text))
}

fn search(server: &Server, path: &str, filter: &str) -> Answer {
    server.post(&format!("{path}/.search"), &json!({"schemas": [SEARCH], "filter": filter}))
}

/// Either a text is refused, or it is what comes back, and what is found. `is_kept` says which; of certificates, which are base64, nobody knows.
fn keeps_or_refuses(server: &Server, text: &str, only: &[&str], is_kept: bool) {
    for (path, body) in bodies() {
        let mut found = Vec::new();
        places(&body, "", &mut found);
        if path == "/Users" {
            found.push("/password".to_owned());
        }
        for place in
            found.iter().filter(|place| only.is_empty() || only.contains(&&*format!("{path}{place}")))
        {
            let what = format!("{path}{place} {:.30}", Value::from(text).to_string());
            let mut body = body.clone();
            let (is_password, is_certificate) = (place == "/password", place == "/x509Certificates/0/value");
            if is_password {
                body["password"] = text.into();
            } else {
                *body.pointer_mut(place).unwrap() = text.into();
            }
            let created = server.post(path, &body);
            // A password is kept as a hash, whatever the database.
            if !is_certificate {
                assert_eq!(is_kept || is_password, created.status == 201, "{what}: {}", created.status);
            }
            let kept = if created.status == 201 {
                let uri = format!("{path}/{}", created.text("/id"));
                let shown = server.get(&uri).body;
                let expected = body.pointer(place).filter(|_| !is_password);
                assert_eq!(shown.pointer(place), expected, "{what}");
                assert_eq!(server.put(&uri, &body).body, shown, "{what}: the same again");
                Some(uri)
            } else {
                is_refused(&created, "invalidValue", &what);
                None
            };
            if !is_password {
                let found = search(server, path, &compare(&path_of(place), "eq", text));
                let is_found = found.body["totalResults"] == u64::from(kept.is_some());
                assert!(
                    (found.status == 400 && is_certificate) || is_found,
                    "{what}: {:.300}",
                    found.body.to_string()
                );
            }
            if let Some(uri) = kept {
                assert_eq!(server.delete(&uri).status, 204);
            }
        }
    }
    for path in ["/Users", "/Groups", "/Devices"] {
        assert_eq!(server.get(path).body["totalResults"], 0, "nothing is left of what was refused");
    }
}

/// The places that have an index.
const INDEXED: [&str; 10] = [
    "/Users/userName",
    "/Users/externalId",
    "/Users/displayName",
    "/Users/name/familyName",
    "/Users/emails/0/value",
    "/Users/roles/0/value",
    "/Groups/displayName",
    "/Groups/externalId",
    "/Groups/members/0/value",
    "/Devices/serialNumber",
];

/// A text that no compression makes shorter.
fn noise(length: usize) -> String {
    let mut state = 1_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'0' + u8::try_from(state >> 26).unwrap())
    };
    (0..length).map(|_| letter()).collect()
}

#[test]
fn nul_in_resources() {
    // PostgreSQL keeps none.
    for (server, keeps) in Server::over_each().iter().zip([true, false]) {
        keeps_or_refuses(server, "a\0b", &[], keeps);
        keeps_or_refuses(server, "\0", &INDEXED, keeps);
    }
}

#[test]
fn nul_elsewhere() {
    for server in Server::over_each() {
        let user = format!("/Users/{}", server.new_user("a"));
        let created = server
            .post("/Groups", &json!({"schemas": [GROUP], "displayName": "b", "members": [{"value": "c"}]}));
        let group = format!("/Groups/{}", created.text("/id"));
        let before = [server.get(&user).body, server.get(&group).body];
        for path in ["/Users", "/Groups", "/Devices"] {
            let uri = format!("{path}/a%00b");
            for method in ["GET", "DELETE"] {
                server.send(method, &uri, "", b"").is(404, "");
            }
            server.patch(&uri, &json!([{"op": "remove", "path": "externalId"}])).is(404, "");
        }
        server.put("/Users/a%00b", &json!({"schemas": [USER], "userName": "c", "password": "d"})).is(404, "");
        server.put("/Groups/a%00b", &json!({"schemas": [GROUP], "displayName": "c"})).is(404, "");

        let nobody =
            server.patch(&group, &json!([{"op": "remove", "path": "members[value eq \"\\u0000\"]"}]));
        assert_eq!(nobody.body, before[1], "no member has a NUL");

        // Nothing here has a NUL, so nothing is equal to it, and everything is before it or behind it.
        for (path, body) in bodies() {
            let mut found = Vec::new();
            places(&body, "", &mut found);
            for place in
                found.iter().map(|place| path_of(place)).filter(|path| path != "x509Certificates.value")
            {
                for operator in ["eq", "co", "sw", "ew"] {
                    let list = search(&server, path, &compare(&place, operator, "a\0"));
                    assert_eq!(
                        (list.status, &list.body["totalResults"]),
                        (200, &json!(0)),
                        "{place} {operator}"
                    );
                }
                for operator in ["ne", "gt", "ge", "lt", "le"] {
                    let list = search(&server, path, &compare(&place, operator, "a\0"));
                    assert_eq!(list.status, 200, "{place} {operator}: {}", list.body);
                }
            }
        }
        let less = search(&server, "/Users", &compare("userName", "lt", "a\0"));
        assert_eq!(less.body["totalResults"], 1);
        for filter in ["userName\0 eq \"a\"", "userName eq \"a\"\0", "\0", "emails[\0]"] {
            is_refused(&server.get(&with("/Users", &[("filter", filter)])), "invalidFilter", filter);
        }
        for name in ["sortBy", "attributes", "excludedAttributes"] {
            let list = server.get(&with("/Users", &[(name, "userName\0")]));
            assert!([200, 400].contains(&list.status), "{name}: {}", list.body);
        }

        for operations in [
            json!([{"op": "replace", "path": "title\u{0}", "value": "x"}]),
            json!([{"op": "replace", "path": "emails[value eq \"a\\u0000b\"].type", "value": "x"}]),
            json!([{"op": "\0", "path": "title", "value": "x"}]),
            json!([{"op": "replace", "path": "active", "value": "\0"}]),
        ] {
            assert_eq!(server.patch(&user, &operations).status, 400, "{operations}");
        }
        for operations in [
            json!([{"op": "remove", "path": "members[value eq \"\\u0000\"]"}]),
            json!([{"op": "remove", "path": "members", "value": [{"value": "\0"}]}]),
            json!([{"op": "remove", "path": "members[display co \"\\u0000\"]"}]),
        ] {
            // Nobody is called so: either it is refused, or nothing is done.
            let answer = server.patch(&group, &operations);
            assert!([200, 400].contains(&answer.status), "{operations}: {}", answer.body);
        }
        assert_eq!([server.get(&user).body, server.get(&group).body], before);
        let device = json!({"schemas": [DEVICE], "serialNumber": "a", "owner": {"value": "a\0b"}});
        server.post("/Devices", &device).is(400, "invalidValue");
    }
}

#[test]
fn long_texts() {
    for (server, is_sqlite) in Server::over_each().iter().zip([true, false]) {
        // An index of PostgreSQL takes 2,700 bytes, as they are compressed; where there is none, it takes everything.
        keeps_or_refuses(server, &"x".repeat(5_000), &[], true);
        keeps_or_refuses(server, &noise(2_000), &[], true);
        keeps_or_refuses(server, &noise(5_000), &INDEXED, is_sqlite);
        keeps_or_refuses(server, &noise(5_000), &["/Users/title", "/Users/nickName"], true);
        // As long as a body may be.
        keeps_or_refuses(server, &noise(950_000), &["/Users/userName", "/Groups/members/0/value"], is_sqlite);
        keeps_or_refuses(server, &"x".repeat(950_000), &["/Users/externalId"], is_sqlite);
        keeps_or_refuses(server, &noise(950_000), &["/Users/title"], true);
        // A PATCH is refused as well, and changes nothing.
        let uri = format!("/Users/{}", server.new_user("a"));
        let before = server.get(&uri).body;
        for path in ["userName", "displayName", "externalId"] {
            let answer = server.patch(&uri, &json!([{"op": "replace", "path": path, "value": noise(5_000)}]));
            if is_sqlite {
                assert_eq!(answer.body[path], noise(5_000));
            } else {
                let detail = answer.is(400, "invalidValue").text("/detail");
                assert!(detail.contains(&format!("`{path}`")), "{detail}");
                assert_eq!(server.get(&uri).body, before);
            }
        }
    }
}

#[test]
fn large_numbers() {
    let months = format!("{WARRANTY}:months");
    for server in Server::over_each() {
        let device = |months: &str| {
            format!(
                r#"{{"schemas":["{DEVICE}","{WARRANTY}"],"serialNumber":"{months}","{WARRANTY}":{{"months":{months}}}}}"#
            )
        };
        let numbers = [
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-1",
            "-9223372036854775809",
            "1e400",
            "1.5",
        ];
        let (least, most) = ("0", "4294967295");
        for number in [least, most] {
            let created = server.send("POST", "/Devices", "", device(number).as_bytes());
            assert_eq!(
                (created.status, created.body[WARRANTY]["months"].to_string()),
                (201, number.to_owned())
            );
        }
        let uri = format!("/Devices/{}", server.get("/Devices").ids()[0]);
        for number in numbers {
            let refused = server.send("POST", "/Devices", "", device(number).as_bytes());
            assert!(refused.status == 400, "{number}: {}", refused.body);
            let value: String = format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"add","path":"{months}","value":{number}}}]}}"#
            );
            assert_eq!(server.send("PATCH", &uri, "", value.as_bytes()).status, 400, "{number}");
            // Compared with it may be what cannot be it.
            for operator in ["eq", "ne", "gt", "lt"] {
                let filter = format!("{months} {operator} {number}");
                let list = search(&server, "/Devices", &filter);
                assert!([200, 400].contains(&list.status), "{filter}: {}", list.body);
            }
            for name in ["startIndex", "count"] {
                let list = server.get(&with("/Users", &[(name, number), ("filter", "title pr")]));
                assert!([200, 400].contains(&list.status), "{name}={number}: {}", list.body);
            }
        }
        let greater = search(&server, "/Devices", &format!("{months} gt 9223372036854775807"));
        assert!(greater.status == 400 || greater.body["totalResults"] == 0);
        for time in [
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "99999-01-01T00:00:00Z",
            "-9999-01-01T00:00:00Z",
        ] {
            for operator in ["eq", "gt", "lt"] {
                for path in ["/Devices", "/Users"] {
                    let list = search(&server, path, &compare("meta.lastModified", operator, time));
                    assert!([200, 400].contains(&list.status), "{operator} {time}: {}", list.body);
                }
            }
        }
    }
}

/// What would be SQL if it were not a parameter.
const SQL: [&str; 12] = [
    "' OR '1'='1",
    "'; DROP TABLE employees; --",
    "\" OR \"\"=\"",
    "x') OR 1=1 --",
    "x'); DELETE FROM employees; --",
    "\\'; DELETE FROM employees; --",
    "$1",
    "?1",
    "{}",
    "/* */",
    "U&'\\0027'",
    "') UNION SELECT hash FROM tokens --",
];

#[test]
fn sql_stays_text() {
    for server in Server::over_each() {
        for text in SQL {
            keeps_or_refuses(
                &server,
                text,
                &["/Users/userName", "/Users/emails/0/value", "/Groups/members/0/value"],
                true,
            );
        }
        keeps_or_refuses(&server, SQL[0], &[], true);
        let user = format!("/Users/{}", server.new_user("a"));
        let created = server
            .post("/Groups", &json!({"schemas": [GROUP], "displayName": "b", "members": [{"value": "c"}]}));
        let group = format!("/Groups/{}", created.text("/id"));
        let before = [server.get(&user).body, server.get(&group).body];
        for text in SQL {
            for (path, body) in bodies() {
                let mut found = Vec::new();
                places(&body, "", &mut found);
                let one = |place: &String| {
                    ["eq", "co"].map(|operator| compare(&path_of(place), operator, text)).join(" or ")
                };
                let tests: Vec<String> =
                    found.iter().filter(|place| !place.starts_with("/x509")).map(one).collect();
                let list = search(&server, path, &tests.join(" or "));
                assert_eq!(
                    (list.status, &list.body["totalResults"]),
                    (200, &json!(0)),
                    "{text}: {}",
                    list.body
                );
                let encoded = with("", &[("", text)]);
                let uri = format!("{path}/{}", encoded.trim_start_matches("?="));
                for answer in [
                    server.get(&uri),
                    server.delete(&uri),
                    server.patch(&uri, &json!([{"op": "remove", "path": "externalId"}])),
                ] {
                    answer.is(404, "");
                }
                for filter in [
                    format!("externalId{text} eq \"x\""),
                    format!("{text} pr"),
                    format!("externalId {text} \"x\""),
                    format!("externalId eq {text}"),
                ] {
                    is_refused(&server.get(&with(path, &[("filter", &filter)])), "invalidFilter", &filter);
                }
                for name in ["sortBy", "sortOrder", "attributes", "excludedAttributes", "startIndex", "count"]
                {
                    // Known or not, it does no harm.
                    let list = server.get(&with(path, &[(name, text), ("sortBy", "externalId")]));
                    assert!([200, 400].contains(&list.status), "{name}: {}", list.body);
                    assert!(list.status == 400 || list.body["Resources"].is_array(), "{}", list.body);
                }
            }
            for path in [
                text.to_owned(),
                format!("title{text}"),
                format!("emails[{text}]"),
                format!("emails[value eq {text}].type"),
            ] {
                let answer = server.patch(&user, &json!([{"op": "replace", "path": path, "value": "x"}]));
                is_refused(&answer, "invalidPath invalidFilter", &path);
            }
            for operations in [
                json!([{"op": "remove", "path": format!("members[{}]", compare("value", "eq", text))}]),
                json!([{"op": "remove", "path": "members", "value": [{"value": text}]}]),
            ] {
                assert_eq!(server.patch(&group, &operations).status, 200, "{operations}");
            }
        }
        assert_eq!([server.get(&user).body, server.get(&group).body], before);
    }
}

/// What the databases' own patterns take for any characters is itself, and a text is found in what has it.
#[test]
fn no_patterns() {
    let names = [
        "a%b", "a_b", "a\\b", "axb", "A*B", "a?b", "a[x]b", "%", "_", "\\", "a\\%b", "'%'", "ab", "ÄB%",
        "a^b",
    ];
    let parts = ["a%", "%b", "\\%", "a_", "_b", "*", "?", "[", "[x]", "^", "\\\\", "%%", "__", "ä", "B"];
    for server in Server::over_each() {
        for name in names {
            let user =
                json!({"schemas": [USER], "userName": name, "externalId": name, "emails": [{"value": name}]});
            assert_eq!(server.post("/Users", &user).status, 201);
        }
        for text in names.iter().chain(&parts) {
            for (path, ignores_case) in [("userName", true), ("externalId", false), ("emails.value", true)] {
                let fold = |text: &str| if ignores_case { text.to_lowercase() } else { text.to_owned() };
                let is_so = |operator: &str, name: &str| match operator {
                    "eq" => fold(name) == fold(text),
                    "co" => fold(name).contains(&fold(text)),
                    "sw" => fold(name).starts_with(&fold(text)),
                    _ => fold(name).ends_with(&fold(text)),
                };
                for operator in ["eq", "co", "sw", "ew"] {
                    let filter = compare(path, operator, text);
                    let list =
                        server.get(&with("/Users", &[("filter", &filter), ("attributes", "userName")]));
                    let found: Vec<&str> =
                        list.resources().iter().map(|user| user["userName"].as_str().unwrap()).collect();
                    let expected: Vec<&str> =
                        names.into_iter().filter(|name| is_so(operator, name)).collect();
                    assert_eq!(found, expected, "{filter}");
                }
            }
        }
    }
}

/// Providers send pictures as they are.
#[test]
fn a_picture_may_be_in_its_url() {
    let server = Server::empty();
    let url = format!("data:image/png;base64,{}", "A".repeat(40_000));
    let user = json!({"schemas": [USER], "userName": "a", "photos": [{"value": url, "type": "photo"}]});
    let created = server.post("/Users", &user);
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(server.get(&format!("/Users/{}", created.text("/id"))).text("/photos/0/value"), url);
    let found = server.get(&with("/Users", &[("filter", "photos.value sw \"data:image/\"")]));
    assert_eq!(found.ids(), [created.text("/id")]);
}
