//! What takes addresses and is no node: counted from the interfaces, and written so that the plan counts the same.

use std::collections::BTreeMap;

use eniplan_core::plan::{
    Count, InterfaceEndpoints, LoadBalancer, LoadBalancerType, Name, NatGateways, Other, Plan,
    Role, Scheme, Within,
};

use crate::inventory::{LineItem, LineItemKind};
use crate::owner::{Balancer, Owner};
use crate::survey::{Survey, name};

/// Addresses by subnet, in the order of the survey.
type BySubnet = BTreeMap<usize, u64>;

/// Writes the line items of what the interfaces show.
pub(crate) fn write(survey: &Survey<'_>, plan: &mut Plan) {
    let mut others: BTreeMap<String, BySubnet> = BTreeMap::new();
    let mut balancers: BTreeMap<(Balancer, &str), (BySubnet, bool)> = BTreeMap::new();
    let (mut gateways, mut endpoints) = (BySubnet::new(), BySubnet::new());
    let mut control_plane = 0;
    for owned in &survey.interfaces {
        let Some(subnet) = owned.subnet else { continue };
        let size = owned.seen.size();
        let into = match &owned.owner {
            Owner::Node => continue,
            Owner::ControlPlane => {
                control_plane += 1;
                continue;
            }
            Owner::NatGateway => &mut gateways,
            Owner::Endpoint => &mut endpoints,
            Owner::LoadBalancer(kind @ (Balancer::Application | Balancer::Network), own) => {
                let entry = balancers.entry((*kind, own)).or_default();
                entry.1 |= owned.seen.is_public;
                &mut entry.0
            }
            owner => others.entry(owner.name()).or_default(),
        };
        *into.entry(subnet).or_default() += size;
    }
    plan.cluster.control_plane_interfaces = Within::of(control_plane);
    if let Some(left) = nat_gateways(survey, plan, gateways) {
        others.insert(Owner::NatGateway.name(), left);
    }
    if let Some(left) = interface_endpoints(survey, plan, endpoints) {
        others.insert(Owner::Endpoint.name(), left);
    }
    let left = load_balancers(survey, plan, balancers);
    others.insert("load-balancers".to_owned(), left);
    for (own, by_subnet) in others {
        entries(survey, plan, &own, by_subnet);
    }
}

/// Writes the line items that Terraform has, where no interfaces were listed that show them.
pub(crate) fn write_planned(survey: &Survey<'_>, plan: &mut Plan) {
    let mut balancers: BTreeMap<(Balancer, &str), (BySubnet, bool)> = BTreeMap::new();
    let mut others: BTreeMap<&str, BySubnet> = BTreeMap::new();
    let (mut gateways, mut endpoints) = (BySubnet::new(), BySubnet::new());
    let items = survey.inventory.terraform.iter();
    let items: Vec<(String, &LineItem)> = items
        .flat_map(|terraform| &terraform.line_items)
        .enumerate()
        .map(|(at, item)| (at.to_string(), item))
        .collect();
    for (own, item) in &items {
        let stands = |subnet: &String| survey.subnets.iter().position(|own| own.id == subnet);
        for at in item.subnets.iter().filter_map(stands) {
            let balancer = match &item.kind {
                LineItemKind::NatGateway => {
                    *gateways.entry(at).or_default() += item.addresses;
                    continue;
                }
                LineItemKind::InterfaceEndpoint => {
                    *endpoints.entry(at).or_default() += item.addresses;
                    continue;
                }
                LineItemKind::Other(name) => {
                    let own = others.entry(name.as_str()).or_default();
                    *own.entry(at).or_default() += item.addresses;
                    continue;
                }
                LineItemKind::ApplicationLoadBalancer => Balancer::Application,
                LineItemKind::NetworkLoadBalancer => Balancer::Network,
            };
            let entry = balancers.entry((balancer, own.as_str())).or_default();
            entry.1 = item.is_public;
            *entry.0.entry(at).or_default() += item.addresses;
        }
    }
    if let Some(left) = nat_gateways(survey, plan, gateways) {
        entries(survey, plan, &Owner::NatGateway.name(), left);
    }
    if let Some(left) = interface_endpoints(survey, plan, endpoints) {
        entries(survey, plan, &Owner::Endpoint.name(), left);
    }
    let left = load_balancers(survey, plan, balancers);
    entries(survey, plan, "load-balancers", left);
    for (own, by_subnet) in others {
        entries(survey, plan, own, by_subnet);
    }
}

fn subnet_name(survey: &Survey<'_>, at: usize) -> Option<Name> {
    survey.subnets.get(at).map(|subnet| subnet.name.clone())
}

/// The first subnet of a role in each zone, in the plan's order of zones, as the plan counts by default.
fn first_of(survey: &Survey<'_>, plan: &Plan, role: Role) -> Vec<usize> {
    let zones = plan.zones().into_iter();
    let first = zones.filter_map(|zone| {
        let mut subnets = survey.subnets.iter();
        subnets.position(|subnet| subnet.role == role && subnet.zone == zone.name)
    });
    first.collect()
}

/// NAT gateways as the plan has them, where they stand as it counts them; else what is left to `others`.
fn nat_gateways(survey: &Survey<'_>, plan: &mut Plan, gateways: BySubnet) -> Option<BySubnet> {
    let first = first_of(survey, plan, Role::Public);
    let stands_as = |subnets: &[usize]| {
        let wanted: BySubnet = subnets.iter().map(|at| (*at, 1)).collect();
        !wanted.is_empty() && wanted == gateways
    };
    if first.len() == plan.zones().len() && stands_as(&first) {
        plan.endpoints.nat_gateways = NatGateways::PerZone;
        return None;
    }
    if stands_as(first.get(..1).unwrap_or_default()) {
        plan.endpoints.nat_gateways = NatGateways::Single;
        return None;
    }
    Some(gateways)
}

/// Interface endpoints: as many as every one of their subnets has; what some have more is left to `others`.
fn interface_endpoints(
    survey: &Survey<'_>,
    plan: &mut Plan,
    mut endpoints: BySubnet,
) -> Option<BySubnet> {
    let count = endpoints.values().copied().min()?;
    let subnets: Vec<usize> = endpoints.keys().copied().collect();
    let mut usual = first_of(survey, plan, Role::Nodes);
    usual.sort_unstable();
    plan.endpoints.interface_endpoints = InterfaceEndpoints {
        count: Within::of(u32::try_from(count).unwrap_or(u32::MAX)),
        subnets: if subnets == usual {
            Vec::new()
        } else {
            subnets
                .iter()
                .filter_map(|at| subnet_name(survey, *at))
                .collect()
        },
    };
    for more in endpoints.values_mut() {
        *more -= count;
    }
    Some(endpoints)
}

/// Load balancers of a kind and scheme that stand in the same subnets, together; what they take beyond what the plan
/// counts for them is left to `others`.
fn load_balancers(
    survey: &Survey<'_>,
    plan: &mut Plan,
    balancers: BTreeMap<(Balancer, &str), (BySubnet, bool)>,
) -> BySubnet {
    let mut alike: BTreeMap<(LoadBalancerType, Scheme, Vec<usize>), u32> = BTreeMap::new();
    let mut left = BySubnet::new();
    for ((kind, _), (by_subnet, is_public)) in balancers {
        let (kind, counted) = match kind {
            Balancer::Application => (LoadBalancerType::Alb, 2),
            _ => (LoadBalancerType::Nlb, 1),
        };
        let scheme = if is_public {
            Scheme::InternetFacing
        } else {
            Scheme::Internal
        };
        for (subnet, addresses) in &by_subnet {
            *left.entry(*subnet).or_default() += addresses.saturating_sub(counted);
        }
        let subnets = by_subnet.into_keys().collect();
        *alike.entry((kind, scheme, subnets)).or_default() += 1;
    }
    for ((kind, scheme, subnets), count) in alike {
        plan.endpoints.load_balancers.list.push(LoadBalancer {
            kind,
            count: Within::of(count),
            scheme,
            subnets: subnets
                .iter()
                .filter_map(|at| subnet_name(survey, *at))
                .collect(),
        });
    }
    left
}

/// Entries of `others` that come to the same in each subnet: one where they are spread as the plan spreads them, else one
/// a subnet.
fn entries(survey: &Survey<'_>, plan: &mut Plan, own: &str, mut by_subnet: BySubnet) {
    by_subnet.retain(|_, addresses| *addresses > 0);
    let count = by_subnet.len() as u64;
    let total: u64 = by_subnet.values().sum();
    let spread = |position: u64| total / count.max(1) + u64::from(position < total % count.max(1));
    let is_even = (0..)
        .zip(by_subnet.values())
        .all(|(position, own)| spread(position) == *own);
    let mut push = |addresses: u64, subnets: &[usize]| {
        plan.others.push(Other {
            name: Some(name(own, "others")),
            addresses: Count::of(u32::try_from(addresses).unwrap_or(u32::MAX)),
            subnets: subnets
                .iter()
                .filter_map(|at| subnet_name(survey, *at))
                .collect(),
            ..Other::default()
        });
    };
    if is_even && total > 0 {
        let subnets: Vec<usize> = by_subnet.into_keys().collect();
        push(total, &subnets);
    } else {
        for (subnet, addresses) in by_subnet {
            push(addresses, &[subnet]);
        }
    }
}
