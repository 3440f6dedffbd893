//! Which attributes a response holds (RFC 7644 §3.9, RFC 7643 §7 "returned").

use std::fmt;
use std::marker::PhantomData;

use crate::error::ScimError;
use crate::schema::{AttributeDef, Needle, Returned, Role, Table};
use crate::traits::ScimResource;

/// What a response holds of a `T`: the `attributes` and `excludedAttributes` of a request (RFC 7644 §3.9) under every
/// attribute's `returned` rule, resolved to table positions once and followed while the resource is written.
///
/// An attribute that is `returned = "always"` is in every response, one that is `"never"` in none, one that is
/// `"request"` only where it was asked for. The default holds what a response has when nothing was asked.
pub struct Projection<T> {
    pub(crate) selection: Option<Selection>,
    resource: PhantomData<fn() -> T>,
}

impl<T> Default for Projection<T> {
    fn default() -> Self {
        Self { selection: None, resource: PhantomData }
    }
}

impl<T> Clone for Projection<T> {
    fn clone(&self) -> Self {
        Self { selection: self.selection.clone(), resource: PhantomData }
    }
}

impl<T> fmt::Debug for Projection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Projection").field(&self.selection).finish()
    }
}

/// What is written of one object's attributes, by table position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Selection(Box<[Pick]>);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pick {
    /// Nothing.
    No,
    /// The value, and of a complex one what is returned by default.
    Yes,
    /// These sub-attributes.
    Part(Selection),
}

impl Selection {
    #[inline]
    pub(crate) fn pick(&self, index: usize) -> &Pick {
        self.0.get(index).unwrap_or(&Pick::No)
    }

    fn of(table: &Table, pick: impl Fn(&AttributeDef) -> Pick) -> Self {
        Self(table.attributes.iter().map(pick).collect())
    }

    /// What is there without being asked for.
    fn defaults(table: &Table) -> Self {
        Self::of(table, |a| if matches!(a.returned, Returned::Always | Returned::Default) { Pick::Yes } else { Pick::No })
    }

    /// What is there whatever was asked.
    fn minimum(table: &Table) -> Self {
        Self::of(table, |a| if a.returned == Returned::Always { Pick::Yes } else { Pick::No })
    }

    fn all(table: &Table) -> Self {
        Self::of(table, |a| match (a.returned, a.table) {
            (Returned::Never, _) => Pick::No,
            (_, Some(table)) => Pick::Part(Self::all(table)),
            (_, None) => Pick::Yes,
        })
    }

    fn include(&mut self, table: &Table, path: &[usize]) {
        let [index, rest @ ..] = path else { return };
        let (attribute, pick) = (&table.attributes[*index], &mut self.0[*index]);
        if attribute.returned == Returned::Never {
            return;
        }
        match (attribute.table, rest) {
            (Some(table), [_, ..]) => match pick {
                Pick::Part(selection) => selection.include(table, rest),
                Pick::No | Pick::Yes => {
                    let mut selection = if *pick == Pick::Yes { Self::defaults(table) } else { Self::minimum(table) };
                    selection.include(table, rest);
                    *pick = Pick::Part(selection);
                }
            },
            _ => *pick = Pick::Yes,
        }
    }

    fn exclude(&mut self, table: &Table, path: &[usize]) {
        let [index, rest @ ..] = path else { return };
        let (attribute, pick) = (&table.attributes[*index], &mut self.0[*index]);
        match (attribute.table, rest) {
            (Some(table), [_, ..]) => {
                if *pick == Pick::Yes {
                    *pick = Pick::Part(Self::defaults(table));
                }
                if let Pick::Part(selection) = pick {
                    selection.exclude(table, rest);
                }
            }
            _ if attribute.returned == Returned::Always => {}
            // An extension, or a complex attribute, keeps those of its parts that are always returned.
            (Some(table), []) if table.attributes.iter().any(|a| a.returned == Returned::Always) => {
                *pick = Pick::Part(Self::minimum(table));
            }
            _ => *pick = Pick::No,
        }
    }
}

impl<T: ScimResource> Projection<T> {
    /// What `attributes` or `excludedAttributes` ask for: attribute paths such as `userName`, `name.givenName` or
    /// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`, in any case. An item may hold several,
    /// separated by commas, as a query parameter does. Names that no schema of `T` has select nothing.
    ///
    /// # Errors
    ///
    /// 400 invalidValue when both are given: they exclude each other (RFC 7644 §3.9).
    pub fn new(attributes: &[&str], excluded: &[&str]) -> Result<Self, ScimError> {
        let split = |items: &[&str]| -> Vec<String> {
            items.iter().flat_map(|item| item.split(',')).map(|path| path.trim().to_owned()).filter(|p| !p.is_empty()).collect()
        };
        let (attributes, excluded) = (split(attributes), split(excluded));
        let selection = match (attributes.is_empty(), excluded.is_empty()) {
            (true, true) => None,
            (false, false) => {
                return Err(ScimError::invalid_value(
                    "`attributes` and `excludedAttributes` exclude each other; send one of them",
                ));
            }
            (false, true) => {
                let mut selection = Selection::minimum(T::TABLE);
                attributes.iter().for_each(|path| selection.include(T::TABLE, &resolve(T::TABLE, path)));
                Some(selection)
            }
            (true, false) => {
                let mut selection = Selection::defaults(T::TABLE);
                excluded.iter().for_each(|path| selection.exclude(T::TABLE, &resolve(T::TABLE, path)));
                Some(selection)
            }
        };
        Ok(Self { selection, resource: PhantomData })
    }

    /// Everything that may be returned at all: also what is `returned = "request"`, but nothing that is `"never"`.
    /// What a store that keeps documents writes.
    pub fn all() -> Self {
        Self { selection: Some(Selection::all(T::TABLE)), resource: PhantomData }
    }

    /// Whether a response could hold this attribute at all, so that a store need not load what nobody will see.
    /// `path` is resolved like those of [`new`](Self::new); one that names nothing is not held.
    pub fn holds(&self, path: &str) -> bool {
        let steps = resolve(T::TABLE, path);
        let mut table = T::TABLE;
        let mut selection = self.selection.as_ref();
        for (i, &step) in steps.iter().enumerate() {
            let attribute = &table.attributes[step];
            let held = match selection {
                None => matches!(attribute.returned, Returned::Always | Returned::Default),
                Some(s) => *s.pick(step) != Pick::No,
            };
            if !held {
                return false;
            }
            selection = match selection.map(|s| s.pick(step)) {
                Some(Pick::Part(part)) => Some(part),
                _ => None,
            };
            match attribute.table {
                Some(inner) => table = inner,
                None => return i + 1 == steps.len(),
            }
        }
        !steps.is_empty()
    }
}

/// Table positions, from the outside in, of the attribute that `path` names; empty if it names none.
fn resolve(table: &Table, path: &str) -> Vec<usize> {
    // The longest URN that fits is the schema; a dot inside of a URN is not one between attributes.
    let mut longest = 0;
    let mut found = resolve_in(table, path).unwrap_or_default();
    if let Some(rest) = table.schema.and_then(|s| strip_urn(path, s.id)) {
        longest = path.len() - rest.len();
        found = resolve_in(table, rest).unwrap_or_default();
    }
    for (index, attribute) in table.attributes.iter().enumerate() {
        if attribute.role != Role::Extension {
            continue;
        }
        if attribute.name.eq_ignore_ascii_case(path) {
            return vec![index];
        }
        if let (Some(rest), Some(inner)) = (strip_urn(path, attribute.name), attribute.table) {
            let length = path.len() - rest.len();
            if length > longest {
                longest = length;
                found = resolve_in(inner, rest).map(|tail| [vec![index], tail].concat()).unwrap_or_default();
            }
        }
    }
    found
}

fn strip_urn<'p>(path: &'p str, urn: &str) -> Option<&'p str> {
    let (head, rest) = path.split_at_checked(urn.len())?;
    if head.eq_ignore_ascii_case(urn) { rest.strip_prefix(':') } else { None }
}

fn resolve_in(table: &Table, path: &str) -> Option<Vec<usize>> {
    let find = |table: &Table, name: &str| Needle::new(name.as_bytes()).find(name.as_bytes(), table.keys, table.attributes, 0);
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let index = find(table, name)?;
    match rest {
        None => Some(vec![index]),
        Some(rest) => Some([vec![index], resolve_in(table.attributes[index].table?, rest)?].concat()),
    }
}
