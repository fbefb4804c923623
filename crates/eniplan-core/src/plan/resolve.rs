//! What stands in for what a plan leaves out, where that depends on the rest of it.

use alloc::string::String;
use alloc::vec::Vec;

use super::DEFAULT_VPC_BLOCK;
use super::document::{Ami, NodeGroup, Nodes, Plan, Pods, Provisioner, Zone, ZoneKind};
use super::networking::{Cni, Networking};
use super::scalars::Name;
use crate::net::Ipv4Prefix;

/// The blocks from which EKS takes one for services where none is given.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html>, read 2026-11-23.
pub(crate) const SERVICE_CIDRS: [Ipv4Prefix; 2] = [
    Ipv4Prefix::literal([10, 100, 0, 0], 16),
    Ipv4Prefix::literal([172, 20, 0, 0], 16),
];
/// Zones of a VPC at most: as many as letters name.
pub(crate) const MOST_ZONES: usize = 26;
const TEN: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 8);

impl Plan {
    /// The name of the cluster and of what is exported.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("eniplan")
    }

    /// The zones in order, [`MOST_ZONES`] of them at most: as listed, or those of the subnets, or a, b and c.
    pub fn zones(&self) -> Vec<Zone> {
        if !self.zones.is_empty() {
            return self.zones.iter().take(MOST_ZONES).cloned().collect();
        }
        let mut names: Vec<&Name> = Vec::new();
        for subnet in &self.subnets {
            if names.len() == MOST_ZONES {
                break;
            }
            if !names.contains(&&subnet.zone) {
                names.push(&subnet.zone);
            }
        }
        if names.is_empty() {
            return ["a", "b", "c"]
                .map(|letter| Zone {
                    name: Name::literal(letter),
                    ..Zone::default()
                })
                .into();
        }
        names
            .into_iter()
            .map(|name| Zone {
                name: name.clone(),
                ..Zone::default()
            })
            .collect()
    }

    /// The IPv4 blocks of the VPC, the primary first; never empty.
    pub fn vpc_blocks(&self) -> Vec<Ipv4Prefix> {
        if self.vpc.cidrs.is_empty() {
            return alloc::vec![DEFAULT_VPC_BLOCK];
        }
        self.vpc.cidrs.iter().map(|block| block.cidr).collect()
    }

    /// The block of service addresses.
    ///
    /// EKS takes 10.100.0.0/16 or 172.20.0.0/16, whichever the VPC does not meet.
    pub fn service_cidr(&self) -> Ipv4Prefix {
        let [ten, hundred_seventy_two] = SERVICE_CIDRS;
        let meets_ten = self.vpc_blocks().iter().any(|block| block.overlaps(TEN));
        self.cluster
            .service_cidr
            .unwrap_or(if meets_ten { hundred_seventy_two } else { ten })
    }

    /// The name of the group at `index`.
    pub fn group_name(&self, index: usize) -> String {
        match self
            .node_groups
            .get(index)
            .and_then(|group| group.name.as_deref())
        {
            Some(name) => name.into(),
            None => alloc::format!("group-{}", index + 1),
        }
    }
}

impl Zone {
    /// The zone's full name in a Region: `eu-west-1a` for `a`.
    pub fn full_name(&self, region: &str) -> String {
        if self.name.len() == 1 {
            alloc::format!("{region}{}", self.name)
        } else {
            self.name.as_str().into()
        }
    }

    /// Whether it is a Local Zone, by its kind or by a name such as us-west-2-lax-1a.
    pub fn is_local(&self) -> bool {
        self.kind == ZoneKind::Local || self.name.split('-').count() > 3
    }
}

impl Nodes {
    /// Nodes wanted.
    pub fn desired(&self) -> u32 {
        self.desired.map_or_else(
            || {
                3.min(self.max.map_or(u32::MAX, super::Within::get))
                    .max(self.min.map_or(0, super::Within::get))
            },
            super::Within::get,
        )
    }

    /// Nodes at least.
    pub fn min(&self) -> u32 {
        self.min
            .map_or_else(|| 1.min(self.desired()), super::Within::get)
    }

    /// Nodes at most.
    pub fn max(&self) -> u32 {
        self.max
            .map_or_else(|| self.desired().max(3), super::Within::get)
    }

    /// Nodes at this moment.
    pub fn now(&self) -> u32 {
        self.now.map_or_else(|| self.desired(), super::Within::get)
    }
}

impl Pods {
    /// Pods at most.
    pub fn max(&self) -> u32 {
        self.max.unwrap_or(self.desired).get()
    }
}

impl NodeGroup {
    /// How its pods get addresses: the plan's settings with its own over them.
    pub fn networking(&self, plan: &Plan) -> Networking {
        self.networking.over(&plan.networking)
    }

    /// The names of its zones, in order, [`MOST_ZONES`] of them at most.
    pub fn zones(&self, plan: &Plan) -> Vec<Name> {
        if self.zones.is_empty() {
            plan.zones().into_iter().map(|zone| zone.name).collect()
        } else {
            self.zones.iter().take(MOST_ZONES).cloned().collect()
        }
    }

    /// Pods a node on the host's network.
    ///
    /// With the VPC CNI these are aws-node and kube-proxy; Auto Mode, Windows and Fargate nodes have none.
    /// Overlays run their agent in place of aws-node, so the count is the same.
    pub fn host_network_pods(&self, cni: Cni) -> u32 {
        let none = matches!(
            self.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        ) || self.ami == Ami::Windows
            || cni == Cni::AutoMode;
        self.host_network_pods
            .map_or(if none { 0 } else { 2 }, super::Within::get)
    }
}
