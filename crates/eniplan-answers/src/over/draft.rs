//! A few questions that lead to a whole plan, with what would come of it while one answers.

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Severity;
use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_core::plan::tree::{Data, Entry, Node};
use eniplan_core::plan::{Plan, block_meant};
use eniplan_elements::{On, Outcome, button, grouped};

use super::{Ask, desk, is_example};
use crate::act::{El, el};
use crate::{State, verdict};

/// Names of types that are offered while one is typed.
const MOST_TYPES: usize = 12;
/// Zones of a Region, at most, as letters.
const ZONES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The answers as they were typed.
pub(super) struct Draft {
    block: String,
    zones: String,
    kind: String,
    nodes: String,
    most: String,
    pods: String,
    growth: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            block: "10.0.0.0/16".into(),
            zones: "3".into(),
            kind: "m6i.large".into(),
            nodes: "10".into(),
            most: "20".into(),
            pods: "200".into(),
            growth: "5%".into(),
        }
    }
}

/// A fault with the word of the question that it is about.
type Fault = (&'static str, String);

impl Draft {
    /// The plan of the answers, and what is wrong with them.
    fn plan(&self) -> (Plan, Vec<Fault>) {
        let mut faults: Vec<Fault> = Vec::new();
        let block = block_meant(&self.block).map(|block| Node::quoted(block.to_string()));
        if block.is_none() {
            let words = "Write a block such as 10.0.0.0/16, a length such as /18, or how many addresses there must be, up to 65,536.";
            faults.push(("block", words.into()));
        }
        let (zones, fault) = zones(&self.zones);
        faults.extend(fault.map(|words| ("zones", words)));
        let text = |text: &str| match text.trim() {
            "" => Node::null(),
            text => Node::quoted(text.to_owned()),
        };
        let map = |entries: Vec<(&'static str, Node)>| {
            let entries = entries
                .into_iter()
                .map(|(key, value)| Entry::of(key, value));
            Node::of(Data::Map(entries.collect()))
        };
        let list = |items| Node::of(Data::List(items));
        let types = self.kind.split([',', ' ']).filter(|name| !name.is_empty());
        let nodes = map(vec![
            ("desired", text(&self.nodes)),
            ("max", text(&self.most)),
        ]);
        let pods = map(vec![("desired", text(&self.pods))]);
        let group = map(vec![
            (
                "instance_types",
                list(types.map(|name| Node::quoted(name.to_owned())).collect()),
            ),
            ("nodes", nodes),
            ("pods", pods),
        ]);
        let tree = map(vec![
            (
                "vpc",
                map(vec![("cidrs", list(block.into_iter().collect()))]),
            ),
            ("zones", list(zones)),
            ("node_groups", list(vec![group])),
            ("growth", map(vec![("pods_per_month", text(&self.growth))])),
        ]);
        let (plan, findings) = Plan::read(&tree);
        for finding in findings {
            let about = match finding.subject.as_str() {
                "node_groups[0].nodes.desired" => "nodes",
                "node_groups[0].nodes.max" => "most",
                "node_groups[0].pods.desired" => "pods",
                "growth.pods_per_month" => "growth",
                subject if subject.starts_with("node_groups[0].instance_types") => "type",
                subject if subject.starts_with("zones") => "zones",
                _ => continue,
            };
            if finding.severity == Severity::Error {
                faults.push((about, finding.help()));
            }
        }
        if self.kind.trim().is_empty() {
            faults.push(("type", "Write an instance type, such as m6i.large.".into()));
        }
        (plan, faults)
    }
}

/// Zones by number, or as they are named.
fn zones(text: &str) -> (Vec<Node>, Option<String>) {
    let text = text.trim();
    let named = text.split([',', ';', ' ']).filter(|name| !name.is_empty());
    match text.parse::<usize>() {
        Ok(count) if (1..=ZONES.len()).contains(&count) => {
            let letters = ZONES.iter().take(count);
            (letters.map(|letter| Node::quoted(*letter)).collect(), None)
        }
        Err(_) if !text.is_empty() => (
            named.map(|name| Node::quoted(name.to_owned())).collect(),
            None,
        ),
        _ => {
            let words = "Write how many zones, 1 to 6, or their names.";
            (Vec::new(), Some(words.into()))
        }
    }
}

/// Takes an answer, or makes the plan.
pub(super) fn tell(state: &mut State, what: &str, value: &str) -> Outcome {
    let draft = &mut state.over.draft;
    let field = match what {
        "block" => &mut draft.block,
        "zones" => &mut draft.zones,
        "type" => &mut draft.kind,
        "nodes" => &mut draft.nodes,
        "most" => &mut draft.most,
        "pods" => &mut draft.pods,
        "growth" => &mut draft.growth,
        "make" => {
            let (plan, faults) = draft.plan();
            if !faults.is_empty() {
                return Outcome::Redraw(String::new());
            }
            state.over.dialog = None;
            if state.page != "vpc" {
                desk::go_to("#/vpc", "main");
            }
            let said = "Your plan. Undo brings the one before it back.";
            return Outcome::Plan(link::pack(&plan.write()), said.into(), "main".into());
        }
        _ => return Outcome::Nothing,
    };
    value.clone_into(field);
    Outcome::Redraw(String::new())
}

/// The questions, and what would come of the answers.
pub(super) fn view(state: &State) -> El {
    let draft = &state.over.draft;
    let (plan, faults) = draft.plan();
    let fault = |about: &str| {
        let found = faults.iter().find(|(known, _)| *known == about);
        found.map(|(_, words)| words.as_str())
    };
    let ask = |ask: Ask<'_>| ask.field(ask.input());
    let block = Ask {
        id: "draft-block",
        label: "Address space of the VPC",
        value: &draft.block,
        code: "draft block",
        unit: "",
        help: "A block, a length such as /18, or how many addresses.",
        fault: fault("block"),
    };
    let kind = Ask {
        id: "draft-type",
        label: "Instance type",
        value: &draft.kind,
        code: "draft type",
        unit: "",
        help: "Two letters of it bring names to choose from.",
        fault: fault("type"),
    };
    let types = kind.input().attr("list", "draft-types");
    let first = kind
        .field(types)
        .kid(suggestions(&state.catalogue, &draft.kind));
    let fields = el("div", "fields")
        .kid(block.field(block.input().attr("autofocus", "")))
        .kid(ask(Ask {
            id: "draft-zones",
            label: "Zones",
            value: &draft.zones,
            code: "draft zones",
            unit: "",
            help: "How many, or their names.",
            fault: fault("zones"),
        }))
        .kid(first)
        .kid(ask(Ask {
            id: "draft-nodes",
            label: "Nodes",
            value: &draft.nodes,
            code: "draft nodes",
            unit: "nodes",
            help: "Over all zones.",
            fault: fault("nodes"),
        }))
        .kid(ask(Ask {
            id: "draft-most",
            label: "Nodes, most",
            value: &draft.most,
            code: "draft most",
            unit: "nodes",
            help: "When it scales out; left out: as many.",
            fault: fault("most"),
        }))
        .kid(ask(Ask {
            id: "draft-pods",
            label: "Pods",
            value: &draft.pods,
            code: "draft pods",
            unit: "pods",
            help: "Over all nodes, CoreDNS and the like included.",
            fault: fault("pods"),
        }))
        .kid(ask(Ask {
            id: "draft-growth",
            label: "Growth of the pods",
            value: &draft.growth,
            code: "draft growth",
            unit: "a month",
            help: "Compounded.",
            fault: fault("growth"),
        }));
    let make = button("main")
        .text("Open this plan")
        .flag("aria-disabled", !faults.is_empty())
        .on(On::Click, "draft make".into());
    let words = (!is_example(state)).then(|| {
        el("p", "what").say(format!(
            "It takes the place of “{}”; Undo brings that back.",
            state.plan.name()
        ))
    });
    let report = analyze(&plan, &state.catalogue);
    // Enter in any field presses the button.
    el("div", "draft")
        .attr("data-enter", "")
        .kid(fields)
        .kid(outcome(&report))
        .kid(el("div", "row").kid(make).maybe(words))
}

fn suggestions(catalogue: &Catalogue, typed: &str) -> El {
    let typed = typed.trim().to_lowercase();
    let mut list = el("datalist", "").attr("id", "draft-types");
    if typed.len() < 2 {
        return list;
    }
    let names = catalogue.listed().map(|one| one.name.as_str());
    for name in names.filter(|name| name.contains(&typed)).take(MOST_TYPES) {
        list = list.kid(el("option", "").set("value", name.into()));
    }
    list
}

/// What the analysis says of the answers, in short.
fn outcome(report: &Report) -> El {
    let mut gates = el("ul", "");
    for gate in &report.gates {
        let (class, word) = verdict::word(gate);
        gates = gates.kid(
            el("li", class)
                .text(gate.kind.question())
                .text(" ")
                .kid(el("b", "answer").text(word)),
        );
    }
    let wall = report.walls.first().map(|wall| {
        el("p", "what")
            .kid(el("b", "").text("First wall: "))
            .text(wall.kind.title())
            .say(format!(
                ", {}. {}",
                verdict::more(wall.more),
                wall.message()
            ))
    });
    let totals = &report.totals;
    let count = format!(
        "{} of {} addresses used, {} of {} pods placed.",
        grouped(totals.addresses_used),
        grouped(totals.usable),
        grouped(totals.pods_placed),
        grouped(totals.pods_desired)
    );
    let mut section = el("section", "outcome")
        .attr("role", "status")
        .kid(el("h3", "").say(verdict::headline(None, report)))
        .kid(gates)
        .kid(el("p", "what").say(count))
        .maybe(wall);
    let errors = report
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    for finding in errors.take(3) {
        let words = format!(" {} {}", finding.message(), finding.help());
        section = section.kid(el("p", "error").kid(el("b", "").text("error")).say(words));
    }
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_that_stand_there_at_first_make_a_plan_that_fits() {
        let (plan, faults) = Draft::default().plan();
        assert_eq!(faults, []);
        assert_eq!(plan.zones.len(), 3);
        let report = analyze(&plan, &Catalogue::bundled());
        assert!(
            report.gates.iter().all(|gate| gate.ok),
            "{:?}",
            report.gates
        );
        assert_eq!(report.totals.pods_placed, 200);
        assert_eq!(report.totals.nodes, 10);
    }

    #[test]
    fn each_faulty_answer_is_told_at_its_question() {
        let draft = Draft {
            block: "ten".into(),
            zones: "9".into(),
            kind: " ".into(),
            nodes: "many".into(),
            most: "-1".into(),
            pods: "1.5".into(),
            growth: "a lot".into(),
        };
        let (_, faults) = draft.plan();
        for about in ["block", "zones", "type", "nodes", "most", "pods", "growth"] {
            assert!(
                faults.iter().any(|(known, _)| *known == about),
                "{about}: {faults:?}"
            );
        }
    }

    #[test]
    fn answers_are_read_as_people_paste_them() {
        let draft = Draft {
            block: " 16,000 ".into(),
            zones: "eu-west-1a, eu-west-1b".into(),
            nodes: "1,000".into(),
            pods: "20 000".into(),
            growth: "5 %".into(),
            ..Draft::default()
        };
        let (plan, faults) = draft.plan();
        assert_eq!(faults, []);
        assert_eq!(plan.vpc_blocks()[0].to_string(), "10.0.0.0/18");
        assert_eq!(plan.zones.len(), 2);
        assert_eq!(plan.node_groups[0].nodes.desired(), 1_000);
    }
}
