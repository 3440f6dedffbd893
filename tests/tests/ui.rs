//! Compile errors: each says what is wrong, where, and what to write instead.
//!
//! `TRYBUILD=overwrite cargo test -p tests --test ui` writes the expected messages anew; read the difference before committing
//! it. The messages hold rustc's own words, so they are compared on one toolchain only.

use std::process::Command;

/// The toolchain whose words are in the `.stderr` files.
const TOOLCHAIN: &str = "rustc 1.95.0 ";

#[test]
fn messages() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("rustc runs").stdout;
    if !version.starts_with(TOOLCHAIN.as_bytes()) {
        eprintln!("skipped: the messages are those of {TOOLCHAIN}");
        return;
    }
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
