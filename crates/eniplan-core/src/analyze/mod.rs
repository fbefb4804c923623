//! Plan and catalogue to report.

mod layout;
mod report;

pub use layout::{Layout, PlacedSubnet};
pub use report::*;
