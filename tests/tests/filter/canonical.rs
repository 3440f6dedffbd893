//! The canonical text of a filter binds to an equal filter: what `fuzz/fuzz_targets/filter.rs` found otherwise.

use scim_types::{Compat, Filter, User};

#[track_caller]
fn round_trips(text: &str, canonical: &str) {
    let filter = Filter::<User>::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(filter.to_string(), canonical);
    assert_eq!(Filter::<User>::parse_with(canonical, &Compat::strict()), Ok(filter));
}

/// The comparison behind the brackets is one more part of the `and` in them.
#[test]
fn sub_attribute_behind_an_and() {
    round_trips(
        r#"emails[type eq "work" and not (value pr)].display sw "B""#,
        r#"emails[type eq "work" and not (value pr) and display sw "b"]"#,
    );
    round_trips(
        r#"emails[type eq "work" or value pr].display sw "B""#,
        r#"emails[(type eq "work" or value pr) and display sw "b"]"#,
    );
}
