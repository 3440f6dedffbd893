//! What a client asks of a list, and how a store that looks at resources one by one finds the page.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt;

use scim_types::{Filter, Projection, ScimResource, Sort, SortKey};

/// The last position that a page can start at.
pub(crate) const LAST: u64 = i64::MAX.unsigned_abs();

/// What a client asks of a list: already normalised, so a store can use the numbers as they are.
#[non_exhaustive]
pub struct Query<T> {
    /// The 1-based position of the first resource of the page: at least 1, and no more than `i64::MAX`, which databases take for numbers.
    pub start_index: u64,
    /// The size of the page: at most [`max_results`](crate::Builder::max_results), and 0 when the client wants only
    /// the total. In a sorted search over all resource types it is larger, up to `i64::MAX`: the pages up to and with the one asked for.
    pub count: u64,
    /// What will be written of each resource.
    pub projection: Projection<T>,
    /// Which resources are listed and counted; `None`: all.
    pub filter: Option<Filter<T>>,
    /// The order; `None`: one that stays the same between pages.
    pub sort: Option<Sort<T>>,
}

// By hand: a derive would ask the same of `T`.
impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self {
            start_index: self.start_index,
            count: self.count,
            projection: self.projection.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
        }
    }
}

/// Without the filter, which may hold personal data.
impl<T> fmt::Debug for Query<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("start_index", &self.start_index)
            .field("count", &self.count)
            .field("projection", &self.projection)
            .field("is_filtered", &self.filter.is_some())
            .field("is_sorted", &self.sort.is_some())
            .finish()
    }
}

impl<T> Query<T> {
    /// A page of `count` resources from the 1-based `start_index` on, with what is returned by default.
    pub fn new(start_index: u64, count: u64) -> Self {
        Self {
            start_index: start_index.max(1),
            count,
            projection: Projection::default(),
            filter: None,
            sort: None,
        }
    }

    /// The same, of the resources that pass `filter`.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter<T>) -> Self {
        self.filter = Some(filter);
        self
    }

    /// The same, in the order of `sort`.
    #[must_use]
    pub fn with_sort(mut self, sort: Sort<T>) -> Self {
        self.sort = Some(sort);
        self
    }

    /// How many resources come before the page.
    pub fn offset(&self) -> u64 {
        self.start_index - 1
    }
}

impl<T: ScimResource> Query<T> {
    /// Whether the filter or the order looks at this attribute, so that it has to be loaded of every resource that is looked at.
    /// `attribute` is a path such as `members`.
    pub fn selects_by(&self, attribute: &str) -> bool {
        self.filter.as_ref().is_some_and(|filter| filter.reads(attribute))
            || self.sort.as_ref().is_some_and(|sort| sort.reads(attribute))
    }

    /// Whether anything of the query looks at this attribute: the projection, the filter or the order. What none of them
    /// does, a store need not load. `attribute` is a path such as `members`.
    pub fn needs(&self, attribute: &str) -> bool {
        self.projection.holds(attribute) || self.selects_by(attribute)
    }

    /// The page of `resources`, which come in the order that unsorted lists have. Only what is on the page is cloned.
    ///
    /// ```
    /// use scim_http::Query;
    /// use scim_types::{Filter, User};
    ///
    /// let users = ["ann", "bob", "cleo"].map(|name| User { user_name: name.to_owned(), ..User::default() });
    /// let query = Query::new(1, 10).with_filter(Filter::parse("userName gt \"b\"")?);
    /// let page = query.select(&users);
    /// assert_eq!((page.total_results, page.resources[0].user_name.as_str()), (2, "bob"));
    /// # Ok::<(), scim_types::ScimError>(())
    /// ```
    pub fn select<'a>(&self, resources: impl IntoIterator<Item = &'a T>) -> Page<T>
    where
        T: Clone + 'a,
    {
        let mut selection = self.selection();
        for resource in resources {
            selection.offer(resource, |resource| resource);
        }
        let Page { resources, total_results } = selection.page();
        Page { resources: resources.into_iter().cloned().collect(), total_results }
    }

    /// Finds the page among resources that come one by one.
    pub fn selection<K>(&self) -> Selection<'_, T, K> {
        Selection { query: self, total: 0, page: Vec::new(), first: BinaryHeap::new() }
    }
}

/// Finds a [`Query`]'s page among resources that come one by one, such as rows from a database, in the order that unsorted lists
/// have.
///
/// Of each resource that may be on the page a `K` is kept: the resource itself, or just its `id`. Without an order there are never
/// more of them than the page has; with one, as many as there are up to the end of the page, with their [`SortKey`]s.
pub struct Selection<'q, T, K> {
    query: &'q Query<T>,
    total: u64,
    /// The page so far, where there is no order.
    page: Vec<K>,
    /// Where there is one: the first resources up to the end of the page, the last of them on top.
    first: BinaryHeap<Entry<K>>,
}

struct Entry<K> {
    key: SortKey,
    /// What compares equal keeps its order.
    position: u64,
    kept: K,
}

impl<K> Entry<K> {
    fn rank(&self) -> (&SortKey, u64) {
        (&self.key, self.position)
    }
}

impl<K> Ord for Entry<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl<K> PartialOrd for Entry<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> PartialEq for Entry<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K> Eq for Entry<K> {}

impl<T: ScimResource, K> Selection<'_, T, K> {
    /// Looks at the next resource. `keep` makes of it what is kept, if it may be on the page.
    pub fn offer<R: Borrow<T>>(&mut self, resource: R, keep: impl FnOnce(R) -> K) {
        let query = self.query;
        if query.filter.as_ref().is_some_and(|filter| !filter.matches(resource.borrow())) {
            return;
        }
        let position = self.total;
        self.total += 1;
        let end = query.offset().saturating_add(query.count);
        let Some(sort) = &query.sort else {
            if (query.offset()..end).contains(&position) {
                self.page.push(keep(resource));
            }
            return;
        };
        if query.count == 0 {
            return;
        }
        let key = sort.key(resource.borrow());
        if self.first.len() as u64 == end {
            if self.first.peek().is_none_or(|last| last.rank() < (&key, position)) {
                return;
            }
            self.first.pop();
        }
        self.first.push(Entry { key, position, kept: keep(resource) });
    }

    /// What was kept of the resources on the page, in order, and how many resources passed.
    pub fn page(self) -> Page<K> {
        let Self { query, total, page, first } = self;
        if query.sort.is_none() {
            return Page::new(page, total);
        }
        let skip = usize::try_from(query.offset()).unwrap_or(usize::MAX);
        let sorted = first.into_sorted_vec().into_iter().skip(skip);
        Page::new(sorted.map(|entry| entry.kept).collect(), total)
    }
}

impl<T, K> fmt::Debug for Selection<'_, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection")
            .field("query", &self.query)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// A page of resources.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The resources of this page.
    pub resources: Vec<T>,
    /// How many there are on all pages.
    pub total_results: u64,
}

impl<T> Page<T> {
    /// `resources` out of `total_results`.
    pub fn new(resources: Vec<T>, total_results: u64) -> Self {
        Self { resources, total_results }
    }
}

#[cfg(test)]
mod tests {
    use scim_types::{SortOrder, User};

    use super::*;

    fn users(count: usize) -> Vec<User> {
        // 7 and 100 have no common divisor: every number once, none where it belongs.
        (0..count).map(|i| User { user_name: format!("u{:02}", i * 7 % count), ..User::default() }).collect()
    }

    fn names(page: &Page<User>) -> Vec<&str> {
        page.resources.iter().map(|user| user.user_name.as_str()).collect()
    }

    #[test]
    fn every_page_is_what_sorting_all_gives() {
        let users = users(100);
        for order in [SortOrder::Ascending, SortOrder::Descending] {
            let sort = Sort::parse("userName", order).unwrap();
            let mut sorted = users.clone();
            sort.sort(&mut sorted);
            for (start, count) in
                [(1, 10), (1, 100), (1, 1000), (95, 10), (101, 5), (42, 1), (1, 0), (u64::MAX, 9)]
            {
                let page = Query::new(start, count).with_sort(sort.clone()).select(&users);
                let expected = Query::new(start, count).select(&sorted);
                assert_eq!(names(&page), names(&expected), "{start} {count}");
                assert_eq!(page.total_results, 100);
            }
        }
    }

    #[test]
    fn no_more_is_kept_than_needed() {
        let users = users(100);
        let kept = |query: &Query<User>| {
            let mut selection = query.selection();
            let mut most = 0;
            for user in &users {
                selection.offer(user, |_| ());
                most = most.max(selection.page.len() + selection.first.len());
            }
            most
        };
        assert_eq!(kept(&Query::new(50, 10)), 10);
        let sort = || Sort::parse("userName", SortOrder::Ascending).unwrap();
        assert_eq!(kept(&Query::new(11, 10).with_sort(sort())), 20);
        assert_eq!(kept(&Query::new(1000, 0).with_sort(sort())), 0);
    }

    #[test]
    fn what_is_looked_at() {
        let query = Query::<User>::new(1, 1);
        assert!(query.needs("groups") && !query.needs("password") && !query.needs("nonsense"));
        let query = Query {
            projection: Projection::new(&[], &["groups", "name"]).unwrap(),
            ..query.with_filter(Filter::parse("groups.value eq \"g\" and not (name.givenName pr)").unwrap())
        };
        for (attribute, needed) in
            [("GROUPS", true), ("groups.display", false), ("name", true), ("name.givenName", true)]
        {
            assert_eq!(query.selects_by(attribute), needed, "{attribute}");
        }
        assert!(!query.needs("name.familyName") && query.needs("title"));
        let query =
            Query { projection: Projection::new(&["title"], &[]).unwrap(), ..Query::<User>::new(1, 1) };
        assert!(!query.needs("groups"));
        assert!(
            query.with_sort(Sort::parse("groups.display", SortOrder::Ascending).unwrap()).needs("groups")
        );
    }
}
