//! Where the attributes of a resource, or of a part of one, are.

use sea_query::{Condition, ConditionalStatement, Expr, ExprTrait, IntoColumnRef};

use super::{Lack, Unplaced};
use crate::path::join;
use crate::schema::{AttributeDef, AttributeType, Column, Mutability, Role, Table};
use crate::value::{Elements, Layout, Literal, Node, ValueRef, agree};

/// What a child table is called inside a query, so that a table may refer to itself.
const CHILD: &str = "scim_values";

/// A resource, an element or a complex value, and the columns of its attributes.
#[derive(Clone)]
pub(super) struct Scope {
    pub(super) table: &'static Table,
    /// For a part of a row: where its attributes are.
    nodes: &'static [Node],
    layout: &'static [Layout],
    /// The columns of attributes whose own definitions name none.
    columns: &'static Column,
    /// The SQL table, or what stands for it in the query.
    pub(super) alias: &'static str,
    path: String,
    /// Whether a value is there even with nothing in it that has a column: it is a row of its own, or `meta`.
    is_given: bool,
}

/// What an attribute is in SQL.
pub(super) enum Place {
    /// A column.
    Column(Cell),
    /// A constant of the row.
    Constant(Literal<'static>),
    /// It has no value.
    Nowhere,
    /// Columns of the same table.
    Complex(Scope),
    /// Elements, each some columns of the same table.
    Elements(Vec<Scope>),
    /// Rows of another table.
    Child(Child),
}

/// A column.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) attribute: &'static AttributeDef,
    pub(super) path: String,
    name: &'static str,
    folded: Option<&'static str>,
    /// Whether it holds a whole number, whose digits are the attribute's text.
    pub(super) is_integer: bool,
    alias: &'static str,
    /// For a part of a row: the slot of the field.
    pub(super) slot: Option<usize>,
}

/// The rows of another table.
pub(super) struct Child {
    pub(super) table: &'static str,
    /// The column that refers to the resource.
    pub(super) column: &'static str,
    pub(super) scope: Scope,
    /// For values of a simple type.
    pub(super) value: Option<Cell>,
    /// What other columns hold in the rows of this list.
    pub(super) constants: &'static [(&'static str, &'static str)],
    /// The column that the values are in order of.
    pub(super) order: Option<&'static str>,
    /// Whether the rows are somebody else's, which show here.
    pub(super) is_read_only: bool,
}

impl Child {
    /// What the table is called inside a query.
    pub(super) const ALIAS: &'static str = CHILD;

    /// A column, inside a query.
    pub(super) fn named(column: &'static str) -> Expr {
        named(CHILD, column)
    }

    /// That rows inside a query are those of a resource.
    pub(super) fn are_of(&self, id: Expr) -> Condition {
        self.are_listed(Condition::all().add(Self::named(self.column).eq(id)))
    }

    /// The same, whosever they are.
    pub(super) fn are_of_any(&self) -> Condition {
        self.are_listed(Condition::all())
    }

    fn are_listed(&self, all: Condition) -> Condition {
        self.constants.iter().fold(all, |all, (column, value)| all.add(Self::named(column).eq(*value)))
    }

    /// Has a statement be about the rows of a resource.
    pub(super) fn narrow(&self, statement: &mut impl ConditionalStatement, id: &Expr) {
        statement.and_where(Expr::col(self.column).eq(id.clone()));
        for (column, value) in self.constants {
            statement.and_where(Expr::col(*column).eq(*value));
        }
    }
}

impl Cell {
    /// The column's name.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is an expression.
    pub(super) fn is_expression(&self) -> bool {
        self.name.starts_with('(')
    }

    /// The folded column's name.
    pub(super) fn folded_name(&self) -> Option<&'static str> {
        self.folded
    }

    /// The value.
    pub(super) fn value(&self) -> Expr {
        named(self.alias, self.name)
    }

    /// The value as it compares: folded, unless case counts; of a whole number, its digits.
    ///
    /// # Errors
    ///
    /// When there is no folded column.
    pub(super) fn compared(&self) -> Result<Expr, Unplaced> {
        if self.is_integer {
            return Ok(self.value().cast_as("TEXT"));
        }
        if self.is_exact() {
            return Ok(self.value());
        }
        let folded = self.folded.ok_or_else(|| Unplaced::new(self.path.clone(), Lack::Folded))?;
        Ok(named(self.alias, folded))
    }

    /// That a value is there, in the sense of `pr`: the empty text is none.
    pub(super) fn is_there(&self) -> Expr {
        if self.holds_text() { self.value().ne("") } else { self.value().is_not_null() }
    }

    /// Whether letter case counts. Digits have none.
    pub(super) fn is_exact(&self) -> bool {
        self.is_integer || self.attribute.case_exact || self.attribute.attribute_type == AttributeType::Binary
    }

    /// Whether the column holds the text itself.
    pub(super) fn holds_text(&self) -> bool {
        self.is_text() && !self.is_integer
    }

    /// What the column holds for a text, if it can.
    ///
    /// # Errors
    ///
    /// When the column holds whole numbers, and the text is none.
    pub(super) fn holds(&self, text: &str) -> Result<Expr, Unplaced> {
        if !self.is_integer {
            return Ok(Expr::val(text));
        }
        let number = whole_number(text).ok_or_else(|| Unplaced::new(self.path.clone(), Lack::Integer))?;
        Ok(Expr::val(number))
    }

    /// What finds the rows with this text: where the column cannot hold it, null, which equals nothing.
    pub(super) fn sought(&self, text: &str) -> Expr {
        self.holds(text).unwrap_or_else(|_| Expr::val(None::<i64>))
    }

    /// Whether the attribute is text.
    pub(super) fn is_text(&self) -> bool {
        matches!(
            self.attribute.attribute_type,
            AttributeType::String | AttributeType::Reference | AttributeType::Binary
        )
    }
}

/// The number whose digits these are. `01` is another text than `1`, and no column of numbers tells the two apart.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| number.to_string() == text)
}

/// A column, or an expression in brackets.
fn named(alias: &'static str, name: &'static str) -> Expr {
    if name.starts_with('(') { Expr::cust(name) } else { Expr::col((alias, name).into_column_ref()) }
}

impl Scope {
    /// The resources of a type.
    ///
    /// # Errors
    ///
    /// When the type names no table.
    pub(super) fn root(table: &'static Table) -> Result<Self, Unplaced> {
        let name = table.schema.map_or("", |schema| schema.name);
        let alias = table.name.ok_or_else(|| Unplaced::new(name, Lack::Table))?;
        Ok(Self {
            table,
            nodes: &[],
            layout: table.layout,
            columns: &Column::NONE,
            alias,
            path: String::new(),
            is_given: false,
        })
    }

    /// The column of `id`, which rows of other tables refer to.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn id(&self) -> Result<Cell, Unplaced> {
        let index = self.table.attributes.iter().position(|attribute| attribute.role == Role::Id);
        match index.map(|index| self.place(index)).transpose()? {
            Some(Place::Column(cell)) => Ok(cell),
            _ => Err(Unplaced::new("id", Lack::Column)),
        }
    }

    /// The path of an attribute, for messages.
    fn path_of(&self, attribute: &AttributeDef) -> String {
        if self.path.is_empty() { attribute.name.to_owned() } else { join(&self.path, attribute.name) }
    }

    /// What attribute `index` is.
    ///
    /// # Errors
    ///
    /// When it is in no column.
    pub(super) fn place(&self, index: usize) -> Result<Place, Unplaced> {
        let Some(attribute) = self.table.attributes.get(index) else { return Ok(Place::Nowhere) };
        let path = self.path_of(attribute);
        let at = match self.nodes.get(index) {
            None => None,
            Some(Node::Slot { slot, .. }) => Some(usize::from(*slot)),
            Some(Node::Fixed { value, .. }) => return Ok(Place::Constant(*value)),
            Some(Node::Gap) => return Ok(Place::Nowhere),
        };
        let column = match self.layout.get(at.unwrap_or(index)) {
            Some(Layout::Complex(table)) => return Ok(Place::Complex(self.within(table, path))),
            Some(Layout::Elements(elements)) => return Ok(Place::Elements(self.elements(elements, &path))),
            Some(Layout::Field(Some(column))) => Some(*column),
            Some(Layout::Field(None)) | None => attribute.column,
        };
        if attribute.multi_valued {
            return self.child(attribute, column, path).map(Place::Child);
        }
        match attribute.table.filter(|_| attribute.attribute_type == AttributeType::Complex) {
            Some(table) => {
                let columns = column.unwrap_or(&Column::NONE);
                let is_given = attribute.role == Role::Meta;
                Ok(Place::Complex(Self {
                    nodes: &[],
                    layout: &[],
                    columns,
                    is_given,
                    ..self.within(table, path)
                }))
            }
            None => self.cell(attribute, column, path, at).map(Place::Column),
        }
    }

    fn within(&self, table: &'static Table, path: String) -> Self {
        Self {
            table,
            nodes: table.nodes,
            layout: self.layout,
            columns: &Column::NONE,
            alias: self.alias,
            path,
            is_given: false,
        }
    }

    fn elements(&self, elements: &'static Elements, path: &str) -> Vec<Self> {
        elements.tables().iter().map(|table| self.within(table, path.to_owned())).collect()
    }

    fn cell(
        &self,
        attribute: &'static AttributeDef,
        column: Option<&'static Column>,
        path: String,
        slot: Option<usize>,
    ) -> Result<Cell, Unplaced> {
        let Some(column) = column else { return self.part(attribute, attribute.name, path) };
        let &Column { name, folded, integer: is_integer, .. } = column;
        Ok(Cell { attribute, path, name, folded, is_integer, alias: self.alias, slot })
    }

    /// The column of what is called `name` in `columns(...)`.
    fn part(&self, attribute: &'static AttributeDef, name: &str, path: String) -> Result<Cell, Unplaced> {
        let Column { parts, folds, integers, .. } = self.columns;
        let Some(column) = of(parts, name) else { return Err(Unplaced::new(path, Lack::Column)) };
        let is_integer = integers.iter().any(|part| is_part(part, name));
        Ok(Cell {
            attribute,
            path,
            name: column,
            folded: of(folds, name),
            is_integer,
            alias: self.alias,
            slot: None,
        })
    }

    fn child(
        &self,
        attribute: &'static AttributeDef,
        column: Option<&'static Column>,
        path: String,
    ) -> Result<Child, Unplaced> {
        let Some(columns @ &Column { name, table: Some(table), constants, order, .. }) = column else {
            return Err(Unplaced::new(path, Lack::Table));
        };
        let of_values = attribute.table.filter(|_| attribute.attribute_type == AttributeType::Complex);
        let scope = Self {
            table: of_values.unwrap_or(self.table),
            nodes: &[],
            layout: &[],
            columns,
            alias: CHILD,
            path,
            is_given: true,
        };
        let value = match of_values {
            Some(_) => None,
            None => Some(scope.part(attribute, "value", scope.path.clone())?),
        };
        let is_read_only = attribute.mutability == Mutability::ReadOnly;
        Ok(Child { table, column: name, scope, value, constants, order, is_read_only })
    }

    /// The path, for messages.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Where it is said which value is the primary one.
    pub(super) fn primary(&self) -> Option<Place> {
        self.place(usize::from(self.table.primary?)).ok()
    }

    /// Whether it is the primary one of a row's elements.
    pub(super) fn is_primary(&self) -> bool {
        matches!(self.primary(), Some(Place::Constant(Literal::Bool(true))))
    }

    /// Where its attributes are, each with its position: what tells whether there is a value at all. One that is in no column is left out
    /// where the others tell without it.
    ///
    /// # Errors
    ///
    /// When an attribute is in no column, and might be all that there is, or when none is in one.
    pub(super) fn parts(&self) -> Result<Vec<(u16, Place)>, Unplaced> {
        let mut parts = Vec::new();
        let mut lacking = None;
        for (index, _) in (0..).zip(self.table.attributes) {
            match self.place(usize::from(index)) {
                Ok(place) => parts.push((index, place)),
                Err(unplaced) => lacking = lacking.or(Some(unplaced)),
            }
        }
        match lacking {
            Some(unplaced) if parts.is_empty() || !self.is_told() => Err(unplaced),
            _ => Ok(parts),
        }
    }

    /// Whether what is in columns tells that a value is there: of one with a `value` that is what it is about.
    fn is_told(&self) -> bool {
        let is_column = |index| matches!(self.place(usize::from(index)), Ok(Place::Column(_)));
        self.is_given || self.table.value.is_some_and(is_column)
    }

    /// Whether it is the `meta` of a resource, with the type in no column. Every resource has one, and its server tells it.
    pub(super) fn tells_type(&self, attribute: &AttributeDef) -> bool {
        attribute.role == Role::Meta
            && self
                .table
                .attributes
                .iter()
                .position(|part| part.name == "resourceType")
                .is_some_and(|index| self.place(index).is_err())
    }

    /// Whether all that its rows hold can be compared and written.
    pub(super) fn is_whole(&self) -> bool {
        (0..self.table.attributes.len())
            .all(|index| matches!(self.place(index), Ok(Place::Column(cell)) if !cell.is_expression()))
    }

    /// The columns in which something has to be, for an element to be there.
    pub(super) fn cells(&self) -> Result<Vec<Cell>, Unplaced> {
        let cells = self.parts()?.into_iter().filter_map(|(_, place)| match place {
            Place::Column(cell) => Some(cell),
            _ => None,
        });
        Ok(cells.collect())
    }

    /// Whether a value is the one that these columns of a row are.
    pub(super) fn is_of(&self, value: ValueRef<'_>) -> bool {
        self.nodes.iter().zip(self.table.attributes).all(|(node, attribute)| match node {
            Node::Fixed { value: constant, key: true } => {
                agree(attribute, value.get(attribute.name), *constant)
            }
            _ => true,
        })
    }
}

/// The column of a sub-attribute.
fn of(columns: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    columns.iter().find(|(part, _)| is_part(part, name)).map(|(_, column)| *column)
}

/// Whether a key means this sub-attribute. `$ref` is called `ref`, since no key of an attribute in Rust has a dollar sign.
fn is_part(key: &str, name: &str) -> bool {
    key.eq_ignore_ascii_case(name.strip_prefix('$').unwrap_or(name))
}
