//! What the derives write, for reading: each `tests/expand/NAME.rs` beside `NAME.expanded.rs`.
//!
//! `BLESS=1 cargo test -p scim-derive` writes the expansions anew; read the difference before committing it.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Item, parse_quote};

use crate::expand::{Derive, expand};

#[test]
fn expansions() {
    let bless = std::env::var_os("BLESS").is_some();
    let inputs = inputs();
    assert!(!inputs.is_empty(), "no snapshots");
    for input in inputs {
        let source = fs::read_to_string(&input).expect("a snapshot's input");
        let expanded = expansion(&source);
        let output = input.with_extension("expanded.rs");
        if bless {
            fs::write(&output, expanded).expect("a snapshot");
            continue;
        }
        let expected = fs::read_to_string(&output).unwrap_or_default();
        assert!(
            expected == expanded,
            "{} differs; see it with BLESS=1 and git diff:\n{expanded}",
            output.display()
        );
    }
}

fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expand");
    let paths =
        fs::read_dir(folder).expect("the folder of snapshots").map(|entry| entry.expect("an entry").path());
    let mut inputs: Vec<_> = paths.filter(|path| !path.to_string_lossy().ends_with(".expanded.rs")).collect();
    inputs.sort();
    inputs
}

/// The expansions of every derive in `source`, formatted.
fn expansion(source: &str) -> String {
    let mut file = syn::parse_file(source).expect("a Rust file");
    let mut items = Vec::new();
    for item in &mut file.items {
        let attributes = match item {
            Item::Struct(item) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            _ => panic!("a snapshot's input is a struct or an enum"),
        };
        let derives: Vec<_> = [Derive::Resource, Derive::Complex, Derive::Extension, Derive::Value]
            .into_iter()
            .filter(|derive| {
                let name = syn::Ident::new(derive.name(), proc_macro2::Span::call_site());
                attributes.contains(&parse_quote!(#[derive(#name)]))
            })
            .collect();
        attributes.retain(|attribute| !attribute.path().is_ident("derive"));
        for derive in derives {
            items.push(syn::parse2::<syn::File>(expand(derive, item.to_token_stream())).expect("items"));
        }
    }
    items.iter().map(prettyplease::unparse).collect()
}
