//! What stands at the head of every file: what it is and which plan it came from.

use alloc::format;
use alloc::string::String;

use super::blueprint::Blueprint;
use crate::finding::Grouped;

/// The first word of every file of ours that takes comments, by which the command line knows them again.
pub const MARK: &str = "Written by eniplan";

/// The lines of the head, without comment signs.
pub(super) fn header(blueprint: &Blueprint, what: &str) -> String {
    let totals = &blueprint.report.totals;
    let mut text = format!("{MARK} for {}: {what}\n", blueprint.title());
    if !blueprint.link.is_empty() {
        text.push_str(&format!("The plan: {}\n", blueprint.link));
    }
    text.push_str(&format!(
        "At the desired size: {} nodes, {} of {} pods placed, {} of {} addresses taken.",
        Grouped(totals.nodes),
        Grouped(totals.pods_placed),
        Grouped(totals.pods_desired),
        Grouped(totals.addresses_used),
        Grouped(totals.usable),
    ));
    text
}
