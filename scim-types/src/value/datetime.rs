//! dateTime values (RFC 7643 §2.3.5).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::DateTime as Civil;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::literal::date_time;

use super::{Literal, ScimValue, ValueError, ValueRef};
use crate::schema::AttributeType;

static PRINTER: DateTimePrinter = DateTimePrinter::new();

const EPOCH: Civil = Civil::constant(1970, 1, 1, 0, 0, 0, 0);
const BILLION: i32 = 1_000_000_000;

/// An instant with the UTC offset it was written with: the SCIM `dateTime` (RFC 7643 §2.3.5), such as
/// `2008-01-23T04:56:22Z`.
///
/// Two values are equal, and ordered, by the instant alone: `05:00:00+01:00` equals `04:00:00Z`. The offset is
/// kept so that what is read is what is written. The precision is a nanosecond; a value without an offset,
/// which xsd:dateTime allows, is taken as UTC. In UTC it is in the years 1 to 9999, to the last moment of them, which often stands for never.
#[derive(Debug, Clone, Copy)]
pub struct DateTime {
    // Not a `Timestamp`, which ends a day before the year 9999 does.
    /// Since 1970-01-01T00:00:00Z, rounded down.
    seconds: i64,
    /// What was rounded.
    nanoseconds: i32,
    offset: Offset,
}

/// Text that is not a [`DateTime`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTimeError(());

/// The years 1 to 9999, in seconds.
const YEARS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a dateTime such as 2008-01-23T04:56:22Z")
    }
}

impl std::error::Error for DateTimeError {}

impl DateTime {
    /// The present moment, in UTC.
    pub fn now() -> Self {
        Self::at(Timestamp::now())
    }

    /// `seconds` since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// Outside of the years 1 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, DateTimeError> {
        Self::new(seconds, 0, Offset::UTC)
    }

    /// `nanoseconds` since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// Outside of the years 1 to 9999.
    pub fn from_unix_nanoseconds(nanoseconds: i128) -> Result<Self, DateTimeError> {
        let seconds = i64::try_from(nanoseconds.div_euclid(BILLION.into())).map_err(|_| DateTimeError(()))?;
        let nanoseconds = i32::try_from(nanoseconds.rem_euclid(BILLION.into())).unwrap_or_default();
        Self::new(seconds, nanoseconds, Offset::UTC)
    }

    /// The same, or the first or last instant that there is.
    #[cfg(any(feature = "time", feature = "chrono"))]
    pub(crate) fn nearest_to_unix_nanoseconds(nanoseconds: i128) -> Self {
        Self::from_unix_nanoseconds(nanoseconds).unwrap_or(if nanoseconds < 0 {
            Self { seconds: *YEARS.start(), nanoseconds: 0, offset: Offset::UTC }
        } else {
            Self { seconds: *YEARS.end(), nanoseconds: BILLION - 1, offset: Offset::UTC }
        })
    }

    fn new(seconds: i64, nanoseconds: i32, offset: Offset) -> Result<Self, DateTimeError> {
        if YEARS.contains(&seconds) {
            Ok(Self { seconds, nanoseconds, offset })
        } else {
            Err(DateTimeError(()))
        }
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub fn unix_nanoseconds(&self) -> i128 {
        i128::from(self.seconds) * i128::from(BILLION) + i128::from(self.nanoseconds)
    }

    /// An instant within the years that a dateTime has, in UTC.
    pub(crate) const fn constant(seconds: i64, nanoseconds: u32) -> Self {
        #[expect(clippy::cast_possible_wrap, reason = "less than a second")]
        let nanoseconds = nanoseconds as i32;
        Self { seconds, nanoseconds, offset: Offset::UTC }
    }

    pub(crate) fn at(instant: Timestamp) -> Self {
        // jiff truncates towards zero.
        let (seconds, nanoseconds) = match (instant.as_second(), instant.subsec_nanosecond()) {
            (seconds, negative @ ..0) => (seconds - 1, negative + BILLION),
            parts => parts,
        };
        Self { seconds, nanoseconds, offset: Offset::UTC }
    }

    pub(crate) fn timestamp(self) -> Option<Timestamp> {
        Timestamp::new(self.seconds, self.nanoseconds).ok()
    }

    /// The same instant, written with another offset: in whole minutes, as dateTimes have it.
    #[cfg(any(feature = "time", feature = "chrono"))]
    pub(crate) fn with_offset(self, seconds: i32) -> Self {
        Self { offset: Offset::from_seconds(seconds - seconds % 60).unwrap_or(Offset::UTC), ..self }
    }

    #[cfg(any(feature = "time", feature = "chrono"))]
    pub(crate) fn offset_seconds(self) -> i32 {
        self.offset.seconds()
    }

    /// Appends the text form to `out`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self.timestamp() {
            // Writing to a vector cannot fail.
            Some(instant) if self.offset == Offset::UTC => {
                let _ = PRINTER.print_timestamp(&instant, out);
            }
            _ => self.write_local(out),
        }
    }

    #[cold]
    fn write_local(&self, out: &mut Vec<u8>) {
        let offset = self.offset.seconds();
        let local = SignedDuration::new(self.seconds + i64::from(offset), self.nanoseconds);
        let _ = PRINTER.print_datetime(&EPOCH.saturating_add(local), &mut *out);
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        let _ = match minutes {
            0 => write!(out, "Z"),
            _ => write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        };
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let (seconds, nanoseconds, offset) = date_time(text).ok_or(DateTimeError(()))?;
        let offset = Offset::from_seconds(offset * 60).map_err(|_| DateTimeError(()))?;
        Self::new(seconds, i32::try_from(nanoseconds).unwrap_or_default(), offset)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(35);
        self.write(&mut text);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        (self.seconds, self.nanoseconds) == (other.seconds, other.nanoseconds)
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanoseconds).hash(state);
    }
}

impl ScimValue for DateTime {
    const TYPE: AttributeType = AttributeType::DateTime;
    fn scim_blank_scalar() -> Self {
        Self { seconds: 0, nanoseconds: 0, offset: Offset::UTC }
    }
    fn scim_get(&self) -> ValueRef<'_> {
        ValueRef::Date(*self)
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        *self = literal_date(literal)?;
        Ok(())
    }
}

/// The dateTime a literal stands for.
pub(crate) fn literal_date(literal: Literal<'_>) -> Result<DateTime, ValueError> {
    match literal {
        Literal::Date(date) => Ok(date),
        Literal::Str(text) => {
            text.parse().map_err(|_| ValueError::Expected("a dateTime such as 2008-01-23T04:56:22Z".into()))
        }
        _ => Err(ValueError::Type),
    }
}

#[cfg(test)]
mod tests {
    use super::DateTime;

    #[test]
    fn reads_what_providers_write_and_writes_it_back() {
        for text in [
            "2008-01-23T04:56:22Z",
            "2011-05-13T04:42:34.123Z",
            "2011-05-13T04:42:34+02:00",
            "0001-01-03T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "2011-05-13T04:42:34-00:30",
            "2011-05-13T00:42:34.000000001-14:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59+14:00",
        ] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
        let long: DateTime = "2026-03-15T19:35:41.8420572Z".parse().unwrap();
        assert_eq!(long.to_string(), "2026-03-15T19:35:41.8420572Z");
        assert!(DateTime::from_unix_seconds(-62_135_596_801).is_err());
        assert_eq!(DateTime::from_unix_seconds(-62_135_596_800).unwrap().to_string(), "0001-01-01T00:00:00Z");
        assert!(DateTime::from_unix_seconds(253_402_300_800).is_err());
        let last = DateTime::from_unix_nanoseconds(253_402_300_799_999_999_999).unwrap();
        assert_eq!(last.to_string(), "9999-12-31T23:59:59.999999999Z");
        assert_eq!(last.unix_nanoseconds(), 253_402_300_799_999_999_999);
        assert!(DateTime::from_unix_nanoseconds(i128::MAX).is_err());
        assert!(DateTime::from_unix_seconds(i64::MIN).is_err());
        assert_eq!("2008-01-23T04:56:22".parse::<DateTime>().unwrap().to_string(), "2008-01-23T04:56:22Z");
    }

    #[test]
    fn equality_is_by_instant() {
        let a: DateTime = "2020-01-01T05:00:00+01:00".parse().unwrap();
        let b: DateTime = "2020-01-01T04:00:00Z".parse().unwrap();
        assert_eq!(a, b);
        assert_eq!("1969-12-31T23:59:59.5Z".parse::<DateTime>().unwrap().unix_seconds(), -1);
    }

    #[test]
    fn refuses_other_forms() {
        for text in [
            "",
            "2008-01-23",
            "2008-01-23 04:56:22Z",
            "20080123T045622Z",
            "2008-01-23T04:56:22Z[UTC]",
            "2008-13-23T04:56:22Z",
            "2008-02-30T04:56:22Z",
            "2008-01-23T25:00:00Z",
            "2008-01-23T04:56:22Zx",
            "2008-01-23T04:56:60Z",
            "2008-01-23T04:56:22+0200",
            "2008-01-23T04:56:22+14:01",
            "2008-01-23T04:56:22+02:00:30",
            "2008-01-23T04:56:22,5Z",
            "2008-01-23T04:56:22.Z",
            "2008-01-23t04:56:22z",
            "-0249-01-23T04:56:22Z",
            "٢٠٠٨-01-23T04:56:22Z",
        ] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
    }
}
