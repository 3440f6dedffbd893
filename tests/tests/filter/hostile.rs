//! Filters that are meant to hurt: refused at once, on a small stack.

use std::time::{Duration, Instant};

use scim_types::{Filter, User};

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no overflow, no panic");
}

#[test]
fn refused_quickly() {
    let inputs = [
        "(".repeat(10_000) + "title pr" + &")".repeat(10_000),
        "not (".repeat(10_000) + "title pr" + &")".repeat(10_000),
        "(".repeat(10_000),
        "not (".repeat(10_000),
        "emails[".repeat(10_000),
        vec!["title pr"; 100_000].join(" or "),
        format!("userName eq \"{}", "a".repeat(1_000_000)),
        "a".repeat(1_000_000),
        format!("urn:{} pr", "a:".repeat(500_000)),
        format!("{} pr", "a.".repeat(500_000)),
        " ".repeat(1_000_000),
        "\u{0}".repeat(1000),
    ];
    on_a_small_stack(move || {
        for input in inputs {
            let start = Instant::now();
            let error = Filter::<User>::parse(&input).expect_err("hostile");
            let short: String = input.chars().take(20).collect();
            assert_eq!(error.status, 400, "{short}");
            assert!(error.detail.len() < 2000, "{short}: {} bytes", error.detail.len());
            // A few milliseconds where the build is optimized.
            assert!(start.elapsed() < Duration::from_millis(500), "{short}: {:?}", start.elapsed());
        }
    });
}

/// The deepest and the longest that is allowed, walked in every way.
#[test]
fn at_the_limits() {
    on_a_small_stack(|| {
        let user = User { title: Some("x".into()), ..User::default() };
        let deep = "not (title pr and not (title pr or ".repeat(32) + "title pr" + &"))".repeat(32);
        let long = (0..1024).map(|i| format!("userName eq \"{i}\"")).collect::<Vec<_>>().join(" or ");
        let big = format!("title co \"{}\"", "x".repeat(1_000_000));
        for text in [deep, long, big] {
            let filter = Filter::<User>::parse(&text).expect("within the limits");
            let again = Filter::<User>::parse(&filter.to_string()).expect("canonical");
            assert_eq!(filter.clone(), again);
            assert_eq!(filter.matches(&user), again.matches(&user));
            let _ = format!("{filter:?}");
        }
    });
}

/// Folded text is searched in linear time too.
#[test]
fn quadratic_search() {
    let value = "ä".repeat(200_000);
    let user = User { title: Some(value), ..User::default() };
    let filter = Filter::<User>::parse(&format!("title co \"{}b\"", "Ä".repeat(100_000))).unwrap();
    let start = Instant::now();
    assert!(!filter.matches(&user));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

/// Every cut of a filter is read or refused, never a panic.
#[test]
fn cut_at_every_byte() {
    let text = r#"emails[type eq "wörk" and not (value co "@\u00e9x")].value ne null and urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "J" or meta.created gt "2011-05-13T04:42:34Z""#;
    for end in (0..text.len()).filter(|i| text.is_char_boundary(*i)) {
        for start in (0..end).filter(|i| text.is_char_boundary(*i)) {
            if let Err(error) = Filter::<User>::parse(&text[start..end]) {
                assert_eq!(error.status, 400);
            }
        }
    }
}
