//! What is wrong with a path or filter, drawn where it is wrong.

use std::fmt::Write as _;
use std::ops::Range;

use scim_grammar::{ParseError, underline};

use crate::error::{ScimError, ScimType};

/// A mistake in a text: what, where, and what to write instead.
#[derive(Debug)]
pub(crate) struct Fault(Box<Inner>);

/// Boxed so that the results on the way of a text without mistakes stay small.
#[derive(Debug)]
struct Inner {
    message: String,
    span: Range<usize>,
    help: Option<String>,
    kind: Option<(u16, ScimType)>,
    is_secret: bool,
}

impl Fault {
    #[cold]
    pub(crate) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self(Box::new(Inner { message: message.into(), span, help: None, kind: None, is_secret: false }))
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The text holds a secret: it is not drawn.
    pub(crate) fn secret(mut self) -> Self {
        self.0.is_secret = true;
        self
    }

    /// An error of this status and keyword, whatever the rest of the text would be refused with.
    pub(crate) fn of_kind(mut self, status: u16, scim_type: ScimType) -> Self {
        self.0.kind = Some((status, scim_type));
        self
    }

    /// The error that tells the client, `input` being the text that is wrong: 400 with `scim_type`, unless the fault is of a
    /// kind of its own.
    pub(crate) fn error(&self, input: &str, scim_type: ScimType) -> ScimError {
        let (status, scim_type) = self.0.kind.unwrap_or((400, scim_type));
        let mut text = self.0.message.clone();
        if !self.0.is_secret {
            let drawn = underline(input, self.0.span.clone());
            // Writing to a string cannot fail.
            let _ = write!(text, "\n  | {}\n  | {}", drawn.line, drawn.marks);
        }
        if let Some(help) = &self.0.help {
            text.push_str(" help: ");
            text.push_str(help);
        }
        ScimError::new(status, text).with_type(scim_type)
    }
}

impl From<ParseError> for Fault {
    fn from(error: ParseError) -> Self {
        let fault = Self::new(error.message(), error.span());
        match error.help() {
            Some(help) => fault.with_help(help),
            None => fault,
        }
    }
}
