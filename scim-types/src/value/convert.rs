//! `#[scim(with = ...)]`: a field whose type is not an attribute type.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::{Literal, ValueError, ValueMut, ValueRef};
use crate::schema::{AttributeDef, AttributeType};

/// How a field of type `F` is a simple attribute: the type named in `#[scim(with = TheType)]`. The field's type is `Clone`, so that a
/// refused PATCH request leaves it exactly what it was, with what the attribute does not tell of it.
///
/// ```
/// use scim_types::{AttributeType, Convert, Literal, ValueError, ValueRef};
///
/// #[derive(Clone, Copy, PartialEq, Debug)]
/// enum Status { Employed, Left }
///
/// /// `Status` as the boolean `active`.
/// struct StatusAsActive;
///
/// impl Convert<Status> for StatusAsActive {
///     const TYPE: AttributeType = AttributeType::Boolean;
///     fn blank() -> Status { Status::Employed }
///     fn get(field: &Status) -> ValueRef<'_> { ValueRef::Bool(*field == Status::Employed) }
///     fn set(field: &mut Status, value: Literal<'_>) -> Result<(), ValueError> {
///         let Literal::Bool(active) = value else { return Err(ValueError::Type) };
///         *field = if active { Status::Employed } else { Status::Left };
///         Ok(())
///     }
/// }
/// ```
pub trait Convert<F> {
    /// The attribute type.
    const TYPE: AttributeType;
    /// Whether the field can have no value: then [`get`](Self::get) returns [`ValueRef::Absent`] for it,
    /// and the attribute is not required.
    const OPTIONAL: bool = false;
    /// The field's value while nothing is assigned.
    fn blank() -> F;
    /// The attribute's value. [`ValueRef::Text`] serves a field that is `Display`.
    fn get(field: &F) -> ValueRef<'_>;
    /// Takes a literal as the value.
    ///
    /// # Errors
    ///
    /// [`ValueError`] says why the literal cannot be one; the field must then be unchanged.
    fn set(field: &mut F, value: Literal<'_>) -> Result<(), ValueError>;
}

/// [`Convert`] as an object, for a field behind `dyn Any`.
#[doc(hidden)]
pub trait Conversion {
    fn slot_set(&self, field: &mut dyn Any, literal: Literal<'_>) -> Result<(), ValueError>;
    fn slot_clear(&self, field: &mut dyn Any);
    fn slot_get<'a>(&self, field: &'a dyn Any) -> ValueRef<'a>;
    /// The field itself, not what the attribute tells of it.
    fn slot_keep(&self, field: &dyn Any) -> Box<dyn Any>;
    fn slot_restore(&self, field: &mut dyn Any, kept: &dyn Any);
}

/// The one [`Conversion`] for `C` on `F`.
#[doc(hidden)]
pub struct Converted<F, C>(PhantomData<fn(F, C)>);

impl<F, C> fmt::Debug for Converted<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Converted")
    }
}

impl<F: Clone + 'static, C: Convert<F> + 'static> Converted<F, C> {
    const ERASED: &'static dyn Conversion = &Self(PhantomData);
}

/// What `with` names: a [`Convert`] for the field's type.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert a `{F}`",
    label = "expected a type that implements `Convert<{F}>`",
    note = "`with = TheType` names a type that implements `scim_types::Convert` for the type of the field"
)]
pub trait ConvertField<F> {
    // The same items as `Attribute` has: generated code names one trait per field.
    const DEF: AttributeDef;
    fn scim_value(field: &F) -> ValueRef<'_>;
    fn scim_value_mut(field: &mut F) -> ValueMut<'_>;
    fn scim_unassigned() -> F;
}

impl<F: Clone + 'static, C: Convert<F> + 'static> ConvertField<F> for C {
    const DEF: AttributeDef = AttributeDef::converted::<F, C>();
    fn scim_value(field: &F) -> ValueRef<'_> {
        C::get(field)
    }
    fn scim_value_mut(field: &mut F) -> ValueMut<'_> {
        ValueMut::Converted(field, Converted::<F, C>::ERASED)
    }
    fn scim_unassigned() -> F {
        C::blank()
    }
}

impl<F: Clone + 'static, C: Convert<F>> Conversion for Converted<F, C> {
    fn slot_set(&self, field: &mut dyn Any, literal: Literal<'_>) -> Result<(), ValueError> {
        field.downcast_mut::<F>().map_or(Err(ValueError::Type), |field| C::set(field, literal))
    }
    fn slot_clear(&self, field: &mut dyn Any) {
        if let Some(field) = field.downcast_mut::<F>() {
            *field = C::blank();
        }
    }
    fn slot_get<'a>(&self, field: &'a dyn Any) -> ValueRef<'a> {
        field.downcast_ref::<F>().map_or(ValueRef::Absent, C::get)
    }
    fn slot_keep(&self, field: &dyn Any) -> Box<dyn Any> {
        Box::new(field.downcast_ref::<F>().cloned())
    }
    fn slot_restore(&self, field: &mut dyn Any, kept: &dyn Any) {
        if let (Some(field), Some(Some(kept))) = (field.downcast_mut::<F>(), kept.downcast_ref::<Option<F>>())
        {
            field.clone_from(kept);
        }
    }
}
