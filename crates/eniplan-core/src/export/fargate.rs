//! Groups of Fargate as they are built: a profile each, whose namespace is the group's name.

use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::groups::subnets_of;
use super::names;
use crate::plan::Provisioner;

/// A Fargate profile.
pub(super) struct Fargate {
    /// Its name, as AWS takes it, unique.
    pub(super) key: String,
    /// The namespace whose pods it takes.
    pub(super) namespace: String,
    /// Keys of its subnets, which are private.
    pub(super) subnets: Vec<String>,
}

/// The profiles of a plan, in its order.
pub(super) fn of(blueprint: &Blueprint) -> Vec<Fargate> {
    let mut profiles: Vec<Fargate> = Vec::new();
    if blueprint.strategy.replaces_vpc_cni() {
        return profiles;
    }
    for (index, group) in blueprint.plan.node_groups.iter().enumerate() {
        if group.provisioner != Provisioner::Fargate {
            continue;
        }
        let name = names::NODE_GROUP.fit(&blueprint.plan.group_name(index), "fargate");
        let key = names::unique(&name, |name| {
            profiles.iter().any(|profile| profile.key == name)
        });
        profiles.push(Fargate {
            namespace: names::namespace(&key),
            key,
            subnets: subnets_of(blueprint, group),
        });
    }
    profiles.retain(|profile| !profile.subnets.is_empty());
    profiles
}
