//! Tests of several crates together; see the files beside this package's `Cargo.toml`.
