//! A bound filter as a condition.

use sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement, UnionType};

use super::columns::{Cell, Child, Place, Scope};
use super::leaf::{Leaf, Truth};
use super::start::{is_any, is_own, is_start, is_union};
use super::{Lack, Sql, Unplaced};
use crate::filter::{Expr as Filtered, Filter, SchemasTest, Test};
use crate::path::Steps;
use crate::schema::Returned;
use crate::traits::ScimResource;
use crate::value::{Literal, ValueRef, of_literal};

impl Sql {
    /// The filter as a condition on rows of `T`'s table, which the query calls by its name. It holds for exactly those rows whose structs
    /// [`Filter::matches`].
    ///
    /// ```
    /// use scim_types::sql::sea_query::{Query, SqliteQueryBuilder};
    /// use scim_types::sql::{Dialect, Sql};
    /// use scim_types::{Filter, ScimResource, User};
    ///
    /// #[derive(ScimResource)]
    /// #[scim(maps = User, table = "employees")]
    /// struct Employee {
    ///     #[scim(id, column = "id")]
    ///     id: String,
    ///     #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    ///     login: String,
    /// }
    ///
    /// let filter = Filter::<Employee>::parse(r#"userName eq "BJensen""#)?;
    /// let condition = Sql::new(Dialect::Sqlite).condition(&filter)?;
    /// let query = Query::select().column("id").from("employees").cond_where(condition).to_string(SqliteQueryBuilder);
    /// assert_eq!(query, r#"SELECT "id" FROM "employees" WHERE "employees"."login_folded" = 'bjensen'"#);
    /// # Ok::<(), scim_types::ScimError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the filter asks for what is in no column.
    pub fn condition<T: ScimResource>(&self, filter: &Filter<T>) -> Result<Condition, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let writer = Writer { sql: *self, id: root.id().ok(), may_start: true };
        Ok(match writer.filter(&root, filter.bound(), false)? {
            Found::Known(true) => Cond::all(),
            Found::Known(false) => Cond::all().add(Expr::cust("1 = 0")),
            Found::Asked(condition) => condition,
        })
    }
}

/// A condition, or what is known without one.
pub(super) enum Found {
    Known(bool),
    Asked(Condition),
}

impl Found {
    fn of(expr: Expr) -> Self {
        Self::Asked(Cond::all().add(expr))
    }
}

/// `SQLite` counts how deep an expression is; a chain of `or` is as deep as it is long. So long chains are made of shorter ones.
const CHAIN: usize = 64;

/// All of `parts`, or one of them.
fn chain(is_all: bool, parts: impl IntoIterator<Item = Found>) -> Found {
    let mut asked = Vec::new();
    for part in parts {
        match part {
            // One that fails decides for all, one that holds for any.
            Found::Known(holds) if holds != is_all => return Found::Known(holds),
            Found::Known(_) => {}
            Found::Asked(condition) => asked.push(condition),
        }
    }
    let join = |conditions: Vec<Condition>| {
        let empty = if is_all { Cond::all() } else { Cond::any() };
        conditions.into_iter().fold(empty, Cond::add)
    };
    while asked.len() > CHAIN {
        let mut shorter = Vec::with_capacity(asked.len() / CHAIN + 1);
        let mut rest = asked.into_iter().peekable();
        while rest.peek().is_some() {
            shorter.push(join(rest.by_ref().take(CHAIN).collect()));
        }
        asked = shorter;
    }
    match asked.len() {
        0 => Found::Known(is_all),
        1 => asked.into_iter().next().map_or(Found::Known(is_all), Found::Asked),
        _ => Found::Asked(join(asked)),
    }
}

/// What connects parts of a filter, of which `each` makes conditions.
fn connected(
    filter: &Filtered,
    is_not: bool,
    each: &mut dyn FnMut(&Filtered, bool) -> Result<Found, Unplaced>,
) -> Result<Found, Unplaced> {
    match filter {
        Filtered::And(parts) | Filtered::Or(parts) => {
            let is_all = matches!(filter, Filtered::And(_)) != is_not;
            let parts: Result<Vec<Found>, Unplaced> = parts.iter().map(|part| each(part, is_not)).collect();
            Ok(chain(is_all, parts?))
        }
        Filtered::Not(inner) => each(inner, !is_not),
        Filtered::Fixed(holds) => Ok(Found::Known(*holds != is_not)),
        // A test connects nothing.
        Filtered::Test(..) | Filtered::Element(..) | Filtered::Schemas(_) => Ok(Found::Known(is_not)),
    }
}

#[derive(Clone)]
struct Writer {
    sql: Sql,
    id: Option<Cell>,
    /// Whether rows of other tables may be what is found first: nothing else narrows the search down.
    may_start: bool,
}

/// What is asked of an attribute: a test, or a filter on its values.
#[derive(Clone, Copy)]
pub(super) enum Ask<'f> {
    Test(&'f Test),
    Values(&'f Filtered),
}

impl Writer {
    /// `is_not` asks for the opposite. Nothing is negated as a whole, since what is null is neither true nor false for SQL.
    fn filter(&self, scope: &Scope, filter: &Filtered, is_not: bool) -> Result<Found, Unplaced> {
        match filter {
            Filtered::And(parts)
                if self.may_start && !is_not && is_any(parts, |part| is_own(scope, part))? =>
            {
                let checks = Self { may_start: false, ..self.clone() };
                checks.filter(scope, filter, is_not)
            }
            Filtered::Or(parts)
                if self.may_start && !is_not && parts.len() <= CHAIN && is_union(scope, parts)? =>
            {
                self.union(scope, parts)
            }
            Filtered::Test(steps, test) => self.at(scope, steps.as_slice(), Ask::Test(test), is_not),
            Filtered::Element(steps, inner) => self.at(scope, steps.as_slice(), Ask::Values(inner), is_not),
            Filtered::Schemas(schemas) => self.schemas(scope, schemas, is_not),
            _ => connected(filter, is_not, &mut |part, is_not| self.filter(scope, part, is_not)),
        }
    }

    /// Asks what is that many steps below `scope`.
    fn at(&self, scope: &Scope, steps: &[u16], ask: Ask<'_>, is_not: bool) -> Result<Found, Unplaced> {
        let [first, rest @ ..] = steps else { return self.of_complex(scope, ask, is_not) };
        match scope.place(usize::from(*first))? {
            Place::Column(cell) => self.cell(&cell, ask, is_not),
            Place::Constant(value) => Ok(Found::Known(of_constant(ask, value) != is_not)),
            Place::Nowhere => Ok(Found::Known(of_nothing(ask) != is_not)),
            Place::Complex(inner)
                if rest.is_empty()
                    && matches!(ask, Ask::Test(Test::Present))
                    && inner.tells_type(&scope.table.attributes[usize::from(*first)]) =>
            {
                Ok(Found::Known(!is_not))
            }
            Place::Complex(inner) => self.at(&inner, rest, ask, is_not),
            Place::Elements(elements) => self.elements(&elements, rest, ask, is_not),
            Place::Child(child) => self.child(&child, rest, ask, is_not),
        }
    }

    /// Asks a complex value itself: whether it is there, or what a filter says of it.
    fn of_complex(&self, scope: &Scope, ask: Ask<'_>, is_not: bool) -> Result<Found, Unplaced> {
        match ask {
            Ask::Values(filter) => {
                // Without anything in it there is no value, of which nothing could hold.
                let cells = scope.cells()?;
                let assigned = cells.iter().map(|cell| {
                    let value = cell.value();
                    Found::of(if is_not { value.is_null() } else { value.is_not_null() })
                });
                Ok(chain(!is_not, [chain(is_not, assigned), self.filter(scope, filter, is_not)?]))
            }
            Ask::Test(Test::Present) => self.is_seen(scope, is_not),
            Ask::Test(_) => Ok(Found::Known(of_nothing(ask) != is_not)),
        }
    }

    /// Whether an element of a row is there: something is in one of its columns.
    fn is_there(&self, scope: &Scope, is_not: bool) -> Result<Found, Unplaced> {
        let cells = scope.cells()?;
        let parts: Result<Vec<Found>, Unplaced> =
            cells.iter().map(|cell| self.cell(cell, Ask::Test(&Test::Present), is_not)).collect();
        Ok(chain(is_not, parts?))
    }

    /// Whether a complex value has something in it that a client could see.
    fn is_seen(&self, scope: &Scope, is_not: bool) -> Result<Found, Unplaced> {
        let seen = scope
            .parts()?
            .into_iter()
            .filter(|(index, _)| scope.table.attributes[usize::from(*index)].returned != Returned::Never);
        let parts: Result<Vec<Found>, Unplaced> =
            seen.map(|(index, _)| self.at(scope, &[index], Ask::Test(&Test::Present), is_not)).collect();
        Ok(chain(is_not, parts?))
    }

    fn cell(&self, cell: &Cell, ask: Ask<'_>, is_not: bool) -> Result<Found, Unplaced> {
        match ask {
            Ask::Test(test) => Ok(decided(cell, self.sql.leaf(cell, test)?, is_not)),
            Ask::Values(filter) => self.simple(cell, filter, is_not),
        }
    }

    /// A filter on simple values, which it calls `value`.
    fn simple(&self, cell: &Cell, filter: &Filtered, is_not: bool) -> Result<Found, Unplaced> {
        match filter {
            Filtered::Test(_, test) => self.cell(cell, Ask::Test(test), is_not),
            Filtered::Element(..) | Filtered::Schemas(_) => Ok(Found::Known(is_not)),
            _ => connected(filter, is_not, &mut |part, is_not| self.simple(cell, part, is_not)),
        }
    }

    /// Asks elements that are columns of the row: of those that are there one has to pass.
    fn elements(
        &self,
        elements: &[Scope],
        steps: &[u16],
        ask: Ask<'_>,
        is_not: bool,
    ) -> Result<Found, Unplaced> {
        let mut parts = Vec::with_capacity(elements.len() + 1);
        let mut none = Vec::with_capacity(elements.len());
        for element in elements {
            let passes = self.at_element(element, steps, ask, is_not)?;
            parts.push(chain(!is_not, [self.is_there(element, is_not)?, passes]));
            none.push(self.is_there(element, !is_not)?);
        }
        if of_nothing(ask) {
            // Where there is no element at all.
            parts.push(chain(!is_not, none));
        }
        Ok(chain(is_not, parts))
    }

    fn at_element(
        &self,
        element: &Scope,
        steps: &[u16],
        ask: Ask<'_>,
        is_not: bool,
    ) -> Result<Found, Unplaced> {
        match (steps, ask) {
            ([], Ask::Values(filter)) => self.filter(element, filter, is_not),
            ([], Ask::Test(Test::Present)) => self.is_seen(element, is_not),
            _ => self.at(element, steps, ask, is_not),
        }
    }

    /// Asks rows of another table: one has to pass.
    fn child(&self, child: &Child, steps: &[u16], ask: Ask<'_>, is_not: bool) -> Result<Found, Unplaced> {
        let passes = match &child.value {
            Some(cell) => self.cell(cell, ask, false)?,
            None => self.at_element(&child.scope, steps, ask, false)?,
        };
        let some = match passes {
            Found::Known(false) => Found::Known(is_not),
            Found::Asked(condition) if self.may_start && !is_not && is_start(child, steps, ask) => {
                self.among(child, condition)?
            }
            Found::Known(true) => self.exists(child, None, is_not)?,
            Found::Asked(condition) => self.exists(child, Some(condition), is_not)?,
        };
        if !of_nothing(ask) {
            return Ok(some);
        }
        Ok(chain(is_not, [some, self.exists(child, None, !is_not)?]))
    }

    fn exists(&self, child: &Child, condition: Option<Condition>, is_not: bool) -> Result<Found, Unplaced> {
        let mut rows: SelectStatement = Query::select()
            .expr(Expr::val(1))
            .from_as(child.table, Alias::new(Child::ALIAS))
            .cond_where(child.are_of(self.id()?))
            .to_owned();
        if let Some(condition) = condition {
            rows.cond_where(condition);
        }
        let exists = Expr::exists(rows);
        Ok(Found::of(if is_not { exists.not() } else { exists }))
    }

    /// That rows of another table that pass refer to the resource. Databases find those rows first, where for each resource `SQLite` would
    /// look whether there are any.
    fn among(&self, child: &Child, condition: Condition) -> Result<Found, Unplaced> {
        let of_any = child.are_of_any().add(condition);
        let owners = Query::select()
            .expr(Child::named(child.column))
            .from_as(child.table, Alias::new(Child::ALIAS))
            .cond_where(of_any)
            .to_owned();
        Ok(Found::of(self.id()?.in_subquery(owners)))
    }

    /// That the resource is one of those that each part finds by an index of its own. Of an `or` that looks into other tables as well,
    /// `PostgreSQL` would ask each resource.
    fn union(&self, scope: &Scope, parts: &[Filtered]) -> Result<Found, Unplaced> {
        let id = self.id()?;
        let mut union: Option<SelectStatement> = None;
        for part in parts {
            let found = match self.filter(scope, part, false)? {
                Found::Known(true) => return Ok(Found::Known(true)),
                Found::Known(false) => continue,
                Found::Asked(condition) => condition,
            };
            let rows = Query::select().expr(id.clone()).from(scope.alias).cond_where(found).to_owned();
            union = Some(match union {
                None => rows,
                Some(mut union) => union.union(UnionType::All, rows).to_owned(),
            });
        }
        Ok(union.map_or(Found::Known(false), |union| Found::of(id.in_subquery(union))))
    }

    fn id(&self) -> Result<Expr, Unplaced> {
        self.id.as_ref().map(Cell::value).ok_or_else(|| Unplaced::new("id", Lack::Column))
    }

    /// `schemas` follows from the data: an extension's URN is in it where something of it is.
    fn schemas(&self, scope: &Scope, test: &SchemasTest, is_not: bool) -> Result<Found, Unplaced> {
        if test.core {
            return Ok(Found::Known(!is_not));
        }
        let present = |index: &u16| {
            self.at(scope, Steps::NONE.then(*index).as_slice(), Ask::Test(&Test::Present), is_not)
        };
        let parts: Result<Vec<Found>, Unplaced> = test.extensions.iter().map(present).collect();
        Ok(chain(is_not, parts?))
    }
}

/// A test with what it is where the column is null.
fn decided(cell: &Cell, leaf: Leaf, is_not: bool) -> Found {
    let of_null = leaf.of_null != is_not;
    match leaf.holds {
        Truth::Known(holds) if (holds != is_not) == of_null => Found::Known(of_null),
        Truth::Known(_) if of_null => Found::of(cell.value().is_null()),
        Truth::Known(_) => Found::of(cell.value().is_not_null()),
        Truth::Asked(expr) => {
            let expr = if is_not { expr.not() } else { expr };
            // What is null is not selected.
            if of_null {
                Found::Asked(Cond::any().add(cell.value().is_null()).add(expr))
            } else {
                Found::of(expr)
            }
        }
    }
}

/// What is asked of nothing.
fn of_nothing(ask: Ask<'_>) -> bool {
    match ask {
        Ask::Test(test) => test.of(ValueRef::Absent),
        Ask::Values(_) => false,
    }
}

fn of_constant(ask: Ask<'_>, value: Literal<'static>) -> bool {
    let value = of_literal(value);
    match ask {
        Ask::Test(test) => test.of(value),
        Ask::Values(filter) => filter.holds_for(value),
    }
}
