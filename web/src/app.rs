//! The whole page, and what ties it to the browser: keys, the address, what is kept.

use eniplan_core::link;
use eniplan_elements::{Kid, Outcome, join};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, KeyboardEvent};
use yew::html::Scope;
use yew::{Component, Context, Html};

use crate::answers::{self, Module};
use crate::element::{El, el};
use crate::form::Ui;
use crate::route;
use crate::state::{Action, State, WAITING};
use crate::{browser, header, nodes, part, path, vpc};
use std::rc::Rc;

/// The whole page.
pub(crate) struct App {
    state: State,
    /// The module of answers, once it is there.
    module: Option<Module>,
    /// The id of what has the focus once the page is drawn, where that changes.
    focus: String,
    /// What was told to the module before it was there: the last of it is heard.
    waiting: Option<(String, String)>,
    /// Whether the module is asked once what was typed is painted.
    asks: bool,
    /// Whether more of the page is drawn than a window shows at first.
    whole: bool,
    /// Whether there is more to show than is drawn.
    undrawn: bool,
}

/// How many parts of a page are drawn before the page answers; the others come a frame later.
const FIRST: usize = 3;

impl Component for App {
    type Message = Action;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        listen(context.link());
        let kept = browser::kept_plan().and_then(|link| link::decode_tree(&link).ok());
        let mut state = State::new(kept, browser::kept_theme(), browser::is_narrow());
        state.apply(Action::Arrive(Rc::new(route::read(&browser::hash()))));
        Self {
            state,
            module: None,
            focus: String::new(),
            waiting: None,
            asks: false,
            whole: false,
            undrawn: true,
        }
    }

    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        let is_typed = matches!(action, Action::Type(..));
        match action {
            Action::Painted => {
                self.asks = false;
                self.whole = true;
                let mut is_undrawn = std::mem::take(&mut self.undrawn);
                if !is_undrawn && self.state.answers.are_held() {
                    self.state.answers.release();
                    is_undrawn = true;
                }
                if self.state.answers.are_held() {
                    answers::once_painted(context.link());
                }
                if self.module.is_some()
                    && let Some((code, value)) = self.waiting.take()
                {
                    // What was let go is drawn, whatever comes of it.
                    return self.update(context, Action::Tell(code, value)) || is_undrawn;
                }
                // Something told meanwhile may have been answered; the plan is still to be kept.
                if !is_undrawn && self.state.answers.current && !self.state.unkept {
                    return false;
                }
            }
            Action::CopyLink => match link::encode_tree(&self.state.plan) {
                Ok(text) => {
                    let page = self.state.page.address;
                    let link = join(&[&browser::site(), page, "?p=", &text]);
                    let said = "Link copied. It holds the whole plan.";
                    browser::copy(link, said.into(), context.link());
                    return false;
                }
                Err(why) => self.state.notice = Some(why.to_string().into()),
            },
            Action::Module(None) => {
                let words = "The numbers could not be loaded. Reload the page.";
                let name = path::name(&self.state.plan);
                self.state.answers.wait(&name, words);
            }
            Action::Module(Some(module)) => {
                self.state.helps = answers::helps(&module);
                self.module = Some(module);
                let standing = self.state.answers.standing();
                self.ask(context.link());
                // The first answers and their drawing take long: several tasks.
                self.state.answers.hold(standing);
                self.undrawn = true;
                answers::once_painted(context.link());
                return false;
            }
            Action::Tell(code, value) => {
                // What is told is of the plan in force.
                let is_behind = !self.state.answers.current;
                self.ask(context.link());
                if !self.tell(code, value, context.link()) && !is_behind {
                    return false;
                }
            }
            Action::Shown(shown) => self.state.later.take(shown),
            Action::Outcome(bytes) => {
                self.become_of(Outcome::of_bytes(&bytes), context.link());
            }
            action => {
                if !self.state.apply(action) {
                    return false;
                }
            }
        }
        if !is_typed || self.module.is_none() {
            self.ask(context.link());
        } else if !self.asks && !self.state.answers.current {
            // The key first, then what comes of it, of which an older one may wait for several.
            self.asks = true;
            answers::once_painted(context.link());
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let ui = Ui::new(&self.state, context.link());
        let mut page = match self.state.page.word() {
            "vpc" => vpc::view(&ui),
            "nodes" => nodes::view(&ui),
            _ => self.made(),
        };
        if !self.whole {
            // Their places stay, so that what is drawn is not made anew when they come: Yew compares from the last on.
            page.kids
                .iter_mut()
                .skip(FIRST)
                .for_each(|kid| *kid = Kid::Nothing);
        }
        let about = "eniplan plans IP addresses for Amazon EKS before anyone applies anything. It is not affiliated with AWS.";
        let whole = el("div", "")
            .kid(header::view(&ui))
            .kid(
                el("main", "")
                    .attr("id", "main")
                    .attr("tabindex", "-1")
                    .kid(page),
            )
            .kid(el("footer", "").kid(el("p", "").text(about)))
            .answer("over".into());
        part::whole(&ui, whole)
    }

    /// What the browser keeps follows what is shown.
    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if first {
            answers::load(context.link());
            answers::once_painted(context.link());
        }
        browser::focus(&std::mem::take(&mut self.focus));
        let state = &mut self.state;
        let answered = state.answers.current && !state.answers.are_held();
        browser::mark("data-answered", answered);
        browser::mark("data-shown", state.later.current);
        browser::set_title(&header::title(state));
        browser::show_theme(state.theme);
        if state.unkept && !self.asks {
            state.unkept = false;
            if let Ok(link) = link::encode_tree(&state.plan) {
                browser::keep_plan(&link);
            }
        }
        // Once the plan is the page's own, the link in the address is no longer it.
        if state.own && state.offer.is_none() && browser::hash().contains('?') {
            browser::replace_address(state.page.address);
        }
        if state.shown_link.is_some() {
            browser::select("link");
        }
    }
}

impl App {
    /// Asks what there is to say of the plan, where that is not known yet and can be.
    fn ask(&mut self, scope: &Scope<Self>) {
        let state = &mut self.state;
        let page = state.page.word();
        if let (false, Some(module)) = (state.answers.current, &self.module) {
            let plan = link::pack(&state.plan);
            state.answers.take(module, &plan, page, state.narrow);
        }
        if state.answers.outdated {
            state.answers.wait(&path::name(&state.plan), WAITING);
        }
        if state.page.later && !state.later.asked {
            let plan = link::pack(&state.plan);
            state
                .later
                .ask((plan, page, &state.query, state.narrow), scope);
        }
    }

    /// Tells the module of answers; false where nothing is to be shown anew.
    fn tell(&mut self, code: String, value: String, scope: &Scope<Self>) -> bool {
        let Some(module) = &self.module else {
            self.waiting = Some((code, value));
            return false;
        };
        let outcome = answers::tell(module, &code, &value);
        self.become_of(outcome, scope)
    }

    /// Does what comes of something told to a module; false where nothing is to be shown anew.
    fn become_of(&mut self, outcome: Outcome, scope: &Scope<Self>) -> bool {
        let state = &mut self.state;
        match outcome {
            Outcome::Nothing => return false,
            Outcome::Redraw(focus) => {
                state.answers.current = false;
                state.later.asked = false;
                self.focus = focus;
            }
            Outcome::Restart => {
                state.answers.current = false;
                browser::scroll_to_start("types");
            }
            Outcome::Plan(plan, said, focus) => {
                if let Some(plan) = link::unpack(&plan) {
                    state.replace(Rc::new(plan), said.into());
                    self.focus = focus;
                }
            }
            Outcome::Undo(focus) => {
                state.apply(Action::Undo);
                self.focus = focus;
            }
            Outcome::Go(address) => {
                browser::go(&address);
                return false;
            }
            Outcome::Save(name, bytes) => {
                browser::save_file(&name, bytes);
                return false;
            }
            Outcome::Copy(text, said) => {
                browser::copy(text, said.into(), scope);
                return false;
            }
            Outcome::Tell(code, value) => return self.tell(code, value, scope),
            Outcome::Say(words) => state.notice = Some(words.into()),
        }
        true
    }

    /// A page that another module makes.
    fn made(&self) -> El {
        let there = if self.state.page.later {
            self.state.later.named("page")
        } else {
            self.state.answers.named("page")
        };
        let none = there.is_none().then(|| {
            el("p", "empty")
                .attr("role", "status")
                .text("This page is being loaded.")
        });
        el("div", "page").answer("page".into()).maybe(none)
    }
}

/// Listens to keys, the address and the width for as long as the page stands.
fn listen(scope: &Scope<App>) {
    for name in ["keydown", "hashchange", "resize"] {
        let scope = scope.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let action = match event.dyn_ref::<KeyboardEvent>() {
                Some(key) => match header::meaning(key) {
                    Some(action) => {
                        event.prevent_default();
                        action
                    }
                    None => return,
                },
                None if event.type_() == "resize" => Action::Narrow(browser::is_narrow()),
                None => Action::Arrive(Rc::new(route::read(&browser::hash()))),
            };
            scope.send_message(action);
        });
        browser::listen(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }
}
