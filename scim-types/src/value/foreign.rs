//! Attribute types of other crates, each behind the feature of its name.

#[cfg(feature = "uuid")]
mod uuid {
    use crate::schema::AttributeType;
    use crate::value::{Literal, ScimValue, ValueError, ValueRef};
    use uuid::Uuid;

    /// A string in the hyphenated form. Its case does not matter: hexadecimal digits have none.
    impl ScimValue for Uuid {
        const TYPE: AttributeType = AttributeType::String;
        fn scim_blank_scalar() -> Self {
            Self::nil()
        }
        fn scim_get(&self) -> ValueRef<'_> {
            if self.is_nil() { ValueRef::Str("") } else { ValueRef::Text(self) }
        }
        fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
            let Literal::Str(text) = literal else { return Err(ValueError::Type) };
            *self = Self::try_parse(text).map_err(|_| {
                ValueError::Expected("a UUID such as 2819c223-7f76-453a-919d-413861904646".into())
            })?;
            Ok(())
        }
    }
}

#[cfg(feature = "url")]
mod url {
    use crate::schema::AttributeType;
    use crate::value::{Literal, ScimValue, ValueError, ValueRef};
    use url::Url;

    /// A reference to something outside of SCIM, unless the field says `reference(...)`.
    impl ScimValue for Url {
        const TYPE: AttributeType = AttributeType::Reference;
        const CASE_EXACT: bool = true;
        const REFERENCE_TYPES: &'static [&'static str] = &["external"];
        fn scim_blank_scalar() -> Self {
            // Never seen by anybody: the value is overwritten, or the object around it refused.
            #[expect(clippy::expect_used, reason = "a constant that parses")]
            Self::parse("about:blank").expect("a constant that parses")
        }
        fn scim_get(&self) -> ValueRef<'_> {
            ValueRef::Str(self.as_str())
        }
        fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
            let Literal::Str(text) = literal else { return Err(ValueError::Type) };
            *self = Self::parse(text)
                .map_err(|_| ValueError::Expected("an absolute URL such as https://example.com/".into()))?;
            Ok(())
        }
    }
}

/// A dateTime type of another crate, through [`DateTime`](crate::value::DateTime): its placeholder, and both ways.
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
macro_rules! dates {
    ($($ty:ty: $blank:expr, $from:expr, $to:expr;)*) => {$(
        impl From<$ty> for $crate::DateTime {
            fn from(value: $ty) -> Self {
                ($from)(&value)
            }
        }

        impl $crate::value::ScimValue for $ty {
            const TYPE: $crate::AttributeType = $crate::AttributeType::DateTime;
            fn scim_blank_scalar() -> Self {
                $blank
            }
            fn scim_get(&self) -> $crate::ValueRef<'_> {
                $crate::ValueRef::Date(($from)(self))
            }
            fn scim_set(&mut self, literal: $crate::Literal<'_>) -> Result<(), $crate::ValueError> {
                let date = $crate::value::datetime::literal_date(literal)?;
                *self = ($to)(date).ok_or($crate::ValueError::Expected("a dateTime that the field can hold".into()))?;
                Ok(())
            }
        }
    )*};
}

#[cfg(feature = "jiff")]
mod jiff {
    use crate::DateTime;
    use ::jiff::Timestamp;

    dates! {
        Timestamp:
            Self::UNIX_EPOCH,
            |value: &Timestamp| DateTime::at(*value),
            DateTime::timestamp;
    }
}

#[cfg(feature = "time")]
mod time {
    use crate::DateTime;
    use ::time::{OffsetDateTime, UtcOffset};

    fn from(value: &OffsetDateTime) -> DateTime {
        DateTime::nearest_to_unix_nanoseconds(value.unix_timestamp_nanos())
            .with_offset(value.offset().whole_seconds())
    }

    fn to(date: DateTime) -> Option<OffsetDateTime> {
        let offset = UtcOffset::from_whole_seconds(date.offset_seconds()).ok()?;
        OffsetDateTime::from_unix_timestamp_nanos(date.unix_nanoseconds()).ok()?.checked_to_offset(offset)
    }

    dates! {
        OffsetDateTime: Self::UNIX_EPOCH, from, to;
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use crate::DateTime;
    use ::chrono::{DateTime as Chrono, FixedOffset, TimeZone, Utc};

    fn instant<Z: TimeZone>(value: &Chrono<Z>) -> DateTime {
        // A leap second is kept by chrono as nanoseconds past the billion.
        let nanos = i128::from(value.timestamp_subsec_nanos().min(999_999_999));
        DateTime::nearest_to_unix_nanoseconds(i128::from(value.timestamp()) * 1_000_000_000 + nanos)
    }

    fn utc(date: DateTime) -> Option<Chrono<Utc>> {
        let nanos = u32::try_from(date.unix_nanoseconds().rem_euclid(1_000_000_000)).ok()?;
        Chrono::from_timestamp(date.unix_seconds(), nanos)
    }

    dates! {
        Chrono<Utc>: Self::UNIX_EPOCH, instant, utc;
        Chrono<FixedOffset>:
            Self::default(),
            |value: &Chrono<FixedOffset>| instant(value).with_offset(value.offset().local_minus_utc()),
            |date: DateTime| Some(utc(date)?.with_timezone(&FixedOffset::east_opt(date.offset_seconds())?));
    }
}
