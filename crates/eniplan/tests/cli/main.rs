//! The command line as its users see it.

#[cfg(unix)]
mod action;
mod bad_input;
mod check;
mod cidr;
mod compare;
mod derivations;
mod examples;
mod export;
mod import;
mod layout;
mod link;
mod plan;
mod sarif;
mod terminal;
mod terraform;
