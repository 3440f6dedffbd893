//! Every error of one derive, so that they are reported together.

use std::fmt::Display;

use darling::error::Accumulator;
use proc_macro2::{Span, TokenStream};

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Accumulator);

impl Errors {
    /// Adds a message under `span`.
    pub(crate) fn push(&mut self, span: Span, message: impl Display) {
        self.0.push(syn::Error::new(span, message).into());
    }

    /// The value if nothing was wrong, else what reports the errors.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, TokenStream> {
        self.0.finish_with(value).map_err(darling::Error::write_errors)
    }
}
