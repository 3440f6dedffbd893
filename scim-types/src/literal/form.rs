//! Whether a string is a value of a type, in constants. Each is at least as strict as the parser of the type at run time.

/// `2008-01-23T04:56:22Z`: a date, a time with up to nine fractional digits, and `Z`, an offset of up to fourteen hours or nothing
/// (xsd:dateTime, as RFC 7643 §2.3.5 has it). A sixtieth second, which would become another instant, is none.
pub(crate) const fn is_date_time(text: &str) -> bool {
    let b = text.as_bytes();
    if b.len() < 19 || b[4] != b'-' || b[7] != b'-' || b[10] != b'T' || b[13] != b':' || b[16] != b':' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(b, 0, 4), number(b, 5, 2), number(b, 8, 2)) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (number(b, 11, 2), number(b, 14, 2), number(b, 17, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    if year == 0 || day == 0 || day > days || hour > 23 || minute > 59 || second > 59 {
        return false;
    }
    let mut at = 19;
    if at < b.len() && b[at] == b'.' {
        at += 1;
        let first = at;
        while at < b.len() && b[at].is_ascii_digit() {
            at += 1;
        }
        if at == first || at - first > 9 {
            return false;
        }
    }
    match b.len() - at {
        0 => true,
        1 => b[at] == b'Z',
        6 if matches!(b[at], b'+' | b'-') && b[at + 3] == b':' => {
            matches!(
                (number(b, at + 1, 2), number(b, at + 4, 2)),
                (Some(0..=13), Some(0..=59)) | (Some(14), Some(0))
            )
        }
        _ => false,
    }
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
    use super::{is_base64, is_date_time};
    use crate::value::{Binary, DateTime};

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
            assert!(is_date_time(text) && text.parse::<DateTime>().is_ok(), "{text}");
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
