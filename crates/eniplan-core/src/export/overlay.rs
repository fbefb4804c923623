//! Blocks of an overlay's pods: the plan's, or some that meet nothing.

use alloc::vec::Vec;

use crate::net::Ipv4Prefix;
use crate::plan::{Cni, Plan, Within};

/// Blocks that stand in where the plan names none, in the order in which they are tried.
///
/// The first is Calico's own default; Cilium's, 10.0.0.0/8, is not among them, since it meets most VPCs.
/// Source: <https://docs.tigera.io/calico/latest/reference/installation/api>, read 2026-11-24.
const CANDIDATES: [Ipv4Prefix; 4] = [
    Ipv4Prefix::literal([192, 168, 0, 0], 16),
    Ipv4Prefix::literal([172, 24, 0, 0], 14),
    Ipv4Prefix::literal([10, 244, 0, 0], 16),
    Ipv4Prefix::literal([100, 96, 0, 0], 11),
];

/// The blocks of an overlay's pods; never empty.
pub(super) fn pod_blocks(plan: &Plan) -> Vec<Ipv4Prefix> {
    if let Some(blocks) = &plan.networking.pod_cidr
        && !blocks.0.is_empty()
    {
        return blocks.0.clone();
    }
    let service = plan.service_cidr();
    let meets_nothing = |candidate: &Ipv4Prefix| {
        let mut known = plan.vpc_blocks();
        known.extend(&plan.vpc.peers);
        known.push(service);
        !known.iter().any(|block| block.overlaps(*candidate))
    };
    let [first, ..] = CANDIDATES;
    Vec::from([CANDIDATES.into_iter().find(meets_nothing).unwrap_or(first)])
}

/// Prefix length of the block that a node gets at a time.
///
/// Calico: 26, and several a node; Cilium and flannel: 24, and one a node for good.
/// Sources: <https://docs.tigera.io/calico/latest/reference/resources/ippool>,
/// <https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/>, read 2026-11-24.
pub(super) fn block_size(plan: &Plan) -> u64 {
    let usual = if plan.networking.cni == Cni::Calico {
        26
    } else {
        24
    };
    plan.networking.block_size.map_or(usual, Within::get).into()
}

/// Whether pods get addresses that are none of the VPC's.
pub(super) fn is_overlay(cni: Cni) -> bool {
    matches!(cni, Cni::Calico | Cni::CiliumOverlay | Cni::Flannel)
}
