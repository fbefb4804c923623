//! Finds what the tasks need, and installs what is not there.
//!
//! Everything that is no system package lies below one folder of the user's cache, named by versions, so that another
//! clone finds it and another version does not disturb it.

mod cache;
mod chromium;
mod debian;
mod node;
mod rust_targets;
mod valgrind;
mod wasm;

pub(crate) use cache::locked;
pub(crate) use chromium::chromium;
pub(crate) use node::{Modules, lighthouse, modules, node};
pub(crate) use rust_targets::{BARE_METAL, WASM, ensure_target};
pub(crate) use valgrind::valgrind;
pub(crate) use wasm::wasm_tools;
