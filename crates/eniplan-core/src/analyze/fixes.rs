//! The cheapest way past each wall: a setting before nodes, nodes before subnets, subnets before a quota.

use alloc::vec::Vec;

use super::capacity::Scene;
use super::group::Group;
use super::node::Addressing;
use super::pools::block_length;
use super::report::Fix;
use crate::aws::max_pods;
use crate::aws::overlay::Overlay;
use crate::plan::{Cni, Provisioner};

/// `WARM_IP_TARGET` that is tried in place of a whole warm interface: two pods start without a call to EC2.
const WARM_IP: u32 = 2;

/// Whether the group's pool is the VPC CNI's own, with settings that the team can set.
fn is_tunable(group: &Group<'_>) -> bool {
    group.net.cni == Cni::VpcCni
        && !matches!(
            group.plan.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        )
}

/// The groups with [`WARM_IP`] in place of a warm interface or prefix; none where no group keeps one.
pub(super) fn with_warm_ip<'a>(groups: &[Group<'a>]) -> Option<Vec<Group<'a>>> {
    tuned(groups, &|addressing| {
        let Addressing::Pool(pool) = addressing else {
            return false;
        };
        let is_warm = pool.ip_targets().is_none();
        if is_warm {
            pool.warm_ip_target = Some(WARM_IP);
        }
        is_warm
    })
}

/// The groups with prefix delegation; none where a type does not take it, or nothing would change.
pub(super) fn with_prefixes<'a>(groups: &[Group<'a>]) -> Option<Vec<Group<'a>>> {
    let is_able = |group: &Group<'_>| {
        let types = &group.types;
        !is_tunable(group)
            || types
                .iter()
                .all(|instance| instance.supports_prefix_delegation())
    };
    if !groups.iter().all(is_able) {
        return None;
    }
    tuned(groups, &|addressing| {
        let Addressing::Pool(pool) = addressing else {
            return false;
        };
        let is_off = !pool.prefix_delegation;
        pool.prefix_delegation = true;
        is_off
    })
}

/// Whether every subnet has the whole /28 blocks that the desired nodes would want with prefix delegation.
pub(super) fn prefixes_fit(scene: &Scene<'_>) -> bool {
    with_prefixes(scene.groups).is_some_and(|prefixed| {
        let scene = scene.with(&prefixed);
        let usage = scene.at(&super::moments::desired(scene.groups));
        scene.short(&usage.loads).is_none()
    })
}

/// What there is room for beyond a wall inside a node.
pub(super) struct Room {
    /// Pods that one more node takes.
    pub(super) each: u64,
    /// Whether the subnets hold the prefixes that the nodes would want.
    pub(super) prefixes: bool,
}

fn tuned<'a>(
    groups: &[Group<'a>],
    tune: &dyn Fn(&mut Addressing) -> bool,
) -> Option<Vec<Group<'a>>> {
    let mut tuned = groups.to_vec();
    let changed = core::cell::Cell::new(false);
    for group in tuned.iter_mut().filter(|group| is_tunable(group)) {
        for kind in &mut group.kinds {
            kind.tune(&|addressing| changed.set(tune(addressing) | changed.get()));
        }
    }
    changed.get().then_some(tuned)
}

/// `WARM_IP_TARGET` as a way past a wall, where it moves that wall from `nodes` to `then`.
pub(super) fn warm_ip(
    scene: &Scene<'_>,
    tuned: &[Group<'_>],
    nodes: u64,
    then: Option<u64>,
) -> Option<Fix> {
    let given_back = |(before, after): (&Group<'_>, &Group<'_>)| {
        let count = super::moments::desired_count(before);
        let addresses = |group: &Group<'_>| group.fullest(count).addresses();
        addresses(before).saturating_sub(addresses(after))
    };
    let back = scene.groups.iter().zip(tuned).map(given_back).max()?;
    let helps = then.is_none_or(|then| then > nodes);
    (helps && back > 0).then_some(Fix::WarmIp {
        target: WARM_IP,
        back,
        nodes: then,
    })
}

/// Past max pods: a higher number where the network serves it, prefixes where they serve it, else nodes.
pub(super) fn past_max_pods(group: &Group<'_>, room: &Room) -> Fix {
    let set = u64::from(group.max_pods);
    let recommended = u64::from(max_pods::cap(group.lowest.vcpus));
    let by_block = group
        .block_serves()
        .map(|pods| pods.saturating_add(group.host_network.into()));
    let served = [group.possible_max_pods(), by_block]
        .into_iter()
        .flatten()
        .fold(recommended, u64::min);
    if served > set {
        return Fix::MaxPods { pods: served };
    }
    by_prefixes(group, room).unwrap_or_else(|| more_nodes(room.each))
}

/// Past the slots of its interfaces: prefixes where the type takes them, else nodes.
pub(super) fn past_slots(group: &Group<'_>, room: &Room) -> Fix {
    by_prefixes(group, room).unwrap_or_else(|| more_nodes(room.each))
}

/// Prefix delegation, where the group can turn it on and it leads to more pods a node than now.
fn by_prefixes(group: &Group<'_>, room: &Room) -> Option<Fix> {
    let prefixed = max_pods::Settings {
        prefix_delegation: true,
        ..group.settings
    };
    let pods = u64::from(max_pods::recommended(group.lowest, &prefixed));
    let open = room.prefixes && is_tunable(group) && !group.net.prefix_delegation;
    (open && pods > u64::from(group.max_pods)).then_some(Fix::PrefixMaxPods { pods })
}

/// Past a node's own block: the longest block that holds the max pods of the group.
pub(super) fn past_node_block(group: &Group<'_>, room: &Room) -> Fix {
    let Some(overlay) = Overlay::of(group.net.cni) else {
        return more_nodes(room.each);
    };
    let now = block_length(&group.net, &overlay);
    let holds = |length: &u8| overlay.pods_per_node(*length) >= group.max_pods.into();
    match overlay.block_lengths().rev().find(holds) {
        Some(length) if length < now => Fix::LargerNodeBlock { length },
        _ => more_nodes(room.each),
    }
}

/// More nodes, or another type where a node takes nothing at all.
pub(super) fn more_nodes(each: u64) -> Fix {
    if each > 0 {
        Fix::MoreNodes { each }
    } else {
        Fix::LargerType
    }
}
