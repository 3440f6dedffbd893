//! Every filter and path that RFC 7644 prints.

use scim_grammar::{AttrPath, Filter, Parsed, Path};

/// Parses strictly, prints, and parses again; gives the canonical text.
fn filter(text: &str) -> String {
    let tree = Filter::parse(text).and_then(Parsed::strict).unwrap_or_else(|e| panic!("{}", e.render(text)));
    let printed = tree.to_string();
    assert_eq!(Filter::parse(&printed).unwrap().strict().unwrap(), tree, "{text}");
    printed
}

fn path(text: &str) -> String {
    let tree = Path::parse(text).and_then(Parsed::strict).unwrap_or_else(|e| panic!("{}", e.render(text)));
    let printed = tree.to_string();
    assert_eq!(Path::parse(&printed).unwrap().strict().unwrap(), tree, "{text}");
    printed
}

/// §3.4.2.2, Figure 2, and the examples in the text of §3.4.2.2 and §3.4.3.
#[test]
fn filters() {
    for text in [
        r#"userName eq "bjensen""#,
        r#"name.familyName co "O'Malley""#,
        r#"userName sw "J""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#,
        "title pr",
        r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified ge "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified lt "2011-05-13T04:42:34Z""#,
        r#"meta.lastModified le "2011-05-13T04:42:34Z""#,
        r#"title pr and userType eq "Employee""#,
        r#"title pr or userType eq "Intern""#,
        r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#,
        r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
        r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
        r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#,
        r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
        r#"userName eq "john""#,
        r#"displayName sw "smith""#,
    ] {
        assert_eq!(filter(text), text);
    }
    assert_eq!(filter(r#"userName Eq "john""#), r#"userName eq "john""#);
    // A redundant bracket leaves no trace.
    assert_eq!(
        filter(r#"userType eq "Employee" and (emails.type eq "work")"#),
        r#"userType eq "Employee" and emails.type eq "work""#
    );
}

/// §3.4.2.1 and §3.7.1 print strings without double quotes, which Figure 1 does not allow. They are refused, and the
/// message says what to write.
#[test]
fn filters_against_the_grammar() {
    let text = "(meta.resourceType eq User) or (meta.resourceType eq Group)";
    let error = Filter::parse(text).unwrap_err();
    assert_eq!(
        error.render(text),
        "`User` is not a value; strings are written in double quotes\n  \
         | (meta.resourceType eq User) or (meta.resourceType eq Group)\n  \
         |                       ^^^^ help: write \"User\""
    );
    let text = "displayName sw 'Group'";
    assert_eq!(Filter::parse(text).unwrap_err().help(), Some("write \"Group\""));
}

/// §3.5.2, Figure 8, and the PATCH examples of §3.5.2.1 to §3.5.2.3.
#[test]
fn paths() {
    for text in [
        "members",
        "name.familyName",
        r#"addresses[type eq "work"]"#,
        r#"members[value eq "2819c223-7f76-453a-919d-413861904646"]"#,
        r#"members[value eq "2819c223-7f76-453a-919d-413861904646"].displayName"#,
        r#"members[value eq "2819c223-7f76-...413861904646"]"#,
        r#"emails[type eq "work" and value ew "example.com"]"#,
        r#"addresses[type eq "work"].streetAddress"#,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        // Erratum 7122.
        r#"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value"#,
    ] {
        assert_eq!(path(text), text);
    }
    // §3.5.2.2 prints one without its space.
    let text = r#"members[value eq"2819c223...919d-413861904646"]"#;
    let parsed = Path::parse(text).unwrap();
    assert_eq!(parsed.lenient.whitespace, Some(16..16));
    assert_eq!(parsed.tree.to_string(), r#"members[value eq "2819c223...919d-413861904646"]"#);
}

/// §3.9, §3.10 and §3.4.2.3.
#[test]
fn attribute_paths() {
    for text in
        ["userName", "name.givenName", "members.$ref", "urn:ietf:params:scim:schemas:core:2.0:User:userName"]
    {
        assert_eq!(AttrPath::parse(text).and_then(Parsed::strict).unwrap().to_string(), text);
    }
    assert!(AttrPath::parse(r#"emails[type eq "work"]"#).is_err());
}

/// Errata 4670, 4690 and 7322: a value filter holds what a filter holds.
#[test]
fn value_filters() {
    for text in [
        r#"emails[type eq "work" and not (value ew ".org")]"#,
        r#"emails[not (type eq "work")]"#,
        r#"emails[(type eq "work" or type eq "home") and value pr]"#,
        r#"emails[type eq "work" or type eq "home" and not (value pr or not (display pr))]"#,
        r#"members[$ref eq "https://example.com/Users/1"]"#,
    ] {
        assert_eq!(filter(text), text);
        assert_eq!(path(text), text);
    }
    assert_eq!(filter("emails[(type pr) and (value pr)]"), "emails[type pr and value pr]");
}

/// Delimiters within a literal are text.
#[test]
fn delimiters_in_strings() {
    for text in
        [r#"members[value eq "urn:x:a.b[1]:c"]"#, r#"a[b eq "a \"quoted\" ] name"].c"#, r#"a[b eq "))((" ]"#]
    {
        assert!(Path::parse(text).is_ok(), "{text}");
    }
}
