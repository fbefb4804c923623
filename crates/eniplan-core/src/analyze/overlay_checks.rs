//! What there is to say of overlays: their pools, their nodes, and what EKS does not do for them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::group::Group;
use super::pools;
use crate::aws::max_pods;
use crate::aws::overlay::Overlay;
use crate::aws::vpc;
use crate::finding::{Code, Finding, Severity};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::{Blocks, Cni, Networking, Plan};

/// Blocks that are proposed for pods, in the order in which they are tried.
///
/// Nothing outside sees the addresses of an overlay, so that the shared range comes first and private ones follow.
const PROPOSALS: [Ipv4Prefix; 4] = [
    Ipv4Prefix::literal([100, 64, 0, 0], 10),
    Ipv4Prefix::literal([192, 168, 0, 0], 16),
    Ipv4Prefix::literal([172, 16, 0, 0], 12),
    Ipv4Prefix::literal([10, 0, 0, 0], 8),
];

/// Tells everything about the overlays of a counted plan.
pub(super) fn tell(
    plan: &Plan,
    scene: &Scene<'_>,
    desired: &Usage,
    at_max: &Usage,
    findings: &mut Vec<Finding>,
) {
    let mut told: Vec<&Networking> = Vec::new();
    for group in scene.groups.iter().filter(|group| group.is_overlaid()) {
        node_blocks(group, findings);
        max_pods_not_raised(group, findings);
        let same = |other: &&Networking| {
            (other.cni, &other.pod_cidr, other.block_size)
                == (group.net.cni, &group.net.pod_cidr, group.net.block_size)
        };
        if told.iter().any(same) {
            continue;
        }
        let is_first = !told.iter().any(|other| other.cni == group.net.cni);
        told.push(&group.net);
        let Some(overlay) = Overlay::of(group.net.cni) else {
            continue;
        };
        blocks(plan, &group.net, &overlay, findings);
        if is_first {
            of_cni(plan, group.net.cni, findings);
        }
    }
    let mut short = |usage: &Usage, severity, moment: &str| {
        for (_, pool, missing) in scene.short_pools(usage) {
            let subject = pool.cni.word();
            let is_told = |finding: &Finding| {
                finding.code == Code::PodPoolSmall && finding.subject == subject
            };
            if findings.iter().any(is_told) {
                continue;
            }
            let wanted = pool.blocks.saturating_add(missing);
            let help = if pool.overlay.borrows {
                "Pods borrow addresses of other nodes' blocks until the last one is gone; add a block to pod_cidr"
            } else {
                "Add a block to pod_cidr, or give each node a smaller block with block_size"
            };
            let operands = operands![
                subject,
                pool.blocks,
                u32::from(pool.length),
                moment,
                wanted,
                help
            ];
            let mut finding = Finding::new(Code::PodPoolSmall, subject, operands);
            finding.severity = severity;
            findings.push(finding);
        }
    };
    short(desired, Severity::Error, "as desired");
    short(at_max, Severity::Warning, "at max");
}

/// What the pool's blocks must not meet, and whether the CNI takes them.
fn blocks(plan: &Plan, net: &Networking, overlay: &Overlay, findings: &mut Vec<Finding>) {
    let cni = net.cni.word();
    let (first, last) = overlay.lengths;
    let is_taken = |length: u32| u32::from(first) <= length && length <= u32::from(last);
    if let Some(length) = net.block_size.filter(|length| !is_taken(length.get())) {
        let range = if first == last {
            alloc::format!("/{first} alone")
        } else {
            alloc::format!("/{first} to /{last}")
        };
        let operands = operands![length.get(), cni, range, u32::from(overlay.block)];
        findings.push(Finding::new(
            Code::BlockSizeOutOfRange,
            "networking.block_size",
            operands,
        ));
    }
    let length = pools::block_length(net, overlay);
    let cidrs = pools::cidrs(net, overlay);
    let is_default = !matches!(&net.pod_cidr, Some(Blocks(blocks)) if !blocks.is_empty());
    let met = in_the_way(plan);
    let proposal = proposal(&met);
    for (index, cidr) in cidrs.iter().enumerate() {
        let subject = if is_default {
            "networking.pod_cidr".to_string()
        } else {
            alloc::format!("networking.pod_cidr[{index}]")
        };
        if cidr.length() > length {
            let operands = operands![*cidr, cni, u32::from(length)];
            findings.push(Finding::new(
                Code::PodCidrBelowBlock,
                subject.clone(),
                operands,
            ));
        }
        let earlier = cidrs.iter().take(index);
        let others = earlier.map(|other| (*other, "the pool's own", Severity::Error));
        let mut last = "";
        for (other, what, severity) in others.chain(met.iter().copied()) {
            // The first of each owner is enough.
            if what == last || !cidr.overlaps(other) {
                continue;
            }
            last = what;
            let whose = if is_default {
                alloc::format!("{cni}'s default")
            } else {
                "pod_cidr".to_string()
            };
            let operands = operands![whose, *cidr, what, other, proposal.as_str()];
            let mut finding = Finding::new(Code::PodCidrOverlaps, subject.clone(), operands);
            finding.severity = severity;
            findings.push(finding);
        }
    }
}

/// Blocks that pods must not have, whose they are, and how bad it is.
fn in_the_way(plan: &Plan) -> Vec<(Ipv4Prefix, &'static str, Severity)> {
    let vpc = plan.vpc_blocks();
    let mut met: Vec<(Ipv4Prefix, &str, Severity)> = Vec::new();
    met.extend(
        vpc.iter()
            .map(|block| (*block, "the VPC's", Severity::Error)),
    );
    met.push((plan.service_cidr(), "the service block", Severity::Error));
    let peers = plan.vpc.peers.iter();
    met.extend(peers.map(|peer| (*peer, "the peer's", Severity::Error)));
    // A route that holds the VPC itself, as one for all of 10.0.0.0/8, leads elsewhere for the rest of it.
    let routes = plan.vpc.routes.iter();
    met.extend(routes.map(|route| (*route, "the route to", Severity::Warning)));
    met
}

/// A block that meets nothing, in words.
fn proposal(met: &[(Ipv4Prefix, &str, Severity)]) -> String {
    let free = PROPOSALS.iter().find_map(|range| {
        let sixteens = (0..u32::MAX).map_while(|index| range.part(16, index));
        sixteens
            .take(256)
            .filter(|block| !block.overlaps(vpc::DOCKER))
            .find(|block| met.iter().all(|(other, ..)| !other.overlaps(*block)))
    });
    match free {
        Some(block) => alloc::format!("a block that meets nothing, such as {block}"),
        None => "a block that meets nothing".to_string(),
    }
}

/// More pods on a node than its own block holds.
fn node_blocks(group: &Group<'_>, findings: &mut Vec<Finding>) {
    let Some(overlay) = Overlay::of(group.net.cni) else {
        return;
    };
    let length = pools::block_length(&group.net, &overlay);
    let holds = overlay.pods_per_node(length);
    let pods = u64::from(group.max_pods.saturating_sub(group.host_network));
    if pods <= holds {
        return;
    }
    let name = group.name.as_str();
    let larger = |length: &u8| overlay.pods_per_node(*length) >= pods;
    let help = match overlay.block_lengths().rev().find(larger) {
        Some(length) => alloc::format!("Set block_size: {length}"),
        None => alloc::format!(
            "Lower max_pods to {}",
            holds.saturating_add(group.host_network.into())
        ),
    };
    let operands = operands![
        name,
        group.net.cni.word(),
        u32::from(length),
        holds,
        group.max_pods,
        help
    ];
    findings.push(Finding::new(Code::NodeBlockSmall, name, operands));
}

/// EKS and the AMIs go on reckoning with interfaces, which are no limit under an overlay.
fn max_pods_not_raised(group: &Group<'_>, findings: &mut Vec<Finding>) {
    let recommended = max_pods::cap(group.lowest.vcpus);
    if group.plan.max_pods.is_some() || group.max_pods >= recommended {
        return;
    }
    let name = group.name.as_str();
    let operands = operands![name, group.max_pods, group.net.cni.word(), recommended];
    findings.push(Finding::new(Code::MaxPodsNotRaised, name, operands));
}

/// What holds for a CNI wherever its pool stands.
fn of_cni(plan: &Plan, cni: Cni, findings: &mut Vec<Finding>) {
    let subject = "networking.cni";
    let word = cni.word();
    match cni {
        Cni::Flannel => findings.push(Finding::new(Code::FlannelAllocator, subject, [])),
        Cni::WeaveNet => findings.push(Finding::new(Code::WeaveArchived, subject, [])),
        _ => {}
    }
    findings.push(Finding::new(
        Code::OverlayWebhooks,
        subject,
        operands![word],
    ));
    let balancers = &plan.endpoints.load_balancers;
    let listed = balancers.list.iter().map(|balancer| balancer.count.get());
    let count = listed.fold(
        balancers.alb.get().saturating_add(balancers.nlb.get()),
        u32::saturating_add,
    );
    if count > 0 {
        findings.push(Finding::new(
            Code::OverlayTargets,
            "endpoints.load_balancers",
            operands![count, word],
        ));
    }
}
