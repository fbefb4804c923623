//! The Nodes page: the groups, one node of each drawn, and the table of types.

use eniplan_elements::join;

use crate::change::Change;
use crate::element::{El, el};
use crate::form::{Look, Ui, instead, unit};
use crate::path;

/// The page.
pub(crate) fn view(ui: &Ui) -> El {
    let count = path::count_at(&ui.state.plan, "node_groups");
    let mut groups = el("div", "");
    for index in 0..count {
        groups = groups.kid(group(ui, index));
    }
    let none = (count == 0)
        .then(|| el("p", "empty").text("No nodes yet. Add a group to see how many pods fit."));
    let section = el("section", "")
        .attr("aria-labelledby", "groups-title")
        .kid(
            el("div", "title")
                .kid(el("h2", "").attr("id", "groups-title").text("Node groups"))
                .kid(ui.change(
                    "",
                    "Add a group",
                    "Add a group of nodes".into(),
                    Change::AddGroup,
                )),
        )
        .maybe(none)
        .kid(groups);
    el("div", "page")
        .answer("verdict".into())
        .kid(section)
        .answer("instances".into())
        .answer("findings".into())
}

fn group(ui: &Ui, index: usize) -> El {
    let number = index.to_string();
    let path = |key| join(&["node_groups[", &number, "].", key]);
    let mut name = ui.text(&path("name"));
    if name.is_empty() {
        name = join(&["group-", &(index + 1).to_string()]);
    }
    let field = |key, label, look| ui.field(&path(key), label, look);
    let common = Look::default();
    let fields = el("div", "fields")
        .kid(field("name", "Name", instead(&name, "")))
        .kid(field("instance_types", "Instance types", common))
        .kid(ui.choice(&path("provisioner"), "Provisioner", common))
        .kid(ui.choice(&path("ami"), "Machine image", common))
        .kid(field("nodes.min", "Nodes, least", unit("nodes")))
        .kid(field("nodes.desired", "Nodes, desired", unit("nodes")))
        .kid(field("nodes.max", "Nodes, most", unit("nodes")))
        .kid(field("max_pods", "Max pods a node", unit("pods")))
        .kid(field("pods.desired", "Pods, desired", unit("pods")))
        .kid(field("pods.max", "Pods, most", unit("pods")))
        .kid(field(
            "pods.cpu",
            "CPU of a pod",
            instead("does not bind", ""),
        ))
        .kid(field(
            "pods.memory",
            "Memory of a pod",
            instead("does not bind", ""),
        ))
        .kid(field("daemonset_pods", "DaemonSet pods", unit("a node")))
        .kid(field(
            "update.max_unavailable",
            "Replaced at once",
            unit("nodes or %"),
        ))
        .kid(field("zones", "Zones", instead("the plan's", "")))
        .kid(ui.switch(&path("custom_ami"), "Custom image", common));
    el("article", "card group")
        .set("aria-label", join(&["Node group ", &name]))
        .kid(
            el("div", "title")
                .kid(el("h3", "").say(name.clone()))
                .kid(ui.change(
                    "plain",
                    "Remove",
                    join(&["Remove group ", &name]),
                    Change::RemoveGroup(index),
                )),
        )
        .answer(join(&["group ", &number]))
        .answer(join(&["node ", &number]))
        .kid(fields)
}
