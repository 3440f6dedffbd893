//! Sorting (RFC 7644 §3.4.2.3): `sortBy` bound to a resource type, and resources in its order.

mod key;
mod owned;

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use scim_grammar::AttrPath;

use crate::compat::{Compat, Tolerance, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::path::{Fault, Miss, Resolver, Steps, Target, locate};
use crate::schema::{AttributeType, Returned, Role};
use crate::traits::ScimResource;
use crate::value::View;
pub use owned::SortKey;

/// The direction of `sortOrder` (RFC 7644 §3.4.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortOrder {
    /// From the least to the greatest; resources without a value come last.
    #[default]
    Ascending,
    /// From the greatest to the least; resources without a value come first.
    Descending,
}

impl SortOrder {
    /// The word of `sortOrder`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

impl std::str::FromStr for SortOrder {
    type Err = ScimError;

    /// `ascending` or `descending`, in any case; 400 invalidValue for anything else.
    fn from_str(text: &str) -> Result<Self, ScimError> {
        match text {
            _ if text.eq_ignore_ascii_case("ascending") => Ok(Self::Ascending),
            _ if text.eq_ignore_ascii_case("descending") => Ok(Self::Descending),
            _ => Err(ScimError::invalid_value("`sortOrder` is `ascending` or `descending`")),
        }
    }
}

/// An order of resources of type `T`: `sortBy` with `sortOrder` (RFC 7644 §3.4.2.3).
///
/// Values compare by the attribute's type: strings by code points, folded unless they are `caseExact`; dateTimes by instant;
/// numbers as numbers; false before true. A multi-valued attribute counts with its primary value, or its first one. A
/// resource without a value comes last in ascending order, first in descending order.
///
/// ```
/// use scim_types::{Sort, SortOrder, User};
///
/// let named = |name: &str| User { user_name: name.to_owned(), ..User::default() };
/// let mut users = [named("b"), named("C"), named("A")];
/// let sort = Sort::<User>::parse("username", SortOrder::Ascending)?;
/// users.sort_by(|a, b| sort.compare(a, b));
/// assert_eq!(users.map(|user| user.user_name), ["A", "b", "C"]);
/// # Ok::<(), scim_types::ScimError>(())
/// ```
pub struct Sort<T> {
    by: Bound,
    order: SortOrder,
    used: Tolerances,
    resource: PhantomData<fn() -> T>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Bound {
    steps: Steps,
    case_exact: bool,
}

impl<T: ScimResource> Sort<T> {
    /// Binds `sortBy` with [`Compat::default`].
    ///
    /// # Errors
    ///
    /// 400 invalidPath when the text is no attribute path, names what `T` does not have, a complex attribute without a
    /// `value`, or one that is `returned = "never"`.
    pub fn parse(sort_by: &str, order: SortOrder) -> Result<Self, ScimError> {
        Self::parse_with(sort_by, order, &Compat::default())
    }

    /// Binds `sortBy`.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and where the text needs a tolerance that is off.
    pub fn parse_with(sort_by: &str, order: SortOrder, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(sort_by, order, compat, false)
    }

    /// Binds `sortBy` for resources of several types, of which `T` is one: by an attribute that `T` does not have, its resources have
    /// no value.
    ///
    /// # Errors
    ///
    /// As [`parse_with`](Self::parse_with), but for names that `T` does not have.
    pub fn parse_across(sort_by: &str, order: SortOrder, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(sort_by, order, compat, true)
    }

    fn bind(sort_by: &str, order: SortOrder, compat: &Compat, across: bool) -> Result<Self, ScimError> {
        let mut resolver = Resolver::new(T::TABLE, compat);
        match bind(sort_by, &mut resolver, across) {
            Ok(by) => Ok(Self { by, order, used: resolver.used(), resource: PhantomData }),
            Err(fault) => Err(fault.error(sort_by, ScimType::InvalidPath)),
        }
    }

    /// Which of the two comes first.
    pub fn compare(&self, a: &T, b: &T) -> Ordering {
        let ordering = key::compare(
            key::find(View::new(a), self.by.steps.as_slice()),
            key::find(View::new(b), self.by.steps.as_slice()),
            self.by.case_exact,
        );
        match self.order {
            SortOrder::Ascending => ordering,
            SortOrder::Descending => ordering.reverse(),
        }
    }

    #[cfg(feature = "sql")]
    pub(crate) fn steps(&self) -> Steps {
        self.by.steps
    }

    /// The value that a resource is sorted by.
    #[cfg(feature = "sql")]
    pub(crate) fn value<'a>(&self, resource: View<'a>) -> crate::value::ValueRef<'a> {
        key::find(resource, self.by.steps.as_slice())
    }

    /// What the resource is sorted by, on its own: for a store that keeps no more than this of each resource while it sorts, and
    /// to merge resources of several types. Keys of one order compare as [`compare`](Self::compare) says.
    pub fn key(&self, resource: &T) -> SortKey {
        let value = key::find(View::new(resource), self.by.steps.as_slice());
        SortKey::new(value, self.by.case_exact, self.order)
    }

    /// Whether the order depends on this attribute, so that a store has to load it. `attribute` is a path such as `members` or
    /// `name.givenName`; one that names nothing is not looked at.
    pub fn reads(&self, attribute: &str) -> bool {
        let by = self.by.steps;
        by != Steps::NONE && matches!(locate(T::TABLE, attribute), Ok(Some(steps)) if by.overlaps(steps))
    }

    /// Sorts; what compares equal keeps its order.
    pub fn sort(&self, resources: &mut [T]) {
        resources.sort_by(|a, b| self.compare(a, b));
    }
}

/// What does not depend on the type.
fn bind(text: &str, resolver: &mut Resolver, across: bool) -> Result<Bound, Fault> {
    let parsed = AttrPath::parse(text)?;
    if let Some(error) = parsed.lenient.first()
        && !resolver.tolerate(Tolerance::LenientWhitespace)
    {
        return Err(error.into());
    }
    let span = parsed.tree.span();
    let mut steps = match resolver.resolve(&parsed.tree) {
        Ok(Target::Attribute(steps)) => steps,
        Ok(Target::Schemas | Target::Resource) => {
            return Err(Fault::new("resources have no order by this", span));
        }
        Err(Miss::Urn(_) | Miss::Attribute(..) | Miss::Sub(..)) if across => {
            return Ok(Bound { steps: Steps::NONE, case_exact: false });
        }
        Err(miss) => return Err(resolver.fault(miss)),
    };
    let unordered = || Fault::new("resources have no order by this", span.clone());
    let mut attribute = steps.last(resolver.table()).ok_or_else(unordered)?;
    if attribute.attribute_type == AttributeType::Complex {
        let value =
            attribute.table.and_then(|table| table.value).filter(|_| attribute.role != Role::Extension);
        let message = || format!("`{}` is complex; sort by one of its sub-attributes", attribute.name);
        let value = value.ok_or_else(|| Fault::new(message(), span.clone()))?;
        if !resolver.tolerate(Tolerance::ComplexMeansValue) {
            return Err(Fault::new(message(), span).with_help(format!("write `{}.value`", attribute.name)));
        }
        steps = steps.then(value);
        attribute = steps.last(resolver.table()).ok_or_else(unordered)?;
    }
    // The order would tell the value, little by little.
    if steps.attributes(resolver.table()).any(|attribute| attribute.returned == Returned::Never) {
        return Err(Fault::new(
            format!("`{}` is never returned, so nothing is sorted by it", attribute.name),
            span,
        ));
    }
    // Letter case always tells binary values apart.
    let case_exact = attribute.case_exact || attribute.attribute_type == AttributeType::Binary;
    Ok(Bound { steps, case_exact })
}

impl<T> Sort<T> {
    /// The direction.
    pub fn order(&self) -> SortOrder {
        self.order
    }

    /// The tolerances that the text needed.
    pub fn tolerances(&self) -> Tolerances {
        self.used
    }
}

impl<T> Clone for Sort<T> {
    fn clone(&self) -> Self {
        Self { by: self.by, order: self.order, used: self.used, resource: PhantomData }
    }
}

impl<T> PartialEq for Sort<T> {
    fn eq(&self, other: &Self) -> bool {
        self.by == other.by && self.order == other.order
    }
}

/// The canonical path of `sortBy`.
impl<T: ScimResource> fmt::Display for Sort<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by.steps.write(T::TABLE, f)
    }
}

impl<T: ScimResource> fmt::Debug for Sort<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({self}, {:?})", self.order)
    }
}
