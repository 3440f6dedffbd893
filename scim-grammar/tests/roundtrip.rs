//! Properties over generated input: what is printed parses to the same tree, and what parses means what was written.

use proptest::prelude::*;
use scim_grammar::{AttrPath, Filter, Limits, Literal, LiteralValue, Number, Parsed, Path, Test, Text};

/// A filter as a user would think of it; a leaf is the number of a variable.
#[derive(Debug, Clone)]
enum Model {
    Leaf(u8),
    Not(Box<Model>),
    And(Vec<Model>),
    Or(Vec<Model>),
    Group(Box<Model>),
}

impl Model {
    fn holds(&self, variables: u8) -> bool {
        match self {
            Model::Leaf(i) => variables >> i & 1 == 1,
            Model::Not(inner) => !inner.holds(variables),
            Model::And(parts) => parts.iter().all(|part| part.holds(variables)),
            Model::Or(parts) => parts.iter().any(|part| part.holds(variables)),
            Model::Group(inner) => inner.holds(variables),
        }
    }

    /// Text with the brackets that the precedence needs, and those of the `Group`s.
    fn write(&self, text: &mut String) {
        let bracketed = |inner: &Model, text: &mut String| {
            text.push('(');
            inner.write(text);
            text.push(')');
        };
        match self {
            Model::Leaf(i) => text.extend(["a eq ", &i.to_string()]),
            Model::Not(inner) => {
                text.push_str("not ");
                bracketed(inner, text);
            }
            Model::Group(inner) => bracketed(inner, text),
            Model::And(parts) | Model::Or(parts) => {
                let is_and = matches!(self, Model::And(_));
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        text.push_str(if is_and { " and " } else { " or " });
                    }
                    match part {
                        Model::Or(_) if is_and => bracketed(part, text),
                        part => part.write(text),
                    }
                }
            }
        }
    }
}

fn model() -> impl Strategy<Value = Model> {
    (0u8..8).prop_map(Model::Leaf).prop_recursive(6, 60, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|m| Model::Not(Box::new(m))),
            inner.clone().prop_map(|m| Model::Group(Box::new(m))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Model::And),
            prop::collection::vec(inner, 2..4).prop_map(Model::Or),
        ]
    })
}

fn holds(filter: &Filter<'_>, variables: u8) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| holds(part, variables)),
        Filter::Or(parts) => parts.iter().any(|part| holds(part, variables)),
        Filter::Not(inner) => !holds(inner, variables),
        Filter::Value(exp) => holds(&exp.value_path.filter, variables),
        Filter::Attr(exp) => match &exp.test {
            Test::Compare { literal, .. } => match literal.value {
                LiteralValue::Number(Number::Integer(i)) => variables >> i & 1 == 1,
                _ => unreachable!(),
            },
            Test::Present => unreachable!(),
        },
    }
}

/// The promises of `Filter`'s documentation.
fn is_canonical(filter: &Filter<'_>) -> bool {
    match filter {
        Filter::And(parts) => {
            parts.len() > 1 && parts.iter().all(|p| !matches!(p, Filter::And(_)) && is_canonical(p))
        }
        Filter::Or(parts) => {
            parts.len() > 1 && parts.iter().all(|p| !matches!(p, Filter::Or(_)) && is_canonical(p))
        }
        Filter::Not(inner) => is_canonical(inner),
        Filter::Value(exp) => is_canonical(&exp.value_path.filter),
        Filter::Attr(_) => true,
    }
}

/// Pieces that make up filters and paths, so that random sequences of them often parse.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "name.sub",
        "urn:ex:2.0:A:b.c",
        "$ref",
        "not",
        "(",
        "(",
        ")",
        ")",
        "[",
        "]",
        ".b",
        "pr",
        "pr",
        " eq ",
        "NE",
        " and ",
        " or ",
        " ",
        " ",
        "\t",
        "\"x\"",
        r#""\u00e9\n""#,
        "1",
        "-2.5e3",
        "true",
        "False",
        "null",
        "é",
        "\"",
        "e[",
        "a pr",
        "b eq 1",
        " and a pr",
        " or b pr",
        "not (",
        "]",
        ")",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn check_any(text: &str) {
    match Filter::parse(text) {
        Ok(Parsed { tree, .. }) => {
            assert!(is_canonical(&tree), "{text}");
            let printed = tree.to_string();
            let again = Filter::parse(&printed).and_then(Parsed::strict);
            assert_eq!(again.as_ref(), Ok(&tree), "{text} printed as {printed}");
            assert_eq!(again.unwrap().to_string(), printed);
        }
        Err(error) => {
            assert!(text.get(error.span()).is_some());
            assert_eq!(error.render(text).lines().count(), 3);
        }
    }
    match Path::parse(text) {
        Ok(Parsed { tree, .. }) => {
            let printed = tree.to_string();
            assert_eq!(Path::parse(&printed).and_then(Parsed::strict).as_ref(), Ok(&tree), "{text}");
        }
        Err(error) => assert!(text.get(error.span()).is_some()),
    }
    if let Ok(Parsed { tree, .. }) = AttrPath::parse(text) {
        assert_eq!(AttrPath::parse(&tree.to_string()).and_then(Parsed::strict), Ok(tree));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn means_what_was_written(model in model()) {
        let mut text = String::new();
        model.write(&mut text);
        let tree = Filter::parse_with(&text, Limits { depth: 200, terms: 10_000 }).unwrap().strict().unwrap();
        for variables in 0..=255 {
            prop_assert_eq!(holds(&tree, variables), model.holds(variables), "{}", text);
        }
        prop_assert!(is_canonical(&tree));
        check_any(&text);
    }

    #[test]
    fn soup_never_panics_and_round_trips(text in soup()) {
        check_any(&text);
    }

    #[test]
    fn any_text_never_panics(text in any::<String>()) {
        check_any(&text);
        check_any(&format!("a eq {text}"));
        check_any(&format!("a eq \"{text}\""));
        check_any(&format!("e[{text}].b"));
    }

    #[test]
    fn strings_round_trip(text in any::<String>()) {
        let literal = Literal { value: LiteralValue::String(text.clone().into()), text: Text::new("", 0) };
        let filter = format!("a eq {literal}");
        let tree = Filter::parse(&filter).unwrap().strict().unwrap();
        let Filter::Attr(exp) = tree else { panic!() };
        let Test::Compare { literal, .. } = exp.test else { panic!() };
        prop_assert_eq!(literal.value, LiteralValue::String(text.into()));
    }
}
