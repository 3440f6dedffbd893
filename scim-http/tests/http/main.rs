//! The protocol, from outside.

mod auth;
mod bad_input;
mod client;
mod discovery;
mod logs;
mod resources;
mod robust;
mod server;
