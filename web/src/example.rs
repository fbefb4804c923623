//! The example on the first screen: `examples/shop-prod.yaml`, as its link. A test holds the two equal.

use eniplan_core::link;
use eniplan_core::plan::Plan;

/// The plan as link text.
const LINK: &str = include_str!("example.link").trim_ascii();

/// The example. An unreadable link would be a fault of the build, which a test rules out.
pub(crate) fn plan() -> Plan {
    link::decode(LINK).unwrap_or_default()
}
