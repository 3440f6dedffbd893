//! Whether a string is a value of a type, in constants. Each is at least as strict as the parser of the type at run time.

/// `2008-01-23T04:56:22Z`: a date, a time with up to nine fractional digits, and `Z`, an offset of up to fourteen hours or nothing
/// (xsd:dateTime, as RFC 7643 §2.3.5 has it). A sixtieth second, which would become another instant, is none.
pub(crate) const fn is_date_time(text: &str) -> bool {
    date_time(text).is_some()
}

/// The instant of such a text: seconds since 1970 in UTC, and nanoseconds.
pub(crate) const fn instant(text: &str) -> Option<(i64, u32)> {
    match date_time(text) {
        Some((seconds, nanoseconds, _)) => Some((seconds, nanoseconds)),
        None => None,
    }
}

/// The same with the offset from UTC, in minutes.
pub(crate) const fn date_time(text: &str) -> Option<(i64, u32, i32)> {
    let b = text.as_bytes();
    if b.len() < 19 || b[4] != b'-' || b[7] != b'-' || b[10] != b'T' || b[13] != b':' || b[16] != b':' {
        return None;
    }
    let (Some(year), Some(month), Some(day)) = (number(b, 0, 4), number(b, 5, 2), number(b, 8, 2)) else {
        return None;
    };
    let (Some(hour), Some(minute), Some(second)) = (number(b, 11, 2), number(b, 14, 2), number(b, 17, 2))
    else {
        return None;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || day == 0 || day > days || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut at = 19;
    let mut nanoseconds = 0;
    if at < b.len() && b[at] == b'.' {
        at += 1;
        let first = at;
        while at < b.len() && b[at].is_ascii_digit() {
            at += 1;
        }
        let digits = at - first;
        if digits == 0 || digits > 9 {
            return None;
        }
        let Some(fraction) = number(b, first, digits) else { return None };
        #[expect(clippy::cast_possible_truncation, reason = "at most nine")]
        let missing = 9 - digits as u32;
        nanoseconds = fraction * 10_u32.pow(missing);
    }
    let offset = match b.len() - at {
        0 => 0,
        1 if b[at] == b'Z' => 0,
        6 if matches!(b[at], b'+' | b'-') && b[at + 3] == b':' => {
            match (number(b, at + 1, 2), number(b, at + 4, 2)) {
                (Some(hours @ 0..=13), Some(minutes @ 0..=59)) | (Some(hours @ 14), Some(minutes @ 0)) => {
                    #[expect(clippy::cast_possible_wrap, reason = "at most fourteen hours")]
                    let minutes = (hours * 60 + minutes) as i32;
                    if b[at] == b'-' { -minutes } else { minutes }
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    let minutes = (days_since_1970(year, month, day) * 24 + hour as i64) * 60 + minute as i64 - offset as i64;
    Some((minutes * 60 + second as i64, nanoseconds, offset))
}

/// The days of the Gregorian calendar from the first of 1970 to that day. Years start in March, so that the leap day is their last.
const fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1;
    days as i64 - 719_468
}

const fn number(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let mut value = 0;
    let mut i = at;
    while i < at + len {
        if !bytes[i].is_ascii_digit() {
            return None;
        }
        value = value * 10 + (bytes[i] - b'0') as u32;
        i += 1;
    }
    Some(value)
}

/// Padded base64 in the standard alphabet, without the question whether trailing bits are clear: two digits before the padding
/// have to be ones that clear them.
pub(super) const fn is_base64(text: &str) -> bool {
    let b = text.as_bytes();
    if !b.len().is_multiple_of(4) {
        return false;
    }
    let mut end = b.len();
    if end > 0 && b[end - 1] == b'=' {
        end -= 1;
        let one = if b[end - 1] == b'=' {
            end -= 1;
            false
        } else {
            true
        };
        let clear = match b[end - 1] {
            b'A' | b'Q' | b'g' | b'w' => true,
            b'E' | b'I' | b'M' | b'U' | b'Y' | b'c' | b'k' | b'o' | b's' | b'0' | b'4' | b'8' => one,
            _ => false,
        };
        if !clear {
            return false;
        }
    }
    let mut i = 0;
    while i < end {
        if !(b[i].is_ascii_alphanumeric() || b[i] == b'+' || b[i] == b'/') {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{instant, is_base64, is_date_time};
    use crate::value::{Binary, DateTime};

    #[test]
    fn instants_are_those_of_the_parser() {
        // A hundred thousand, all over the years that jiff has.
        for second in (-62_135_596_800..253_402_207_200).step_by(3_155_777) {
            let written = jiff::Timestamp::from_second(second).unwrap().to_string();
            assert_eq!(instant(&written), Some((second, 0)), "{written}");
        }
        for text in [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.5Z",
            "2024-02-29T23:59:59+05:30",
            "2024-03-01T00:00:00-11:15",
            "1900-03-01T12:00:00",
            "2000-12-31T00:00:00.123456789Z",
            "0001-01-03T00:00:00Z",
        ] {
            let parsed = text.parse::<DateTime>().expect(text);
            let written = if text.len() == 19 { format!("{text}Z") } else { text.to_owned() };
            let by_jiff = written.parse::<jiff::Timestamp>().expect(text);
            assert_eq!(parsed.unix_nanoseconds(), by_jiff.as_nanosecond(), "{text}");
            let (seconds, nanoseconds) = instant(text).expect(text);
            let found = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
            assert_eq!(found, parsed.unix_nanoseconds(), "{text}");
        }
    }

    #[test]
    fn what_passes_parses() {
        for text in [
            "2008-01-23T04:56:22Z",
            "2011-05-13T04:42:34.1234567Z",
            "2011-05-13T04:42:34+02:00",
            "2024-02-29T23:59:59",
            "0001-01-03T00:00:00Z",
            "9999-12-29T23:59:59-14:00",
        ] {
            let written = if text.len() == 19 { format!("{text}Z") } else { text.to_owned() };
            assert!(is_date_time(text) && text.parse::<DateTime>().is_ok(), "{text}");
            assert!(written.parse::<jiff::Timestamp>().is_ok(), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2008-01-23",
            "2008-13-23T04:56:22Z",
            "2023-02-29T00:00:00Z",
            "2008-01-23T24:00:00Z",
            "2008-01-23T04:56:22.Z",
            "2008-01-23t04:56:22Z",
            "2008-01-23T04:56:22+0200",
            "2008-01-23 04:56:22Z",
            "2008-01-23T04:56:22z",
            "0000-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        for text in ["", "AAEC", "QQ==", "QUI=", "+/+/"] {
            assert!(is_base64(text) && Binary::from_base64(text).is_ok(), "{text}");
        }
        for text in ["A", "QR==", "QUJ=", "====", "=", "A===", "a b=", "é==="] {
            assert!(!is_base64(text), "{text}");
        }
    }
}
