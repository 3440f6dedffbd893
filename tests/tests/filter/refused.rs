//! What cannot be right, and how it is told.

use scim_types::{Compat, Filter, Path, ScimType, User};
use tests::models::Everything;

#[track_caller]
fn refusal(filter: &str) -> String {
    let error = Filter::<User>::parse(filter).expect_err(filter);
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)), "{filter}");
    error.detail.into_owned()
}

#[test]
fn messages() {
    for (filter, expected) in [
        (
            "usrName pr",
            "`User` has no attribute `usrName`\n  | usrName pr\n  | ^^^^^^^ help: did you mean `userName`?",
        ),
        ("zzz pr", "`User` has no attribute `zzz`\n  | zzz pr\n  | ^^^"),
        (
            "name.givenNmae pr",
            "`name` has no sub-attribute `givenNmae`\n  | name.givenNmae pr\n  |      ^^^^^^^^^ help: did you mean `givenName`?",
        ),
        ("title.x pr", "`title` is a string and has no sub-attributes\n  | title.x pr\n  |       ^"),
        (
            "active gt true",
            "`gt` does not compare boolean values, and `active` is a boolean\n  | active gt true\n  |        ^^ help: it has eq, ne and pr",
        ),
        (
            "active eq 1",
            "not a value of `active`, which is a boolean\n  | active eq 1\n  |           ^ help: write true or false",
        ),
        (
            "title eq true",
            "not a value of `title`, which is a string\n  | title eq true\n  |          ^^^^ help: write a string in double quotes",
        ),
        (
            r#"title[value eq "x"]"#,
            "`title` has a single value, so there are no values to select from\n  | title[value eq \"x\"]\n  | ^^^^^",
        ),
        (
            r#"name eq "x""#,
            "`name` is complex; compare one of its sub-attributes\n  | name eq \"x\"\n  | ^^^^",
        ),
        (
            r#"emails[valu eq "x"]"#,
            "no sub-attribute `valu`\n  | emails[valu eq \"x\"]\n  |        ^^^^ help: did you mean `value`?",
        ),
        ("title gt null", "null compares with eq and ne alone\n  | title gt null\n  |       ^^"),
    ] {
        assert_eq!(refusal(filter), expected);
    }
}

#[test]
fn other_refusals() {
    for filter in [
        "",
        " ",
        "userName",
        "userName eq",
        r#"userName regex "x""#,
        "externalId eq jyoung",
        r#"meta.created gt "yesterday""#,
        r#"meta.created co "2011""#,
        r#"x509Certificates.value gt "AA""#,
        r#"x509Certificates.value eq "?""#,
        r#"active co "t""#,
        r#"active eq "yes""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "x""#,
        "urn:ietf:params:scim:schemas:core:2.0:User pr",
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User eq "x""#,
        r#"schemas[value eq "x"]"#,
        "schemas eq 1",
        "schemas gt null",
        r#"emails[urn:x:y:type eq "work"]"#,
        r#"name.familyName.x eq "y""#,
        "password pr",
        r#"password eq "x""#,
        r#"PASSWORD sw "a""#,
    ] {
        refusal(filter);
    }
    for filter in
        [r#"small eq "5""#, "small co 5", "decimal sw 1", r#"texts[x eq "y"]"#, r#"texts.value eq "y""#]
    {
        assert!(Filter::<Everything>::parse(filter).is_err(), "{filter}");
    }
}

#[test]
fn what_is_never_returned_is_never_found_out() {
    let error =
        Filter::<User>::parse_in_uri(r#"title pr and password eq "x""#, &Compat::default()).unwrap_err();
    assert_eq!((error.status, error.scim_type), (403, Some(ScimType::Sensitive)));
    // Every other mistake stays a mistake of the filter.
    let error = Filter::<User>::parse_in_uri("zzz pr", &Compat::default()).unwrap_err();
    assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)));
}

#[test]
fn paths() {
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let canonical =
        |text: &str| Path::<User>::parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).to_string();
    assert_eq!(canonical("EMAILS[TYPE EQ \"Work\"].VALUE"), r#"emails[type eq "work"].value"#);
    assert_eq!(canonical("urn:ietf:params:scim:schemas:core:2.0:user:NAME.familyname"), "name.familyName");
    assert_eq!(canonical("manager.displayname"), format!("{ENTERPRISE}:manager.displayName"));
    assert_eq!(canonical(&ENTERPRISE.to_uppercase()), ENTERPRISE);
    assert_eq!(canonical("members.$ref".replace("members", "groups").as_str()), "groups.$ref");
    assert_eq!(canonical("schemas"), "schemas");
    let a = Path::<User>::parse("Emails[Type eq \"WORK\" or type eq \"home\"]").unwrap();
    assert_eq!(a, Path::<User>::parse(&a.to_string()).unwrap());
    for text in [
        "",
        "emails[",
        "emails[type eq \"work\"].zzz",
        "name[familyName eq \"x\"]",
        "userName.x",
        "emials",
        "a.b.c",
    ] {
        let error = Path::<User>::parse(text).unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidPath)), "{text}");
    }
    let user = User {
        emails: vec![
            scim_types::Email { value: Some("a@x".into()), kind: Some("work".into()), ..Default::default() },
            scim_types::Email { value: Some("b@x".into()), ..Default::default() },
        ],
        ..User::default()
    };
    let get = |text: &str| -> Vec<String> {
        let values = Path::<User>::parse(text).unwrap().get(&user);
        values.iter().map(|value| value.as_str().unwrap_or("?").to_owned()).collect()
    };
    assert_eq!(get("emails.value"), ["a@x", "b@x"]);
    assert_eq!(get(r#"emails[type eq "work"].value"#), ["a@x"]);
    assert_eq!(get("emails").len(), 2);
    assert_eq!(get("title"), [""; 0]);
    assert_eq!(get("schemas"), ["urn:ietf:params:scim:schemas:core:2.0:User"]);
}
