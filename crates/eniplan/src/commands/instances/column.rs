//! The columns of the catalogue and what stands in them.

use std::fmt;

use eniplan_core::aws::catalogue::{Arch, Hypervisor, InstanceType};
use eniplan_core::aws::max_pods::{self, Settings};
use eniplan_core::aws::reservations;
use eniplan_core::aws::warm_pool::Footprint;
use eniplan_core::plan::reading::distance;
use serde::{Serialize, Serializer};

use super::terms::Terms;

/// A column, by its name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    InstanceType,
    Family,
    Vcpus,
    MemoryMib,
    Arch,
    Hypervisor,
    BareMetal,
    NetworkCards,
    MaxEnis,
    Ipv4PerEni,
    Trunking,
    BranchEnis,
    AwsMaxPods,
    MaxPods,
    PrefixMaxPods,
    RecommendedMaxPods,
    DefaultMaxPods,
    CustomMaxPods,
    CustomPrefixMaxPods,
    ServedPods,
    Interfaces,
    Addresses,
    IdleAddresses,
    AddressesPerPod,
    AllocatableMillicores,
    AllocatableMib,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// A number with two places behind the point.
    Decimal,
    Text,
    Truth,
}

/// What stands in a column of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub(super) enum Cell<'a> {
    Number(u32),
    Hundredths(Hundredths),
    Text(&'a str),
    Truth(bool),
    Unknown,
}

impl Column {
    /// Every column: those of the data file in its order, then what follows from them.
    pub(super) const ALL: [Self; 26] = [
        Self::InstanceType,
        Self::Vcpus,
        Self::MemoryMib,
        Self::Arch,
        Self::Hypervisor,
        Self::BareMetal,
        Self::NetworkCards,
        Self::MaxEnis,
        Self::Ipv4PerEni,
        Self::BranchEnis,
        Self::AwsMaxPods,
        Self::Trunking,
        Self::Family,
        Self::MaxPods,
        Self::PrefixMaxPods,
        Self::RecommendedMaxPods,
        Self::DefaultMaxPods,
        Self::CustomMaxPods,
        Self::CustomPrefixMaxPods,
        Self::ServedPods,
        Self::Interfaces,
        Self::Addresses,
        Self::IdleAddresses,
        Self::AddressesPerPod,
        Self::AllocatableMillicores,
        Self::AllocatableMib,
    ];

    /// What fits a screen.
    pub(super) const SHORT: [Self; 9] = [
        Self::InstanceType,
        Self::Vcpus,
        Self::MemoryMib,
        Self::Arch,
        Self::MaxEnis,
        Self::Ipv4PerEni,
        Self::BranchEnis,
        Self::MaxPods,
        Self::PrefixMaxPods,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::InstanceType => "instance_type",
            Self::Family => "family",
            Self::Vcpus => "vcpus",
            Self::MemoryMib => "memory_mib",
            Self::Arch => "arch",
            Self::Hypervisor => "hypervisor",
            Self::BareMetal => "bare_metal",
            Self::NetworkCards => "network_cards",
            Self::MaxEnis => "max_enis",
            Self::Ipv4PerEni => "ipv4_per_eni",
            Self::Trunking => "trunking",
            Self::BranchEnis => "branch_enis",
            Self::AwsMaxPods => "aws_max_pods",
            Self::MaxPods => "max_pods",
            Self::PrefixMaxPods => "prefix_max_pods",
            Self::RecommendedMaxPods => "recommended_max_pods",
            Self::DefaultMaxPods => "default_max_pods",
            Self::CustomMaxPods => "custom_max_pods",
            Self::CustomPrefixMaxPods => "custom_prefix_max_pods",
            Self::ServedPods => "served_pods",
            Self::Interfaces => "interfaces",
            Self::Addresses => "addresses",
            Self::IdleAddresses => "idle_addresses",
            Self::AddressesPerPod => "addresses_per_pod",
            Self::AllocatableMillicores => "allocatable_millicores",
            Self::AllocatableMib => "allocatable_mib_estimate",
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::InstanceType | Self::Family | Self::Arch | Self::Hypervisor => Kind::Text,
            Self::BareMetal | Self::Trunking => Kind::Truth,
            Self::AddressesPerPod => Kind::Decimal,
            _ => Kind::Number,
        }
    }

    /// What stands in it for a type.
    pub(super) fn of<'a>(self, instance: &'a InstanceType, terms: &Terms) -> Cell<'a> {
        let plain = Settings::default();
        let prefixes = Settings {
            prefix_delegation: true,
            ..plain
        };
        let custom = Settings {
            custom_networking: true,
            ..plain
        };
        let both = Settings {
            prefix_delegation: true,
            ..custom
        };
        let node = || terms.node(instance);
        let of_node = |count: fn(&Footprint) -> u32| {
            node().map_or(Cell::Unknown, |(_, node)| Cell::Number(count(&node)))
        };
        let number = |n: Option<u32>| n.map_or(Cell::Unknown, Cell::Number);
        match self {
            Self::InstanceType => Cell::Text(&instance.name),
            Self::Family => Cell::Text(instance.family()),
            Self::Vcpus => number(instance.vcpus),
            Self::MemoryMib => number(instance.memory_mib),
            Self::Arch => instance
                .arch
                .map(Arch::name)
                .map_or(Cell::Unknown, Cell::Text),
            Self::Hypervisor => instance
                .hypervisor
                .map(Hypervisor::name)
                .map_or(Cell::Unknown, Cell::Text),
            Self::BareMetal => Cell::Truth(instance.bare_metal),
            Self::NetworkCards => Cell::Number(u32::from(instance.network_cards)),
            Self::MaxEnis => Cell::Number(instance.max_enis),
            Self::Ipv4PerEni => Cell::Number(instance.ipv4_per_eni),
            Self::Trunking => instance
                .is_trunking_compatible()
                .map_or(Cell::Unknown, Cell::Truth),
            Self::BranchEnis => number(instance.branch_enis),
            Self::AwsMaxPods => number(instance.aws_max_pods),
            Self::MaxPods => number(max_pods::ceiling(instance, &plain).pods()),
            Self::PrefixMaxPods => number(max_pods::ceiling(instance, &prefixes).pods()),
            Self::RecommendedMaxPods => Cell::Number(max_pods::recommended(instance, &prefixes)),
            Self::DefaultMaxPods => Cell::Number(terms.default_max_pods(instance)),
            Self::CustomMaxPods => number(max_pods::ceiling(instance, &custom).pods()),
            Self::CustomPrefixMaxPods => number(max_pods::ceiling(instance, &both).pods()),
            Self::ServedPods => number(terms.served_pods(instance)),
            Self::Interfaces => {
                of_node(|node| node.interfaces.saturating_add(node.trunk_addresses))
            }
            Self::Addresses => of_node(addresses),
            Self::IdleAddresses => of_node(|node| node.idle),
            Self::AddressesPerPod => node()
                .and_then(|(pods, node)| addresses(&node).saturating_mul(100).checked_div(pods))
                .map_or(Cell::Unknown, |n| Cell::Hundredths(Hundredths(n))),
            Self::AllocatableMillicores => {
                number(instance.vcpus.map(reservations::allocatable_cpu_millicores))
            }
            Self::AllocatableMib => number(instance.memory_mib.and_then(|memory| {
                let capacity = reservations::capacity_kib(memory);
                let reserved_for = terms.default_max_pods(instance);
                u32::try_from(reservations::allocatable_memory_kib(capacity, reserved_for) / 1024)
                    .ok()
            })),
        }
    }
}

/// All addresses of a node, the trunk's included.
fn addresses(node: &Footprint) -> u32 {
    node.subnet_addresses().saturating_add(node.trunk_addresses)
}

/// A number in hundredths, which programs read with its decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hundredths(pub(super) u32);

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(out, "{n}"),
            Self::Hundredths(Hundredths(n)) => write!(out, "{}.{:02}", n / 100, n % 100),
            Self::Text(text) => out.write_str(text),
            Self::Truth(truth) => write!(out, "{truth}"),
            Self::Unknown => Ok(()),
        }
    }
}

/// What someone who wrote an unknown column may do.
pub(super) fn help(wrote: &str) -> String {
    let names = Column::ALL.map(Column::name);
    let list = format!("the columns are {}", names.join(", "));
    let near = names.iter().map(|name| (distance(wrote, name), name)).min();
    match near {
        Some((edits, name)) if edits <= name.len() / 3 => format!("did you mean {name}? {list}"),
        _ => list,
    }
}
