//! Names of fields and variants as names of attributes and words.

/// A way of writing several words as one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// The values of `rename_all`, which are those of serde.
    pub(crate) const ALL: [(&str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// A field's name, which is in snake case.
    pub(crate) fn field(self, name: &str) -> String {
        self.join(name.split('_').filter(|word| !word.is_empty()).map(str::to_owned))
    }

    /// A variant's name, which is in Pascal case.
    pub(crate) fn variant(self, name: &str) -> String {
        let mut words: Vec<String> = Vec::new();
        for letter in name.chars() {
            match words.last_mut() {
                Some(word) if !letter.is_uppercase() => word.push(letter),
                _ => words.push(letter.to_string()),
            }
        }
        self.join(words.into_iter())
    }

    fn join(self, words: impl Iterator<Item = String>) -> String {
        let separator = match self {
            Self::Snake | Self::ScreamingSnake => "_",
            Self::Kebab | Self::ScreamingKebab => "-",
            Self::Lower | Self::Upper | Self::Pascal | Self::Camel => "",
        };
        let words = words.enumerate().map(|(i, word)| match self {
            Self::Lower | Self::Snake | Self::Kebab => word.to_lowercase(),
            Self::Upper | Self::ScreamingSnake | Self::ScreamingKebab => word.to_uppercase(),
            Self::Camel if i == 0 => word.to_lowercase(),
            Self::Pascal | Self::Camel => capitalized(&word),
        });
        words.collect::<Vec<_>>().join(separator)
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn fields() {
        let names = [
            ("user_name", "userName"),
            ("x509_certificates", "x509Certificates"),
            ("external_id", "externalId"),
            ("id", "id"),
            ("type_", "type"),
            ("_private", "private"),
        ];
        for (field, attribute) in names {
            assert_eq!(Case::Camel.field(field), attribute);
        }
        let all = Case::ALL.map(|(_, case)| case.field("given_name"));
        let expected = [
            "givenname",
            "GIVENNAME",
            "GivenName",
            "givenName",
            "given_name",
            "GIVEN_NAME",
            "given-name",
            "GIVEN-NAME",
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn variants() {
        assert_eq!(Case::Camel.variant("FullTime"), "fullTime");
        assert_eq!(Case::Camel.variant("Work"), "work");
        assert_eq!(Case::Kebab.variant("FullTime"), "full-time");
        assert_eq!(Case::ScreamingSnake.variant("FullTime"), "FULL_TIME");
    }
}
