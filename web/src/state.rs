//! All that the page knows, and what can be done to it.

use std::rc::Rc;

use eniplan_core::analyze::analyze;
use eniplan_core::analyze::report::{Report, SubnetReport};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;
use yew::functional::{Reducible, UseReducerDispatcher};

use crate::change::{self, Change};
use crate::export::Files;
use crate::path;
use crate::route::{Page, Route};

/// What sends actions.
pub(crate) type Dispatch = UseReducerDispatcher<State>;

/// Steps back that are kept; a plan is a few kB.
const MOST_STEPS: usize = 200;

/// A text in a field that stands there in place of the plan's value.
#[derive(Clone, PartialEq)]
pub(crate) struct Typed {
    pub(crate) path: String,
    pub(crate) text: String,
    /// What there is to say of it.
    pub(crate) said: Option<String>,
    /// Whether the plan could not take it, so that the last good value is in force.
    pub(crate) faulty: bool,
}

/// What a link brought that has not been taken yet.
#[derive(Clone, PartialEq)]
pub(crate) enum Offer {
    /// A whole plan.
    Plan(Rc<Plan>),
    /// A link that could not be read, and why.
    Damaged(String),
}

/// A light page, a dark one, or as the system has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

/// What the map shows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct MapView {
    /// The VPC block that fills the width; all of them where none is chosen.
    pub(crate) block: Option<usize>,
    /// The chosen cell.
    pub(crate) cell: usize,
    /// Whether addresses run downwards, as on a narrow screen.
    pub(crate) upright: bool,
}

/// All that the page knows.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) plan: Rc<Plan>,
    pub(crate) report: Rc<Report>,
    pub(crate) catalogue: Rc<Catalogue>,
    pub(crate) page: Page,
    past: Vec<Rc<Plan>>,
    future: Vec<Rc<Plan>>,
    /// The field that the last edit was in: further typing there is the same step.
    typing: Option<String>,
    typed: Vec<Typed>,
    pub(crate) offer: Option<Offer>,
    pub(crate) notice: Option<Rc<str>>,
    /// A link to copy by hand, where the clipboard is closed to the page.
    pub(crate) shown_link: Option<Rc<str>>,
    pub(crate) files: Files,
    pub(crate) theme: Theme,
    pub(crate) map: MapView,
    /// The moment whose subnets are shown: 0 is the desired state, then the report's states.
    pub(crate) moment: usize,
    /// The group for which the table of types picks.
    pub(crate) group: usize,
    /// Whether the plan is the user's own, and kept.
    pub(crate) own: bool,
}

/// What can be done.
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
    Arrive(Route),
    /// The plan of a link is taken.
    TakeOffer,
    /// What a link brought is put away.
    Dismiss,
    Notice(Rc<str>),
    ShowLink(Rc<str>),
    Files(Files),
    Theme(Theme),
    Map(MapView),
    Moment(usize),
    Group(usize),
}

impl State {
    /// The page as it starts: with the plan that was kept, or else the example.
    pub(crate) fn new(kept: Option<Plan>, theme: Theme, upright: bool) -> Self {
        let catalogue = Rc::new(Catalogue::bundled());
        let own = kept.is_some();
        let plan = kept.unwrap_or_else(crate::example::plan);
        let report = Rc::new(analyze(&plan, &catalogue));
        Self {
            plan: Rc::new(plan),
            report,
            catalogue,
            page: Page::Vpc,
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            typed: Vec::new(),
            offer: None,
            notice: None,
            shown_link: None,
            files: Files::Closed,
            theme,
            map: MapView {
                upright,
                ..MapView::default()
            },
            moment: 0,
            group: 0,
            own,
        }
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// What stands in the field of a path in place of the plan's value.
    pub(crate) fn typed(&self, path: &str) -> Option<&Typed> {
        self.typed.iter().find(|typed| typed.path == path)
    }

    /// The subnets at the chosen moment.
    pub(crate) fn subnets(&self) -> &[SubnetReport] {
        self.moment
            .checked_sub(1)
            .and_then(|index| self.report.states.get(index))
            .map_or(&self.report.subnets, |state| &state.subnets)
    }

    /// Puts another plan in force; the report follows.
    fn put(&mut self, plan: Plan) {
        self.plan = Rc::new(plan);
        self.report = Rc::new(analyze(&self.plan, &self.catalogue));
        if self.moment > self.report.states.len() {
            self.moment = 0;
        }
        self.group = self.group.min(self.plan.node_groups.len().saturating_sub(1));
        self.files = Files::Closed;
        self.shown_link = None;
        self.own = true;
    }

    /// As [`Self::put`], with a step to go back.
    fn step(&mut self, plan: Plan) {
        if self.past.len() == MOST_STEPS {
            self.past.remove(0);
        }
        self.past.push(Rc::clone(&self.plan));
        self.future.clear();
        self.put(plan);
    }

    fn type_into(&mut self, path: String, text: String) {
        let (said, faulty) = match path::set(&self.plan, &path, &text) {
            Ok((plan, said)) => {
                if plan != *self.plan {
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
        self.put((*plan).clone());
        self.typing = None;
        self.typed.clear();
        self.notice = Some(if back { "Undone." } else { "Redone." }.into());
    }

    fn arrive(&mut self, route: Route) {
        self.page = route.page;
        match route.plan {
            None => {}
            Some(Err(why)) => self.offer = Some(Offer::Damaged(why)),
            Some(Ok(plan)) if plan == *self.plan => self.offer = None,
            // What the user made is never overwritten without asking; the example is nobody's.
            Some(Ok(plan)) if self.own => self.offer = Some(Offer::Plan(Rc::new(plan))),
            Some(Ok(plan)) => {
                self.put(plan);
                self.own = false;
            }
        }
    }

    fn take_offer(&mut self) {
        if let Some(Offer::Plan(plan)) = self.offer.take() {
            self.step((*plan).clone());
            self.typing = None;
            self.typed.clear();
            self.notice = Some("The link's plan is open. Undo brings yours back.".into());
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Type(path, text) => next.type_into(path, text),
            Action::Leave(path) => {
                next.typing = None;
                next.typed.retain(|typed| typed.path != path || typed.faulty);
            }
            Action::Change(change) => {
                let (plan, notice) = change::apply(&self, change);
                if plan == *self.plan {
                    return self;
                }
                next.step(plan);
                next.typing = None;
                next.typed.clear();
                next.map.cell = 0;
                next.map.block = None;
                next.notice = Some(notice.into());
            }
            Action::Undo => next.walk(true),
            Action::Redo => next.walk(false),
            Action::Arrive(route) => next.arrive(route),
            Action::TakeOffer => next.take_offer(),
            Action::Dismiss => {
                next.offer = None;
                next.shown_link = None;
            }
            Action::Notice(text) => next.notice = Some(text),
            Action::ShowLink(link) => next.shown_link = Some(link),
            Action::Files(files) => next.files = files,
            Action::Theme(theme) => next.theme = theme,
            Action::Map(map) => next.map = map,
            Action::Moment(moment) => next.moment = moment,
            Action::Group(group) => next.group = group,
        }
        Rc::new(next)
    }
}
