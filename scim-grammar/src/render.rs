//! Drawing a caret under a piece of a line.

use std::fmt;
use std::ops::Range;

/// One line of input and the marks to put beneath it, aligned for a font of fixed width.
///
/// `Display` gives both, each after `| `, with a line break between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Underline {
    /// The line, or the part of it around the span, with `…` where it is cut. It is printable: every line break, tab
    /// and other control character is replaced.
    pub line: String,
    /// Spaces, then carets under the span. One caret at least, so an empty span shows a place.
    pub marks: String,
}

impl fmt::Display for Underline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {}\n| {}", self.line, self.marks)
    }
}

/// The columns that a drawn line may take.
const WIDTH: usize = 72;
/// The columns kept before the span where the line has to be cut.
const BEFORE: usize = 24;
/// The characters looked at per line; characters of no width could otherwise make a line of any length.
const CHARS: usize = 2 * WIDTH;

/// Draws a line of input with carets under `span`, in about 72 columns however long the input is. Takes time only for
/// what is drawn. A span that is out of range or splits a character is moved to what it touches.
pub fn underline(input: &str, span: Range<usize>) -> Underline {
    let start = floor(input, span.start);
    let end = floor(input, span.end).max(start);
    let from = line_start(input, start);
    let mut line = String::new();
    let mut column = 0;
    if from > 0 {
        line.push('…');
        column = 1;
    }
    let mut marks_from = None;
    let mut marks_to = None;
    for (i, (offset, c)) in input[from..].char_indices().enumerate() {
        let offset = from + offset;
        if offset >= start {
            marks_from.get_or_insert(column);
        }
        if offset >= end {
            marks_to.get_or_insert(column);
        }
        let c = shown(c);
        if column + width(c) > WIDTH || i >= CHARS {
            line.push('…');
            break;
        }
        line.push(c);
        column += width(c);
    }
    let marks_from = marks_from.unwrap_or(column);
    let marks_to = marks_to.unwrap_or(column).max(marks_from + 1);
    let marks = " ".repeat(marks_from) + &"^".repeat(marks_to - marks_from);
    Underline { line, marks }
}

/// Where to start drawing: at the start if the span comes early enough, else some columns before it.
fn line_start(input: &str, start: usize) -> usize {
    let mut columns = 0;
    let mut from = start;
    // Going back from the span; `kept` is where a cut line would start.
    let mut kept = None;
    for (i, (offset, c)) in input[..start].char_indices().rev().enumerate() {
        columns += width(shown(c));
        if columns > BEFORE {
            kept.get_or_insert(from);
        }
        if columns > WIDTH - BEFORE || i >= CHARS {
            return kept.unwrap_or(from);
        }
        from = offset;
    }
    0
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The text with every control character, line break and mark that turns the direction of writing replaced, so that it
/// can go into a log line or a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(shown).collect()
}

fn shown(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{2028}'
        | '\u{2029}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// The columns of a character in a terminal: the common blocks of combining marks take none, those of East Asian wide
/// characters and emoji two. Good enough to place a caret; the full tables are not worth a dependency.
fn width(c: char) -> usize {
    match c as u32 {
        0x300..=0x36F | 0x200B..=0x200D | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F680..=0x1F6FF
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(input: &str, span: Range<usize>) -> String {
        underline(input, span).to_string()
    }

    #[test]
    fn short_lines() {
        assert_eq!(drawn("abc def", 4..7), "| abc def\n|     ^^^");
        assert_eq!(drawn("abc", 3..3), "| abc\n|    ^");
        assert_eq!(drawn("", 0..0), "| \n| ^");
        assert_eq!(drawn("a\tb\nc", 4..5), "| a b c\n|     ^");
    }

    #[test]
    fn columns_not_bytes() {
        assert_eq!(drawn("é = ü", 3..4), "| é = ü\n|   ^");
        assert_eq!(drawn("日本 = x", 7..8), "| 日本 = x\n|      ^");
        assert_eq!(drawn("e\u{301} = x", 4..5), "| e\u{301} = x\n|   ^");
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(underline("a\u{1b}[31m\u{202e}b", 0..1).line, "a\u{fffd}[31m\u{fffd}b");
    }

    #[test]
    fn long_lines_are_cut_around_the_span() {
        let input = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
        let Underline { line, marks } = underline(&input, 1000..1004);
        assert_eq!(line, format!("…{}HERE{}…", "a".repeat(24), "b".repeat(43)));
        assert_eq!(marks, format!("{}^^^^", " ".repeat(25)));
        let at_end = underline(&input, input.len()..input.len());
        assert_eq!(at_end.marks.len(), at_end.line.chars().count() + 1);
        let whole = underline(&input, 0..input.len());
        assert_eq!(whole.marks, "^".repeat(72));
    }

    #[test]
    fn any_span_is_drawn() {
        let input = "日本é\u{301}x".repeat(30);
        for start in 0..input.len() + 3 {
            for end in [0, start, start + 1, start + 7, usize::MAX] {
                let Underline { line, marks } = underline(&input, start..end);
                assert!(line.chars().count() <= CHARS + 2 && marks.contains('^'));
            }
        }
        assert!(underline(&"\u{301}".repeat(10_000), 5000..5002).line.chars().count() <= 2 * CHARS + 2);
    }
}
