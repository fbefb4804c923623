//! The ENI formula with its operands.

use core::fmt;

/// `interfaces × (addresses − 1) × addresses per slot + pods on the host's network`, with what was put in.
///
/// The primary address of each interface is not given to pods, hence the − 1.
///
/// [Best practices, VPC CNI](https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html), read 2026-11-23
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Formula {
    /// Interfaces that the type offers on its default network card.
    pub interfaces: u32,
    /// `MAX_ENI` where it is less than that.
    pub max_eni: Option<u32>,
    /// Interfaces that give no addresses to pods because they are the node's own: 1 under custom networking.
    pub primary_interface: u32,
    /// Interfaces whose place the trunk takes.
    pub trunk_interface: u32,
    /// IPv4 addresses of one interface, its primary address included.
    pub addresses_per_interface: u32,
    /// Addresses that one slot holds: 1, or 16 for a /28 prefix.
    pub addresses_per_slot: u32,
    /// Pods that need no address of their own.
    pub host_network_pods: u32,
}

impl Formula {
    /// Interfaces that give addresses to pods.
    pub fn interfaces_for_pods(&self) -> u32 {
        self.most_interfaces()
            .saturating_sub(self.primary_interface)
            .saturating_sub(self.trunk_interface)
    }

    /// Slots of one interface that pods can use.
    pub fn slots_per_interface(&self) -> u32 {
        self.addresses_per_interface.saturating_sub(1)
    }

    /// Addresses for pods on the whole node.
    pub fn addresses(&self) -> u32 {
        self.interfaces_for_pods()
            .saturating_mul(self.slots_per_interface())
            .saturating_mul(self.addresses_per_slot)
    }

    /// Pods that the node can hold, those on the host's network included.
    pub fn pods(&self) -> u32 {
        self.addresses().saturating_add(self.host_network_pods)
    }

    fn most_interfaces(&self) -> u32 {
        self.max_eni
            .map_or(self.interfaces, |n| n.min(self.interfaces))
    }
}

/// The formula filled in and worked out, such as `(3 − 1) × (10 − 1) × 16 + 2 = 290`.
impl fmt::Display for Formula {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = self.primary_interface.saturating_add(self.trunk_interface);
        if taken > self.most_interfaces() {
            out.write_str("max(0, ")?;
        } else if taken > 0 {
            out.write_str("(")?;
        }
        match self.max_eni {
            Some(n) => write!(out, "min({}, {n})", self.interfaces)?,
            None => write!(out, "{}", self.interfaces)?,
        }
        for n in [self.primary_interface, self.trunk_interface] {
            if n > 0 {
                write!(out, " − {n}")?;
            }
        }
        if taken > 0 {
            out.write_str(")")?;
        }
        write!(out, " × ({} − 1)", self.addresses_per_interface)?;
        if self.addresses_per_slot != 1 {
            write!(out, " × {}", self.addresses_per_slot)?;
        }
        if self.host_network_pods > 0 {
            write!(out, " + {}", self.host_network_pods)?;
        }
        write!(out, " = {}", self.pods())
    }
}
