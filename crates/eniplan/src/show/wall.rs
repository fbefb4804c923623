//! A wall, and how far off it is.

use eniplan_core::analyze::Wall;
use eniplan_core::finding::Grouped;

/// How far the plan is from the wall, in pods; in nodes where they carry none.
pub(super) fn distance(wall: &Wall) -> String {
    match wall.more {
        0 if wall.pods == 0 => format!("at {}", super::plural(wall.nodes, "node")),
        0 => "just reached".to_owned(),
        more if more < 0 => format!("{} pods short", Grouped(more.unsigned_abs())),
        more => format!("{} more pods", Grouped(more.unsigned_abs())),
    }
}
