//! dateTime values (RFC 7643 §2.3.5).

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::Timestamp;
use jiff::fmt::temporal::{DateTimeParser, DateTimePrinter};
use jiff::tz::Offset;

use crate::literal::is_date_time;

use super::{Literal, ScimValue, ValueError, ValueRef};
use crate::schema::AttributeType;

static PARSER: DateTimeParser = DateTimeParser::new();
static PRINTER: DateTimePrinter = DateTimePrinter::new();

/// An instant with the UTC offset it was written with: the SCIM `dateTime` (RFC 7643 §2.3.5), such as
/// `2008-01-23T04:56:22Z`.
///
/// Two values are equal, and ordered, by the instant alone: `05:00:00+01:00` equals `04:00:00Z`. The offset is
/// kept so that what is read is what is written. The precision is a nanosecond; a value without an offset,
/// which xsd:dateTime allows, is taken as UTC.
#[derive(Debug, Clone, Copy)]
pub struct DateTime {
    instant: Timestamp,
    offset: Offset,
}

/// Text that is not a [`DateTime`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTimeError(());

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a dateTime such as 2008-01-23T04:56:22Z")
    }
}

impl std::error::Error for DateTimeError {}

impl DateTime {
    /// The present moment, in UTC.
    pub fn now() -> Self {
        Self::utc(Timestamp::now())
    }

    /// `seconds` since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// Outside of the years 1 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, DateTimeError> {
        Self::from_unix_nanoseconds(i128::from(seconds) * 1_000_000_000)
    }

    /// `nanoseconds` since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// Outside of the years 1 to 9999.
    pub fn from_unix_nanoseconds(nanoseconds: i128) -> Result<Self, DateTimeError> {
        const YEAR_1: i128 = -62_135_596_800 * 1_000_000_000;
        let instant = Timestamp::from_nanosecond(nanoseconds).ok().filter(|_| nanoseconds >= YEAR_1);
        instant.map(Self::utc).ok_or(DateTimeError(()))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(&self) -> i64 {
        // jiff truncates towards zero.
        self.instant.as_second() - i64::from(self.instant.subsec_nanosecond() < 0)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub fn unix_nanoseconds(&self) -> i128 {
        self.instant.as_nanosecond()
    }

    /// An instant within the years that a dateTime has, in UTC.
    pub(crate) const fn constant(seconds: i64, nanoseconds: u32) -> Self {
        #[expect(clippy::cast_possible_wrap, reason = "less than a second")]
        let instant = Timestamp::constant(seconds, nanoseconds as i32);
        Self { instant, offset: Offset::UTC }
    }

    pub(crate) fn utc(instant: Timestamp) -> Self {
        Self { instant, offset: Offset::UTC }
    }

    #[cfg(feature = "jiff")]
    pub(crate) fn timestamp(self) -> Timestamp {
        self.instant
    }

    #[cfg(any(feature = "time", feature = "chrono"))]
    pub(crate) fn with_offset(instant: Timestamp, seconds: i32) -> Self {
        Self { instant, offset: Offset::from_seconds(seconds).unwrap_or(Offset::UTC) }
    }

    #[cfg(any(feature = "time", feature = "chrono"))]
    pub(crate) fn offset_seconds(self) -> i32 {
        self.offset.seconds()
    }

    /// Appends the text form to `out`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = if self.offset == Offset::UTC {
            PRINTER.print_timestamp(&self.instant, out)
        } else {
            PRINTER.print_timestamp_with_offset(&self.instant, self.offset, out)
        };
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        // The parser also takes forms that xsd:dateTime does not have.
        if !is_date_time(text) {
            return Err(DateTimeError(()));
        }
        if text.ends_with('Z') {
            return PARSER.parse_timestamp(text).map(Self::utc).map_err(|_| DateTimeError(()));
        }
        let pieces = PARSER.parse_pieces(text).map_err(|_| DateTimeError(()))?;
        let time = pieces.time().ok_or(DateTimeError(()))?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let instant = offset.to_timestamp(pieces.date().to_datetime(time)).map_err(|_| DateTimeError(()))?;
        Ok(Self { instant, offset })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.offset == Offset::UTC {
            self.instant.fmt(f)
        } else {
            self.instant.display_with_offset(self.offset).fmt(f)
        }
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
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
        self.instant.cmp(&other.instant)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant.hash(state);
    }
}

impl ScimValue for DateTime {
    const TYPE: AttributeType = AttributeType::DateTime;
    fn scim_blank_scalar() -> Self {
        Self::utc(Timestamp::UNIX_EPOCH)
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
        ] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
        let long: DateTime = "2026-03-15T19:35:41.8420572Z".parse().unwrap();
        assert_eq!(long.to_string(), "2026-03-15T19:35:41.8420572Z");
        assert!(DateTime::from_unix_seconds(-62_135_596_801).is_err());
        assert_eq!(DateTime::from_unix_seconds(-62_135_596_800).unwrap().to_string(), "0001-01-01T00:00:00Z");
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
