//! Requirements to a layout that never renumbers: which blocks, and every subnet in them.
//!
//! What is listed stays where it is, whatever is asked; what is added goes into free holes.
//! `analyze` fills in the preset `default` where a plan leaves subnets out, and needs nothing else of this module.

mod blocks;
mod draft;
pub mod edit;
mod extend;
#[cfg(feature = "yaml")]
pub mod fleet;
mod free;
mod ipv6;
mod pairs;
mod place;
mod preset;
mod remedy;
mod rename;
mod size;
mod summary;
mod uniform;

use alloc::string::String;
use alloc::vec::Vec;

pub use preset::{Preset, Presets};
pub use size::reservations;
pub use summary::{Summary, holes, summaries};

use crate::aws::catalogue::Catalogue;
use crate::finding::{Finding, Severity};
use crate::net::{Ipv4Prefix, Ipv6Prefix};
use crate::plan::{Plan, Role};
use draft::Draft;
use pairs::Pair;

/// What is summarised by one prefix, where both cannot be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The subnets of a role, over all zones.
    #[default]
    Role,
    /// The subnets of a zone, of all roles.
    Zone,
}

/// How to lay out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Layouts that people know.
    pub presets: Presets,
    /// Months of growth to have room for; left out: `policy.min_months`, or 12 where the plan grows.
    pub months: Option<u32>,
    /// The primary block; left out: the plan's.
    pub primary: Option<Ipv4Prefix>,
    /// What stands together.
    pub by: By,
}

impl Options {
    /// Months of growth to have room for.
    pub fn months_of(&self, plan: &Plan) -> u32 {
        /// Months for which a plan that grows gets room where it does not say for how many.
        const YEAR: u32 = 12;
        let policy = plan.policy.min_months.map(crate::plan::Within::get);
        self.months.or(policy).unwrap_or(YEAR)
    }
}

/// A layout, and what is new in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The plan with its blocks and subnets filled in; what it listed stands where it stood.
    pub plan: Plan,
    /// Its subnets, those that were listed first.
    pub subnets: Vec<LaidSubnet>,
    /// Blocks of the VPC that were added.
    pub added_blocks: Vec<Ipv4Prefix>,
    /// Subnets that hold less than is asked and cannot grow where they stand.
    pub stuck: Vec<Stuck>,
    /// What there is to say, of the layout alone.
    pub findings: Vec<Finding>,
}

/// A subnet of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaidSubnet {
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: String,
    /// What it is for.
    pub role: Role,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Its IPv6 block.
    pub ipv6_cidr: Option<Ipv6Prefix>,
    /// Whether it was laid out now, and not listed before.
    pub added: bool,
    /// Addresses that it was made for; 0 where it was not made to measure.
    pub addresses_wanted: u64,
    /// /28 prefixes that it was made for.
    pub prefixes_wanted: u64,
    /// Its reservations of type prefix.
    pub reservations: Vec<Ipv4Prefix>,
}

/// A subnet that holds less than is asked: AWS never resizes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// Its name.
    pub name: String,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Addresses by which its zone and role are short.
    pub addresses_short: u64,
    /// /28 prefixes by which its zone and role are short.
    pub prefixes_short: u64,
    /// What was added beside it.
    pub added: Vec<String>,
    /// The block around it that would hold everything; none where no subnet is that large, or no block of the VPC has it.
    pub insisted: Option<Ipv4Prefix>,
    /// Other subnets in that block, which would have to move first.
    pub would_move: Vec<String>,
}

/// Lays out a plan, or extends it.
///
/// ```
/// use eniplan_core::{aws::catalogue::Catalogue, layout::{Options, lay_out}, plan::Plan};
/// let (plan, _) = Plan::from_text(b"
/// zones: [a, b]
/// node_groups: [{instance_types: [m5.large], nodes: {desired: 4, max: 8}, pods: {desired: 80, max: 160}}]
/// ").unwrap();
/// let outcome = lay_out(&plan, &Catalogue::bundled(), &Options::default());
/// let subnets: Vec<_> = outcome.subnets.iter().map(|subnet| format!("{} {}", subnet.name, subnet.cidr)).collect();
/// assert_eq!(subnets, ["private-a 10.0.0.0/24", "private-b 10.0.1.0/24"]);
/// // What is there stays, whatever comes.
/// let again = lay_out(&outcome.plan, &Catalogue::bundled(), &Options::default());
/// assert_eq!(again.plan, outcome.plan);
/// ```
pub fn lay_out(plan: &Plan, catalogue: &Catalogue, options: &Options) -> Outcome {
    let pairs = pairs_of(plan, catalogue, options);
    let mut draft = Draft::of(plan, catalogue, options);
    let unplaced = draft.lay_out(&pairs);
    if !unplaced.is_empty() {
        let help = remedy::smallest(plan, &pairs, catalogue, options);
        draft.tell_unplaced(&unplaced, &help);
    }
    draft.finish()
}

/// Each role in each zone, with what it has to hold.
fn pairs_of(plan: &Plan, catalogue: &Catalogue, options: &Options) -> Vec<Pair> {
    let draft = Draft::of(plan, catalogue, options);
    pairs::of(&draft.asked(), &draft.layout, catalogue, options)
}

/// Whether everything that is asked finds its place.
fn fits(plan: &Plan, pairs: &[Pair], catalogue: &Catalogue, options: &Options) -> bool {
    let mut draft = Draft::of(plan, catalogue, options);
    draft.lay_out(pairs).is_empty()
        && draft
            .findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
}
