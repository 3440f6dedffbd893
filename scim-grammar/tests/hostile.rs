//! Input made to hurt: deep, long, cut or random. None of it may panic, recurse or take more than linear time.

use std::thread;

use scim_grammar::{AttrPath, ErrorKind, Filter, Limits, ParseError, Path, Urn};

const NO_LIMITS: Limits = Limits { depth: usize::MAX, terms: usize::MAX };

/// Runs on a stack far smaller than a server's.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(256 * 1024).spawn(work).unwrap().join().unwrap();
}

fn both(text: &str, limits: Limits) -> [Option<ParseError>; 2] {
    let in_path = format!("e[{text}]");
    [Filter::parse_with(text, limits).err(), Path::parse_with(&in_path, limits).err()]
}

#[test]
fn deep_nesting_is_refused() {
    on_a_small_stack(|| {
        for opener in ["(", "not (", "not(", "a pr and (", "a pr or (b pr and not (", "NOT  ( "] {
            for text in [opener.repeat(10_000), opener.repeat(10_000) + "a pr" + &")".repeat(10_000)] {
                for error in both(&text, Limits::DEFAULT) {
                    assert_eq!(error.unwrap().kind(), ErrorKind::TooDeep(64), "{opener}");
                }
                for error in both(&text, NO_LIMITS) {
                    assert_eq!(error.unwrap().kind(), ErrorKind::TooDeep(Limits::MAX_DEPTH), "{opener}");
                }
            }
        }
        for opener in ["e[", "[", ")", "]", "e[a pr].b pr and e["] {
            assert!(Filter::parse_with(&opener.repeat(10_000), NO_LIMITS).is_err());
        }
    });
}

/// Nested as deep as a number of brackets allows: up to three nodes to a bracket.
fn deepest(depth: usize) -> Vec<String> {
    ["not (", "(", "a pr and (b pr or (", "a pr or not (", "a pr or b pr and not ("]
        .iter()
        .map(|open| {
            let brackets = open.matches('(').count();
            let levels = depth / brackets;
            open.repeat(levels) + "z pr" + &")".repeat(levels * brackets)
        })
        .collect()
}

#[test]
fn the_deepest_tree_fits_a_small_stack() {
    on_a_small_stack(|| {
        for text in deepest(Limits::MAX_DEPTH) {
            let printed = Filter::parse_with(&text, NO_LIMITS).unwrap().tree.to_string();
            let again = Filter::parse_with(&printed, NO_LIMITS).unwrap().tree.to_string();
            assert_eq!(printed, again);
        }
        for text in deepest(Limits::DEFAULT.depth) {
            let tree = Filter::parse(&text).unwrap().tree;
            assert_eq!(tree.clone(), tree);
            assert!(format!("{tree:?}").contains('z'));
        }
    });
}

#[test]
fn limits_are_exact() {
    let nested = |n: usize| "(".repeat(n) + "a pr" + &")".repeat(n);
    let chain = |n: usize| vec!["a pr"; n].join(" or ");
    let limits = Limits { depth: 3, terms: 4 };
    assert!(Filter::parse_with(&nested(3), limits).is_ok());
    let error = Filter::parse_with(&nested(4), limits).unwrap_err();
    assert_eq!((error.kind(), error.span()), (ErrorKind::TooDeep(3), 3..4));
    assert!(Filter::parse_with(&format!("{0} and {0}", nested(3)), limits).is_ok());
    assert!(Filter::parse_with("((e[a pr]))", limits).is_ok());
    assert!(Filter::parse_with("(((e[a pr])))", limits).is_err());
    assert!(Path::parse_with("e[((a pr))]", limits).is_ok());
    assert!(Path::parse_with("e[(((a pr)))]", limits).is_err());

    assert!(Filter::parse_with(&chain(4), limits).is_ok());
    let error = Filter::parse_with(&chain(5), limits).unwrap_err();
    assert_eq!((error.kind(), error.span()), (ErrorKind::TooManyTerms(4), 32..33));
    // A value filter counts as one beside what it holds.
    assert!(Filter::parse_with("e[a pr or b pr or c pr]", limits).is_ok());
    assert!(Filter::parse_with("e[a pr or b pr or c pr or d pr]", limits).is_err());
    assert!(Path::parse_with("e[a pr or b pr or c pr or d pr]", limits).is_err());

    assert!(Filter::parse(&nested(64)).is_ok() && Filter::parse(&nested(65)).is_err());
    assert!(Filter::parse(&chain(1024)).is_ok() && Filter::parse(&chain(1025)).is_err());
}

/// A megabyte of everything. No clock is read: were any of these quadratic, the test would take hours.
#[test]
fn a_megabyte_is_linear() {
    on_a_small_stack(|| {
        let n = 1 << 20;
        let fill = |piece: &str| piece.repeat(n / piece.len());
        let pieces = [
            "a",
            "é",
            " ",
            "\t",
            ".",
            "a.",
            "$",
            "9",
            "-",
            "\"",
            "'",
            "\\",
            "(",
            ")",
            "[",
            "]",
            ":",
            "urn:ex:",
            "%41",
            "not ",
            "not",
            "and ",
            "or ",
            "a pr and ",
            "a pr or ",
            "(a pr) and ",
            "a pr and (b pr or c pr) or ",
            "a eq ",
            "a eq 1 and ",
            "a eq \"\\u0041\" or ",
            "e[a pr] or ",
            "e[a pr].b pr or ",
            "not (a pr) or ",
            "\u{301}",
            "\u{0}",
            "=",
            "a pr and (",
            "x \t",
        ];
        for piece in pieces {
            let body = fill(piece);
            for text in [
                body.clone(),
                format!("a eq \"{body}"),
                format!("a eq \"{body}\""),
                format!("a eq {body}"),
                format!("a {body}"),
                format!("a{body}"),
                format!("not{body}"),
                format!("a pr {body}"),
                format!("e[{body}"),
                format!("e[a pr].{body}"),
                format!("urn:ex:{body}"),
                format!("urn:{body}"),
                format!("{body}z pr"),
            ] {
                if let Err(error) = Filter::parse_with(&text, NO_LIMITS) {
                    check(&text, &error);
                }
                if let Err(error) = Path::parse_with(&text, NO_LIMITS) {
                    check(&text, &error);
                }
            }
            let _ = Urn::parse(&body).map_err(|e| assert!(e.to_string().len() < 300));
        }
    });
}

/// Chains within chains on every level, as many as fit: no operand is moved once per level.
#[test]
fn nested_chains_are_linear() {
    on_a_small_stack(|| {
        let many = vec!["a pr"; 100_000].join(" and ");
        let text = "a pr and (".repeat(120) + &many + &")".repeat(120);
        let Filter::And(parts) = Filter::parse_with(&text, NO_LIMITS).unwrap().tree else { panic!() };
        assert_eq!(parts.len(), 100_120);
        let text = format!("{}{many}{}", "(b pr or ".repeat(120), ")".repeat(120));
        let Filter::Or(parts) = Filter::parse_with(&text, NO_LIMITS).unwrap().tree else { panic!() };
        assert_eq!(parts.len(), 121);
    });
}

/// An error is fit to be shown: in range, on character boundaries, short, one line.
fn check(text: &str, error: &ParseError) {
    assert!(text.get(error.span()).is_some(), "{:?}", error.span());
    let message = error.to_string();
    assert!(message.len() < 500 && !message.chars().any(char::is_control), "{message:?}");
    let drawn = error.render(text);
    assert!(drawn.lines().count() == 3 && drawn.len() < 2000, "{drawn:?}");
}

#[test]
fn cut_at_every_byte() {
    let texts = [
        r#"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "wörk" and not (value co "\u00e9\ud83d\ude00" or primary eq true)].value"#,
        r#"not (a eq -1.5e+3 or e[b NE null].c sw "\\") AND urn:ex:日本 pr"#,
    ];
    for text in texts {
        for cut in (0..=text.len()).filter(|i| text.is_char_boundary(*i)) {
            for text in [&text[..cut], &text[cut..]] {
                let errors =
                    [Filter::parse(text).err(), Path::parse(text).err(), AttrPath::parse(text).err()];
                for error in errors.into_iter().flatten() {
                    check(text, &error);
                }
                let _ = Urn::parse(text);
            }
        }
    }
}
