//! The VPC's blocks: which primary, which take pods, and which is added next.

use alloc::vec::Vec;

use super::{Options, Preset};
use crate::analyze::Layout;
use crate::analyze::layout::wants_pods;
use crate::aws::vpc;
use crate::net::Ipv4Prefix;
use crate::plan::{Plan, Role, Vpc, VpcCidr};

/// The primary block of eksctl.
///
/// Source: <https://eksctl.io/usage/vpc-configuration/>, read 2026-11-24.
const EKSCTL: Ipv4Prefix = Ipv4Prefix::literal([192, 168, 0, 0], 16);

/// The plan with its primary block chosen, and the settings that a preset stands for.
///
/// A plan that says nothing of its blocks and lists no subnet gets eksctl's block with that preset, and another one than
/// 10.0.0.0/16 where a peer has that.
pub(super) fn settled(plan: &Plan, options: &Options) -> Plan {
    let mut plan = plan.clone();
    let says_nothing = plan.vpc.cidrs.is_empty() || plan.vpc.cidrs == Vpc::default().cidrs;
    let is_free = says_nothing && plan.subnets.is_empty() && plan.vpc.id.is_none();
    let primary = match options.primary {
        Some(primary) => Some(primary),
        None if is_free && options.presets.base == Preset::Eksctl => Some(EKSCTL),
        None if is_free => free_primary(&plan),
        None => None,
    };
    if let Some(cidr) = primary {
        let block = VpcCidr {
            cidr,
            routable: true,
        };
        match plan.vpc.cidrs.first_mut() {
            Some(first) => *first = block,
            None => plan.vpc.cidrs.push(block),
        }
    }
    if options.presets.secondary_pods {
        plan.networking.custom_networking = true;
    }
    plan
}

/// The first /16 of the private ranges that no peer meets, and no block that the plan has for services or pods.
fn free_primary(plan: &Plan) -> Option<Ipv4Prefix> {
    let is_met = |block: Ipv4Prefix| {
        let pods = plan.networking.pod_cidr.iter().flat_map(|blocks| &blocks.0);
        let mut met = plan
            .vpc
            .peers
            .iter()
            .chain(pods)
            .chain(&plan.cluster.service_cidr);
        met.any(|other| other.overlaps(block)) || block.overlaps(vpc::DOCKER)
    };
    let primary = plan.vpc_blocks().first().copied()?;
    if !is_met(primary) {
        return None;
    }
    vpc::SERVICE_RANGES
        .into_iter()
        .flat_map(|range| (0..256).filter_map(move |index| range.part(16, index)))
        .find(|block| !is_met(*block))
}

/// The blocks for everything but pods, and those for pods where they have blocks of their own.
///
/// Pods live in blocks that are not routable, or else in secondary ones; in the primary only where there is no other.
pub(super) fn pools(plan: &Plan, layout: &Layout) -> (Vec<Ipv4Prefix>, Vec<Ipv4Prefix>) {
    let all = plan.vpc_blocks();
    let has_pods = wants_pods(plan) || layout.subnets.iter().any(|one| one.role == Role::Pods);
    let cidrs = &plan.vpc.cidrs;
    let hidden = |index: usize| cidrs.get(index).is_some_and(|block| !block.routable);
    let any_hidden = (1..all.len()).any(hidden);
    let for_pods = |index: usize| index > 0 && if any_hidden { hidden(index) } else { has_pods };
    let (mut others, mut pods) = (Vec::new(), Vec::new());
    for (index, block) in all.iter().enumerate() {
        // A block that overlaps an earlier one is a fault, which the analysis tells.
        if all
            .iter()
            .take(index)
            .any(|earlier| earlier.overlaps(*block))
        {
            continue;
        }
        if for_pods(index) {
            pods.push(*block);
        } else {
            others.push(*block);
        }
    }
    (others, pods)
}

/// Whether a layout adds blocks for pods by itself: where the plan wants pods apart and has no block for them, or the
/// preset is about such blocks. The owner of a shared VPC alone can add any.
pub(super) fn may_add(plan: &Plan, layout: &Layout, options: &Options) -> bool {
    let none_yet = pools(plan, layout).1.is_empty();
    let by_itself = none_yet && options.presets.base != Preset::Default;
    wants_pods(plan) && !plan.vpc.shared && (by_itself || options.presets.secondary_pods)
}

/// The next /16 of 100.64.0.0/10 that the VPC can take; none once it has as many blocks as AWS allows.
pub(super) fn next_shared(plan: &Plan) -> Option<Ipv4Prefix> {
    let room = (plan.vpc.cidrs.len() as u64) < vpc::BLOCKS.1;
    (0..64)
        .filter_map(|index| vpc::SHARED.part(16, index))
        .find(|block| room && can_be_added(plan, *block))
}

/// Whether the VPC can take the block beside those that it has, and nothing that it reaches overlaps it.
pub(super) fn can_be_added(plan: &Plan, block: Ipv4Prefix) -> bool {
    let blocks = plan.vpc_blocks();
    let pods = plan.networking.pod_cidr.iter().flat_map(|pods| &pods.0);
    !blocks
        .iter()
        .any(|other| other.overlaps(block) || vpc::restriction(*other, block).is_some())
        && !plan
            .vpc
            .peers
            .iter()
            .chain(pods)
            .any(|other| other.overlaps(block))
        && !plan.vpc.routes.iter().any(|route| block.contains(*route))
        && !plan.service_cidr().overlaps(block)
        && !block.overlaps(vpc::DOCKER)
}
