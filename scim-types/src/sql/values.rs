//! The values of lists that are in tables of their own.

use std::collections::HashSet;

use sea_query::{ConditionalStatement, Expr, ExprTrait, InsertStatement, Keyword, Query, Value as Parameter};

use super::columns::{Child, Place, Scope};
use super::statement::{Columns, Purpose, Row, inserted};
use super::{Lack, Sql, Statement, Unplaced};
use crate::patch::{Change, Delta};
use crate::value::{List, Value, ValueRef, View, same};

/// How many parameters one statement has at the most: `SQLite` takes 32,766, `PostgreSQL` twice as many.
const PARAMETERS: usize = 30_000;

impl Sql {
    /// What stores all values of a list: as many in one statement as databases take parameters.
    pub(super) fn insert_values(
        &self,
        child: &Child,
        id: &Expr,
        list: List<'_>,
    ) -> Result<Vec<Statement>, Unplaced> {
        let mut inserts: Vec<InsertStatement> = Vec::new();
        let mut room = 0;
        for index in 0..list.slot_count() {
            let row = whole(child, id, self.value_row(child, list.slot_at(index), Purpose::All)?);
            if let Some(insert) = inserts.last_mut().filter(|_| room >= row.len()) {
                room -= row.len();
                // The columns of all rows are the same.
                insert.values_panic(row.into_iter().map(|(_, value)| value));
            } else {
                room = PARAMETERS.saturating_sub(row.len());
                inserts.push(inserted(child.table, row));
            }
        }
        Ok(inserts.into_iter().map(Statement::Insert).collect())
    }

    /// The columns of one value.
    fn value_row(&self, child: &Child, value: ValueRef<'_>, purpose: Purpose) -> Result<Columns, Unplaced> {
        match (&child.value, value) {
            (Some(cell), value) => self.written(cell, value),
            (None, ValueRef::Complex(view)) => Ok(Row::of(self, &child.scope, view, purpose)?.columns),
            (None, _) => Ok(Vec::new()),
        }
    }

    /// What carries out the changes of one list. `list` is what it is now, empty if it was not loaded.
    pub(super) fn change_values(
        &self,
        child: &Child,
        id: &Expr,
        list: Option<List<'_>>,
        changes: &[&Change],
    ) -> Result<Vec<Statement>, Unplaced> {
        if let Some(list) = list.filter(|list| list.slot_count() > 0)
            && self.is_ambiguous(child, list, changes)?
        {
            let mut anew = vec![all_gone(child, id)];
            anew.extend(self.insert_values(child, id, list)?);
            return Ok(anew);
        }
        changes.iter().map(|change| self.change_value(child, id, change.delta())).collect()
    }

    /// Rows are told by what is in them: whether a value changes or goes that another one was equal to, or is now, so that both would.
    fn is_ambiguous(&self, child: &Child, list: List<'_>, changes: &[&Change]) -> Result<bool, Unplaced> {
        let key = |value| Ok(format!("{:?}", self.value_row(child, value, Purpose::Find)?));
        let is_whole = child.value.is_some() || child.scope.is_whole();
        let mut rows = HashSet::new();
        for change in changes {
            let (Delta::Removed(old) | Delta::Replaced { old, .. }) = change.delta() else { continue };
            let is_new = rows.insert(key(old.as_ref())?);
            if !is_new || (is_whole && list.iter().any(|value| same(value, old.as_ref()))) {
                return Ok(true);
            }
        }
        if is_whole || rows.is_empty() {
            return Ok(false);
        }
        // Of two that differ in what is in no column the rows are the same.
        for value in list.iter() {
            if rows.contains(&key(value)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn change_value(&self, child: &Child, id: &Expr, delta: &Delta) -> Result<Statement, Unplaced> {
        let row = |value: &Value, purpose| self.value_row(child, value.as_ref(), purpose);
        let sought = |old: &Value| {
            let columns = row(old, Purpose::Find)?;
            // Without any it would be every row.
            if columns.is_empty() {
                Err(Unplaced::new(child.scope.path(), Lack::Unkept))
            } else {
                Ok(columns)
            }
        };
        Ok(match delta {
            Delta::Added(new) => {
                Statement::Insert(inserted(child.table, whole(child, id, row(new, Purpose::All)?)))
            }
            Delta::Removed(old) => {
                let mut delete = Query::delete();
                child.narrow(delete.from_table(child.table), id);
                with(&mut delete, sought(old)?);
                Statement::Delete(delete)
            }
            Delta::Replaced { old, new } => {
                let mut update = Query::update();
                child.narrow(update.table(child.table).values(row(new, Purpose::All)?), id);
                with(&mut update, sought(old)?);
                Statement::Update(update)
            }
        })
    }
}

/// The row of a value: its columns, and those that tell whose it is.
fn whole(child: &Child, id: &Expr, value: Columns) -> Columns {
    let constants = child.constants.iter().map(|(column, text)| (*column, Expr::val(*text)));
    std::iter::once((child.column, id.clone())).chain(constants).chain(value).collect()
}

/// Has a statement be about the rows with these values.
fn with(statement: &mut impl ConditionalStatement, row: Columns) {
    for (column, value) in row {
        let is_null = matches!(
            &value,
            Expr::Keyword(Keyword::Null)
                | Expr::Value(
                    Parameter::Bool(None)
                        | Parameter::BigInt(None)
                        | Parameter::Double(None)
                        | Parameter::String(None)
                )
        );
        statement.and_where(if is_null { Expr::col(column).is_null() } else { Expr::col(column).eq(value) });
    }
}

/// That a resource has no values of a list any more.
pub(super) fn all_gone(child: &Child, id: &Expr) -> Statement {
    let mut delete = Query::delete();
    child.narrow(delete.from_table(child.table), id);
    Statement::Delete(delete)
}

/// The lists in other tables that are the resource's own.
pub(super) fn children(scope: &Scope, each: &mut impl FnMut(Child)) {
    for index in 0..scope.table.attributes.len() {
        match scope.place(index) {
            Ok(Place::Child(child)) if !child.is_read_only => each(child),
            Ok(Place::Complex(inner)) => children(&inner, each),
            _ => {}
        }
    }
}

/// The list that many steps away.
pub(super) fn list_at<'v>(view: View<'v>, steps: &[u16]) -> Option<List<'v>> {
    let (first, rest) = steps.split_first()?;
    match view.get(usize::from(*first)) {
        ValueRef::Complex(inner) => list_at(inner, rest),
        ValueRef::List(list) => Some(list),
        _ => None,
    }
}
