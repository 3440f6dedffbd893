//! Where values are in SQL.
//!
//! What depends on an attribute's type or on its sub-attributes, only the schema's table can tell, which constants in the generated code
//! ask.

use proc_macro2::{Ident, Span};
use scim_grammar::names_equal;
use syn::LitStr;

use super::{Container, plain};
use crate::attrs::{FieldAttrs, Integer, Keyed, Pairs};
use crate::errors::Errors;
use crate::model::{Column, Part};

/// Where the value of a field is.
pub(super) fn of_field(attrs: &FieldAttrs, errors: &mut Errors) -> Option<Column> {
    let pairs = |key: &Option<Keyed<Pairs>>| key.as_ref().map(|key| key.value.0.clone()).unwrap_or_default();
    let text = |key: &Option<Keyed<LitStr>>| key.as_ref().map(|key| key.value.clone());
    let (integer, integers) = match attrs.integer.as_ref().map(|key| (key.span, &key.value)) {
        None => (None, Vec::new()),
        Some((span, Integer::Column)) => (Some(span), Vec::new()),
        Some((_, Integer::Parts(parts))) => (None, parts.clone()),
    };
    let column = Column {
        name: text(&attrs.column),
        folded: text(&attrs.fold_column),
        integer,
        parts: pairs(&attrs.columns),
        folds: pairs(&attrs.fold_columns),
        integers,
        table: text(&attrs.table),
        constants: pairs(&attrs.constants),
        order: text(&attrs.order),
    };
    needs_what_it_is_about(attrs, &column, errors);
    are_names(&column, errors);
    keys_differ(&column, errors);
    folded_is_another(&column, errors);
    digits_are_not_folded(&column, errors);
    (column.name.is_some() || !column.parts.is_empty()).then_some(column)
}

/// Keys that say more about what another key names.
fn needs_what_it_is_about(attrs: &FieldAttrs, column: &Column, errors: &mut Errors) {
    let mut need = |span: Option<Span>, message: &str| {
        if let Some(span) = span {
            errors.push(span, message);
        }
    };
    if attrs.column.is_none() {
        need(
            attrs.fold_column.as_ref().map(|key| key.span),
            "`fold_column` stands beside the `column` that it is the folded form of; say that as well",
        );
        need(
            attrs.table.as_ref().map(|key| key.span),
            "`table` is where the values of the list are; say in `column` which of its columns refers to the resource",
        );
        need(
            column.integer,
            "`integer` stands beside the `column` that holds a whole number; say that as well, or in parentheses which of `columns` do",
        );
    }
    if attrs.table.is_none() {
        let constants = attrs.constants.as_ref().map(|key| ("constants", key.span));
        let order = attrs.order.as_ref().map(|key| ("order", key.span));
        for (key, span) in constants.into_iter().chain(order) {
            let message =
                format!("`{key}` is about the `table` that the values of a list are in; say that as well");
            need(Some(span), &message);
        }
    } else {
        need(
            column.integer.filter(|_| attrs.column.is_some()),
            "the `column` of a list is of the same type as the column of `id`; say in parentheses which of `columns` hold whole numbers, \
             as in `integer(value)`",
        );
        need(
            attrs.fold_column.as_ref().filter(|_| attrs.column.is_some()).map(|key| key.span),
            "the `column` of a list refers to the resource; the folded columns of its values are in `fold_columns(...)`",
        );
    }
    let lacks = |name: &Ident| !column.parts.iter().any(|(part, _)| is_one(part, name));
    for (name, folded) in column.folds.iter().filter(|(name, _)| lacks(name)) {
        let folded = folded.value();
        let message = format!(
            "`fold_columns({name} = {folded:?})` stands beside `columns({name} = \"...\")`; say that as well"
        );
        need(attrs.fold_columns.as_ref().map(|key| key.span), &message);
    }
    for name in column.integers.iter().filter(|name| lacks(name)) {
        let message =
            format!("`integer({name})` stands beside `columns({name} = \"...\")`; say that as well");
        need(Some(name.span()), &message);
    }
}

/// What is written into SQL is a name, or an expression in brackets where it is only read.
fn are_names(column: &Column, errors: &mut Errors) {
    let Column { name, folded, parts, folds, table, constants: _, order, .. } = column;
    for (key, name) in [("table", table), ("column", &name.clone().filter(|_| table.is_some()))] {
        if let Some(name) = name {
            is_plain(key, name, errors);
        }
    }
    let name = name.iter().filter(|_| table.is_none()).map(|name| ("column", name));
    let folded = folded.iter().map(|name| ("fold_column", name));
    let order = order.iter().map(|name| ("order", name));
    let parts = parts.iter().chain(folds).map(|(_, name)| ("a column", name));
    for (key, name) in name.chain(folded).chain(order).chain(parts) {
        is_column(key, name, errors);
    }
}

/// The name of a table, or of a column that others refer to.
pub(super) fn is_plain(key: &str, name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    if text.is_empty() {
        errors.push(name.span(), format!("`{key}` is a name, and this one is empty"));
    } else if is_call(&text) || text.starts_with('(') {
        errors.push(name.span(), format!("`{key}` is a name here; an expression cannot stand for it"));
    }
}

fn is_column(key: &str, name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    let what = if key == "a column" { key.to_owned() } else { format!("`{key}`") };
    if text.is_empty() {
        errors
            .push(name.span(), format!("{what} is a name, or an expression in brackets, and this is empty"));
    } else if text.starts_with('(') {
        if !is_enclosed(&text) {
            errors.push(
                name.span(),
                "an expression has brackets around all of it, and each that is opened is closed, as in \"(lower(name))\"",
            );
        }
    } else if is_call(&text) {
        errors.push(name.span(), format!("an expression is written in brackets: \"({text})\""));
    }
}

/// Whether it is no name but a function of something, as names may have brackets in them.
fn is_call(text: &str) -> bool {
    let before = text.split_once('(').and_then(|(before, _)| before.chars().next_back());
    before.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Whether the bracket that opens a text is closed at its end. What is in quotes does not count; of what is quoted in other ways, or a
/// comment, it is not known.
fn is_enclosed(text: &str) -> bool {
    if ["\\", "$$", "/*", "--"].iter().any(|other| text.contains(other)) {
        return true;
    }
    let (mut depth, mut quote, mut rest) = (0_usize, None, text.chars());
    for c in rest.by_ref() {
        match (quote, c) {
            (Some(open), c) => quote = Some(open).filter(|open| *open != c),
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            // The first character opens one.
            (None, ')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    depth == 0 && rest.as_str().is_empty()
}

/// A part has one column.
fn keys_differ(column: &Column, errors: &mut Errors) {
    let Column { parts, folds, integers, .. } = column;
    let parts: Vec<&Ident> = parts.iter().map(|(key, _)| key).collect();
    let folds: Vec<&Ident> = folds.iter().map(|(key, _)| key).collect();
    for keys in [parts, folds, integers.iter().collect()] {
        for (i, key) in keys.iter().enumerate() {
            if keys[..i].iter().any(|earlier| is_one(earlier, key)) {
                errors.push(key.span(), format!("`{key}` is given twice; remove one"));
            }
        }
    }
}

/// Names of attributes have no case.
fn is_one(a: &Ident, b: &Ident) -> bool {
    names_equal(&plain(a), &plain(b))
}

/// Two values are not kept in one column.
fn folded_is_another(column: &Column, errors: &mut Errors) {
    let (Some(name), Some(folded)) = (&column.name, &column.folded) else { return };
    if name.value() == folded.value() && !name.value().starts_with('(') {
        errors.push(
            folded.span(),
            "`fold_column` holds another text than `column`, the folded one; give it a column of its own",
        );
    }
}

/// Digits have no case.
fn digits_are_not_folded(column: &Column, errors: &mut Errors) {
    if let (Some(_), Some(folded)) = (column.integer, &column.folded) {
        errors.push(
            folded.span(),
            "`fold_column` contradicts `integer`: digits have no case; remove one of the two",
        );
    }
    for (key, _) in &column.folds {
        if column.integers.iter().any(|integer| is_one(integer, key)) {
            errors.push(
                key.span(),
                format!("`fold_columns({key} = ...)` contradicts `integer({key})`: digits have no case; remove one of the two"),
            );
        }
    }
}

/// What the columns of a struct's fields have to be together.
pub(super) fn together<'f>(
    container: &Container<'_>,
    fields: &(impl Iterator<Item = (Part, &'f Ident, Option<&'f Column>)> + Clone),
    errors: &mut Errors,
) {
    if let Some(table) = &container.attrs.table {
        is_plain("table", &table.value, errors);
        id_has_one(fields, errors);
    }
    each_is_of_one(fields, errors);
}

/// Rows are found by the `id`, and in its order.
fn id_has_one<'f>(
    fields: &(impl Iterator<Item = (Part, &'f Ident, Option<&'f Column>)> + Clone),
    errors: &mut Errors,
) {
    for (_, ident, column) in fields.clone().filter(|(part, ..)| *part == Part::Id) {
        if column.is_none_or(|column| column.name.is_none()) {
            errors.push(
                ident.span(),
                "rows of a `table` are found by their `id`: say in which `column` it is, as in `#[scim(id, column = \"id\")]`",
            );
        }
    }
}

/// Of two fields with one column a row could hold only one.
fn each_is_of_one<'f>(
    fields: &(impl Iterator<Item = (Part, &'f Ident, Option<&'f Column>)> + Clone),
    errors: &mut Errors,
) {
    let mut known: Vec<(String, &Ident)> = Vec::new();
    // The columns of a list are in its own table.
    let own =
        fields.clone().filter_map(|(_, ident, column)| Some((ident, column.filter(|c| c.table.is_none())?)));
    for (ident, column) in own {
        let parts = column.parts.iter().chain(&column.folds).map(|(_, name)| name);
        for name in column.name.iter().chain(&column.folded).chain(parts) {
            let text = name.value();
            if text.starts_with('(') {
                continue;
            }
            match known.iter().find(|(earlier, of)| *earlier == text && *of != ident) {
                Some((_, earlier)) => errors.push(
                    name.span(),
                    format!(
                        "`{earlier}` is in the column {text:?} already; to show a column twice, make it an expression here, which is \
                         only read: \"({text})\""
                    ),
                ),
                None => known.push((text, ident)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_call, is_enclosed};

    #[test]
    fn brackets_around_all_of_it() {
        for text in ["(NULL)", "((SELECT a FROM b WHERE c = (d)))", "(')' || \"(\" || 'it''s')"] {
            assert!(is_enclosed(text), "{text}");
        }
        for text in ["(replace(a, E'\\'', ''))", "(a /* :) */)", "($$)$$)"] {
            assert!(is_enclosed(text), "{text}");
        }
        assert!(is_call("lower(name)") && !is_call("Amount (EUR)") && !is_call("name"));
        for text in ["(", "(a", "(a) || (b)", "(a))", "(')'", "(a) "] {
            assert!(!is_enclosed(text), "{text}");
        }
    }
}
