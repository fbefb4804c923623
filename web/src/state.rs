//! All that the page knows, and what can be done to it.

use std::rc::Rc;

use crate::change::{self, Change};
use crate::export::Files;
use crate::instances::{COLUMNS, Table};
use crate::path;
use crate::route::{Page, Route};
use eniplan_core::analyze::{Report, SubnetReport, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::Value as _;

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
    Plan(Rc<Plan>),
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
    pub(crate) table: Table,
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
    /// The panel of downloads is opened, or closed.
    Export,
    /// A file of the panel is saved.
    Save(usize),
    ShowLink(Rc<str>),
    Files(Files),
    Theme(Theme),
    Map(MapView),
    MapKey(String),
    /// Words that the names of types must hold.
    TypeName(String),
    /// The condition of a column of the table of types.
    Bound(usize, String),
    Sort(usize),
    Scroll(i32),
    Moment(usize),
    Group(usize),
    /// The window is narrow, or no longer.
    Narrow(bool),
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
            table: Table::new(),
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
    fn put(&mut self, plan: Rc<Plan>) {
        self.plan = plan;
        self.report = Rc::new(analyze(&self.plan, &self.catalogue));
        if self.moment > self.report.states.len() {
            self.moment = 0;
        }
        self.group = self
            .group
            .min(self.plan.node_groups.len().saturating_sub(1));
        self.files = Files::Closed;
        self.shown_link = None;
        self.own = true;
        self.unkept = true;
    }

    /// As [`Self::put`], with a step to go back.
    fn step(&mut self, plan: Rc<Plan>) {
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
                if !same(&plan, &self.plan) {
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
        match &route.plan {
            None => {}
            Some(Err(why)) => self.offer = Some(Offer::Damaged(Rc::clone(why))),
            Some(Ok(plan)) if same(plan, &self.plan) => self.offer = None,
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
                let (plan, notice) = change::apply(self, change);
                self.step(Rc::new(plan));
                self.typing = None;
                self.typed.clear();
                self.map.cell = 0;
                self.map.block = None;
                self.notice = Some(notice.into());
            }
            Action::Undo => self.walk(true),
            Action::Redo => self.walk(false),
            Action::Arrive(route) => self.arrive(&route),
            Action::TakeOffer => {
                if let Some(Offer::Plan(plan)) = self.offer.take() {
                    self.step(plan);
                    self.typing = None;
                    self.typed.clear();
                    self.notice = Some("The link's plan is open. Undo brings yours back.".into());
                }
            }
            Action::Dismiss => {
                self.offer = None;
                self.shown_link = None;
            }
            Action::Notice(text) => self.notice = Some(text),
            Action::ShowLink(link) => self.shown_link = Some(link),
            Action::Files(files) => self.files = files,
            Action::Theme(theme) => self.theme = theme,
            Action::Map(map) => self.map = map,
            Action::MapKey(key) => self.map = crate::cells::after(self, &key),
            Action::TypeName(name) => {
                self.table.name = name;
                self.table.first = 0;
            }
            Action::Bound(column, text) => {
                if column < COLUMNS {
                    self.table.bounds[column] = text;
                }
                self.table.first = 0;
            }
            Action::Sort(column) => self.table.sort_by(column),
            Action::Scroll(top) => return self.table.scroll(top),
            Action::Moment(moment) => self.moment = moment,
            Action::Group(group) => self.group = group,
            Action::Narrow(narrow) => {
                let turned = narrow != self.map.upright;
                self.map.upright = narrow;
                return turned;
            }
            // These are the browser's to do.
            Action::CopyLink | Action::Export | Action::Save(_) => return false,
        }
        true
    }
}

/// Whether two plans say the same.
fn same(one: &Plan, other: &Plan) -> bool {
    one.write() == other.write()
}
