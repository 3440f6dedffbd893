//! Sorting (RFC 7644 §3.4.2.3).

use scim_types::{Compat, DateTime, Email, Group, Meta, Name, ScimType, Sort, SortOrder, Tolerance, User};

fn user(name: &str) -> User {
    User { user_name: name.to_owned(), ..User::default() }
}

fn sorted(by: &str, order: SortOrder, mut users: Vec<User>) -> Vec<String> {
    Sort::<User>::parse(by, order).unwrap_or_else(|e| panic!("{by}: {e}")).sort(&mut users);
    users.into_iter().map(|user| user.user_name).collect()
}

#[test]
fn by_case_as_the_attribute_says() {
    let users = || {
        ["b", "É", "a", "C", "é2", "Z"]
            .map(|name| User { external_id: Some(name.into()), ..user(name) })
            .to_vec()
    };
    assert_eq!(sorted("userName", SortOrder::Ascending, users()), ["a", "b", "C", "Z", "É", "é2"]);
    assert_eq!(sorted("USERNAME", SortOrder::Descending, users()), ["é2", "É", "Z", "C", "b", "a"]);
    assert_eq!(sorted("externalId", SortOrder::Ascending, users()), ["C", "Z", "a", "b", "É", "é2"]);
}

#[test]
fn without_a_value_last_or_first() {
    let named = |name: &str, title: Option<&str>| User { title: title.map(Into::into), ..user(name) };
    let users =
        vec![named("none", None), named("b", Some("b")), named("a", Some("A")), named("nothing", None)];
    assert_eq!(sorted("title", SortOrder::Ascending, users.clone()), ["a", "b", "none", "nothing"]);
    assert_eq!(sorted("title", SortOrder::Descending, users), ["none", "nothing", "b", "a"]);
}

#[test]
fn by_the_primary_value_or_the_first() {
    let mail = |value: &str, primary| Email { value: Some(value.into()), primary, ..Email::default() };
    let users = vec![
        User { emails: vec![mail("a", None), mail("z", Some(true))], ..user("1") },
        User { emails: vec![mail("m", None), mail("b", None)], ..user("2") },
        user("3"),
        User { emails: vec![mail("C", Some(true))], ..user("4") },
    ];
    for by in ["emails.value", "emails"] {
        assert_eq!(sorted(by, SortOrder::Ascending, users.clone()), ["4", "2", "1", "3"], "{by}");
    }
}

#[test]
fn by_type() {
    let at = |name: &str, created: &str, active| User {
        active,
        meta: Meta { created: Some(created.parse().unwrap()), ..Meta::default() },
        ..user(name)
    };
    let users = vec![
        at("late", "2011-01-01T00:00:00Z", Some(true)),
        at("early", "2011-01-01T00:30:00+01:00", None),
        at("earliest", "0001-01-01T00:00:00Z", Some(false)),
    ];
    assert_eq!(sorted("meta.created", SortOrder::Ascending, users.clone()), ["earliest", "early", "late"]);
    assert_eq!(sorted("active", SortOrder::Ascending, users.clone()), ["earliest", "late", "early"]);
    let family = |name: &str, family: &str| User {
        name: Some(Name { family_name: Some(family.into()), ..Name::default() }),
        ..user(name)
    };
    assert_eq!(
        sorted("name.familyName", SortOrder::Ascending, vec![family("2", "b"), family("1", "A")]),
        ["1", "2"]
    );
}

#[test]
fn refused() {
    for by in
        ["", "zzz", "name", "password", "schemas", "emails[type eq \"work\"]", "userName userName", "meta"]
    {
        let error = Sort::<User>::parse(by, SortOrder::Ascending).unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidPath)), "{by}");
    }
    assert!(Sort::<User>::parse_with("emails", SortOrder::Ascending, &Compat::strict()).is_err());
    let used = Sort::<User>::parse("emails", SortOrder::Ascending).unwrap().tolerances();
    assert_eq!(used.iter().collect::<Vec<_>>(), [Tolerance::ComplexMeansValue]);
    assert_eq!("DEscending".parse::<SortOrder>().unwrap(), SortOrder::Descending);
    assert_eq!("down".parse::<SortOrder>().unwrap_err().scim_type, Some(ScimType::InvalidValue));
}

/// Kept without the resource, a key orders as the resource does.
#[test]
fn keys() {
    let users = ["b", "É", "", "a", "C", "é2", "Z", "k", "\u{212A}"].map(|name| User {
        title: Some(name.into()),
        meta: Meta { created: (name > "a").then(DateTime::now), ..Meta::default() },
        active: (name != "b").then_some(name > "k"),
        ..user(name)
    });
    for by in ["title", "userName", "externalId", "meta.created", "active"] {
        for order in [SortOrder::Ascending, SortOrder::Descending] {
            let sort = Sort::<User>::parse(by, order).unwrap();
            for (a, b) in users.iter().flat_map(|a| users.iter().map(move |b| (a, b))) {
                assert_eq!(sort.key(a).cmp(&sort.key(b)), sort.compare(a, b), "{by}");
                assert_eq!(sort.key(a) == sort.key(b), sort.compare(a, b).is_eq(), "{by}");
            }
        }
    }
}

/// Resources of two types in one order.
#[test]
fn across_types() {
    let compat = Compat::default();
    let group = Group { display_name: "Middle".to_owned(), ..Group::default() };
    let named = |name: Option<&str>| User { display_name: name.map(Into::into), ..user("u") };
    for (order, before, after) in [(SortOrder::Ascending, "a", "z"), (SortOrder::Descending, "Z", "A")] {
        let of_users = Sort::<User>::parse_across("displayName", order, &compat).unwrap();
        let of_groups = Sort::<Group>::parse_across("displayName", order, &compat).unwrap();
        assert!(of_users.key(&named(Some(before))) < of_groups.key(&group));
        assert!(of_users.key(&named(Some(after))) > of_groups.key(&group));
        assert_eq!(of_users.key(&named(Some("MIDDLE"))), of_groups.key(&group));
    }
    let absent = Sort::<Group>::parse_across("userName", SortOrder::Ascending, &compat).unwrap();
    let present = Sort::<User>::parse_across("userName", SortOrder::Ascending, &compat).unwrap();
    assert!(present.key(&user("z")) < absent.key(&group));
    assert!(present.reads("userName") && !present.reads("name") && !absent.reads("displayName"));
    assert!(Sort::<Group>::parse_across("[", SortOrder::Ascending, &compat).is_err());
    assert!(Sort::<User>::parse_across("password", SortOrder::Ascending, &compat).is_err());
}
