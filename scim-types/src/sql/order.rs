//! A sort as an order, and where a page starts in it.

use sea_query::{
    Alias, Cond, Condition, Expr, ExprTrait, Func, NullOrdering, Order, OrderedStatement, Query,
};

use super::columns::{Cell, Child, Place, Scope};
use super::leaf::{folded, parameter};
use super::{Lack, Sql, Unplaced};
use crate::schema::AttributeType;
use crate::sort::{Sort, SortOrder};
use crate::traits::ScimResource;
use crate::value::{ValueRef, View, of_literal};

impl Sql {
    /// Orders the rows that `statement` selects as `sort` does, and rows that are equal to it, or all without one, by their `id`.
    ///
    /// # Errors
    ///
    /// When the attribute is in no column, or has several values in another table, of which the database cannot tell the first.
    pub fn order<T: ScimResource>(
        &self,
        sort: Option<&Sort<T>>,
        statement: &mut impl OrderedStatement,
    ) -> Result<(), Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let by = Keys::of(self, &root, sort)?;
        let order = if by.is_descending { Order::Desc } else { Order::Asc };
        if let Some(key) = by.key {
            if key.may_be_null {
                let nulls = if by.is_descending { NullOrdering::First } else { NullOrdering::Last };
                statement.order_by_expr_with_nulls(key.value, order.clone(), nulls);
            } else {
                statement.order_by_expr(key.value, order.clone());
            }
        }
        statement.order_by_expr(by.id.value(), order);
        Ok(())
    }

    /// That a row comes after `last` in the order that [`order`](Self::order) gives: where the next page starts. Unlike an offset it takes
    /// no longer for later pages, and no row is passed over or repeated when others come and go.
    ///
    /// # Errors
    ///
    /// As [`order`](Self::order), and when the `id` of `last` is none that its column can hold.
    pub fn after<T: ScimResource>(&self, sort: Option<&Sort<T>>, last: &T) -> Result<Condition, Unplaced> {
        let root = Scope::root(T::TABLE)?;
        let by = Keys::of(self, &root, sort)?;
        let further =
            |value: Expr, than: Expr| if by.is_descending { value.lt(than) } else { value.gt(than) };
        let id = by.id.holds(&last.scim_id())?;
        let Some(key) = by.key else { return Ok(Cond::all().add(further(by.id.value(), id))) };
        let found = sort.map_or(ValueRef::Absent, |sort| sort.value(View::new(last)));
        let known = self.known(found, key.is_folded);
        let next = further(by.id.value(), id.clone());
        Ok(match known {
            Some(known) => {
                // As one comparison of two values, for which an index on both serves.
                let behind =
                    further(Expr::tuple([key.value.clone(), by.id.value()]), Expr::tuple([known, id]));
                // Rows without a value are the last ones, or the first.
                if key.may_be_null && !by.is_descending {
                    Cond::any().add(behind).add(key.value.is_null())
                } else {
                    Cond::all().add(behind)
                }
            }
            None if by.is_descending => Cond::any()
                .add(key.value.clone().is_not_null())
                .add(Cond::all().add(key.value.is_null()).add(next)),
            None => Cond::all().add(key.value.is_null()).add(next),
        })
    }
}

/// What rows are ordered by.
struct Keys {
    key: Option<Key>,
    id: Cell,
    is_descending: bool,
}

struct Key {
    value: Expr,
    may_be_null: bool,
    is_folded: bool,
}

impl Keys {
    fn of<T: ScimResource>(sql: &Sql, root: &Scope, sort: Option<&Sort<T>>) -> Result<Self, Unplaced> {
        let id = root.id()?;
        let key = match sort {
            Some(sort) => sql.key(root, sort.steps().as_slice(), &id)?,
            None => None,
        };
        let is_descending = sort.is_some_and(|sort| sort.order() == SortOrder::Descending);
        // Ids need no order but that they have one: it is the database's.
        Ok(Self { key, id, is_descending })
    }
}

impl Sql {
    /// A value as rows are sorted by it.
    fn known(&self, value: ValueRef<'_>, is_folded: bool) -> Option<Expr> {
        match value {
            ValueRef::Date(date) => Some(self.instant_of(date)),
            _ if is_folded => folded(value).map(Expr::val),
            _ => parameter(value).map(Expr::val),
        }
    }

    /// The value by which rows are sorted; `None` where they all have none, or the same.
    fn key(&self, scope: &Scope, steps: &[u16], id: &Cell) -> Result<Option<Key>, Unplaced> {
        let [first, rest @ ..] = steps else { return Ok(None) };
        match scope.place(usize::from(*first))? {
            Place::Column(cell) => self.column_key(&cell).map(Some),
            Place::Constant(constant) => {
                let (attribute, value) = (&scope.table.attributes[usize::from(*first)], of_literal(constant));
                let is_folded = attribute.attribute_type == AttributeType::String && !attribute.case_exact;
                Ok(self.known(value, is_folded).map(|known| {
                    let value = if matches!(value, ValueRef::Str(_)) { self.bytewise(known) } else { known };
                    Key { value, may_be_null: false, is_folded }
                }))
            }
            Place::Nowhere => Ok(None),
            Place::Complex(inner) => {
                // What is required of a complex value is missing with all of it.
                let is_optional = !scope.table.attributes[usize::from(*first)].required;
                let key = self.key(&inner, rest, id)?;
                Ok(key.map(|key| Key { may_be_null: key.may_be_null || is_optional, ..key }))
            }
            Place::Elements(elements) => self.foremost(&elements, rest, id),
            Place::Child(child) => self.first(&child, rest, id),
        }
    }

    /// The value of the primary one of the rows of another table, or else of the first.
    fn first(&self, child: &Child, steps: &[u16], id: &Cell) -> Result<Option<Key>, Unplaced> {
        let order = child.order.ok_or_else(|| Unplaced::new(child.scope.path(), Lack::Order))?;
        let key = match &child.value {
            Some(cell) => Some(self.column_key(cell)?),
            None => self.key(&child.scope, steps, id)?,
        };
        let Some(key) = key else { return Ok(None) };
        let mut rows = Query::select();
        rows.expr(key.value)
            .from_as(child.table, Alias::new(Child::ALIAS))
            .cond_where(child.are_of(id.value()));
        if let Some(Place::Column(primary)) = child.scope.primary() {
            let is_primary = Func::coalesce([primary.value(), Expr::val(false)]);
            rows.order_by_expr(is_primary.into(), Order::Desc);
        }
        rows.order_by_expr(Child::named(order), Order::Asc).limit(1);
        Ok(Some(Key { value: Expr::SubQuery(None, Box::new(rows.into())), may_be_null: true, ..key }))
    }

    fn column_key(&self, cell: &Cell) -> Result<Key, Unplaced> {
        if !cell.is_text() {
            return Ok(Key { value: cell.value(), may_be_null: !cell.attribute.required, is_folded: false });
        }
        let value = cell.compared()?;
        // As for `pr`, the empty text is none; what is required is never empty, and no number is. No parameter, so that an index on the expression may serve.
        let value = if cell.attribute.required || cell.is_integer {
            value
        } else {
            Func::cust("NULLIF").args([value, Expr::cust("''")]).into()
        };
        Ok(Key {
            value: self.bytewise(value),
            may_be_null: !cell.attribute.required,
            is_folded: !cell.is_exact(),
        })
    }

    /// The value of the primary element, or else of the first that is there.
    fn foremost(&self, elements: &[Scope], steps: &[u16], id: &Cell) -> Result<Option<Key>, Unplaced> {
        // Which one is primary is said by the row.
        if let Some(element) = elements.iter().find(|e| matches!(e.primary(), Some(Place::Column(_)))) {
            return Err(Unplaced::new(element.path(), Lack::Order));
        }
        let mut ordered: Vec<&Scope> = elements.iter().filter(|element| element.is_primary()).collect();
        ordered.extend(elements.iter().filter(|element| !element.is_primary()));
        let mut case: Option<sea_query::CaseStatement> = None;
        let mut is_folded = false;
        for element in ordered {
            let there = element.cells()?.iter().fold(Cond::any(), |there, cell| there.add(cell.is_there()));
            let value = match self.key(element, steps, id)? {
                Some(key) => {
                    // Digits fold to themselves.
                    is_folded |= key.is_folded;
                    key.value
                }
                None => Expr::null(),
            };
            case = Some(match case {
                None => Expr::case(there, value),
                Some(case) => case.case(there, value),
            });
        }
        Ok(case.map(|case| Key { value: case.into(), may_be_null: true, is_folded }))
    }
}
