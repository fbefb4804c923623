//! How a wall comes out: a formula with the plan's own numbers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::finding::{Counted, Grouped};

/// How a wall comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A subnet, in addresses or in /28 blocks: what is lost to others and what nodes take fit, and with one node more
    /// they do not.
    Filled {
        /// Addresses that are not the nodes', or blocks that hold single addresses.
        apart: u64,
        /// Addresses of nodes and pods at the wall, or blocks of theirs.
        nodes: u64,
        /// Both together with one node more.
        next: u64,
        /// What the subnet gives out.
        limit: u64,
    },
    /// A count that stays within its limit, and with one node more does not.
    Counted {
        /// The count at the wall.
        at: u64,
        /// The same with one node more.
        next: u64,
        /// The limit.
        limit: u64,
    },
    /// A reserve: what stays free is enough, and with one node more it is not.
    Kept {
        /// Addresses that stay free at the wall.
        free: u64,
        /// The same with one node more.
        next: u64,
        /// Addresses that must stay.
        wanted: u64,
    },
    /// What fits on a node, times the nodes.
    PerNode {
        /// How what fits on a node comes out.
        each: Each,
        /// Workload pods that fit on a node, on the kind that takes fewest.
        fit: u64,
        /// Nodes desired.
        nodes: u64,
        /// Workload pods that fit on all of them.
        room: u64,
    },
}

/// How what fits on one node comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// Pods at most, less those that are no workload.
    Left {
        /// Pods at most.
        most: u64,
        /// Pods on the host's network.
        host_network: u64,
        /// DaemonSet pods.
        daemonset: u64,
    },
    /// What a node has of a resource over what a pod wants.
    Over {
        /// What is left of it for pods, in millicores or MiB.
        has: u64,
        /// What a pod wants, in the same unit.
        wants: u64,
    },
    /// What the node serves, and nothing to subtract.
    All,
}

impl Formula {
    /// The formula with its numbers, as in `8 + 8,160 = 8,168 ≤ 8,187 < 8,198`; `unit` follows what a node has of a
    /// resource.
    pub fn text(&self, unit: &str) -> String {
        let n = Grouped;
        match *self {
            Self::Filled {
                apart,
                nodes,
                limit,
                ..
            } if apart.saturating_add(nodes) > limit => {
                format!("{} + {} > {}", n(apart), n(nodes), n(limit))
            }
            Self::Filled {
                apart,
                nodes,
                next,
                limit,
            } => format!(
                "{} + {} = {} ≤ {} < {}",
                n(apart),
                n(nodes),
                n(apart.saturating_add(nodes)),
                n(limit),
                n(next)
            ),
            Self::Counted { at, limit, .. } if at > limit => {
                format!("{} > {}", n(at), n(limit))
            }
            Self::Counted { at, next, limit } => {
                format!("{} ≤ {} < {}", n(at), n(limit), n(next))
            }
            Self::Kept { free, wanted, .. } if free < wanted => {
                format!("{} < {}", n(free), n(wanted))
            }
            Self::Kept { free, next, wanted } => {
                format!("{} ≥ {} > {}", n(free), n(wanted), n(next))
            }
            Self::PerNode {
                each,
                fit,
                nodes,
                room,
            } => {
                let each = match each {
                    Each::Left {
                        most,
                        host_network,
                        daemonset,
                    } => format!(
                        "{} − {} − {} = {}; ",
                        n(most),
                        n(host_network),
                        n(daemonset),
                        n(fit)
                    ),
                    Each::Over { has, wants } => {
                        format!("{}{unit} ÷ {}{unit} = {}; ", n(has), n(wants), n(fit))
                    }
                    Each::All => String::new(),
                };
                if fit.saturating_mul(nodes) == room {
                    format!("{each}{} × {} = {}", n(fit), n(nodes), n(room))
                } else {
                    format!(
                        "{each}{} or more on {} of the mix = {}",
                        n(fit),
                        Counted(nodes, "node"),
                        n(room)
                    )
                }
            }
        }
    }

    /// Its numbers, in the order of the text.
    pub fn operands(&self) -> Vec<u64> {
        match *self {
            Self::Filled {
                apart,
                nodes,
                next,
                limit,
            } => [apart, nodes, limit, next].into(),
            Self::Counted { at, next, limit } => [at, limit, next].into(),
            Self::Kept { free, next, wanted } => [free, wanted, next].into(),
            Self::PerNode {
                each,
                fit,
                nodes,
                room,
            } => {
                let mut operands = match each {
                    Each::Left {
                        most,
                        host_network,
                        daemonset,
                    } => [most, host_network, daemonset].into(),
                    Each::Over { has, wants } => [has, wants].into(),
                    Each::All => Vec::new(),
                };
                operands.extend([fit, nodes, room]);
                operands
            }
        }
    }
}
