//! What a byte can be a part of, from a table: these questions are asked once for every byte of input.

const NAME: u8 = 1;
const DELIMITER: u8 = 2;
const SPACE: u8 = 4;
const IN_STRING: u8 = 8;
const IN_URN: u8 = 16;

const TABLE: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0u8;
    loop {
        let mut class = 0;
        if i.is_ascii_alphanumeric() || matches!(i, b'-' | b'_' | b'$') {
            class |= NAME;
        }
        if matches!(i, b' ' | b'\t' | b'\n' | b'\r') {
            class |= SPACE | DELIMITER;
        }
        if matches!(i, b'(' | b')' | b'[' | b']' | b'"') {
            class |= DELIMITER;
        }
        if i >= b' ' && i != b'"' && i != b'\\' {
            class |= IN_STRING;
        }
        if i.is_ascii_alphanumeric()
            || matches!(i, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'*' | b'+' | b';' | b'=')
            || matches!(i, b':' | b'@' | b'/')
        {
            class |= IN_URN;
        }
        table[i as usize] = class;
        if i == u8::MAX {
            break table;
        }
        i += 1;
    }
};

const fn is(byte: u8, class: u8) -> bool {
    TABLE[byte as usize] & class != 0
}

/// `nameChar` of RFC 7643 §2.1.
pub(crate) const fn in_name(byte: u8) -> bool {
    is(byte, NAME)
}

/// White space of JSON (RFC 8259 §2). RFC 7644 Figure 1 knows the space alone.
pub(crate) const fn is_space(byte: u8) -> bool {
    is(byte, SPACE)
}

/// What ends a word: white space, a bracket or a quote.
pub(crate) const fn is_delimiter(byte: u8) -> bool {
    is(byte, DELIMITER)
}

/// What stands for itself in a string of JSON, or is a part of a character that does (RFC 8259 §7, `unescaped`).
pub(crate) const fn in_string(byte: u8) -> bool {
    is(byte, IN_STRING)
}

/// What stands for itself in the NSS of a schema URN: `pchar` and `/` of RFC 8141 §2 without brackets and the comma.
pub(crate) const fn in_urn(byte: u8) -> bool {
    is(byte, IN_URN)
}
