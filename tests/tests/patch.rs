//! PATCH: the RFC's examples, what identity providers send, every rule, what is refused, what is hostile, and random requests of which
//! a refused one leaves no trace and a repeated one changes nothing.

#[path = "patch/changes.rs"]
mod changes;
#[path = "patch/exact.rs"]
mod exact;
#[path = "patch/hostile.rs"]
mod hostile;
#[path = "patch/properties.rs"]
mod properties;
#[path = "patch/providers.rs"]
mod providers;
#[path = "patch/refused.rs"]
mod refused;
#[path = "patch/rfc.rs"]
mod rfc;
#[path = "patch/rules.rs"]
mod rules;

use scim_types::{Changes, Compat, Patch, Projection, ScimError, ScimResource, read, write};
use serde_json::{Value, json};

/// A request with these operations.
fn request(operations: &Value) -> Vec<u8> {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
        .to_string()
        .into_bytes()
}

/// The resource as JSON, with everything that can be written.
fn shown<T: ScimResource>(resource: &T) -> Value {
    let mut out = Vec::new();
    write(resource, &Projection::all(), &mut out);
    serde_json::from_slice(&out).expect("JSON")
}

fn resource<T: ScimResource>(json: &Value) -> T {
    read::<T>(json.to_string().as_bytes(), &Compat::default()).expect("a resource").value
}

/// Applies the operations. A refused request leaves the resource as it was, and the same request again changes nothing more.
fn apply<T: ScimResource>(
    resource: &mut T,
    operations: &Value,
    compat: &Compat,
) -> Result<Changes, ScimError> {
    let before = shown(resource);
    let patch = Patch::<T>::read(&request(operations), compat)?;
    let changes = match patch.apply(resource) {
        Ok(changes) => changes,
        Err(error) => {
            assert_eq!(shown(resource), before, "{error}");
            return Err(error);
        }
    };
    assert_eq!(tells_nothing(&changes), shown(resource) == before, "{changes:?}");
    Ok(changes)
}

/// Whether nothing changed that is ever returned.
fn tells_nothing(changes: &Changes) -> bool {
    changes.iter().all(|change| change.attribute().returned == scim_types::Returned::Never)
}

/// What `operations` make of `before`.
fn patched<T: ScimResource>(before: &Value, operations: &Value) -> Value {
    let mut resource = resource::<T>(before);
    apply(&mut resource, operations, &Compat::default()).unwrap_or_else(|e| panic!("{operations}: {e}"));
    shown(&resource)
}

/// The error that `operations` on `before` are refused with.
fn error<T: ScimResource>(before: &Value, operations: &Value, compat: &Compat) -> ScimError {
    match apply(&mut resource::<T>(before), operations, compat) {
        Err(error) => error,
        Ok(changes) => panic!("{operations} was not refused: {changes:?}"),
    }
}
