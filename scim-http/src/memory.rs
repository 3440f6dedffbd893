//! Resources in memory: for tests, for trying things out, and to read how a store is written.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use scim_types::{Changes, DateTime, Patch, ScimError, ScimResource, UniqueValue, replace, unique_values};

use crate::{IfMatch, Page, Query, Store, StoreError};

/// Ids come from one sequence, because they have to be unique across all resources (RFC 7643 §3.1).
static SEQUENCE: AtomicU64 = AtomicU64::new(1);

/// A [`Store`] in memory: atomic, in the order of creation, with the uniqueness that the schema states, and versions that count from 1.
///
/// ```
/// use scim_http::memory::MemoryStore;
/// use scim_types::User;
///
/// let users = MemoryStore::<User>::new();
/// # let _ = users;
/// ```
pub struct MemoryStore<T> {
    state: RwLock<State<T>>,
    make_id: fn(u64) -> String,
}

struct State<T> {
    /// By number, which is the order of creation.
    resources: BTreeMap<u64, Kept<T>>,
    numbers: HashMap<String, u64>,
    unique: HashMap<UniqueValue, u64>,
}

struct Kept<T> {
    resource: T,
    /// Counts the states that the resource had.
    version: u64,
}

impl<T: ScimResource> MemoryStore<T> {
    /// An empty store. Ids are `1`, `2` and so on, across all stores of the process.
    pub fn new() -> Self {
        Self::with_ids(|number| number.to_string())
    }

    /// An empty store whose ids are made from a number that is never given twice: for resources whose id is a UUID or
    /// the like.
    pub fn with_ids(make_id: fn(u64) -> String) -> Self {
        let state = State { resources: BTreeMap::new(), numbers: HashMap::new(), unique: HashMap::new() };
        Self { state: RwLock::new(state), make_id }
    }

    /// How many resources there are.
    pub fn len(&self) -> usize {
        self.read(|state| state.resources.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A panic elsewhere does not harm the state: it is changed only after all that can panic.
    fn read<R>(&self, look: impl FnOnce(&State<T>) -> R) -> R {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<R>(&self, change: impl FnOnce(&mut State<T>) -> R) -> R {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<T: ScimResource + Clone> MemoryStore<T> {
    /// Lets `work` change the resource, and keeps it if `work` says that it did.
    fn change<R>(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        work: impl FnOnce(&mut T) -> Result<(bool, R), ScimError>,
    ) -> Result<(T, R), StoreError> {
        self.write(|state| {
            let (number, kept) = state.find_version(id, if_match)?;
            let (mut changed, version) = (kept.resource.clone(), kept.version + 1);
            let (is_changed, result) = work(&mut changed)?;
            if is_changed {
                let values = state.free(number, &changed)?;
                if let Some(meta) = changed.scim_meta_mut() {
                    meta.last_modified = Some(DateTime::now());
                    meta.version = Some(entity_tag(version));
                }
                state.put(number, Kept { resource: changed.clone(), version }, values);
            }
            Ok((changed, result))
        })
    }
}

impl<T: ScimResource> Default for MemoryStore<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for MemoryStore<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is in it is personal data.
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

impl<T: ScimResource + Clone> State<T> {
    fn find(&self, id: &str) -> Result<(u64, &Kept<T>), StoreError> {
        let number = *self.numbers.get(id).ok_or(StoreError::NotFound)?;
        self.resources.get(&number).map(|kept| (number, kept)).ok_or(StoreError::NotFound)
    }

    fn find_version(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(u64, &Kept<T>), StoreError> {
        let (number, kept) = self.find(id)?;
        let version = kept.resource.scim_meta().and_then(|meta| meta.version.as_deref());
        match if_match {
            Some(if_match) if !if_match.allows(version) => Err(StoreError::VersionMismatch),
            _ => Ok((number, kept)),
        }
    }

    /// The values that `resource` would take, if none of them belongs to another one than `number`.
    fn free(&self, number: u64, resource: &T) -> Result<Vec<UniqueValue>, StoreError> {
        let values = unique_values(resource);
        match values.iter().find(|value| self.unique.get(*value).is_some_and(|owner| *owner != number)) {
            Some(taken) => Err(StoreError::uniqueness(taken.attribute())),
            None => Ok(values),
        }
    }

    fn put(&mut self, number: u64, kept: Kept<T>, values: Vec<UniqueValue>) {
        self.take(number);
        self.unique.extend(values.into_iter().map(|value| (value, number)));
        self.resources.insert(number, kept);
    }

    /// Removes the resource, and frees its values.
    fn take(&mut self, number: u64) {
        if let Some(Kept { resource, .. }) = self.resources.remove(&number) {
            for value in unique_values(&resource) {
                self.unique.remove(&value);
            }
        }
    }
}

impl<T: ScimResource + Clone + Send + Sync + 'static> Store<T> for MemoryStore<T> {
    async fn create(&self, mut resource: T) -> Result<T, StoreError> {
        let number = SEQUENCE.fetch_add(1, Ordering::Relaxed);
        let id = (self.make_id)(number);
        resource.scim_set_id(&id).map_err(|error| {
            StoreError::internal(format!(
                "{id:?} cannot be an `id` of this resource type ({error}); make the store with `MemoryStore::with_ids`"
            ))
        })?;
        if let Some(meta) = resource.scim_meta_mut() {
            let now = DateTime::now();
            (meta.created, meta.last_modified) = (Some(now), Some(now));
            meta.version = Some(entity_tag(1));
        }
        self.write(|state| {
            let values = state.free(number, &resource)?;
            state.put(number, Kept { resource: resource.clone(), version: 1 }, values);
            state.numbers.insert(id, number);
            Ok(resource)
        })
    }

    async fn get(&self, id: &str) -> Result<T, StoreError> {
        self.read(|state| state.find(id).map(|(_, kept)| kept.resource.clone()))
    }

    async fn list(&self, query: &Query<T>) -> Result<Page<T>, StoreError> {
        Ok(self.read(|state| query.select(state.resources.values().map(|kept| &kept.resource))))
    }

    async fn replace(&self, id: &str, if_match: Option<&IfMatch>, resource: T) -> Result<T, StoreError> {
        let replaced = self.change(id, if_match, |stored| {
            let is_changed = replace(stored, &resource)?;
            Ok((is_changed, ()))
        });
        replaced.map(|(resource, ())| resource)
    }

    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<T>,
    ) -> Result<(T, Changes), StoreError> {
        self.change(id, if_match, |stored| {
            let changes = patch.apply(stored)?;
            Ok((!changes.is_empty(), changes))
        })
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        self.write(|state| {
            let (number, _) = state.find_version(id, if_match)?;
            state.take(number);
            state.numbers.remove(id);
            Ok(())
        })
    }

    /// Where there is a `meta` to hold them.
    fn has_versions(&self) -> bool {
        T::scim_blank().scim_meta_mut().is_some()
    }
}

fn entity_tag(version: u64) -> String {
    format!("W/\"{version}\"")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use scim_types::User;

    use super::*;

    fn user(name: &str) -> User {
        User { user_name: name.to_owned(), ..User::default() }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn one_of_many_gets_the_name() {
        let store = Arc::new(MemoryStore::<User>::new());
        for round in 0..20 {
            let tasks: Vec<_> = (0..8)
                .map(|_| {
                    let store = Arc::clone(&store);
                    tokio::spawn(async move { store.create(user(&format!("u{round}"))).await.is_ok() })
                })
                .collect();
            let mut made = 0;
            for task in tasks {
                made += usize::from(task.await.unwrap());
            }
            assert_eq!(made, 1);
        }
        assert_eq!(store.len(), 20);
    }

    #[tokio::test]
    async fn ids() {
        let store = MemoryStore::<User>::with_ids(|number| format!("{number:032x}"));
        assert_eq!(store.create(user("a")).await.unwrap().id.len(), 32);
        let page = store.list(&Query::new(0, 10)).await.unwrap();
        assert_eq!((page.total_results, page.resources.len()), (1, 1));
        assert!(!format!("{store:?}").contains("user"));
    }
}
