//! The resource type that no RFC knows.

use serde_json::{Value, json};

use crate::process::Server;

const DEVICE: &str = "urn:example:params:scim:schemas:core:2.0:Device";
const WARRANTY: &str = "urn:example:params:scim:schemas:extension:warranty:2.0:Device";

#[test]
fn life_of_a_device() {
    let server = Server::empty();
    let owner = server.new_user("a");
    let mut body = json!({"schemas": [DEVICE, WARRANTY], "serialNumber": "SN-1", "kind": "laptop",
        "owner": {"value": owner}, "networkInterfaces": [{"value": "00:00:5e:00:53:01", "type": "wifi", "primary": true}],
        "lastSeen": "2020-01-01T00:00:00Z", WARRANTY: {"provider": "Example", "months": 36}});
    let created = server.post("/Devices", &body);
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.text("/meta/resourceType"), "Device");
    assert_eq!(created.body["owner"]["display"], Value::Null, "on request");
    let shown = server.get(&format!("/Devices/{}?attributes=owner.display", created.text("/id")));
    assert_eq!(shown.text("/owner/display"), "The a");
    assert!(created.text("/owner/$ref").ends_with(&format!("/Users/{owner}")));
    assert_eq!(created.body["lastSeen"], Value::Null, "readOnly");
    assert_eq!(created.body[WARRANTY], body[WARRANTY]);
    let uri = format!("/Devices/{}", created.text("/id"));
    assert_eq!(server.get(&uri).body, created.body);
    assert_eq!(server.get("/Devices").body["Resources"][0], created.body);
    assert_eq!(server.put(&uri, &created.body).body, created.body);

    server.post("/Devices", &body).is(409, "uniqueness");
    body["serialNumber"] = json!("sn-1");
    assert_eq!(server.post("/Devices", &body).status, 201, "serial numbers are caseExact");
    body["serialNumber"] = json!("SN-2");
    body["owner"] = json!({"value": "nobody"});
    server.post("/Devices", &body).is(400, "invalidValue");
    server.put(&uri, &body).is(400, "invalidValue");
    body["owner"] = json!(owner);
    assert_eq!(
        server.post("/Devices", &body).text("/owner/value"),
        owner,
        "a bare string for a complex value"
    );

    server.delete(&format!("/Users/{owner}"));
    assert_eq!(server.get(&uri).body["owner"], Value::Null);
    assert_eq!(server.delete(&uri).status, 204);
    server.get(&uri).is(404, "");
}

#[test]
fn described_by_the_structs() {
    let server = Server::empty();
    let schemas = server.get("/Schemas").body;
    let schemas = schemas["Resources"].as_array().unwrap();
    assert_eq!(schemas.len(), 5);
    let device = server.get(&format!("/Schemas/{DEVICE}")).body;
    let serial = &device["attributes"][0];
    assert_eq!(serial["name"], "serialNumber");
    assert_eq!(serial["required"], true);
    assert_eq!(serial["uniqueness"], "server");
    assert_eq!(serial["description"], "The serial number printed on the case.");
    let types = server.get("/ResourceTypes").body;
    let endpoints: Vec<_> =
        types["Resources"].as_array().unwrap().iter().map(|r| r["endpoint"].clone()).collect();
    assert_eq!(endpoints, ["/Users", "/Groups", "/Devices"]);
}

#[test]
fn patch() {
    let server = Server::empty();
    let (a, b) = (server.new_user("a"), server.new_user("b"));
    let created =
        server.post("/Devices", &json!({"schemas": [DEVICE], "serialNumber": "SN-1", "owner": {"value": a}}));
    let uri = format!("/Devices/{}", created.text("/id"));
    let operations = json!([
        {"op": "replace", "path": "owner", "value": b},
        {"op": "add", "path": "networkInterfaces[type eq \"wifi\"].value", "value": "00:00:5e:00:53:01"},
        {"op": "add", "path": format!("{WARRANTY}:months"), "value": 24},
    ]);
    let patched = server.patch(&uri, &operations);
    assert!(patched.text("/owner/$ref").ends_with(&b), "{}", patched.body);
    assert_eq!(patched.body["networkInterfaces"], json!([{"value": "00:00:5e:00:53:01", "type": "wifi"}]));
    assert_eq!(patched.body[WARRANTY], json!({"months": 24}));
    assert_eq!(server.patch(&uri, &operations).body, patched.body, "a retry changes nothing");
    let again = json!([{"op": "replace", "path": "owner", "value": patched.body["owner"]}]);
    assert_eq!(server.patch(&uri, &again).body, patched.body);
    server
        .patch(&uri, &json!([{"op": "replace", "path": "owner.value", "value": "nobody"}]))
        .is(400, "invalidValue");
    server.patch(&uri, &json!([{"op": "remove", "path": "owner.value"}])).is(400, "mutability");
    server
        .patch(&uri, &json!([{"op": "replace", "path": "lastSeen", "value": "2020-01-01T00:00:00Z"}]))
        .is(400, "mutability");
    assert_eq!(server.patch(&uri, &json!([{"op": "remove", "path": "owner"}])).body["owner"], Value::Null);
}
