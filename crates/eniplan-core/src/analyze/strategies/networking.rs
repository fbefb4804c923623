//! Settings of the VPC CNI, changed for every group that takes them and kept for the others.

use super::{Present, Refusal};
use crate::plan::{
    Ami, Cni, IpFamily, Networking, NetworkingOverride, NodeGroup, Plan, Provisioner, Warm,
    WarmOverride,
};

/// Which nodes a setting concerns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Every EC2 node that one starts oneself.
    Any,
    /// Those of them that run Linux.
    Linux,
}

impl Takes {
    /// Why a group does not take the setting; none where it does.
    fn refuses(self, name: &str, group: &NodeGroup) -> Option<Refusal> {
        match group.provisioner {
            Provisioner::AutoMode | Provisioner::Fargate => Some(Refusal::Provisioner {
                group: name.into(),
                provisioner: group.provisioner.text(),
            }),
            _ if self == Self::Linux && group.ami == Ami::Windows => {
                Some(Refusal::Windows { group: name.into() })
            }
            _ => None,
        }
    }
}

/// The plan with the VPC CNI and IPv4, and a change to the settings of every group that takes it.
///
/// A group that does not keeps the settings that it had, written as its own.
pub(super) fn with_settings(
    present: &Present<'_>,
    takes: Takes,
    change: impl Fn(&mut Networking),
) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if plan.networking.ip_family == IpFamily::Ipv6 {
        return Err(Refusal::Ipv6);
    }
    let mut first = None;
    let mut is_any = false;
    let changed = |old: &Networking| {
        let mut new = old.clone();
        new.cni = Cni::VpcCni;
        new.ip_family = IpFamily::Ipv4;
        change(&mut new);
        new
    };
    let old = core::mem::take(&mut plan.networking);
    plan.networking = changed(&old);
    for (index, group) in plan.node_groups.iter_mut().enumerate() {
        let own = group.networking.over(&old);
        let own = match takes.refuses(&present.plan.group_name(index), group) {
            None => {
                is_any = true;
                changed(&own)
            }
            Some(refusal) => {
                first.get_or_insert(refusal);
                own
            }
        };
        group.networking = difference(&own, &plan.networking);
    }
    if is_any {
        Ok(plan)
    } else {
        Err(first.unwrap_or(Refusal::NoNodes))
    }
}

/// The same change for every group alike, whatever they said before.
pub(super) fn everywhere(plan: &mut Plan, change: impl Fn(&mut Networking)) {
    change(&mut plan.networking);
    for group in &mut plan.node_groups {
        group.networking = NetworkingOverride::default();
    }
}

/// The first group, if any, of which `is_so` holds.
pub(super) fn group_where(
    plan: &Plan,
    is_so: impl Fn(&NodeGroup) -> bool,
) -> Option<alloc::string::String> {
    let index = plan.node_groups.iter().position(is_so)?;
    Some(plan.group_name(index))
}

/// What a group has to say so that `own` comes out over the plan's settings.
fn difference(own: &Networking, plan: &Networking) -> NetworkingOverride {
    fn unlike<T: Clone + PartialEq>(own: &T, plan: &T) -> Option<T> {
        (own != plan).then(|| own.clone())
    }
    let Warm {
        eni,
        ip,
        minimum_ip,
        prefix,
    } = &own.warm;
    NetworkingOverride {
        cni: unlike(&own.cni, &plan.cni),
        ip_family: unlike(&own.ip_family, &plan.ip_family),
        prefix_delegation: unlike(&own.prefix_delegation, &plan.prefix_delegation),
        custom_networking: unlike(&own.custom_networking, &plan.custom_networking),
        subnet_discovery: unlike(&own.subnet_discovery, &plan.subnet_discovery),
        pod_security_groups: unlike(&own.pod_security_groups, &plan.pod_security_groups),
        warm: WarmOverride {
            eni: unlike(eni, &plan.warm.eni),
            ip: unlike(ip, &plan.warm.ip),
            minimum_ip: unlike(minimum_ip, &plan.warm.minimum_ip),
            prefix: unlike(prefix, &plan.warm.prefix),
        },
        max_eni: unlike(&own.max_eni, &plan.max_eni),
        external_snat: unlike(&own.external_snat, &plan.external_snat),
        pod_cidr: unlike(&own.pod_cidr, &plan.pod_cidr),
        block_size: unlike(&own.block_size, &plan.block_size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Target;

    #[test]
    fn a_difference_over_the_plan_gives_the_groups_own_settings() {
        let plan = Networking {
            custom_networking: true,
            max_eni: Some(crate::plan::Within::of(3)),
            ..Networking::default()
        };
        let own = Networking {
            warm: Warm {
                ip: Some(Target::of(5)),
                ..Warm::default()
            },
            ..Networking::default()
        };
        assert_eq!(difference(&own, &plan).over(&plan), own);
        assert_eq!(difference(&plan, &plan), NetworkingOverride::default());
    }
}
