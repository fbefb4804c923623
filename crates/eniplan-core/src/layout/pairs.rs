//! What a layout is made for: each role in each zone, and what it has to hold there.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Options;
use crate::analyze::layout::{self, stem};
use crate::analyze::sizing::{self, Need};
use crate::analyze::{Layout, PlacedSubnet};
use crate::aws::catalogue::Catalogue;
use crate::net::Ipv4Prefix;
use crate::plan::{Name, NatGateways, Plan, Role};

/// Roles in the order in which they are laid out where they are equally large.
const ROLES: [Role; 5] = [
    Role::Nodes,
    Role::Public,
    Role::Other,
    Role::Pods,
    Role::ControlPlane,
];

/// A role in a zone.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) role: Role,
    pub(super) zone: String,
    /// What its subnets have to hold together.
    pub(super) need: Need,
    /// Whether it has to have a subnet; else it has one already, and only its size is asked for.
    pub(super) wanted: bool,
}

/// Every role and zone that the plan lists or wants, with what it has to hold.
pub(super) fn of(
    plan: &Plan,
    existing: &Layout,
    catalogue: &Catalogue,
    options: &Options,
) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut known: BTreeMap<(Role, String), usize> = BTreeMap::new();
    let mut add = |role: Role, zone: &str, wanted: bool| {
        let at = *known.entry((role, zone.to_string())).or_insert_with(|| {
            pairs.push(Pair {
                role,
                zone: zone.to_string(),
                need: Need::default(),
                wanted: false,
            });
            pairs.len() - 1
        });
        if let Some(pair) = pairs.get_mut(at) {
            pair.wanted |= wanted;
        }
    };
    let zones = plan.zones();
    for role in ROLES {
        if wants(plan, existing, role, options) {
            for zone in &zones {
                // The cluster's interfaces never stand in a Local Zone.
                if role != Role::ControlPlane || !zone.is_local() {
                    add(role, &zone.name, true);
                }
            }
        }
    }
    for subnet in &existing.subnets {
        add(subnet.role, &subnet.zone, false);
    }
    let virtual_layout = Layout {
        subnets: pairs.iter().map(placeholder).collect(),
    };
    let needs = sizing::needs(
        &with_names_of_pairs(plan, existing),
        catalogue,
        &virtual_layout,
        options.months_of(plan),
    );
    for (pair, need) in pairs.iter_mut().zip(needs) {
        pair.need = need;
    }
    pairs
}

/// Whether every zone has to have a subnet of the role.
fn wants(plan: &Plan, existing: &Layout, role: Role, options: &Options) -> bool {
    let listed = || existing.subnets.iter().any(|subnet| subnet.role == role);
    match role {
        Role::Nodes => true,
        // One NAT gateway needs one public subnet, so that a plan with one is not given more.
        Role::Public => {
            options.presets.three_tier
                || options.presets.base == super::Preset::Eksctl
                || (layout::wants_public(plan) && !(listed() && only_one_gateway(plan)))
        }
        Role::Other => options.presets.three_tier,
        Role::Pods => layout::wants_pods(plan),
        Role::ControlPlane => options.presets.control_plane || listed(),
    }
}

fn only_one_gateway(plan: &Plan) -> bool {
    let mut without = plan.clone();
    without.endpoints.nat_gateways = NatGateways::None;
    plan.endpoints.nat_gateways == NatGateways::Single && !layout::wants_public(&without)
}

/// The pair's name while it has no subnet: those of different roles differ in their stems.
fn name(role: Role, zone: &str) -> String {
    alloc::format!("{}-{zone}", stem(role))
}

/// One subnet that stands for all of a pair: too large to ever be full, pods subnets larger than node subnets, so that
/// discovery prefers them as it does when nodes start.
fn placeholder(pair: &Pair) -> PlacedSubnet {
    const LARGE: Ipv4Prefix = Ipv4Prefix::literal([0, 0, 0, 0], 4);
    const LARGER: Ipv4Prefix = Ipv4Prefix::literal([0, 0, 0, 0], 0);
    PlacedSubnet {
        name: name(pair.role, &pair.zone),
        zone: pair.zone.clone(),
        role: pair.role,
        cidr: if pair.role == Role::Pods {
            LARGER
        } else {
            LARGE
        },
        listed: None,
    }
}

/// The plan with the names of its subnets replaced by those of their pairs, wherever it chooses by name.
fn with_names_of_pairs(plan: &Plan, existing: &Layout) -> Plan {
    let names: BTreeMap<&str, Name> = existing
        .subnets
        .iter()
        .filter_map(|subnet| {
            let pair = Name::of(&name(subnet.role, &subnet.zone))?;
            Some((subnet.name.as_str(), pair))
        })
        .collect();
    let mut plan = plan.clone();
    super::rename::in_choices(&mut plan, &mut |name| {
        if let Some(pair) = names.get(name.as_str()) {
            *name = pair.clone();
        }
    });
    plan
}
