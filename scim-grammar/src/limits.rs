//! What one piece of input may cost.

/// What one filter or path may cost. Charged while parsing, so that what exceeds it is never built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many brackets, `(` and `[`, may be open at once. Redundant ones count. Values above [`Limits::MAX_DEPTH`]
    /// act as that one.
    pub depth: usize,
    /// How many expressions (comparisons, presence tests and value filters) there may be.
    pub terms: usize,
}

impl Limits {
    /// The limits used where none are given: 64 open brackets, 1,024 expressions.
    pub const DEFAULT: Limits = Limits { depth: 64, terms: 1024 };

    /// The most brackets that may be open at once, whatever [`Limits::depth`] says. The parser itself does not recurse,
    /// but whoever walks, prints or drops a tree does. At this depth the worst tree, three nodes to a bracket, is
    /// parsed, printed and dropped on a stack of 256 KB even in an unoptimized build; at the default depth it can be
    /// cloned, compared and debugged there too.
    pub const MAX_DEPTH: usize = 128;
}

impl Default for Limits {
    fn default() -> Self {
        Limits::DEFAULT
    }
}
