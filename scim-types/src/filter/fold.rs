//! Unicode simple case folding: how strings compare that are not `caseExact` (RFC 7643 §2.2). The characters are scim-grammar's, since
//! the derives compare texts as well.

use scim_grammar::fold_char;
pub(crate) use scim_grammar::{folded, same_text};

/// The text, folded.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(fold_char).collect() }
}

/// `text` in the form in which strings that are not `caseExact` are equal: Unicode simple case folding. What a unique index on such an
/// attribute is made on.
///
/// ```
/// assert_eq!(scim_types::case_fold("ΣΑΣ"), scim_types::case_fold("σας"));
/// assert_ne!(scim_types::case_fold("straße"), scim_types::case_fold("STRASSE"));
/// ```
#[must_use]
pub fn case_fold(text: &str) -> String {
    fold(text)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn texts() {
        assert_eq!(fold("Straße ΣΑΣ"), "straße σασ");
    }
}
