//! What identity providers send that the RFCs do not allow, and whether it is accepted.

use std::fmt;

/// Declares the tolerances: the variant, its name, and what it accepts.
macro_rules! tolerances {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)*) => {
        /// One leniency towards clients whose meaning is unambiguous although the RFCs do not allow what they send.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Tolerance { $($(#[$meta])* $variant,)* }

        impl Tolerance {
            /// Every tolerance.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name used in logs and documents.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

tolerances! {
    /// The `op` of a PATCH operation may be in any case (Entra ID's `Add`, `Replace`, `Remove`).
    OpCase = "op-case",
    /// A boolean attribute takes the strings `True` and `False` in any case (Entra ID).
    BoolAsString = "bool-as-string",
    /// A PATCH `add` whose value filter selects nothing makes the element that the filter describes (Entra ID).
    CreateFromFilter = "create-from-filter",
    /// A PATCH `remove` may name the values to remove in `value` (Entra ID's and `OneLogin`'s group members).
    RemoveValueSelects = "remove-value-selects",
    /// A single-valued complex attribute with a `value` sub-attribute takes a bare string as that value (Entra ID sends
    /// `manager` so).
    ScalarForComplex = "scalar-for-complex",
    /// A single-valued attribute takes an array of one object: a complex attribute the object, a simple one the
    /// object's `value` (Entra ID).
    ArrayForSingle = "array-for-single",
    /// `""` unassigns an attribute for which it cannot be a value, such as a dateTime or a complex attribute (Entra ID).
    EmptyStringUnassigns = "empty-string-unassigns",
    /// The keys of a PATCH value without a path may be paths: `name.givenName`, `emails[type eq "work"].value` (Entra ID).
    ValueKeysArePaths = "value-keys-are-paths",
    /// A PATCH value without a path may repeat the value of a readOnly attribute (Okta's `id`).
    ReadonlySameValueOk = "readonly-same-value-ok",
    /// Retired URNs such as `urn:scim:schemas:core:1.0` stand for their successors (clients grown out of SCIM 1.1).
    LegacyUrnAlias = "legacy-urn-alias",
    /// `schemas` may list URNs that the server does not know (Entra ID's misspelt enterprise URN, its group schema).
    UnknownSchemaUrnIgnored = "unknown-schema-urn-ignored",
    /// Attributes that the schemas do not have are passed over (every provider).
    UnknownAttrsIgnored = "unknown-attrs-ignored",
    /// An extension's data counts even where `schemas` does not list its URN (`OneLogin`).
    UndeclaredExtensionAccepted = "undeclared-extension-accepted",
    /// An attribute that only an extension has is named without the extension's URN (Entra ID's `manager`).
    BareExtensionAttr = "bare-extension-attr",
    /// A path may be the URN of a schema alone, for all of its attributes (Entra ID, Okta).
    BareUrnPath = "bare-urn-path",
    /// A dot may stand between a URN and an attribute (clients that split paths at dots).
    UrnDotSeparator = "urn-dot-separator",
    /// A complex attribute that is compared as a whole means its `value` (Entra ID's `members eq`, `manager eq`; RFC 7644
    /// Figure 2 prints `emails co`).
    ComplexMeansValue = "complex-means-value",
    /// A filter may test a sub-attribute of the elements that a value filter selects, as in `emails[type eq "work"].value eq "x"`
    /// (Entra ID).
    ValuePathThenSubAttribute = "value-path-then-sub-attribute",
    /// White space, and the case of `true`, `false` and `null`, may differ from the grammar of filters and paths (RFC 7644
    /// §3.5.2.2 itself leaves out a space).
    LenientWhitespace = "lenient-whitespace",
    /// Query parameters are recognised in any case (Entra ID's `startindex`).
    QueryParamCase = "query-param-case",
    /// Of a resource that is a row, a value of a multi-valued attribute that the row has no field for is left out: a second work
    /// address, or one of another type. The response shows it (every provider).
    UnheldValueLeftOut = "unheld-value-left-out",
    /// Of a resource that is a row, a value of a multi-valued attribute that does not say which it is (an address without a `type`) is
    /// the only one that there is a field for, or the primary one.
    ValueWithoutType = "value-without-type",
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of tolerances.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Tolerances(u32);

impl Tolerances {
    const fn bit(tolerance: Tolerance) -> u32 {
        1 << tolerance as u32
    }

    /// Whether `tolerance` is in the set.
    pub const fn contains(self, tolerance: Tolerance) -> bool {
        self.0 & Self::bit(tolerance) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The tolerances, in the order of [`Tolerance::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Tolerance> {
        Tolerance::ALL.iter().copied().filter(move |t| self.contains(*t))
    }

    pub(crate) fn insert(&mut self, tolerance: Tolerance) {
        self.0 |= Self::bit(tolerance);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Tolerances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Lists the names, separated by spaces.
impl fmt::Display for Tolerances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, tolerance) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(tolerance.as_str())?;
        }
        Ok(())
    }
}

/// Which deviations from the RFCs are accepted. The default accepts all that are known and unambiguous.
///
#[doc = include_str!("../PROVIDERS.md")]
///
/// ```
/// use scim_types::{Compat, Tolerance};
///
/// assert!(Compat::default().allows(Tolerance::BoolAsString));
/// assert!(!Compat::strict().allows(Tolerance::BoolAsString));
/// let mostly = Compat::default().without(Tolerance::UnknownAttrsIgnored);
/// assert!(!mostly.allows(Tolerance::UnknownAttrsIgnored));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compat(Tolerances);

impl Default for Compat {
    fn default() -> Self {
        let mut all = Tolerances::default();
        for &tolerance in Tolerance::ALL {
            all.insert(tolerance);
        }
        Self(all)
    }
}

impl Compat {
    /// Accepts what the RFCs allow and nothing else.
    pub const fn strict() -> Self {
        Self(Tolerances(0))
    }

    /// The same, with `tolerance`.
    #[must_use]
    pub const fn with(self, tolerance: Tolerance) -> Self {
        Self(Tolerances(self.0.0 | Tolerances::bit(tolerance)))
    }

    /// The same, without `tolerance`.
    #[must_use]
    pub const fn without(self, tolerance: Tolerance) -> Self {
        Self(Tolerances(self.0.0 & !Tolerances::bit(tolerance)))
    }

    /// Whether `tolerance` is on.
    pub const fn allows(self, tolerance: Tolerance) -> bool {
        self.0.contains(tolerance)
    }
}
