//! What ipamd decides from the state of its pool: whether to grow, to return units, or to free an interface.
//!
//! It looks at what it holds and at the pods that have an address; those that wait for one do not count.

use super::steps::Pool;

impl Pool {
    /// Units to ask for, before the room on an interface bounds them; nothing if the pool is not low.
    ///
    /// Source: `isDatastorePoolTooLow`, `datastoreTargetState` and `getPrefixesNeeded`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L2623>.
    pub(super) fn shortage(&self) -> Option<u32> {
        let unit = self.settings.unit();
        let total = self.pod_addresses();
        if total >= self.max_pods {
            return None;
        }
        let available = self.idle();
        if let Some((warm, minimum)) = self.settings.ip_targets() {
            let short = warm
                .saturating_sub(available)
                .max(minimum.saturating_sub(total));
            return (short > 0).then(|| unit.holding(short));
        }
        let (target, batch) = if self.settings.prefix_delegation {
            (self.settings.warm_prefix_target, unit.addresses())
        } else {
            (
                self.settings.warm_eni_target,
                self.settings.slots_per_interface(),
            )
        };
        let low = available < target.saturating_mul(batch) || (target == 0 && available == 0);
        low.then(|| {
            if self.settings.prefix_delegation {
                target.saturating_sub(self.unused).max(1)
            } else {
                batch
            }
        })
    }

    /// Units that ipamd would return.
    ///
    /// Source: `isDatastorePoolTooHigh` and `computeExtraPrefixesOverWarmTarget`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L2659>.
    pub(super) fn surplus(&self) -> u32 {
        let unit = self.settings.unit();
        match (self.settings.ip_targets(), self.settings.prefix_delegation) {
            (Some((warm, minimum)), true) => {
                let for_pods = unit.holding(self.pods.saturating_add(warm));
                let needed = for_pods.max(unit.holding(minimum));
                self.unused.min(self.held.saturating_sub(needed))
            }
            (Some((warm, minimum)), false) => {
                let above_warm = self.idle().saturating_sub(warm);
                above_warm.min(self.pod_addresses().saturating_sub(minimum))
            }
            (None, true) => self.unused.saturating_sub(self.settings.warm_prefix_target),
            (None, false) => 0,
        }
    }

    /// Whether ipamd looks for an interface to free, going by the free addresses from before this pass.
    ///
    /// Source: `shouldRemoveExtraENIs`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L1488>.
    pub(super) fn looks_for_spare_interface(&self, idle_before: u32) -> bool {
        if self.settings.ip_targets().is_some() || self.settings.prefix_delegation {
            // Under prefix delegation ipamd looks whenever a free interface exists, whatever its thresholds say.
            return true;
        }
        let slots = self.settings.slots_per_interface();
        idle_before
            >= self
                .settings
                .warm_eni_target
                .saturating_add(1)
                .saturating_mul(slots)
    }

    /// The position of an interface that no pod and no target needs, among the first `old_enough`.
    ///
    /// Source: `getDeletableENI`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/datastore/data_store.go#L1042>.
    pub(super) fn spare_interface(&self, old_enough: usize) -> Option<usize> {
        let unit = self.settings.unit();
        let (warm, minimum) = self.settings.ip_targets().unwrap_or_default();
        let (idle, total) = (self.idle(), self.pod_addresses());
        let whole_units = |target: u32| unit.holding(target).saturating_mul(unit.addresses());
        let mut candidates = self.interfaces.iter().take(old_enough).enumerate().skip(1);
        let spare = candidates.find(|(_, interface)| {
            let own = interface.held.saturating_mul(unit.addresses());
            let needed_by_prefix_target = self.settings.prefix_delegation
                && self.unused - interface.unused() < self.settings.warm_prefix_target;
            interface.pods == 0
                && idle - own >= whole_units(warm)
                && total - own >= whole_units(minimum)
                && !needed_by_prefix_target
        });
        spare.map(|(position, _)| position)
    }

    /// Whether a further interface may be attached; the trunk's slot is kept for it.
    pub(super) fn has_room_for_interface(&self) -> bool {
        let carriers = self.interfaces.len() - usize::from(self.settings.custom_networking);
        u32::try_from(carriers).is_ok_and(|count| count < self.settings.pod_interface_limit())
    }
}
