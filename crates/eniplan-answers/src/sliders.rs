//! Sliders for the nodes and pods of each group.

use eniplan_core::analyze::Report;
use eniplan_core::plan::{NodeGroup, Plan};
use eniplan_elements::{Field, grouped, join};

use crate::State;
use crate::act::{El, el};
use crate::scale::round_up;

/// Groups that have sliders; more would fill the page.
const MOST: usize = 12;
/// What a group and a plan can have at most.
const MOST_NODES: u64 = 100_000;
const MOST_PODS: u64 = 10_000_000;

/// How far the sliders of a group reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    name: String,
    nodes: u64,
    pods: u64,
}

/// The reach of every group's sliders. It stays as it was while one drags, so that the thumb stays below the finger.
pub(crate) fn reaches(plan: &Plan, report: &Report, before: &[Reach]) -> Vec<Reach> {
    let of = |(index, group): (usize, &NodeGroup)| {
        let name = plan.group_name(index);
        let counted = report.node_groups.iter().find(|one| one.name == name);
        let desired = counted.map_or(0, |one| one.nodes);
        let nodes = desired.max(group.nodes.max().into());
        let pods = u64::from(group.pods.max()).max(group.pods.desired.get().into());
        let wanted = Reach {
            nodes: round_up((nodes * 2).max(10)).min(MOST_NODES),
            pods: round_up((pods * 2).max(100)).min(MOST_PODS),
            name,
        };
        let old = before.get(index).filter(|old| {
            let holds = |old: u64, value: u64, wanted: u64| value <= old && old / 20 <= wanted;
            old.name == wanted.name
                && holds(old.nodes, nodes, wanted.nodes)
                && holds(old.pods, pods, wanted.pods)
        });
        old.cloned().unwrap_or(wanted)
    };
    plan.node_groups
        .iter()
        .take(MOST)
        .enumerate()
        .map(of)
        .collect()
}

/// The section of sliders.
pub(crate) fn view(state: &State) -> El {
    let mut groups = el("div", "slides");
    for (index, reach) in state.reaches.iter().enumerate() {
        if let Some(card) = group(state, index, reach) {
            groups = groups.kid(card);
        }
    }
    let more = state.plan.node_groups.len().saturating_sub(MOST);
    let more = (more > 0).then(|| {
        el("p", "what").say(join(&[
            &grouped(more as u64),
            " more groups stand on the Nodes page.",
        ]))
    });
    el("section", "")
        .attr("aria-labelledby", "slides-title")
        .kid(
            el("div", "title").kid(
                el("h2", "")
                    .attr("id", "slides-title")
                    .text("Nodes and pods"),
            ),
        )
        .kid(groups)
        .maybe(more)
}

fn group(state: &State, index: usize, reach: &Reach) -> Option<El> {
    let group = state.plan.node_groups.get(index)?;
    let report = state
        .report
        .node_groups
        .iter()
        .find(|one| one.name == reach.name);
    let counted = report.map_or_else(|| group.nodes.desired().into(), |one| one.nodes);
    let desired = group
        .nodes
        .desired
        .map_or(counted, |desired| desired.get().into());
    let mut card = el("article", "card")
        .set("aria-label", join(&["Sliders of ", &reach.name]))
        .kid(
            el("h3", "")
                .say(reach.name.clone())
                .maybe(report.map(|one| el("span", "unit").say(join(&[" ", &one.instance_type])))),
        );
    for (key, label, value, most) in [
        ("nodes.desired", "Nodes, desired", desired, reach.nodes),
        (
            "nodes.max",
            "Nodes, most",
            u64::from(group.nodes.max()),
            reach.nodes,
        ),
        (
            "pods.desired",
            "Pods, desired",
            group.pods.desired.get().into(),
            reach.pods,
        ),
        (
            "pods.max",
            "Pods, most",
            group.pods.max().into(),
            reach.pods,
        ),
    ] {
        let field = Field {
            path: join(&["node_groups[", &index.to_string(), "].", key]),
            label: join(&[label, " of ", &reach.name]),
            instead: value.to_string(),
            most: usize::try_from(most).unwrap_or(usize::MAX),
            ..Field::default()
        };
        card = card.kid(
            el("div", "slide")
                .kid(el("span", "").attr("aria-hidden", "true").text(label))
                .kid(el("b", "").say(grouped(value)))
                .field(field),
        );
    }
    let fits = report.map(|one| match one.max_nodes {
        Some(most) => join(&[
            "The subnets hold ",
            &grouped(most),
            " such nodes at most, the other groups as desired.",
        ]),
        None => "No subnet bounds its nodes.".into(),
    });
    Some(card.maybe(fits.map(|fits| el("p", "what").say(fits))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::analyze::analyze;
    use eniplan_core::aws::catalogue::Catalogue;
    use eniplan_core::plan::NodeCount;

    #[test]
    fn sliders_reach_as_far_as_before_while_one_drags() {
        let mut plan = Plan::default();
        plan.node_groups.push(NodeGroup::default());
        let reach = |plan: &Plan, before: &[Reach]| {
            reaches(plan, &analyze(plan, &Catalogue::bundled()), before)
        };
        let first = reach(&plan, &[]);
        assert_eq!((first[0].nodes, first[0].pods), (10, 100));
        plan.node_groups[0].nodes.desired = Some(NodeCount::of(10));
        assert_eq!(reach(&plan, &first), first);
        plan.node_groups[0].nodes.desired = Some(NodeCount::of(11));
        let next = reach(&plan, &first);
        assert_eq!(next[0].nodes, 50);
        plan.node_groups[0].nodes.desired = Some(NodeCount::of(1));
        assert_eq!(reach(&plan, &next), next);
    }
}
