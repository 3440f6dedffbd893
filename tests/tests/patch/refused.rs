//! What is refused: the status, the keyword, and words that say what and where.

use scim_types::{Compat, Group, Patch, ScimType, User};
use serde_json::{Value, json};
use tests::models::{Device, Everything, Extended};

use super::{error, request};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const BADGE: &str = "urn:example:params:scim:schemas:extension:2.0:Badge";

fn user() -> Value {
    json!({"schemas": [USER], "id": "1", "userName": "bjensen", "title": "T", "groups": [{"value": "g"}],
        "emails": [{"type": "work", "value": "a"}, {"type": "home", "value": "b", "primary": true}],
        ENTERPRISE: {"manager": {"value": "m", "displayName": "M"}}})
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn of_users() {
    use ScimType::{InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget};
    for (operation, scim_type, words) in [
        // The operation.
        (json!({"path": "title", "value": "x"}), InvalidSyntax, "`op` is missing"),
        (json!({"op": null, "path": "title", "value": "x"}), InvalidSyntax, "`op` is missing"),
        (
            json!({"op": "set", "path": "title", "value": "x"}),
            InvalidSyntax,
            "`op` is add, replace or remove, not \"set\"",
        ),
        (
            json!({"op": 1, "path": "title"}),
            InvalidSyntax,
            "`Operations[0].op`: expected a string, got a number",
        ),
        (
            json!({"op": "add", "path": ["title"], "value": 1}),
            InvalidSyntax,
            "`Operations[0].path`: expected a string, got an array",
        ),
        (json!("add"), InvalidSyntax, "`Operations[0]`: expected an object"),
        (json!({"op": "add", "path": "title"}), InvalidValue, "`add` needs a `value`"),
        (json!({"op": "replace"}), InvalidValue, "`replace` needs a `value`"),
        (json!({"op": "remove"}), NoTarget, "`remove` needs a `path`"),
        (json!({"op": "remove", "path": null}), NoTarget, "`remove` needs a `path`"),
        (json!({"op": "remove", "path": USER}), NoTarget, "`remove` needs a `path`"),
        (
            json!({"op": "replace", "value": "x"}),
            InvalidValue,
            "has to be an object of attributes; got a string",
        ),
        (json!({"op": "add", "value": [{"title": "x"}]}), InvalidValue, "got an array"),
        (json!({"op": "add", "value": null}), InvalidValue, "got null"),
        // The path.
        (json!({"op": "add", "path": "", "value": "x"}), InvalidPath, ""),
        (json!({"op": "add", "path": "titel", "value": "x"}), InvalidPath, "did you mean `title`?"),
        (
            json!({"op": "add", "path": "name.givenNmae", "value": "x"}),
            InvalidPath,
            "did you mean `givenName`?",
        ),
        (json!({"op": "add", "path": "title.x", "value": "x"}), InvalidPath, "has no sub-attributes"),
        (
            json!({"op": "add", "path": "name[givenName eq \"x\"]", "value": "x"}),
            InvalidPath,
            "`name` has a single value",
        ),
        (
            json!({"op": "add", "path": "emails[type eq 1].value", "value": "x"}),
            InvalidPath,
            "write a string in double quotes",
        ),
        (json!({"op": "add", "path": "emails[type eq \"work\"", "value": "x"}), InvalidPath, "^"),
        (
            json!({"op": "add", "path": "emails[type eq \"work\"].vaule", "value": "x"}),
            InvalidPath,
            "did you mean `value`?",
        ),
        (
            json!({"op": "add", "path": "urn:example:other:title", "value": "x"}),
            InvalidPath,
            "no schema of the resource has this URN",
        ),
        // The value.
        (
            json!({"op": "add", "path": "title", "value": 5}),
            InvalidValue,
            "`Operations[0]`: `title`: expected a string, got the number 5",
        ),
        (
            json!({"op": "add", "path": "active", "value": "maybe"}),
            InvalidValue,
            "`active`: expected a boolean, got the string \"maybe\"",
        ),
        (
            json!({"op": "add", "path": "name", "value": "x"}),
            InvalidValue,
            "`name`: expected an object, got the string \"x\"",
        ),
        (
            json!({"op": "add", "path": "emails", "value": "x"}),
            InvalidValue,
            "`emails`: expected an object, got the string \"x\"",
        ),
        (
            json!({"op": "replace", "path": "emails", "value": "x"}),
            InvalidValue,
            "`emails`: expected an array of objects, got the string \"x\"",
        ),
        (
            json!({"op": "replace", "path": "emails", "value": ["x"]}),
            InvalidValue,
            "`emails[0]`: expected an object, got the string \"x\"",
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"]", "value": "x"}),
            InvalidValue,
            "expected an object, got the string",
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": {}}),
            InvalidValue,
            "expected a string, got an object",
        ),
        (json!({"op": "add", "path": "title", "value": ["a"]}), InvalidValue, "an array with"),
        (
            json!({"op": "add", "value": {"emails": [{"value": 7}]}}),
            InvalidValue,
            "`emails[0].value`: expected a string, got the number 7",
        ),
        (
            json!({"op": "add", "path": "emails", "value": [{"value": "x", "primary": true}, {"value": "y", "primary": true}]}),
            InvalidValue,
            "2 values are marked `primary`",
        ),
        (
            json!({"op": "replace", "path": "emails[value pr].primary", "value": true}),
            InvalidValue,
            "2 values become `primary`",
        ),
        (
            json!({"op": "add", "value": {"title": "a", "TITLE": "b"}}),
            InvalidSyntax,
            "the name appears twice",
        ),
        (
            json!({"op": "add", "path": "name", "value": {"givenName": "a", "GIVENNAME": "b"}}),
            InvalidSyntax,
            "the name appears twice",
        ),
        (
            json!({"op": "replace", "path": "userName", "value": ""}),
            InvalidValue,
            "a value is required, and \"\" is none",
        ),
        (
            json!({"op": "add", "path": "emails[type eq \"other\"]", "value": {"type": "home", "value": "x"}}),
            InvalidValue,
            "would not match either",
        ),
        // What may not be changed.
        (
            json!({"op": "replace", "path": "userName", "value": null}),
            Mutability,
            "`userName` is required and can't be removed",
        ),
        (
            json!({"op": "replace", "value": {"userName": null}}),
            Mutability,
            "`userName`: `userName` is required",
        ),
        (json!({"op": "remove", "path": "USERNAME"}), Mutability, "`userName` is required"),
        (json!({"op": "replace", "path": "id", "value": "1"}), Mutability, "`id` is readOnly"),
        (json!({"op": "remove", "path": "meta.version"}), Mutability, "`meta` is readOnly"),
        (json!({"op": "replace", "value": {"id": "2"}}), Mutability, "`id` is readOnly"),
        (
            json!({"op": "add", "path": "groups", "value": [{"value": "h"}]}),
            Mutability,
            "`groups` is readOnly",
        ),
        (json!({"op": "remove", "path": "groups[value eq \"g\"]"}), Mutability, "`groups` is readOnly"),
        (json!({"op": "replace", "value": {"groups": []}}), Mutability, "`groups` is readOnly"),
        (
            json!({"op": "replace", "path": format!("{ENTERPRISE}:manager.displayName"), "value": "x"}),
            Mutability,
            "`displayName` is readOnly",
        ),
        (
            json!({"op": "replace", "path": format!("{ENTERPRISE}:manager"), "value": {"displayName": "M"}}),
            Mutability,
            "`displayName` is readOnly",
        ),
        (
            json!({"op": "replace", "value": {ENTERPRISE: {"manager": {"displayName": "N"}}}}),
            Mutability,
            "`displayName` is readOnly",
        ),
        (
            json!({"op": "replace", "value": {"meta": {"resourceType": "User", "version": "W/\"9\""}}}),
            Mutability,
            "`meta` is readOnly",
        ),
        (
            json!({"op": "replace", "path": "schemas", "value": [ENTERPRISE]}),
            Mutability,
            "`schemas` always has the resource's own URN",
        ),
        (json!({"op": "remove", "path": "schemas"}), Mutability, "`schemas` always has"),
        (
            json!({"op": "remove", "path": format!("schemas[value eq \"{USER}\"]")}),
            Mutability,
            "`schemas` always has",
        ),
        // What selects nothing.
        (
            json!({"op": "replace", "path": "emails[type eq \"other\"].value", "value": "x"}),
            NoTarget,
            "replace `emails[type eq \"other\"].value`: no value matches",
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"other\"]", "value": null}),
            NoTarget,
            "no value matches",
        ),
        (
            json!({"op": "add", "path": "emails[type ne \"work\" and type ne \"home\"].value", "value": "x"}),
            NoTarget,
            "only `eq` and `and` do",
        ),
        (
            json!({"op": "add", "path": "emails[type eq \"a\" and type eq \"b\"].value", "value": "x"}),
            NoTarget,
            "only `eq` and `and` do",
        ),
    ] {
        let error = error::<User>(&user(), &json!([operation]), &Compat::default());
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{operation}: {error}");
        assert!(error.detail.contains(words), "{operation}: {error}");
        assert!(error.detail.contains("Operations[0]"), "{operation}: {error}");
        // Behind an operation that succeeds, nothing of that one stays.
        let second = json!([{"op": "replace", "path": "title", "value": "changed"}, {"op": "remove", "path": "emails[type eq \"home\"]"}, operation]);
        if !words.contains("become") {
            let error = super::error::<User>(&user(), &second, &Compat::default());
            assert!(error.detail.contains("Operations[2]"), "{error}");
        }
    }
}

#[test]
fn of_other_types() {
    let device = json!({"schemas": ["urn:example:params:scim:schemas:core:2.0:Device"], "id": "1", "serialNumber": "A",
        "networkInterfaces": [{"mac": "m", "primary": true}]});
    for (operation, words) in [
        (
            json!({"op": "add", "path": "networkInterfaces", "value": [{"speed": 1}]}),
            "`networkInterfaces.mac`: a value is required",
        ),
        (
            json!({"op": "add", "path": "networkInterfaces[speed eq 1].primary", "value": false}),
            "`networkInterfaces.mac`: a value is required",
        ),
        (
            json!({"op": "replace", "path": "networkInterfaces", "value": [{"speed": 1}]}),
            "`networkInterfaces.mac`: a value is required",
        ),
        (json!({"op": "remove", "path": "networkInterfaces.mac"}), "`mac` is required"),
        (
            json!({"op": "replace", "path": "networkInterfaces[mac eq \"m\"]", "value": {"mac": null}}),
            "`mac` is required",
        ),
    ] {
        let error = error::<Device>(&device, &json!([operation]), &Compat::default());
        assert!(error.detail.contains(words), "{operation}: {error}");
    }
    // What is required may come in a later operation.
    let made = json!([
        {"op": "add", "path": "networkInterfaces[speed eq 1].primary", "value": false},
        {"op": "remove", "path": "networkInterfaces[mac eq \"m\"]"},
        {"op": "add", "path": "networkInterfaces[speed eq 1].mac", "value": "n"}
    ]);
    assert_eq!(
        super::patched::<Device>(&device, &made)["networkInterfaces"],
        json!([{"mac": "n", "speed": 1, "primary": false}])
    );

    let extended = json!({"schemas": [USER], "userName": "x"});
    let badge = json!([{"op": "add", "path": format!("{BADGE}:doors"), "value": ["a"]}]);
    let error_of = error::<Extended>(&extended, &badge, &Compat::default());
    assert!(error_of.detail.contains(&format!("`{BADGE}:number`: a value is required")), "{error_of}");

    let everything = json!({"schemas": ["urn:example:params:scim:schemas:core:2.0:Everything"], "id": "1", "text": "t", "boxed": "b", "flag": true,
        "small": 1, "decimal": 1.0, "date": "2020-01-01T00:00:00Z", "color": "red", "label": "l", "status": true, "owner": {"value": "o"}});
    for (operation, words) in [
        (
            json!({"op": "replace", "path": "small", "value": 500}),
            "`small`: expected an integer from -128 to 127, got the number 500",
        ),
        (
            json!({"op": "replace", "path": "color", "value": "green"}),
            "`color`: expected one of \"red\", \"deepBlue\", got the string \"green\"",
        ),
        (json!({"op": "replace", "path": "date", "value": "yesterday"}), "`date`: expected"),
        (json!({"op": "add", "path": "dates", "value": ["x"]}), "`dates[0]`: expected"),
        (json!({"op": "remove", "path": "owner"}), "`owner` is required"),
        (json!({"op": "remove", "path": "owner.value"}), "`owner` is required"),
        (json!({"op": "remove", "path": "status"}), "`status` is required"),
    ] {
        let error = error::<Everything>(&everything, &json!([operation]), &Compat::default());
        assert!(error.detail.contains(words), "{operation}: {error}");
    }

    let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "g", "members": [{"value": "1", "type": "User"}]});
    for operation in [
        json!({"op": "replace", "path": "members[value eq \"1\"].value", "value": "2"}),
        json!({"op": "replace", "path": "members[value eq \"1\"]", "value": {"type": "Group"}}),
        json!({"op": "remove", "path": "members[value eq \"1\"].type"}),
        json!({"op": "add", "path": "members", "value": [{"value": "1", "type": "Group"}]}),
    ] {
        let error = error::<Group>(&group, &json!([operation]), &Compat::default());
        assert_eq!(
            error.scim_type,
            (!operation["value"][0]["type"].is_null())
                .then_some(ScimType::Mutability)
                .or(Some(ScimType::Mutability)),
            "{operation}"
        );
        assert!(error.detail.contains("is immutable and has a value already"), "{operation}: {error}");
    }
}

#[test]
fn messages_that_are_none() {
    let urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let operations = json!([{"op": "add", "path": "title", "value": "x"}]);
    for (body, words) in [
        (json!({"Operations": operations}), format!("`schemas` is missing; send \"schemas\": [\"{urn}\"]")),
        (json!({"schemas": null, "Operations": operations}), "`schemas` is missing".to_owned()),
        (
            json!({"schemas": [USER], "Operations": operations}),
            format!("`schemas` lacks the message's URN; add \"{urn}\""),
        ),
        (
            json!({"schemas": urn, "Operations": operations}),
            "`schemas`: expected an array of schema URNs, got a string".to_owned(),
        ),
        (json!({"schemas": [urn]}), "`Operations` is missing or empty".to_owned()),
        (json!({"schemas": [urn], "Operations": []}), "`Operations` is missing or empty".to_owned()),
        (
            json!({"schemas": [urn], "Operations": {}}),
            "`Operations`: expected an array of operations, got an object".to_owned(),
        ),
        (
            json!({"schemas": [urn], "Operations": operations, "operations": []}),
            "the name appears twice".to_owned(),
        ),
        (json!([]), "expected an object".to_owned()),
    ] {
        let error = Patch::<User>::read(body.to_string().as_bytes(), &Compat::default()).unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidSyntax)), "{body}: {error}");
        assert!(error.detail.contains(&words), "{body}: {error}");
    }
    // Twice under two spellings.
    let twice =
        format!(r#"{{"schemas":["{urn}"],"Operations":[{{"op":"add","OP":"remove","path":"title"}}]}}"#);
    let error = Patch::<User>::read(twice.as_bytes(), &Compat::default()).unwrap_err();
    assert!(error.detail.contains("`Operations[0].op`: the name appears twice"), "{error}");
    for broken in ["", "{", "null", "\u{1}", r#"{"schemas":[],"Operations":[{"value":[1,]}]}"#] {
        let error = Patch::<User>::read(broken.as_bytes(), &Compat::default()).unwrap_err();
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{broken:?}");
    }
    assert!(Patch::<User>::read(&[0xff], &Compat::default()).is_err());
}

/// Each of these is taken by default, and refused where its tolerance is off.
#[test]
fn tolerances() {
    use scim_types::Tolerance as T;
    for (operation, tolerance) in [
        (json!({"op": "ADD", "path": "title", "value": "x"}), T::OpCase),
        (json!({"op": "add", "path": "emails[type eq \"other\"].value", "value": "x"}), T::CreateFromFilter),
        (json!({"op": "remove", "path": "emails", "value": [{"value": "a"}]}), T::RemoveValueSelects),
        (json!({"op": "add", "value": {"name.givenName": "x"}}), T::ValueKeysArePaths),
        (json!({"op": "add", "value": {"emails[type eq \"work\"].display": "x"}}), T::ValueKeysArePaths),
        (json!({"op": "add", "value": {"id": "1", "title": "x"}}), T::ReadonlySameValueOk),
        (json!({"op": "add", "path": "department", "value": "x"}), T::BareExtensionAttr),
        (json!({"op": "add", "path": ENTERPRISE, "value": {"department": "x"}}), T::BareUrnPath),
        (json!({"op": "add", "path": USER, "value": {"title": "x"}}), T::BareUrnPath),
        (json!({"op": "add", "path": format!("{ENTERPRISE}.department"), "value": "x"}), T::UrnDotSeparator),
        (json!({"op": "remove", "path": "emails[value eq\"a\"]"}), T::LenientWhitespace),
        (json!({"op": "add", "path": "active", "value": "True"}), T::BoolAsString),
        (json!({"op": "add", "path": "emails[type eq \"work\"].primary", "value": "true"}), T::BoolAsString),
        (json!({"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": "x"}), T::ScalarForComplex),
        (
            json!({"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": [{"value": "x"}]}),
            T::ArrayForSingle,
        ),
        (json!({"op": "add", "path": "title", "value": [{"value": "x"}]}), T::ArrayForSingle),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"]", "value": [{"value": "x"}]}),
            T::ArrayForSingle,
        ),
        (
            json!({"op": "replace", "path": format!("{ENTERPRISE}:manager"), "value": ""}),
            T::EmptyStringUnassigns,
        ),
        (
            json!({"op": "add", "path": "name", "value": {"givenName": "x", "nick": "y"}}),
            T::UnknownAttrsIgnored,
        ),
        (json!({"op": "add", "value": {"title": "x", "shoeSize": 9}}), T::UnknownAttrsIgnored),
        (json!({"op": "add", "name": "x", "path": "title", "value": "x"}), T::UnknownAttrsIgnored),
        (json!({"op": "add", "path": "schemas", "value": ["urn:example:x"]}), T::UnknownSchemaUrnIgnored),
    ] {
        let operations = json!([operation]);
        let patch = Patch::<User>::read(&request(&operations), &Compat::strict().with(tolerance))
            .unwrap_or_else(|e| panic!("{operation}: {e}"));
        let mut used = patch.tolerances();
        let mut changed: User = super::resource(&user());
        let changes = patch.apply(&mut changed).unwrap_or_else(|e| panic!("{operation}: {e}"));
        used = [used, changes.tolerances()].into_iter().find(|used| used.contains(tolerance)).unwrap_or(used);
        assert_eq!(used.iter().collect::<Vec<_>>(), [tolerance], "{operation}");
        let error = error::<User>(&user(), &operations, &Compat::strict());
        assert_eq!(error.status, 400, "{operation}: {error}");
        error_without(&operations, tolerance);
    }
}

fn error_without(operations: &Value, tolerance: scim_types::Tolerance) {
    let error = error::<User>(&user(), operations, &Compat::default().without(tolerance));
    assert_eq!(error.status, 400, "{operations}: {error}");
}

#[test]
fn unknown_names_are_reported() {
    let operations = json!([
        {"op": "add", "path": "title", "value": "x", "name": "first"},
        {"op": "add", "value": {"shoeSize": 9, "emails": [{"value": "x", "label": "y"}]}},
        {"op": "add", "path": "name", "value": {"nick": "n"}},
        {"op": "add", "path": "emails", "value": [{"value": "x"}, {"value": "z", "label": "y"}]}
    ]);
    let patch = Patch::<User>::read(&request(&operations), &Compat::default()).unwrap();
    assert_eq!(
        patch.unknown(),
        ["Operations[0].name", "emails[0].label", "shoeSize", "name.nick", "emails[1].label"]
    );
}

/// A secret is in no message.
#[test]
fn secrets_are_not_repeated() {
    for operation in [
        json!({"op": "add", "path": "password", "value": ["hunter2"]}),
        json!({"op": "add", "value": {"password": {"value": "hunter2"}}}),
    ] {
        let patch = Patch::<User>::read(&request(&json!([operation])), &Compat::strict());
        assert!(!format!("{patch:?}").contains("hunter2"));
    }
}
