//! binary values (RFC 7643 §2.3.6).

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use super::{Literal, ScimValue, ValueError, ValueRef};
use crate::schema::AttributeType;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Bytes, kept as the base64 text that SCIM carries (RFC 7643 §2.3.6).
///
/// The text is in one canonical form (RFC 4648 §4: the standard alphabet, padded), so that equal bytes are equal values
/// and nothing is encoded or decoded between the wire and a database. The URL-safe alphabet and missing padding are
/// read as well.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Binary(String);

/// Text that is not base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryError(());

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected base64 text (RFC 4648)")
    }
}

impl std::error::Error for BinaryError {}

impl Binary {
    /// The value of these bytes.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self(general_purpose::STANDARD.encode(bytes))
    }

    /// Reads base64 text, in either alphabet, padded or not.
    ///
    /// # Errors
    ///
    /// When the text is not base64.
    pub fn from_base64(text: &str) -> Result<Self, BinaryError> {
        if is_canonical(text.as_bytes()) {
            return Ok(Self(text.to_owned()));
        }
        let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        engine.decode(text).map(Self::from_bytes).map_err(|_| BinaryError(()))
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // The text was checked when it was taken.
        general_purpose::STANDARD.decode(&self.0).unwrap_or_default()
    }

    /// The base64 text, padded, in the standard alphabet.
    pub fn as_base64(&self) -> &str {
        &self.0
    }
}

/// Whether `text` is padded base64 in the standard alphabet with clear trailing bits: what needs no decoding to be
/// taken as it is.
fn is_canonical(text: &[u8]) -> bool {
    let digits = match text {
        [] => return true,
        _ if !text.len().is_multiple_of(4) => return false,
        // One byte in the last group: the second digit carries four bits that must be clear.
        [rest @ .., last, b'=', b'='] => {
            if !b"AQgw".contains(last) {
                return false;
            }
            rest
        }
        // Two bytes: the third digit carries two.
        [rest @ .., last, b'='] => {
            if !b"AEIMQUYcgkosw048".contains(last) {
                return false;
            }
            rest
        }
        all => all,
    };
    // Chunks of a fixed size, and no early exit within one, let the compiler use vector instructions.
    let digit = |b: u8| {
        u8::from((b | 0x20).wrapping_sub(b'a') < 26)
            | u8::from(b.wrapping_sub(b'/') < 11) // the slash and the digits
            | u8::from(b == b'+')
    };
    let (chunks, rest) = digits.as_chunks::<16>();
    chunks.iter().all(|chunk| chunk.iter().fold(1, |all, &b| all & digit(b)) == 1)
        && rest.iter().all(|&b| digit(b) == 1)
}

impl ScimValue for Binary {
    const TYPE: AttributeType = AttributeType::Binary;
    const CASE_EXACT: bool = true;
    fn scim_blank_scalar() -> Self {
        Self::default()
    }
    fn scim_get(&self) -> ValueRef<'_> {
        ValueRef::Str(&self.0)
    }
    fn scim_set(&mut self, literal: Literal<'_>) -> Result<(), ValueError> {
        let Literal::Str(text) = literal else { return Err(ValueError::Type) };
        *self = Self::from_base64(text).map_err(|_| ValueError::Expected("base64 text (RFC 4648)".into()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Binary, is_canonical};

    #[test]
    fn canonical_agrees_with_decoding() {
        for len in 0..70u8 {
            let bytes: Vec<u8> = (0..len).map(|i| i.wrapping_mul(37).wrapping_add(len)).collect();
            let value = Binary::from_bytes(&bytes);
            assert!(is_canonical(value.as_base64().as_bytes()));
            assert_eq!(value.to_bytes(), bytes);
            let unpadded = value.as_base64().trim_end_matches('=').to_owned();
            assert_eq!(Binary::from_base64(&unpadded).unwrap(), value);
            let url_safe = unpadded.replace('+', "-").replace('/', "_");
            assert_eq!(Binary::from_base64(&url_safe).unwrap(), value);
        }
    }

    #[test]
    fn refuses_what_is_not_base64() {
        for text in ["a", "ab=c", "====", "a b=", "é===", "QQ=A", "QR==", "+_==", "Q\n=="] {
            assert!(!is_canonical(text.as_bytes()), "{text}");
            assert!(Binary::from_base64(text).is_err(), "{text}");
        }
    }
}
