//! The example on the first screen: `examples/shop-prod.yaml`, as its link. A test holds the two equal.

use eniplan_core::link;
use eniplan_core::plan::tree::Node;

/// The plan as link text.
const LINK: &str = include_str!("example.link").trim_ascii();

/// The example. An unreadable link would be a fault of the build, which a test rules out.
pub(crate) fn plan() -> Node {
    link::decode_tree(LINK).unwrap_or_else(|_| crate::change::new())
}
