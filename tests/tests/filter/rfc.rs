//! RFC 7644 §3.4.2.2.

use scim_types::{Compat, Filter, Tolerance, User, read};
use serde_json::{Value, json};
use tests::models::{Everything, Extended};

fn user(mut body: Value) -> User {
    let members = body.as_object_mut().expect("an object");
    members.entry("schemas").or_insert(json!(["urn:ietf:params:scim:schemas:core:2.0:User"]));
    members.entry("userName").or_insert(json!("bjensen"));
    read(body.to_string().as_bytes(), &Compat::default()).expect("a user").value
}

/// The user that the RFC's examples are about, more or less.
fn barbara() -> User {
    user(json!({
        "id": "u1", "externalId": "BJ", "userName": "bjensen",
        "name": {"familyName": "O'Malley", "givenName": "Barbara"}, "title": "Tour Guide", "userType": "Employee", "active": true,
        "emails": [
            {"value": "bjensen@example.com", "type": "work", "primary": true},
            {"value": "babs@jensen.org", "type": "home"}
        ],
        "ims": [{"value": "someaimhandle", "type": "aim"}],
        "x509Certificates": [{"value": "AAEC"}],
        "profileUrl": "https://example.com/~bjensen",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales", "manager": {"value": "m1"}},
        "meta": {"lastModified": "2011-05-13T04:42:34Z", "created": "2010-01-23T04:56:22+02:00", "resourceType": "User"}
    }))
}

#[track_caller]
fn holds(filter: &str, user: &User) -> bool {
    let parsed = Filter::<User>::parse(filter).unwrap_or_else(|e| panic!("{filter}: {e}"));
    let canonical = parsed.to_string();
    let again = Filter::<User>::parse(&canonical).unwrap_or_else(|e| panic!("{filter}: {canonical}: {e}"));
    assert_eq!(again, parsed, "{filter}: {canonical}");
    assert_eq!(again.to_string(), canonical);
    assert_eq!(again.matches(user), parsed.matches(user), "{filter}");
    parsed.matches(user)
}

/// Figure 2, in its order, and whether Barbara passes.
#[test]
fn figure_2() {
    let barbara = barbara();
    for (filter, expected) in [
        (r#"userName eq "bjensen""#, true),
        (r#"name.familyName co "O'Malley""#, true),
        (r#"userName sw "J""#, false),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#, false),
        ("title pr", true),
        (r#"meta.lastModified gt "2011-05-13T04:42:34Z""#, false),
        (r#"meta.lastModified ge "2011-05-13T04:42:34Z""#, true),
        (r#"meta.lastModified lt "2011-05-13T04:42:34Z""#, false),
        (r#"meta.lastModified le "2011-05-13T04:42:34Z""#, true),
        (r#"title pr and userType eq "Employee""#, true),
        (r#"title pr or userType eq "Intern""#, true),
        (r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, true),
        (r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#, true),
        (
            r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
            false,
        ),
        (r#"userType eq "Employee" and (emails.type eq "work")"#, true),
        (r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#, true),
        (
            r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
            true,
        ),
    ] {
        assert_eq!(holds(filter, &barbara), expected, "{filter}");
    }
}

/// The beginning of the section: names and operators in any case.
#[test]
fn any_case() {
    let john = user(json!({"userName": "john"}));
    assert!(holds(r#"userName Eq "john""#, &john) && holds(r#"Username eq "john""#, &john));
    assert!(holds(r#"URN:IETF:params:scim:schemas:core:2.0:USER:username EQ "JOHN""#, &john));
}

/// Table 3 on every type, with a value and without.
#[test]
fn table_3() {
    let (barbara, nobody) = (barbara(), user(json!({})));
    // The filter, with a value, without one.
    for (filter, with, without) in [
        (r#"title eq "tour guide""#, true, false),
        (r#"title ne "tour guide""#, false, true),
        (r#"title ne "x""#, true, true),
        (r#"title co "R G""#, true, false),
        (r#"title co """#, true, false),
        (r#"title sw "TOUR""#, true, false),
        (r#"title sw "tour guide""#, true, false),
        (r#"title ew "guide""#, true, false),
        (r#"title ew "tour""#, false, false),
        (r#"title gt "tour""#, true, false),
        (r#"title gt "tour guide""#, false, false),
        (r#"title ge "tour guide""#, true, false),
        (r#"title lt "U""#, true, false),
        (r#"title le "Tour Guide""#, true, false),
        ("title pr", true, false),
        ("title eq null", false, true),
        ("title ne null", true, false),
        // externalId is caseExact.
        (r#"externalId eq "BJ""#, true, false),
        (r#"externalId eq "bj""#, false, false),
        (r#"externalId lt "a""#, true, false),
        ("active eq true", true, false),
        ("active eq false", false, false),
        ("active ne true", false, true),
        ("active ne false", true, true),
        (r#"active eq "True""#, true, false),
        ("active pr", true, false),
        (r#"meta.created eq "2010-01-23T02:56:22Z""#, true, false),
        (r#"meta.created ne "2010-01-23T02:56:22Z""#, false, true),
        (r#"meta.created lt "2010-01-23T03:56:22+01:00""#, false, false),
        (r#"meta.created lt "2010-01-23T02:56:22.0000001Z""#, true, false),
        ("meta pr", true, false),
        ("name pr", true, false),
        ("emails pr", true, false),
        ("emails.primary pr", true, false),
        ("emails.display pr", false, false),
        ("emails eq null", false, true),
        // Of several values one has to pass, and none does where there is none, except for `ne`.
        (r#"emails.type eq "home""#, true, false),
        (r#"emails.type ne "home""#, true, true),
        (r#"not (emails.type eq "home")"#, false, true),
        (r#"emails[type ne "home"]"#, true, false),
        (r#"emails[type eq "home" and value co "example"]"#, false, false),
        (r#"emails[type eq "home"].value eq "babs@jensen.org""#, true, false),
        (r#"emails[not (type eq "home") and not (primary eq true)]"#, false, false),
        (r#"x509Certificates.value eq "AAEC""#, true, false),
        (r#"x509Certificates eq "aaec""#, false, false),
        (r#"x509Certificates.value sw "AA""#, true, false),
        (r#"profileUrl co "EXAMPLE""#, true, false),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#, true, false),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "m1""#, true, false),
        (r#"urn:scim:schemas:extension:enterprise:1.0:department eq "sales""#, true, false),
        (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department eq "sales""#, true, false),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr", true, false),
        (r#"department eq "sales""#, true, false),
        (r#"manager eq "m1""#, true, false),
        (r#"schemas sw "urn:ietf:params:scim:schemas:ext""#, true, false),
        (r#"schemas co "core""#, true, true),
        ("schemas pr", true, true),
        ("schemas eq null", false, false),
    ] {
        assert_eq!(holds(filter, &barbara), with, "{filter} with a value");
        assert_eq!(holds(filter, &nobody), without, "{filter} without");
    }
}

/// Tables 4 and 5: `not` before `and` before `or`, and brackets before all of them.
#[test]
fn precedence() {
    let barbara = barbara();
    let (t, f) = ("title pr", "nickName pr");
    for (filter, expected) in [
        (format!("{t} or {f} and {f}"), true),
        (format!("({t} or {f}) and {f}"), false),
        (format!("{f} and {f} or {t}"), true),
        (format!("not ({t}) or {t}"), true),
        (format!("not ({t} or {t})"), false),
        (format!("not({f}) and {t}"), true),
        (format!("NOT ({f}) AND {t} Or {f}"), true),
        (format!("not (not ({t}))"), true),
    ] {
        assert_eq!(holds(&filter, &barbara), expected, "{filter}");
    }
}

/// Letter case is Unicode's simple folding, and a value is not copied for it.
#[test]
fn folding() {
    let user = user(json!({"displayName": "ÅNGSTRÖM Kelvin ΣΑΣ Straße"}));
    for filter in [
        r#"displayName eq "ångström kelvin σασ straße""#,
        r#"displayName sw "Ångström KELVIN""#,
        r#"displayName co "\u212Aelvin""#,
        r#"displayName ew "STRAẞE""#,
        r#"displayName co "σας""#,
    ] {
        assert!(holds(filter, &user), "{filter}");
    }
    // Simple folding keeps the length, so ß is not ss.
    assert!(!holds(r#"displayName ew "strasse""#, &user));
}

#[test]
fn numbers() {
    let mut value = Everything { small: 5, decimal: 2.5, number: None, ..Everything::default() };
    let holds =
        |filter: &str, value: &Everything| Filter::<Everything>::parse(filter).expect(filter).matches(value);
    for (filter, expected) in [
        ("small eq 5", true),
        ("small eq 5.0", true),
        ("small eq 5e0", true),
        ("small eq 5.5", false),
        ("small ne 5.5", true),
        ("small gt 4.5", true),
        ("small ge 5.5", false),
        ("small lt 5.5", true),
        ("small le 4.5", false),
        ("small lt 1e300", true),
        ("small gt 1e300", false),
        ("small gt -1e300", true),
        ("small ge 40", false),
        ("small lt 40", true),
        ("small ne 5", false),
        ("decimal gt 2", true),
        ("decimal eq 2.5", true),
        ("decimal le 2.4999", false),
        ("number eq 0", false),
        ("number ne 0", true),
        ("number pr", false),
        ("number lt 1e300", false),
    ] {
        assert_eq!(holds(filter, &value), expected, "{filter}");
    }
    value.number = Some(i64::MAX);
    assert!(
        holds("number eq 9223372036854775807", &value) && !holds("number eq 9223372036854775806", &value)
    );
    assert!(holds("number lt 9223372036854775808", &value));
    value.texts = vec!["a".into(), "b".into()];
    assert!(holds(r#"texts eq "B""#, &value) && holds(r#"texts[value eq "a"]"#, &value));
    assert!(!holds(r#"texts[value eq "a" and value eq "b"]"#, &value));
}

/// Extensions of one's own, on the core User.
#[test]
fn extensions() {
    let mut value = Extended::default();
    let filter =
        Filter::<Extended>::parse(r#"urn:example:params:scim:schemas:extension:2.0:Badge:doors eq "north""#)
            .unwrap();
    assert!(!filter.matches(&value));
    value.badge =
        Some(tests::models::Badge { number: "7".into(), doors: vec!["South".into(), "North".into()] });
    assert!(filter.matches(&value));
    assert!(Filter::<Extended>::parse(r#"doors eq "NORTH" and number eq "7""#).unwrap().matches(&value));
}

/// Twenty names joined by `or` are one set, and print as they were written.
#[test]
fn or_of_eq() {
    let names: Vec<String> = (0..20).map(|i| format!("user{i}@example.com")).collect();
    let text = names.iter().map(|name| format!("userName eq \"{name}\"")).collect::<Vec<_>>().join(" or ");
    let filter = Filter::<User>::parse(&text).unwrap();
    assert_eq!(filter.to_string(), text);
    for name in &names {
        assert!(filter.matches(&user(json!({"userName": name.to_uppercase()}))), "{name}");
    }
    assert!(!filter.matches(&user(json!({"userName": "user20@example.com"}))));
    assert!(holds(
        &format!("title pr and ({text})"),
        &user(json!({"userName": "USER3@example.com", "title": "x"}))
    ));
}

#[test]
fn tolerances_are_reported() {
    let used = |text: &str| Filter::<User>::parse(text).unwrap().tolerances();
    assert!(used(r#"userName eq "x""#).is_empty());
    for (filter, tolerance) in [
        (r#"department eq "x""#, Tolerance::BareExtensionAttr),
        (r#"emails eq "x""#, Tolerance::ComplexMeansValue),
        (r#"emails[type eq "work"].value eq "x""#, Tolerance::ValuePathThenSubAttribute),
        (r#"userName eq"x""#, Tolerance::LenientWhitespace),
        ("active eq True", Tolerance::LenientWhitespace),
        (r#"active eq "true""#, Tolerance::BoolAsString),
        (r#"urn:scim:schemas:core:1.0:userName eq "x""#, Tolerance::LegacyUrnAlias),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User.userName eq "x""#, Tolerance::UrnDotSeparator),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr", Tolerance::BareUrnPath),
    ] {
        assert_eq!(used(filter).iter().collect::<Vec<_>>(), [tolerance], "{filter}");
        let error = Filter::<User>::parse_with(filter, &Compat::default().without(tolerance)).unwrap_err();
        assert_eq!(
            (error.status, error.scim_type.map(scim_types::ScimType::as_str)),
            (400, Some("invalidFilter")),
            "{filter}"
        );
        assert!(Filter::<User>::parse_with(filter, &Compat::strict().with(tolerance)).is_ok(), "{filter}");
    }
}
