//! The warm targets that would do for each group, and where that matters.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::{Alike, Load as SubnetLoad, Scene};
use super::group::Group;
use super::moments;
use super::moments_counted::MomentsCounted;
use super::report::Advice;
use crate::aws::subnet;
use crate::aws::warm_pool::advice::{self, Load};
use crate::aws::warm_pool::{PoolSettings, Targets, footprint};
use crate::finding::{Code, Counted, Finding, Grouped};
use crate::operands;
use crate::plan::{Cni, Plan, Provisioner};

/// Calls to EC2 a minute from which eniplan warns: one a second.
const MANY_CALLS: u64 = 60;

/// The advice of each group; none where it keeps no pool that targets govern, or has no nodes.
pub(super) fn of_groups(plan: &Plan, scene: &Scene<'_>) -> Vec<Option<Advice>> {
    let pods = scene
        .groups
        .iter()
        .map(|group| group.plan.pods.desired.get());
    let all_pods = pods.map(u64::from).fold(0, u64::saturating_add);
    let of = |(index, group): (usize, &Group<'_>)| {
        let governed =
            group.net.cni == Cni::VpcCni && group.plan.provisioner != Provisioner::AutoMode;
        let mut nodes: Vec<Pooled> = Vec::new();
        if governed {
            let count = moments::desired_count(group);
            scene.each_alike(index, count, None, &mut |alike| {
                nodes.extend(Pooled::of(group, alike));
            });
        }
        let share = u64::from(plan.churn.pods_per_minute.get())
            .saturating_mul(group.plan.pods.desired.get().into())
            .div_ceil(all_pods.max(1));
        advised(&nodes, share)
    };
    scene.groups.iter().enumerate().map(of).collect()
}

/// Nodes that are alike, with the pool that each keeps.
#[derive(Clone, Copy)]
struct Pooled {
    pool: PoolSettings,
    pods: u32,
    max_pods: u32,
    count: u32,
}

impl Pooled {
    fn of(group: &Group<'_>, alike: &Alike) -> Option<Self> {
        let kind = group.kinds.get(alike.kind)?;
        let (pool, max_pods) = kind.pool()?;
        Some(Self {
            pool,
            pods: pods_of(alike),
            max_pods,
            count: alike.count,
        })
    }

    /// Addresses that a node takes, with the targets of `other`.
    fn takes(&self, other: &PoolSettings) -> i64 {
        let settings = PoolSettings {
            warm_eni_target: other.warm_eni_target,
            warm_ip_target: other.warm_ip_target,
            minimum_ip_target: other.minimum_ip_target,
            warm_prefix_target: other.warm_prefix_target,
            ..self.pool
        };
        footprint(&settings, self.pods, self.max_pods)
            .subnet_addresses()
            .into()
    }

    /// Addresses that a node gives back when it takes the targets of `other`.
    fn gives_back(&self, other: &PoolSettings) -> i64 {
        self.takes(&self.pool) - self.takes(other)
    }
}

/// The advice for nodes of one group; the fullest one decides.
fn advised(nodes: &[Pooled], pods_per_minute: u64) -> Option<Advice> {
    let fullest = nodes.iter().max_by_key(|node| node.pods)?;
    let present = fullest.pool;
    let count: u64 = nodes.iter().map(|node| u64::from(node.count)).sum();
    let spare = advice::spare(pods_per_minute, count);
    let load = Load {
        fewest: nodes.iter().map(|node| node.pods).min()?,
        most: fullest.pods,
        max_pods: fullest.max_pods,
    };
    let advised = advice::targets(&present, spare, load)?;
    let back = nodes
        .iter()
        .map(|node| i64::from(node.count).saturating_mul(node.gives_back(&advised)));
    let held = footprint(&present, fullest.pods, fullest.max_pods);
    Some(Advice {
        spare: spare.into(),
        is_kept: advice::keeps(&present, fullest.pods, spare, fullest.max_pods),
        present: present.targets(),
        advised: advised.targets(),
        idle: held.idle.into(),
        back_per_node: fullest.gives_back(&advised),
        back: back.fold(0, i64::saturating_add),
        pods_per_minute,
        calls: (
            advice::calls_a_minute(&present, pods_per_minute, count),
            advice::calls_a_minute(&advised, pods_per_minute, count),
        ),
    })
}

/// Pods of a node that need an address from its pool.
fn pods_of(alike: &Alike) -> u32 {
    let take = &alike.take;
    let served = take.pod_addresses.saturating_sub(take.idle);
    u32::try_from(served.saturating_add(take.without_address)).unwrap_or(u32::MAX)
}

/// Tells where other targets matter: where addresses are short or a good part of them would come back, where pods come
/// faster than addresses, and where EC2 is called often.
pub(super) fn tell(
    scene: &Scene<'_>,
    counted: &MomentsCounted,
    advice: &[Option<Advice>],
    findings: &mut Vec<Finding>,
) {
    let moments = [
        counted.desired.loads.as_slice(),
        counted.at_max.loads.as_slice(),
    ];
    for (index, (group, advice)) in scene.groups.iter().zip(advice).enumerate() {
        let Some(advice) = advice else { continue };
        let name = group.name.as_str();
        let (present, advised) = (|| advice.present.to_string(), || advice.advised.to_string());
        if !advice.is_kept && advice.pods_per_minute > 0 {
            let kept = advice.idle;
            let operands = operands![
                name,
                advice.pods_per_minute,
                advice.spare,
                present(),
                kept,
                advised()
            ];
            findings.push(Finding::new(Code::WarmTargetsTooLow, name, operands));
        }
        if matches!(advice.present, Targets::Addresses { .. }) && advice.calls.0 >= MANY_CALLS {
            let operands = operands![name, present(), advice.pods_per_minute, advice.calls.0];
            findings.push(Finding::new(Code::ManyEc2Calls, name, operands));
        }
        let (Ok(per_node), Ok(back)) = (
            u64::try_from(advice.back_per_node),
            u64::try_from(advice.back),
        ) else {
            continue;
        };
        if per_node > 0 && matters(scene, &moments, index, back) {
            let operands = operands![
                name,
                present(),
                advice.idle,
                advised(),
                advice.spare,
                per_node,
                back,
                price(advice)
            ];
            findings.push(Finding::new(Code::WarmTargets, name, operands));
        }
    }
}

/// What the advised targets cost, in words.
fn price(advice: &Advice) -> String {
    if advice.pods_per_minute == 0 {
        return "churn.pods_per_minute would tell how often it calls EC2 then".to_string();
    }
    alloc::format!(
        "at {} a minute it calls EC2 ≈ {} a minute, now ≈ {}",
        Counted(advice.pods_per_minute, "pod"),
        Counted(advice.calls.1, "time"),
        Grouped(advice.calls.0)
    )
}

/// Whether a subnet of the group is short, or would have a tenth of its addresses back.
fn matters(scene: &Scene<'_>, moments: &[&[SubnetLoad]], group: usize, back: u64) -> bool {
    let mut subnets: Vec<usize> = scene.subnets_of(group).collect();
    subnets.sort_unstable();
    subnets.dedup();
    let short = |index: &usize| {
        moments.iter().any(|loads| {
            scene.short_of_addresses(loads, *index) > 0 || scene.short_of_blocks(loads, *index) > 0
        })
    };
    let usable: u64 = subnets
        .iter()
        .filter_map(|index| scene.cidr(*index))
        .map(subnet::usable)
        .fold(0, u64::saturating_add);
    subnets.iter().any(short) || back.saturating_mul(10) >= usable
}
