//! Changes of a plan that are more than one value: rows added and removed, another plan.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{NodeGroup, Other, Plan, VpcCidr};
use std::rc::Rc;

/// A change that a button makes.
#[derive(Clone, PartialEq)]
pub(crate) enum Change {
    /// A secondary block for pods, the first of 100.64.0.0/10 that is free.
    AddPodsBlock,
    RemoveBlock(usize),
    AddOther,
    RemoveOther(usize),
    AddGroup,
    RemoveGroup(usize),
    /// A plan of the defaults with one group.
    New,
    Example,
}

/// The plan after a change, and what to say of it.
pub(crate) fn apply(plan: &Plan, change: Change) -> (Rc<Plan>, &'static str) {
    let mut plan = plan.clone();
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
    (Rc::new(plan), said)
}

fn remove<T>(list: &mut Vec<T>, index: usize) {
    if index < list.len() {
        list.remove(index);
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
