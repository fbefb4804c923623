//! The Nodes page: the groups, one node of each drawn, and the table of types.

use eniplan_elements::join;

use crate::change::Change;
use crate::element::{El, el};
use crate::form::{Look, Ui, change};
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
                .kid(change(
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

/// The fields of a group: key, name, what is in force where it is empty and no answer says so, unit.
const FIELDS: [(&str, &str, &str, &str); 16] = [
    ("name", "Name", "", ""),
    ("instance_types", "Instance types", "", ""),
    ("provisioner", "Provisioner", "", ""),
    ("ami", "Machine image", "", ""),
    ("nodes.min", "Nodes, least", "", "nodes"),
    ("nodes.desired", "Nodes, desired", "", "nodes"),
    ("nodes.max", "Nodes, most", "", "nodes"),
    ("max_pods", "Max pods a node", "", "pods"),
    ("pods.desired", "Pods, desired", "", "pods"),
    ("pods.max", "Pods, most", "", "pods"),
    ("pods.cpu", "CPU of a pod", "does not bind", ""),
    ("pods.memory", "Memory of a pod", "does not bind", ""),
    ("daemonset_pods", "DaemonSet pods", "", "a node"),
    (
        "update.max_unavailable",
        "Replaced at once",
        "",
        "nodes or %",
    ),
    ("zones", "Zones", "the plan's", ""),
    ("custom_ami", "Custom image", "", ""),
];

fn group(ui: &Ui, index: usize) -> El {
    let number = index.to_string();
    let path = |key| join(&["node_groups[", &number, "].", key]);
    let mut name = ui.text(&path("name"));
    if name.is_empty() {
        name = join(&["group-", &(index + 1).to_string()]);
    }
    let mut fields = el("div", "fields");
    for (key, label, empty, unit) in FIELDS {
        let path = path(key);
        let look = Look {
            unit,
            instead: empty,
            ..Look::default()
        };
        fields = fields.kid(match key {
            "provisioner" | "ami" => ui.choice(&path, label, look),
            "custom_ami" => ui.switch(&path, label, look),
            _ => ui.field(&path, label, look),
        });
    }
    el("article", "card group")
        .set("aria-label", join(&["Node group ", &name]))
        .kid(
            el("div", "title")
                .kid(el("h3", "").say(name.clone()))
                .kid(change(
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
