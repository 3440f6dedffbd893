//! Resources and changes as statements.

use sea_query::{
    DeleteStatement, Expr, ExprTrait, InsertStatement, PostgresQueryBuilder, Query, SqliteQueryBuilder,
    UpdateStatement, Value, Values,
};

use super::columns::{Cell, Child, Place, Scope};
use super::leaf::{folded, text};
use super::values::{all_gone, children, list_at};
use super::{Dates, Dialect, Lack, Sql, Unplaced};
use crate::patch::{Change, Changes, Delta};
use crate::path::Steps;
use crate::schema::{AttributeType, Mutability, Returned, Role};
use crate::traits::ScimResource;
use crate::value::{List, ValueRef, View, is_unassigned, same};

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
    /// What stores a new resource: its row, and those of its lists in other tables. A readOnly list is not its own, but shows rows that
    /// others keep, which neither this nor any other of these statements touches.
    ///
    /// # Errors
    ///
    /// When something is assigned that a client may set, and that is in no column, or in one that cannot hold it.
    pub fn insert<T: ScimResource>(&self, resource: &T) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let row = Row::of(self, &root, View::new(resource), Purpose::All)?;
        let mut statements = vec![Statement::Insert(inserted(root.alias, row.columns))];
        self.lists(&root, resource, row.lists, &mut statements)?;
        Ok(statements)
    }

    /// The row of a new resource whose `id` the database gives: an INSERT without it that returns it. Where there are lists in other
    /// tables, [`insert_lists`](Self::insert_lists) stores them once the resource has its `id`.
    ///
    /// ```
    /// use scim_types::sql::{Dialect, Sql};
    /// use scim_types::{ScimResource, User};
    ///
    /// #[derive(ScimResource)]
    /// #[scim(maps = User, table = "employees")]
    /// struct Employee {
    ///     #[scim(id, column = "id", integer)]
    ///     id: String,
    ///     #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    ///     login: String,
    /// }
    ///
    /// let new = Employee { id: String::new(), login: "bjensen".to_owned() };
    /// let (text, _) = Sql::new(Dialect::Sqlite).insert_row(&new)?.build(Dialect::Sqlite);
    /// assert_eq!(text, r#"INSERT INTO "employees" ("login", "login_folded") VALUES (?, ?) RETURNING "id""#);
    /// # Ok::<(), scim_types::ScimError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert).
    pub fn insert_row<T: ScimResource>(&self, resource: &T) -> Result<Statement, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let row = Row::of(self, &root, View::new(resource), Purpose::AllButId)?;
        let (mut insert, id) = (inserted(root.alias, row.columns), root.id()?);
        if id.is_expression() {
            insert.returning(Query::returning().expr(id.value()));
        } else {
            insert.returning_col(id.name());
        }
        Ok(Statement::Insert(insert))
    }

    /// What stores the lists in other tables of a resource whose row is there.
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert).
    pub fn insert_lists<T: ScimResource>(&self, resource: &T) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let row = Row::of(self, &root, View::new(resource), Purpose::All)?;
        let mut statements = Vec::new();
        self.lists(&root, resource, row.lists, &mut statements)?;
        Ok(statements)
    }

    fn lists<T: ScimResource>(
        &self,
        root: &Scope,
        resource: &T,
        lists: Vec<(Child, List<'_>)>,
        statements: &mut Vec<Statement>,
    ) -> Result<(), Unplaced> {
        let id = root.id()?.sought(&resource.scim_id());
        for (child, list) in lists {
            statements.extend(self.insert_values(&child, &id, list)?);
        }
        Ok(())
    }

    /// What makes the rows of a resource what it is now, after a PUT: its row gets all values anew, and so do the lists in other tables.
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert).
    pub fn replace<T: ScimResource>(&self, resource: &T) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let cell = root.id()?;
        let id = cell.sought(&resource.scim_id());
        let row = Row::of(self, &root, View::new(resource), Purpose::AllButId)?;
        let mut statements = Vec::new();
        if !row.columns.is_empty() {
            statements.push(updated(&root, row.columns, &cell, &id));
        }
        children(&root, &mut |child| statements.push(all_gone(&child, &id)));
        self.lists(&root, resource, row.lists, &mut statements)?;
        Ok(statements)
    }

    /// What removes a resource: the rows of its lists in other tables, and its row.
    ///
    /// # Errors
    ///
    /// When the type's `id` is in no column.
    pub fn delete<T: ScimResource>(&self, id: &str) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let cell = root.id()?;
        let id = cell.sought(id);
        let mut statements = Vec::new();
        children(&root, &mut |child| statements.push(all_gone(&child, &id)));
        let row = Query::delete().from_table(root.alias).and_where(cell.value().eq(id)).to_owned();
        statements.push(Statement::Delete(row));
        Ok(statements)
    }

    /// What carries out the changes of a PATCH request on rows: one UPDATE of the resource's row if something in it changed, and for each
    /// value of a list in another table an INSERT, an UPDATE or a DELETE. A list that was not loaded need not be: its changes are enough.
    ///
    /// Of a list whose values are columns of the row, such as `emails[type eq "work"].value`, the columns of what changed are set, and not
    /// those of its other values.
    ///
    /// `resource` is what the request made of it.
    ///
    /// # Errors
    ///
    /// When something changed that is in no column, or in one that cannot hold it.
    pub fn changes<T: ScimResource>(
        &self,
        resource: &T,
        changes: &Changes,
    ) -> Result<Vec<Statement>, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let cell = root.id()?;
        let id = cell.sought(&resource.scim_id());
        let view = View::new(resource);
        let mut row = Row::new(self, view);
        let mut lists: Vec<(Steps, Child, Vec<&Change>)> = Vec::new();
        for change in changes {
            if let Some((.., list)) = lists.iter_mut().find(|(steps, ..)| *steps == change.steps()) {
                list.push(change);
            } else if let Some(child) =
                row.change(&root, Some(view), change.steps().as_slice(), change.delta())?
            {
                lists.push((change.steps(), child, vec![change]));
            }
        }
        let mut known: Vec<&'static str> = Vec::new();
        row.columns.retain(|(name, _)| {
            let is_new = !known.contains(name);
            known.push(name);
            is_new
        });
        let mut statements = Vec::new();
        if !row.columns.is_empty() {
            statements.push(updated(&root, row.columns, &cell, &id));
        }
        for (steps, child, changes) in lists {
            let list = list_at(view, steps.as_slice());
            statements.extend(self.change_values(&child, &id, list, &changes)?);
        }
        Ok(statements)
    }

    /// The columns of a value, with what they hold.
    ///
    /// # Errors
    ///
    /// When it is an expression, which holds nothing.
    pub(super) fn written(&self, cell: &Cell, value: ValueRef<'_>) -> Result<Columns, Unplaced> {
        if cell.is_expression() {
            return Err(Unplaced::new(cell.path.clone(), Lack::Expression));
        }
        if cell.is_integer {
            let number = text(value).map(|text| cell.holds(&text)).transpose()?;
            return Ok(vec![(cell.name(), number.unwrap_or_else(|| Expr::val(None::<i64>)))]);
        }
        let value_of = self.parameter(cell, value);
        if let Expr::Value(Value::String(Some(text))) = &value_of
            && self.is_foreign(text)
        {
            return Err(Unplaced::new(cell.path.clone(), Lack::Nul));
        }
        let mut columns = vec![(cell.name(), value_of)];
        if let Some(name) = cell.folded_name() {
            columns.push((name, Expr::val(folded(value))));
        }
        Ok(columns)
    }

    fn parameter(&self, cell: &Cell, value: ValueRef<'_>) -> Expr {
        if let ValueRef::Date(date) = value {
            return self.instant_of(date);
        }
        if cell.attribute.attribute_type == AttributeType::DateTime && self.dates == Dates::Timestamps {
            // A parameter would have to be of the driver's type for it.
            return Expr::null();
        }
        Expr::val(super::leaf::parameter(value).unwrap_or(match cell.attribute.attribute_type {
            AttributeType::Boolean => Value::Bool(None),
            AttributeType::Integer | AttributeType::DateTime => Value::BigInt(None),
            AttributeType::Decimal => Value::Double(None),
            _ => Value::String(None),
        }))
    }
}

/// Columns of a row, with what they hold.
pub(super) type Columns = Vec<(&'static str, Expr)>;

pub(super) fn inserted(table: &'static str, row: Columns) -> InsertStatement {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let mut insert = Query::insert();
    insert.into_table(table);
    if columns.is_empty() {
        insert.or_default_values();
    } else {
        insert.columns(columns).values_panic(values);
    }
    insert
}

/// Other values in the row of a resource.
fn updated(root: &Scope, row: Columns, key: &Cell, id: &Expr) -> Statement {
    let update =
        Query::update().table(root.alias).values(row).and_where(key.value().eq(id.clone())).to_owned();
    Statement::Update(update)
}

/// What the columns of a row are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// They are written.
    All,
    /// They are written but for the `id`.
    AllButId,
    /// The row is in the database, and is found by those that there are.
    Find,
}

/// The columns of one row, as they are found.
pub(super) struct Row<'s, 'v> {
    sql: &'s Sql,
    /// The row, or the struct that its columns are of.
    root: View<'v>,
    pub(super) columns: Columns,
    lists: Vec<(Child, List<'v>)>,
    purpose: Purpose,
}

impl<'s, 'v> Row<'s, 'v> {
    fn new(sql: &'s Sql, root: View<'v>) -> Self {
        Self { sql, root, columns: Vec::new(), lists: Vec::new(), purpose: Purpose::All }
    }

    /// All columns of a row, or of a value of a list.
    pub(super) fn of(
        sql: &'s Sql,
        scope: &Scope,
        view: View<'v>,
        purpose: Purpose,
    ) -> Result<Self, Unplaced> {
        let mut row = Self { purpose, ..Self::new(sql, view) };
        row.all(scope, Some(view))?;
        Ok(row)
    }

    /// All that is at `scope`. `view` is the value there; a part of a row is found by its slots.
    fn all(&mut self, scope: &Scope, view: Option<View<'v>>) -> Result<(), Unplaced> {
        for index in 0..scope.table.attributes.len() {
            self.one(scope, view, index)?;
        }
        Ok(())
    }

    fn one(&mut self, scope: &Scope, view: Option<View<'v>>, index: usize) -> Result<(), Unplaced> {
        let attribute = &scope.table.attributes[index];
        if self.purpose == Purpose::AllButId && attribute.role == Role::Id {
            return Ok(());
        }
        let value = view.map_or(ValueRef::Absent, |view| view.get(index));
        let place = match scope.place(index) {
            Ok(place) => place,
            // What only the server sets, or nobody set, need not be anywhere, nor a URL, which follows from the `value` (RFC 7643 §2.4).
            Err(_)
                if self.purpose == Purpose::Find
                    || attribute.mutability == Mutability::ReadOnly
                    || attribute.name == "$ref"
                    || is_unassigned(value) =>
            {
                return Ok(());
            }
            Err(unplaced) => return Err(unplaced.unkept()),
        };
        match place {
            Place::Column(cell) => {
                let value = cell.slot.map_or(value, |slot| self.root.field(slot));
                let is_free = self.purpose == Purpose::Find
                    || attribute.mutability == Mutability::ReadOnly
                    || is_unassigned(value);
                if cell.is_expression() && is_free {
                    return Ok(());
                }
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
                if let (ValueRef::List(list), false) = (value, child.is_read_only) {
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
        delta: &Delta,
    ) -> Result<Option<Child>, Unplaced> {
        let [first, rest @ ..] = steps else {
            self.all(scope, view)?;
            return Ok(None);
        };
        let index = usize::from(*first);
        match scope.place(index) {
            Ok(Place::Complex(inner)) => {
                let value = view.map_or(ValueRef::Absent, |view| view.get(index));
                let view = match value {
                    ValueRef::Complex(view) => Some(view),
                    _ => None,
                };
                self.change(&inner, view, rest, delta)
            }
            Ok(Place::Child(child)) => Ok(Some(child)),
            Ok(Place::Elements(elements)) if self.elements(&elements, delta)? => Ok(None),
            _ => self.one(scope, view, index).map(|()| None),
        }
    }

    /// What differs between two values of a list that are columns of the row; whether that is known. The columns of other values stay what
    /// they are, which somebody else may have changed meanwhile.
    fn elements(&mut self, elements: &[Scope], delta: &Delta) -> Result<bool, Unplaced> {
        let (old, new) = match delta {
            Delta::Added(new) => (ValueRef::Absent, new.as_ref()),
            Delta::Removed(old) => (old.as_ref(), ValueRef::Absent),
            Delta::Replaced { old, new } => (old.as_ref(), new.as_ref()),
        };
        let mut is_known = false;
        for element in elements {
            let part = |value| match value {
                ValueRef::Complex(_) if element.is_of(value) => value,
                _ => ValueRef::Absent,
            };
            let (old, new) = (part(old), part(new));
            if is_unassigned(old) && is_unassigned(new) {
                continue;
            }
            is_known = true;
            // Empty texts may be in the columns of a value that is not there.
            let is_whole = is_unassigned(old) || is_unassigned(new);
            for (index, attribute) in element.table.attributes.iter().enumerate() {
                // What is never returned is not told.
                let is_open = is_whole || attribute.returned == Returned::Never;
                if is_open || !same(old.get(attribute.name), new.get(attribute.name)) {
                    self.one(element, None, index)?;
                }
            }
        }
        Ok(is_known)
    }
}
