//! Walls inside a node: slots, max pods, CPU, memory, branch interfaces, a node's own block of an overlay.

use alloc::vec::Vec;

use super::capacity::Scene;
use super::fixes::{self, Room};
use super::group::Group;
use super::kind::{Fit, Kind};
use super::report::{Each, Fix, Formula, Wall, WallKind};
use super::walls::difference;
use crate::aws::Certainty;
use crate::plan::Cni;

/// A limit of a node: how many workload pods it lets a kind of node carry; none where it does not bind.
struct Limit {
    kind: WallKind,
    fit: fn(&Kind<'_>, &Group<'_>) -> Option<u64>,
    each: fn(&Group<'_>) -> Each,
    fix: fn(&Group<'_>, &Room) -> Fix,
}

const LIMITS: [Limit; 5] = [
    Limit {
        kind: WallKind::InterfaceSlots,
        fit: |kind, group| {
            let served = kind
                .serves()?
                .saturating_add(group.used_branches(kind).into());
            Some(served.saturating_sub(group.daemonset.into()))
        },
        each: |group| Each::Left {
            most: group
                .possible_max_pods()
                .unwrap_or(0)
                .saturating_sub(group.host_network.into()),
            host_network: 0,
            daemonset: group.daemonset.into(),
        },
        fix: fixes::past_slots,
    },
    Limit {
        kind: WallKind::MaxPods,
        fit: |kind, _| Some(kind.room_by_max_pods().into()),
        each: |group| Each::Left {
            most: group.max_pods.into(),
            host_network: group.host_network.into(),
            daemonset: group.daemonset.into(),
        },
        fix: fixes::past_max_pods,
    },
    Limit {
        kind: WallKind::Cpu,
        fit: |kind, _| Some(kind.cpu?.pods().into()),
        each: |group| over(group, |kind| kind.cpu, 1),
        fix: |_, room| fixes::more_nodes(room.each),
    },
    Limit {
        kind: WallKind::Memory,
        fit: |kind, _| Some(kind.memory?.pods().into()),
        each: |group| over(group, |kind| kind.memory, 1 << 20),
        fix: |_, room| fixes::more_nodes(room.each),
    },
    Limit {
        kind: WallKind::OverlayBlocks,
        fit: |kind, group| Some(kind.block_serves()?.saturating_sub(group.daemonset.into())),
        each: |group| Each::Left {
            most: group.block_serves().unwrap_or(0),
            host_network: 0,
            daemonset: group.daemonset.into(),
        },
        fix: fixes::past_node_block,
    },
];

/// How sure a wall inside a node is: what the kubelet leaves of memory depends on what the kernel takes first.
fn certainty(kind: WallKind, group: &Group<'_>) -> Certainty {
    match kind {
        WallKind::Memory => Certainty::Estimate,
        WallKind::OverlayBlocks if group.net.cni == Cni::CiliumOverlay => Certainty::Estimate,
        WallKind::MaxPods if group.plan.max_pods.is_some() => Certainty::Exact,
        WallKind::MaxPods => group.set_by.certainty,
        _ => Certainty::Documented,
    }
}

/// A resource over a pod's request, on the kind that carries fewest.
fn over(group: &Group<'_>, of: fn(&Kind<'_>) -> Option<Fit>, unit: u64) -> Each {
    let fits = group.kinds.iter().filter_map(of);
    let least = fits.min_by_key(|fit| fit.pods());
    least.map_or(Each::All, |fit| Each::Over {
        has: fit.has / unit,
        // A request of less than a unit still shows as one.
        wants: fit.wants.div_ceil(unit),
    })
}

/// With the nodes as desired, the group with least headroom decides; a group that may have no node at all stands at its max.
pub(super) fn find(scene: &Scene<'_>, nodes: u64, pods_desired: u64) -> Vec<Wall> {
    let mut walls = Vec::new();
    let prefixes = fixes::prefixes_fit(scene);
    let mut push = |kind, group: &Group<'_>, fit: u64, room: u64, more: i64, each, fix| {
        let desired = i64::try_from(pods_desired).unwrap_or(i64::MAX);
        walls.push(Wall {
            kind,
            subject: group.name.clone(),
            nodes,
            pods: u64::try_from(desired.saturating_add(more)).unwrap_or(0),
            more,
            limit: fit,
            months: None,
            certainty: certainty(kind, group),
            formula: Formula::PerNode {
                each,
                fit,
                nodes: group.nodes.desired.into(),
                room,
            },
            fix,
        });
    };
    let running = || {
        scene
            .groups
            .iter()
            .filter(|group| !group.is_fargate() && group.plan.pods.desired.get() > 0)
    };
    for limit in &LIMITS {
        let headroom = running().filter_map(|group| {
            let fit = |kind: &Kind<'_>| (limit.fit)(kind, group);
            let room = group.room(group.nodes.desired, fit)?;
            let least = group.kinds.iter().filter_map(fit).min()?;
            let desired = group.plan.pods.desired.get();
            Some((difference(room, desired.into()), least, room, group))
        });
        if let Some((more, fit, room, group)) = headroom.min_by_key(|(more, ..)| *more) {
            let way = Room {
                each: fit,
                prefixes,
            };
            // Where there is no node, nothing that its nodes could do better helps.
            let fix = match group.nodes.desired {
                0 => fixes::more_nodes(fit),
                _ => (limit.fix)(group, &way),
            };
            let each = (limit.each)(group);
            push(limit.kind, group, fit, room, more, each, fix);
        }
    }
    let branches = running()
        .filter(|group| group.plan.pods.security_group_pods.get() > 0)
        .filter_map(|group| {
            let fit = u64::from(group.branch_limit());
            let room = group.room(group.nodes.desired, |kind| Some(kind.branch_limit().into()))?;
            let pods = &group.plan.pods;
            let desired = pods.security_group_pods.get().min(pods.desired.get());
            Some((difference(room, desired.into()), fit, room, group))
        });
    if let Some((more, fit, room, group)) = branches.min_by_key(|(more, ..)| *more) {
        let kind = WallKind::BranchInterfaces;
        push(kind, group, fit, room, more, Each::All, Fix::LargerType);
    }
    let shut_out = running()
        .filter(|group| group.nodes.max == 0)
        .max_by_key(|group| group.plan.pods.desired);
    if let Some(group) = shut_out {
        let pods = u64::from(group.plan.pods.desired.get());
        let needed = pods.div_ceil(u64::from(group.capacity()).max(1));
        let fix = match group.capacity() {
            0 => Fix::LargerType,
            _ => Fix::MoreMax {
                nodes: Some(needed),
            },
        };
        walls.push(Wall {
            kind: WallKind::NodesMax,
            subject: group.name.clone(),
            nodes,
            pods: pods_desired.saturating_sub(pods),
            more: difference(0, pods),
            limit: 0,
            months: None,
            certainty: Certainty::Exact,
            formula: Formula::Counted {
                at: 0,
                next: 1,
                limit: 0,
            },
            fix,
        });
    }
    walls
}
