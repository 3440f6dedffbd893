//! Filters on resources: the first line of the input is a filter, the next two are texts that the resources hold.
//!
//! What binds is printed as text that binds to an equal filter and finds the same; and the operators of strings agree with the same
//! comparisons of folded copies.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scim_types::{
    Binary, Compat, DateTime, Filter, Meta, ScimComplex, ScimResource, ScimValue, User, case_fold, read,
};

/// An attribute of every type, with one value and with several.
#[derive(Clone, Default, ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Everything")]
struct Everything {
    #[scim(id)]
    id: String,
    text: Option<String>,
    #[scim(case_exact)]
    exact: Option<String>,
    texts: Vec<String>,
    flag: Option<bool>,
    flags: Vec<bool>,
    number: Option<i64>,
    numbers: Vec<i64>,
    decimal: Option<f64>,
    decimals: Vec<f64>,
    date: Option<DateTime>,
    dates: Vec<DateTime>,
    bytes: Option<Binary>,
    many_bytes: Vec<Binary>,
    #[scim(reference("external"))]
    link: Option<String>,
    word: Option<Word>,
    part: Option<Part>,
    parts: Vec<Part>,
    #[scim(meta)]
    meta: Meta,
}

#[derive(Clone, Default, ScimComplex)]
struct Part {
    value: Option<String>,
    size: Option<i64>,
    at: Option<DateTime>,
    tags: Vec<String>,
}

#[derive(Clone, Copy, Default, ScimValue)]
enum Word {
    #[default]
    Small,
    VeryLarge,
}

static USERS: LazyLock<[User; 2]> = LazyLock::new(|| {
    let read = |json: &[u8]| read::<User>(json, &Compat::default()).expect("a user").value;
    [User::default(), read(include_bytes!("../../tests/corpus/rfc7643/8.3-enterprise-user.json"))]
});

fuzz_target!(|text: &str| {
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (filter, value, constant) = (line(), line(), line());
    let mut users = USERS.to_vec();
    users.push(User { user_name: value.to_owned(), title: Some(constant.to_owned()), ..USERS[1].clone() });
    check(filter, &users);
    check(filter, &[Everything::default(), everything(value, constant)]);
    if !(value.is_empty() && constant.is_empty()) {
        check_text(value, constant);
    }
});

fn check<T: ScimResource>(text: &str, resources: &[T]) {
    let filter = match Filter::<T>::parse(text) {
        Ok(filter) => filter,
        Err(error) => return assert_eq!(error.status, 400),
    };
    // What strictly parses is the same filter.
    if let Ok(strict) = Filter::<T>::parse_with(text, &Compat::strict()) {
        assert!(strict == filter && filter.tolerances().is_empty());
    }
    let canonical = filter.to_string();
    let again = match Filter::<T>::parse_with(&canonical, &Compat::strict()) {
        Ok(again) => again,
        // The canonical form can take brackets and terms that the text did not.
        Err(_) if is_near_the_limits(text) => return,
        Err(error) => panic!("{canonical}: {error}"),
    };
    assert_eq!(again, filter);
    assert_eq!(again.to_string(), canonical);
    for resource in resources {
        assert_eq!(filter.matches(resource), again.matches(resource), "{canonical}");
    }
}

fn is_near_the_limits(text: &str) -> bool {
    let count = |bytes: &[u8]| text.bytes().filter(|b| bytes.contains(b)).count();
    count(b"([") >= 60 || text.split(' ').count() > 1000
}

fn everything(value: &str, constant: &str) -> Everything {
    let date = DateTime::from_unix_seconds(i64::try_from(value.len()).unwrap_or(0) * 1_000_000).ok();
    let part = |text: &str| Part {
        value: Some(text.to_owned()),
        size: i64::try_from(text.len()).ok(),
        at: date,
        tags: vec![text.to_owned(), String::new()],
    };
    Everything {
        id: "e1".to_owned(),
        text: Some(value.to_owned()),
        exact: Some(value.to_owned()),
        texts: vec![value.to_owned(), constant.to_owned()],
        flag: Some(value.is_empty()),
        flags: vec![true, false],
        number: i64::try_from(value.len()).ok(),
        numbers: vec![i64::MIN, 0, i64::MAX],
        decimal: value.parse().ok(),
        decimals: vec![0.5, -1e300, f64::NAN],
        date,
        dates: date.into_iter().collect(),
        bytes: Some(Binary::from_bytes(value.as_bytes().to_vec())),
        many_bytes: vec![Binary::from_bytes(vec![0, 1, 2])],
        link: Some(constant.to_owned()),
        word: Some(Word::VeryLarge),
        part: Some(part(value)),
        parts: vec![part(constant), Part::default()],
        meta: Meta { last_modified: date, ..Meta::default() },
    }
}

/// Every operator of strings, on an attribute for which case does not count and on one for which it does.
fn check_text(value: &str, constant: &str) {
    let resource = everything(value, "");
    let literal = serde_json::to_string(constant).expect("JSON");
    let cases =
        [("text", case_fold(value), case_fold(constant)), ("exact", value.to_owned(), constant.to_owned())];
    for (name, v, c) in cases {
        for (operator, expected) in [
            ("eq", v == c),
            ("ne", v != c),
            ("co", v.contains(&c)),
            ("sw", v.starts_with(&c)),
            ("ew", v.ends_with(&c)),
            ("gt", v > c),
            ("ge", v >= c),
            ("lt", v < c),
            ("le", v <= c),
        ] {
            let text = format!("{name} {operator} {literal}");
            let filter = Filter::<Everything>::parse(&text).expect("a filter");
            assert_eq!(filter.matches(&resource), expected, "{value:?} {text}");
        }
        // The same as one of many.
        let others =
            (0..6).map(|i| format!(r#" or {name} eq "{constant}{i}""#, constant = literal.trim_matches('"')));
        let text = format!("{name} eq {literal}{}", others.collect::<String>());
        if let Ok(filter) = Filter::<Everything>::parse(&text) {
            let expected = v == c || (0..6).any(|i| v == format!("{c}{i}"));
            assert_eq!(filter.matches(&resource), expected, "{value:?} {text}");
        }
    }
}
