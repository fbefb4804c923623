//! IPv6: a new cluster in which a node takes one IPv4 address and its pods none.

use alloc::vec::Vec;

use super::networking::{everywhere, group_where};
use super::{Present, Refusal, workload};
use crate::analyze::group::Group;
use crate::plan::{Ami, Cni, IpFamily, Ipv6Source, Plan, Provisioner, Warm};

/// The same groups in an IPv6 cluster.
pub(super) fn ipv6(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if plan.node_groups.is_empty() {
        return Err(Refusal::NoNodes);
    }
    if let Some(group) = group_where(&plan, |group| group.ami == Ami::Windows) {
        return Err(Refusal::Windows { group });
    }
    everywhere(&mut plan, |networking| {
        if networking.cni != Cni::AutoMode {
            networking.cni = Cni::VpcCni;
        }
        networking.ip_family = IpFamily::Ipv6;
        networking.prefix_delegation = false;
        networking.custom_networking = false;
        networking.warm = Warm::default();
        networking.pod_cidr = None;
        networking.block_size = None;
    });
    for index in 0..plan.node_groups.len() {
        let Some(group) = Group::of(&plan, index, present.catalogue, &mut Vec::new()) else {
            continue;
        };
        let xen = group
            .types
            .iter()
            .find(|instance| !instance.supports_prefix_delegation());
        if let Some(instance) = xen.filter(|_| group.plan.provisioner != Provisioner::Fargate) {
            return Err(Refusal::NeedsNitro {
                group: group.name.clone(),
                instance_type: instance.name.clone(),
            });
        }
    }
    plan.vpc.ipv6_cidr.get_or_insert(Ipv6Source::Amazon);
    if plan.networking != present.plan.networking {
        plan.cluster.existing = false;
        plan.cluster.service_cidr = None;
    }
    workload::settle_max_pods(&mut plan, present.catalogue, true);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}
