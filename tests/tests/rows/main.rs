//! Structs that are rows (`#[scim(maps = ...)]`): the same tree as a structural resource, made of flat fields.

mod what_fits;

use scim_types::{
    Compat, EnterpriseUser, Filter, Meta, PatchRequest, ScimResource, ScimType, Tolerance, User,
    read_request, replace, scim_filter, scim_path, write,
};
use serde_json::{Value, json};

/// The example of the design, with an address and a manager.
#[derive(Debug, Clone, PartialEq, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser), endpoint = "/Users")]
struct Employee {
    #[scim(id)]
    number: String,
    #[scim(external_id)]
    external_id: Option<String>,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "name.givenName")]
    first_name: Option<String>,
    #[scim(path = "name.familyName")]
    last_name: Option<String>,
    #[scim(path = r#"emails[type eq "work"].value"#, primary)]
    email: Option<String>,
    #[scim(path = r#"emails[type eq "home"].value"#)]
    private_email: Option<String>,
    #[scim(path = r#"emails[type eq "home"].display"#)]
    private_label: Option<String>,
    #[scim(path = r#"phoneNumbers[type eq "mobile"].value"#)]
    mobile: Option<String>,
    #[scim(path = "active", default = true)]
    enabled: bool,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")]
    department: Option<String>,
    #[scim(path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    manager: Option<String>,
    #[scim(meta)]
    meta: Meta,
    #[scim(skip)]
    salary_cents: i64,
}

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn document() -> Value {
    json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": "x1",
        "userName": "bjensen",
        "name": {"givenName": "Barbara", "familyName": "Jensen"},
        "emails": [
            {"value": "b@example.com", "type": "work", "primary": true},
            {"value": "b@home.example", "type": "home", "display": "at home"}
        ],
        "phoneNumbers": [{"value": "+49 1", "type": "mobile"}],
        "active": true,
        ENTERPRISE: {"department": "Tours", "manager": {"value": "m1"}}
    })
}

fn employee() -> Employee {
    read_request::<Employee>(document().to_string().as_bytes(), &Compat::default()).expect("valid").value
}

fn shown(employee: &Employee) -> Value {
    let mut out = Vec::new();
    write(employee, &scim_types::Projection::all(), &mut out);
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn a_document_goes_into_the_fields_and_comes_back() {
    let read = read_request::<Employee>(document().to_string().as_bytes(), &Compat::strict()).expect("valid");
    let employee = read.value;
    assert!(read.unknown.is_empty() && read.tolerances.is_empty(), "{:?}", read.unknown);
    assert_eq!(employee.login, "bjensen");
    assert_eq!(employee.first_name.as_deref(), Some("Barbara"));
    assert_eq!(employee.email.as_deref(), Some("b@example.com"));
    assert_eq!(employee.private_email.as_deref(), Some("b@home.example"));
    assert_eq!(employee.private_label.as_deref(), Some("at home"));
    assert_eq!(employee.mobile.as_deref(), Some("+49 1"));
    assert_eq!(employee.department.as_deref(), Some("Tours"));
    assert_eq!(employee.manager.as_deref(), Some("m1"));
    let mut expected = document();
    expected["emails"] = json!([
        {"value": "b@example.com", "type": "work", "primary": true},
        {"value": "b@home.example", "type": "home", "display": "at home"}
    ]);
    assert_eq!(shown(&employee), expected);
}

#[test]
fn filters_see_the_tree() {
    let employee = employee();
    for (filter, holds) in [
        (r#"userName eq "BJENSEN""#, true),
        (r#"emails[type eq "work" and value co "@example.com"]"#, true),
        (r#"emails[type eq "home" and value co "@example.com"]"#, false),
        (r#"emails.type eq "home""#, true),
        (r"emails[primary eq true].value pr", true),
        (r#"emails.value ew "home.example""#, true),
        (r#"name.familyName sw "J" and active eq true"#, true),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "m1""#, true),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x""#, false),
        (r#"phoneNumbers[type eq "work"]"#, false),
        (r"name pr", true),
    ] {
        let bound = Filter::<Employee>::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
        assert_eq!(bound.matches(&employee), holds, "{filter}");
    }
    assert!(scim_filter!(Employee, "emails[type eq \"work\"]").matches(&employee));
    assert_eq!(scim_path!(Employee, "emails[type eq \"work\"].value").get(&employee).len(), 1);
}

fn patched(employee: &mut Employee, operations: &Value) -> Result<String, scim_types::ScimError> {
    let message =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    let request: PatchRequest = serde_json::from_value(message).expect("a message");
    request.bind::<Employee>()?.apply(employee).map(|changes| changes.to_string())
}

#[test]
fn patch_changes_fields() {
    let mut row = employee();
    row.salary_cents = 7;
    let before = row.clone();
    for (operations, check) in [
        (
            json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "new@example.com"}]),
            (|e: &Employee| e.email.as_deref() == Some("new@example.com")) as fn(&Employee) -> bool,
        ),
        (json!([{"op": "remove", "path": "emails[type eq \"home\"]"}]), |e| {
            e.private_email.is_none() && e.private_label.is_none() && e.email.is_some()
        }),
        (json!([{"op": "remove", "path": "emails"}]), |e| e.private_email.is_none() && e.email.is_none()),
        (json!([{"op": "replace", "value": {"name": {"givenName": "Babs"}, "active": "False"}}]), |e| {
            e.first_name.as_deref() == Some("Babs") && e.last_name.as_deref() == Some("Jensen") && !e.enabled
        }),
        (
            json!([{"op": "replace", "path": "emails", "value": [{"value": "only@example.com", "type": "HOME"}]}]),
            |e| {
                e.private_email.as_deref() == Some("only@example.com")
                    && e.email.is_none()
                    && e.private_label.is_none()
            },
        ),
        (json!([{"op": "remove", "path": "name"}]), |e| e.first_name.is_none() && e.last_name.is_none()),
        (
            json!([{"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": "m2"}]),
            |e| e.manager.as_deref() == Some("m2"),
        ),
        (json!([{"op": "remove", "path": ENTERPRISE}]), |e| e.manager.is_none() && e.department.is_none()),
        (json!([{"op": "remove", "path": "active"}]), |e| e.enabled),
    ] {
        let mut changed = before.clone();
        let changes = patched(&mut changed, &operations).unwrap_or_else(|e| panic!("{operations}: {e}"));
        assert!(check(&changed), "{operations}: {changed:?}");
        assert_eq!(changed.salary_cents, 7);
        let again =
            patched(&mut changed.clone(), &operations).unwrap_or_else(|e| panic!("{operations}: {e}"));
        assert_eq!(again, "", "{operations} again, after {changes}");
    }
}

/// A value is set in its field; what takes the list as a whole works on a copy. Both in one request go together, and are undone together.
#[test]
fn patch_mixes_fields_and_lists() {
    let row = employee();
    let set = json!({"op": "replace", "path": "emails[type eq \"home\"]", "value": {"value": "h2", "display": "d2"}});
    let mut changed = row.clone();
    let changes = patched(&mut changed, &json!([set])).expect("can be set");
    assert_eq!(
        (changed.private_email.as_deref(), changed.private_label.as_deref()),
        (Some("h2"), Some("d2"))
    );
    assert!(changes.lines().count() == 1 && changes.contains(" -> "), "{changes}");

    let all = json!([
        set,
        {"op": "remove", "path": "emails[type eq \"work\"]"},
        {"op": "replace", "path": "emails[type eq \"home\"].value", "value": "h3"},
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "w2"},
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "w3"},
    ]);
    let mut changed = row.clone();
    patched(&mut changed, &all).expect("can be done");
    assert_eq!((changed.email.as_deref(), changed.private_email.as_deref()), (Some("w3"), Some("h3")));
    assert_eq!(changed.private_label.as_deref(), Some("d2"));
    for count in 1..=5 {
        let mut some = all.as_array().expect("operations")[..count].to_vec();
        some.push(json!({"op": "replace", "path": "emails[type eq \"fax\"].value", "value": "x"}));
        let mut changed = row.clone();
        patched(&mut changed, &Value::Array(some)).expect_err("there is no fax");
        assert_eq!(changed, row, "{count}");
    }
}

#[test]
fn patch_makes_what_there_is_a_field_for() {
    let mut row = employee();
    (row.email, row.mobile) = (None, None);
    let add = json!([
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "w@example.com"},
        {"op": "add", "path": "phoneNumbers", "value": [{"value": "+49 2", "type": "mobile"}, {"value": "+49 3", "type": "fax"}]},
    ]);
    let changes = patched(&mut row, &add).expect("can be held");
    assert_eq!((row.email.as_deref(), row.mobile.as_deref()), (Some("w@example.com"), Some("+49 2")));
    assert!(changes.contains("emails: added") && !changes.contains("fax"), "{changes}");
}

#[test]
fn what_a_row_cannot_hold_is_refused_by_path() {
    let row = employee();
    for (operation, scim_type) in [
        (
            json!({"op": "add", "path": "emails[type eq \"other\"].value", "value": "o@x"}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].type", "value": "home"}),
            ScimType::Mutability,
        ),
        (json!({"op": "remove", "path": "emails[type eq \"work\"].type"}), ScimType::Mutability),
        (
            json!({"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].display", "value": "x"}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"type": "home", "value": "x@y", "primary": true}]}),
            ScimType::InvalidValue,
        ),
        (
            json!({"op": "replace", "path": "phoneNumbers[type eq \"mobile\"].value", "value": 5}),
            ScimType::InvalidValue,
        ),
        (json!({"op": "remove", "path": "userName"}), ScimType::Mutability),
        (json!({"op": "add", "path": "nickName", "value": "x"}), ScimType::InvalidPath),
    ] {
        let mut changed = row.clone();
        let all =
            json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "z"}, operation]);
        let error = patched(&mut changed, &all).expect_err(&operation.to_string());
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{operation}: {error}");
        assert_eq!(changed, row, "{operation}");
    }
}

#[test]
fn what_a_row_cannot_hold_is_left_out_of_a_whole() {
    let mut posted = document();
    posted["emails"] = json!([
        {"value": "first@example.com", "type": "Work"},
        {"value": "second@example.com", "type": "work"},
        {"value": "o@example.com", "type": "other"},
    ]);
    let read = read_request::<Employee>(posted.to_string().as_bytes(), &Compat::default()).expect("lenient");
    assert_eq!(read.value.email.as_deref(), Some("first@example.com"));
    assert_eq!(read.unknown, ["emails[1]", "emails[2]"]);
    assert!(read.tolerances.contains(Tolerance::UnheldValueLeftOut));
    // Positions are those of the document, and `display` is no part of the address at work.
    posted["emails"] =
        json!([{}, {"value": "w", "display": "d", "type": "work"}, {"type": "other", "value": "o"}]);
    let read = read_request::<Employee>(posted.to_string().as_bytes(), &Compat::default()).expect("lenient");
    assert_eq!((read.value.email.as_deref(), read.value.private_email), (Some("w"), None));
    assert_eq!(read.unknown, ["emails[1].display", "emails[2]"]);
    posted["emails"] = json!([
        {"value": "first@example.com", "type": "Work"},
        {"value": "second@example.com", "type": "work"},
    ]);
    let error =
        read_request::<Employee>(posted.to_string().as_bytes(), &Compat::strict()).expect_err("strict");
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)), "{error}");
    assert!(
        error.detail.contains("`emails[1]`") && error.detail.contains("emails[type eq \"home\"]"),
        "{error}"
    );
}

#[test]
fn a_value_without_a_type_is_the_only_or_the_primary_one() {
    let posted = json!({"schemas": [USER], "userName": "x", "emails": [{"value": "a@b"}], "phoneNumbers": [{"value": "1"}]});
    let read = read_request::<Employee>(posted.to_string().as_bytes(), &Compat::default()).expect("lenient");
    assert_eq!((read.value.email.as_deref(), read.value.mobile.as_deref()), (Some("a@b"), Some("1")));
    assert!(read.tolerances.contains(Tolerance::ValueWithoutType));
    let error =
        read_request::<Employee>(posted.to_string().as_bytes(), &Compat::strict()).expect_err("strict");
    assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{error}");
}

#[test]
fn primary_follows_the_row() {
    let posted = |primary: Value| json!({"schemas": [USER], "userName": "x", "emails": [{"value": "a@b", "type": "home", "primary": primary}]});
    let read =
        |document: Value| read_request::<Employee>(document.to_string().as_bytes(), &Compat::default());
    assert!(read(posted(json!(false))).is_ok());
    let error = read(posted(json!(true))).expect_err("home is not primary");
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)), "{error}");
    assert!(error.detail.starts_with("`emails[0].primary`"), "{error}");
    let two = json!({"value": "a@b", "type": "work", "primary": true});
    let error = read(json!({"schemas": [USER], "userName": "x", "emails": [two, two]})).expect_err("two");
    assert!(error.detail.contains("2 values are marked `primary`"), "{error}");
}

#[test]
fn put_goes_onto_the_stored_row() {
    let mut stored = employee();
    stored.salary_cents = 42;
    let put = json!({"schemas": [USER], "userName": "bjensen", "emails": [{"value": "n@home", "type": "home"}], "active": false});
    let incoming =
        read_request::<Employee>(put.to_string().as_bytes(), &Compat::default()).expect("valid").value;
    assert!(replace(&mut stored, &incoming).expect("replaces"));
    assert_eq!(stored.salary_cents, 42);
    assert_eq!((stored.email.as_deref(), stored.private_email.as_deref()), (None, Some("n@home")));
    assert!(stored.department.is_none() && stored.first_name.is_none() && !stored.enabled);
    assert!(!replace(&mut stored, &incoming).expect("replaces"));
}

#[test]
fn the_schema_is_narrowed() {
    let names: Vec<&str> = Employee::schema().attributes.iter().map(|a| a.name).collect();
    assert_eq!(names, ["userName", "name", "emails", "phoneNumbers", "active"]);
    assert_eq!(Employee::schema().id, USER);
    let emails = &Employee::schema().attributes[2];
    let subs: Vec<&str> = emails.sub_attributes().iter().map(|a| a.name).collect();
    assert_eq!(subs, ["value", "display", "type", "primary"]);
    assert_eq!(
        emails.description,
        User::schema().attributes.iter().find(|a| a.name == "emails").unwrap().description
    );
    assert!(Employee::schema().attributes[0].required);
    assert_eq!(Employee::schemas()[1].id, ENTERPRISE);
    assert_eq!(Employee::resource_type().name, "User");
    assert_eq!(Employee::resource_type().schema_extensions.len(), 1);
}

/// What a team defined itself: a resource with a multi-valued complex attribute, told apart by a number, and an extension with one.
mod custom {
    use scim_types::{
        Compat, Filter, Group, Meta, Patch, Projection, ScimComplex, ScimExtension, ScimResource, ScimType,
        Sort, SortOrder, read_request, write,
    };
    use serde_json::{Value, json};

    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Room", endpoint = "/Rooms")]
    pub(super) struct Room {
        #[scim(id)]
        pub id: String,
        #[scim(required)]
        pub label: String,
        pub sensors: Vec<Sensor>,
        pub tags: Vec<String>,
        #[scim(extension)]
        pub lease: Option<Lease>,
        #[scim(meta)]
        pub meta: Meta,
    }

    #[derive(Debug, Clone, PartialEq, ScimComplex)]
    pub(super) struct Sensor {
        pub port: i64,
        pub value: Option<f64>,
        pub name: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, ScimExtension)]
    #[scim(schema = "urn:example:params:scim:schemas:extension:2.0:Lease")]
    pub(super) struct Lease {
        pub owners: Vec<Owner>,
        pub until: Option<scim_types::DateTime>,
    }

    #[derive(Debug, Clone, PartialEq, ScimComplex)]
    pub(super) struct Owner {
        pub value: String,
        pub main: bool,
    }

    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(maps = Room, name = "RoomRow", endpoint = "/RoomRows")]
    struct Flat {
        #[scim(id)]
        id: String,
        #[scim(path = "LABEL")]
        label: String,
        #[scim(path = "sensors[port eq 1].value")]
        temperature: Option<f64>,
        #[scim(path = "sensors[port eq 1].name")]
        temperature_name: Option<String>,
        #[scim(path = "sensors[port eq 2].value")]
        humidity: Option<f64>,
        #[scim(path = "tags")]
        tags: Vec<String>,
        #[scim(path = "urn:example:params:scim:schemas:extension:2.0:Lease:owners[main eq true].value")]
        owner: Option<String>,
        #[scim(path = "urn:example:params:scim:schemas:extension:2.0:lease:until", mutability = "readOnly")]
        until: Option<scim_types::DateTime>,
        #[scim(meta)]
        meta: Meta,
    }

    const LEASE: &str = "urn:example:params:scim:schemas:extension:2.0:Lease";

    fn document() -> Value {
        json!({
            "schemas": ["urn:example:params:scim:schemas:core:2.0:Room", LEASE],
            "label": "r1",
            "sensors": [{"port": 2, "value": 0.5}, {"port": 1, "value": 21.0, "name": "t"}, {"port": 7, "value": 1.0}],
            "tags": ["a", "b"],
            LEASE: {"owners": [{"value": "o1", "main": true}]}
        })
    }

    fn flat() -> Flat {
        read_request::<Flat>(document().to_string().as_bytes(), &Compat::default()).expect("valid").value
    }

    #[test]
    fn numbers_and_booleans_tell_elements_apart() {
        let read =
            read_request::<Flat>(document().to_string().as_bytes(), &Compat::default()).expect("valid");
        assert_eq!(read.unknown, ["sensors[2]"]);
        let row = read.value;
        assert_eq!(
            (row.temperature, row.humidity, row.owner.as_deref()),
            (Some(21.0), Some(0.5), Some("o1"))
        );
        let mut out = Vec::new();
        write(&row, &Projection::all(), &mut out);
        let shown: Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(
            shown["sensors"],
            json!([{"value": 21.0, "name": "t", "port": 1}, {"value": 0.5, "port": 2}])
        );
        assert_eq!(shown[LEASE], json!({"owners": [{"value": "o1", "main": true}]}));
        assert_eq!(shown["schemas"], document()["schemas"]);
        // Names are the schema's, however a path spells them.
        assert_eq!(Flat::schema().attributes[0].name, "label");
        assert_eq!(Flat::resource_type().name, "RoomRow");
    }

    #[test]
    fn an_element_of_an_extension_is_found_and_changed() {
        let mut row = flat();
        for (filter, holds) in [
            (format!(r#"{LEASE}:owners[main eq true and value eq "O1"]"#), true),
            (format!(r#"{LEASE}:owners.value sw "x""#), false),
            ("sensors[port eq 2 and value lt 1]".to_owned(), true),
            ("sensors.port eq 7".to_owned(), false),
            (r#"tags eq "b""#.to_owned(), true),
        ] {
            let filter = Filter::<Flat>::parse(&filter).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(filter.matches(&row), holds, "{filter}");
        }
        let patch = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
            {"op": "replace", "path": format!("{LEASE}:owners[main eq true].value"), "value": "o2"},
            {"op": "remove", "path": "sensors[port eq 1].value"},
            {"op": "add", "path": "tags", "value": ["c"]}]});
        let patch = Patch::<Flat>::read(patch.to_string().as_bytes(), &Compat::default()).expect("a request");
        let changes = patch.apply(&mut row).expect("applies");
        assert_eq!(row.owner.as_deref(), Some("o2"));
        assert_eq!((row.temperature, row.temperature_name.as_deref()), (None, Some("t")));
        assert_eq!((row.tags.len(), changes.len()), (3, 3), "{changes}");
        let sort = Sort::<Flat>::parse("sensors.value", SortOrder::Ascending).expect("a sort");
        assert!(sort.compare(&flat(), &row).is_lt());
    }

    #[test]
    fn rights_are_narrowed() {
        let mut row = flat();
        let mut posted = document();
        posted[LEASE]["until"] = json!("2030-01-01T00:00:00Z");
        let read = read_request::<Flat>(posted.to_string().as_bytes(), &Compat::default()).expect("valid");
        assert_eq!(read.value.until, None);
        let patch = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
            {"op": "replace", "path": format!("{LEASE}:until"), "value": "2030-01-01T00:00:00Z"}]});
        let error = Patch::<Flat>::read(patch.to_string().as_bytes(), &Compat::default())
            .and_then(|patch| patch.apply(&mut row))
            .expect_err("readOnly");
        assert_eq!(error.scim_type, Some(ScimType::Mutability));
    }

    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(maps = Group)]
    struct Team {
        #[scim(id)]
        id: String,
        #[scim(path = "displayName")]
        name: String,
        #[scim(path = "members")]
        members: Vec<Membership>,
    }

    #[derive(Debug, Clone, PartialEq, ScimComplex)]
    #[scim(maps = scim_types::Member)]
    struct Membership {
        #[scim(path = "value")]
        person: String,
        #[scim(skip)]
        since: u64,
    }

    #[test]
    fn rows_of_a_list_keep_what_scim_does_not_see() {
        let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "t",
            "members": [{"value": "p1", "type": "User"}]});
        let mut team =
            read_request::<Team>(group.to_string().as_bytes(), &Compat::default()).expect("valid").value;
        team.members[0].since = 9;
        let patch = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
            {"op": "add", "path": "members", "value": [{"value": "p2"}, {"value": "p1"}]}]});
        let patch = Patch::<Team>::read(patch.to_string().as_bytes(), &Compat::default()).expect("a request");
        let changes = patch.apply(&mut team).expect("applies");
        assert_eq!((team.members.len(), team.members[0].since, changes.len()), (2, 9, 1));
    }

    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Shelf")]
    pub(super) struct Shelf {
        #[scim(id)]
        pub id: String,
        pub boxes: Vec<Labelled>,
        pub scales: Vec<Scale>,
    }

    #[derive(Debug, Clone, PartialEq, ScimComplex)]
    pub(super) struct Labelled {
        pub value: Option<String>,
        #[scim(case_exact)]
        pub code: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, ScimComplex)]
    pub(super) struct Scale {
        pub value: Option<String>,
        pub most: Option<f64>,
        pub since: Option<scim_types::DateTime>,
        pub rank: Option<i64>,
    }

    #[derive(Debug, Clone, PartialEq, ScimResource)]
    #[scim(maps = Shelf)]
    struct ShelfRow {
        #[scim(id)]
        id: String,
        #[scim(path = r#"boxes[code eq "a"].value"#)]
        small: Option<String>,
        #[scim(path = r#"boxes[code eq "A"].value"#)]
        capital: Option<String>,
        #[scim(path = "scales[most eq 1 and rank eq 2.0].value")]
        scale: Option<String>,
        #[scim(path = r#"scales[since eq "1969-12-31T23:59:59.25Z" and rank eq 3].value"#)]
        old: Option<String>,
    }

    #[test]
    fn elements_are_told_apart_as_their_types_compare() {
        let shelf = json!({
            "schemas": ["urn:example:params:scim:schemas:core:2.0:Shelf"],
            "boxes": [{"code": "A", "value": "capital"}, {"code": "a", "value": "small"}],
            "scales": [
                {"rank": 2, "most": 1.0, "value": "one"},
                {"rank": 3, "since": "1970-01-01T00:59:59.25+01:00", "value": "old"}
            ]
        });
        let read = read_request::<ShelfRow>(shelf.to_string().as_bytes(), &Compat::strict()).expect("valid");
        assert!(read.unknown.is_empty(), "{:?}", read.unknown);
        let row = read.value;
        let texts = [&row.small, &row.capital, &row.scale, &row.old].map(Option::as_deref);
        assert_eq!(texts, [Some("small"), Some("capital"), Some("one"), Some("old")]);
        let mut out = Vec::new();
        write(&row, &Projection::all(), &mut out);
        let shown: Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(
            shown["scales"],
            json!([{"value": "one", "most": 1.0, "rank": 2}, {"value": "old", "since": "1969-12-31T23:59:59.25Z", "rank": 3}])
        );
        for filter in [
            "scales[rank eq 2]",
            r#"scales[since eq "1970-01-01T01:59:59.25+02:00"]"#,
            "scales.most le 1.5",
            r#"boxes[code eq "A" and value eq "capital"]"#,
        ] {
            assert!(Filter::<ShelfRow>::parse(filter).expect(filter).matches(&row), "{filter}");
        }
    }
}

/// A field that is always there makes its element permanent.
#[test]
fn what_has_to_be_there_is_asked_for() {
    use tests::models::Row;

    let posted = |emails: Value| {
        let document = json!({"schemas": [USER], "id": "1", "userName": "u", "name": {"familyName": "f"}, "emails": emails});
        scim_types::read::<Row>(document.to_string().as_bytes(), &Compat::default())
    };
    let row = posted(json!([{"type": "work", "value": "w"}])).expect("valid").value;
    assert_eq!((row.email.as_str(), row.private_email), ("w", None));
    for emails in [
        json!([]),
        json!([{"type": "home", "value": "h"}]),
        json!([{"type": "work", "display": "d"}]),
        json!([{"type": "work", "value": ""}]),
    ] {
        let error = posted(emails.clone()).expect_err("no work address");
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)), "{emails}: {error}");
        assert!(error.detail.contains("emails"), "{error}");
    }
    let mut row =
        posted(json!([{"type": "work", "value": "w"}, {"type": "home", "value": "h"}])).expect("valid").value;
    let before = row.clone();
    let work = "emails[type eq \"work\"]";
    let value = format!("{work}.value");
    for (operation, scim_type) in [
        (json!({"op": "remove", "path": work}), ScimType::Mutability),
        (json!({"op": "remove", "path": value}), ScimType::Mutability),
        (json!({"op": "remove", "path": "emails"}), ScimType::Mutability),
        (
            json!({"op": "replace", "path": "emails", "value": [{"type": "home", "value": "x"}]}),
            ScimType::Mutability,
        ),
        (json!({"op": "remove", "path": "name"}), ScimType::Mutability),
        // An empty text is no value.
        (json!({"op": "replace", "path": value, "value": ""}), ScimType::InvalidValue),
        (json!({"op": "add", "path": work, "value": {"value": ""}}), ScimType::InvalidValue),
        (
            json!({"op": "replace", "path": "emails", "value": [{"type": "work", "value": ""}]}),
            ScimType::InvalidValue,
        ),
    ] {
        let message =
            json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]});
        let error = scim_types::Patch::<Row>::read(message.to_string().as_bytes(), &Compat::default())
            .and_then(|patch| patch.apply(&mut row))
            .expect_err(&operation.to_string());
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{operation}: {error}");
        assert_eq!(row, before);
    }
}
