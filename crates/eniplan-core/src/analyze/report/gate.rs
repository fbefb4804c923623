//! The yes/no questions about a plan, as data.

use alloc::format;
use alloc::string::String;

use crate::finding::Grouped;

/// A yes/no question about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateKind {
    /// Can the cluster's version be upgraded and every group be updated?
    Upgrade,
    /// Can every group grow to its max?
    ScaleToMax,
    /// Can the other zones take over when any one fails?
    ZoneLoss,
}

impl GateKind {
    /// Every gate, in the order in which it is shown.
    pub const ALL: [Self; 3] = [Self::Upgrade, Self::ScaleToMax, Self::ZoneLoss];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::ScaleToMax => "scale-to-max",
            Self::ZoneLoss => "zone-loss",
        }
    }

    /// The question, for people.
    pub fn question(self) -> &'static str {
        match self {
            Self::Upgrade => "Can it upgrade?",
            Self::ScaleToMax => "Can it scale to max?",
            Self::ZoneLoss => "Can it lose a zone?",
        }
    }
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Which question.
    pub kind: GateKind,
    /// The answer.
    pub ok: bool,
    /// What fails, or what comes closest to failing: a subnet's or a group's name.
    pub subject: String,
    /// Why.
    pub reason: GateReason,
}

/// What becomes of the plan when a zone fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// The zone, as named in the plan.
    pub zone: String,
    /// Whether the other zones can take over then.
    pub gate: Gate,
}

/// Why a gate is open or shut; the numbers are those of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateReason {
    /// Addresses: what stays free at that moment, and what must.
    Addresses {
        /// When, as in "while upgrading".
        moment: String,
        /// Addresses that stay free.
        free: u64,
        /// Addresses that must stay free.
        wanted: u64,
        /// Addresses that are missing altogether.
        short: u64,
    },
    /// /28 blocks that prefixes want and the subnet does not have.
    Blocks {
        /// When.
        moment: String,
        /// Blocks that are missing.
        short: u64,
    },
    /// Blocks of an overlay's pool that nodes want and the pool does not have.
    PodBlocks {
        /// When.
        moment: String,
        /// Blocks that are missing.
        short: u64,
    },
    /// Pods: so many find no node or no address at that moment.
    Pods {
        /// When.
        moment: String,
        /// Pods without a node or an address.
        pods: u64,
    },
    /// There is nothing to ask, as in a plan without nodes.
    NotAsked,
}

impl Gate {
    /// The answer for people, in one sentence.
    pub fn message(&self) -> String {
        let subject = &self.subject;
        match &self.reason {
            GateReason::Addresses { moment, short, .. } if *short > 0 => {
                format!(
                    "{moment}, {subject} is short of {}.",
                    counted(*short, "address", "addresses")
                )
            }
            GateReason::Addresses {
                moment,
                free,
                wanted: 0,
                ..
            } => {
                format!(
                    "{moment}, {subject} comes closest: {} free.",
                    counted(*free, "address stays", "addresses stay")
                )
            }
            GateReason::Addresses {
                moment,
                free,
                wanted,
                ..
            } if self.ok => format!(
                "{moment}, {subject} comes closest: {} free, {} must be.",
                counted(*free, "address is", "addresses are"),
                Grouped(*wanted)
            ),
            GateReason::Addresses {
                moment,
                free,
                wanted,
                ..
            } => format!(
                "{moment}, {subject} has {} of the {} addresses that must be free.",
                Grouped(*free),
                Grouped(*wanted)
            ),
            GateReason::Blocks { moment, short } => {
                format!(
                    "{moment}, {subject} is short of {}.",
                    counted(*short, "whole /28 block", "whole /28 blocks")
                )
            }
            GateReason::PodBlocks { moment, short } => {
                format!(
                    "{moment}, the pool of {subject} is short of {}.",
                    counted(*short, "node block", "node blocks")
                )
            }
            GateReason::Pods { moment, pods } => {
                format!(
                    "{moment}, {subject} has no room for {}.",
                    counted(*pods, "pod", "pods")
                )
            }
            GateReason::NotAsked => "There are no nodes yet; add some to ask this.".into(),
        }
    }
}

/// A count with its noun.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", Grouped(count), if count == 1 { one } else { many })
}
