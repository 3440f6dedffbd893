//! What is the same for every resource type: a page of a list, one resource, and how it is made, changed and removed.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use scim_http::{BaseUrl, IfMatch, Page, PatchAnswer, Query, Store, StoreError};
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{
    Expr, ExprTrait, LockType, Order, Query as Select, SelectStatement, UnionType,
};
use scim_types::{Changes, Patch, Projection, ScimResource};
use sqlx::FromRow;

use super::Directory;
use super::db::{Record, Tx};
use super::error::Failure;
use super::pages::list;
use crate::model::{Stamps, now};

/// How often something is tried that others change at the same time.
const RACES: u32 = 8;

/// How many ids one query asks for.
pub(super) const MANY: usize = 500;

/// A resource type that has a table.
pub(crate) trait Stored: ScimResource + Clone + Send + Sync + 'static {
    /// The table.
    const ROWS: &'static str;
    /// What [`select`](Self::select) finds.
    type Row: Record + Into<Self>;

    /// All rows, without what is in other tables.
    fn select() -> SelectStatement;

    /// Its key, and when it was made and changed.
    fn row(&mut self) -> (&mut String, &mut Stamps);

    /// What tells apart what it shows of others, where its version does not count that.
    fn shown(&self) -> Option<i64> {
        None
    }

    /// Reads what is in other tables, as far as anybody looks at it.
    fn complete(
        db: &mut Tx,
        resources: &mut [Self],
        needs: Needs<'_>,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Whether this attribute has to be there for a wish to be carried out.
    fn needs(wish: &Wish<'_, Self>, attribute: &str) -> bool {
        match wish {
            Wish::Replace(_) => true,
            Wish::Patch(patch) => patch.reads(attribute),
        }
    }

    /// What takes long to make of a wish, and is made before the directory is locked.
    type Prepared: Clone + Send + Sync;

    /// Makes it.
    fn prepare(
        directory: &Directory,
        id: &str,
        wish: &Wish<'_, Self>,
    ) -> impl Future<Output = Result<Self::Prepared, Failure>> + Send;

    /// Stores a new resource.
    fn insert(
        &mut self,
        db: &mut Tx,
        prepared: Self::Prepared,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Makes of a stored resource what is wished, with stamps that clients do not know yet, and finds out what that takes. Nothing is changed yet.
    fn change(
        &mut self,
        db: &mut Tx,
        wish: &Wish<'_, Self>,
        prepared: Self::Prepared,
        stamps: Stamps,
    ) -> impl Future<Output = Result<Work, Failure>> + Send;

    /// How a PATCH is answered that left this.
    fn answer(&self) -> PatchAnswer {
        PatchAnswer::Whole
    }

    /// What others show of a resource that goes.
    fn farewell(id: &str) -> Vec<Statement>;

    /// See [`Store::link`].
    fn link(&mut self, base: &BaseUrl);
}

/// Whether an attribute is looked at.
pub(crate) type Needs<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// What a client wants a resource to be.
pub(crate) enum Wish<'a, T> {
    Replace(&'a T),
    Patch(&'a Patch<T>),
}

/// What a change takes.
#[derive(Default)]
pub(crate) struct Work {
    pub(super) changes: Changes,
    /// None if nothing changes.
    pub(super) statements: Vec<Statement>,
}

impl<T: Stored> Store<T> for Directory {
    async fn create(&self, mut resource: T) -> Result<T, StoreError> {
        let prepared = T::prepare(self, "", &Wish::Replace(&resource)).await?;
        let id = start(&mut resource);
        insist(|_| self.try_create(&id, resource.clone(), prepared.clone())).await
    }

    async fn get(&self, id: &str) -> Result<T, StoreError> {
        self.get_projected(id, &Projection::<T>::default()).await
    }

    /// Identity providers ask for groups without their members, which may be many.
    async fn get_projected(&self, id: &str, projection: &Projection<T>) -> Result<T, StoreError> {
        let mut view = self.pools.reading().await?;
        Ok(find(&mut view, id, &|attribute| projection.holds(attribute), false).await?)
    }

    async fn list(&self, query: &Query<T>) -> Result<Page<T>, StoreError> {
        let mut view = self.pools.reading().await?;
        Ok(list(&mut view, query).await?)
    }

    async fn replace(&self, id: &str, if_match: Option<&IfMatch>, resource: T) -> Result<T, StoreError> {
        let (resource, _) = self.change(id, if_match, &Wish::Replace(&resource)).await?;
        Ok(resource)
    }

    async fn patch(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        patch: &Patch<T>,
    ) -> Result<(T, Changes), StoreError> {
        self.change(id, if_match, &Wish::Patch(patch)).await
    }

    async fn delete(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), StoreError> {
        insist(|_| self.try_delete::<T>(id, if_match)).await
    }

    fn has_versions(&self) -> bool {
        true
    }

    fn patch_answer(&self, patched: &T) -> PatchAnswer {
        patched.answer()
    }

    fn link(&self, resource: &mut T, base: &BaseUrl) {
        Stored::link(resource, base);
    }
}

impl Directory {
    async fn try_create<T: Stored>(
        &self,
        id: &str,
        mut resource: T,
        prepared: T::Prepared,
    ) -> Result<T, Failure> {
        let mut change = self.pools.writing().await?;
        resource.insert(&mut change, prepared).await?;
        let resource = find(&mut change, id, &|_| true, false).await?;
        change.commit().await?;
        Ok(resource)
    }

    async fn change<T: Stored>(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        wish: &Wish<'_, T>,
    ) -> Result<(T, Changes), StoreError> {
        possible(id)?;
        // Who came too late once waits for his turn.
        insist(|attempt| async move {
            let prepared = T::prepare(self, id, wish).await?;
            self.try_change(id, if_match, wish, prepared, attempt > 0).await
        })
        .await
    }

    async fn try_change<T: Stored>(
        &self,
        id: &str,
        if_match: Option<&IfMatch>,
        wish: &Wish<'_, T>,
        prepared: T::Prepared,
        lock: bool,
    ) -> Result<(T, Changes), Failure> {
        let mut change = self.pools.writing().await?;
        let mut stored: T = find(&mut change, id, &|attribute| T::needs(wish, attribute), lock).await?;
        check(if_match, &stored)?;
        let before = *stored.row().1;
        let after = Stamps { last_modified: now(), version: before.version + 1, ..before };
        let Work { changes, statements } = stored.change(&mut change, wish, prepared, after).await?;
        // Of what is not answered with as a whole, no more is needed than is there.
        let is_whole = matches!(wish, Wish::Replace(_)) || stored.answer() == PatchAnswer::Whole;
        if statements.is_empty() {
            // Row and lists were read one after the other. They belong together if the row was locked, or if the version is the same in a view of all.
            let mut view = if lock {
                change
            } else {
                drop(change);
                self.pools.reading().await?
            };
            let mut unchanged: T = find(&mut view, id, &|_| is_whole, false).await?;
            if unchanged.row().1.version != before.version {
                return Err(Failure::Race);
            }
            if is_whole {
                stored = unchanged;
            } else {
                set_stamps(&mut stored, before);
            }
            return Ok((stored, Changes::new()));
        }
        touch(&mut change, &mut stored, before.version, if_match).await?;
        change.run_all(&statements).await?;
        if is_whole {
            stored = find(&mut change, id, &|_| true, false).await?;
        }
        change.commit().await?;
        Ok((stored, changes))
    }

    async fn try_delete<T: Stored>(&self, id: &str, if_match: Option<&IfMatch>) -> Result<(), Failure> {
        let mut change = self.pools.writing().await?;
        // Locked from the start: who begins to refer to it meanwhile waits, and then finds it gone. Both would wait for each other otherwise.
        let mut stored: T = find(&mut change, id, &|_| false, true).await?;
        check(if_match, &stored)?;
        let version = stored.row().1.version;
        touch(&mut change, &mut stored, version, if_match).await?;
        change.run_all(&T::farewell(id)).await?;
        let statements = change.sql().delete::<T>(id)?;
        change.run_all(&statements).await?;
        change.commit().await
    }
}

/// Does a step again where somebody else was faster.
async fn insist<R, F>(mut step: impl FnMut(u32) -> F) -> Result<R, StoreError>
where
    F: Future<Output = Result<R, Failure>>,
{
    for attempt in 0..RACES {
        match step(attempt).await {
            // A little later, and not at the same time as those who were in the way.
            Err(Failure::Race) => {
                let random = RandomState::new().build_hasher().finish();
                tokio::time::sleep(Duration::from_millis(random % (5 << attempt))).await;
            }
            done => return Ok(done?),
        }
    }
    Err(Failure::Race.into())
}

/// Gives a new resource its id and times; the id.
pub(super) fn start<T: Stored>(resource: &mut T) -> String {
    // Of version 7, so that ids are in the order in which they were made, which is the order of lists.
    let id = uuid::Uuid::now_v7().to_string();
    id.clone_into(resource.row().0);
    set_stamps(resource, Stamps::new());
    id
}

/// Has a resource have been made and changed then.
pub(super) fn set_stamps<T: Stored>(resource: &mut T, stamps: Stamps) {
    *resource.row().1 = stamps;
    let shown = resource.shown();
    if let Some(meta) = resource.scim_meta_mut() {
        stamps.tell(shown, meta);
    }
}

/// Refuses a change of a resource that is not in the version the client means.
fn check<T: Stored>(if_match: Option<&IfMatch>, stored: &T) -> Result<(), StoreError> {
    let version = stored.scim_meta().and_then(|meta| meta.version.as_deref());
    match if_match {
        Some(if_match) if !if_match.allows(version) => Err(StoreError::VersionMismatch),
        _ => Ok(()),
    }
}

/// Writes the stamps of a resource if its row still is in the version that was read. From here on nobody else changes the row, or what belongs to
/// it, until this change is committed; but for what it shows of others, which a condition of the client has to be true of at this moment.
async fn touch<T: Stored>(
    db: &mut Tx,
    resource: &mut T,
    version: i64,
    if_match: Option<&IfMatch>,
) -> Result<(), Failure> {
    let (id, stamps) = resource.row();
    let (id, stamps) = (id.clone(), *stamps);
    let update = Select::update()
        .table(T::ROWS)
        .value("version", stamps.version)
        .value("last_modified", stamps.last_modified)
        .and_where(Expr::col("id").eq(id.as_str()))
        .and_where(Expr::col("version").eq(version))
        .to_owned();
    if db.run(&Statement::Update(update)).await? == 0 {
        return Err(Failure::Race);
    }
    if if_match.is_some() && resource.shown().is_some() {
        let now: T = find(db, &id, &|_| false, false).await?;
        if now.shown() != resource.shown() {
            return Err(Failure::Race);
        }
    }
    Ok(())
}

/// `PostgreSQL` keeps no NUL, so no id has one.
fn possible(id: &str) -> Result<(), StoreError> {
    if id.contains('\0') { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The resource with this id.
async fn find<T: Stored>(db: &mut Tx, id: &str, needs: Needs<'_>, lock: bool) -> Result<T, Failure> {
    possible(id)?;
    let found = load(db, std::slice::from_ref(&id.to_owned()), needs, lock).await?;
    found.into_iter().next().ok_or_else(|| StoreError::NotFound.into())
}

/// The resources with these ids, in this order; `lock` has others wait who would change them as well.
pub(super) async fn load<T: Stored>(
    db: &mut Tx,
    ids: &[String],
    needs: Needs<'_>,
    lock: bool,
) -> Result<Vec<T>, Failure> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(MANY) {
        let mut select = T::select();
        select.and_where(Expr::col((T::ROWS, "id")).is_in(ids));
        if lock {
            select.lock(LockType::Update);
        }
        for row in db.fetch::<T::Row>(&select).await? {
            let mut resource: T = row.into();
            found.insert(resource.row().0.clone(), resource);
        }
    }
    let mut resources: Vec<T> = ids.iter().filter_map(|id| found.remove(id)).collect();
    T::complete(db, &mut resources, needs).await?;
    for resource in &mut resources {
        let stamps = *resource.row().1;
        set_stamps(resource, stamps);
    }
    Ok(resources)
}

/// A row of another table, and whose it is.
#[derive(FromRow)]
struct Owned<Part> {
    owner: String,
    #[sqlx(flatten)]
    row: Part,
}

/// Rows of another table, of which `column` refers to what they belong to.
pub(super) struct Belongings {
    pub(super) column: (&'static str, &'static str),
    pub(super) rows: SelectStatement,
}

/// Gives each of these resources what belongs to it, in the order of a column of what is found: in one query, from however many tables.
pub(super) async fn distribute<T: Stored, R: Record>(
    db: &mut Tx,
    resources: &mut [T],
    belongings: Vec<Belongings>,
    order: &'static str,
    give: impl Fn(&mut T, R),
) -> Result<(), Failure> {
    let mut places = HashMap::with_capacity(resources.len());
    for (index, resource) in resources.iter_mut().enumerate() {
        places.insert(resource.row().0.clone(), index);
    }
    let ids: Vec<&str> = places.keys().map(String::as_str).collect();
    for ids in ids.chunks(MANY) {
        let of_these = belongings.iter().map(|Belongings { column, rows }| {
            let mut rows = rows.clone();
            rows.expr_as(Expr::col(*column), "owner")
                .and_where(Expr::col(*column).is_in(ids.iter().copied()));
            rows
        });
        let all = of_these.reduce(|mut all, rows| all.union(UnionType::All, rows).to_owned());
        let Some(mut all) = all else { return Ok(()) };
        for Owned { owner, row } in db.fetch::<Owned<R>>(all.order_by(order, Order::Asc)).await? {
            if let Some(resource) = places.get(&owner).and_then(|index| resources.get_mut(*index)) {
                give(resource, row);
            }
        }
    }
    Ok(())
}
