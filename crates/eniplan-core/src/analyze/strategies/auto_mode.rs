//! EKS Auto Mode: AWS starts the nodes and runs their CNI.

use super::networking::{everywhere, group_where};
use super::{Present, Refusal, workload};
use crate::plan::{Ami, Cni, Plan, Provisioner, Warm};

/// Every EC2 group as a node pool of Auto Mode; Fargate groups stay beside it.
pub(super) fn auto_mode(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if let Some(group) = group_where(&plan, |group| group.ami == Ami::Windows) {
        return Err(Refusal::Windows { group });
    }
    if let Some(group) = group_where(&plan, |group| group.pods.security_group_pods.get() > 0) {
        return Err(Refusal::SecurityGroups { group });
    }
    if group_where(&plan, |group| group.provisioner != Provisioner::Fargate).is_none() {
        return Err(Refusal::NoNodes);
    }
    everywhere(&mut plan, |networking| {
        networking.cni = Cni::VpcCni;
        networking.prefix_delegation = false;
        networking.custom_networking = false;
        networking.pod_security_groups = false;
        networking.warm = Warm::default();
        networking.max_eni = None;
        networking.pod_cidr = None;
        networking.block_size = None;
    });
    for group in plan
        .node_groups
        .iter_mut()
        .filter(|group| group.provisioner != Provisioner::Fargate)
    {
        group.provisioner = Provisioner::AutoMode;
        group.custom_ami = false;
        group.max_pods = None;
        group.host_network_pods = None;
    }
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}
