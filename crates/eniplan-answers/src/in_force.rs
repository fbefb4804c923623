//! What is in force at fields of the plan that are empty.

use eniplan_elements::{grouped, join};

use crate::State;

/// Values by path.
pub(crate) fn values(state: &State) -> Vec<(String, String)> {
    let plan = &state.plan;
    let mut all = vec![(
        "cluster.service_cidr".to_owned(),
        plan.service_cidr().to_string(),
    )];
    for (index, group) in plan.node_groups.iter().enumerate() {
        let number = index.to_string();
        let mut note = |key, value| all.push((join(&["node_groups[", &number, "].", key]), value));
        note("name", plan.group_name(index));
        note("nodes.min", grouped(group.nodes.min().into()));
        note("nodes.desired", grouped(group.nodes.desired().into()));
        note("nodes.max", grouped(group.nodes.max().into()));
        note("pods.max", grouped(group.pods.max().into()));
        if let Some(report) = state.report.node_groups.get(index) {
            note("max_pods", grouped(report.max_pods));
        }
    }
    all
}
