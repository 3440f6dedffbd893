//! Resources and changes as statements.

use sea_query::{
    DeleteStatement, Expr, ExprTrait, InsertStatement, PostgresQueryBuilder, Query, SqliteQueryBuilder,
    UpdateStatement, Value, Values,
};

use super::columns::{Cell, Child, Place, Scope};
use super::{Dialect, Lack, Sql, Unplaced};
use crate::filter::case_fold;
use crate::patch::{Change, Changes, Delta};
use crate::schema::{AttributeType, Mutability, Role};
use crate::traits::ScimResource;
use crate::value::{List, ValueRef, View, is_unassigned};

/// A statement that changes rows. What has to be true besides, such as that a version is still the one that was read, can be added to it
/// before it is [built](Self::build).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Statement {
    /// New rows.
    Insert(InsertStatement),
    /// Other values of rows.
    Update(UpdateStatement),
    /// Rows that go.
    Delete(DeleteStatement),
}

impl Statement {
    /// The text and its parameters, in order.
    pub fn build(&self, dialect: Dialect) -> (String, Values) {
        match (self, dialect) {
            (Self::Insert(statement), Dialect::Sqlite) => statement.build(SqliteQueryBuilder),
            (Self::Insert(statement), Dialect::Postgres) => statement.build(PostgresQueryBuilder),
            (Self::Update(statement), Dialect::Sqlite) => statement.build(SqliteQueryBuilder),
            (Self::Update(statement), Dialect::Postgres) => statement.build(PostgresQueryBuilder),
            (Self::Delete(statement), Dialect::Sqlite) => statement.build(SqliteQueryBuilder),
            (Self::Delete(statement), Dialect::Postgres) => statement.build(PostgresQueryBuilder),
        }
    }
}

impl Sql {
    /// What stores a new resource: its row, and those of its lists in other tables.
    ///
    /// # Errors
    ///
    /// When something is assigned that a client may set, and that is in no column.
    pub fn insert<T: ScimResource>(&self, resource: &T) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let view = View::new(resource);
        let mut row = Row { sql: self, root: view, columns: Vec::new(), lists: Vec::new() };
        row.all(&root, Some(view))?;
        let mut statements = vec![inserted(root.alias, row.columns)];
        for (child, list) in row.lists {
            let key = Expr::val(text_id(resource));
            statements.extend(self.insert_values(&child, &key, list)?);
        }
        Ok(statements)
    }

    /// What makes the rows of a resource what it is now, after a PUT: its row gets all values anew, and so do the lists in other tables.
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert).
    pub fn replace<T: ScimResource>(&self, resource: &T) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let (cell, id) = (id_of(&root)?, text_id(resource));
        let view = View::new(resource);
        let mut row = Row { sql: self, root: view, columns: Vec::new(), lists: Vec::new() };
        row.all(&root, Some(view))?;
        row.columns.retain(|(name, _)| *name != cell.name());
        let update =
            Query::update().table(root.alias).values(row.columns).and_where(cell.value().eq(&*id)).to_owned();
        let mut statements = vec![Statement::Update(update)];
        children(&root, &mut |child| statements.push(all_gone(&child, &id)));
        for (child, list) in row.lists {
            statements.extend(self.insert_values(&child, &Expr::val(&*id), list)?);
        }
        Ok(statements)
    }

    /// What removes a resource: the rows of its lists in other tables, and its row.
    ///
    /// # Errors
    ///
    /// When the type's `id` is in no column.
    pub fn delete<T: ScimResource>(&self, id: &str) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let cell = id_of(&root)?;
        let mut statements = Vec::new();
        children(&root, &mut |child| statements.push(all_gone(&child, id)));
        let row = Query::delete().from_table(root.alias).and_where(cell.value().eq(id)).to_owned();
        statements.push(Statement::Delete(row));
        Ok(statements)
    }

    /// What carries out the changes of a PATCH request on rows: one UPDATE of the resource's row if something in it changed, and for each
    /// value of a list in another table an INSERT, an UPDATE or a DELETE. A list that was not loaded need not be: its changes are enough.
    ///
    /// `resource` is what the request made of it.
    ///
    /// # Errors
    ///
    /// When something changed that is in no column.
    pub fn changes<T: ScimResource>(
        &self,
        resource: &T,
        changes: &Changes,
    ) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let view = View::new(resource);
        let cell = id_of(&root)?;
        let id = text_id(resource);
        let mut row = Row { sql: self, root: view, columns: Vec::new(), lists: Vec::new() };
        let mut statements = Vec::new();
        for change in changes {
            match row.change(&root, Some(view), change.steps().as_slice())? {
                None => {}
                Some(child) => statements.push(self.change_values(&child, &id, change)?),
            }
        }
        let mut known: Vec<&'static str> = Vec::new();
        row.columns.retain(|(name, _)| {
            let is_new = !known.contains(name);
            known.push(name);
            is_new
        });
        if !row.columns.is_empty() {
            let update = Query::update()
                .table(root.alias)
                .values(row.columns)
                .and_where(cell.value().eq(id))
                .to_owned();
            statements.insert(0, Statement::Update(update));
        }
        Ok(statements)
    }

    fn insert_values(
        &self,
        child: &Child,
        key: &Expr,
        list: List<'_>,
    ) -> Result<Option<Statement>, Unplaced> {
        let mut rows = Vec::with_capacity(list.slot_count());
        for index in 0..list.slot_count() {
            rows.push(self.value_row(child, list.slot_at(index))?);
        }
        let Some(first) = rows.first() else { return Ok(None) };
        let columns = std::iter::once(child.column).chain(first.iter().map(|(name, _)| *name));
        let mut insert = Query::insert();
        insert.into_table(child.table).columns(columns.collect::<Vec<_>>());
        for row in rows {
            let values = std::iter::once(key.clone()).chain(row.into_iter().map(|(_, value)| value));
            insert.values_panic(values);
        }
        Ok(Some(Statement::Insert(insert.clone())))
    }

    /// The columns of one value of a list, but for the one that refers to the resource.
    fn value_row(&self, child: &Child, value: ValueRef<'_>) -> Result<Vec<(&'static str, Expr)>, Unplaced> {
        match (&child.value, value) {
            (Some(cell), value) => self.written(cell, value),
            (None, ValueRef::Complex(view)) => {
                let mut row = Row { sql: self, root: view, columns: Vec::new(), lists: Vec::new() };
                row.all(&child.scope, Some(view))?;
                Ok(row.columns)
            }
            (None, _) => Ok(Vec::new()),
        }
    }

    fn change_values(&self, child: &Child, id: &str, change: &Change) -> Result<Statement, Unplaced> {
        Ok(match change.delta() {
            Delta::Added(new) => {
                let mut row = vec![(child.column, Expr::val(id))];
                row.extend(self.value_row(child, new.as_ref())?);
                inserted(child.table, row)
            }
            Delta::Removed(old) => {
                let mut delete = Query::delete();
                delete.from_table(child.table).and_where(Expr::col(child.column).eq(id));
                for (column, value) in self.value_row(child, old.as_ref())? {
                    delete.and_where(is(column, value));
                }
                Statement::Delete(delete.clone())
            }
            Delta::Replaced { old, new } => {
                let mut update = Query::update();
                update.table(child.table).values(self.value_row(child, new.as_ref())?);
                update.and_where(Expr::col(child.column).eq(id));
                for (column, value) in self.value_row(child, old.as_ref())? {
                    update.and_where(is(column, value));
                }
                Statement::Update(update.clone())
            }
        })
    }

    /// The columns of a value, with what they hold.
    ///
    /// # Errors
    ///
    /// When it is an expression, which holds nothing.
    fn written(&self, cell: &Cell, value: ValueRef<'_>) -> Result<Vec<(&'static str, Expr)>, Unplaced> {
        if cell.is_expression() {
            return Err(Unplaced::new(cell.path.clone(), Lack::Column));
        }
        let mut columns = vec![(cell.name(), self.parameter(cell, value))];
        if let Some(folded) = cell.folded_name() {
            let text = match value {
                ValueRef::Str(text) => Some(case_fold(text)),
                ValueRef::Text(text) => Some(case_fold(&text.to_string())),
                _ => None,
            };
            columns.push((folded, Expr::val(Value::from(text))));
        }
        Ok(columns)
    }

    fn parameter(&self, cell: &Cell, value: ValueRef<'_>) -> Expr {
        if let ValueRef::Date(date) = value {
            return self.instant_of(date);
        }
        Expr::val(super::leaf::parameter(value).unwrap_or(match cell.attribute.attribute_type {
            AttributeType::Boolean => Value::Bool(None),
            AttributeType::Integer | AttributeType::DateTime => Value::BigInt(None),
            AttributeType::Decimal => Value::Double(None),
            _ => Value::String(None),
        }))
    }
}

/// That a resource has no values of a list any more.
fn all_gone(child: &Child, id: &str) -> Statement {
    let rows = Query::delete().from_table(child.table).and_where(Expr::col(child.column).eq(id)).to_owned();
    Statement::Delete(rows)
}

/// The lists in other tables.
fn children(scope: &Scope, each: &mut impl FnMut(Child)) {
    for index in 0..scope.table.attributes.len() {
        match scope.place(index) {
            Ok(Place::Child(child)) => each(child),
            Ok(Place::Complex(inner)) => children(&inner, each),
            _ => {}
        }
    }
}

/// That a column holds exactly this.
fn is(column: &'static str, value: Expr) -> Expr {
    let is_null = matches!(
        &value,
        Expr::Value(Value::Bool(None) | Value::BigInt(None) | Value::Double(None) | Value::String(None))
    );
    if is_null { Expr::col(column).is_null() } else { Expr::col(column).eq(value) }
}

fn inserted(table: &'static str, row: Vec<(&'static str, Expr)>) -> Statement {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let insert = Query::insert().into_table(table).columns(columns).values_panic(values).to_owned();
    Statement::Insert(insert)
}

fn text_id<T: ScimResource>(resource: &T) -> String {
    resource.scim_id().into_owned()
}

fn id_of(root: &Scope) -> Result<Cell, Unplaced> {
    let index = root.table.attributes.iter().position(|attribute| attribute.role == Role::Id);
    match index.map(|index| root.place(index)).transpose()? {
        Some(Place::Column(cell)) => Ok(cell),
        _ => Err(Unplaced::new("id", Lack::Column)),
    }
}

/// The columns of one row, as they are found.
struct Row<'s, 'v> {
    sql: &'s Sql,
    /// The row, or the struct that its columns are of.
    root: View<'v>,
    columns: Vec<(&'static str, Expr)>,
    lists: Vec<(Child, List<'v>)>,
}

impl<'v> Row<'_, 'v> {
    /// All that is at `scope`. `view` is the value there; a part of a row is found by its slots.
    fn all(&mut self, scope: &Scope, view: Option<View<'v>>) -> Result<(), Unplaced> {
        for index in 0..scope.table.attributes.len() {
            self.one(scope, view, index)?;
        }
        Ok(())
    }

    fn one(&mut self, scope: &Scope, view: Option<View<'v>>, index: usize) -> Result<(), Unplaced> {
        let attribute = &scope.table.attributes[index];
        let value = view.map_or(ValueRef::Absent, |view| view.get(index));
        let place = match scope.place(index) {
            Ok(place) => place,
            // What only the server sets, or nobody set, need not be anywhere.
            Err(_) if attribute.mutability == Mutability::ReadOnly || is_unassigned(value) => return Ok(()),
            Err(unplaced) => return Err(unplaced),
        };
        match place {
            Place::Column(cell) => {
                let value = cell.slot.map_or(value, |slot| self.root.field(slot));
                self.columns.extend(self.sql.written(&cell, value)?);
            }
            Place::Constant(_) | Place::Nowhere => {}
            Place::Complex(inner) => match value {
                ValueRef::Complex(view) => self.all(&inner, Some(view))?,
                _ => self.all(&inner, None)?,
            },
            Place::Elements(elements) => {
                elements.iter().try_for_each(|element| self.all(element, None))?;
            }
            Place::Child(child) => {
                if let ValueRef::List(list) = value {
                    self.lists.push((child, list));
                }
            }
        }
        Ok(())
    }

    /// What is at the end of `steps`; the list in another table, if it is one.
    fn change(
        &mut self,
        scope: &Scope,
        view: Option<View<'v>>,
        steps: &[u16],
    ) -> Result<Option<Child>, Unplaced> {
        let [first, rest @ ..] = steps else {
            self.all(scope, view)?;
            return Ok(None);
        };
        let index = usize::from(*first);
        match scope.place(index)? {
            Place::Complex(inner) => {
                let value = view.map_or(ValueRef::Absent, |view| view.get(index));
                let view = match value {
                    ValueRef::Complex(view) => Some(view),
                    _ => None,
                };
                self.change(&inner, view, rest)
            }
            Place::Child(child) => Ok(Some(child)),
            Place::Column(_) | Place::Constant(_) | Place::Nowhere | Place::Elements(_) => {
                self.one(scope, view, index).map(|()| None)
            }
        }
    }
}
