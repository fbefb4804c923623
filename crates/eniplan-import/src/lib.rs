//! Other people's JSON and YAML to a plan: what AWS, Kubernetes and other tools say of a cluster that runs.
//!
//! [`read`] takes one input after the other, in any order, and adds what it shows to an [`Inventory`]; [`plan()`] writes that as a plan and says how the two compare.
//! Like the core it does no I/O, has no clock and prints nothing, so that the command line and the page share it.

mod assumed;
mod aws;
mod blocks;
mod document;
mod foreign;
mod groups;
mod inventory;
mod kubernetes;
mod line_items;
mod merge;
mod network;
mod observed;
mod outcome;
mod owner;
mod raw;
mod recognise;
mod scope;
mod settings;
mod survey;
mod terraform;
mod text;

pub use assumed::{COMMANDS, Command, QUICK};
pub use blocks::{BlockMap, BlockState, Drain};
pub use document::{MOST_BYTES, Progress, read, read_with};
pub use foreign::is_foreign;
pub use inventory::*;
pub use observed::{ObservedGroup, ObservedSubnet};
pub use outcome::{Leaked, Outcome, plan};
pub use owner::{Balancer, Owner};
pub use scope::{Options, Undecided};
