//! Messages that are made while compiling: no allocation, no formatting.

use super::Source;

/// A message being written.
#[derive(Clone, Copy)]
pub(super) struct Message<'s> {
    text: Buffer,
    help: Buffer,
    source: &'s Source,
}

/// What fits; the rest of a longer message is left out.
const SIZE: usize = 1024;

/// A text that grows.
#[derive(Clone, Copy)]
pub(crate) struct Buffer {
    bytes: [u8; SIZE],
    len: usize,
}

impl Buffer {
    /// A text of these pieces.
    pub(crate) const fn of(pieces: &[&str]) -> Self {
        let mut text = Self { bytes: [0; SIZE], len: 0 };
        text.all(pieces);
        text
    }

    /// Stops with the text as the message.
    #[track_caller]
    pub(crate) const fn fail(&self) -> ! {
        panic!("{}", self.as_str())
    }

    const fn all(&mut self, pieces: &[&str]) {
        let mut i = 0;
        while i < pieces.len() {
            self.push(pieces[i]);
            i += 1;
        }
    }

    const fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // All or nothing, so that no character is cut.
        if self.len + bytes.len() > SIZE {
            return;
        }
        let mut i = 0;
        while i < bytes.len() {
            self.bytes[self.len] = bytes[i];
            self.len += 1;
            i += 1;
        }
    }

    /// What was written.
    pub(crate) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

impl<'s> Message<'s> {
    /// What is wrong, in pieces.
    pub(super) const fn about(source: &'s Source, pieces: &[&str]) -> Self {
        let text = Buffer::of(&["invalid SCIM ", source.kind, " on `", source.on, "`: "]);
        let mut message = Self { text, help: Buffer::of(&[]), source };
        message.text.all(pieces);
        message
    }

    /// What to write instead, in pieces.
    pub(super) const fn help(mut self, pieces: &[&str]) -> Self {
        self.help.push(" help: ");
        self.help.all(pieces);
        self
    }

    /// The name that was probably meant, unless it is empty.
    pub(super) const fn help_near(self, name: &str) -> Self {
        if name.is_empty() { self } else { self.help(&["did you mean `", name, "`?"]) }
    }

    /// Stops with the message, carets below the `len` bytes at `at` of the source.
    #[track_caller]
    pub(super) const fn at(mut self, at: usize, len: usize) -> ! {
        self.text.push("\n  | ");
        self.text.push(self.source.text);
        self.text.push("\n  | ");
        let bytes = self.source.text.as_bytes();
        let mut i = 0;
        while i < at + len {
            // A character of several bytes takes one column.
            if i >= bytes.len() || bytes[i] & 0xC0 != 0x80 {
                self.text.push(if i < at { " " } else { "^" });
            }
            i += 1;
        }
        if len == 0 {
            self.text.push("^");
        }
        self.text.push(self.help.as_str());
        self.text.fail()
    }
}
