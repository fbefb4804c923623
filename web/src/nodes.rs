//! The Nodes page: the groups, one node of each drawn, and the table of types.

use eniplan_core::analyze::{Certainty, GroupReport, MaxPodsSource};
use eniplan_core::finding::Grouped;
use yew::prelude::*;

use crate::change::Change;
use crate::form::{Look, Ui, details, facts};
use crate::instances::Instances;
use crate::verdict::grouped;
use crate::{findings, node_drawing, verdict};

/// The page.
pub(crate) fn view(ui: &Ui) -> Html {
    let groups = ui.state.plan.node_groups.len();
    html! {
        <>
        { verdict::view(ui.state) }
        <section aria-labelledby="groups-title">
            <div class="title">
                <h2 id="groups-title">{ "Node groups" }</h2>
                { ui.change("", "Add a group", "Add a node group", Change::AddGroup) }
            </div>
            if groups == 0 {
                <p class="empty">{ "No nodes yet. Add a group to see how many pods fit." }</p>
            }
            for index in 0..groups { { group(ui, index) } }
        </section>
        <Instances catalogue={ui.state.catalogue.clone()} plan={ui.state.plan.clone()}
            group={ui.state.group} dispatch={ui.dispatch.clone()} />
        { findings::list(ui.state) }
        </>
    }
}

fn group(ui: &Ui, index: usize) -> Html {
    let plan = &ui.state.plan;
    let name = plan.group_name(index);
    let Some(group) = plan.node_groups.get(index) else {
        return Html::default();
    };
    let path = |key: &str| format!("node_groups[{index}].{key}");
    let number = |count: u32| Grouped(count.into()).to_string();
    let plain = Look::default();
    let unit = |unit: &'static str| Look { unit, ..plain };
    let report = ui.state.report.node_groups.get(index);
    let set = report.map(|report| grouped(report.max_pods)).unwrap_or_default();
    html! {
        <article class="card group" aria-label={format!("Node group {name}")}>
            <div class="title">
                <h3>{ &name }</h3>
                { ui.change("plain", "Remove", &format!("Remove group {name}"), Change::RemoveGroup(index)) }
            </div>
            if let Some(report) = report { { outcome(report) } }
            if let Some(report) = report { { node_drawing::view(ui.state, report) } }
            <div class="fields">
                { ui.field(&path("name"), "Name", Look { instead: &name, ..plain }) }
                { ui.field(&path("instance_types"), "Instance types", plain) }
                { ui.choice(&path("provisioner"), "Provisioner", plain) }
                { ui.choice(&path("ami"), "Machine image", plain) }
                { ui.field(&path("nodes.min"), "Nodes, least", Look { instead: &number(group.nodes.min()), ..unit("nodes") }) }
                { ui.field(&path("nodes.desired"), "Nodes, desired", Look { instead: &number(group.nodes.desired()), ..unit("nodes") }) }
                { ui.field(&path("nodes.max"), "Nodes, most", Look { instead: &number(group.nodes.max()), ..unit("nodes") }) }
                { ui.field(&path("max_pods"), "Max pods a node", Look { instead: &set, ..unit("pods") }) }
                { ui.field(&path("pods.desired"), "Pods, desired", unit("pods")) }
                { ui.field(&path("pods.max"), "Pods, most", Look { instead: &number(group.pods.max()), ..unit("pods") }) }
                { ui.field(&path("pods.cpu"), "CPU of a pod", Look { instead: "does not bind", ..plain }) }
                { ui.field(&path("pods.memory"), "Memory of a pod", Look { instead: "does not bind", ..plain }) }
                { ui.field(&path("daemonset_pods"), "DaemonSet pods", unit("a node")) }
                { ui.field(&path("update.max_unavailable"), "Replaced at once", Look { unit: "nodes or %", ..plain }) }
                { ui.field(&path("zones"), "Zones", Look { instead: "the plan's", ..plain }) }
                { ui.switch(&path("custom_ami"), "Custom image", plain) }
            </div>
        </article>
    }
}

/// What becomes of the group, each number with its arithmetic.
fn outcome(report: &GroupReport) -> Html {
    let estimate = report.certainty == Certainty::Estimate;
    let formula = report.max_pods_formula.clone().unwrap_or_else(|| "the network sets no limit".into());
    let source = match report.max_pods_source {
        MaxPodsSource::Plan => "the plan",
        MaxPodsSource::Rules => "EKS, image or provisioner",
    };
    let title = |name: &'static str, value: String, more: String| html! {
        <>
            <span class="name">{ name }</span>
            <span class="value">{ if estimate { "≈ " } else { "" } }{ value }</span>
            <span class="more">{ more }</span>
        </>
    };
    let without = report.pods_pending.saturating_add(report.pods_without_address);
    html! {
        <div class={classes!("sums", estimate.then_some("estimate"))}>
            { details("sum", title("Max pods a node", grouped(report.max_pods), formula.clone()), facts(vec![
                ("formula", formula),
                ("what the network can serve", report.formula_max_pods.map_or_else(|| "no limit".into(), grouped)),
                ("set by", source.into()),
                ("of them on the host's network", grouped(report.host_network_pods)),
                ("how sure", report.certainty.name().into()),
            ])) }
            { details("sum", title("Addresses a node", grouped(report.addresses_per_node),
                format!("{} of them idle", Grouped(report.idle_addresses_per_node))), facts(vec![
                ("on interfaces", grouped(report.interfaces)),
                ("taken by the fullest node", grouped(report.addresses_per_node)),
                ("of them without a pod", grouped(report.idle_addresses_per_node)),
                ("after churn, at most", grouped(report.peak_addresses_per_node)),
            ])) }
            { details("sum", title("Pods placed", format!("{} of {}", Grouped(report.pods_placed), Grouped(report.pods_desired)),
                if without == 0 { "all run".into() } else { format!("{} do not run", Grouped(without)) }), facts(vec![
                ("pending, no node has room", grouped(report.pods_pending)),
                ("placed, but without an address", grouped(report.pods_without_address)),
            ])) }
            { details("sum", title("Nodes that fit", report.max_nodes.map_or_else(|| "unbounded".into(), grouped),
                format!("{} desired", Grouped(report.nodes))), facts(vec![
                ("desired", grouped(report.nodes)),
                ("most at which no subnet is short", report.max_nodes.map_or_else(|| "nothing bounds it".into(), grouped)),
                ("type with the fewest pods", report.instance_type.clone()),
            ])) }
        </div>
    }
}
