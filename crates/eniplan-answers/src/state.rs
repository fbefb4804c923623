//! What the answers are made from: the plan, its report, and what of it is looked at.

use std::cmp::min;

use eniplan_core::analyze::fullest::FullestNode;
use eniplan_core::analyze::mend::{Best, best_fix};
use eniplan_core::analyze::{PlacedSubnet, Report, SubnetReport, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_core::plan::{Date, Plan};
use eniplan_elements::Outcome;

use crate::act::Act;
use crate::blocks::Near;
use crate::cells::What;
use crate::edits::{Done, Moving, Place, Said};
use crate::instances::Table;
use crate::over::{self, Over};
use crate::sliders::Reach;
use crate::{block, blocks, cells, change, edits, instances, sliders};
use eniplan_core::net::Ipv4Prefix;

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

/// The plan with its report, and what of it is looked at.
pub(crate) struct State {
    /// The plan as it was handed over.
    packed: Vec<u8>,
    /// The page that is looked at, by the word in its address.
    pub(crate) page: String,
    pub(crate) plan: Plan,
    pub(crate) report: Report,
    pub(crate) catalogue: Catalogue,
    /// The change that helps most.
    pub(crate) best: Option<Best>,
    /// The day from which growth is counted, where that is known.
    pub(crate) today: Option<Date>,
    /// How far the sliders of each group reach.
    pub(crate) reaches: Vec<Reach>,
    pub(crate) map: MapView,
    /// The subnet that is looked at from near.
    pub(crate) near: Option<Near>,
    /// The moment whose subnets are shown: 0 is the desired state, then the report's states.
    pub(crate) moment: usize,
    /// The group for which the table of types picks.
    pub(crate) group: usize,
    pub(crate) table: Table,
    /// The fullest node of each group; made where the Nodes page is looked at.
    pub(crate) fullest: Vec<Option<FullestNode>>,
    /// The group whose chart is shown in numbers too.
    pub(crate) numbers: Option<usize>,
    /// The subnet for which a hole is being chosen.
    pub(crate) moving: Option<Moving>,
    /// Whether the table of subnets is as long as it can be.
    pub(crate) all_rows: bool,
    said: Option<Said>,
    /// What is to be chosen on the map once the changed plan is there.
    choose: Option<Ipv4Prefix>,
    /// The secondary block as it was typed, and the one that stands there until something is.
    typed_block: Option<String>,
    proposal: String,
    pub(crate) over: Over,
}

impl State {
    pub(crate) fn new() -> Self {
        let plan = Plan::default();
        let catalogue = Catalogue::bundled();
        Self {
            packed: link::pack(&plan.write()),
            page: String::new(),
            report: analyze(&plan, &catalogue),
            proposal: block::proposal(&plan),
            plan,
            catalogue,
            best: None,
            today: None,
            reaches: Vec::new(),
            map: MapView::default(),
            near: None,
            moment: 0,
            group: 0,
            table: Table::new(),
            fullest: Vec::new(),
            numbers: None,
            moving: None,
            all_rows: false,
            said: None,
            choose: None,
            typed_block: None,
            over: Over::default(),
        }
    }

    /// Takes the plan in force and the page it is looked at on; bytes that are no plan leave the last one.
    pub(crate) fn take(&mut self, packed: &[u8], page: &str, narrow: bool) {
        if page != self.page {
            self.over.page_changed();
        }
        page.clone_into(&mut self.page);
        self.map.upright = narrow;
        self.table.fit(narrow);
        if packed != self.packed
            && let Some(tree) = link::unpack(packed)
        {
            let plan = Plan::take(&tree);
            let chosen = cells::chosen(self);
            let before = chosen.map(|cell| (cell.cidr, matches!(cell.what, What::Block(_))));
            self.over.plan_changed();
            self.packed = packed.to_vec();
            self.report = analyze(&plan, &self.catalogue);
            self.best = best_fix(&plan, &self.catalogue, &self.report);
            self.reaches = sliders::reaches(&plan, &self.report, &self.reaches);
            self.proposal = block::proposal(&plan);
            self.plan = plan;
            self.fullest.clear();
            self.moving = None;
            let wanted = self.choose.take().map(|block| (block, false));
            if let Some((block, of_vpc)) = wanted.or(before) {
                self.map = cells::choosing(self, block, of_vpc);
            }
        }
        let near = self.near.take();
        self.near = near.filter(|near| blocks::is_there(self, near));
        if self.moment > self.report.states.len() {
            self.moment = 0;
        }
        let groups = self.plan.node_groups.len();
        if page == "nodes" && self.fullest.len() != groups {
            let of = |index| FullestNode::of(&self.plan, index, &self.catalogue);
            self.fullest = (0..groups).map(of).collect();
        }
        self.group = min(self.group, groups.saturating_sub(1));
        let blocks = self.plan.vpc_blocks().len();
        if self.map.block.is_some_and(|block| block >= blocks) {
            self.map.block = None;
        }
    }

    /// The subnets at the chosen moment.
    pub(crate) fn subnets(&self) -> &[SubnetReport] {
        self.moment
            .checked_sub(1)
            .and_then(|index| self.report.states.get(index))
            .map_or(&self.report.subnets, |state| &state.subnets)
    }

    /// What was said last, if it is of the plan in force.
    pub(crate) fn said(&self) -> Option<&Said> {
        self.said.as_ref().filter(|said| said.plan == self.packed)
    }

    /// The secondary block that stands in its field.
    pub(crate) fn block_text(&self) -> &str {
        self.typed_block.as_deref().unwrap_or(&self.proposal)
    }

    /// Does what an act asks; words that mean none do nothing.
    pub(crate) fn tell(&mut self, code: &str, value: &str) -> Outcome {
        if let Some(outcome) = over::tell(self, code, value) {
            return outcome;
        }
        let Some(act) = Act::of(code) else {
            return Outcome::Nothing;
        };
        let number = || value.parse().unwrap_or(0);
        if act != Act::Scroll {
            self.said = None;
        }
        match act {
            Act::Moment => self.moment = number(),
            Act::At(moment) => self.moment = moment,
            Act::Mend(ask) => {
                let Some(done) = ask.done(self) else {
                    return Outcome::Nothing;
                };
                return self.done(Place::Fix, String::new(), Ok(done));
            }
            Act::Zoom(block) => {
                self.map.block = block;
                self.map.cell = 0;
            }
            Act::Cell(cell) => self.map.cell = cell,
            Act::Near(name) => {
                self.near = Some(Near::of(name));
                return Outcome::Redraw("blocks".into());
            }
            Act::Far => return self.leave_blocks(),
            Act::Block | Act::BlockKey => return self.block_key(value),
            Act::BlockGo(key) => return self.block_key(&key),
            Act::Placing(apart) => {
                if let Some(near) = &mut self.near {
                    near.place(apart);
                }
            }
            Act::Findings => return Outcome::Redraw("findings-title".into()),
            Act::AllRows => self.all_rows = true,
            Act::Fit => {
                if let Some(near) = &mut self.near {
                    near.fit();
                }
            }
            Act::Key => return self.key(value),
            Act::Enter => return self.key("Enter"),
            Act::Undo(focus) => return Outcome::Undo(focus),
            Act::NewBlock => self.typed_block = Some(value.into()),
            Act::Split(place, name) => {
                let done = edits::split(self, place, &name);
                let done = done.map_err(|finding| edits::words(&finding));
                return self.done(place, name, done);
            }
            Act::Merge(place, name) => {
                let done = edits::merge(self, place, &name);
                let done = done.map_err(|finding| edits::words(&finding));
                return self.done(place, name, done);
            }
            Act::Move(place, name) => return self.toggle_move(place, name),
            Act::MoveTo(block) => {
                let Some(moving) = self.moving.take() else {
                    return Outcome::Nothing;
                };
                let done = edits::move_to(self, &moving, block);
                let done = done.map_err(|finding| edits::words(&finding));
                return self.done(moving.place, moving.name, done);
            }
            Act::AddBlock(place) => {
                let done = block::added(self);
                if done.is_ok() {
                    self.typed_block = None;
                }
                return self.done(place, String::new(), done);
            }
            Act::Group => self.group = number(),
            act => return self.of_types(act, value),
        }
        Outcome::Redraw(String::new())
    }

    /// Does what an act asks of the table of instance types.
    fn of_types(&mut self, act: Act, value: &str) -> Outcome {
        match act {
            Act::Column(column) => self.table.toggle(column),
            Act::Pods => {
                self.table.pods = value.into();
                self.table.first = 0;
                return Outcome::Restart;
            }
            Act::Mark(name) => {
                self.table.mark(name);
            }
            Act::Unmark => {
                self.table.marked.clear();
                return Outcome::Redraw("types".into());
            }
            Act::SaveTypes => {
                return Outcome::Save("instance-types.csv".into(), instances::csv(self));
            }
            Act::Numbers(group) => {
                self.numbers = (self.numbers != Some(group)).then_some(group);
            }
            Act::TypeName => {
                self.table.name = value.into();
                self.table.first = 0;
                return Outcome::Restart;
            }
            Act::Bound(column) => {
                if let Some(bounds) = self.table.bounds.get_mut(column) {
                    *bounds = value.into();
                }
                self.table.first = 0;
                return Outcome::Restart;
            }
            Act::Sort(column) => {
                self.table.sort_by(column);
                return Outcome::Restart;
            }
            Act::Scroll => {
                if !self.table.scroll(value.parse().unwrap_or(0)) {
                    return Outcome::Nothing;
                }
            }
            act => return self.changed(act),
        }
        Outcome::Redraw(String::new())
    }

    /// Shows the map again, with the subnet chosen that was looked at.
    fn leave_blocks(&mut self) -> Outcome {
        let near = self.near.take();
        if let Some(subnet) = near.and_then(|near| self.placed(&near.subnet)) {
            self.map = cells::choosing(self, subnet.cidr, false);
        }
        Outcome::Redraw("map".into())
    }

    /// Does what a key on the blocks asks.
    fn block_key(&mut self, key: &str) -> Outcome {
        match key {
            "Escape" => return self.leave_blocks(),
            "z" => return Outcome::Undo(String::new()),
            _ => {}
        }
        let Some(mut near) = self.near.take() else {
            return Outcome::Nothing;
        };
        near.at = blocks::after(self, &near, key);
        self.near = Some(near);
        Outcome::Redraw(String::new())
    }

    /// Does what a key on the map asks.
    fn key(&mut self, key: &str) -> Outcome {
        let chosen = cells::chosen(self);
        let target = chosen.as_ref().and_then(|cell| cells::target(self, cell));
        let subnet = chosen.and_then(|cell| match cell.what {
            What::Subnet(subnet) => Some(subnet.name.clone()),
            _ => None,
        });
        let moving = self.moving.as_ref().map(|moving| moving.name.clone());
        let act = match (key, target, moving, subnet) {
            ("z", ..) => return Outcome::Undo(String::new()),
            ("Enter" | " ", Some(block), ..) => Act::MoveTo(block),
            ("Escape" | "m", _, Some(name), _) => Act::Move(Place::Map, name),
            ("Enter" | " ", None, None, Some(name)) => Act::Near(name),
            ("s", _, _, Some(name)) => Act::Split(Place::Map, name),
            ("j", _, _, Some(name)) => Act::Merge(Place::Map, name),
            ("m", _, _, Some(name)) => {
                let outcome = self.toggle_move(Place::Map, name);
                self.choose_target();
                return outcome;
            }
            ("s" | "j" | "m", ..) => {
                let why = "Choose a subnet first: the arrow keys walk the map.";
                return self.done(Place::Map, String::new(), Err(why.into()));
            }
            _ => {
                self.map = cells::after(self, key);
                return Outcome::Redraw(String::new());
            }
        };
        self.tell(&act.code(), "")
    }

    /// Starts to choose a hole for a subnet, or stops where one is being chosen.
    fn toggle_move(&mut self, place: Place, name: String) -> Outcome {
        if self.moving.take().is_some_and(|moving| moving.name == name) {
            if place == Place::Map
                && let Some(subnet) = self.placed(&name)
            {
                self.map = cells::choosing(self, subnet.cidr, false);
            }
            return Outcome::Redraw(String::new());
        }
        let subnet = self.placed(&name);
        if let Some(why) = subnet.and_then(|subnet| edits::held(self, subnet)) {
            return self.done(place, name, Err(why));
        }
        self.moving = Some(Moving { place, name });
        Outcome::Redraw(String::new())
    }

    /// Chooses the first hole to which the subnet can move.
    fn choose_target(&mut self) {
        let Some(moving) = &self.moving else { return };
        if let Some(first) = cells::targets(self, &moving.name).first() {
            self.map = cells::choosing(self, *first, false);
        }
    }

    /// A subnet of the layout by its name.
    pub(crate) fn placed(&self, name: &str) -> Option<&PlacedSubnet> {
        let mut subnets = self.report.layout.subnets.iter();
        subnets.find(|subnet| subnet.name == name)
    }

    /// What comes of a change by hand; what stands in its way is said where it was asked for.
    fn done(&mut self, place: Place, name: String, done: Result<Done, String>) -> Outcome {
        let (name, text, refused, outcome, plan) = match done {
            Ok(done) => {
                self.choose = done.block;
                let packed = link::pack(&done.plan.write());
                let plan = Outcome::Plan(packed.clone(), done.text.clone(), done.focus);
                (done.name, done.text, false, plan, packed)
            }
            Err(why) => (
                name,
                why,
                true,
                Outcome::Redraw(String::new()),
                self.packed.clone(),
            ),
        };
        self.said = Some(Said {
            place,
            name,
            text,
            refused,
            plan,
        });
        outcome
    }

    /// The plan after an act that changes it.
    fn changed(&mut self, act: Act) -> Outcome {
        let mut plan = self.plan.clone();
        let said = match act {
            Act::ListSubnets => {
                change::list_subnets(self, &mut plan);
                "The subnets are listed now; edit them below."
            }
            Act::LayOut => {
                plan.subnets.clear();
                "The subnets are laid out by eniplan."
            }
            Act::AddSubnet(cidr, role) => {
                change::add_subnet(self, &mut plan, cidr, role);
                self.choose = Some(cidr);
                "Subnet added."
            }
            Act::RemoveSubnet(place) if place < plan.subnets.len() => {
                plan.subnets.remove(place);
                "Subnet removed."
            }
            Act::Setting(group, place) => {
                let node = self.fullest.get(group).and_then(Option::as_ref);
                let Some(curve) = node.and_then(|node| node.curves.get(place)) else {
                    return Outcome::Nothing;
                };
                plan = curve.setting.applied(&plan, group);
                "Setting applied."
            }
            Act::Pick(name) => {
                change::pick_type(&mut plan, self.group, &name);
                "Instance type picked."
            }
            _ => return Outcome::Nothing,
        };
        // Where a hole was filled, its buttons are gone.
        let focus = if self.choose.is_some() { "map" } else { "" };
        Outcome::Plan(link::pack(&plan.write()), said.into(), focus.into())
    }
}
