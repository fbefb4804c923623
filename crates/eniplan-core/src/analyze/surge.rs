//! The nodes that an update starts before it ends old ones, where their subnets have no room for them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::{Load, Scene};
use super::moments;
use super::moments_counted::MomentsCounted;
use crate::finding::{Code, Counted, Finding};
use crate::operands;

/// Tells the first subnet that an update makes short and how many more there are; what is short anyway is told as such.
pub(super) fn tell(scene: &Scene<'_>, counted: &MomentsCounted, findings: &mut Vec<Finding>) {
    let counts = moments::desired(scene.groups).counts;
    let upgrading = moments::upgrading(scene.groups, &counts);
    let surge = upgrading.counts.iter().map(|count| u64::from(count.surge));
    let surge = surge.fold(0, u64::saturating_add);
    if surge == 0 {
        return;
    }
    let (desired, loads) = (&counted.desired.loads, &counted.upgrading.loads);
    let mut short = scene
        .layout
        .subnets
        .iter()
        .enumerate()
        .filter_map(|(index, subnet)| {
            let grown = |of: &dyn Fn(&[Load]) -> u64| {
                Some(of(loads)).filter(|missing| *missing > 0 && of(desired) == 0)
            };
            let addresses = grown(&|loads| scene.short_of_addresses(loads, index));
            let blocks = grown(&|loads| scene.short_of_blocks(loads, index));
            let missing = match (addresses, blocks) {
                (Some(count), _) => Counted(count, "address").to_string(),
                (None, count) => Counted(count?, "whole /28 block").to_string(),
            };
            Some((subnet.name.as_str(), missing))
        });
    let Some((name, missing)) = short.next() else {
        return;
    };
    let others = match short.count() {
        0 => String::new(),
        1 => ", and so is another subnet".to_string(),
        count => alloc::format!(", and so are {count} other subnets"),
    };
    let operands = operands![name, surge, missing, others];
    findings.push(Finding::new(Code::SurgeDoesNotFit, name, operands));
}
