//! The whole page, and what ties it to the browser: keys, the address, what is kept.

use eniplan_core::link;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, KeyboardEvent};
use yew::html::Scope;
use yew::{Component, Context, Html};

use crate::answers::{self, Answers, Module, Outcome};
use crate::element::{el, node};
use crate::export::Files;
use crate::form::Ui;
use crate::route::{self, Page};
use crate::state::{Action, State};
use crate::{browser, clipboard, export, header, nodes, path, vpc};
use std::rc::Rc;

/// The whole page.
pub(crate) struct App {
    state: State,
    /// The module of answers, once it is there.
    module: Option<Module>,
    /// The id of what has the focus once the page is drawn, where that changes.
    focus: String,
}

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
        }
    }

    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        match action {
            Action::CopyLink => {
                clipboard::copy_link(&self.state, context.link());
                return false;
            }
            Action::Save(index) => {
                // Nothing can be done where the browser refuses a download.
                let _ = export::save(&self.state.files, index);
                return false;
            }
            Action::Export if self.state.files.is_open() => self.state.files = Files::Closed,
            Action::Export => {
                self.state.files = Files::Loading;
                export::start(&self.state, context.link());
            }
            Action::Module(None) => {
                let words = "The numbers could not be loaded. Reload the page.";
                self.state.answers = Answers::none(&path::name(&self.state.plan), words);
            }
            Action::Module(Some(module)) => {
                self.state.helps = answers::helps(&module);
                self.module = Some(module);
            }
            Action::Tell(code, value) => {
                let Some(module) = &self.module else {
                    return false;
                };
                match answers::tell(module, &code, &value) {
                    Outcome::Nothing => return false,
                    Outcome::Redraw => self.state.answers.current = false,
                    Outcome::Restart => {
                        self.state.answers.current = false;
                        browser::scroll_to_start("types");
                    }
                    Outcome::Plan(plan, said, focus) => {
                        if let Some(plan) = link::unpack(&plan) {
                            self.state.replace(Rc::new(plan), said.into());
                            self.focus = focus;
                        }
                    }
                    Outcome::Undo(focus) => {
                        self.state.apply(Action::Undo);
                        self.focus = focus;
                    }
                }
            }
            action => {
                if !self.state.apply(action) {
                    return false;
                }
            }
        }
        self.ask();
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let ui = Ui::new(&self.state, context.link());
        let page = match self.state.page {
            Page::Vpc => vpc::view(&ui),
            Page::Nodes => nodes::view(&ui),
        };
        let about = "eniplan plans IP addresses for Amazon EKS before anyone applies anything. It is not affiliated with AWS.";
        let whole = el("div", "")
            .kid(header::view(&ui))
            .kid(
                el("main", "")
                    .attr("id", "main")
                    .attr("tabindex", "-1")
                    .kid(page),
            )
            .kid(el("footer", "").kid(el("p", "").text(about)));
        node(&ui, &whole)
    }

    /// What the browser keeps follows what is shown.
    fn rendered(&mut self, context: &Context<Self>, first: bool) {
        if first {
            browser::mark("data-drawn", true);
            answers::load(context.link());
        }
        browser::focus(&std::mem::take(&mut self.focus));
        let state = &mut self.state;
        browser::mark("data-answered", state.answers.current);
        browser::set_title(&header::title(state));
        browser::show_theme(state.theme);
        if state.unkept {
            state.unkept = false;
            if let Ok(link) = link::encode_tree(&state.plan) {
                browser::keep_plan(&link);
            }
        }
        // Once the plan is the page's own, the link in the address is no longer it.
        if state.own && state.offer.is_none() && browser::hash().contains('?') {
            browser::replace_address(state.page.address());
        }
        if state.shown_link.is_some() {
            browser::select("link");
        }
    }
}

impl App {
    /// Asks what there is to say of the plan, where that is not known yet and can be.
    fn ask(&mut self) {
        let state = &mut self.state;
        if let (false, Some(module)) = (state.answers.current, &self.module) {
            state.answers = Answers::of(module, &link::pack(&state.plan), state.narrow);
        }
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
