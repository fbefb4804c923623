//! Published cases as data: what was published where, and what eniplan comes to, computed anew each time.
//!
//! Tests hold every case here, and the page shows the same, so that the page never says what the tests do not hold.
//! No outcome is stored, only the figure that it is held to.

mod cases;
mod run;
pub mod sheet;

pub use cases::CASES;
pub use run::{Line, plan_of, run};

use eniplan_core::aws::max_pods::Settings;
use eniplan_core::aws::warm_pool::PoolSettings;
use eniplan_core::finding::Code;

/// How a case is to come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As it was published.
    AsPublished,
    /// Where the published range is, or with the cause of an incident named.
    Diagnosed,
    /// It was published wrong, and comes out right.
    PublishedWrong,
}

/// A published case.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its number in `tests/cases/README.md`.
    pub id: &'static str,
    /// How it is to come out.
    pub grade: Grade,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// Who published it.
    pub source: &'static str,
    /// Where; empty where no address of it is at hand.
    pub url: &'static str,
    /// What is right, and why.
    pub why: &'static str,
    /// What is computed.
    pub checks: &'static [Check],
}

/// Figures that are computed together.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What it is about, for people.
    pub name: &'static str,
    /// What is computed.
    pub of: Of,
    /// Figures: what was printed, where that differs from what is right, and what is right.
    pub wants: &'static [(Figure, &'static str, u64)],
}

/// What a check computes.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// The report of a plan in YAML.
    Plan(&'static str),
    /// One node: the pool's settings, pods with an address, and max pods, or what its interfaces serve.
    Node(&'static str, PoolSettings, u32, Option<u32>),
    /// A type of the catalogue, by how its pods get addresses.
    Type(&'static str, Settings),
}

/// A figure; subnets and groups by their place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Addresses taken over all subnets of a plan.
    AddressesUsed,
    /// Addresses that a subnet gives out.
    Usable(usize),
    /// Addresses taken of a subnet.
    Used(usize),
    /// Addresses left of a subnet.
    Free(usize),
    /// Addresses of a subnet that nodes hold idle.
    IdleIn(usize),
    /// /28 prefixes that an empty subnet holds.
    Prefixes(usize),
    /// /28 prefixes that are left of a subnet in the worst case.
    PrefixesFree(usize),
    /// Max pods of a group's nodes.
    MaxPods(usize),
    /// Pods that the network serves on a node of a group.
    Served(usize),
    /// Addresses of a group's fullest node.
    PerNode(usize),
    /// The most nodes of a group.
    MostNodes(usize),
    /// Workload pods that the scheduler binds.
    Placed,
    /// Workload pods that find no node.
    Pending,
    /// Bound pods that get no address.
    WithoutAddress,
    /// How often a finding is told.
    Told(Code),
    /// Interfaces of a node.
    Interfaces,
    /// Addresses or prefixes that a node holds.
    Held,
    /// Addresses that a node holds and no pod has.
    Idle,
    /// Addresses that a node takes of the subnet.
    SubnetAddresses,
    /// Pods that a type takes by the formula.
    Formula,
    /// Pods that AWS recommends for a type.
    Recommended,
}
