//! The comparison operators (RFC 7644 §3.4.2.2, Table 3).

use std::fmt;

/// A comparison operator of RFC 7644 Table 3. `pr`, which takes no value, is [`Test::Present`](crate::Test::Present).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `eq`, equal.
    Eq,
    /// `ne`, not equal.
    Ne,
    /// `co`, contains.
    Co,
    /// `sw`, starts with.
    Sw,
    /// `ew`, ends with.
    Ew,
    /// `gt`, greater than.
    Gt,
    /// `ge`, greater than or equal to.
    Ge,
    /// `lt`, less than.
    Lt,
    /// `le`, less than or equal to.
    Le,
}

impl Operator {
    /// All of them, in the order of the messages.
    pub const ALL: [Operator; 9] = [
        Operator::Eq,
        Operator::Ne,
        Operator::Co,
        Operator::Sw,
        Operator::Ew,
        Operator::Gt,
        Operator::Ge,
        Operator::Lt,
        Operator::Le,
    ];

    /// The two letters of the operator.
    pub const fn as_str(self) -> &'static str {
        match self {
            Operator::Eq => "eq",
            Operator::Ne => "ne",
            Operator::Co => "co",
            Operator::Sw => "sw",
            Operator::Ew => "ew",
            Operator::Gt => "gt",
            Operator::Ge => "ge",
            Operator::Lt => "lt",
            Operator::Le => "le",
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What may follow an attribute path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Present,
    Compare(Operator),
}

/// Reads an operator in any case (RFC 7644 §3.4.2.2: operators are case insensitive).
pub(crate) fn read(word: &[u8]) -> Option<Word> {
    let &[a, b] = word else { return None };
    Some(Word::Compare(match [a.to_ascii_lowercase(), b.to_ascii_lowercase()] {
        [b'e', b'q'] => Operator::Eq,
        [b'n', b'e'] => Operator::Ne,
        [b'c', b'o'] => Operator::Co,
        [b's', b'w'] => Operator::Sw,
        [b'e', b'w'] => Operator::Ew,
        [b'g', b't'] => Operator::Gt,
        [b'g', b'e'] => Operator::Ge,
        [b'l', b't'] => Operator::Lt,
        [b'l', b'e'] => Operator::Le,
        [b'p', b'r'] => return Some(Word::Present),
        _ => return None,
    }))
}

/// Words of other query languages, and what they are called here.
const SYNONYMS: [(&str, &str); 34] = [
    ("=", "eq"),
    ("==", "eq"),
    ("===", "eq"),
    ("equal", "eq"),
    ("equals", "eq"),
    ("is", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("neq", "ne"),
    ("notequal", "ne"),
    ("notequals", "ne"),
    ("contains", "co"),
    ("includes", "co"),
    ("like", "co"),
    ("has", "co"),
    ("starts", "sw"),
    ("startswith", "sw"),
    ("starts_with", "sw"),
    ("beginswith", "sw"),
    ("ends", "ew"),
    ("endswith", "ew"),
    ("ends_with", "ew"),
    (">", "gt"),
    (">=", "ge"),
    ("gte", "ge"),
    ("gteq", "ge"),
    ("<", "lt"),
    ("<=", "le"),
    ("lte", "le"),
    ("lteq", "le"),
    ("present", "pr"),
    ("ispresent", "pr"),
    ("exists", "pr"),
    ("pres", "pr"),
];

/// The operator that was probably meant by `word`, if one is clearly the nearest.
pub(crate) fn suggest(word: &str) -> Option<&'static str> {
    if let Some((_, operator)) = SYNONYMS.iter().find(|(synonym, _)| synonym.eq_ignore_ascii_case(word)) {
        return Some(operator);
    }
    let word = word.as_bytes();
    let mut near =
        Operator::ALL.iter().map(|o| o.as_str()).chain(["pr"]).filter(|o| is_slip(word, o.as_bytes()));
    let first = near.next()?;
    near.next().is_none().then_some(first)
}

/// True where `word` is the two letters of an operator swapped, or with one letter doubled or added.
fn is_slip(word: &[u8], operator: &[u8]) -> bool {
    let same = |i: usize, j: usize| word[i].eq_ignore_ascii_case(&operator[j]);
    match word.len() {
        2 => same(0, 1) && same(1, 0),
        3 => (same(0, 0) && (same(1, 1) || same(2, 1))) || (same(1, 0) && same(2, 1)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case() {
        for operator in Operator::ALL {
            assert_eq!(read(operator.as_str().as_bytes()), Some(Word::Compare(operator)));
            assert_eq!(read(operator.as_str().to_uppercase().as_bytes()), Some(Word::Compare(operator)));
        }
        assert_eq!(read(b"Pr"), Some(Word::Present));
        for word in ["", "e", "eqq", "xx", "and"] {
            assert_eq!(read(word.as_bytes()), None, "{word}");
        }
    }

    #[test]
    fn suggestions() {
        for (word, expected) in [
            ("Equals", Some("eq")),
            ("==", Some("eq")),
            ("qe", Some("eq")),
            ("eqq", Some("eq")),
            ("prr", Some("pr")),
            ("contains", Some("co")),
            ("zz", None),
            ("", None),
            ("é", None),
            ("bananas", None),
        ] {
            assert_eq!(suggest(word), expected, "{word}");
        }
    }
}
