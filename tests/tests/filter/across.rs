//! Filters on resources of several types, and what a filter says about itself.

use scim_types::{Compat, Filter, Group, Member, ScimType, Tolerance, User};

fn group() -> Group {
    let member = Member { value: Some("u1".to_owned()), ..Member::default() };
    Group { display_name: "Staff".to_owned(), members: vec![member], ..Group::default() }
}

/// RFC 7644 §3.4.2.1: "treat the attribute as if there is no attribute value".
#[test]
fn what_a_type_lacks_has_no_value() {
    for (filter, holds) in [
        (r#"userName eq "x""#, false),
        (r#"userName ne "x""#, true),
        ("userName pr", false),
        ("userName eq null", true),
        ("userName ne null", false),
        (r#"not (userName eq "x")"#, true),
        ("not (userName pr)", true),
        (r#"userName gt """#, false),
        (r#"emails[type eq "work" and value co "@"]"#, false),
        (r#"not (emails[type eq "work"])"#, true),
        (r#"emails[type eq "work"].value ne "x""#, false),
        (r#"members.nonsense ne "x""#, true),
        (r#"members[nonsense ne "x"]"#, true),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x""#, false),
        (r#"urn:nobody:knows:this ne "x""#, true),
        (r#"displayName eq "staff" and userName ne "x""#, true),
        (r#"userName sw "s" or displayName sw "S""#, true),
        ("nobodyHasThis eq 5", false),
    ] {
        let bound = Filter::<Group>::parse_across(filter, &Compat::default())
            .unwrap_or_else(|e| panic!("{filter}: {e}"));
        assert_eq!(bound.matches(&group()), holds, "{filter}");
        // Nothing is left in it that only this way of binding knows.
        let again = Filter::<Group>::parse(&bound.to_string()).unwrap_or_else(|e| panic!("{bound}: {e}"));
        assert_eq!(again, bound, "{filter}");
        assert!(filter.contains("embers") || Filter::<Group>::parse(filter).is_err(), "{filter}");
    }
}

#[test]
fn what_is_wrong_for_every_type_is_refused() {
    let across = |filter| Filter::<User>::parse_across(filter, &Compat::default());
    for filter in
        ["userName eq", "(userName pr", r#"userName is "x""#, "userName eq 5", "nobodyHasThis gt null", ""]
    {
        assert_eq!(across(filter).unwrap_err().scim_type, Some(ScimType::InvalidFilter), "{filter}");
    }
    let error = across(r#"password eq "x""#).unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)));
    let error = Filter::<User>::parse_across_in_uri(r#"password eq "x""#, &Compat::default()).unwrap_err();
    assert_eq!((error.status, error.scim_type), (403, Some(ScimType::Sensitive)));
    let strict = Filter::<User>::parse_across(r#"department eq "x""#, &Compat::strict());
    assert!(strict.unwrap_err().detail.contains("URN"), "there, but not by this name");
    let loose = across(r#"department eq "x""#).unwrap();
    assert!(loose.tolerances().contains(Tolerance::BareExtensionAttr));
}

/// It is written by the server, not kept with the resource.
#[test]
fn resource_type() {
    for (filter, user, group) in [
        (r#"meta.resourceType eq "User""#, true, false),
        (r#"meta.resourceType eq "user""#, false, false),
        (r#"META.RESOURCETYPE ne "User""#, false, true),
        (r#"meta.resourceType sw "G""#, false, true),
        (r#"meta.resourceType gt "Group""#, true, false),
        ("meta.resourceType pr", true, true),
        ("meta.resourceType eq null", false, false),
        (r#"not (meta.resourceType eq "User")"#, false, true),
        (r#"(meta.resourceType eq "User") or (meta.resourceType eq "Group")"#, true, true),
    ] {
        let (of_user, of_group) =
            (Filter::<User>::parse(filter).unwrap(), Filter::<Group>::parse(filter).unwrap());
        assert_eq!(of_user.matches(&User::default()), user, "{filter}");
        assert_eq!(of_group.matches(&Group::default()), group, "{filter}");
        assert_eq!(Filter::<User>::parse(&of_user.to_string()).unwrap(), of_user, "{filter}");
    }
}

#[test]
fn reads() {
    let filter = Filter::<User>::parse(
        r#"not (groups.value eq "g") and (emails[type eq "work"] or name pr) and schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" and meta.resourceType eq "User""#,
    )
    .unwrap();
    for (attribute, reads) in [
        ("groups", true),
        ("GROUPS.value", true),
        ("groups.display", false),
        ("emails", true),
        ("emails.value", true),
        ("name.givenName", true),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", true),
        ("meta", false),
        ("title", false),
        ("nonsense", false),
        ("[", false),
    ] {
        assert_eq!(filter.reads(attribute), reads, "{attribute}");
    }
}
