//! The plan: the document, its reading and writing.

mod day;
#[cfg(feature = "export")]
pub mod difference;
pub mod document;
#[cfg(feature = "yaml")]
mod empty_lists;
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
mod start;
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
pub(crate) use resolve::{MOST_ZONES, SERVICE_CIDRS};
pub use resources::{Cpu, Memory};
pub use scalars::{Count, Ipv6Source, Line, Name, NodeCount, Note, Within};
pub use share::{Percent, Share};
pub use start::{block_meant, blocks_of};

use alloc::vec::Vec;

use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;

use shape::{Value, held};
use tree::{Data, Node};

/// The primary block of a plan that names none.
pub(crate) const DEFAULT_VPC_BLOCK: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 16);

/// The only version of the document so far.
const VERSION: u32 = 1;

impl Plan {
    /// Reads a plan from a tree, telling every fault; the default stands in where something was not understood.
    pub fn read(node: &Node) -> (Self, Vec<Finding>) {
        let (tree, findings) = Self::read_tree(node);
        (Self::take(&tree), findings)
    }

    /// As [`Self::read`], as far as the tree that [`Value::write`] gives: all that the page needs to edit a plan.
    pub fn read_tree(node: &Node) -> (Node, Vec<Finding>) {
        let (tree, mut findings) = reading::read(node, Self::SHAPE);
        let tree = tree.unwrap_or_else(|| Node::of(Data::Map(Vec::new())));
        let version = held(&tree, Self::RECORD, "version");
        let version = version.text().and_then(|text| text.parse::<u32>().ok());
        if let Some(version) = version.filter(|version| *version != VERSION) {
            let mut newer = Finding::new(Code::NewerPlan, "version", operands![version]);
            newer.at = node.get("version").map_or(node.at, |version| version.at);
            findings.push(newer);
        }
        (tree, findings)
    }
}
