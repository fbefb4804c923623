//! Other CNIs: overlays, whose pods live in blocks of their own, and Cilium on interfaces of EC2.

use super::networking::{everywhere, group_where};
use super::{Present, Refusal, space, workload};
use crate::net::Ipv4Prefix;
use crate::plan::{Ami, Blocks, Cni, IpFamily, Plan, Provisioner, Warm, Within};

/// How an overlay gives blocks to nodes.
struct Pool {
    cni: Cni,
    /// The block that its documentation starts with.
    usual: Ipv4Prefix,
    /// Prefix length of the block that a node gets.
    block: u8,
    /// Pods that one block carries.
    carries: u32,
    /// Whether a node takes further blocks as its pods grow; else its one block is made larger.
    grows: bool,
}

/// Calico: blocks of 64 on demand.
///
/// Source: <https://docs.tigera.io/calico/latest/reference/resources/ippool>, read 2026-11-23.
pub(super) fn calico(present: &Present<'_>) -> Result<Plan, Refusal> {
    let usual = Ipv4Prefix::literal([192, 168, 0, 0], 16);
    overlay(
        present,
        &Pool {
            cni: Cni::Calico,
            usual,
            block: 26,
            carries: 64,
            grows: true,
        },
    )
}

/// Cilium with cluster-pool: one /24 a node, of which the agent takes some; its usual 10.0.0.0/8 would meet the VPC.
///
/// Source: <https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/>, read 2026-11-23.
pub(super) fn cilium(present: &Present<'_>) -> Result<Plan, Refusal> {
    let usual = Ipv4Prefix::literal([10, 0, 0, 0], 8);
    overlay(
        present,
        &Pool {
            cni: Cni::CiliumOverlay,
            usual,
            block: 24,
            carries: 250,
            grows: false,
        },
    )
}

/// flannel: one /24 a node.
///
/// Source: <https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md>, read 2026-11-23.
pub(super) fn flannel(present: &Present<'_>) -> Result<Plan, Refusal> {
    let usual = Ipv4Prefix::literal([10, 244, 0, 0], 16);
    overlay(
        present,
        &Pool {
            cni: Cni::Flannel,
            usual,
            block: 24,
            carries: 254,
            grows: false,
        },
    )
}

/// weave-net: one range for all, sized as if each node took a /24.
///
/// Source: <https://github.com/weaveworks/weave/blob/master/site/tasks/ipam/ipam.md>, read 2026-11-23.
pub(super) fn weave(present: &Present<'_>) -> Result<Plan, Refusal> {
    let usual = Ipv4Prefix::literal([10, 32, 0, 0], 12);
    overlay(
        present,
        &Pool {
            cni: Cni::WeaveNet,
            usual,
            block: 24,
            carries: 254,
            grows: false,
        },
    )
}

/// Cilium in ENI mode: addresses of the VPC from further interfaces, without warm targets of the VPC CNI.
pub(super) fn cilium_eni(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = in_place_of_the_vpc_cni(present, Cni::CiliumEni)?;
    workload::settle_max_pods(&mut plan, present.catalogue, false);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}

fn overlay(present: &Present<'_>, pool: &Pool) -> Result<Plan, Refusal> {
    let mut plan = in_place_of_the_vpc_cni(present, pool.cni)?;
    workload::settle_max_pods(&mut plan, present.catalogue, true);
    workload::carry_the_pods(&mut plan, present.catalogue);
    if plan.networking.pod_cidr.is_none() {
        let (block, cidr) = sized(&plan, pool).ok_or(Refusal::NoBlock)?;
        plan.networking.block_size = Some(Within::of(block.into()));
        plan.networking.pod_cidr = Some(Blocks(alloc::vec![cidr]));
    }
    Ok(plan)
}

/// The length of a node's block, and a pool that holds the blocks of all nodes at their max, with as many to spare.
fn sized(plan: &Plan, pool: &Pool) -> Option<(u8, Ipv4Prefix)> {
    let densest = plan
        .node_groups
        .iter()
        .map(|group| group.max_pods.map_or(110, Within::get))
        .max()
        .unwrap_or(110);
    let nodes: u64 = plan
        .node_groups
        .iter()
        .map(|group| u64::from(group.nodes.max()))
        .sum();
    let blocks = u64::from(densest.div_ceil(pool.carries).max(1));
    let (block, each) = if pool.grows {
        (pool.block, blocks)
    } else {
        (
            pool.block
                .saturating_sub(u8::try_from(blocks.next_power_of_two().ilog2()).ok()?),
            1,
        )
    };
    let wanted = (2 * nodes.max(1) * each).checked_next_power_of_two()?;
    let length = block.checked_sub(u8::try_from(wanted.ilog2()).ok()?)?;
    Some((block, space::pod_block(plan, pool.usual, length)?))
}

/// Nodes, new ones, that start without aws-node.
fn in_place_of_the_vpc_cni(present: &Present<'_>, cni: Cni) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if plan.node_groups.is_empty() {
        return Err(Refusal::NoNodes);
    }
    let bound = |group: &crate::plan::NodeGroup| {
        matches!(
            group.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        )
    };
    if let Some(index) = plan.node_groups.iter().position(bound) {
        let provisioner = plan
            .node_groups
            .get(index)
            .map_or("", |group| group.provisioner.text());
        return Err(Refusal::Provisioner {
            group: plan.group_name(index),
            provisioner,
        });
    }
    if let Some(group) = group_where(&plan, |group| group.ami == Ami::Windows) {
        return Err(Refusal::Windows { group });
    }
    if let Some(group) = group_where(&plan, |group| group.pods.security_group_pods.get() > 0) {
        return Err(Refusal::SecurityGroups { group });
    }
    if plan.networking.ip_family == IpFamily::Ipv6 {
        return Err(Refusal::Ipv6);
    }
    let keeps = plan.networking.cni == cni;
    everywhere(&mut plan, |networking| {
        networking.cni = cni;
        networking.prefix_delegation &= keeps;
        networking.custom_networking = false;
        networking.pod_security_groups = false;
        networking.max_eni = None;
        if !keeps {
            networking.warm = Warm::default();
            networking.pod_cidr = None;
            networking.block_size = None;
        }
    });
    Ok(plan)
}
