//! What Terraform says, over a plan file: network, cluster and nodes often live in different states, and none of them
//! knows the workload.
//!
//! What Terraform has is taken from it, what it destroys is taken out, and everything else stays as the plan file says.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Name, NodeGroup, Plan, Subnet, VpcCidr};

use crate::inventory::{LineItemKind, Terraform};
use crate::survey::Survey;

/// The plan file with what Terraform says of the same cluster.
pub(crate) fn over(
    base: &Plan,
    new: &Plan,
    survey: &Survey<'_>,
    networking_is_known: bool,
) -> Plan {
    let mut plan = base.clone();
    let inventory = survey.inventory;
    let Some(terraform) = &inventory.terraform else {
        return plan;
    };
    plan.name = base.name.clone().or_else(|| new.name.clone());
    vpc(&mut plan, new, survey, terraform);
    subnets(&mut plan, new, survey, terraform);
    let described = survey.scope.cluster.as_deref();
    if let Some(own) = described.filter(|own| inventory.clusters.contains_key(*own)) {
        plan.cluster.kubernetes_version = new.cluster.kubernetes_version.clone();
        plan.cluster.service_cidr = new.cluster.service_cidr.or(plan.cluster.service_cidr);
        plan.cluster.existing |= !terraform.new_clusters.contains(own);
        plan.region = new.region.clone();
    }
    if networking_is_known {
        plan.networking = new.networking.clone();
    }
    groups(&mut plan, new, survey, terraform);
    let has = |kind: LineItemKind| terraform.line_items.iter().any(|item| item.kind == kind);
    if has(LineItemKind::NatGateway) {
        plan.endpoints.nat_gateways = new.endpoints.nat_gateways;
    }
    if has(LineItemKind::InterfaceEndpoint) {
        plan.endpoints.interface_endpoints = new.endpoints.interface_endpoints.clone();
    }
    if has(LineItemKind::ApplicationLoadBalancer) || has(LineItemKind::NetworkLoadBalancer) {
        plan.endpoints.load_balancers = new.endpoints.load_balancers.clone();
    }
    plan
}

fn vpc(plan: &mut Plan, new: &Plan, survey: &Survey<'_>, terraform: &Terraform) {
    let known = survey.inventory.vpcs.get(&survey.scope.vpc);
    let own = &mut plan.vpc;
    if known.is_some_and(|vpc| !vpc.blocks.is_empty()) {
        let before = std::mem::take(&mut own.cidrs);
        let as_before = |block: &VpcCidr| {
            let mut before = before.iter();
            before
                .find(|before| before.cidr == block.cidr)
                .unwrap_or(block)
                .clone()
        };
        own.cidrs = new.vpc.cidrs.iter().map(as_before).collect();
        own.ipv6_cidr = new.vpc.ipv6_cidr.or(own.ipv6_cidr);
    }
    own.id = new.vpc.id.clone().or(own.id.clone());
    own.cidrs
        .retain(|block| !terraform.gone.contains(&block.cidr.to_string()));
    let further = terraform.further_blocks.iter();
    let further = further.filter(|(vpc, _)| {
        own.id.as_deref().is_none_or(|own| own == vpc.as_str()) || vpc.is_empty()
    });
    for block in further.flat_map(|(_, blocks)| blocks) {
        if !own.cidrs.iter().any(|known| known.cidr == *block) {
            own.cidrs.push(VpcCidr {
                cidr: *block,
                ..VpcCidr::default()
            });
        }
    }
    join(&mut own.routes, &new.vpc.routes);
    join(&mut own.peers, &new.vpc.peers);
}

fn join(own: &mut Vec<Ipv4Prefix>, new: &[Ipv4Prefix]) {
    let missing: Vec<Ipv4Prefix> = new
        .iter()
        .filter(|block| !own.contains(block))
        .copied()
        .collect();
    own.extend(missing);
}

fn subnets(plan: &mut Plan, new: &Plan, survey: &Survey<'_>, terraform: &Terraform) {
    let zones = plan.zones.clone();
    let is_listed = !zones.is_empty();
    let mut left: Vec<(&Subnet, &str)> = new
        .subnets
        .iter()
        .zip(survey.subnets.iter().map(|subnet| subnet.id))
        .collect();
    let mut kept: Vec<Subnet> = Vec::new();
    for mut own in std::mem::take(&mut plan.subnets) {
        let keys = [
            own.id.as_deref().map(str::to_owned),
            Some(own.cidr.to_string()),
        ];
        let keys: Vec<String> = keys.into_iter().flatten().collect();
        let replaced = keys.iter().find_map(|key| terraform.replaced.get(key));
        let is_same = |(subnet, id): &(&Subnet, &str)| match replaced {
            Some(address) => id == address,
            None => {
                (subnet.id.is_some() && subnet.id == own.id)
                    || subnet.cidr == own.cidr
                    || (subnet.name.is_some() && subnet.name == own.name)
            }
        };
        if let Some(at) = left.iter().position(is_same) {
            let (now, _) = left.remove(at);
            if now.cidr != own.cidr {
                // What stood in the old one is gone with it.
                (own.used, own.free) = (None, None);
                own.taken.clear();
                own.reservations.clear();
            }
            own.cidr = now.cidr;
            own.id.clone_from(&now.id);
            own.zone = now.zone.clone();
            own.ipv6_cidr = now.ipv6_cidr.or(own.ipv6_cidr);
            join(&mut own.reservations, &now.reservations);
            kept.push(own);
        } else if !keys.iter().any(|key| terraform.gone.contains(key)) {
            kept.push(own);
        }
    }
    kept.extend(left.into_iter().map(|(subnet, _)| subnet.clone()));
    plan.subnets = kept;
    if is_listed {
        let known = |name: &Name| zones.iter().any(|zone| zone.name == *name);
        let further = new.zones.iter().filter(|zone| !known(&zone.name));
        plan.zones.extend(further.cloned());
    }
}

fn groups(plan: &mut Plan, new: &Plan, survey: &Survey<'_>, terraform: &Terraform) {
    let is_gone = |group: &NodeGroup| {
        let name = group.name.as_deref().unwrap_or_default();
        terraform.gone.contains(name) && !terraform.node_groups.contains(name)
    };
    plan.node_groups.retain(|group| !is_gone(group));
    for group in &new.node_groups {
        let subnets = subnets_of(plan, group, survey);
        let own = plan
            .node_groups
            .iter_mut()
            .find(|own| own.name == group.name);
        let Some(own) = own else {
            plan.node_groups.push(NodeGroup {
                subnets: subnets.or_else(|| group.subnets.clone()),
                ..group.clone()
            });
            continue;
        };
        // The addresses that are free today are those beside the nodes of today.
        let now = own.nodes.now.or(own.nodes.desired);
        own.nodes = group.nodes.clone();
        own.nodes.now = now.filter(|now| Some(*now) != group.nodes.desired);
        own.instance_types.clone_from(&group.instance_types);
        own.provisioner = group.provisioner;
        own.ami = group.ami;
        own.custom_ami = group.custom_ami;
        own.update = group.update.clone();
        own.max_pods = group.max_pods.or(own.max_pods);
        if let Some(subnets) = subnets {
            own.subnets = Some(subnets);
        }
    }
}

/// The subnets of a group by the names that the plan gives them, where its ids are among them; nothing where these are all
/// that the plan would take anyway.
fn subnets_of(plan: &Plan, group: &NodeGroup, survey: &Survey<'_>) -> Option<Vec<Name>> {
    let mut groups = survey.inventory.node_groups.iter();
    let (_, described) =
        groups.find(|((_, name), _)| Some(name.as_str()) == group.name.as_deref())?;
    let blocks: Vec<Ipv4Prefix> = survey
        .subnets
        .iter()
        .filter(|subnet| described.subnets.iter().any(|id| id == subnet.id))
        .map(|subnet| subnet.seen.block)
        .collect();
    let is_own = |subnet: &&Subnet| {
        let id = subnet.id.as_deref();
        id.is_some_and(|id| described.subnets.iter().any(|own| own == id))
            || blocks.contains(&subnet.cidr)
    };
    let own = plan.subnets.iter().filter(is_own);
    let named: Vec<Name> = own.filter_map(|subnet| subnet.name.clone()).collect();
    let all = plan
        .subnets
        .iter()
        .filter(|subnet| subnet.role == eniplan_core::plan::Role::Nodes);
    let all: Vec<Name> = all.filter_map(|subnet| subnet.name.clone()).collect();
    (!named.is_empty() && named != all).then_some(named)
}
