//! The filters of the workload, and for each the closure that a Rust programmer would write by hand for [`User`] (the floor).
//!
//! Of the strings compared none is `caseExact`, so the closures ignore case the way that the standard library offers for it:
//! `eq_ignore_ascii_case`, and for `co` the same over the windows of the bytes, which allocates nothing. That folds ASCII
//! alone, where our filters fold Unicode.

use std::sync::LazyLock;

use scim_types::{DateTime, User};

pub const F1: &str = r#"userName eq "bjensen""#;
pub const F2: &str =
    r#"emails[type eq "work" and value co "@example.com"] and (active eq true or name.familyName sw "J")"#;
pub const F3: &str = r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales""#;
pub const F4: &str = r#"meta.lastModified gt "2011-05-13T04:42:34Z""#;

/// The twenty names of F5; about half of them are someone's.
macro_rules! names {
    ($first:literal $($name:literal)*) => {
        pub const F5: &str = concat!(r#"userName eq ""#, $first, "\"", $(r#" or userName eq ""#, $name, "\""),*);
        const NAMES: &[&str] = &[$first, $($name),*];
    };
}
names! {
    "bjensen" "jsmith" "mgarcia7" "agarcia" "lmueller" "nobody" "kowalski" "tnguyen3" "pokafor" "service.account"
    "rpatel" "breakglass" "zchen" "backup-operator" "hsuzuki5" "dowen" "mia.lopez" "x" "provisioning@example.com" "cjones2"
}

pub fn f1(user: &User) -> bool {
    user.user_name.eq_ignore_ascii_case("bjensen")
}

pub fn f2(user: &User) -> bool {
    user.emails.iter().any(|email| {
        email.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
            && email.value.as_deref().is_some_and(|value| contains(value, "@example.com"))
    }) && (user.active == Some(true)
        || user
            .name
            .as_ref()
            .and_then(|name| name.family_name.as_deref())
            .and_then(|name| name.get(..1))
            .is_some_and(|head| head.eq_ignore_ascii_case("J")))
}

pub fn f3(user: &User) -> bool {
    let department = user.enterprise.as_ref().and_then(|enterprise| enterprise.department.as_deref());
    department.is_some_and(|department| department.eq_ignore_ascii_case("Sales"))
}

pub fn f4(user: &User) -> bool {
    static THEN: LazyLock<DateTime> = LazyLock::new(|| "2011-05-13T04:42:34Z".parse().expect("a dateTime"));
    user.meta.last_modified.is_some_and(|at| at > *THEN)
}

pub fn f5(user: &User) -> bool {
    NAMES.iter().any(|name| user.user_name.eq_ignore_ascii_case(name))
}

fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
