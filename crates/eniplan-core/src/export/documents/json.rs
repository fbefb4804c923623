//! The report as JSON, with the fields that `eniplan plan --format json` has.

use super::super::File;
use super::super::blueprint::Blueprint;

use crate::analyze::Document;

/// Nothing where it cannot be written, which numbers and texts always can.
pub(super) fn file(blueprint: &Blueprint) -> Option<File> {
    let document = Document::new(blueprint.plan, None, &[], blueprint.report);
    let mut text = serde_json::to_string_pretty(&document).ok()?;
    text.push('\n');
    Some(super::file(
        "documents/report.json",
        text,
        "The report for programs: the fields of eniplan plan --format json",
    ))
}
