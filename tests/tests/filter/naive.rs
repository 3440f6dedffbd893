//! Random filters on random resources, beside an evaluator that goes by the RFC's words over the resource's JSON.

use proptest::prelude::*;
use scim_types::value::Object;
use scim_types::{Filter, Projection, ScimResource, User, write};
use serde_json::{Map, Value};
use tests::any_resource;
use tests::models::{Device, Everything, Extended, Row};
use tests::naive::Make;

fn agrees<T: ScimResource>(mut resource: T, seed: &[u8; 32]) -> Result<(), TestCaseError> {
    // Filters take it for granted.
    if let Some(meta) = resource.scim_meta_mut() {
        meta.resource_type = Some(T::resource_type().name.to_owned());
    }
    let resource = &resource;
    let mut out = Vec::new();
    write(resource, &Projection::all(), &mut out);
    let json: Value = serde_json::from_slice::<Map<String, Value>>(&out).unwrap().into();
    let mut make = Make::new(seed, &json);
    for _ in 0..8 {
        let naive = make.any(<T as Object>::ATTRIBUTES);
        let text = naive.text();
        let filter = Filter::<T>::parse(&text);
        prop_assert!(filter.is_ok(), "{text}: {:?}", filter.err());
        let filter = filter.unwrap();
        prop_assert_eq!(filter.matches(resource), naive.holds(&json), "{} on {}", text, json);
        let canonical = filter.to_string();
        let again = Filter::<T>::parse(&canonical);
        prop_assert!(again.is_ok(), "{text}: {canonical}: {:?}", again.err());
        prop_assert_eq!(
            again.unwrap().matches(resource),
            filter.matches(resource),
            "{} and {}",
            text,
            canonical
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn users(resource in any_resource::<User>(), seed in any::<[u8; 32]>()) {
        agrees(resource, &seed)?;
    }
    #[test]
    fn extended_users(resource in any_resource::<Extended>(), seed in any::<[u8; 32]>()) {
        agrees(resource, &seed)?;
    }
    #[test]
    fn rows(resource in any_resource::<Row>(), seed in any::<[u8; 32]>()) {
        agrees(resource, &seed)?;
    }
    #[test]
    fn devices(resource in any_resource::<Device>(), seed in any::<[u8; 32]>()) {
        agrees(resource, &seed)?;
    }
    #[test]
    fn everything(resource in any_resource::<Everything>(), seed in any::<[u8; 32]>()) {
        agrees(resource, &seed)?;
    }
}
