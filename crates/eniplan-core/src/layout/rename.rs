//! Subnets under other names, wherever a plan chooses them by name.

use alloc::vec::Vec;

use crate::plan::{Name, Plan};

/// Changes every name by which the plan chooses a subnet; a name that then stands twice in a list stands once.
pub(super) fn in_choices(plan: &mut Plan, change: &mut dyn FnMut(&mut Name)) {
    let mut renamed = |list: &mut Vec<Name>| {
        let mut seen: Vec<Name> = Vec::new();
        for mut name in list.drain(..) {
            change(&mut name);
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
        *list = seen;
    };
    for group in &mut plan.node_groups {
        if let Some(list) = &mut group.subnets {
            renamed(list);
        }
    }
    renamed(&mut plan.endpoints.interface_endpoints.subnets);
    for balancer in &mut plan.endpoints.load_balancers.list {
        renamed(&mut balancer.subnets);
    }
    for other in &mut plan.others {
        renamed(&mut other.subnets);
    }
}
