//! What stands at the head of every file: what it is and which plan it came from.

use alloc::string::String;

use super::blueprint::Blueprint;
use super::text::push;
use crate::finding::Grouped;

/// The first word of every file of ours that takes comments, by which the command line knows them again.
pub const MARK: &str = "Written by eniplan";

/// The lines of the head, without comment signs.
pub(super) fn header(blueprint: &Blueprint, what: &str) -> String {
    let totals = &blueprint.report.totals;
    let mut text = String::new();
    push(
        &mut text,
        format_args!("{MARK} for {}: {what}\n", blueprint.title()),
    );
    if !blueprint.link.is_empty() {
        push(&mut text, format_args!("The plan: {}\n", blueprint.link));
    }
    push(
        &mut text,
        format_args!(
            "At the desired size: {} nodes, {} of {} pods placed, {} of {} addresses taken.",
            Grouped(totals.nodes),
            Grouped(totals.pods_placed),
            Grouped(totals.pods_desired),
            Grouped(totals.addresses_used),
            Grouped(totals.usable),
        ),
    );
    text
}
