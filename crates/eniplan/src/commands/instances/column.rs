//! The columns of the catalogue and what stands in them.

use std::fmt;

use eniplan_core::aws::catalogue::{Arch, Hypervisor, InstanceType};
use eniplan_core::aws::max_pods::{self, Settings};
use eniplan_core::plan::reading::distance;
use serde::Serialize;

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
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Truth,
}

/// What stands in a column of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub(super) enum Cell<'a> {
    Number(u32),
    Text(&'a str),
    Truth(bool),
    Unknown,
}

impl Column {
    /// Every column: those of the data file in its order, then what follows from them.
    pub(super) const ALL: [Self; 16] = [
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
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::InstanceType | Self::Family | Self::Arch | Self::Hypervisor => Kind::Text,
            Self::BareMetal | Self::Trunking => Kind::Truth,
            _ => Kind::Number,
        }
    }

    /// What stands in it for a type.
    pub(super) fn of(self, instance: &InstanceType) -> Cell<'_> {
        let plain = Settings::default();
        let prefixes = Settings {
            prefix_delegation: true,
            ..plain
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
        }
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(out, "{n}"),
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
