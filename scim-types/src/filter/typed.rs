//! A filter on resources of one type.

use std::fmt;
use std::marker::PhantomData;

use scim_grammar::Parsed;

use super::{Binder, Expr};
use crate::compat::{Compat, Tolerance, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::path::{Fault, Resolver, locate};
use crate::traits::ScimResource;
use crate::value::{Known, Slots};

/// A filter on resources of type `T` (RFC 7644 §3.4.2.2): parsed, and bound to `T`'s attributes.
///
/// - Strings compare as the attribute's `caseExact` says, by Unicode simple case folding where case does not count; their
///   order is that of code points. dateTimes compare by instant, numbers as numbers. Booleans have `eq`, `ne` and `pr`
///   alone, binary values no order.
/// - A multi-valued attribute passes when one of its values does; this holds for `ne` too, so `emails.type ne "work"` asks
///   for an address that is not for work. `not (emails.type eq "work")` asks that none is.
/// - `ne` holds where there is no value, every other comparison does not. `eq null` asks for no value, `ne null` for one.
/// - `meta.resourceType` is the name of `T`'s resource type, whether a resource has kept it or not.
/// - A value filter, `emails[type eq "work" and value co "@example.com"]`, holds when one element meets all of it.
///
/// `Display` gives canonical text, which parses to an equal filter, but for one at the limits of nesting and length, which it may exceed; texts
/// that compare without regard to case are folded in it.
///
/// ```
/// use scim_types::{Filter, User};
///
/// let filter = Filter::<User>::parse(r#"userName sw "BJ" and not (active eq false)"#)?;
/// let user = User { user_name: "bjensen".to_owned(), ..User::default() };
/// assert!(filter.matches(&user));
///
/// let error = Filter::<User>::parse(r#"usrName eq "bjensen""#).unwrap_err();
/// assert!(error.detail.ends_with("^^^^^^^ help: did you mean `userName`?"));
/// # Ok::<(), scim_types::ScimError>(())
/// ```
pub struct Filter<T> {
    bound: Expr,
    used: Tolerances,
    resource: PhantomData<fn() -> T>,
}

impl<T: ScimResource> Filter<T> {
    /// Parses and binds with [`Compat::default`].
    ///
    /// # Errors
    ///
    /// 400 invalidFilter when the text is no filter, is nested or long beyond measure, names what `T` does not have, compares
    /// what does not compare, or asks for an attribute that is `returned = "never"`. A caret shows where.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        Self::parse_with(text, &Compat::default())
    }

    /// Parses and binds.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and where the text needs a tolerance that is off.
    pub fn parse_with(text: &str, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(text, compat, Asker::default())
    }

    /// Parses and binds a filter that came in a URI, where sensitive values must not be (RFC 7644 §7.5.2).
    ///
    /// # Errors
    ///
    /// As [`parse_with`](Self::parse_with), but 403 sensitive for an attribute that is `returned = "never"`.
    pub fn parse_in_uri(text: &str, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(text, compat, Asker { in_uri: true, across: false })
    }

    /// Parses and binds a filter on resources of several types, of which `T` is one: what `T` does not have is an attribute without
    /// a value (RFC 7644 §3.4.2.1), so that `ne` and `eq null` hold for it and nothing else does.
    ///
    /// # Errors
    ///
    /// As [`parse_with`](Self::parse_with), but for names that `T` does not have.
    pub fn parse_across(text: &str, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(text, compat, Asker { in_uri: false, across: true })
    }

    /// [`parse_across`](Self::parse_across) of a filter that came in a URI.
    ///
    /// # Errors
    ///
    /// As [`parse_in_uri`](Self::parse_in_uri), but for names that `T` does not have.
    pub fn parse_across_in_uri(text: &str, compat: &Compat) -> Result<Self, ScimError> {
        Self::bind(text, compat, Asker { in_uri: true, across: true })
    }

    fn bind(text: &str, compat: &Compat, asker: Asker) -> Result<Self, ScimError> {
        let mut resolver = Resolver::new(T::TABLE, compat);
        match bind(text, &mut resolver, asker, T::RESOURCE_TYPE.name) {
            Ok(bound) => Ok(Self { bound, used: resolver.used(), resource: PhantomData }),
            Err(fault) => Err(fault.error(text, ScimType::InvalidFilter)),
        }
    }

    #[cfg(feature = "sql")]
    pub(crate) fn bound(&self) -> &Expr {
        &self.bound
    }

    /// Whether the resource passes.
    pub fn matches(&self, resource: &T) -> bool {
        match &self.bound {
            // One test is the most frequent filter.
            Expr::Test(steps, test) => test.at(Known(resource), steps.as_slice()),
            several => several.holds_in(resource as &dyn Slots),
        }
    }

    /// Whether the outcome can depend on this attribute, so that a store has to load it. `attribute` is a path such as `members`
    /// or `name.givenName`; one that names nothing is not looked at.
    pub fn reads(&self, attribute: &str) -> bool {
        matches!(locate(T::TABLE, attribute), Ok(Some(steps)) if self.bound.reads(steps))
    }
}

/// Where a filter came from, and what for.
#[derive(Clone, Copy, Default)]
struct Asker {
    in_uri: bool,
    across: bool,
}

/// What does not depend on the type.
fn bind(
    text: &str,
    resolver: &mut Resolver,
    asker: Asker,
    resource_type: &'static str,
) -> Result<Expr, Fault> {
    let Parsed { tree, lenient } = scim_grammar::Filter::parse(text)?;
    if let Some(error) = lenient.first()
        && !resolver.tolerate(Tolerance::LenientWhitespace)
    {
        return Err(error.into());
    }
    let binder = Binder::new(resolver).in_uri(asker.in_uri).across(asker.across);
    binder.resource_type(resource_type).filter(&tree)
}

impl<T> Filter<T> {
    /// The tolerances that the text needed.
    pub fn tolerances(&self) -> Tolerances {
        self.used
    }
}

impl<T> Clone for Filter<T> {
    fn clone(&self) -> Self {
        Self { bound: self.bound.clone(), used: self.used, resource: PhantomData }
    }
}

/// Equal when they are bound alike, however they were written.
impl<T> PartialEq for Filter<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bound == other.bound
    }
}

impl<T: ScimResource> fmt::Display for Filter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bound.write(T::TABLE, f)
    }
}

impl<T: ScimResource> fmt::Debug for Filter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({self})")
    }
}
