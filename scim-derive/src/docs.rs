//! Doc comments as descriptions.

use syn::{Attribute, Expr, Lit, Meta};

/// The doc comment as one text: lines of a paragraph are joined with a space, paragraphs with a line break.
pub(crate) fn description(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    let mut paragraph_ends = false;
    for line in
        attributes.iter().filter_map(doc).flat_map(|doc| doc.lines().map(str::to_owned).collect::<Vec<_>>())
    {
        // A block comment has a star before each line.
        let line = line.trim().trim_start_matches("* ").trim();
        if line.is_empty() {
            paragraph_ends = true;
            continue;
        }
        if !text.is_empty() {
            text.push(if paragraph_ends { '\n' } else { ' ' });
        }
        text.push_str(line);
        paragraph_ends = false;
    }
    text
}

/// The text of `#[doc = "..."]`. Texts that are macros (`include_str!`) are for rustdoc alone: their content is not known
/// yet.
fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    if !pair.path.is_ident("doc") {
        return None;
    }
    match &pair.value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(if text.value().is_empty() { "\n".to_owned() } else { text.value() }),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, parse_quote};

    use super::description;

    #[test]
    fn lines_and_paragraphs() {
        let item: DeriveInput = parse_quote! {
            /// A laptop or phone
            /// issued to a person.
            ///
            /// It belongs to the company.
            #[doc(hidden)]
            #[doc = include_str!("long.md")]
            struct Device;
        };
        assert_eq!(
            description(&item.attrs),
            "A laptop or phone issued to a person.\nIt belongs to the company."
        );
    }

    #[test]
    fn blocks() {
        let item: DeriveInput = parse_quote! {
            /** A laptop
             * or phone.
             */
            struct Device;
        };
        assert_eq!(description(&item.attrs), "A laptop or phone.");
        let none: DeriveInput = parse_quote!(
            struct Device;
        );
        assert_eq!(description(&none.attrs), "");
    }
}
