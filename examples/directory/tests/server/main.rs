//! The program as a user runs it: started, talked to over TCP, stopped.

mod bad_input;
mod corpus;
#[cfg(unix)]
mod crash;
mod devices;
mod groups;
mod lost;
mod postgres;
mod process;
mod queries;
mod start;
mod texts;
mod users;
mod versions;
