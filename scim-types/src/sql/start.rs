//! Where a search starts: which part of a filter finds few rows by an index. It decides nothing about what is found.

use super::Unplaced;
use super::columns::{Cell, Child, Place, Scope};
use super::condition::Ask;
use crate::filter::{Expr as Filtered, Test};

/// Whether few pass, as far as one can tell without the data, and an index may find them: a text is given, or how it starts. Of those that
/// have one of a few values there may be many.
fn is_narrow(scope: &Scope, filter: &Filtered) -> bool {
    match filter {
        Filtered::Test(steps, test) => is_narrow_at(scope, steps.as_slice(), test),
        Filtered::Element(steps, inner) => match reached(scope, steps.as_slice()) {
            Some(Place::Child(Child { value: None, scope: values, .. })) => is_narrow(&values, inner),
            Some(Place::Elements(elements)) => {
                elements.first().is_some_and(|values| is_narrow(values, inner))
            }
            _ => false,
        },
        Filtered::And(parts) => parts.iter().any(|part| is_narrow(scope, part)),
        Filtered::Or(parts) => parts.iter().all(|part| is_narrow(scope, part)),
        Filtered::Not(_) | Filtered::Schemas(_) | Filtered::Fixed(_) => false,
    }
}

/// Whether what is asked of rows of another table finds few of them.
pub(super) fn is_start(child: &Child, steps: &[u16], ask: Ask<'_>) -> bool {
    match (ask, &child.value) {
        (Ask::Test(test), Some(cell)) => is_narrow_test(cell, test),
        (Ask::Test(test), None) => is_narrow_at(&child.scope, steps, test),
        (Ask::Values(filter), None) => is_narrow(&child.scope, filter),
        (Ask::Values(_), Some(_)) => false,
    }
}

fn is_narrow_at(scope: &Scope, steps: &[u16], test: &Test) -> bool {
    match reached(scope, steps) {
        Some(Place::Column(cell) | Place::Child(Child { value: Some(cell), .. })) => {
            is_narrow_test(&cell, test)
        }
        _ => false,
    }
}

/// What is that many steps below; of elements, in the first that has a column for it.
fn reached(scope: &Scope, steps: &[u16]) -> Option<Place> {
    let (first, rest) = steps.split_first()?;
    match scope.place(usize::from(*first)).ok()? {
        place if rest.is_empty() => Some(place),
        Place::Complex(inner) => reached(&inner, rest),
        Place::Child(child) => reached(&child.scope, rest),
        Place::Elements(elements) => {
            let mut places = elements.iter().filter_map(|element| reached(element, rest));
            places.find(|place| matches!(place, Place::Column(_)))
        }
        _ => None,
    }
}

fn is_narrow_test(cell: &Cell, test: &Test) -> bool {
    match test {
        Test::Eq(_) | Test::In(_) => cell.attribute.canonical_values.is_empty(),
        // An index of whole numbers does not know how their digits start.
        Test::Sw(_) => cell.attribute.canonical_values.is_empty() && !cell.is_integer,
        _ => false,
    }
}

/// Whether few rows pass, by what is in the row itself.
pub(super) fn is_own(scope: &Scope, filter: &Filtered) -> Result<bool, Unplaced> {
    match filter {
        Filtered::And(parts) => is_any(parts, |part| is_own(scope, part)),
        Filtered::Or(parts) => Ok(!is_any(parts, |part| is_own(scope, part).map(|is_own| !is_own))?),
        _ => Ok(is_narrow(scope, filter) && !is_elsewhere(scope, filter)?),
    }
}

/// Whether each of the parts is narrow, and one of them in another table.
pub(super) fn is_union(scope: &Scope, parts: &[Filtered]) -> Result<bool, Unplaced> {
    let is_single = |part: &Filtered| Ok(is_elsewhere(scope, part)? || is_own(scope, part)?);
    Ok(is_any(parts, |part| is_elsewhere(scope, part))?
        && !is_any(parts, |part| is_single(part).map(|is_single| !is_single))?)
}

/// Whether it is a narrow test of another table.
fn is_elsewhere(scope: &Scope, filter: &Filtered) -> Result<bool, Unplaced> {
    let (Filtered::Test(steps, _) | Filtered::Element(steps, _)) = filter else { return Ok(false) };
    let Some(first) = steps.as_slice().first().filter(|_| is_narrow(scope, filter)) else {
        return Ok(false);
    };
    Ok(matches!(scope.place(usize::from(*first))?, Place::Child(_)))
}

pub(super) fn is_any(
    parts: &[Filtered],
    mut holds: impl FnMut(&Filtered) -> Result<bool, Unplaced>,
) -> Result<bool, Unplaced> {
    for part in parts {
        if holds(part)? {
            return Ok(true);
        }
    }
    Ok(false)
}
