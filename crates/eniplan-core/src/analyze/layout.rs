//! Every subnet of a plan with its block: those that it lists, and those laid out for it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::aws::subnet;
use crate::finding::{Code, Finding};
use crate::net::{AddressSpace, Ipv4Prefix};
use crate::operands;
use crate::plan::{NatGateways, Plan, Role};

/// The subnets of a plan, listed ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The subnets.
    pub subnets: Vec<PlacedSubnet>,
}

/// A subnet with its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedSubnet {
    /// Its name.
    pub name: String,
    /// Its zone, as named in the plan.
    pub zone: String,
    /// What it is for.
    pub role: Role,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Its place in the plan's list; none where it was laid out.
    pub listed: Option<usize>,
}

impl Layout {
    /// The subnets of a role in a zone, in order.
    pub fn of<'a>(
        &'a self,
        role: Role,
        zone: &'a str,
    ) -> impl Iterator<Item = (usize, &'a PlacedSubnet)> {
        self.subnets
            .iter()
            .enumerate()
            .filter(move |(_, subnet)| subnet.role == role && subnet.zone == zone)
    }

    /// The subnet of a name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.subnets.iter().position(|subnet| subnet.name == name)
    }

    /// The place of each name, the first of equals: for many questions of the kind of [`Self::named`].
    pub(super) fn names(&self) -> BTreeMap<&str, usize> {
        let names = self.subnets.iter().enumerate().rev();
        names
            .map(|(index, subnet)| (subnet.name.as_str(), index))
            .collect()
    }

    /// The subnets that the cluster's own interfaces stand in: those of role control-plane, or else the node subnets.
    pub fn of_cluster(&self) -> Vec<usize> {
        let of = |role| {
            (0..)
                .zip(&self.subnets)
                .filter(move |(_, subnet)| subnet.role == role)
                .map(|(index, _)| index)
        };
        let own: Vec<usize> = of(Role::ControlPlane).collect();
        if own.is_empty() {
            of(Role::Nodes).collect()
        } else {
            own
        }
    }
}

/// The stem of a name by the role, as in `private-a`.
pub(crate) fn stem(role: Role) -> &'static str {
    match role {
        Role::Nodes => "private",
        Role::Public => "public",
        Role::Pods => "pods",
        Role::ControlPlane => "control-plane",
        Role::Other => "other",
    }
}

/// Whether any load balancer stands in public subnets if there are some.
pub(crate) fn wants_public(plan: &Plan) -> bool {
    let balancers = &plan.endpoints.load_balancers;
    let listed = balancers.list.iter().any(|balancer| {
        balancer.count.get() > 0
            && balancer.subnets.is_empty()
            && balancer.scheme == crate::plan::Scheme::InternetFacing
    });
    plan.endpoints.nat_gateways != NatGateways::None
        || balancers.alb.get() > 0
        || balancers.nlb.get() > 0
        || listed
}

/// Whether any group keeps its pods apart from its nodes.
pub(crate) fn wants_pods(plan: &Plan) -> bool {
    let groups = plan
        .node_groups
        .iter()
        .map(|group| group.networking(plan).custom_networking);
    groups
        .reduce(|any, own| any || own)
        .unwrap_or(plan.networking.custom_networking)
}

/// The smallest power of two, as an exponent, that is at least `parts`.
pub(crate) fn exponent(parts: usize) -> u8 {
    u8::try_from(parts.next_power_of_two().trailing_zeros()).unwrap_or(u8::MAX)
}

/// The subnets that the plan lists.
pub(crate) fn listed(plan: &Plan) -> Layout {
    let mut layout = Layout::default();
    for (index, subnet) in plan.subnets.iter().enumerate() {
        let name = match &subnet.name {
            Some(name) => name.to_string(),
            None => alloc::format!("{}-{}", stem(subnet.role), subnet.zone),
        };
        layout.subnets.push(PlacedSubnet {
            name,
            zone: subnet.zone.to_string(),
            role: subnet.role,
            cidr: subnet.cidr,
            listed: Some(index),
        });
    }
    layout
}

/// The preset `default`: the plan's own subnets, and in free holes those of the roles that are missing.
///
/// The primary block is split into 2^k equal parts with 2^k ≥ 2 × zones + 2: node subnets first in zone order, then
/// public ones if NAT gateways or load balancers are wanted; the rest stays free.
/// With custom networking the first secondary block is split into 2^k ≥ zones parts for pods.
pub(crate) fn lay_out(plan: &Plan, findings: &mut Vec<Finding>) -> Layout {
    let mut layout = listed(plan);
    let blocks = plan.vpc_blocks();
    let Some((primary, secondary)) = blocks.split_first() else {
        return layout;
    };
    let zones = plan.zones();
    let is_missing =
        |layout: &Layout, role| !layout.subnets.iter().any(|subnet| subnet.role == role);
    let parts = exponent(2 * zones.len() + 2);
    for (role, wanted) in [(Role::Nodes, true), (Role::Public, wants_public(plan))] {
        if wanted && is_missing(&layout, role) {
            place(plan, &mut layout, role, *primary, parts, findings);
        }
    }
    if let Some(block) = secondary
        .first()
        .filter(|_| wants_pods(plan) && is_missing(&layout, Role::Pods))
    {
        place(
            plan,
            &mut layout,
            Role::Pods,
            *block,
            exponent(zones.len()),
            findings,
        );
    }
    layout
}

/// Puts one subnet of a role into each zone, as large as the split says or as the free holes allow.
fn place(
    plan: &Plan,
    layout: &mut Layout,
    role: Role,
    block: Ipv4Prefix,
    exponent: u8,
    findings: &mut Vec<Finding>,
) {
    let zones = plan.zones();
    let wanted = block
        .length()
        .saturating_add(exponent)
        .clamp(subnet::SHORTEST, subnet::LONGEST);
    let mut free = AddressSpace::of(block);
    for subnet in &layout.subnets {
        free.remove(subnet.cidr);
    }
    let fitting = (wanted..=subnet::LONGEST).find_map(|length| {
        let mut left = free.clone();
        let mut found = Vec::with_capacity(zones.len());
        for _ in &zones {
            let hole = left.first_fit(length)?;
            left.remove(hole);
            found.push(hole);
        }
        Some(found)
    });
    let Some(holes) = fitting else {
        let subject = alloc::format!(
            "{}-{}",
            stem(role),
            zones.first().map_or("a", |zone| zone.name.as_str())
        );
        findings.push(Finding::new(
            Code::LayoutDoesNotFit,
            subject.clone(),
            operands![subject, u64::from(subnet::LONGEST)],
        ));
        return;
    };
    for (zone, cidr) in zones.iter().zip(holes) {
        layout.subnets.push(PlacedSubnet {
            name: alloc::format!("{}-{}", stem(role), zone.name),
            zone: zone.name.to_string(),
            role,
            cidr,
            listed: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{VpcCidr, Within, Zone};
    use std::vec;

    fn texts(plan: &Plan) -> Vec<String> {
        let mut findings = Vec::new();
        let layout = lay_out(plan, &mut findings);
        layout
            .subnets
            .iter()
            .map(|subnet| std::format!("{} {}", subnet.name, subnet.cidr))
            .collect()
    }

    #[test]
    fn an_empty_plan_gets_eighths_of_its_block() {
        assert_eq!(
            texts(&Plan::default()),
            [
                "private-a 10.0.0.0/19",
                "private-b 10.0.32.0/19",
                "private-c 10.0.64.0/19"
            ]
        );
    }

    #[test]
    fn public_and_pods_subnets_come_where_they_are_wanted() {
        let mut plan = Plan::default();
        plan.endpoints.nat_gateways = NatGateways::PerZone;
        plan.networking.custom_networking = true;
        plan.vpc.cidrs = ["10.0.0.0/16", "100.64.0.0/16"]
            .map(|cidr| VpcCidr {
                cidr: cidr.parse().unwrap(),
                routable: true,
            })
            .into();
        assert_eq!(
            texts(&plan),
            [
                "private-a 10.0.0.0/19",
                "private-b 10.0.32.0/19",
                "private-c 10.0.64.0/19",
                "public-a 10.0.96.0/19",
                "public-b 10.0.128.0/19",
                "public-c 10.0.160.0/19",
                "pods-a 100.64.0.0/18",
                "pods-b 100.64.64.0/18",
                "pods-c 100.64.128.0/18",
            ]
        );
    }

    #[test]
    fn what_is_listed_never_moves_and_the_rest_goes_into_holes() {
        let mut plan = Plan::default();
        plan.subnets = vec![crate::plan::Subnet {
            cidr: "10.0.32.0/20".parse().unwrap(),
            ..Default::default()
        }];
        plan.zones = vec![Zone::default()];
        plan.endpoints.load_balancers.alb = Within::of(1);
        assert_eq!(
            texts(&plan),
            ["private-a 10.0.32.0/20", "public-a 10.0.64.0/18"]
        );
    }

    #[test]
    fn a_block_that_is_too_small_says_so() {
        let mut plan = Plan::default();
        plan.vpc.cidrs = vec![VpcCidr {
            cidr: "10.0.0.0/27".parse().unwrap(),
            routable: true,
        }];
        let mut findings = Vec::new();
        let layout = lay_out(&plan, &mut findings);
        assert_eq!(layout.subnets, []);
        assert_eq!(findings[0].code, Code::LayoutDoesNotFit);
    }
}
