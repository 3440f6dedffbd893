//! Simple values: one JSON literal each (RFC 7643 §2.3.1 to §2.3.7).

use std::borrow::Cow;
use std::fmt;

use super::{DateTime, Value, ValueMut, ValueRef};
use crate::schema::AttributeType;

/// A literal that is to become an attribute's value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Literal<'a> {
    /// A JSON string.
    Str(&'a str),
    /// A JSON boolean.
    Bool(bool),
    /// A JSON number without a fraction, within the range of `i64`.
    Int(i64),
    /// Any other JSON number.
    Decimal(f64),
    /// A dateTime that has been parsed already.
    Date(DateTime),
}

impl Literal<'_> {
    /// What the literal is called in messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Str(_) => "a string",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Decimal(_) => "a decimal number",
            Self::Date(_) => "a dateTime",
        }
    }
}

/// Why a literal cannot be a value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueError {
    /// A literal of another JSON type.
    Type,
    /// The right JSON type, but not a value: the text says what is expected, such as
    /// `one of "laptop", "phone"`.
    Expected(Cow<'static, str>),
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type => f.write_str("a value of another type"),
            Self::Expected(text) => write!(f, "expected {text}"),
        }
    }
}

impl std::error::Error for ValueError {}

/// A simple value: `#[derive(ScimValue)]` for an enum of words or a newtype; implemented for
/// `String`, `bool`, integers, floats, [`DateTime`], [`Binary`](super::Binary) and the types behind
/// this crate's features.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a simple SCIM value",
    label = "not a simple SCIM value",
    note = "derive `ScimValue` for an enum of words or a newtype around a simple value; sub-attributes of a complex attribute are simple (RFC 7643 §2.3.8)"
)]
pub trait ScimValue: Sized {
    /// The attribute type.
    const TYPE: AttributeType;
    /// Whether values compare with regard to case, unless the field says otherwise.
    const CASE_EXACT: bool = false;
    /// The words of an enum.
    const CANONICAL_VALUES: &'static [&'static str] = &[];
    /// What a reference may point to.
    const REFERENCE_TYPES: &'static [&'static str] = &[];
    /// What a literal is as a value of this type.
    #[doc(hidden)]
    const SCALAR: Scalar = Scalar::Of(owned::<Self>);

    /// A placeholder that is overwritten before anybody sees it.
    fn scim_blank_scalar() -> Self;

    /// The value, as the engines read it.
    fn scim_get(&self) -> ValueRef<'_>;

    /// Takes a literal as the value.
    ///
    /// # Errors
    ///
    /// [`ValueError`] says why the literal cannot be one; the value is then unchanged.
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError>;

    /// The place of the value.
    #[doc(hidden)]
    fn scim_slot(&mut self) -> ValueMut<'_> {
        ValueMut::Scalar(self)
    }

    /// The place of an optional value.
    #[doc(hidden)]
    fn scim_option_slot(option: &mut Option<Self>) -> ValueMut<'_> {
        ValueMut::Option(option)
    }
}

/// What a literal is as a value of a simple attribute, before there is a field to put it in.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Scalar {
    /// Any text, as it is: of a `String`, which most attributes are.
    Text,
    /// What the field's type makes of it.
    Of(fn(Literal<'_>) -> Result<Value, ValueError>),
}

impl Scalar {
    /// Of what is not simple: no literal is one.
    pub(crate) const NONE: Self = Self::Of(|_| Err(ValueError::Type));

    pub(crate) fn value(self, literal: Literal<'_>) -> Result<Value, ValueError> {
        match (self, literal) {
            (Self::Text, Literal::Str(text)) => Ok(Value::Text(text.to_owned())),
            (Self::Text, _) => Err(ValueError::Type),
            (Self::Of(value), literal) => value(literal),
        }
    }
}

fn owned<T: ScimValue>(literal: Literal<'_>) -> Result<Value, ValueError> {
    let mut value = T::scim_blank_scalar();
    value.scim_set(literal)?;
    Ok(Value::simple(value.scim_get()))
}

/// [`ScimValue`] as an object.
#[doc(hidden)]
pub trait ScalarMut {
    fn slot_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError>;
    /// Makes it what it is while nothing is assigned, which a literal need not be able to say: a nil UUID.
    fn slot_blank(&mut self);
}

impl<T: ScimValue> ScalarMut for T {
    fn slot_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        self.scim_set(literal)
    }
    fn slot_blank(&mut self) {
        *self = T::scim_blank_scalar();
    }
}

impl ScimValue for String {
    const TYPE: AttributeType = AttributeType::String;
    const SCALAR: Scalar = Scalar::Text;
    fn scim_blank_scalar() -> Self {
        Self::new()
    }
    fn scim_get(&self) -> ValueRef<'_> {
        ValueRef::Str(self)
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Str(text) = literal else { return Err(ValueError::Type) };
        text.clone_into(self);
        Ok(())
    }
    fn scim_slot(&mut self) -> ValueMut<'_> {
        ValueMut::Str(self)
    }
    fn scim_option_slot(option: &mut Option<Self>) -> ValueMut<'_> {
        ValueMut::OptStr(option)
    }
}

/// Strings that are not `String`.
macro_rules! strings {
    ($($ty:ty),*) => {$(
        impl ScimValue for $ty {
            const TYPE: AttributeType = AttributeType::String;
            fn scim_blank_scalar() -> Self {
                Self::from("")
            }
            fn scim_get(&self) -> ValueRef<'_> {
                ValueRef::Str(self)
            }
            fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
                let Literal::Str(text) = literal else { return Err(ValueError::Type) };
                *self = Self::from(text.to_owned());
                Ok(())
            }
        }
    )*};
}
strings!(Box<str>, std::sync::Arc<str>, std::rc::Rc<str>, Cow<'_, str>);

impl ScimValue for bool {
    const TYPE: AttributeType = AttributeType::Boolean;
    fn scim_blank_scalar() -> Self {
        false
    }
    fn scim_get(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Bool(value) = literal else { return Err(ValueError::Type) };
        *self = value;
        Ok(())
    }
    fn scim_slot(&mut self) -> ValueMut<'_> {
        ValueMut::Bool(self)
    }
}

/// Integers whose every value is an `i64`.
macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl ScimValue for $ty {
            const TYPE: AttributeType = AttributeType::Integer;
            fn scim_blank_scalar() -> Self {
                0
            }
            fn scim_get(&self) -> ValueRef<'_> {
                ValueRef::Int(i64::from(*self))
            }
            fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
                let range = || ValueError::Expected(Cow::Owned(format!("an integer from {} to {}", Self::MIN, Self::MAX)));
                match literal {
                    Literal::Int(value) => *self = Self::try_from(value).map_err(|_| range())?,
                    Literal::Decimal(_) => return Err(range()),
                    _ => return Err(ValueError::Type),
                }
                Ok(())
            }
        }
    )*};
}
integers!(i64, i32, i16, i8, u32, u16);

impl ScimValue for f64 {
    const TYPE: AttributeType = AttributeType::Decimal;
    fn scim_blank_scalar() -> Self {
        0.0
    }
    fn scim_get(&self) -> ValueRef<'_> {
        ValueRef::Decimal(*self)
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        *self = match literal {
            Literal::Decimal(value) => value,
            #[expect(clippy::cast_precision_loss, reason = "a JSON number is read as the nearest double")]
            Literal::Int(value) => value as Self,
            _ => return Err(ValueError::Type),
        };
        Ok(())
    }
}

impl ScimValue for f32 {
    const TYPE: AttributeType = AttributeType::Decimal;
    fn scim_blank_scalar() -> Self {
        0.0
    }
    fn scim_get(&self) -> ValueRef<'_> {
        // The shortest text that means this value, so that 0.1 is written as 0.1.
        ValueRef::Decimal(self.to_string().parse().unwrap_or(f64::from(*self)))
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        let mut wide = 0.0f64;
        wide.scim_set(literal)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a JSON number is read as the nearest value of the field"
        )]
        let narrow = wide as Self;
        if narrow.is_infinite() {
            return Err(ValueError::Expected(Cow::Borrowed("a number within the range of a 32-bit float")));
        }
        *self = narrow;
        Ok(())
    }
}

impl<T: ScimValue> ScimValue for Box<T> {
    const TYPE: AttributeType = T::TYPE;
    const CASE_EXACT: bool = T::CASE_EXACT;
    const CANONICAL_VALUES: &'static [&'static str] = T::CANONICAL_VALUES;
    const REFERENCE_TYPES: &'static [&'static str] = T::REFERENCE_TYPES;
    fn scim_blank_scalar() -> Self {
        Self::new(T::scim_blank_scalar())
    }
    fn scim_get(&self) -> ValueRef<'_> {
        (**self).scim_get()
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        (**self).scim_set(literal)
    }
    fn scim_slot(&mut self) -> ValueMut<'_> {
        (**self).scim_slot()
    }
}

/// The index of the word that a literal is, in any case (RFC 7643 §2.3.1: strings compare without regard to case
/// unless they are case-exact).
///
/// # Errors
///
/// When the literal is no string, or another one.
#[doc(hidden)]
pub fn word(words: &[&str], literal: Literal<'_>) -> Result<usize, ValueError> {
    let Literal::Str(text) = literal else { return Err(ValueError::Type) };
    words.iter().position(|word| word.eq_ignore_ascii_case(text)).ok_or_else(|| {
        ValueError::Expected(Cow::Owned(format!(
            "one of {}",
            words.iter().map(|w| format!("{w:?}")).collect::<Vec<_>>().join(", ")
        )))
    })
}

/// The index of the word that a literal is, as [`word`] finds it, and the literal's text; the index past the last word for
/// any other text.
///
/// # Errors
///
/// When the literal is no string.
#[doc(hidden)]
pub fn word_or_text<'a>(words: &[&str], literal: Literal<'a>) -> Result<(usize, &'a str), ValueError> {
    let Literal::Str(text) = literal else { return Err(ValueError::Type) };
    Ok((words.iter().position(|word| word.eq_ignore_ascii_case(text)).unwrap_or(words.len()), text))
}

/// What a variant marked `other` holds: the text itself.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a variant marked `#[scim(other)]` cannot hold a `{Self}`",
    label = "expected `String`",
    note = "the variant holds every text that is none of the enum's words"
)]
pub trait OtherWord {
    fn scim_from_text(text: &str) -> Self;
    fn scim_text(&self) -> &str;
}

impl OtherWord for String {
    fn scim_from_text(text: &str) -> Self {
        text.to_owned()
    }
    fn scim_text(&self) -> &str {
        self
    }
}

impl OtherWord for Box<str> {
    fn scim_from_text(text: &str) -> Self {
        text.into()
    }
    fn scim_text(&self) -> &str {
        self
    }
}
