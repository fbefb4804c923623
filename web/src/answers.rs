//! What the module of answers says of the plan, and how it is asked.

use eniplan_elements::{Kid, Outcome, Reader, Words, join};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Event;
use yew::html::Scope;

use crate::app::App;
use crate::browser;
use crate::element::{El, Send, el};
use crate::state::Action;
use std::rc::Rc;

#[wasm_bindgen(raw_module = "../boot.js")]
extern "C" {
    /// What the later module shows of a plan on a page; nothing where it was asked anew meanwhile.
    #[wasm_bindgen(js_name = showLater)]
    fn show_later(plan: Vec<u8>, page: &str, query: &str, narrow: bool) -> Promise;

    /// What comes of telling the later module what stands in the element of an event.
    #[wasm_bindgen(js_name = tellLater)]
    fn tell_later(code: &str, target: JsValue) -> Promise;

    /// The module of answers, once it is there.
    #[wasm_bindgen(js_name = loadAnswers)]
    fn load_answers() -> Promise;

    /// Until the next frame is painted.
    fn painted() -> Promise;

    /// The module of answers.
    #[derive(Clone)]
    pub(crate) type Module;

    #[wasm_bindgen(method)]
    fn show(this: &Module, plan: &[u8], page: &str, narrow: bool) -> Vec<u8>;

    #[wasm_bindgen(method)]
    fn helps(this: &Module) -> Vec<u8>;

    #[wasm_bindgen(method)]
    fn tell(this: &Module, code: &str, value: &str) -> Vec<u8>;
}

/// Tells the page once what was typed is painted.
pub(crate) fn once_painted(scope: &Scope<App>) {
    let scope = scope.clone();
    spawn_local(async move {
        // It is kept in any case.
        let _ = JsFuture::from(painted()).await;
        scope.send_message(Action::Painted);
    });
}

/// Loads the module while the page already answers to typing.
pub(crate) fn load(scope: &Scope<App>) {
    let scope = scope.clone();
    spawn_local(async move {
        let module = JsFuture::from(load_answers()).await.ok();
        scope.send_message(Action::Module(module.map(JsCast::unchecked_into)));
    });
}

/// What the later module shows.
#[derive(Default)]
pub(crate) struct Later {
    by_name: Vec<Answer>,
    /// Whether it was asked for the plan and the page of now.
    pub(crate) asked: bool,
    /// Whether that is what stands here.
    pub(crate) current: bool,
}

impl Later {
    /// Asks the module, which works beside the page, so that typing never waits for it.
    pub(crate) fn ask(&mut self, state: (Vec<u8>, &str, &str, bool), scope: &Scope<App>) {
        let (plan, page, query, narrow) = state;
        self.asked = true;
        self.current = false;
        let promise = show_later(plan, page, query, narrow);
        let scope = scope.clone();
        spawn_local(async move {
            match JsFuture::from(promise).await {
                Ok(bytes) if bytes.is_undefined() => {}
                Ok(bytes) => scope.send_message(Action::Shown(Ok(taken(&bytes)))),
                Err(why) => scope.send_message(Action::Shown(Err(said(&why)))),
            }
        });
    }

    /// Takes what it shows.
    pub(crate) fn take(&mut self, shown: Result<Rc<[u8]>, Rc<str>>) {
        self.current = true;
        self.by_name = match shown {
            Ok(bytes) => {
                let mut answers = elements(&mut Reader::new(&bytes), &self.by_name);
                // It was asked some keys ago.
                if let Some((id, text)) = browser::typing() {
                    let fresh = answers.iter_mut().map(|answer| &mut answer.element);
                    for element in fresh.filter_map(Rc::get_mut) {
                        put_typed(element, &id, &text);
                    }
                }
                answers
            }
            Err(why) => {
                let words = el("p", "empty").attr("role", "alert").say(why.to_string());
                vec![Answer::of("page", words)]
            }
        };
    }

    /// The element of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Rc<El>> {
        named(&self.by_name, name)
    }
}

/// Puts what is being typed into the field of an id, in place of what was known of it.
fn put_typed(element: &mut El, id: &str, text: &str) {
    let is_it = |(name, value): &(Words, Words)| name == "id" && value == id;
    if element.value.is_some() && element.attributes.iter().any(is_it) {
        element.value = Some(text.into());
    }
    for kid in &mut element.kids {
        match kid {
            Kid::Element(kid) => put_typed(kid, id, text),
            Kid::Row(row) => {
                if let Some(row) = Rc::get_mut(row) {
                    put_typed(row, id, text);
                }
            }
            _ => {}
        }
    }
}

/// Tells the later module what stands in the element of an event: a text, or files.
pub(crate) fn tell_of(code: &str, event: &Event, scope: &Scope<App>) {
    let promise = tell_later(code, event.target().into());
    let scope = scope.clone();
    spawn_local(async move {
        scope.send_message(match JsFuture::from(promise).await {
            Ok(bytes) => Action::Outcome(taken(&bytes)),
            Err(why) => Action::Notice(said(&why)),
        });
    });
}

fn taken(bytes: &JsValue) -> Rc<[u8]> {
    bytes
        .dyn_ref::<Uint8Array>()
        .map_or_else(Default::default, |bytes| bytes.to_vec().into())
}

fn said(why: &JsValue) -> Rc<str> {
    why.as_string().unwrap_or_default().into()
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

/// An element that a module made, by its name.
struct Answer {
    name: String,
    /// As it came; nothing where the page made it.
    bytes: Vec<u8>,
    element: Rc<El>,
}

impl Answer {
    fn of(name: &str, element: El) -> Self {
        Self {
            name: name.into(),
            bytes: Vec::new(),
            element: Rc::new(element),
        }
    }
}

/// Answers; what is as it was before is the same element, which need not be drawn anew.
fn elements(reader: &mut Reader, before: &[Answer]) -> Vec<Answer> {
    let mut elements = Vec::new();
    for _ in 0..reader.count() {
        let name = reader.text();
        let bytes = reader.bytes();
        let known = before
            .iter()
            .find(|answer| answer.name == name && answer.bytes == bytes);
        elements.push(Answer {
            name,
            bytes: bytes.to_vec(),
            element: known.map_or_else(
                || Rc::new(Reader::new(bytes).element(Send::Tell)),
                |answer| Rc::clone(&answer.element),
            ),
        });
    }
    elements
}

/// Tells the module what an answer has to say.
pub(crate) fn tell(module: &Module, code: &str, value: &str) -> Outcome {
    Outcome::of_bytes(&module.tell(code, value))
}

/// What there is to show of a plan.
#[derive(Default)]
pub(crate) struct Answers {
    /// Whether it is what the module says now, and need not be asked anew.
    pub(crate) current: bool,
    /// Whether it is of another plan.
    pub(crate) outdated: bool,
    by_name: Vec<Answer>,
    /// How many of them wait for a later frame.
    held: usize,
    /// What stands in the places of those that wait.
    standing: Vec<(String, Rc<El>)>,
    /// Those before words stood in their place.
    earlier: Vec<Answer>,
    in_force: Vec<(String, String)>,
}

/// The answers for the example, as the module gives them; a test of `eniplan-answers` holds the two equal.
const EXAMPLE: &[u8] = include_bytes!("example.answers");

/// How many answers are drawn in the first frame that has any: the map, which takes longest.
const FIRST: usize = 1;

impl Answers {
    fn read(bytes: &[u8], before: &[Answer]) -> Self {
        let mut reader = Reader::new(bytes);
        Self {
            by_name: elements(&mut reader, before),
            in_force: pairs(&mut reader),
            ..Self::default()
        }
    }

    /// Takes what the module says of a plan.
    pub(crate) fn take(&mut self, module: &Module, plan: &[u8], page: &str, narrow: bool) {
        self.put_away();
        *self = Self::read(&module.show(plan, page, narrow), &self.earlier);
        self.current = true;
    }

    /// What stands on the page.
    pub(crate) fn standing(&self) -> Vec<(String, Rc<El>)> {
        let standing = |answer: &Answer| (answer.name.clone(), Rc::clone(&answer.element));
        self.by_name.iter().map(standing).collect()
    }

    /// Keeps all but the first for later frames, so that none takes long; what stood in their places stays that long.
    pub(crate) fn hold(&mut self, standing: Vec<(String, Rc<El>)>) {
        self.standing = standing;
        self.held = self.by_name.len().saturating_sub(FIRST);
    }

    /// Whether some wait.
    pub(crate) fn are_held(&self) -> bool {
        self.held > 0
    }

    /// Lets more of them be drawn, as many as are already.
    pub(crate) fn release(&mut self) {
        let drawn = self.by_name.len() - self.held;
        self.held = self.held.saturating_sub(drawn);
        if self.held == 0 {
            self.standing.clear();
        }
    }

    /// What is shown of the example until the module is there: the verdict, as in the shell.
    pub(crate) fn example() -> Self {
        let mut answers = Self::read(EXAMPLE, &[]);
        answers.by_name.push(Answer::of("map", no_map()));
        answers
    }

    /// Another plan is in force.
    pub(crate) fn outdate(&mut self) {
        self.current = false;
        self.outdated = true;
    }

    /// Nothing is known, of a plan of this name: words stand there.
    pub(crate) fn wait(&mut self, name: &str, words: &'static str) {
        self.put_away();
        let verdict = el("section", "verdict")
            .attr("aria-busy", "true")
            .kid(el("h1", "").say(name.into()))
            .kid(el("p", "").attr("role", "status").text(words));
        self.current = false;
        self.outdated = false;
        self.held = 0;
        self.by_name = vec![Answer::of("verdict", verdict), Answer::of("map", no_map())];
        self.in_force.clear();
    }

    /// Keeps what the module said last, as far as it did.
    fn put_away(&mut self) {
        let mut answers = std::mem::take(&mut self.by_name);
        answers.retain(|answer| !answer.bytes.is_empty());
        if !answers.is_empty() {
            self.earlier = answers;
        }
    }

    /// The answer of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Rc<El>> {
        let drawn = self.by_name.len() - self.held;
        let found = named(self.by_name.get(..drawn)?, name);
        found.or_else(|| {
            let mut standing = self.standing.iter().filter(|_| self.are_held());
            let stood = standing.find(|(stood, _)| stood == name);
            stood.map(|(_, element)| element)
        })
    }

    /// What is in force at a path whose field is empty.
    pub(crate) fn in_force(&self, path: &str) -> &str {
        let found = self.in_force.iter().find(|(known, _)| known == path);
        found.map_or("", |(_, value)| value)
    }
}

fn named<'a>(by_name: &'a [Answer], name: &str) -> Option<&'a Rc<El>> {
    let found = by_name.iter().find(|answer| answer.name == name);
    found.map(|answer| &answer.element)
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
