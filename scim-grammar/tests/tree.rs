//! What the trees look like: precedence, flat chains, spans, names that are keywords, leniency.

use scim_grammar::{AttrPath, Filter, Lenient, Literal, LiteralValue, Number, Parsed, Path, Test};

/// The tree with every node in brackets, so that its shape can be read.
fn shape(filter: &Filter<'_>) -> String {
    let join = |parts: &[Filter<'_>], word: &str| {
        let parts: Vec<String> = parts.iter().map(shape).collect();
        format!("{word}({})", parts.join(" "))
    };
    match filter {
        Filter::And(parts) => join(parts, "and"),
        Filter::Or(parts) => join(parts, "or"),
        Filter::Not(inner) => format!("not({})", shape(inner)),
        Filter::Attr(exp) => exp.path.to_string(),
        Filter::Value(exp) => {
            let then = exp.then.as_ref().map(|then| format!(".{}", then.name)).unwrap_or_default();
            format!("{}[{}]{then}", exp.value_path.attr, shape(&exp.value_path.filter))
        }
    }
}

fn parse(text: &str) -> Parsed<Filter<'_>> {
    Filter::parse(text).unwrap_or_else(|e| panic!("{}", e.render(text)))
}

#[test]
fn precedence_and_flat_chains() {
    let cases = [
        ("a pr", "a"),
        ("(a pr)", "a"),
        ("((((a pr))))", "a"),
        ("a pr and b pr", "and(a b)"),
        ("a pr and b pr and c pr and d pr", "and(a b c d)"),
        ("a pr or b pr or c pr or d pr", "or(a b c d)"),
        ("a pr or b pr and c pr", "or(a and(b c))"),
        ("a pr and b pr or c pr", "or(and(a b) c)"),
        ("a pr and b pr or c pr and d pr", "or(and(a b) and(c d))"),
        ("(a pr or b pr) and c pr", "and(or(a b) c)"),
        ("a pr and (b pr or c pr)", "and(a or(b c))"),
        ("a pr and (b pr or c pr) and d pr", "and(a or(b c) d)"),
        ("a pr and (b pr and c pr)", "and(a b c)"),
        ("(a pr and b pr) and (c pr and d pr)", "and(a b c d)"),
        ("a pr or (b pr or c pr)", "or(a b c)"),
        ("(a pr or b pr) or c pr", "or(a b c)"),
        ("((a pr or b pr)) or ((c pr or d pr))", "or(a b c d)"),
        ("((a pr or b pr) and c pr) or d pr", "or(and(or(a b) c) d)"),
        ("a pr or ((b pr or c pr) and d pr)", "or(a and(or(b c) d))"),
        ("a pr and ((b pr or c pr))", "and(a or(b c))"),
        ("a pr or (b pr and (c pr and d pr))", "or(a and(b c d))"),
        ("a pr or b pr and (c pr or d pr)", "or(a and(b or(c d)))"),
        ("not (a pr) and b pr", "and(not(a) b)"),
        ("not (a pr and b pr)", "not(and(a b))"),
        ("not (a pr or b pr) or c pr", "or(not(or(a b)) c)"),
        ("not ((a pr or b pr))", "not(or(a b))"),
        ("not (x pr or (a pr or b pr))", "not(or(x a b))"),
        ("not (not (a pr))", "not(not(a))"),
        ("not(a pr)", "not(a)"),
        ("x pr and not(a pr or b pr) and y pr", "and(x not(or(a b)) y)"),
        ("e[a pr]", "e[a]"),
        ("e[a pr or b pr and c pr] and d pr", "and(e[or(a and(b c))] d)"),
        ("d pr or e[(a pr or b pr) or c pr]", "or(d e[or(a b c)])"),
        ("(e[a pr].b eq 1 or c pr) or d pr", "or(e[a].b c d)"),
    ];
    for (text, expected) in cases {
        let parsed = parse(text);
        assert_eq!(shape(&parsed.tree), expected, "{text}");
        assert_eq!(parsed.lenient, Lenient::default(), "{text}");
    }
}

#[test]
fn case_of_keywords() {
    let parsed = parse(r#"NOT (a EQ 1) AND b Pr OR Not(c cO "x")"#);
    assert_eq!(shape(&parsed.tree), "or(and(not(a) b) not(c))");
    assert!(parsed.lenient.is_empty());
}

#[test]
fn attributes_named_like_keywords() {
    let cases = [
        ("not eq 1", "not"),
        ("not pr and and pr or or pr", "or(and(not and) or)"),
        ("pr pr", "pr"),
        ("eq eq 1 and true eq true", "and(eq true)"),
        ("not[not pr]", "not[not]"),
        ("not (not pr)", "not(not)"),
        ("not.and pr", "not.and"),
        ("urn pr", "urn"),
    ];
    for (text, expected) in cases {
        assert_eq!(shape(&parse(text).tree), expected, "{text}");
    }
}

#[test]
fn spans() {
    let text = r#"  a pr and urn:ex:s:name.sub  Eq "é" or e[$ref ne -1].c pr"#;
    let Filter::Or(parts) = parse(text).tree else { panic!() };
    let Filter::And(and) = &parts[0] else { panic!() };
    let Filter::Attr(exp) = &and[1] else { panic!() };
    assert_eq!(&text[exp.path.span()], "urn:ex:s:name.sub");
    let Test::Compare { operator_offset, literal, .. } = &exp.test else { panic!() };
    assert_eq!(&text[*operator_offset..operator_offset + 2], "Eq");
    assert_eq!(&text[literal.text.span()], "\"é\"");
    let Filter::Value(value) = &parts[1] else { panic!() };
    assert_eq!(&text[value.value_path.attr.span()], "e");
    assert_eq!(&text[value.then.as_ref().unwrap().name.span()], "c");
    let Filter::Attr(inner) = &*value.value_path.filter else { panic!() };
    let AttrPath::Plain(attr) = inner.path else { panic!() };
    assert_eq!(&text[attr.name.span()], "$ref");

    let text = "name.familyName";
    let Path::Attr(AttrPath::Plain(attr)) = Path::parse(text).unwrap().tree else { panic!() };
    assert_eq!((attr.span(), attr.name.span(), attr.sub.unwrap().span()), (0..15, 0..4, 5..15));
}

#[test]
fn equality_ignores_spans_and_case_of_names() {
    assert_eq!(parse("a  pr").tree, parse("A PR").tree);
    assert_eq!(parse(r#"a eq "\u0041""#).tree, parse(r#"a  eq "A""#).tree);
    assert_ne!(parse(r#"a eq "A""#).tree, parse(r#"a eq "a""#).tree);
    assert_ne!(parse("a pr and b pr").tree, parse("b pr and a pr").tree);
}

#[test]
fn white_space() {
    // What was noted first, and the canonical text.
    let cases = [
        (r#"a eq"x""#, 4..4, r#"a eq "x""#),
        (r#" a eq "x""#, 0..1, r#"a eq "x""#),
        (r#"a eq "x" "#, 8..9, r#"a eq "x""#),
        ("a\tpr", 1..2, "a pr"),
        ("a pr  and b pr", 4..6, "a pr and b pr"),
        ("a pr and\n  b pr", 8..11, "a pr and b pr"),
        ("( a pr)", 1..2, "a pr"),
        ("(a pr )", 5..6, "a pr"),
        ("(a pr)and b pr", 6..6, "a pr and b pr"),
        ("a pr and(b pr)", 8..8, "a pr and b pr"),
        (r#"a eq "x"or b pr"#, 8..8, r#"a eq "x" or b pr"#),
        ("e[a pr]or b pr", 7..7, "e[a pr] or b pr"),
        ("not  (a pr)", 3..5, "not (a pr)"),
        ("not\t(a pr)", 3..4, "not (a pr)"),
        ("not( a pr)", 4..5, "not (a pr)"),
        ("e [a pr]", 1..2, "e[a pr]"),
        ("e[ a pr]", 2..3, "e[a pr]"),
        ("e[a pr ]", 6..7, "e[a pr]"),
        ("e[a pr].b  pr", 9..11, "e[a pr].b pr"),
    ];
    for (text, span, canonical) in cases {
        let parsed = parse(text);
        assert_eq!(parsed.lenient.whitespace, Some(span.clone()), "{text:?}");
        assert_eq!(parsed.tree.to_string(), canonical);
        assert_eq!(parsed.strict().unwrap_err().span(), span);
    }
    for (text, span, canonical) in [
        (" a.b", 0..1, "a.b"),
        ("a.b ", 3..4, "a.b"),
        ("e [a pr]", 1..2, "e[a pr]"),
        ("e[a pr] ", 7..8, "e[a pr]"),
        ("e[ a pr ].b\n", 2..3, "e[a pr].b"),
    ] {
        let parsed = Path::parse(text).unwrap();
        assert_eq!(parsed.lenient.whitespace, Some(span), "{text:?}");
        assert_eq!(parsed.tree.to_string(), canonical);
    }
    assert_eq!(AttrPath::parse(" a").unwrap().lenient.whitespace, Some(0..1));
    assert!(parse("not (a pr)").lenient.is_empty() && parse("not(a pr)").lenient.is_empty());
}

#[test]
fn case_of_literals() {
    let parsed = parse("a eq True and b eq NULL  and c eq false");
    assert_eq!(parsed.tree.to_string(), "a eq true and b eq null and c eq false");
    assert_eq!(parsed.lenient.literal_case, Some(5..9));
    assert_eq!(parsed.lenient.whitespace, Some(23..25));
    let error = parsed.strict().unwrap_err();
    assert_eq!(error.to_string(), "true, false and null are written in small letters (byte 5)");
}

fn literal(text: &str) -> Literal<'_> {
    let parsed = Filter::parse(text).unwrap_or_else(|e| panic!("{}", e.render(text)));
    match parsed.tree {
        Filter::Attr(exp) => match exp.test {
            Test::Compare { literal, .. } => literal,
            Test::Present => panic!(),
        },
        _ => panic!(),
    }
}

#[test]
fn strings() {
    for (written, value, printed) in [
        (r#""""#, "", r#""""#),
        (r#""日本 \" é""#, "日本 \" é", r#""日本 \" é""#),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t", r#""\"\\/\b\f\n\r\t""#),
        (r#""\u0041\u00e9\u00E9\u0000""#, "Aéé\0", r#""Aéé\u0000""#),
        (r#""\ud83d\uDE00x""#, "😀x", r#""😀x""#),
        ("\"a\u{7f}\"", "a\u{7f}", "\"a\u{7f}\""),
    ] {
        let text = format!("a eq {written}");
        let literal = literal(&text);
        assert!(matches!(&literal.value, LiteralValue::String(s) if s == value), "{written}");
        assert_eq!(literal.to_string(), printed);
        assert_eq!(literal.text.text, written);
    }
}

#[test]
fn strings_without_escapes_are_borrowed() {
    let LiteralValue::String(text) = literal(r#"a eq "bjensen""#).value else { panic!() };
    assert!(matches!(text, std::borrow::Cow::Borrowed("bjensen")));
}

#[test]
fn numbers() {
    use Number::{Float, Integer};
    for (text, expected) in [
        ("0", Integer(0)),
        ("-0", Integer(0)),
        ("42", Integer(42)),
        ("-7", Integer(-7)),
        ("9223372036854775807", Integer(i64::MAX)),
        ("-9223372036854775808", Integer(i64::MIN)),
        ("9223372036854775808", Float(9_223_372_036_854_775_808.0)),
        ("1.0", Float(1.0)),
        ("1e2", Float(100.0)),
        ("-2.5E-1", Float(-0.25)),
        ("0.1e+1", Float(1.0)),
        ("1e-999", Float(0.0)),
    ] {
        let filter = format!("a eq {text}");
        let literal = literal(&filter);
        assert_eq!((literal.value, literal.text.text), (LiteralValue::Number(expected), text));
    }
}
