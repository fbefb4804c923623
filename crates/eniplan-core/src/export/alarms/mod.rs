//! Alarms that tell before the plan stops to hold, with thresholds of the plan's own numbers.

mod cloudwatch;
mod prometheus;
mod thresholds;

use alloc::vec::Vec;

use super::File;
use super::blueprint::Blueprint;
use thresholds::Thresholds;

/// The files; none where the plan has no nodes.
pub(super) fn files(blueprint: &Blueprint) -> Vec<File> {
    if blueprint.plan.node_groups.is_empty() {
        return Vec::new();
    }
    let thresholds = Thresholds::of(blueprint);
    let mut files = Vec::from([cloudwatch::file(blueprint, &thresholds)]);
    files.extend(prometheus::files(blueprint, &thresholds));
    files
}
