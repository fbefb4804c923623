//! Buttons that apply a change which the core knows, and what is said once it is made.

use eniplan_core::analyze::mend::{Best, Mend, Setting, Start, of_finding, of_wall, start};
use eniplan_elements::{On, button, grouped, join, marked};

use crate::State;
use crate::act::{Act, El, el};
use crate::edits::{self, Done, Place};

/// Settings that a button names; more are counted.
const MOST: usize = 3;
/// Subnets of a plan up to which changes are offered beside each finding: each costs a copy of the plan.
const MOST_SUBNETS: usize = 300;
/// Findings that have a button.
const MOST_FINDINGS: usize = 40;

/// What a change is to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// What helps most.
    Best,
    /// The wall at this place of the report.
    Wall(usize),
    /// The finding at this place.
    Finding(usize),
}

impl Ask {
    /// It in words.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Best => "best".into(),
            Self::Wall(index) => join(&["walls ", &index.to_string()]),
            Self::Finding(index) => join(&["findings ", &index.to_string()]),
        }
    }

    /// What words mean.
    pub(crate) fn of(words: &str) -> Option<Self> {
        let (section, index) = words.split_once(' ').unwrap_or((words, ""));
        Some(match section {
            "best" => Self::Best,
            "walls" => Self::Wall(index.parse().ok()?),
            "findings" => Self::Finding(index.parse().ok()?),
            _ => return None,
        })
    }

    /// The part of the page in which it is asked.
    fn section(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Wall(_) => "walls",
            Self::Finding(_) => "findings",
        }
    }

    /// The change, if the core knows one.
    pub(crate) fn mend(self, state: &State) -> Option<Mend> {
        let (plan, report) = (&state.plan, &state.report);
        match self {
            Self::Best => state.best.as_ref().map(|best| best.mend.clone()),
            Self::Wall(index) => of_wall(plan, report, report.walls.get(index)?),
            Self::Finding(index) => {
                let few = report.subnets.len() <= MOST_SUBNETS && index < MOST_FINDINGS;
                let finding = report.findings.get(index).filter(|_| few)?;
                of_finding(plan, report, finding)
            }
        }
    }

    /// The change made.
    pub(crate) fn done(self, state: &State) -> Option<Done> {
        let mend = self.mend(state)?;
        Some(Done {
            name: self.section().into(),
            text: join(&["Applied: ", &settings(&mend), "."]),
            block: None,
            focus: "undo-fix".into(),
            plan: mend.plan,
        })
    }
}

/// The button of a change, with what it sets.
pub(crate) fn offer(state: &State, ask: Ask) -> Option<El> {
    let mend = ask.mend(state)?;
    Some(apply(ask, &mend))
}

/// What was applied in a part of the page last, with a way back.
pub(crate) fn said(state: &State, section: &str) -> Option<El> {
    edits::said(state, Place::Fix, section)
}

fn apply(ask: Ask, mend: &Mend) -> El {
    let settings = settings(mend);
    el("p", "row")
        .kid(
            button(if ask == Ask::Best { "main" } else { "" })
                .text("Apply")
                .set("aria-label", join(&["Apply: ", &settings]))
                .on(On::Click, Act::Mend(ask).code()),
        )
        .kid(el("code", "").say(settings))
}

/// What a change sets, in short.
fn settings(mend: &Mend) -> String {
    let first = mend.settings.iter().take(MOST);
    let first: Vec<String> = first.map(Setting::text).collect();
    let more = mend.settings.len().saturating_sub(MOST);
    let more = if more == 0 {
        String::new()
    } else {
        join(&[" and ", &grouped(more as u64), " more"])
    };
    join(&[&first.join(", "), &more])
}

/// The one change that helps most, or what to do next where nothing is wrong.
pub(crate) fn best(state: &State) -> Option<El> {
    let best = state.best.as_ref();
    let said = said(state, "best");
    if best.is_none() && said.is_none() {
        return begin(state);
    }
    let is_needed = best.is_some_and(Best::is_needed);
    let name = if is_needed { "Best fix" } else { "Next" };
    let order = best.map_or_else(
        || "Nothing: no change that eniplan knows would help more.".into(),
        |best| best.order.clone(),
    );
    Some(
        el("div", "card best")
            .kid(
                el("p", "")
                    .kid(
                        el("b", "")
                            .attr("id", "best-title")
                            .attr("tabindex", "-1")
                            .text(name),
                    )
                    .say(join(&[": ", &order])),
            )
            .maybe(best.map(|best| apply(Ask::Best, &best.mend)))
            .maybe(best.map(|best| el("p", "what").say(effect(best))))
            .maybe(said),
    )
}

/// Where to begin, where there is no one change to offer.
fn begin(state: &State) -> Option<El> {
    let words = |name: &'static str| el("p", "").kid(el("b", "").text(name));
    let card = el("div", "card best");
    Some(match start(&state.report)? {
        Start::Error(finding) => {
            let (message, help) = finding.marked();
            let title = join(&[": ", finding.code.entry().title, ". "]);
            let told = marked(words("Start with").say(title), &message).text(" ");
            card.kid(marked(told, &help)).kid(
                el("p", "row").kid(
                    button("main")
                        .text("See the findings")
                        .on(On::Click, Act::Findings.code()),
                ),
            )
        }
        Start::Nodes => {
            let order = ": add a node group. The plan then says how many pods its subnets carry.";
            let link = el("a", "").attr("href", "#/nodes").text("Add it on Nodes");
            card.kid(words("Next").text(order))
                .kid(el("p", "row").kid(link))
        }
    })
}

/// What the change leads to, by the analysis of the changed plan.
fn effect(best: &Best) -> String {
    let (now, then) = (&best.now, &best.then);
    let mut told = Vec::new();
    for (what, now, then) in [
        ("checks that fail", Some(now.shut), Some(then.shut)),
        (
            "pods that do not run",
            Some(now.waiting),
            Some(then.waiting),
        ),
        ("pods at the first wall", now.wall, then.wall),
        ("addresses used", Some(now.used), Some(then.used)),
    ] {
        if now != then {
            let number = |number: Option<u64>| number.map_or_else(|| "no end".into(), grouped);
            told.push(join(&[what, " ", &number(then), ", now ", &number(now)]));
        }
    }
    join(&["With it: ", &told.join("; "), "."])
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::link;
    use eniplan_core::plan::shape::Value as _;
    use eniplan_core::plan::{Count, NodeCount, NodeGroup, Plan, VpcCidr};
    use eniplan_elements::Outcome;

    /// Ten pods of a m5.large with WARM_ENI_TARGET=1 take 30 addresses a node, so that ten nodes want more than 251.
    #[test]
    fn a_button_applies_what_it_says_and_says_so_where_it_stands() {
        let mut plan = Plan::default();
        let mut state = State::new();
        let mut take = |plan: &Plan| state.take(&link::pack(&plan.write()), "capacity", false);
        take(&plan);
        plan.node_groups.push(NodeGroup::default());
        let group = &mut plan.node_groups[0];
        group.nodes.desired = Some(NodeCount::of(10));
        group.pods.desired = Count::of(100);
        plan.vpc.cidrs = vec![VpcCidr {
            cidr: "10.0.0.0/25".parse().expect("a block"),
            ..VpcCidr::default()
        }];
        take(&plan);
        let best = state.best.clone().expect("a fix");
        assert!(best.is_needed(), "{best:?}");
        let Outcome::Plan(packed, said, focus) = state.tell(&Act::Mend(Ask::Best).code(), "")
        else {
            panic!("no plan")
        };
        assert!(said.starts_with("Applied: "), "{said}");
        assert_eq!(focus, "undo-fix");
        state.take(&packed, "capacity", false);
        assert_eq!(state.plan, best.mend.plan);
        assert!(state.said().is_some_and(|shown| shown.text == said));
        assert!(super::said(&state, "best").is_some() && super::said(&state, "walls").is_none());
    }
}
