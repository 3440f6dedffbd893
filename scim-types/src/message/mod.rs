//! The messages around resources (RFC 7644 §3).

mod list;

pub use list::{LIST_URN, ListResponse, read_list, write_list};
