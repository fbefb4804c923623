//! The module of the page that answers: the analysis, and everything that shows what it says.
//!
//! It gets the plan in the bytes of a link and gives elements in bytes; the first module draws them.

mod act;
mod block;
mod block_words;
mod blocks;
mod capacity;
mod cells;
mod change;
mod columns;
mod comparison;
mod derivations;
mod edits;
mod filter;
mod findings;
mod groups;
mod growth;
mod help;
mod in_force;
mod instances;
mod map;
mod mend;
mod node_bars;
mod node_drawing;
mod over;
mod packed;
mod picture;
mod ruler;
mod scale;
mod sliders;
mod staircase;
mod state;
mod subnets;
mod verdict;
mod wall_list;
mod zones;

use std::cell::RefCell;

use eniplan_core::analyze::GroupReport;
use eniplan_core::plan::Date;
use eniplan_elements::Writer;
use wasm_bindgen::prelude::wasm_bindgen;

pub(crate) use state::State;

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::new());
}

/// Computes an empty plan: a browser compiles each function at its first call, which takes longer than the call. What shows
/// it is compiled by showing bytes that are no plan.
#[wasm_bindgen]
pub fn begin() {
    STATE.with(|_| ());
}

/// Everything there is to show of a plan on a page, in bytes: the answers by name, then what is in force by path.
#[wasm_bindgen]
pub fn show(plan: &[u8], page: &str, narrow: bool) -> Vec<u8> {
    STATE.with_borrow_mut(|state| {
        state.take(plan, page, narrow);
        state.today = today();
        written(&answers(state), &in_force::values(state))
    })
}

/// The day by the visitor's clock, in UTC: growth is counted from it.
fn today() -> Option<Date> {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.get(..10)?.parse().ok()
}

/// What each key of the document says, by its path without places in lists, in bytes.
#[wasm_bindgen]
pub fn helps() -> Vec<u8> {
    help::written()
}

/// What comes of a click, a key or a text on an answer, in bytes.
#[wasm_bindgen]
pub fn tell(code: &str, value: &str) -> Vec<u8> {
    STATE.with_borrow_mut(|state| state.tell(code, value).into_bytes())
}

/// The answers by name, what a window shows at first before the rest, and the map before the numbers.
fn answers(state: &State) -> Vec<(String, act::El)> {
    let told = findings::Told::of(state);
    let mut answers = Vec::new();
    if state.page == "vpc" {
        answers.push(("map".to_owned(), map::view(state)));
        answers.extend(over::start(state).map(|view| ("start".to_owned(), view)));
    }
    answers.push(("verdict".to_owned(), verdict::view(state)));
    match state.page.as_str() {
        "vpc" => {
            answers.push(("subnets".to_owned(), subnets::view(state, &told)));
            let block = block::view(state, edits::Place::Card);
            answers.push(("block".to_owned(), block));
        }
        "nodes" => {
            answers.push(("instances".to_owned(), instances::view(state)));
            for (index, report) in state.report.node_groups.iter().enumerate() {
                answers.push((
                    format!("group {index}"),
                    groups::outcome(report, groups::asked(state, index)),
                ));
                answers.push((format!("node {index}"), node(state, index, report)));
            }
        }
        "capacity" => answers.push(("page".to_owned(), capacity::view(state))),
        _ => {}
    }
    answers.push(("findings".to_owned(), findings::list(state)));
    answers.extend(told.into_answers());
    answers.extend(over::view(state).map(|view| ("over".to_owned(), view)));
    answers
}

/// One node of a group: its slots, how full it is, and what it takes with other pods and settings.
fn node(state: &State, index: usize, report: &GroupReport) -> act::El {
    let fullest = state.fullest.get(index).and_then(Option::as_ref);
    act::el("div", "one-node")
        .maybe(node_drawing::view(state, index, report))
        .maybe(fullest.map(node_bars::view))
        .maybe(fullest.and_then(|node| staircase::view(state, index, node)))
}

fn written(answers: &[(String, act::El)], in_force: &[(String, String)]) -> Vec<u8> {
    let mut out = Writer::default();
    out.elements(answers);
    out.count(in_force.len());
    for (path, value) in in_force {
        out.text(path);
        out.text(value);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::link;
    use eniplan_elements::Kid;

    /// An element without what its details open to: that comes with this module.
    fn shut(mut element: act::El) -> act::El {
        if element.tag == "details" {
            element.kids.truncate(1);
        }
        let kids = element.kids.into_iter().map(|kid| match kid {
            Kid::Element(kid) => Kid::Element(shut(kid)),
            other => other,
        });
        element.kids = kids.collect();
        element
    }

    /// `ENIPLAN_WRITE=1 cargo test -p eniplan-answers` writes it anew.
    #[test]
    fn what_the_page_shows_of_the_example_at_first_is_what_is_said_of_it() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/src/example");
        let example = std::fs::read_to_string(format!("{source}.link")).expect("the example");
        let plan = link::decode_tree(example.trim()).expect("a plan");
        let mut state = State::new();
        state.take(&link::pack(&plan), "vpc", false);
        let verdict = ("verdict".to_owned(), shut(verdict::view(&state)));
        let start = over::start(&state).expect("the plan is the example");
        let answers = [("start".to_owned(), start), verdict];
        let wanted = written(&answers, &in_force::values(&state));
        let path = format!("{source}.answers");
        if std::env::var_os("ENIPLAN_WRITE").is_some() {
            std::fs::write(&path, &wanted).expect("a file to write");
        }
        let found = std::fs::read(&path).expect("what was written");
        assert!(
            found == wanted,
            "ENIPLAN_WRITE=1 cargo test -p eniplan-answers writes {path} anew"
        );
    }
}
