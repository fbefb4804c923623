//! The footprint of a node by arithmetic.
//!
//! Pods are taken to arrive one at a time on a fresh node, the pool coming to rest after each, as in
//! [`super::steps`], which the tests hold this form to.
//! So the pool has two moments: it fills on the fresh node, in steps of at most one interface; then it follows the
//! pods, one unit or one interface at a time.
//! Growth stops once the pool holds `max_pods` addresses, which is tested before each step and so may be overshot by
//! the rest of a step.
//!
//! Source of every rule here: `isDatastorePoolTooLow`, `increaseDatastorePool` and `datastoreTargetState`, read
//! 2026-11-23,
//! <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L2623>.

use super::footprint::{Footprint, Trouble};
use super::settings::{PoolSettings, Unit};
use super::targets::Targets;

/// The footprint of a node on which `pods` pods need an address and whose kubelet runs at most `max_pods`.
///
/// ```
/// use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
///
/// let node = footprint(&PoolSettings::shipped(3, 10), 27, 29);
/// assert_eq!((node.interfaces, node.held, node.idle), (3, 27, 0));
/// assert_eq!(node.subnet_addresses(), 30);
/// ```
pub fn footprint(settings: &PoolSettings, pods: u32, max_pods: u32) -> Footprint {
    let (held, trouble) = held(settings, pods, max_pods);
    Footprint::of(settings, held, pods, trouble)
}

/// The units that such a node holds, and what is wrong with its pool.
#[inline]
fn held(settings: &PoolSettings, pods: u32, max_pods: u32) -> (u32, Option<Trouble>) {
    Limits::of(settings).held(settings.targets(), pods, max_pods)
}

/// The most that a node keeps once it has carried `most_pods` pods at the same time, however few are left.
///
/// ipamd frees an interface or a prefix only when no pod uses it, so a single pod left on each pins all that was ever
/// attached.
/// A burst of pods may overshoot this by less than one step where a warm target is above 1.
///
/// Source: `hasPods` and `FindFreeableCidrs`, read 2026-11-23,
/// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/datastore/data_store.go#L1042>.
pub fn peak(settings: &PoolSettings, most_pods: u32, max_pods: u32) -> Footprint {
    footprint(settings, most_pods, max_pods)
}

/// What the interfaces of a pool can hold, whatever its targets are, in units.
pub(crate) struct Limits {
    pub(crate) unit: Unit,
    /// Units on one interface.
    pub(crate) slots: u32,
    /// Units on all interfaces that can carry pods.
    pub(crate) capacity: u32,
    /// Whether any interface can carry pods.
    has_interfaces: bool,
    custom_networking: bool,
}

impl Limits {
    /// Those of a node with these settings.
    #[inline]
    pub(crate) fn of(settings: &PoolSettings) -> Self {
        let slots = settings.slots_per_interface();
        let interfaces = settings.pod_interface_limit();
        Self {
            unit: settings.unit(),
            slots,
            capacity: interfaces.saturating_mul(slots),
            has_interfaces: interfaces > 0,
            custom_networking: settings.custom_networking,
        }
    }

    /// The units that a node with these targets holds, and what is wrong with its pool.
    #[inline]
    pub(crate) fn held(
        &self,
        targets: Targets,
        pods: u32,
        max_pods: u32,
    ) -> (u32, Option<Trouble>) {
        if self.capacity == 0 {
            return (0, (!self.has_interfaces).then_some(Trouble::NoPodInterface));
        }
        let growth = Growth {
            unit: self.unit,
            slots: self.slots,
            capacity: self.capacity,
            stop: self.unit.holding(max_pods),
        };
        match targets {
            Targets::Addresses { warm, minimum } => growth.with_ip_targets(pods, warm, minimum),
            Targets::Prefixes(warm) => growth.with_prefix_target(pods, warm),
            Targets::Interfaces(warm) => {
                growth.with_interface_target(pods, warm, self.custom_networking)
            }
        }
    }
}

/// How far the pool grows, counted in units.
struct Growth {
    unit: Unit,
    slots: u32,
    capacity: u32,
    /// Units at which growth stops: the first count that holds `max_pods` addresses.
    stop: u32,
}

impl Growth {
    /// Units after the fresh node has filled towards `target`: whole interfaces until `stop` is passed.
    fn first_fill(&self, target: u32) -> u32 {
        target.min(self.stop.div_ceil(self.slots).saturating_mul(self.slots))
    }

    /// Units once the pool has followed the pods, one unit at a time, from `first` towards `target`.
    fn follow(&self, first: u32, target: u32) -> u32 {
        first.max(target.min(self.stop)).min(self.capacity)
    }

    fn with_ip_targets(&self, pods: u32, warm: u32, minimum: u32) -> (u32, Option<Trouble>) {
        let first = self.first_fill(self.unit.holding(warm.max(minimum)));
        if warm > 0 {
            return (
                self.follow(first, self.unit.holding(pods.saturating_add(warm))),
                None,
            );
        }
        let held = first.min(self.capacity);
        let could_grow = held < self.capacity && held < self.stop;
        let short = self.unit.holding(pods) > held;
        (
            held,
            (could_grow && short).then_some(Trouble::StopsAtMinimum),
        )
    }

    fn with_prefix_target(&self, pods: u32, warm: u32) -> (u32, Option<Trouble>) {
        let used = self.unit.holding(pods);
        if warm > 0 {
            return (
                self.follow(self.first_fill(warm), used.saturating_add(warm)),
                None,
            );
        }
        let held = used.min(self.stop).min(self.capacity);
        let all_full = pods >= held.saturating_mul(self.unit.addresses());
        if all_full && held < self.stop && held < self.capacity {
            return (held + 1, Some(Trouble::PrefixOscillates));
        }
        (held, None)
    }

    fn with_interface_target(
        &self,
        pods: u32,
        warm: u32,
        custom_networking: bool,
    ) -> (u32, Option<Trouble>) {
        let most = self
            .capacity
            .min(self.stop.div_ceil(self.slots).saturating_mul(self.slots));
        let used = pods.div_ceil(self.slots);
        let held = used
            .saturating_add(warm)
            .saturating_mul(self.slots)
            .min(most);
        if warm > 0 || pods < held || held == most {
            return (held, None);
        }
        // Every address is taken and one more interface fits. The primary stays once it is filled; another does not.
        let fills_primary = held == 0 && !custom_networking;
        (
            held.saturating_add(self.slots),
            (!fills_primary).then_some(Trouble::InterfaceOscillates),
        )
    }
}
