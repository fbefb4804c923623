//! What stands at the head of every file: what it is and which plan it came from.

use alloc::string::String;

use super::blueprint::Blueprint;
use super::text::push;
use crate::finding::Grouped;

/// The first word of every file of ours that takes comments, by which the command line knows them again.
pub const MARK: &str = "Written by eniplan";

/// What every link to a plan holds.
pub(super) const LINK: &str = "#/vpc?p=";

/// How the line with the plan's sums begins.
const SIZE: &str = "At the desired size: ";

/// Whether a line stands at the head of a file and says which plan it came from: another plan changes it in every file,
/// whether or not the file does anything else.
///
/// ```
/// use eniplan_core::export::is_of_head;
/// assert!(is_of_head("# At the desired size: 36 nodes, 1,020 of 1,020 pods placed."));
/// assert!(!is_of_head("desired_size = 36"));
/// ```
pub fn is_of_head(line: &str) -> bool {
    line.contains(LINK) || line.contains(SIZE)
}

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
            "{SIZE}{} nodes, {} of {} pods placed, {} of {} addresses taken.",
            Grouped(totals.nodes),
            Grouped(totals.pods_placed),
            Grouped(totals.pods_desired),
            Grouped(totals.addresses_used),
            Grouped(totals.usable),
        ),
    );
    text
}
