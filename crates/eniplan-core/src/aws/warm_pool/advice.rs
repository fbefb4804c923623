//! The smallest warm targets that keep so many addresses spare on every node, and what they cost.
//!
//! `WARM_IP_TARGET` alone decides how many stay spare, so it is what is wanted and no more.
//! `MINIMUM_IP_TARGET` is as much as the emptiest node holds anyway: it takes no address, and a fresh node asks EC2 once
//! an interface in place of once a pod.
//! Under prefix delegation whole prefixes may keep as many spare at no more addresses; then `WARM_PREFIX_TARGET` is
//! what the CNI ships and calls EC2 least.

use super::closed_form::footprint;
use super::settings::{PoolSettings, Unit};

/// Seconds for which the address of a departed pod goes to no other, while ipamd counts it as free all the same.
///
/// Source: `IP_COOLDOWN_PERIOD`, read 2026-11-24,
/// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/README.md>.
pub const COOL_DOWN_SECONDS: u64 = 30;

/// Seconds until an address that is missing can be used: ipamd looks every 5, and EC2 takes its time.
///
/// An assumption: nobody publishes how long EC2 takes.
pub const SUPPLY_SECONDS: u64 = 10;

/// Addresses that are kept spare where nothing is known of churn.
pub const LEAST_SPARE: u64 = 2;

/// Times a minute that ipamd looks whether its pool is low, and whether it holds too much.
///
/// Source: `updateIPPoolIfRequired` and `decreaseIPPoolInterval`, read 2026-11-24,
/// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L796>.
pub const LOOKS_A_MINUTE: (u64, u64) = (12, 2);

/// Calls that change something, to attach an interface and to free one: create, attach, modify; detach, delete.
///
/// Source: `AllocENI` and `FreeENI`, read 2026-11-24,
/// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/awsutils/awsutils.go>.
pub const CALLS_AN_INTERFACE: u64 = 5;

/// What is known of the nodes of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Pods with an address from the pool on the emptiest node.
    pub fewest: u32,
    /// The same on the fullest node.
    pub most: u32,
    /// Max pods of the kubelet.
    pub max_pods: u32,
}

/// Addresses to keep spare on a node so that pods that start find one at once: those in cool-down, which count as free
/// and are not, and those that pods take until the next are there.
///
/// At least 2: when one pod takes the place of another, the address that is given back counts as free and is not.
/// Pods are taken to start evenly over time and nodes, so this is an estimate.
///
/// ```
/// use eniplan_core::aws::warm_pool::advice::spare;
///
/// // 120 pods a minute on 10 nodes: 8 of them within 40 seconds on each.
/// assert_eq!(spare(120, 10), 8);
/// assert_eq!(spare(0, 10), 2);
/// ```
pub fn spare(pods_per_minute: u64, nodes: u64) -> u32 {
    let seconds = COOL_DOWN_SECONDS + SUPPLY_SECONDS;
    let wanted = pods_per_minute
        .saturating_mul(seconds)
        .div_ceil(nodes.max(1).saturating_mul(60));
    u32::try_from(wanted.max(LEAST_SPARE)).unwrap_or(u32::MAX)
}

/// Whether a node keeps `spare` addresses beside those of `pods`, or as many as it can hold or its kubelet can use.
pub fn keeps(settings: &PoolSettings, pods: u32, spare: u32, max_pods: u32) -> bool {
    let unit = settings.unit();
    let can_hold = settings
        .pod_interface_limit()
        .saturating_mul(settings.slots_per_interface())
        .saturating_mul(unit.addresses());
    let can_use = unit.holding(max_pods).saturating_mul(unit.addresses());
    let wanted = pods.saturating_add(spare).min(can_hold).min(can_use);
    footprint(settings, pods, max_pods).pod_addresses >= wanted
}

/// The settings with the smallest targets that keep `spare` addresses free at any number of pods up to the most;
/// none where no interface carries pods.
///
/// ```
/// use eniplan_core::aws::warm_pool::advice::{Load, targets};
/// use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
///
/// let shipped = PoolSettings::shipped(3, 10);
/// let load = Load { fewest: 12, most: 13, max_pods: 29 };
/// let advised = targets(&shipped, 2, load).unwrap();
/// assert_eq!((advised.warm_ip_target, advised.minimum_ip_target), (Some(2), Some(14)));
/// assert_eq!(footprint(&shipped, 13, 29).subnet_addresses(), 30);
/// assert_eq!(footprint(&advised, 13, 29).subnet_addresses(), 17);
/// ```
pub fn targets(present: &PoolSettings, spare: u32, load: Load) -> Option<PoolSettings> {
    if present.pod_interface_limit() == 0 || present.slots_per_interface() == 0 {
        return None;
    }
    // More than the kubelet can use would only be overshot.
    let most = load.max_pods.max(1);
    let warm = spare.max(1).min(most);
    let single = PoolSettings {
        warm_ip_target: Some(warm),
        minimum_ip_target: Some(load.fewest.saturating_add(warm).min(most)),
        ..*present
    };
    if present.unit() == Unit::Address {
        return Some(single);
    }
    let whole = PoolSettings {
        warm_ip_target: None,
        minimum_ip_target: None,
        warm_prefix_target: Unit::Prefix.holding(spare).max(1),
        ..*present
    };
    let takes =
        |settings: &PoolSettings, pods| footprint(settings, pods, load.max_pods).subnet_addresses();
    let no_more = |pods| takes(&whole, pods) <= takes(&single, pods);
    Some(if no_more(load.fewest) && no_more(load.most) {
        whole
    } else {
        single
    })
}

/// Calls a minute by which ipamd changes something in EC2 while so many pods start, and as many end, on `nodes` nodes.
///
/// An estimate from above: with an address target every pod may need one call and let one go, as often as ipamd looks;
/// with whole interfaces or prefixes one in as many pods as those hold.
///
/// ```
/// use eniplan_core::aws::warm_pool::PoolSettings;
/// use eniplan_core::aws::warm_pool::advice::calls_a_minute;
///
/// let shipped = PoolSettings::shipped(3, 10);
/// let single = PoolSettings { warm_ip_target: Some(2), ..shipped };
/// assert_eq!(calls_a_minute(&shipped, 90, 30), 50);
/// assert_eq!(calls_a_minute(&single, 90, 30), 150);
/// ```
pub fn calls_a_minute(settings: &PoolSettings, pods_per_minute: u64, nodes: u64) -> u64 {
    let (grows, shrinks) = LOOKS_A_MINUTE;
    let at_most = |changes: u64| {
        let up = changes.min(grows.saturating_mul(nodes));
        up.saturating_add(changes.min(shrinks.saturating_mul(nodes)))
    };
    match (settings.ip_targets(), settings.unit()) {
        (_, Unit::Prefix) => at_most(pods_per_minute.div_ceil(Unit::Prefix.addresses().into())),
        (Some(_), Unit::Address) => at_most(pods_per_minute),
        (None, Unit::Address) => pods_per_minute
            .div_ceil(settings.slots_per_interface().max(1).into())
            .saturating_mul(CALLS_AN_INTERFACE),
    }
}
