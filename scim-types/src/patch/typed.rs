//! A PATCH request for resources of one type.

use std::fmt;
use std::marker::PhantomData;

use super::bind::bind;
use super::message::Message;
use super::operation::Bound;
use super::{Changes, Operation, PatchLimits, apply};
use crate::compat::{Compat, Tolerances};
use crate::error::ScimError;
use crate::path::{Place, locate};
use crate::traits::ScimResource;

/// A PATCH request for a resource of type `T` (RFC 7644 §3.5.2): its operations bound to `T`'s attributes.
///
/// - Operations are carried out one after the other, each on what the earlier ones left, all or none of them.
/// - `add` merges with what is there: attributes of a complex value one by one, values of a multi-valued attribute with the one
///   of the same `value` (and `type`). What is there already changes nothing, so that a request can be sent again.
/// - `replace` of a complex value, or of one that a value filter selects, merges too; of a multi-valued attribute it replaces all
///   values. `null` and `[]` remove.
/// - A value that becomes `primary` takes it from the others.
/// - What is readOnly, immutable and set, or required, is refused to be changed or removed with 400 mutability.
/// - Values never go through JSON: fields that are no attributes are not touched.
pub struct Patch<T> {
    operations: Vec<Bound>,
    compat: Compat,
    used: Tolerances,
    unknown: Vec<String>,
    resource: PhantomData<fn() -> T>,
}

impl<T: ScimResource> Patch<T> {
    /// Reads the body of a PATCH request, and binds it.
    ///
    /// # Errors
    ///
    /// As for [`PatchRequest::read`](super::PatchRequest::read) and [`PatchRequest::bind_with`](super::PatchRequest::bind_with).
    pub fn read(json: &[u8], compat: &Compat) -> Result<Self, ScimError> {
        Self::read_within(json, compat, PatchLimits::DEFAULT)
    }

    /// [`read`](Self::read) with limits of the caller's.
    ///
    /// # Errors
    ///
    /// As for [`read`](Self::read).
    pub fn read_within(json: &[u8], compat: &Compat, limits: PatchLimits) -> Result<Self, ScimError> {
        Self::bind(&Message::read(json)?, *compat, limits)
    }

    pub(super) fn bind(
        message: &Message<'_>,
        compat: Compat,
        limits: PatchLimits,
    ) -> Result<Self, ScimError> {
        let (operations, used, unknown) = bind(message, T::TABLE, compat, limits)?;
        Ok(Self { operations, compat, used, unknown, resource: PhantomData })
    }

    /// The same without the operations that `keep` does not want: those that a store carries out itself. Operations on different attributes
    /// do not depend on each other, but for the extensions that `schemas` names.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Operation<'_, T>) -> bool) -> Self {
        let keep = |bound: &&Bound| keep(&Operation { bound, resource: PhantomData });
        Self { operations: self.operations.iter().filter(keep).cloned().collect(), ..self.clone() }
    }

    /// Whether an operation is about this attribute, a part of it or what it is a part of, so that a store has to load it to carry the request
    /// out. `attribute` is a path such as `members`; one that names nothing is not looked at.
    pub fn reads(&self, attribute: &str) -> bool {
        let Ok(Some(steps)) = locate(T::TABLE, attribute) else { return false };
        self.operations.iter().any(|bound| match bound.path.place {
            Place::Attribute(of) => of.overlaps(steps),
            // An extension that goes with its URN, or the resource as a whole.
            Place::Schemas | Place::Resource => true,
        })
    }

    /// Carries the operations out on `resource`, and tells what that changed.
    ///
    /// # Errors
    ///
    /// 400, with `resource` as it was: noTarget for a `replace` whose filter selects nothing, mutability for what is readOnly,
    /// immutable or required, invalidValue for two primary values or an element without what is required of it.
    pub fn apply(&self, resource: &mut T) -> Result<Changes, ScimError> {
        let blank: apply::Blank<'_> = &|work| work(&mut T::scim_blank());
        apply::run(resource, blank, &self.operations, self.compat, T::resource_type().name)
    }
}

impl<T> Patch<T> {
    /// The operations, in their order: one for each attribute.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = Operation<'_, T>> {
        self.operations.iter().map(|bound| Operation { bound, resource: PhantomData })
    }

    /// The tolerances that binding the request took. [`Changes::tolerances`] has those of applying it.
    pub fn tolerances(&self) -> Tolerances {
        self.used
    }

    /// The paths of what was passed over in the message and its values because nothing has such a name.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

// By hand: a derive would ask the same of `T`.
impl<T> Clone for Patch<T> {
    fn clone(&self) -> Self {
        Self {
            operations: self.operations.clone(),
            compat: self.compat,
            used: self.used,
            unknown: self.unknown.clone(),
            resource: PhantomData,
        }
    }
}

/// Equal when they are bound alike, however they were written.
impl<T> PartialEq for Patch<T> {
    fn eq(&self, other: &Self) -> bool {
        self.operations == other.operations
    }
}

/// Without the values, which may be secret.
impl<T: ScimResource> fmt::Debug for Patch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.operations()).finish()
    }
}
