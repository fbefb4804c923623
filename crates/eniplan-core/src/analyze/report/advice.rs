//! Which warm targets would do, as data.

use crate::aws::warm_pool::Targets;

/// The smallest warm targets of a group that keep addresses spare on every node, beside the present ones.
///
/// How many must be spare, and how often EC2 is called, are estimates: they take pods to come evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Addresses to keep spare on a node.
    pub spare: u64,
    /// Whether the present targets keep as many.
    pub is_kept: bool,
    /// The targets in force.
    pub present: Targets,
    /// The smallest that do.
    pub advised: Targets,
    /// Idle addresses on the fullest node now.
    pub idle: u64,
    /// Addresses that the fullest node gives back; negative where it needs more.
    pub back_per_node: i64,
    /// Addresses that all nodes give back.
    pub back: i64,
    /// Pods of the group that start a minute.
    pub pods_per_minute: u64,
    /// Calls to EC2 a minute that change something, now and with the advised targets.
    pub calls: (u64, u64),
}
