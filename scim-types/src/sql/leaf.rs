//! One test of one column.

use std::borrow::Cow;

use sea_query::{Expr, ExprTrait, Func, Value};

use super::columns::{Cell, whole_number};
use super::{Dates, Dialect, Sql, Unplaced};
use crate::filter::{Operand, Order, Test, TextSet, case_fold};
use crate::value::{DateTime, ValueRef};

/// A condition that is neither true nor false for SQL where the column is null: `of_null` is what it is then.
pub(super) struct Leaf {
    pub(super) holds: Truth,
    pub(super) of_null: bool,
}

/// A condition, or what is known without looking.
pub(super) enum Truth {
    Known(bool),
    Asked(Expr),
}

impl From<Expr> for Truth {
    fn from(expr: Expr) -> Self {
        Self::Asked(expr)
    }
}

impl Sql {
    /// What `test` asks of a column.
    pub(super) fn leaf(&self, cell: &Cell, test: &Test) -> Result<Leaf, Unplaced> {
        let holds = match test {
            Test::Present if cell.holds_text() => cell.is_there().into(),
            Test::Present => Truth::Known(true),
            Test::Eq(text) => self.equal(cell, text)?,
            Test::Ne(text) => match self.equal(cell, text)? {
                Truth::Known(holds) => Truth::Known(!holds),
                Truth::Asked(expr) => expr.not().into(),
            },
            Test::In(set) => self.one_of(cell, set)?,
            Test::Co(text) => self.text(cell, text, |value, text| self.contains(value, text))?,
            Test::Sw(text) => self.text(cell, text, |value, text| self.starts(value, text))?,
            Test::Ew(text) => self.text(cell, text, |value, text| self.ends(value, text))?,
            Test::Order(order, text) => self.ordered(cell, *order, text.as_str())?,
            Test::Bool(value) => cell.value().eq(*value).into(),
            Test::NotBool(value) => cell.value().eq(!*value).into(),
            Test::Int(order, value) => compare(cell.value(), *order, Expr::val(*value)).into(),
            Test::Decimal(order, value) => compare(cell.value(), *order, Expr::val(*value)).into(),
            Test::Date(order, date) => self.dated(cell.value(), *order, *date),
            Test::NoInt(holds) => Truth::Known(*holds),
        };
        Ok(Leaf { holds, of_null: test.of(ValueRef::Absent) })
    }

    /// A text that `PostgreSQL` could not hold is in no column.
    pub(super) fn is_foreign(&self, text: &str) -> bool {
        self.dialect == Dialect::Postgres && text.contains('\0')
    }

    fn equal(&self, cell: &Cell, text: &Operand) -> Result<Truth, Unplaced> {
        if cell.is_integer {
            let number = whole_number(text.as_str());
            return Ok(number.map_or(Truth::Known(false), |number| cell.value().eq(number).into()));
        }
        let column = cell.compared()?;
        if self.is_foreign(text.as_str()) {
            return Ok(Truth::Known(false));
        }
        Ok(column.eq(text.as_str()).into())
    }

    fn one_of(&self, cell: &Cell, set: &TextSet) -> Result<Truth, Unplaced> {
        let texts = set.texts().iter().map(Operand::as_str);
        let (column, values): (Expr, Vec<Value>) = if cell.is_integer {
            (cell.value(), texts.filter_map(whole_number).map(Value::from).collect())
        } else {
            let texts = texts.filter(|text| !self.is_foreign(text));
            (cell.compared()?, texts.map(Value::from).collect())
        };
        Ok(if values.is_empty() { Truth::Known(false) } else { column.is_in(values).into() })
    }

    /// A test of a part of a text: every text has the empty one in it.
    fn text(
        &self,
        cell: &Cell,
        text: &Operand,
        test: impl FnOnce(Expr, &str) -> Expr,
    ) -> Result<Truth, Unplaced> {
        let column = cell.compared()?;
        let text = text.as_str();
        Ok(match text {
            "" => Truth::Known(true),
            text if self.is_foreign(text) => Truth::Known(false),
            text => test(column, text).into(),
        })
    }

    fn contains(&self, value: Expr, text: &str) -> Expr {
        // Not LIKE: SQLite's does not tell letter case, and a pattern would have to be escaped.
        let find = match self.dialect {
            Dialect::Sqlite => "instr",
            Dialect::Postgres => "strpos",
        };
        Expr::from(Func::cust(find).args([value, Expr::val(text)])).gt(0)
    }

    /// A range, for which an index on the column serves.
    fn starts(&self, value: Expr, text: &str) -> Expr {
        let from = self.bytewise(value.clone()).gte(text);
        match after(text) {
            Some(end) => from.and(self.bytewise(value).lt(end)),
            None => from,
        }
    }

    fn ends(&self, value: Expr, text: &str) -> Expr {
        match self.dialect {
            // As bytes, since SQLite counts the characters of a text up to the first NUL.
            Dialect::Sqlite => {
                let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
                let end = Func::cust("substr").args([value.clone().cast_as("BLOB"), Expr::val(-length)]);
                // Of no bytes at all it makes null.
                value.ne("").and(Expr::from(end).eq(Expr::val(text.as_bytes().to_vec())))
            }
            Dialect::Postgres => {
                let length = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
                Expr::from(Func::cust("right").args([value, Expr::val(length)])).eq(text)
            }
        }
    }

    fn ordered(&self, cell: &Cell, order: Order, text: &str) -> Result<Truth, Unplaced> {
        let column = self.bytewise(cell.compared()?);
        // Behind what stands before a NUL comes nothing that PostgreSQL holds and that is less than the whole.
        let (order, text) = match text.split_once('\0').filter(|_| self.dialect == Dialect::Postgres) {
            None => (order, text),
            Some((head, _)) => match order {
                Order::Gt | Order::Ge => (Order::Gt, head),
                Order::Lt | Order::Le => (Order::Le, head),
                Order::Eq => return Ok(Truth::Known(false)),
                Order::Ne => return Ok(Truth::Known(true)),
            },
        };
        Ok(compare(column, order, Expr::val(text)).into())
    }

    /// By code points, which is by bytes in UTF-8.
    pub(super) fn bytewise(&self, value: Expr) -> Expr {
        match self.dialect {
            Dialect::Sqlite => value,
            Dialect::Postgres => Expr::cust_with_exprs("$1 COLLATE \"C\"", [value]),
        }
    }

    /// Compares with the next instant that the column can hold.
    fn dated(&self, column: Expr, order: Order, date: DateTime) -> Truth {
        let (nanos, unit) = (date.unix_nanoseconds(), self.dates.unit());
        let whole = nanos.rem_euclid(unit) == 0;
        let order = match order {
            Order::Eq if !whole => return Truth::Known(false),
            Order::Ne if !whole => return Truth::Known(true),
            // The instant is between the one that the division gives and the next.
            Order::Ge if !whole => Order::Gt,
            Order::Lt if !whole => Order::Le,
            order => order,
        };
        let units = i64::try_from(nanos.div_euclid(unit)).unwrap_or(i64::MAX);
        compare(column, order, self.instant(units)).into()
    }

    /// The instant as a column holds it.
    pub(super) fn instant_of(&self, date: DateTime) -> Expr {
        let units = date.unix_nanoseconds().div_euclid(self.dates.unit());
        self.instant(i64::try_from(units).unwrap_or(i64::MAX))
    }

    fn instant(&self, units: i64) -> Expr {
        match self.dates {
            Dates::Timestamps => Expr::cust_with_exprs(
                "TIMESTAMPTZ 'epoch' + $1 * INTERVAL '1 microsecond'",
                [Expr::val(units)],
            ),
            _ => Expr::val(units),
        }
    }
}

fn compare(column: Expr, order: Order, value: Expr) -> Expr {
    match order {
        Order::Eq => column.eq(value),
        Order::Ne => column.ne(value),
        Order::Gt => column.gt(value),
        Order::Ge => column.gte(value),
        Order::Lt => column.lt(value),
        Order::Le => column.lte(value),
    }
}

/// The least text that is greater than all that start with `text`; `None` if there is none.
fn after(text: &str) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    while let Some(last) = chars.pop() {
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            last => char::from_u32(last as u32 + 1),
        };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// A constant as a bind parameter.
pub(super) fn parameter(value: ValueRef<'_>) -> Option<Value> {
    Some(match value {
        ValueRef::Str(text) => Value::from(text),
        ValueRef::Text(text) => Value::from(text.to_string()),
        ValueRef::Bool(value) => Value::from(value),
        ValueRef::Int(value) => Value::from(value),
        ValueRef::Decimal(value) => Value::from(value),
        _ => return None,
    })
}

/// A text as it compares where case does not count.
pub(super) fn folded(value: ValueRef<'_>) -> Option<String> {
    text(value).map(|text| case_fold(&text))
}

/// The text that a value is.
pub(super) fn text(value: ValueRef<'_>) -> Option<Cow<'_, str>> {
    match value {
        ValueRef::Str(text) => Some(Cow::Borrowed(text)),
        ValueRef::Text(text) => Some(Cow::Owned(text.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn what_comes_after_a_prefix() {
        assert_eq!(after("ab").as_deref(), Some("ac"));
        assert_eq!(after("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(after("\u{D7FF}").as_deref(), Some("\u{E000}"));
        assert_eq!(after("\u{10FFFF}"), None);
    }
}
