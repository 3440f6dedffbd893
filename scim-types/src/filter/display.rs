//! The canonical text of a bound filter, which binds to an equal one.

use std::fmt::{self, Formatter, Write as _};

use super::expr::Expr;
use super::test::{Order, Test};
use super::text::Operand;
use crate::path::Steps;
use crate::schema::{AttributeDef, Table};

/// What names are written with: a table, or for the elements of a simple attribute the name `value`.
#[derive(Clone, Copy)]
struct Names(Option<&'static Table>);

impl Expr {
    /// Writes a filter on resources of `table`.
    pub(crate) fn write(&self, table: &'static Table, f: &mut Formatter<'_>) -> fmt::Result {
        write_expr(self, Names(Some(table)), f)
    }

    /// Writes a filter on the elements of `attribute`.
    pub(crate) fn write_within(
        &self,
        attribute: &'static AttributeDef,
        f: &mut Formatter<'_>,
    ) -> fmt::Result {
        write_expr(self, Names(attribute.table), f)
    }
}

fn write_expr(expr: &Expr, names: Names, f: &mut Formatter<'_>) -> fmt::Result {
    match expr {
        Expr::And(parts) => write_chain(parts, " and ", names, f),
        Expr::Or(parts) => write_chain(parts, " or ", names, f),
        Expr::Not(inner) => {
            f.write_str("not ")?;
            write_group(inner, names, f)
        }
        Expr::Test(steps, test) => write_test(*steps, test, names, f),
        Expr::Element(steps, inner) => {
            names.write(*steps, f)?;
            f.write_char('[')?;
            let attribute = names.0.and_then(|table| steps.last(table));
            write_expr(inner, Names(attribute.and_then(|a| a.table)), f)?;
            f.write_char(']')
        }
        Expr::Schemas(schemas) => {
            f.write_str("schemas ")?;
            write_operation(&schemas.test, f)
        }
        // Every resource has `schemas`.
        Expr::Fixed(true) => f.write_str("schemas pr"),
        Expr::Fixed(false) => f.write_str("not (schemas pr)"),
    }
}

fn write_chain(parts: &[Expr], between: &str, names: Names, f: &mut Formatter<'_>) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        // `or` binds weaker than `and`.
        let loose = between == " and " && matches!(part, Expr::Or(_) | Expr::Test(_, Test::In(_)));
        if loose { write_group(part, names, f)? } else { write_expr(part, names, f)? }
    }
    Ok(())
}

fn write_group(expr: &Expr, names: Names, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('(')?;
    write_expr(expr, names, f)?;
    f.write_char(')')
}

fn write_test(steps: Steps, test: &Test, names: Names, f: &mut Formatter<'_>) -> fmt::Result {
    let Test::In(set) = test else {
        names.write(steps, f)?;
        f.write_char(' ')?;
        return write_operation(test, f);
    };
    for (i, text) in set.texts().iter().enumerate() {
        if i > 0 {
            f.write_str(" or ")?;
        }
        names.write(steps, f)?;
        write_text(" eq ", text, f)?;
    }
    Ok(())
}

impl Names {
    fn write(self, steps: Steps, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(table) => steps.write(table, f),
            None => f.write_str("value"),
        }
    }
}

fn write_operation(test: &Test, f: &mut Formatter<'_>) -> fmt::Result {
    match test {
        Test::Present => f.write_str("pr"),
        Test::Eq(text) => write_text("eq ", text, f),
        Test::Ne(text) => write_text("ne ", text, f),
        Test::Co(text) => write_text("co ", text, f),
        Test::Sw(text) => write_text("sw ", text, f),
        Test::Ew(text) => write_text("ew ", text, f),
        Test::Order(order, text) => {
            f.write_str(word(*order))?;
            write_text(" ", text, f)
        }
        // Written by `write_test`, name by name.
        Test::In(_) => Ok(()),
        Test::Bool(value) => write!(f, "eq {value}"),
        Test::NotBool(value) => write!(f, "ne {value}"),
        Test::Int(order, value) => write!(f, "{} {value}", word(*order)),
        Test::Decimal(order, value) => write!(f, "{} {value:?}", word(*order)),
        Test::Date(order, value) => write!(f, "{} \"{value}\"", word(*order)),
        // Any number that no integer equals.
        Test::NoInt(ne) => f.write_str(if *ne { "ne 0.5" } else { "eq 0.5" }),
    }
}

const fn word(order: Order) -> &'static str {
    match order {
        Order::Eq => "eq",
        Order::Ne => "ne",
        Order::Gt => "gt",
        Order::Ge => "ge",
        Order::Lt => "lt",
        Order::Le => "le",
    }
}

fn write_text(before: &str, text: &Operand, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(before)?;
    f.write_char('"')?;
    for c in text.as_str().chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
