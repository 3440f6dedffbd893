//! The messages around resources (RFC 7644 §3).

mod list;
mod search;

pub use list::{LIST_URN, ListResponse, read_list, write_list};
pub use search::{SEARCH_URN, SearchRequest};
