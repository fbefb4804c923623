//! The yes/no questions: can it upgrade, scale to max, lose a zone?

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::moments_counted::MomentsCounted;
use super::report::{Drill, Gate, GateKind, GateReason};
use crate::aws::subnet::UPGRADE_NEEDS;

/// Answers every question.
pub(super) fn ask(scene: &Scene<'_>, counted: &MomentsCounted, drills: &[Drill]) -> Vec<Gate> {
    GateKind::ALL
        .into_iter()
        .map(|kind| match kind {
            GateKind::Upgrade => upgrade(scene, counted),
            GateKind::ScaleToMax => scale_to_max(scene, &counted.at_max),
            GateKind::ZoneLoss => zone_loss(drills),
        })
        .collect()
}

fn not_asked(kind: GateKind) -> Gate {
    Gate {
        kind,
        ok: true,
        subject: String::new(),
        reason: GateReason::NotAsked,
    }
}

fn has_nodes(scene: &Scene<'_>) -> bool {
    scene.groups.iter().any(|group| !group.is_empty())
}

fn gate(kind: GateKind, ok: bool, scene: &Scene<'_>, index: usize, reason: GateReason) -> Gate {
    let subject = scene
        .layout
        .subnets
        .get(index)
        .map(|subnet| subnet.name.clone())
        .unwrap_or_default();
    Gate {
        kind,
        ok,
        subject,
        reason,
    }
}

/// The new version's control plane needs free addresses in the cluster's subnets; then the groups' new nodes need room.
fn upgrade(scene: &Scene<'_>, counted: &MomentsCounted) -> Gate {
    let (kind, desired) = (GateKind::Upgrade, &counted.desired);
    let tightest = scene
        .cluster
        .iter()
        .copied()
        .min_by_key(|index| scene.free(&desired.loads, *index));
    let needs = |index: usize| {
        let free = scene.free(&desired.loads, index);
        GateReason::Addresses {
            moment: "Before an upgrade".to_string(),
            free,
            wanted: UPGRADE_NEEDS,
            short: 0,
        }
    };
    if let Some(index) = tightest.filter(|index| scene.free(&desired.loads, *index) < UPGRADE_NEEDS)
    {
        return gate(kind, false, scene, index, needs(index));
    }
    if let Some(shut) = room(kind, scene, &counted.upgrading, "While updating nodes") {
        return shut;
    }
    match tightest {
        Some(index) => gate(kind, true, scene, index, needs(index)),
        None => not_asked(kind),
    }
}

fn scale_to_max(scene: &Scene<'_>, at_max: &Usage) -> Gate {
    let kind = GateKind::ScaleToMax;
    if !has_nodes(scene) {
        return not_asked(kind);
    }
    room(kind, scene, at_max, "At max")
        .unwrap_or_else(|| closest(kind, scene, at_max, None, "At max"))
}

/// The answer for each zone that nodes stand in, when that one fails.
pub(super) fn drill(scene: &Scene<'_>, counted: &MomentsCounted) -> Vec<Drill> {
    let kind = GateKind::ZoneLoss;
    let mut drills = Vec::with_capacity(counted.without.len());
    for (zone, usage) in &counted.without {
        let when = format!("Without zone {zone}");
        drills.push(Drill {
            zone: zone.to_string(),
            gate: room(kind, scene, usage, &when)
                .unwrap_or_else(|| closest(kind, scene, usage, Some(zone), &when)),
        });
    }
    drills
}

/// The first zone that may not fail, or else the one whose failure leaves least.
fn zone_loss(drills: &[Drill]) -> Gate {
    let mut gates = drills.iter().map(|drill| &drill.gate);
    let shut = gates.clone().find(|gate| !gate.ok);
    let free = |gate: &&Gate| match gate.reason {
        GateReason::Addresses { free, .. } => free,
        _ => u64::MAX,
    };
    // The first of those that are alike.
    let first = gates.next();
    let tightest = first.map(|first| {
        gates.fold(first, |tightest, gate| {
            if free(&gate) < free(&tightest) {
                gate
            } else {
                tightest
            }
        })
    });
    shut.or(tightest)
        .cloned()
        .unwrap_or_else(|| not_asked(GateKind::ZoneLoss))
}

/// The gate that is shut because something has no room at that moment, if anything.
fn room(kind: GateKind, scene: &Scene<'_>, usage: &Usage, when: &str) -> Option<Gate> {
    if let Some(index) = scene.short(&usage.loads) {
        let short = scene.short_of_addresses(&usage.loads, index);
        let blocks = scene.short_of_blocks(&usage.loads, index);
        let reason = if short > 0 {
            GateReason::Addresses {
                moment: when.to_string(),
                free: 0,
                wanted: 0,
                short,
            }
        } else {
            GateReason::Blocks {
                moment: when.to_string(),
                short: blocks,
            }
        };
        return Some(gate(kind, false, scene, index, reason));
    }
    // A pool that lends addresses goes on until its last one is gone, and then pods are counted below.
    let fixed = scene
        .short_pools(usage)
        .find(|(_, pool, _)| !pool.overlay.borrows);
    if let Some((_, pool, short)) = fixed {
        return Some(Gate {
            kind,
            ok: false,
            subject: pool.cni.word().to_string(),
            reason: GateReason::PodBlocks {
                moment: when.to_string(),
                short,
            },
        });
    }
    let worst = scene
        .groups
        .iter()
        .zip(&usage.groups)
        .max_by_key(|(_, outcome)| outcome.without_room())?;
    let pods = worst.1.without_room();
    (pods > 0).then(|| Gate {
        kind,
        ok: false,
        subject: worst.0.name.clone(),
        reason: GateReason::Pods {
            moment: when.to_string(),
            pods,
        },
    })
}

/// The gate that is open, with the subnet of nodes that has fewest addresses left.
fn closest(
    kind: GateKind,
    scene: &Scene<'_>,
    usage: &Usage,
    lost: Option<&str>,
    when: &str,
) -> Gate {
    let used = (0..usage.loads.len()).filter(|index| {
        let lost = scene
            .layout
            .subnets
            .get(*index)
            .is_some_and(|subnet| lost == Some(subnet.zone.as_str()));
        !lost
            && usage
                .loads
                .get(*index)
                .is_some_and(|load| load.demand.nodes() > 0)
    });
    match used.min_by_key(|index| scene.free(&usage.loads, *index)) {
        Some(index) => {
            let free = scene.free(&usage.loads, index);
            gate(
                kind,
                true,
                scene,
                index,
                GateReason::Addresses {
                    moment: when.to_string(),
                    free,
                    wanted: 0,
                    short: 0,
                },
            )
        }
        None => not_asked(kind),
    }
}
