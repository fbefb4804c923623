//! Changes of a plan that an answer offers: subnets listed, added and removed, a type picked.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Name, Plan, Role, Subnet};

use crate::State;

/// Makes every subnet of the report one of the plan's own; those it has stay as they are.
pub(crate) fn list_subnets(state: &State, plan: &mut Plan) {
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

/// Adds a subnet in the first zone, beside those that were laid out.
pub(crate) fn add_subnet(state: &State, plan: &mut Plan, cidr: Ipv4Prefix, role: Role) {
    let Some(zone) = plan.zones().into_iter().next() else {
        return;
    };
    list_subnets(state, plan);
    let name = unused_name(plan, role, &zone.name);
    plan.subnets.push(Subnet {
        name,
        zone: zone.name,
        role,
        cidr,
        ..Subnet::default()
    });
}

/// Puts a type in place of those that a group has.
pub(crate) fn pick_type(plan: &mut Plan, group: usize, name: &str) {
    if let (Some(group), Some(name)) = (plan.node_groups.get_mut(group), Name::of(name)) {
        group.instance_types = vec![name];
        group.mix = None;
    }
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
