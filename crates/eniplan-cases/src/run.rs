//! A case is computed.

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::max_pods::{Settings, ceiling, recommended};
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};
use eniplan_core::finding::Grouped;
use eniplan_core::plan::Plan;

use crate::{Case, Check, Figure, Of};

/// A figure as it was printed, as it is right, and as it was computed just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is, for people.
    pub what: String,
    /// What was published.
    pub printed: String,
    /// What is right.
    pub right: u64,
    /// What comes out; none where nothing does.
    pub computed: Option<u64>,
    /// How it comes about, where there is a formula for it.
    pub formula: String,
}

impl Line {
    /// Whether what comes out is right.
    pub fn holds(&self) -> bool {
        self.computed == Some(self.right)
    }
}

/// Computes a case: its checks in order, a line a figure.
///
/// ```
/// use eniplan_cases::{CASES, run};
/// let case = CASES.iter().find(|case| case.id == "A33").unwrap();
/// assert_eq!(run(case)[0].computed, Some(434));
/// ```
pub fn run(case: &Case) -> Vec<Line> {
    case.checks.iter().flat_map(lines).collect()
}

fn lines(check: &Check) -> Vec<Line> {
    let made = Made::of(check);
    let lines = check.wants.iter().map(|(figure, printed, right)| {
        let name = figure.name();
        let what = match (check.name, name.as_str()) {
            ("", name) => name.to_owned(),
            (check, name) => format!("{check}: {name}"),
        };
        Line {
            what,
            printed: match *printed {
                "" => Grouped(*right).to_string(),
                printed => printed.to_owned(),
            },
            right: *right,
            computed: made.as_ref().and_then(|made| made.figure(*figure)),
            formula: match figure {
                Figure::Formula => made.as_ref().and_then(Made::formula).unwrap_or_default(),
                _ => String::new(),
            },
        }
    });
    lines.collect()
}

/// The plan of a check that is one, or of its node; none where a type stands in no plan.
pub fn plan_of(check: &Check) -> Option<Plan> {
    let text = match check.of {
        Of::Plan(text) => text.to_owned(),
        Of::Node("", ..) | Of::Type(..) => return None,
        Of::Node(kind, pool, pods, _) => {
            let target = |name, target: Option<u32>| {
                target.map_or_else(String::new, |target| format!("{name}: {target}, "))
            };
            format!(
                "networking: {{prefix_delegation: {}, warm: {{{}{}eni: {}}}}}\n\
                 node_groups: [{{instance_types: [{kind}], nodes: {{desired: 1}}, pods: {{desired: {pods}}}}}]",
                pool.prefix_delegation,
                target("ip", pool.warm_ip_target),
                target("minimum_ip", pool.minimum_ip_target),
                pool.warm_eni_target,
            )
        }
    };
    let (plan, findings) = Plan::from_text(text.as_bytes()).ok()?;
    findings.is_empty().then_some(plan)
}

/// What the figures of a check are read from.
enum Made {
    Report(Box<Report>),
    Node(Footprint),
    Type(u32, Option<u32>, Option<String>),
}

impl Made {
    fn of(check: &Check) -> Option<Self> {
        let catalogue = Catalogue::bundled();
        Some(match check.of {
            Of::Plan(_) => Self::Report(Box::new(analyze(&plan_of(check)?, &catalogue))),
            Of::Node(_, pool, pods, max_pods) => Self::Node(footprint(
                &pool,
                pods,
                max_pods.unwrap_or_else(|| served(&pool)),
            )),
            Of::Type(kind, settings) => of_type(&catalogue, kind, &settings)?,
        })
    }

    fn formula(&self) -> Option<String> {
        match self {
            Self::Type(_, _, formula) => formula.clone(),
            _ => None,
        }
    }

    fn figure(&self, figure: Figure) -> Option<u64> {
        match self {
            Self::Report(report) => of_report(report, figure),
            Self::Node(node) => Some(u64::from(match figure {
                Figure::Interfaces => node.interfaces,
                Figure::Held => node.held,
                Figure::Idle => node.idle,
                Figure::SubnetAddresses => node.subnet_addresses(),
                _ => return None,
            })),
            Self::Type(recommended, formula, _) => match figure {
                Figure::Formula => formula.map(u64::from),
                Figure::Recommended => Some((*recommended).into()),
                _ => None,
            },
        }
    }
}

/// Pods that the interfaces of a pool serve, beside two on the host's network.
fn served(pool: &PoolSettings) -> u32 {
    let units = pool
        .pod_interface_limit()
        .saturating_mul(pool.slots_per_interface());
    units
        .saturating_mul(pool.unit().addresses())
        .saturating_add(2)
}

fn of_type(catalogue: &Catalogue, kind: &str, settings: &Settings) -> Option<Made> {
    let kind = catalogue.get(kind)?;
    let ceiling = ceiling(kind, settings);
    Some(Made::Type(
        recommended(kind, settings),
        ceiling.pods(),
        ceiling.formula().as_ref().map(ToString::to_string),
    ))
}

fn of_report(report: &Report, figure: Figure) -> Option<u64> {
    let subnet = |index: usize| report.subnets.get(index);
    let group = |index: usize| report.node_groups.get(index);
    match figure {
        Figure::AddressesUsed => Some(report.totals.addresses_used),
        Figure::Usable(at) => subnet(at).map(|it| it.usable),
        Figure::Used(at) => subnet(at).map(|it| it.used),
        Figure::Free(at) => subnet(at).map(|it| it.free),
        Figure::IdleIn(at) => subnet(at).map(|it| it.demand.idle),
        Figure::Prefixes(at) => subnet(at).map(|it| it.prefixes_total),
        Figure::PrefixesFree(at) => subnet(at).map(|it| it.prefixes_free),
        Figure::MaxPods(at) => group(at).map(|it| it.max_pods),
        Figure::Served(at) => group(at)?.formula_max_pods,
        Figure::PerNode(at) => group(at).map(|it| it.addresses_per_node),
        Figure::MostNodes(at) => group(at)?.max_nodes,
        Figure::Placed => Some(report.totals.pods_placed),
        Figure::Pending => Some(report.totals.pods_pending),
        Figure::WithoutAddress => Some(report.totals.pods_without_address),
        Figure::Told(code) => {
            let told = report.findings.iter().filter(|told| told.code == code);
            u64::try_from(told.count()).ok()
        }
        _ => None,
    }
}

/// A figure of the subnet or group at a place, counted from one.
fn placed(name: &str, of: &str, at: usize) -> String {
    format!("{name}, {of} {}", at.saturating_add(1))
}

impl Figure {
    /// What it is, for people.
    fn name(self) -> String {
        match self {
            Self::AddressesUsed => "addresses used in all".into(),
            Self::Used(at) => placed("addresses used", "subnet", at),
            Self::Usable(at) => placed("usable addresses", "subnet", at),
            Self::Free(at) => placed("free addresses", "subnet", at),
            Self::IdleIn(at) => placed("addresses held idle", "subnet", at),
            Self::Prefixes(at) => placed("/28 blocks in all", "subnet", at),
            Self::PrefixesFree(at) => placed("/28 blocks left at worst", "subnet", at),
            Self::MaxPods(at) => placed("max pods of a node", "group", at),
            Self::Served(at) => placed("pods that the network serves on a node", "group", at),
            Self::PerNode(at) => placed("addresses of a node", "group", at),
            Self::MostNodes(at) => placed("nodes that fit", "group", at),
            Self::Placed => "pods placed".into(),
            Self::Pending => "pods that find no node".into(),
            Self::WithoutAddress => "pods without an address".into(),
            Self::Told(code) => format!("{code}, {}: times told", code.entry().title),
            Self::Interfaces => "interfaces".into(),
            Self::Held => "held".into(),
            Self::Idle => "addresses idle".into(),
            Self::SubnetAddresses => "addresses of the subnet".into(),
            Self::Formula => "pods by the formula".into(),
            Self::Recommended => "pods that AWS recommends".into(),
        }
    }
}
