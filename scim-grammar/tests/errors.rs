//! What the messages say, and where they point.

use std::ops::Range;

use scim_grammar::{ErrorKind, Filter, NameFault, ParseError, Path, UrnFault};

type Case = (&'static str, Range<usize>, ErrorKind);

fn check_filters(cases: &[Case]) {
    check(cases, |text| Filter::parse(text).map(|_| ()));
}

fn check(cases: &[Case], parse: impl Fn(&str) -> Result<(), ParseError>) {
    for (text, span, kind) in cases {
        let Err(error) = parse(text) else { panic!("{text} parses") };
        assert_eq!((error.span(), error.kind()), (span.clone(), *kind), "{text}\n{}", error.render(text));
    }
}

#[test]
fn expressions_and_operators() {
    use ErrorKind as E;
    check_filters(&[
        ("", 0..0, E::ExpectedExpression),
        ("   ", 3..3, E::ExpectedExpression),
        ("()", 1..2, E::ExpectedExpression),
        ("\"a\" eq 1", 0..1, E::ExpectedExpression),
        ("9a pr", 0..2, E::ExpectedExpression),
        ("é pr", 0..2, E::ExpectedExpression),
        (".a pr", 0..2, E::ExpectedExpression),
        ("a pr and", 8..8, E::ExpectedExpression),
        ("a pr and )", 9..10, E::ExpectedExpression),
        ("a pr and and b pr", 9..12, E::ExpectedExpression),
        ("or a pr", 0..2, E::ExpectedExpression),
        ("e[]", 2..3, E::ExpectedExpression),
        ("not ()", 5..6, E::ExpectedExpression),
        ("a", 1..1, E::ExpectedOperator),
        ("a ", 2..2, E::ExpectedOperator),
        ("a)", 1..2, E::ExpectedOperator),
        ("a(b pr)", 1..2, E::ExpectedOperator),
        ("a\"x\"", 1..2, E::ExpectedOperator),
        ("a 5", 2..3, E::ExpectedOperator),
        ("e[a pr].b", 9..9, E::ExpectedOperator),
        ("a equals 1", 2..8, E::UnknownOperator),
        ("a == 1", 2..4, E::UnknownOperator),
        ("a ==\"x\"", 2..4, E::UnknownOperator),
        ("a eq-5", 2..6, E::UnknownOperator),
        ("a and b pr", 2..5, E::UnknownOperator),
    ]);
}

#[test]
fn values() {
    use ErrorKind as E;
    check_filters(&[
        ("a eq", 4..4, E::ExpectedValue),
        ("a eq ", 5..5, E::ExpectedValue),
        ("(a eq )", 6..7, E::ExpectedValue),
        ("a eq (b)", 5..6, E::ExpectedValue),
        ("a eq x", 5..6, E::UnquotedValue),
        ("(a eq jyoung@example.com)", 6..24, E::UnquotedValue),
        ("a eq 'x'", 5..8, E::UnquotedValue),
        ("a eq “x”", 5..12, E::UnquotedValue),
        ("a eq x\"y\"", 5..9, E::UnquotedValue),
        ("a eq truest", 5..11, E::UnquotedValue),
        ("a eq 00u1abc", 5..12, E::UnquotedValue),
        ("a eq -", 5..6, E::UnquotedValue),
        ("a eq NaN", 5..8, E::UnquotedValue),
        ("a eq 01", 5..7, E::Number),
        ("a eq +1", 5..7, E::Number),
        ("a eq 1.", 5..7, E::Number),
        ("a eq .5", 5..7, E::Number),
        ("a eq 1e", 5..7, E::Number),
        ("a eq 1-2", 5..8, E::Number),
        ("a eq 1e999", 5..10, E::NumberRange),
        ("a eq -1e999", 5..11, E::NumberRange),
        ("a eq \"x", 5..6, E::UnclosedString),
        ("a eq \"x\\\"", 5..6, E::UnclosedString),
        ("a eq \"x\ny\"", 7..8, E::ControlCharacter),
        ("a eq \"\\x\"", 6..8, E::Escape),
        ("a eq \"\\é\"", 6..9, E::Escape),
        ("a eq \"\\", 6..7, E::Escape),
        ("a eq \"\\u12\"", 6..10, E::Escape),
        ("a eq \"\\u12é\"", 6..10, E::Escape),
        ("a eq \"\\u12", 6..10, E::Escape),
        ("a eq \"\\ud800\"", 6..12, E::LoneSurrogate),
        ("a eq \"\\udc00\"", 6..12, E::LoneSurrogate),
        ("a eq \"\\ud800\\ud800\"", 6..12, E::LoneSurrogate),
        ("a eq \"\\ud800\\u12\"", 12..16, E::Escape),
    ]);
}

#[test]
fn connectives_and_brackets() {
    use ErrorKind as E;
    let in_group = E::ExpectedConnective { close: Some(')') };
    let in_value = E::ExpectedConnective { close: Some(']') };
    let open = E::ExpectedConnective { close: None };
    check_filters(&[
        ("a pr b pr", 5..6, open),
        ("a pr, b pr", 4..5, open),
        ("a pr & b pr", 5..6, open),
        ("a eq 1 2", 7..8, open),
        ("a eq \"x\"\"y\"", 8..9, open),
        ("a pr anda pr", 5..9, open),
        ("a pr (b pr)", 5..6, open),
        ("a pr [b pr]", 5..6, open),
        ("e[a pr] eq 1", 8..10, open),
        ("(a pr", 5..5, in_group),
        ("not (a pr", 9..9, in_group),
        ("(a pr]", 5..6, in_group),
        ("(a pr b pr)", 6..7, in_group),
        ("e[a pr", 6..6, in_value),
        ("e[a pr)", 6..7, in_value),
        ("a pr)", 4..5, E::Unopened(')')),
        ("(a pr))", 6..7, E::Unopened(')')),
        ("a pr]", 4..5, E::Unopened(']')),
        ("not a pr", 4..5, E::NotWithoutGroup),
        ("not", 3..3, E::NotWithoutGroup),
        ("not not (a pr)", 4..7, E::NotWithoutGroup),
        ("e[f[a pr]]", 3..4, E::NestedValueFilter),
        ("e[a pr and (f [a pr])]", 14..15, E::NestedValueFilter),
    ]);
}

#[test]
fn names_and_urns() {
    use ErrorKind as E;
    check_filters(&[
        ("a. pr", 2..3, E::Name(NameFault::Empty)),
        ("a.", 2..2, E::Name(NameFault::Empty)),
        ("a.9 pr", 2..3, E::Name(NameFault::Start)),
        ("a.$x pr", 2..3, E::Name(NameFault::Start)),
        ("$x pr", 0..1, E::Name(NameFault::Start)),
        ("e[a pr].é pr", 8..10, E::Name(NameFault::Start)),
        ("a,b pr", 1..2, E::Name(NameFault::Character)),
        ("a.bé pr", 3..5, E::Name(NameFault::Character)),
        ("a\u{a0}pr", 1..3, E::Name(NameFault::Character)),
        ("a:b pr", 1..2, E::Name(NameFault::Character)),
        ("a=\"x\"", 1..2, E::Name(NameFault::Character)),
        ("a.b.c pr", 3..4, E::SubAttributeOfSub),
        ("e[a pr].b.c pr", 9..10, E::SubAttributeOfSub),
        ("urn:x:a pr", 4..5, E::Urn(UrnFault::Namespace)),
        ("urn: pr", 4..5, E::Urn(UrnFault::Unfinished)),
        ("urn:ex: pr", 7..8, E::Urn(UrnFault::Unfinished)),
        ("urn:ex:a: pr", 9..10, E::Name(NameFault::Empty)),
        ("urn:ex:a,b pr", 8..9, E::Urn(UrnFault::Character)),
        ("(urn:ex:é pr)", 8..10, E::Urn(UrnFault::Character)),
        ("urn:ex:a%4 pr", 8..10, E::Urn(UrnFault::Escape)),
    ]);
}

#[test]
fn paths() {
    use ErrorKind as E;
    check(
        &[
            ("", 0..0, E::ExpectedPath),
            ("  ", 2..2, E::ExpectedPath),
            ("[a pr]", 0..1, E::ExpectedPath),
            ("(a)", 0..1, E::ExpectedPath),
            ("a b", 2..3, E::ExpectedEnd),
            ("a)", 1..2, E::ExpectedEnd),
            ("a pr", 2..4, E::ExpectedEnd),
            ("a..b", 2..4, E::Name(NameFault::Empty)),
            ("a.b.c", 3..4, E::SubAttributeOfSub),
            ("members[]", 8..9, E::ExpectedExpression),
            ("members[0]", 8..9, E::ExpectedExpression),
            ("members[", 8..8, E::ExpectedExpression),
            ("members[a pr", 12..12, E::ExpectedConnective { close: Some(']') }),
            ("members[a pr]]", 13..14, E::ExpectedEnd),
            ("members[a pr]x", 13..14, E::ExpectedEnd),
            ("members[a pr].", 14..14, E::Name(NameFault::Empty)),
            ("members[a pr].b c", 16..17, E::ExpectedEnd),
            ("members[a pr].b.c", 15..16, E::SubAttributeOfSub),
            ("members[a pr].b[c pr]", 15..16, E::ExpectedEnd),
            ("members[a[b pr]]", 9..10, E::NestedValueFilter),
            ("members[a pr) and (b pr]", 12..13, E::ExpectedConnective { close: Some(']') }),
            ("urn:ex:a:", 9..9, E::Name(NameFault::Empty)),
        ],
        |text| Path::parse(text).map(|_| ()),
    );
}

#[test]
fn messages() {
    for (text, message) in [
        ("", "expected an attribute path, `not` or `(`, found the end (byte 0)"),
        (
            "userName equals \"x\"",
            "unknown operator `equals`; the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr (byte 9); \
             did you mean `eq`?",
        ),
        (
            "externalId eq jyoung",
            "`jyoung` is not a value; strings are written in double quotes (byte 14); write \"jyoung\"",
        ),
        ("a pr && b pr", "expected `and`, `or` or the end, found `&&` (byte 5); did you mean `and`?"),
        ("(a pr", "expected `and`, `or` or `)`, found the end (byte 5)"),
        ("a,b pr", "an attribute name has only letters, digits, `-`, `_` and `$`, found `,` (byte 1)"),
        (
            "http://a pr",
            "an attribute name has only letters, digits, `-`, `_` and `$`, found `:` (byte 4); \
             a schema in front of an attribute starts with `urn:`",
        ),
        (
            "a eq \"\\q\"",
            r#"the escapes in strings are \" \\ \/ \b \f \n \r \t and \u with four digits, found `\q` (byte 6)"#,
        ),
        (
            "a\u{1b}b pr",
            "an attribute name has only letters, digits, `-`, `_` and `$`, found `\u{fffd}` (byte 1)",
        ),
    ] {
        let error = Filter::parse(text).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn drawn() {
    let text = r#"userName equals "bjensen""#;
    assert_eq!(
        Filter::parse(text).unwrap_err().render(text),
        "unknown operator `equals`; the operators are eq, ne, co, sw, ew, gt, ge, lt, le and pr\n  \
         | userName equals \"bjensen\"\n  \
         |          ^^^^^^ help: did you mean `eq`?"
    );
    let text = r#"emails[type eq "work""#;
    assert_eq!(
        Path::parse(text).unwrap_err().render(text),
        "expected `and`, `or` or `]`, found the end\n  \
         | emails[type eq \"work\"\n  \
         |                      ^"
    );
    let text = format!("a eq \"{}\" und b pr", "日".repeat(1000));
    let drawn = Filter::parse(&text).unwrap_err().render(&text);
    let mut lines = drawn.lines().skip(1);
    assert_eq!(lines.next().unwrap(), format!("  | …{}\" und b pr", "日".repeat(11)));
    assert_eq!(lines.next().unwrap(), format!("  | {}^^^", " ".repeat(25)));
}
