//! Zones that are not what they seem: a subnet named for another, or one much smaller than the rest.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::layout::Layout;
use crate::aws::subnet;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Plan, Role};

/// Tells them.
pub(super) fn tell(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) {
    names(plan, layout, findings);
    sizes(plan, layout, findings);
}

/// Subnets whose name ends in one zone of the plan while they stand in another.
///
/// Whoever makes an ENIConfig a zone goes by such names, and leaves a zone without pods.
fn names(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) {
    let zones = plan.zones();
    for subnet in &layout.subnets {
        let Some((said, letter)) = zone_in(&subnet.name) else {
            continue;
        };
        let stands_there = subnet.zone.ends_with(letter);
        let is_zone = zones.iter().any(|zone| zone.name.ends_with(letter));
        if is_zone && !stands_there {
            let name = subnet.name.as_str();
            let operands = operands![name, said, subnet.zone.as_str()];
            findings.push(Finding::new(Code::NameSaysOtherZone, name, operands));
        }
    }
}

/// The zone that a name ends in: `c`, `1c` or `eu-west-1c` behind a separator, and its letter.
fn zone_in(name: &str) -> Option<(&str, char)> {
    let (start, last) = name.char_indices().next_back()?;
    let letter = last.to_ascii_lowercase();
    let before = name.get(..start)?;
    let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_behind = stem.ends_with(['-', '_', '.', ' ', '/']);
    (is_behind && ('a'..='f').contains(&letter))
        .then(|| (name.get(stem.len()..).unwrap_or_default(), letter))
}

/// The smallest and the largest zone, where one gives nodes at most half of what the other does.
fn sizes(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) {
    let used: Vec<String> = plan
        .node_groups
        .iter()
        .filter(|group| group.subnets.is_none() && group.nodes.desired() > 1)
        .flat_map(|group| group.zones(plan))
        .map(|zone| zone.to_string())
        .collect();
    let gives = |zone: &str| -> u64 {
        let subnets = layout.of(Role::Nodes, zone);
        subnets
            .map(|(_, placed)| subnet::usable(placed.cidr))
            .fold(0, u64::saturating_add)
    };
    let zones: Vec<(u64, String)> = plan
        .zones()
        .iter()
        .map(|zone| zone.name.to_string())
        .filter(|zone| used.contains(zone))
        .map(|zone| (gives(&zone), zone))
        .filter(|(gives, _)| *gives > 0)
        .collect();
    let (Some((least, small)), Some((most, large))) = (
        zones.iter().min_by_key(|(gives, _)| *gives),
        zones.iter().max_by_key(|(gives, _)| *gives),
    ) else {
        return;
    };
    if least.saturating_mul(2) <= *most {
        let operands = operands![
            small.as_str(),
            *least,
            large.as_str(),
            *most,
            most.saturating_sub(*least)
        ];
        findings.push(Finding::new(
            Code::UnevenZones,
            alloc::format!("zones.{small}"),
            operands,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::zone_in;

    #[test]
    fn names_end_in_a_zone_or_do_not() {
        for (name, zone) in [
            ("private-c", Some(("c", 'c'))),
            ("pods_1C", Some(("1C", 'c'))),
            ("eks-eu-west-1b", Some(("1b", 'b'))),
            ("rds", None),
            ("private-x", None),
            ("private-ab", None),
            ("c", None),
            ("", None),
            ("größe-ä", None),
        ] {
            assert_eq!(zone_in(name), zone, "{name}");
        }
    }
}
