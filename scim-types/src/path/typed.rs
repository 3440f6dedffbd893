//! A path to an attribute of a resource type.

use std::fmt;
use std::marker::PhantomData;

use super::{BoundPath, Place, Resolver, Steps, bind};
use crate::compat::{Compat, Tolerances};
use crate::error::{ScimError, ScimType};
use crate::traits::ScimResource;
use crate::value::{ValueRef, View};

/// The path of an attribute of `T`, such as `userName`, `name.familyName`, `emails[type eq "work"].value` or
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department` (RFC 7644 §3.5.2, Figure 7): parsed, and resolved
/// to positions in `T`'s table.
///
/// Two are equal when they lead to the same place by the same filter, however they were written. `Display` gives the
/// canonical text, names in the schema's case and with the URN of an extension.
///
/// ```
/// use scim_types::{Name, Path, User};
///
/// let path = Path::<User>::parse("NAME.familyname")?;
/// assert_eq!(path.to_string(), "name.familyName");
/// let user = User { name: Some(Name { family_name: Some("Jensen".to_owned()), ..Name::default() }), ..User::default() };
/// assert_eq!(path.get(&user)[0].as_str(), Some("Jensen"));
///
/// let error = Path::<User>::parse("emials").unwrap_err();
/// assert!(error.detail.contains("did you mean `emails`?"));
/// # Ok::<(), scim_types::ScimError>(())
/// ```
pub struct Path<T> {
    bound: BoundPath,
    used: Tolerances,
    resource: PhantomData<fn() -> T>,
}

impl<T: ScimResource> Path<T> {
    /// Parses and binds with [`Compat::default`].
    ///
    /// # Errors
    ///
    /// 400 invalidPath when the text is no path, or names what `T` does not have; a caret shows where.
    pub fn parse(text: &str) -> Result<Self, ScimError> {
        Self::parse_with(text, &Compat::default())
    }

    /// Parses and binds.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and where the text needs a tolerance that is off.
    pub fn parse_with(text: &str, compat: &Compat) -> Result<Self, ScimError> {
        let mut resolver = Resolver::new(T::TABLE, compat);
        let parsed = scim_grammar::Path::parse(text);
        let bound = parsed.map_err(Into::into).and_then(|parsed| bind(&parsed, &mut resolver));
        let bound = bound.map_err(|fault| fault.error(text, ScimType::InvalidPath))?;
        Ok(Self { bound, used: resolver.used(), resource: PhantomData })
    }

    pub(crate) fn bound(bound: BoundPath) -> Self {
        Self { bound, used: Tolerances::default(), resource: PhantomData }
    }

    /// The way to the attribute, without a value filter.
    pub(crate) fn steps(&self) -> Steps {
        match self.bound.place {
            Place::Attribute(steps) => match self.bound.sub {
                Some(sub) => steps.then(sub),
                None => steps,
            },
            Place::Schemas | Place::Resource => Steps::NONE,
        }
    }

    /// Whether it leads to what `other` leads to, or to something in it. Value filters do not count.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.steps().as_slice().starts_with(other.steps().as_slice())
    }

    /// The assigned values at the path, in the resource's order; for a multi-valued attribute its elements. Empty if there
    /// is none.
    pub fn get<'a>(&self, resource: &'a T) -> Vec<ValueRef<'a>> {
        let mut values = Vec::new();
        self.bound.values(View::new(resource), &mut |value| values.push(value));
        values
    }
}

impl<T> Path<T> {
    /// The tolerances that the text needed.
    pub fn tolerances(&self) -> Tolerances {
        self.used
    }
}

impl<T> Clone for Path<T> {
    fn clone(&self) -> Self {
        Self { bound: self.bound.clone(), used: self.used, resource: PhantomData }
    }
}

impl<T> PartialEq for Path<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bound == other.bound
    }
}

impl<T: ScimResource> fmt::Display for Path<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bound.write(T::TABLE, f)
    }
}

impl<T: ScimResource> fmt::Debug for Path<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}
