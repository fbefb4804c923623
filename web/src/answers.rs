//! What the module of answers says of the plan, and how it is asked.

use eniplan_elements::{Reader, join};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::html::Scope;

use crate::app::App;
use crate::element::{El, Send, el};
use crate::state::Action;

#[wasm_bindgen(raw_module = "../boot.js")]
extern "C" {
    /// The module of answers, once it is there.
    #[wasm_bindgen(js_name = loadAnswers)]
    fn load_answers() -> Promise;

    /// The module of answers.
    #[derive(Clone)]
    pub(crate) type Module;

    #[wasm_bindgen(method)]
    fn show(this: &Module, plan: &[u8], narrow: bool) -> Vec<u8>;

    #[wasm_bindgen(method)]
    fn helps(this: &Module) -> Vec<u8>;

    #[wasm_bindgen(method)]
    fn tell(this: &Module, code: &str, value: &str) -> Vec<u8>;
}

/// Loads the module while the page already answers to typing.
pub(crate) fn load(scope: &Scope<App>) {
    let scope = scope.clone();
    spawn_local(async move {
        let module = JsFuture::from(load_answers()).await.ok();
        scope.send_message(Action::Module(module.map(JsCast::unchecked_into)));
    });
}

/// What each key of the document says, by its path without places in lists.
pub(crate) fn helps(module: &Module) -> Vec<(String, String)> {
    pairs(&mut Reader::new(&module.helps()))
}

fn pairs(reader: &mut Reader) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for _ in 0..reader.count() {
        let name = reader.text();
        pairs.push((name, reader.text()));
    }
    pairs
}

/// What comes of something told.
pub(crate) enum Outcome {
    Nothing,
    Redraw,
    /// So is it, and the table of types starts at its top.
    Restart,
    /// Another plan in bytes, what to say of it, and what has the focus then, if that changes.
    Plan(Vec<u8>, String, String),
    /// The plan before this one, and what has the focus then.
    Undo(String),
}

/// Tells the module what an answer has to say.
pub(crate) fn tell(module: &Module, code: &str, value: &str) -> Outcome {
    let bytes = module.tell(code, value);
    let mut reader = Reader::new(&bytes);
    match reader.count() {
        1 => Outcome::Redraw,
        2 => Outcome::Restart,
        3 => Outcome::Plan(reader.bytes().to_vec(), reader.text(), reader.text()),
        4 => Outcome::Undo(reader.text()),
        _ => Outcome::Nothing,
    }
}

/// What there is to show of a plan.
pub(crate) struct Answers {
    /// Whether it is what the module says now, and need not be asked anew.
    pub(crate) current: bool,
    by_name: Vec<(String, El)>,
    in_force: Vec<(String, String)>,
}

/// The answers for the example, as the module gives them; a test of `eniplan-answers` holds the two equal.
const EXAMPLE: &[u8] = include_bytes!("example.answers");

impl Answers {
    fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(bytes);
        let mut answers = Self {
            current: false,
            by_name: Vec::new(),
            in_force: Vec::new(),
        };
        for _ in 0..reader.count() {
            let name = reader.text();
            answers.by_name.push((name, reader.element(Send::Tell)));
        }
        answers.in_force = pairs(&mut reader);
        answers
    }

    /// What the module says of a plan.
    pub(crate) fn of(module: &Module, plan: &[u8], narrow: bool) -> Self {
        Self {
            current: true,
            ..Self::read(&module.show(plan, narrow))
        }
    }

    /// What is shown of the example until the module is there: the verdict, as in the shell.
    pub(crate) fn example() -> Self {
        let mut answers = Self::read(EXAMPLE);
        answers.by_name.push(("map".into(), no_map()));
        answers
    }

    /// What stands there while nothing is known: the plan's name, and words.
    pub(crate) fn none(name: &str, words: &'static str) -> Self {
        let verdict = el("section", "verdict")
            .attr("aria-busy", "true")
            .kid(el("h1", "").say(name.into()))
            .kid(el("p", "").attr("role", "status").text(words));
        Self {
            current: false,
            by_name: vec![("verdict".into(), verdict), ("map".into(), no_map())],
            in_force: Vec::new(),
        }
    }

    /// The answer of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&El> {
        let found = self.by_name.iter().find(|(known, _)| known == name);
        found.map(|(_, answer)| answer)
    }

    /// What is in force at a path whose field is empty.
    pub(crate) fn in_force(&self, path: &str) -> &str {
        let found = self.in_force.iter().find(|(known, _)| known == path);
        found.map_or("", |(_, value)| value)
    }
}

/// The place of the map, as in the shell.
fn no_map() -> El {
    el("section", "map")
        .kid(el("div", "title").kid(el("h2", "").text("Address space")))
        .kid(
            el("svg", "icicle")
                .attr("role", "img")
                .attr("aria-label", "The map is being drawn"),
        )
}

/// The name of what is told about a path.
pub(crate) fn told(path: &str) -> String {
    join(&["told ", path])
}
