//! Random requests on random resources, for every derived type: a refused one leaves no trace, a repeated one changes nothing, what
//! is reported to have changed is what changed, and the result is a valid resource.

use proptest::prelude::*;
use scim_types::{Compat, Group, Patch, Projection, ScimResource, User, read, write};
use serde_json::Value;
use tests::models::{Device, Everything, Extended, Row};
use tests::{any_operations, any_resource};

use super::{request, shown, tells_nothing};

fn check<T: ScimResource + Clone + PartialEq + std::fmt::Debug>(
    before: &T,
    operations: &Value,
) -> Result<(), TestCaseError> {
    for compat in [Compat::default(), Compat::strict()] {
        let Ok(patch) = Patch::<T>::read(&request(operations), &compat) else { continue };
        let mut resource = before.clone();
        match patch.apply(&mut resource) {
            Err(error) => {
                prop_assert_eq!(error.status, 400);
                prop_assert_eq!(&resource, before, "{}", error);
            }
            Ok(changes) => {
                let after = shown(&resource);
                if !changes.is_empty() && after == shown(before) {
                    prop_assert!(tells_nothing(&changes), "{:?}", changes);
                }
                // Order alone is no change.
                if changes.is_empty() {
                    prop_assert_eq!(sorted(after.clone()), sorted(shown(before)));
                }
                let mut json = Vec::new();
                write(&resource, &Projection::all(), &mut json);
                let valid = read::<T>(&json, &Compat::strict());
                prop_assert!(valid.is_ok(), "{:?}", valid);
                // Sequences such as "remove what the next one adds" do change something each time; single operations do not.
                if operations.as_array().is_some_and(|all| all.len() == 1) {
                    match patch.apply(&mut resource) {
                        Ok(again) => prop_assert!(again.is_empty(), "{:?}", again),
                        // The filter may have been on what was changed.
                        Err(error) => prop_assert_eq!(
                            error.scim_type,
                            Some(scim_types::ScimType::NoTarget),
                            "{}",
                            error
                        ),
                    }
                }
            }
        }
    }
    Ok(())
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, sorted(value))).collect(),
        value => value,
    }
}

macro_rules! patches {
    ($($name:ident: $ty:ty;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(before in any_resource::<$ty>(), operations in any_operations()) {
                    check(&before, &operations)?;
                }
            )*
        }
    };
}

patches! {
    user: User;
    group: Group;
    device: Device;
    everything: Everything;
    extended: Extended;
    row: Row;
}
