//! What a PATCH request changed.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::apply::log::{Entry, Log};
use super::apply::place::look;
use crate::compat::Tolerances;
use crate::path::{BoundPath, Path, Steps};
use crate::schema::{AttributeDef, Returned, Table};
use crate::traits::ScimResource;
use crate::value::{Value, View, same};

/// What a PATCH request changed: for each attribute, which values were added, removed and replaced. Empty if the resource is what
/// it was, even where operations took something away and brought it back.
///
/// A store that carries operations out itself makes one with [`added`](Self::added), [`removed`](Self::removed) and
/// [`replaced`](Self::replaced). `Display` lists the changes, for logs; values that are never returned are not in it.
#[derive(Clone, Default)]
pub struct Changes {
    changes: Vec<Change>,
    used: Tolerances,
}

/// A change of one attribute.
#[derive(Clone)]
pub struct Change {
    table: &'static Table,
    steps: Steps,
    delta: Delta,
}

/// What happened to one value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Delta {
    /// It was not there: the value of an attribute that had none, or a further one of a multi-valued attribute.
    Added(Value),
    /// It is not there any more.
    Removed(Value),
    /// It is another one, or, for a value of a multi-valued attribute, has other sub-attributes.
    Replaced {
        /// What it was.
        old: Value,
        /// What it is.
        new: Value,
    },
}

impl Change {
    /// The attribute that was changed. For values of a multi-valued attribute it is that attribute, and [`Delta`] has the whole values.
    pub fn attribute(&self) -> &'static AttributeDef {
        // A change is of an attribute: there is at least one step.
        self.steps.last(self.table).unwrap_or(&crate::path::SCHEMAS)
    }

    /// The attribute's path, such as `name.familyName`.
    pub fn path(&self) -> String {
        BoundPath::to(self.steps).text(self.table)
    }

    #[cfg(feature = "sql")]
    pub(crate) fn steps(&self) -> Steps {
        self.steps
    }

    /// What happened.
    pub fn delta(&self) -> &Delta {
        &self.delta
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.write(self.table, f)?;
        match &self.delta {
            Delta::Added(new) => write!(f, ": added {new:?}"),
            Delta::Removed(old) => write!(f, ": removed {old:?}"),
            Delta::Replaced { old, new } => write!(f, ": {old:?} -> {new:?}"),
        }
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Changes {
    /// No change.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// The changes.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.changes.iter()
    }

    /// Whether something changed at or below `path`, a path without a value filter.
    pub fn touch<T: ScimResource>(&self, path: &Path<T>) -> bool {
        let of = path.steps();
        self.changes.iter().any(|change| {
            let (a, b) = (change.steps.as_slice(), of.as_slice());
            a.starts_with(b) || b.starts_with(a)
        })
    }

    /// The tolerances that applying the request took, beyond those of binding it.
    pub fn tolerances(&self) -> Tolerances {
        self.used
    }

    /// Notes that the attribute at `path` has a further value. A value filter in `path` does not count.
    pub fn added<T: ScimResource>(&mut self, path: &Path<T>, value: Value) {
        self.push(path, Delta::Added(value));
    }

    /// Notes that the attribute at `path` lost a value.
    pub fn removed<T: ScimResource>(&mut self, path: &Path<T>, value: Value) {
        self.push(path, Delta::Removed(value));
    }

    /// Notes that a value of the attribute at `path` is another one.
    pub fn replaced<T: ScimResource>(&mut self, path: &Path<T>, old: Value, new: Value) {
        self.push(path, Delta::Replaced { old, new });
    }

    fn push<T: ScimResource>(&mut self, path: &Path<T>, delta: Delta) {
        self.changes.push(told(T::TABLE, path.steps(), delta));
    }
}

impl<'c> IntoIterator for &'c Changes {
    type Item = &'c Change;
    type IntoIter = std::slice::Iter<'c, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A change per line.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, change) in self.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            change.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Secrets stay out of it.
fn told(table: &'static Table, steps: Steps, delta: Delta) -> Change {
    // What is below an attribute that is never returned is as secret.
    let attribute = steps.attributes(table).find(|attribute| attribute.returned == Returned::Never);
    let attribute = attribute.or_else(|| steps.last(table));
    let tell = |value: Value| match attribute {
        Some(attribute) => value.told(attribute),
        None => value,
    };
    let delta = match delta {
        Delta::Added(new) => Delta::Added(tell(new)),
        Delta::Removed(old) => Delta::Removed(tell(old)),
        Delta::Replaced { old, new } => Delta::Replaced { old: tell(old), new: tell(new) },
    };
    Change { table, steps, delta }
}

/// What the log says was changed, measured by what the resource is now.
pub(super) fn of(log: Log, now: View<'_>, used: Tolerances) -> Changes {
    let count = log.len();
    let mut teller = Teller {
        now,
        changes: Vec::with_capacity(count),
        met: Met { is_one: count == 1, ..Met::default() },
        lists: Vec::new(),
    };
    for entry in log.into_entries() {
        match entry {
            Entry::Opened { .. } | Entry::Revived | Entry::Kept { .. } | Entry::Dropped { old: None, .. } => {
            }
            Entry::Value { steps, old } | Entry::Dropped { steps, old: Some(old) } => {
                teller.value(steps, old);
            }
            Entry::Grown { steps, new } => teller.list(steps, std::iter::once(Delta::Added(new))),
            Entry::Element { steps, old, new, .. } => {
                teller.list(steps, std::iter::once(Delta::Replaced { old, new }));
            }
            Entry::Retired { steps, old, .. } => teller.list(steps, old.into_iter().map(Delta::Removed)),
        }
    }
    let Teller { mut changes, lists, .. } = teller;
    for (steps, deltas) in lists {
        changes.extend(net(deltas).into_iter().map(|delta| told(now.table, steps, delta)));
    }
    Changes { changes, used }
}

struct Teller<'a> {
    now: View<'a>,
    changes: Vec<Change>,
    met: Met,
    lists: Vec<(Steps, Vec<Delta>)>,
}

/// The attributes that were met. Most requests are about a few.
#[derive(Default)]
struct Met {
    /// There is but one entry, so that none is met twice.
    is_one: bool,
    few: Vec<Steps>,
    many: HashSet<Steps>,
}

impl Met {
    /// Whether it is met for the first time.
    fn insert(&mut self, steps: Steps) -> bool {
        if self.is_one {
            return true;
        }
        if self.few.contains(&steps) || self.many.contains(&steps) {
            return false;
        }
        if self.few.len() < 16 {
            self.few.push(steps);
        } else {
            self.many.insert(steps);
        }
        true
    }
}

impl Teller<'_> {
    /// An attribute that had the value `old`. The first time tells what it was before the request.
    fn value(&mut self, steps: Steps, old: Value) {
        match old {
            // A complex value is told by its sub-attributes, as one that is merged is.
            Value::Complex(record) => {
                for (index, field) in record.into_fields() {
                    let steps = steps.then(index);
                    match field.value {
                        Value::List(values) => {
                            self.list(steps, values.into_items().map(|item| Delta::Removed(item.value)));
                        }
                        value => self.value(steps, value),
                    }
                }
            }
            old => {
                if !self.met.insert(steps) {
                    return;
                }
                let table = self.now.table;
                let current = look(self.now, steps.as_slice());
                let Some(attribute) = steps.last(table).filter(|_| !same(old.as_ref(), current)) else {
                    return;
                };
                let delta = match (old, Value::of(current, attribute)) {
                    (Value::Null, new) => Delta::Added(new),
                    (old, Value::Null) => Delta::Removed(old),
                    (old, new) => Delta::Replaced { old, new },
                };
                self.changes.push(told(table, steps, delta));
            }
        }
    }

    fn list(&mut self, steps: Steps, deltas: impl Iterator<Item = Delta>) {
        match self.lists.iter_mut().find(|(of, _)| *of == steps) {
            Some((_, all)) => all.extend(deltas),
            None => self.lists.push((steps, deltas.collect())),
        }
    }
}

/// Leaves out what came and went.
fn net(deltas: Vec<Delta>) -> Vec<Delta> {
    let all_alike = |alike: fn(&Delta) -> bool| deltas.iter().all(alike);
    if deltas.len() < 2
        || all_alike(|delta| matches!(delta, Delta::Added(_)))
        || all_alike(|delta| matches!(delta, Delta::Removed(_)))
    {
        return deltas
            .into_iter()
            .filter(|d| !matches!(d, Delta::Replaced { old, new } if old == new))
            .collect();
    }
    // Each value that came, and how often it went: the difference is what remains.
    let mut balance: HashMap<String, isize> = HashMap::new();
    for delta in &deltas {
        let (old, new) = sides(delta);
        if let Some(old) = old {
            *balance.entry(key(old)).or_default() -= 1;
        }
        if let Some(new) = new {
            *balance.entry(key(new)).or_default() += 1;
        }
    }
    let mut remains = |value: Value, sign: isize| {
        let count = balance.get_mut(&key(&value))?;
        if count.signum() == sign {
            *count -= sign;
            Some(value)
        } else {
            None
        }
    };
    let mut left = Vec::new();
    for delta in deltas {
        let (old, new) = match delta {
            Delta::Added(new) => (None, Some(new)),
            Delta::Removed(old) => (Some(old), None),
            Delta::Replaced { old, new } => (Some(old), Some(new)),
        };
        let old = old.and_then(|old| remains(old, -1));
        let new = new.and_then(|new| remains(new, 1));
        match (old, new) {
            (Some(old), Some(new)) => left.push(Delta::Replaced { old, new }),
            (Some(old), None) => left.push(Delta::Removed(old)),
            (None, Some(new)) => left.push(Delta::Added(new)),
            (None, None) => {}
        }
    }
    left
}

fn key(value: &Value) -> String {
    let mut key = String::new();
    value.write_key(&mut key);
    key
}

fn sides(delta: &Delta) -> (Option<&Value>, Option<&Value>) {
    match delta {
        Delta::Added(new) => (None, Some(new)),
        Delta::Removed(old) => (Some(old), None),
        Delta::Replaced { old, new } => (Some(old), Some(new)),
    }
}
