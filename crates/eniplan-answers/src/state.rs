//! What the answers are made from: the plan, its report, and what of it is looked at.

use std::cmp::min;

use eniplan_core::analyze::{Report, SubnetReport, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::link;
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::Writer;

use crate::act::Act;
use crate::instances::{COLUMNS, Table};
use crate::{cells, change};

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
    pub(crate) plan: Plan,
    pub(crate) report: Report,
    pub(crate) catalogue: Catalogue,
    pub(crate) map: MapView,
    /// The moment whose subnets are shown: 0 is the desired state, then the report's states.
    pub(crate) moment: usize,
    /// The group for which the table of types picks.
    pub(crate) group: usize,
    pub(crate) table: Table,
}

/// What comes of an act.
pub(crate) enum Outcome {
    Nothing,
    /// The answers are to be drawn anew.
    Redraw,
    /// So are they, and the table of types starts at its top.
    Restart,
    /// Another plan, and what to say of it.
    Plan(Box<Plan>, &'static str),
}

impl Outcome {
    /// The outcome in bytes.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut out = Writer::default();
        match self {
            Self::Nothing => out.count(0),
            Self::Redraw => out.count(1),
            Self::Restart => out.count(2),
            Self::Plan(plan, said) => {
                out.count(3);
                out.bytes(&link::pack(&plan.write()));
                out.text(said);
            }
        }
        out.finish()
    }
}

impl State {
    pub(crate) fn new() -> Self {
        let plan = Plan::default();
        let catalogue = Catalogue::bundled();
        Self {
            packed: link::pack(&plan.write()),
            report: analyze(&plan, &catalogue),
            plan,
            catalogue,
            map: MapView::default(),
            moment: 0,
            group: 0,
            table: Table::new(),
        }
    }

    /// Takes the plan in force; bytes that are no plan leave the last one.
    pub(crate) fn take(&mut self, packed: &[u8], narrow: bool) {
        self.map.upright = narrow;
        if packed != self.packed
            && let Some(tree) = link::unpack(packed)
        {
            let plan = Plan::take(&tree);
            self.packed = packed.to_vec();
            self.report = analyze(&plan, &self.catalogue);
            self.plan = plan;
        }
        if self.moment > self.report.states.len() {
            self.moment = 0;
        }
        let groups = self.plan.node_groups.len();
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

    /// Does what an act asks; words that mean none do nothing.
    pub(crate) fn tell(&mut self, code: &str, value: &str) -> Outcome {
        let Some(act) = Act::of(code) else {
            return Outcome::Nothing;
        };
        let number = || value.parse().unwrap_or(0);
        match act {
            Act::Moment => self.moment = number(),
            Act::Zoom(block) => {
                self.map.block = block;
                self.map.cell = 0;
            }
            Act::Cell(cell) => self.map.cell = cell,
            Act::Key => self.map = cells::after(self, value),
            Act::Enter => self.map = cells::after(self, "Enter"),
            Act::Group => self.group = number(),
            Act::TypeName => {
                self.table.name = value.into();
                self.table.first = 0;
                return Outcome::Restart;
            }
            Act::Bound(column) => {
                if column < COLUMNS {
                    self.table.bounds[column] = value.into();
                }
                self.table.first = 0;
                return Outcome::Restart;
            }
            Act::Sort(column) => {
                self.table.sort_by(column);
                return Outcome::Restart;
            }
            Act::Scroll => {
                if !self.table.scroll(number()) {
                    return Outcome::Nothing;
                }
            }
            act => return self.changed(act),
        }
        Outcome::Redraw
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
                "Subnet added."
            }
            Act::RemoveSubnet(place) if place < plan.subnets.len() => {
                plan.subnets.remove(place);
                "Subnet removed."
            }
            Act::Pick(name) => {
                change::pick_type(&mut plan, self.group, &name);
                "Instance type picked."
            }
            _ => return Outcome::Nothing,
        };
        self.map.cell = 0;
        self.map.block = None;
        Outcome::Plan(Box::new(plan), said)
    }
}
