//! What one node takes: interfaces, addresses or prefixes, and the subnets they come from.

use super::settings::{PoolSettings, Unit};

/// A way in which the real pool does not settle, or leaves pods waiting that it could serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// `WARM_ENI_TARGET` is 0 and every address is taken: an interface is attached, found spare, detached, and so on.
    InterfaceOscillates,
    /// `WARM_PREFIX_TARGET` is 0 and every prefix is full: a prefix is added, found spare, returned, and so on.
    /// AWS does not support the setting.
    PrefixOscillates,
    /// `MINIMUM_IP_TARGET` stands without `WARM_IP_TARGET`: pods beyond the minimum never get an address.
    StopsAtMinimum,
    /// No interface is left for pods once custom networking and the trunk have theirs.
    NoPodInterface,
}

/// The addresses that one node takes.
///
/// Where the pool oscillates, the figures are those of its larger phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Footprint {
    /// What is held: single addresses or /28 prefixes.
    pub unit: Unit,
    /// Interfaces attached, the primary among them, the trunk not.
    pub interfaces: u32,
    /// Units held over all interfaces.
    pub held: u32,
    /// Addresses that pods can have: the units held, times the addresses in one.
    pub pod_addresses: u32,
    /// Pod addresses that no pod has.
    pub idle: u32,
    /// Addresses taken from the node's own subnet, the trunk's not counted.
    pub node_subnet_addresses: u32,
    /// Addresses taken from the pod subnet; 0 without custom networking.
    pub pod_subnet_addresses: u32,
    /// The trunk interface's own address: 1 or 0. Under custom networking it stands in the pod subnet.
    pub trunk_addresses: u32,
    /// Pods that stay in `ContainerCreating`.
    pub pods_without_address: u32,
    /// What is wrong with the pool in this state, if anything.
    pub trouble: Option<Trouble>,
    slots_per_interface: u32,
    custom_networking: bool,
}

impl Footprint {
    /// Makes the footprint of a node that holds `held` units for `pods` pods, packed into as few interfaces as can be.
    pub(super) fn of(
        settings: &PoolSettings,
        held: u32,
        pods: u32,
        trouble: Option<Trouble>,
    ) -> Self {
        let unit = settings.unit();
        let slots = settings.slots_per_interface();
        let carriers = if slots == 0 { 0 } else { held.div_ceil(slots) };
        let pod_addresses = held.saturating_mul(unit.addresses());
        let (interfaces, node_subnet_addresses, pod_subnet_addresses) =
            if settings.custom_networking {
                (
                    carriers.saturating_add(1),
                    1,
                    carriers.saturating_add(pod_addresses),
                )
            } else {
                let interfaces = carriers.max(1);
                (interfaces, interfaces.saturating_add(pod_addresses), 0)
            };
        Self {
            unit,
            interfaces,
            held,
            pod_addresses,
            idle: pod_addresses.saturating_sub(pods),
            node_subnet_addresses,
            pod_subnet_addresses,
            trunk_addresses: u32::from(settings.trunk_attached()),
            pods_without_address: pods.saturating_sub(pod_addresses),
            trouble,
            slots_per_interface: slots,
            custom_networking: settings.custom_networking,
        }
    }

    /// Addresses taken over all subnets, primaries included, the trunk's own apart.
    pub const fn subnet_addresses(&self) -> u32 {
        self.node_subnet_addresses
            .saturating_add(self.pod_subnet_addresses)
    }

    /// Whether the pool comes to rest; false where it attaches and detaches without end.
    pub const fn stable(&self) -> bool {
        !matches!(
            self.trouble,
            Some(Trouble::InterfaceOscillates | Trouble::PrefixOscillates)
        )
    }

    /// Units on each interface, the primary first, which holds none under custom networking.
    ///
    /// ```
    /// use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
    ///
    /// let custom = PoolSettings { custom_networking: true, ..PoolSettings::shipped(3, 10) };
    /// assert!(footprint(&custom, 3, 20).per_interface().eq([0, 9, 9]));
    /// ```
    pub fn per_interface(&self) -> impl ExactSizeIterator<Item = u32> + use<> {
        let Self {
            held,
            slots_per_interface: slots,
            custom_networking,
            ..
        } = *self;
        (0..self.interfaces).map(move |position| {
            if custom_networking && position == 0 {
                return 0;
            }
            let before = (position - u32::from(custom_networking)).saturating_mul(slots);
            held.saturating_sub(before).min(slots)
        })
    }

    /// Addresses on the primary interface, its own among them.
    ///
    /// They come from the node's subnet; with subnet discovery all the others may come from elsewhere.
    pub fn primary_interface_addresses(&self) -> u32 {
        let units = if self.custom_networking {
            0
        } else {
            self.held.min(self.slots_per_interface)
        };
        units
            .saturating_mul(self.unit.addresses())
            .saturating_add(1)
    }
}
