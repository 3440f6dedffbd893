//! The protocol, from outside.

mod auth;
mod bad_input;
mod client;
mod discovery;
mod logs;
mod robust;
mod resources;
mod server;
