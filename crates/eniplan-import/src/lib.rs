//! Other people's JSON and YAML to a plan: what AWS, Kubernetes and other tools say of a cluster that runs.
//!
//! [`read`] takes one input after the other, in any order, and adds what it shows to an [`Inventory`].
//! Like the core it does no I/O, has no clock and prints nothing, so that the command line and the page share it.

mod aws;
mod document;
mod inventory;
mod kubernetes;
mod recognise;
mod text;

pub use document::{MOST_BYTES, Progress, read, read_with};
pub use inventory::*;
