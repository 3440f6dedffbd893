//! The protocol, from outside.

mod auth;
mod bad_input;
mod client;
mod discovery;
mod etag;
mod filter;
mod logs;
mod patch;
mod resources;
mod robust;
mod search;
mod server;
