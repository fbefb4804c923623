//! Changes of a plan that are more than one value: rows added and removed, subnets listed, another plan.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Name, NodeGroup, Other, Plan, Role, Subnet, VpcCidr};

use crate::state::State;

/// A change that a button makes.
#[derive(Clone, PartialEq)]
pub(crate) enum Change {
    /// A secondary block for pods, the first of 100.64.0.0/10 that is free.
    AddPodsBlock,
    RemoveBlock(usize),
    /// The subnets that were laid out become the plan's own, to be edited.
    ListSubnets,
    /// No subnet is listed, so that all are laid out.
    LayOut,
    AddSubnet {
        cidr: Ipv4Prefix,
        role: Role,
        zone: Name,
    },
    RemoveSubnet(usize),
    AddOther,
    RemoveOther(usize),
    AddGroup,
    RemoveGroup(usize),
    /// A type for a group, in place of those it has.
    PickType(usize, Name),
    /// A plan of the defaults with one group.
    New,
    Example,
}

/// The plan after a change, and what to say of it.
pub(crate) fn apply(state: &State, change: Change) -> (Plan, &'static str) {
    let mut plan = (*state.plan).clone();
    let said = match change {
        Change::AddPodsBlock => {
            if let Some(cidr) = free_pods_block(&plan) {
                plan.vpc.cidrs.push(VpcCidr {
                    cidr,
                    routable: false,
                });
            }
            "Block added."
        }
        Change::RemoveBlock(index) => {
            remove(&mut plan.vpc.cidrs, index);
            "Block removed."
        }
        Change::ListSubnets => {
            list_subnets(state, &mut plan);
            "The subnets are listed now; edit them below."
        }
        Change::LayOut => {
            plan.subnets.clear();
            "The subnets are laid out by eniplan."
        }
        Change::AddSubnet { cidr, role, zone } => {
            list_subnets(state, &mut plan);
            let name = unused_name(&plan, role, &zone);
            plan.subnets.push(Subnet {
                name,
                zone,
                role,
                cidr,
                ..Subnet::default()
            });
            "Subnet added."
        }
        Change::RemoveSubnet(index) => {
            remove(&mut plan.subnets, index);
            "Subnet removed."
        }
        Change::AddOther => {
            plan.others.push(Other::default());
            "Row added."
        }
        Change::RemoveOther(index) => {
            remove(&mut plan.others, index);
            "Row removed."
        }
        Change::AddGroup => {
            plan.node_groups.push(NodeGroup::default());
            "Node group added."
        }
        Change::RemoveGroup(index) => {
            remove(&mut plan.node_groups, index);
            "Node group removed."
        }
        Change::PickType(group, name) => {
            if let Some(group) = plan.node_groups.get_mut(group) {
                group.instance_types = vec![name];
                group.mix = None;
            }
            "Instance type picked."
        }
        Change::New => {
            plan = Plan {
                node_groups: vec![NodeGroup::default()],
                ..Plan::default()
            };
            "A new plan. Undo brings the other one back."
        }
        Change::Example => {
            plan = crate::example::plan();
            "The example. Undo brings the other plan back."
        }
    };
    (plan, said)
}

fn remove<T>(list: &mut Vec<T>, index: usize) {
    if index < list.len() {
        list.remove(index);
    }
}

/// Makes every subnet of the report one of the plan's own; those it has stay as they are.
fn list_subnets(state: &State, plan: &mut Plan) {
    for subnet in &state.report.layout.subnets {
        if let (None, Some(zone)) = (subnet.listed, Name::of(&subnet.zone)) {
            plan.subnets.push(Subnet {
                name: Name::of(&subnet.name),
                zone,
                role: subnet.role,
                cidr: subnet.cidr,
                ..Subnet::default()
            });
        }
    }
}

/// The first /16 of 100.64.0.0/10 that meets no block of the VPC.
fn free_pods_block(plan: &Plan) -> Option<Ipv4Prefix> {
    let blocks = plan.vpc_blocks();
    let mut next = "100.64.0.0/16".parse().ok();
    // 100.64.0.0/10 holds 64 of them.
    for _ in 0..64 {
        let block: Ipv4Prefix = next?;
        if !blocks.iter().any(|other| other.overlaps(block)) {
            return Some(block);
        }
        next = block.next();
    }
    None
}

/// A name such as `pods-a`, or `pods-a-2` where that is taken.
fn unused_name(plan: &Plan, role: Role, zone: &Name) -> Option<Name> {
    let word = if role == Role::Nodes {
        "private"
    } else {
        role.word()
    };
    (1..=plan.subnets.len() + 1).find_map(|number| {
        let name = if number == 1 {
            format!("{word}-{zone}")
        } else {
            format!("{word}-{zone}-{number}")
        };
        let taken = plan
            .subnets
            .iter()
            .any(|subnet| subnet.name.as_deref() == Some(name.as_str()));
        if taken { None } else { Name::of(&name) }
    })
}
