//! Canonical text of the syntax trees.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::byte::in_string;
use crate::filter::{AttrExp, Filter, SubAttrTest, Test, ValueExp};
use crate::literal::{Literal, LiteralValue};
use crate::path::{Attr, AttrPath, Path, ValuePath};

impl Display for Attr<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.text)?;
        match self.sub {
            Some(sub) => write!(f, ".{sub}"),
            None => Ok(()),
        }
    }
}

impl Display for AttrPath<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            AttrPath::Plain(attr) => attr.fmt(f),
            AttrPath::Urn(urn) => f.write_str(urn.text.text),
        }
    }
}

impl Display for ValuePath<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.attr.fmt(f)?;
        f.write_char('[')?;
        self.filter.fmt(f)?;
        f.write_char(']')
    }
}

impl Display for Path<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Path::Attr(attr) => attr.fmt(f),
            Path::Value { value_path, sub: None } => value_path.fmt(f),
            Path::Value { value_path, sub: Some(sub) } => write!(f, "{value_path}.{sub}"),
        }
    }
}

impl Display for Filter<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Filter::And(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" and ")?;
                    }
                    // `or` binds weaker than `and`.
                    match part {
                        Filter::Or(_) => in_brackets(part, f)?,
                        part => part.fmt(f)?,
                    }
                }
                Ok(())
            }
            Filter::Or(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" or ")?;
                    }
                    part.fmt(f)?;
                }
                Ok(())
            }
            Filter::Not(inner) => {
                f.write_str("not ")?;
                in_brackets(inner, f)
            }
            Filter::Attr(exp) => exp.fmt(f),
            Filter::Value(exp) => exp.fmt(f),
        }
    }
}

/// Filters recurse without `write!`, which would take several times the stack.
fn in_brackets(filter: &Filter<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('(')?;
    filter.fmt(f)?;
    f.write_char(')')
}

impl Display for AttrExp<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.test)
    }
}

impl Display for ValueExp<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.value_path.fmt(f)?;
        match &self.then {
            Some(then) => write!(f, ".{then}"),
            None => Ok(()),
        }
    }
}

impl Display for SubAttrTest<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.test)
    }
}

impl Display for Test<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Test::Present => f.write_str("pr"),
            Test::Compare { operator, literal, .. } => write!(f, "{operator} {literal}"),
        }
    }
}

/// Strings with the escapes that JSON demands and no others, numbers as they were written.
impl Display for Literal<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.value {
            LiteralValue::String(text) => write_string(text, f),
            LiteralValue::Number(_) => f.write_str(self.text.text),
            LiteralValue::Boolean(true) => f.write_str("true"),
            LiteralValue::Boolean(false) => f.write_str("false"),
            LiteralValue::Null => f.write_str("null"),
        }
    }
}

fn write_string(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    let mut plain = 0;
    for (i, byte) in text.bytes().enumerate() {
        if in_string(byte) {
            continue;
        }
        f.write_str(&text[plain..i])?;
        plain = i + 1;
        match byte {
            b'"' => f.write_str("\\\"")?,
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            0x08 => f.write_str("\\b")?,
            0x0C => f.write_str("\\f")?,
            byte => write!(f, "\\u{byte:04x}")?,
        }
    }
    f.write_str(&text[plain..])?;
    f.write_char('"')
}
