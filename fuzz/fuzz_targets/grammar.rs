//! The grammar: whatever parses is printed as text that parses to an equal tree without any leniency, whatever does not is refused with
//! a span of the input.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scim_grammar::{AttrPath, Filter, Limits, Parsed, Path, Urn};

/// The trees borrow from the text, so this is not a generic function.
macro_rules! check {
    ($tree:ident, $text:ident) => {
        match $tree::parse($text) {
            Ok(Parsed { tree, .. }) => {
                let printed = tree.to_string();
                let again = $tree::parse(&printed).and_then(Parsed::strict);
                assert_eq!(again.as_ref(), Ok(&tree), "printed as {printed}");
                assert_eq!(again.map(|tree| tree.to_string()), Ok(printed.clone()));
            }
            Err(error) => {
                assert!($text.get(error.span()).is_some(), "{error:?}");
                assert_eq!(error.render($text).lines().count(), 3, "{error:?}");
            }
        }
    };
}

fuzz_target!(|text: &str| {
    check!(Filter, text);
    check!(Path, text);
    check!(AttrPath, text);
    // Tighter limits refuse, and change nothing else.
    let tight = Limits { depth: 4, terms: 8 };
    if let Ok(parsed) = Filter::parse_with(text, tight) {
        assert_eq!(Filter::parse(text).as_ref(), Ok(&parsed));
    }
    if let Ok(urn) = Urn::parse(text) {
        assert_eq!(urn.to_string(), text);
    }
});
