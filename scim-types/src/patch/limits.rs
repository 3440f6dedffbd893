//! How much one PATCH request may ask for.

/// Limits of a PATCH request, beside that of its size in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PatchLimits {
    /// How many operations a request may have. Default: 5,000.
    pub operations: usize,
    /// How many values an operation may have for a multi-valued attribute. Default: 50,000.
    pub values: usize,
}

impl PatchLimits {
    /// The limits that apply where none are given.
    pub const DEFAULT: Self = Self { operations: 5_000, values: 50_000 };

    /// The same with another number of operations.
    #[must_use]
    pub const fn operations(mut self, count: usize) -> Self {
        self.operations = count;
        self
    }

    /// The same with another number of values.
    #[must_use]
    pub const fn values(mut self, count: usize) -> Self {
        self.values = count;
        self
    }
}

impl Default for PatchLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
