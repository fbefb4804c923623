//! Network address usage of the VPC, in AWS's units.

use super::capacity::Usage;
use crate::aws::quotas;
use crate::plan::{LoadBalancerType, Plan};

/// Units that the VPC uses: one an address or prefix and one a further interface; gateways and the like count more.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html>, read 2026-11-23.
pub(super) fn address_usage(plan: &Plan, usage: &Usage) -> u64 {
    let balancers = &plan.endpoints.load_balancers;
    let listed = balancers
        .list
        .iter()
        .filter(|balancer| balancer.kind == LoadBalancerType::Nlb);
    let nlbs = u64::from(balancers.nlb.get())
        + listed
            .map(|balancer| u64::from(balancer.count.get()))
            .sum::<u64>();
    let zones = plan.zones().len() as u64;
    let of_nodes: u64 = usage
        .loads
        .iter()
        .map(|load| load.demand.nodes().saturating_sub(load.prefixes * 16) + load.prefixes)
        .sum();
    let items = usage.loads.iter().map(|load| {
        let demand = load.demand;
        (quotas::UNITS_OF_A_SERVICE * (demand.nat_gateways + demand.interface_endpoints))
            .saturating_add(demand.control_plane)
            .saturating_add(demand.others)
    });
    let further = usage
        .interfaces
        .saturating_sub(usage.groups.iter().map(|group| group.nodes).sum());
    let balanced = quotas::UNITS_OF_A_SERVICE * nlbs * zones;
    items.fold(of_nodes + further + balanced, u64::saturating_add)
}
