//! Room for what a strategy adds: subnets in the VPC, a secondary block, a block for an overlay's pods.

use alloc::string::String;
use alloc::vec::Vec;

use super::Refusal;
use crate::analyze::layout::Layout;
use crate::aws::subnet::{LONGEST, RESERVED_ADDRESSES, SHORTEST};
use crate::aws::vpc::{self, SHARED};
use crate::net::{AddressSpace, Ipv4Prefix};
use crate::plan::{Name, Plan, Role, Subnet, VpcCidr};

/// Zones that a Region can have with all its Local Zones, and a plan that means well.
const MOST_ZONES: usize = 64;

/// Private ranges in the order in which they are searched for a block that nobody else uses.
const PRIVATE: [Ipv4Prefix; 4] = [
    SHARED,
    Ipv4Prefix::literal([192, 168, 0, 0], 16),
    Ipv4Prefix::literal([172, 16, 0, 0], 12),
    Ipv4Prefix::literal([10, 0, 0, 0], 8),
];

/// Lists every subnet that was laid out, so that what a strategy adds moves none of them.
pub(in crate::analyze) fn list(plan: &mut Plan, layout: &Layout) {
    for placed in layout
        .subnets
        .iter()
        .filter(|placed| placed.listed.is_none())
    {
        if let Some(zone) = Name::of(&placed.zone) {
            plan.subnets.push(Subnet {
                name: Name::of(&placed.name),
                zone,
                role: placed.role,
                cidr: placed.cidr,
                ..Subnet::default()
            });
        }
    }
}

/// The shortest subnet that gives out so many addresses, as a prefix length.
pub(super) fn length_for(addresses: u64) -> u8 {
    let wanted = addresses.saturating_add(RESERVED_ADDRESSES);
    let bits = wanted.checked_next_power_of_two().map_or(32, u64::ilog2);
    u8::try_from(32u32.saturating_sub(bits))
        .unwrap_or(SHORTEST)
        .clamp(SHORTEST, LONGEST)
}

/// What is free in the blocks of the VPC that `is_meant`.
pub(in crate::analyze) fn free(
    plan: &Plan,
    is_meant: impl Fn(&VpcCidr) -> bool,
) -> Vec<AddressSpace> {
    let meant = plan.vpc.cidrs.iter().filter(|block| is_meant(block));
    meant
        .map(|block| {
            let mut space = AddressSpace::of(block.cidr);
            for subnet in plan
                .subnets
                .iter()
                .filter(|subnet| subnet.cidr.overlaps(block.cidr))
            {
                space.remove(subnet.cidr);
            }
            space
        })
        .collect()
}

/// Adds a subnet of a role for each zone, all of a size: as large as wanted, or as large as there is room for.
///
/// Returns their names in the order of the zones; `None` where not even the smallest fit.
pub(in crate::analyze) fn add_subnets(
    plan: &mut Plan,
    spaces: &[AddressSpace],
    zones: &[Name],
    (role, stem): (Role, &str),
    wanted: u8,
) -> Option<Vec<Name>> {
    if zones.is_empty() || zones.len() > MOST_ZONES {
        return None;
    }
    let holes = (wanted..=LONGEST).find_map(|length| {
        let mut left = spaces.to_vec();
        let mut hole = || {
            left.iter_mut().find_map(|space| {
                let hole = space.first_fit(length)?;
                space.remove(hole);
                Some(hole)
            })
        };
        zones.iter().map(|_| hole()).collect::<Option<Vec<_>>>()
    })?;
    let mut names = Vec::new();
    for (zone, cidr) in zones.iter().zip(holes) {
        let name = unused(plan, &alloc::format!("{stem}-{zone}"))?;
        plan.subnets.push(Subnet {
            name: Some(name.clone()),
            zone: zone.clone(),
            role,
            cidr,
            ..Subnet::default()
        });
        names.push(name);
    }
    Some(names)
}

/// The name, with a number behind it where it is in use.
fn unused(plan: &Plan, stem: &str) -> Option<Name> {
    let is_used = |name: &str| {
        plan.subnets
            .iter()
            .any(|subnet| subnet.name.as_deref() == Some(name))
    };
    let numbered = (2..=plan.subnets.len() + 2).map(|number| alloc::format!("{stem}-{number}"));
    let name = core::iter::once(String::from(stem))
        .chain(numbered)
        .find(|name| !is_used(name))?;
    Name::of(&name)
}

/// Gives every zone a subnet for pods: in a block that is not routed outside the VPC, or else in a new one.
pub(super) fn add_pods_subnets(plan: &mut Plan, layout: &Layout) -> Result<(), Refusal> {
    list(plan, layout);
    let has_pods = |plan: &Plan, zone: &Name| {
        plan.subnets
            .iter()
            .any(|subnet| subnet.role == Role::Pods && subnet.zone == *zone)
    };
    let mut zones: Vec<Name> = plan.zones().into_iter().map(|zone| zone.name).collect();
    zones.retain(|zone| !has_pods(plan, zone));
    if zones.is_empty() {
        return Ok(());
    }
    let parts = u8::try_from(zones.len().next_power_of_two().ilog2()).unwrap_or(u8::MAX);
    let is_inner = |block: &VpcCidr| !block.routable || SHARED.contains(block.cidr);
    let inner = plan
        .vpc
        .cidrs
        .iter()
        .filter(|block| is_inner(block))
        .map(|block| block.cidr.length())
        .min();
    if let Some(length) = inner {
        let spaces = free(plan, is_inner);
        let wanted = length.saturating_add(parts).clamp(SHORTEST, LONGEST);
        if add_subnets(plan, &spaces, &zones, (Role::Pods, "pods"), wanted).is_some() {
            return Ok(());
        }
    }
    let block = secondary_block(plan).ok_or(Refusal::NoBlock)?;
    if plan.vpc.cidrs.is_empty() {
        plan.vpc.cidrs.push(VpcCidr::default());
    }
    plan.vpc.cidrs.push(VpcCidr {
        cidr: block,
        routable: false,
    });
    let spaces = [AddressSpace::of(block)];
    let wanted = block
        .length()
        .saturating_add(parts)
        .clamp(SHORTEST, LONGEST);
    add_subnets(plan, &spaces, &zones, (Role::Pods, "pods"), wanted)
        .map(|_| ())
        .ok_or(Refusal::NoBlock)
}

/// The first /16 of 100.64.0.0/10 that meets nothing of the plan and that AWS lets a VPC add; after those
/// 198.19.0.0/16, where its blocks allow that.
fn secondary_block(plan: &Plan) -> Option<Ipv4Prefix> {
    let benchmark = Ipv4Prefix::literal([198, 19, 0, 0], 16);
    let existing = plan.vpc_blocks();
    let others = others(plan);
    (0..64)
        .filter_map(|index| SHARED.part(16, index))
        .chain([benchmark])
        .find(|block| {
            others
                .iter()
                .chain(&existing)
                .all(|other| !other.overlaps(*block))
                && existing
                    .iter()
                    .all(|existing| vpc::restriction(*existing, *block).is_none())
        })
}

/// What is not the VPC's and must not be met: peers, routes that are no default route, service addresses.
fn others(plan: &Plan) -> Vec<Ipv4Prefix> {
    let routes = plan.vpc.routes.iter().filter(|route| route.length() > 0);
    routes
        .chain(&plan.vpc.peers)
        .copied()
        .chain([plan.service_cidr()])
        .collect()
}

/// A block for an overlay's pods that meets nothing of the plan: the start of the usual one, or the first that is free.
pub(super) fn pod_block(plan: &Plan, usual: Ipv4Prefix, length: u8) -> Option<Ipv4Prefix> {
    let mut taken = others(plan);
    taken.extend(plan.vpc_blocks());
    let is_free = |block: &Ipv4Prefix| taken.iter().all(|other| !other.overlaps(*block));
    // A pool is not made smaller than a /16: addresses behind an overlay cost nothing.
    let length = length.min(16);
    let first = usual
        .part(length.max(usual.length()), 0)
        .filter(|block| block.length() <= length);
    first.filter(is_free).or_else(|| {
        PRIVATE.into_iter().find_map(|range| {
            let mut space = AddressSpace::of(range);
            for block in &taken {
                space.remove(*block);
            }
            space.first_fit(length)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        Plan::from_text(text.as_bytes()).unwrap().0
    }

    #[test]
    fn the_smallest_subnet_that_holds_so_many() {
        for (addresses, length) in [
            (0, 28),
            (11, 28),
            (12, 27),
            (251, 24),
            (252, 23),
            (65_531, 16),
            (u64::MAX / 2, 16),
        ] {
            assert_eq!(length_for(addresses), length, "{addresses}");
        }
    }

    #[test]
    fn the_secondary_block_meets_nothing_of_the_plan() {
        let block = |text| {
            secondary_block(&plan(text)).map(|block| alloc::string::ToString::to_string(&block))
        };
        assert_eq!(block("{}").as_deref(), Some("100.64.0.0/16"));
        assert_eq!(
            block("vpc: {peers: [100.64.0.0/15]}").as_deref(),
            Some("100.66.0.0/16")
        );
        assert_eq!(
            block("vpc: {routes: [0.0.0.0/0, 100.64.0.0/24]}").as_deref(),
            Some("100.65.0.0/16")
        );
        // 198.19.0.0/16 is left, which a VPC of 10.0.0.0/8 does not take.
        assert_eq!(block("vpc: {peers: [100.64.0.0/10]}"), None);
        assert_eq!(
            block("vpc: {cidrs: [198.19.0.0/17], peers: [100.64.0.0/10]}"),
            None,
            "its own block is in the way"
        );
    }

    #[test]
    fn an_overlay_starts_with_its_usual_block_where_that_is_free() {
        let usual = Ipv4Prefix::literal([192, 168, 0, 0], 16);
        let block = |text, length| {
            pod_block(&plan(text), usual, length)
                .map(|block| alloc::string::ToString::to_string(&block))
        };
        assert_eq!(block("{}", 18).as_deref(), Some("192.168.0.0/16"));
        assert_eq!(block("{}", 14).as_deref(), Some("100.64.0.0/14"));
        assert_eq!(
            block("vpc: {cidrs: [192.168.0.0/20]}", 16).as_deref(),
            Some("100.64.0.0/16")
        );
        assert_eq!(
            block("vpc: {peers: [192.168.0.0/24, 100.64.0.0/10]}", 16).as_deref(),
            Some("172.16.0.0/16")
        );
    }
}
