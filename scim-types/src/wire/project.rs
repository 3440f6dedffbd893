//! Which attributes a response holds (RFC 7644 §3.9, RFC 7643 §7 "returned").

use std::fmt;
use std::marker::PhantomData;

use scim_grammar::ParseError;

use crate::error::ScimError;
use crate::path::locate;
use crate::schema::{AttributeDef, Returned, Role, Table};
use crate::traits::ScimResource;

/// What a response holds of a `T`: the `attributes` and `excludedAttributes` of a request (RFC 7644 §3.9) under every
/// attribute's `returned` rule, resolved to table positions once and followed while the resource is written.
///
/// An attribute that is `returned = "always"` is in every response, one that is `"never"` in none, one that is
/// `"request"` only where it was asked for. The default holds what a response has when nothing was asked.
pub struct Projection<T> {
    what: What,
    resource: PhantomData<fn() -> T>,
}

impl<T> Projection<T> {
    pub(crate) fn scope(&self) -> Scope<'_> {
        match &self.what {
            What::Default => Scope::Default,
            What::All => Scope::All,
            What::These(selection) => Scope::These(selection),
        }
    }
}

impl<T> Default for Projection<T> {
    fn default() -> Self {
        Self { what: What::Default, resource: PhantomData }
    }
}

impl<T> Clone for Projection<T> {
    fn clone(&self) -> Self {
        Self { what: self.what.clone(), resource: PhantomData }
    }
}

impl<T> fmt::Debug for Projection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Projection").field(&self.what).finish()
    }
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Default,
    All,
    These(Selection),
}

/// What is written of one object's attributes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'s> {
    /// What is returned when nothing was asked.
    Default,
    /// What may be returned at all.
    All,
    /// These.
    These(&'s Selection),
}

impl Scope<'_> {
    /// What of attribute `index` is written, if anything.
    #[inline]
    pub(crate) fn of(self, index: usize, attribute: &AttributeDef) -> Option<Self> {
        match self {
            Self::Default => {
                matches!(attribute.returned, Returned::Default | Returned::Always).then_some(self)
            }
            Self::All => (attribute.returned != Returned::Never).then_some(self),
            Self::These(selection) => match selection.pick(index) {
                Pick::No => None,
                Pick::Yes => Some(Self::Default),
                Pick::Part(part) => Some(Self::These(part)),
            },
        }
    }
}

/// Attributes by table position.
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
    fn pick(&self, index: usize) -> &Pick {
        self.0.get(index).unwrap_or(&Pick::No)
    }

    fn of(table: &Table, pick: impl Fn(&AttributeDef) -> Pick) -> Self {
        Self(table.attributes.iter().map(pick).collect())
    }

    /// What is there without being asked for.
    fn defaults(table: &Table) -> Self {
        Self::of(table, |a| {
            if matches!(a.returned, Returned::Always | Returned::Default) { Pick::Yes } else { Pick::No }
        })
    }

    /// What is there whatever was asked. The attributes of an extension are the resource's; a sub-attribute that is always
    /// returned comes whenever its attribute does.
    fn minimum(table: &Table) -> Self {
        Self::of(table, |a| match a.table {
            _ if a.returned == Returned::Always => Pick::Yes,
            Some(extension) if a.role == Role::Extension && has_always(extension) => {
                Pick::Part(Self::minimum(extension))
            }
            _ => Pick::No,
        })
    }

    /// Adds what is there without being asked for.
    fn add_defaults(&mut self, table: &Table) {
        for (attribute, pick) in table.attributes.iter().zip(&mut self.0) {
            match (attribute.returned, pick, attribute.table) {
                (Returned::Never | Returned::Request, ..) => {}
                (_, Pick::Part(part), Some(table)) => part.add_defaults(table),
                (_, pick, _) => *pick = Pick::Yes,
            }
        }
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
                    let mut selection =
                        if *pick == Pick::Yes { Self::defaults(table) } else { Self::minimum(table) };
                    selection.include(table, rest);
                    *pick = Pick::Part(selection);
                }
            },
            (Some(table), []) => match pick {
                // What was asked for in it before stays.
                Pick::Part(selection) => selection.add_defaults(table),
                _ => *pick = Pick::Yes,
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
            _ if attribute.returned == Returned::Always || *pick == Pick::No => {}
            // An extension, or a complex attribute, keeps those of its parts that are always returned.
            (Some(table), []) if has_always(table) => *pick = Pick::Part(Self::minimum(table)),
            _ => *pick = Pick::No,
        }
    }
}

fn has_always(table: &Table) -> bool {
    table.attributes.iter().any(|a| a.returned == Returned::Always)
}

impl<T: ScimResource> Projection<T> {
    /// What `attributes` or `excludedAttributes` ask for: attribute paths such as `userName`, `name.givenName` or
    /// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`, in any case. An item may hold several,
    /// separated by commas, as a query parameter does. Names that no schema of `T` has select nothing.
    ///
    /// # Errors
    ///
    /// 400 invalidValue when both are given, since they exclude each other (RFC 7644 §3.9), or when an item is no
    /// attribute path.
    pub fn new(attributes: &[&str], excluded: &[&str]) -> Result<Self, ScimError> {
        let split = |items: &[&str]| -> Vec<String> {
            items
                .iter()
                .flat_map(|item| item.split(','))
                .map(|path| path.trim().to_owned())
                .filter(|p| !p.is_empty())
                .collect()
        };
        let steps = |parameter: &str, path: &str| {
            resolve(T::TABLE, path).map_err(|e| {
                ScimError::invalid_value(format!("`{parameter}`: not an attribute path: {}", e.render(path)))
            })
        };
        let (attributes, excluded) = (split(attributes), split(excluded));
        let what = match (attributes.is_empty(), excluded.is_empty()) {
            (true, true) => What::Default,
            (false, false) => {
                return Err(ScimError::invalid_value(
                    "`attributes` and `excludedAttributes` exclude each other; send one of them",
                ));
            }
            (false, true) => {
                let mut selection = Selection::minimum(T::TABLE);
                for path in &attributes {
                    selection.include(T::TABLE, &steps("attributes", path)?);
                }
                What::These(selection)
            }
            (true, false) => {
                let mut selection = Selection::defaults(T::TABLE);
                for path in &excluded {
                    selection.exclude(T::TABLE, &steps("excludedAttributes", path)?);
                }
                What::These(selection)
            }
        };
        Ok(Self { what, resource: PhantomData })
    }

    /// Everything that may be returned at all: also what is `returned = "request"`, but nothing that is `"never"`.
    /// What a store that keeps documents writes.
    pub fn all() -> Self {
        Self { what: What::All, resource: PhantomData }
    }

    /// Whether a response could hold this attribute at all, so that a store need not load what nobody will see.
    /// `path` is resolved like those of [`new`](Self::new); one that names nothing is not held.
    pub fn holds(&self, path: &str) -> bool {
        let steps = resolve(T::TABLE, path).unwrap_or_default();
        let mut table = T::TABLE;
        let mut scope = self.scope();
        for (i, &step) in steps.iter().enumerate() {
            let attribute = &table.attributes[step];
            match scope.of(step, attribute) {
                Some(inner) => scope = inner,
                None => return false,
            }
            match attribute.table {
                Some(inner) => table = inner,
                None => return i + 1 == steps.len(),
            }
        }
        !steps.is_empty()
    }
}

/// Table positions, from the outside in, of the attribute that `path` names; empty if no schema has it.
fn resolve(table: &'static Table, path: &str) -> Result<Vec<usize>, ParseError> {
    let steps = locate(table, path)?.unwrap_or_default();
    Ok(steps.as_slice().iter().map(|step| usize::from(*step)).collect())
}
