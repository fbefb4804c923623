//! All that the page knows, and what can be done to it.

use std::rc::Rc;

use crate::answers::{Answers, Later, Module};
use crate::change::{self, Change};
use crate::path;
use crate::route::{PAGES, Page, Route};
use eniplan_core::plan::tree::Node;

/// Steps back that are kept; a plan is a few kB.
const MOST_STEPS: usize = 200;

/// A text in a field that stands there in place of the plan's value.
pub(crate) struct Typed {
    pub(crate) path: String,
    pub(crate) text: String,
    /// What there is to say of it.
    pub(crate) said: Option<String>,
    /// Whether the plan could not take it, so that the last good value is in force.
    pub(crate) faulty: bool,
}

/// What a link brought that has not been taken yet.
pub(crate) enum Offer {
    /// A whole plan.
    Plan(Rc<Node>),
    /// A link that could not be read, and why.
    Damaged(Rc<str>),
}

/// A light page, a dark one, or as the system has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

/// All that the page knows.
pub(crate) struct State {
    /// The plan as a tree that has the shape of one.
    pub(crate) plan: Rc<Node>,
    /// What is said of the plan.
    pub(crate) answers: Answers,
    /// What each key of the document says, by its path without places in lists, once that is known.
    pub(crate) helps: Vec<(String, String)>,
    pub(crate) page: &'static Page,
    /// What the page alone is asked in the address.
    pub(crate) query: String,
    /// What the later module shows.
    pub(crate) later: Later,
    past: Vec<Rc<Node>>,
    future: Vec<Rc<Node>>,
    /// The field that the last edit was in: further typing there is the same step.
    typing: Option<String>,
    typed: Vec<Typed>,
    pub(crate) offer: Option<Offer>,
    pub(crate) notice: Option<Rc<str>>,
    /// A link to copy by hand, where the clipboard is closed to the page.
    pub(crate) shown_link: Option<Rc<str>>,
    pub(crate) theme: Theme,
    /// Whether the screen is narrow.
    pub(crate) narrow: bool,
    /// Whether the plan is the user's own.
    pub(crate) own: bool,
    /// Whether it has changed since it was kept.
    pub(crate) unkept: bool,
}

/// What can be done.
#[derive(Clone)]
pub(crate) enum Action {
    /// A text was typed into the field of a path.
    Type(String, String),
    /// The field of a path was left.
    Leave(String),
    /// The plan is changed in another way than by typing a value.
    Change(Change),
    Undo,
    Redo,
    /// The address bar asks for a page, perhaps with a plan.
    Arrive(Rc<Route>),
    /// The plan of a link is taken.
    TakeOffer,
    /// What a link brought is put away.
    Dismiss,
    Notice(Rc<str>),
    CopyLink,
    ShowLink(Rc<str>),
    Theme(Theme),
    /// What was typed is painted, so that there is time to ask what there is to say of it.
    Painted,
    /// The module of answers is there, or could not be loaded.
    Module(Option<Module>),
    /// Something is told to the module of answers: its own words, and the value of the field.
    Tell(String, String),
    /// What the later module shows, in bytes, or why it cannot.
    Shown(Result<Rc<[u8]>, Rc<str>>),
    /// What comes of something told to the later module, in bytes.
    Outcome(Rc<[u8]>),
    /// The window is narrow, or no longer.
    Narrow(bool),
}

impl Action {
    /// Whether it is the same as another, as far as it stands on the page; of others it says no.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Leave(one), Self::Leave(other)) => one == other,
            (Self::Change(one), Self::Change(other)) => one == other,
            (Self::Theme(one), Self::Theme(other)) => one == other,
            (Self::Undo, Self::Undo)
            | (Self::Redo, Self::Redo)
            | (Self::TakeOffer, Self::TakeOffer)
            | (Self::Dismiss, Self::Dismiss)
            | (Self::CopyLink, Self::CopyLink) => true,
            _ => false,
        }
    }
}

impl State {
    /// The page as it starts: with the plan that was kept, or else the example.
    pub(crate) fn new(kept: Option<Node>, theme: Theme, narrow: bool) -> Self {
        let own = kept.is_some();
        let plan = kept.unwrap_or_else(crate::example::plan);
        let mut answers = if own {
            Answers::default()
        } else {
            Answers::example()
        };
        if own {
            answers.wait(&path::name(&plan), WAITING);
        }
        Self {
            answers,
            helps: Vec::new(),
            plan: Rc::new(plan),
            page: &PAGES[0],
            query: String::new(),
            later: Later::default(),
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            typed: Vec::new(),
            offer: None,
            notice: None,
            shown_link: None,
            theme,
            narrow,
            own,
            unkept: false,
        }
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// What the document says of a path; empty until that is known.
    pub(crate) fn help(&self, path: &str) -> &str {
        let path = path::without_places(path);
        let found = self.helps.iter().find(|(known, _)| *known == path);
        found.map_or("", |(_, words)| words)
    }

    /// What stands in the field of a path in place of the plan's value.
    pub(crate) fn typed(&self, path: &str) -> Option<&Typed> {
        self.typed.iter().find(|typed| typed.path == path)
    }

    /// Puts another plan in force; the answers follow.
    fn put(&mut self, plan: Rc<Node>) {
        self.answers.outdate();
        self.plan = plan;
        self.later.asked = false;
        self.shown_link = None;
        self.own = true;
        self.unkept = true;
    }

    /// As [`Self::put`], with a step to go back.
    fn step(&mut self, plan: Rc<Node>) {
        if self.past.len() == MOST_STEPS {
            self.past.remove(0);
        }
        self.past.push(Rc::clone(&self.plan));
        self.future.clear();
        self.put(plan);
    }

    /// As [`Self::step`], for a plan that was not typed.
    pub(crate) fn replace(&mut self, plan: Rc<Node>, notice: Rc<str>) {
        self.step(plan);
        self.typing = None;
        self.typed.clear();
        self.notice = Some(notice);
    }

    fn type_into(&mut self, path: String, text: String) {
        let (said, faulty) = match path::set(&self.plan, &path, &text) {
            Ok((plan, said)) => {
                if plan != *self.plan {
                    let plan = Rc::new(plan);
                    if self.typing.as_ref() == Some(&path) {
                        self.put(plan);
                    } else {
                        self.step(plan);
                    }
                    self.typing = Some(path.clone());
                }
                (said, false)
            }
            Err(said) => (Some(said), true),
        };
        self.typed.retain(|typed| typed.path != path);
        self.typed.push(Typed {
            path,
            text,
            said,
            faulty,
        });
    }

    fn walk(&mut self, back: bool) {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let Some(plan) = from.pop() else { return };
        to.push(Rc::clone(&self.plan));
        self.put(plan);
        self.typing = None;
        self.typed.clear();
        self.notice = Some(if back { "Undone." } else { "Redone." }.into());
    }

    fn arrive(&mut self, route: &Route) {
        self.page = route.page;
        self.query.clone_from(&route.query);
        self.answers.current = false;
        self.later.asked = false;
        match &route.plan {
            None => {}
            Some(Err(why)) => self.offer = Some(Offer::Damaged(Rc::clone(why))),
            Some(Ok(plan)) if *plan == self.plan => self.offer = None,
            // What the user made is never overwritten without asking; the example is nobody's.
            Some(Ok(plan)) if self.own => self.offer = Some(Offer::Plan(Rc::clone(plan))),
            Some(Ok(plan)) => {
                self.put(Rc::clone(plan));
                self.own = false;
                self.unkept = false;
            }
        }
    }

    /// Does what an action asks; false where nothing is to be shown anew.
    pub(crate) fn apply(&mut self, action: Action) -> bool {
        match action {
            Action::Type(path, text) => self.type_into(path, text),
            Action::Leave(path) => {
                self.typing = None;
                let before = self.typed.len();
                self.typed
                    .retain(|typed| typed.path != path || typed.faulty);
                return before != self.typed.len();
            }
            Action::Change(change) => {
                let (plan, notice) = change::apply(&self.plan, change);
                self.replace(plan, notice.into());
            }
            Action::Undo => self.walk(true),
            Action::Redo => self.walk(false),
            Action::Arrive(route) => self.arrive(&route),
            Action::TakeOffer => {
                if let Some(Offer::Plan(plan)) = self.offer.take() {
                    let notice = "The link's plan is open. Undo brings yours back.";
                    self.replace(plan, notice.into());
                }
            }
            Action::Dismiss => {
                self.offer = None;
                self.shown_link = None;
            }
            Action::Notice(text) => self.notice = Some(text),
            Action::ShowLink(link) => self.shown_link = Some(link),
            Action::Theme(theme) => self.theme = theme,
            Action::Narrow(narrow) => {
                let turned = narrow != self.narrow;
                self.narrow = narrow;
                self.answers.current &= !turned;
                return turned;
            }
            // These are the browser's to do, or the other module's.
            Action::CopyLink
            | Action::Painted
            | Action::Module(_)
            | Action::Tell(..)
            | Action::Shown(_)
            | Action::Outcome(_) => return false,
        }
        true
    }
}

/// What stands there until the module of answers has said what there is to say.
pub(crate) const WAITING: &str = "The numbers are being worked out.";
