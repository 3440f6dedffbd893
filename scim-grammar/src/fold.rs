//! Unicode simple case folding: how strings compare that are not `caseExact` (RFC 7643 §2.2).
//!
//! The folding of a character is what `CaseFolding.txt` of the Unicode Character Database lists with status C or S. The standard
//! library has no such table, but it has the two it is made from: a character folds to the lower case of its upper case,
//! where each is a single character. The few that the database treats in another way are listed here.

/// The simple case folding of a character.
#[inline]
pub fn fold_char(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { fold_far(c) }
}

fn fold_far(c: char) -> char {
    match c {
        // Dotless i keeps apart from i: only Turkic folding joins them. Cherokee folds to upper case, which came first.
        'ı' | '\u{13A0}'..='\u{13F5}' => c,
        '\u{13F8}'..='\u{13FD}' | '\u{AB70}'..='\u{ABBF}' => single(c.to_uppercase()).unwrap_or(c),
        // Two spellings of one letter each, for which upper case takes more than one character.
        '\u{1FD3}' => '\u{390}',
        '\u{1FE3}' => '\u{3B0}',
        '\u{FB05}' => '\u{FB06}',
        _ => {
            let upper = single(c.to_uppercase()).unwrap_or(c);
            single(upper.to_lowercase()).unwrap_or(upper)
        }
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// Whether two texts are the same without regard to case.
#[inline]
pub fn same_text(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// The characters of a text, folded.
#[inline]
pub fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().map(fold_char)
}

#[cfg(test)]
mod tests {
    use super::fold_char;

    #[test]
    fn what_the_database_lists() {
        for (c, folded) in [
            ('A', 'a'),
            ('µ', 'μ'),
            ('ſ', 's'),
            ('K', 'k'),
            ('Å', 'å'),
            ('Ω', 'ω'),
            ('ς', 'σ'),
            ('ϐ', 'β'),
            ('ẞ', 'ß'),
            ('ß', 'ß'),
            ('İ', 'İ'),
            ('ı', 'ı'),
            ('Ǆ', 'ǆ'),
            ('ǅ', 'ǆ'),
            ('\u{345}', 'ι'),
            ('\u{1FBE}', 'ι'),
            ('\u{1E9B}', '\u{1E61}'),
            ('\u{1F88}', '\u{1F80}'),
            ('\u{1F80}', '\u{1F80}'),
            ('\u{1FBC}', '\u{1FB3}'),
            ('\u{13A0}', '\u{13A0}'),
            ('\u{13F8}', '\u{13F0}'),
            ('\u{AB70}', '\u{13A0}'),
            ('\u{1C80}', 'в'),
            ('\u{10400}', '\u{10428}'),
            ('\u{FB05}', '\u{FB06}'),
            ('日', '日'),
        ] {
            assert_eq!(fold_char(c), folded, "{c} {:x}", c as u32);
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{:x}", c as u32);
        }
    }
}
