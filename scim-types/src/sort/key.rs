//! The value by which a resource is sorted, and how two of them compare.

use std::cmp::Ordering;

use crate::filter::folded;
use crate::value::{List, ValueRef, View};

/// The value that many steps away; of a multi-valued attribute its primary value, else its first.
pub(super) fn find<'a>(view: View<'a>, steps: &[u16]) -> ValueRef<'a> {
    match steps {
        [] => ValueRef::Absent,
        [first, rest @ ..] => follow(view.get(usize::from(*first)), rest),
    }
}

fn follow<'a>(value: ValueRef<'a>, steps: &[u16]) -> ValueRef<'a> {
    match value {
        ValueRef::List(list) => follow(foremost(list), steps),
        ValueRef::Complex(view) => find(view, steps),
        // As for `pr`, nothing in it is no value.
        ValueRef::Str("") => ValueRef::Absent,
        value if steps.is_empty() => value,
        _ => ValueRef::Absent,
    }
}

fn foremost(list: List<'_>) -> ValueRef<'_> {
    let is_primary = |value: &ValueRef<'_>| match value {
        ValueRef::Complex(view) => {
            view.table.primary.is_some_and(|i| matches!(view.get(usize::from(i)), ValueRef::Bool(true)))
        }
        _ => false,
    };
    list.iter().find(is_primary).unwrap_or_else(|| list.slot_at(0))
}

/// Compares two values of one attribute. What has no value comes last.
pub(super) fn compare(a: ValueRef<'_>, b: ValueRef<'_>, case_exact: bool) -> Ordering {
    match (a, b) {
        (ValueRef::Absent, ValueRef::Absent) => Ordering::Equal,
        (ValueRef::Absent, _) => Ordering::Greater,
        (_, ValueRef::Absent) => Ordering::Less,
        (ValueRef::Str(a), ValueRef::Str(b)) => texts(a, b, case_exact),
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a.cmp(&b),
        (ValueRef::Int(a), ValueRef::Int(b)) => a.cmp(&b),
        (ValueRef::Decimal(a), ValueRef::Decimal(b)) => a.total_cmp(&b),
        (ValueRef::Date(a), ValueRef::Date(b)) => a.cmp(&b),
        (ValueRef::Text(a), ValueRef::Text(b)) => texts(&a.to_string(), &b.to_string(), case_exact),
        (ValueRef::Text(a), ValueRef::Str(b)) => texts(&a.to_string(), b, case_exact),
        (ValueRef::Str(a), ValueRef::Text(b)) => texts(a, &b.to_string(), case_exact),
        // Values of one attribute are of one type.
        _ => Ordering::Equal,
    }
}

fn texts(a: &str, b: &str, case_exact: bool) -> Ordering {
    if case_exact { a.cmp(b) } else { folded(a).cmp(folded(b)) }
}
