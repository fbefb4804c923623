//! Subnets of equal size: what people expect of zones, and what presets are made of.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::draft::Draft;
use super::extend;
use super::pairs::Pair;
use super::place::Wanted;
use crate::analyze::PlacedSubnet;
use crate::analyze::layout::exponent;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::net::Ipv4Prefix;
use crate::plan::{Plan, Role};

/// The subnets that eksctl makes of the primary block: eighths, or sixteenths where zones are more than four; public ones
/// first, Availability Zones before Local Zones.
///
/// Source: <https://github.com/eksctl-io/eksctl/blob/main/pkg/vpc/vpc.go> (`SetSubnets`), read 2026-11-24.
pub(super) fn eksctl(plan: &Plan) -> Result<Vec<PlacedSubnet>, &'static str> {
    let block = plan.vpc_blocks().first().copied();
    let block = block.filter(|block| (16..=24).contains(&block.length()));
    let block = block.ok_or("eksctl takes a VPC block from /16 to /24")?;
    let mut zones = plan.zones();
    zones.sort_by_key(crate::plan::Zone::is_local);
    let bits = match zones.len() {
        0..=4 => 3,
        5..=8 => 4,
        _ => return Err("eksctl makes 16 subnets at most, two a zone"),
    };
    let roles = [Role::Public, Role::Nodes].into_iter();
    let subnets = roles
        .flat_map(|role| zones.iter().map(move |zone| (role, zone)))
        .zip(0..)
        .filter_map(|((role, zone), index)| {
            Some(PlacedSubnet {
                name: String::new(),
                zone: zone.name.as_str().into(),
                role,
                cidr: block.part(block.length() + bits, index)?,
                listed: None,
            })
        });
    Ok(subnets.collect())
}

/// The pods subnets that are wanted, each as large as its share of blocks that are not routed.
pub(super) fn pods(draft: &Draft<'_>, pods: &[Pair], blocks: &[Ipv4Prefix]) -> Vec<Wanted> {
    let wanted = extend::wanted(draft, pods);
    fill(draft, &wanted, blocks).unwrap_or(wanted)
}

/// Ways to size what is wanted, the roomiest first, the last one as tight as it can be.
pub(super) fn attempts(draft: &Draft<'_>, wanted: Vec<Wanted>) -> Vec<Vec<Wanted>> {
    let (_, for_pods) = super::blocks::pools(&draft.plan, &draft.layout);
    let equal = equal(draft, &wanted);
    let roomy = draft.plan.growth.pods_per_month.hundredths() > 0;
    let mut attempts = Vec::new();
    attempts.extend(fill(draft, &wanted, &for_pods));
    if roomy {
        attempts.push(with_holes(&equal));
    }
    attempts.push(equal);
    if roomy {
        attempts.push(with_holes(&wanted));
    }
    attempts.push(wanted);
    attempts
}

/// Each as large as the largest of its role, those that stand included.
fn equal(draft: &Draft<'_>, wanted: &[Wanted]) -> Vec<Wanted> {
    let mut lengths: BTreeMap<Role, u8> = BTreeMap::new();
    let standing = draft
        .layout
        .subnets
        .iter()
        .filter(|subnet| {
            // Only a zone that has none yet follows those that have.
            !wanted
                .iter()
                .any(|one| one.role == subnet.role && one.zone == subnet.zone)
        })
        .map(|subnet| (subnet.role, subnet.cidr.length().clamp(SHORTEST, LONGEST)));
    for (role, length) in standing.chain(wanted.iter().map(|one| (one.role, one.length))) {
        let shortest = lengths.entry(role).or_insert(length);
        *shortest = length.min(*shortest);
    }
    let mut equal = wanted.to_vec();
    for one in &mut equal {
        one.length = lengths.get(&one.role).copied().unwrap_or(one.length);
        one.slot = one.length;
    }
    equal
}

/// Each node or pods subnet with a hole beside it that is as large as itself.
fn with_holes(wanted: &[Wanted]) -> Vec<Wanted> {
    let mut wanted = wanted.to_vec();
    for one in &mut wanted {
        if matches!(one.role, Role::Nodes | Role::Pods) && one.length > SHORTEST {
            one.slot = one.length - 1;
        }
    }
    wanted
}

/// Pods subnets that fill blocks which nothing outside the VPC reaches.
///
/// Such addresses cost nothing, and an ENIConfig names one subnet a zone, so that none can be added later.
fn fill(draft: &Draft<'_>, wanted: &[Wanted], blocks: &[Ipv4Prefix]) -> Option<Vec<Wanted>> {
    let only_pods = wanted.iter().all(|one| one.role == Role::Pods);
    let first = draft
        .layout
        .subnets
        .iter()
        .all(|subnet| subnet.role != Role::Pods);
    let hidden = draft
        .plan
        .vpc
        .cidrs
        .iter()
        .filter(|block| !block.routable && blocks.contains(&block.cidr));
    if wanted.is_empty() || !only_pods || !first || hidden.count() < blocks.len() {
        return None;
    }
    let longest = blocks.iter().map(|block| block.length()).max()?;
    let each = wanted.len().div_ceil(blocks.len());
    let share = longest
        .saturating_add(exponent(each))
        .clamp(SHORTEST, LONGEST);
    let mut filling = wanted.to_vec();
    for one in &mut filling {
        one.length = one.length.min(share);
        one.slot = one.length;
    }
    Some(filling)
}
