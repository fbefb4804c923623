//! The plan: the document, its reading and writing.

mod day;
pub mod document;
mod lists;
mod networking;
mod quantities;
mod range;
pub mod reading;
mod resolve;
mod resources;
#[cfg(feature = "export")]
mod save;
mod scalars;
#[cfg(feature = "export")]
pub mod schema;
pub mod shape;
mod share;
pub mod tree;
#[cfg(feature = "yaml")]
pub mod wants;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(feature = "yaml")]
pub use yaml::{MOST_BYTES, TextError, tree as tree_of_text};

pub use day::Date;
pub use document::*;
pub use lists::{Blocks, Mix};
pub use networking::{Cni, IpFamily, Networking, NetworkingOverride, Target, Warm, WarmOverride};
pub use quantities::Unreadable;
pub use range::AddressRange;
pub(crate) use resolve::SERVICE_CIDRS;
pub use resources::{Cpu, Memory};
pub use scalars::{Count, Ipv6Source, Line, Name, NodeCount, Note, Within};
pub use share::{Percent, Share};

use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;
use alloc::vec::Vec;

use reading::Reading;
use shape::Value;
use tree::Node;

/// The primary block of a plan that names none.
pub(crate) const DEFAULT_VPC_BLOCK: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 16);

impl Plan {
    /// Reads a plan from a tree, telling every fault; the default stands in where something was not understood.
    pub fn read(node: &Node) -> (Self, Vec<Finding>) {
        let mut reading = Reading::default();
        let plan = <Self as Value>::read(node, &mut reading).unwrap_or_default();
        if plan.version.get() != 1 {
            let at = node.get("version").map_or(node.at, |version| version.at);
            let version = plan.version.get();
            reading.at_key("version", |reading| {
                reading.tell(Code::NewerPlan, at, operands![version]);
            });
        }
        (plan, reading.into_findings())
    }
}
