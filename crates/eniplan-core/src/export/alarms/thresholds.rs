//! At which numbers someone is to be told.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::pools::known_id;
use crate::analyze::{SubnetReport, WallKind};
use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// Addresses that EKS may want in the cluster's subnets for a version upgrade.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html>, read 2026-11-24.
const UPGRADE: u64 = 5;

/// The thresholds of a plan.
pub(super) struct Thresholds {
    pub(super) subnets: Vec<Subnet>,
    /// The first wall that more nodes do not move, and the pods a month of growth before it.
    pub(super) pods: Option<Pods>,
    /// Nodes of all groups at their max.
    pub(super) nodes_max: u64,
}

/// When a subnet has too few free addresses.
pub(super) struct Subnet {
    pub(super) key: String,
    pub(super) id: Option<String>,
    pub(super) cidr: Ipv4Prefix,
    pub(super) addresses: u64,
    /// More addresses while every group is updated at once, than at the desired size.
    pub(super) surge: u64,
    /// What a version upgrade of the cluster needs here.
    pub(super) upgrade: u64,
    /// What a month's growth of the pods takes, at the plan's rate.
    pub(super) growth: u64,
    /// Free at the desired size.
    pub(super) free: u64,
}

impl Subnet {
    /// Below this the next update fails.
    pub(super) fn critical(&self) -> u64 {
        self.surge.saturating_add(self.upgrade).max(1)
    }

    /// Below this the update fails in a month.
    pub(super) fn warning(&self) -> u64 {
        self.critical().saturating_add(self.growth)
    }

    /// The share of the block that is taken when so many addresses are free, in percent with two places, rounded down.
    pub(super) fn used_percent(&self, free: u64) -> String {
        let used = self.addresses.saturating_sub(free).saturating_mul(10_000);
        let hundredths = used.checked_div(self.addresses).unwrap_or(0);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// When there are too many pods.
pub(super) struct Pods {
    pub(super) wall: u64,
    pub(super) what: String,
    pub(super) threshold: u64,
}

impl Thresholds {
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let report = blueprint.report;
        let rate = u64::from(blueprint.plan.growth.pods_per_month.hundredths());
        let upgrade = report.states.iter().find(|state| state.name == "upgrade");
        let has_own = blueprint
            .subnets
            .iter()
            .any(|subnet| subnet.placed.role == Role::ControlPlane);
        let cluster = if has_own {
            Role::ControlPlane
        } else {
            Role::Nodes
        };
        let mut subnets = Vec::new();
        for (index, subnet) in blueprint.subnets.iter().enumerate() {
            let role = subnet.placed.role;
            let Some(now) = subnet.report else { continue };
            if !matches!(role, Role::Nodes | Role::Pods) && role != cluster {
                continue;
            }
            let then = upgrade.and_then(|state| state.subnets.get(index));
            let surge = then.map_or(0, |then| wanted(then).saturating_sub(wanted(now)));
            subnets.push(Subnet {
                key: subnet.key.clone(),
                id: known_id(subnet).map(ToString::to_string),
                cidr: subnet.placed.cidr,
                addresses: now.addresses,
                surge,
                upgrade: if role == cluster { UPGRADE } else { 0 },
                growth: now.demand.nodes().saturating_mul(rate).div_ceil(10_000),
                free: now.free,
            });
        }
        let first = report.walls.iter().find(|wall| !moves(wall.kind));
        let pods = first.map(|wall| Pods {
            wall: wall.pods,
            what: wall.message(),
            // One month of growth leads from the threshold to the wall.
            threshold: wall.pods.saturating_mul(10_000) / rate.saturating_add(10_000),
        });
        let maxima = report.node_groups.iter().map(|group| group.nodes_max);
        Self {
            subnets,
            pods,
            nodes_max: maxima.fold(0, u64::saturating_add),
        }
    }
}

/// Whether an autoscaler moves a wall: what a node holds, at the nodes that are desired.
fn moves(kind: WallKind) -> bool {
    matches!(
        kind,
        WallKind::Cpu
            | WallKind::Memory
            | WallKind::MaxPods
            | WallKind::InterfaceSlots
            | WallKind::BranchInterfaces
    )
}

/// What is taken, and what would be if there were room.
fn wanted(subnet: &SubnetReport) -> u64 {
    subnet.used.saturating_add(subnet.short)
}

#[cfg(test)]
mod tests {
    use super::Subnet;

    #[test]
    fn thresholds_add_up() {
        // A /24 with 20 more addresses in an update, and 200 that grow by 5 % a month.
        let subnet = Subnet {
            key: "private-a".into(),
            id: None,
            cidr: "10.0.0.0/24".parse().expect("a block"),
            addresses: 256,
            surge: 20,
            upgrade: 5,
            growth: 10,
            free: 51,
        };
        assert_eq!((subnet.critical(), subnet.warning()), (25, 35));
        // 221 / 256 = 0.86328…
        assert_eq!(subnet.used_percent(35), "86.32");
    }
}
