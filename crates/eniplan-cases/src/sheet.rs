//! AWS's own subnet-calc.xlsx beside eniplan: its formulas, and the defect behind each difference.
//!
//! `tests/vectors/subnet-calc.md` says where the rows come from.

use eniplan_core::aws::catalogue::{Catalogue, InstanceType};
use eniplan_core::aws::max_pods::{Settings, ceiling as ceiling_of};
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};

/// Where the sheet stands.
pub const SOURCE: &str =
    "https://github.com/aws/aws-eks-best-practices/tree/5e4e4231/latest/bpg/networking/subnet-calc";

const ROWS: &str = include_str!("../../../tests/vectors/subnet-calc.csv");

/// The scenario that the workbook ships with, and the values that it keeps for it.
const SHIPPED: &str =
    "WarmENI,as shipped,23,1,2,m5.12xlargex2@100; c5.2xlargex1@30,510,351,230,159,507,360,0";

/// Nodes of one type, all with the same number of pods.
#[derive(Clone, Debug)]
pub struct Nodes {
    kind: InstanceType,
    /// How many.
    pub count: i64,
    /// Pods on each of them.
    pub pods: i64,
}

impl Nodes {
    /// Nodes of a type of the catalogue; counts are capped at what the sheet could be asked for.
    pub fn new(kind: &str, count: u32, pods: u32) -> Option<Self> {
        Some(Self {
            kind: Catalogue::bundled().get(kind)?.clone(),
            count: i64::from(count.min(100_000)),
            pods: i64::from(pods.min(1_000)),
        })
    }

    /// Reads `m5.large x 3 @ 20`, written without spaces.
    fn read(text: &str) -> Option<Self> {
        let (nodes, pods) = text.split_once('@')?;
        let (kind, count) = nodes.rsplit_once('x')?;
        Self::new(kind, count.parse().ok()?, pods.parse().ok()?)
    }

    /// The type.
    pub fn kind(&self) -> &str {
        &self.kind.name
    }

    fn addresses_per_interface(&self) -> i64 {
        self.kind.ipv4_per_eni.into()
    }

    fn slots(&self) -> i64 {
        (self.addresses_per_interface() - 1).max(1)
    }
}

/// The sheet's two tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sheet {
    /// Whole interfaces are kept warm.
    WarmEni,
    /// Addresses are.
    WarmIp,
}

impl Sheet {
    /// The tab's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::WarmEni => "WarmENI",
            Self::WarmIp => "WarmIP",
        }
    }
}

/// What the sheet is asked, and what it said where that was published.
#[derive(Clone, Debug)]
pub struct Row {
    /// The tab.
    pub sheet: Sheet,
    /// What the row is called.
    pub scenario: String,
    /// Length of the subnet's block.
    pub prefix_length: u32,
    /// `WARM_ENI_TARGET` or `WARM_IP_TARGET`.
    pub warm_target: u32,
    /// Addresses that the sheet adds to each node for pods on the host's network.
    pub host_network: i64,
    /// The nodes.
    pub nodes: Vec<Nodes>,
    /// What was published.
    pub published: Said,
    /// Addresses that AWS gives out of the subnet.
    pub usable: i64,
    /// Addresses taken and pods without one, by an independent model; none where the pool may oscillate.
    pub model: Option<(i64, i64)>,
}

/// What the sheet prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// Addresses of the subnet.
    pub available: i64,
    /// Addresses used.
    pub used: i64,
    /// Pods.
    pub pods: i64,
    /// Addresses that remain.
    pub remaining: i64,
}

/// The published rows: first the scenario that the sheet ships with.
pub fn rows() -> Vec<Row> {
    let lines = std::iter::once(SHIPPED).chain(ROWS.lines().skip(1));
    lines.filter_map(read).collect()
}

fn read(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split(',').collect();
    let number = |column: usize| cells.get(column)?.parse::<i64>().ok();
    let nodes: Option<Vec<Nodes>> = cells.get(5)?.split("; ").map(Nodes::read).collect();
    Some(Row {
        sheet: match *cells.first()? {
            "WarmENI" => Sheet::WarmEni,
            "WarmIP" => Sheet::WarmIp,
            _ => return None,
        },
        scenario: (*cells.get(1)?).to_owned(),
        prefix_length: cells.get(2)?.parse().ok()?,
        warm_target: cells.get(3)?.parse().ok()?,
        host_network: number(4)?,
        nodes: nodes?,
        published: Said {
            available: number(6)?,
            used: number(7)?,
            pods: number(8)?,
            remaining: number(9)?,
        },
        usable: number(10)?,
        model: number(11).zip(number(12)),
    })
}

fn ceiling(a: i64, b: i64) -> i64 {
    (a + b - 1) / b
}

impl Row {
    /// What somebody asks of the sheet, in a subnet of its own size.
    pub fn asked(sheet: Sheet, prefix_length: u32, warm_target: u32, nodes: Nodes) -> Self {
        Self {
            sheet,
            scenario: String::new(),
            prefix_length: prefix_length.clamp(16, 28),
            warm_target: warm_target.min(1_000),
            host_network: 2,
            nodes: Vec::from([nodes]),
            published: Said::default(),
            usable: (1 << (32 - prefix_length.clamp(16, 28))) - 5,
            model: None,
        }
    }

    /// Sums what one node of each kind takes over all nodes.
    fn sum(&self, each: impl Fn(&Nodes) -> i64) -> i64 {
        let nodes = self.nodes.iter();
        nodes.map(|nodes| nodes.count * each(nodes)).sum()
    }

    /// The sheet's formulas.
    pub fn by_the_sheet(&self) -> Said {
        let used = self.sum(|nodes| {
            let per_interface = nodes.addresses_per_interface();
            let warm = match self.sheet {
                Sheet::WarmEni => i64::from(self.warm_target),
                Sheet::WarmIp => 0,
            };
            (ceiling(nodes.pods, per_interface) + warm) * per_interface + self.host_network
        });
        let available = (1 << (32 - self.prefix_length)) - 2;
        Said {
            available,
            used,
            pods: self.sum(|nodes| nodes.pods),
            remaining: available - used,
        }
    }

    /// One node as eniplan counts it, at the max pods of the formula, which the sheet's own tab lists.
    fn node(&self, nodes: &Nodes) -> Footprint {
        let shipped = PoolSettings::shipped(nodes.kind.max_enis, nodes.kind.ipv4_per_eni);
        let settings = match self.sheet {
            Sheet::WarmEni => PoolSettings {
                warm_eni_target: self.warm_target,
                ..shipped
            },
            Sheet::WarmIp => PoolSettings {
                warm_ip_target: Some(self.warm_target),
                ..shipped
            },
        };
        let max_pods = ceiling_of(&nodes.kind, &Settings::default());
        let pods = u32::try_from(nodes.pods).unwrap_or(u32::MAX);
        footprint(&settings, pods, max_pods.pods().unwrap_or(0))
    }

    /// Addresses taken, and pods without one, as eniplan counts them.
    pub fn by_eniplan(&self) -> (i64, i64) {
        (
            self.sum(|nodes| self.node(nodes).subnet_addresses().into()),
            self.sum(|nodes| self.node(nodes).pods_without_address.into()),
        )
    }

    /// What each defect of the sheet adds to its total or hides from it.
    pub fn gap(&self) -> Gap {
        let warm = i64::from(self.warm_target);
        let interfaces = |nodes: &Nodes| ceiling(nodes.pods, nodes.slots());
        // What the pool would hold if a node could have any number of interfaces.
        let unbounded = |nodes: &Nodes| match self.sheet {
            Sheet::WarmEni => (interfaces(nodes) + warm) * nodes.addresses_per_interface(),
            Sheet::WarmIp => {
                let held = nodes.pods + warm;
                held + ceiling(held, nodes.slots())
            }
        };
        let whole = |nodes: &Nodes| match self.sheet {
            Sheet::WarmEni => unbounded(nodes),
            Sheet::WarmIp => interfaces(nodes) * nodes.addresses_per_interface(),
        };
        Gap {
            host_network: -self.sum(|_| self.host_network),
            primary_addresses: self.sum(|nodes| {
                let per = nodes.addresses_per_interface();
                (interfaces(nodes) - ceiling(nodes.pods, per)) * per
            }),
            warm_ip_target: self.sum(|nodes| unbounded(nodes) - whole(nodes)),
            no_interface_limit: self
                .sum(|nodes| i64::from(self.node(nodes).subnet_addresses()) - unbounded(nodes)),
        }
    }
}

/// From the sheet's total to eniplan's, one defect of the sheet at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// It adds addresses for pods on the host's network, which use the node's own.
    pub host_network: i64,
    /// It lets pods have the primary address of each interface.
    pub primary_addresses: i64,
    /// Its `WarmIP` tab leaves the target out of the total, and charges whole interfaces.
    pub warm_ip_target: i64,
    /// It attaches more interfaces than the type has, or fewer than a node begins with.
    pub no_interface_limit: i64,
}

impl Gap {
    /// All of it.
    pub fn total(&self) -> i64 {
        self.reasons().iter().map(|(count, _)| count).sum()
    }

    /// Each defect with what it makes, for people.
    pub fn reasons(&self) -> [(i64, &'static str); 4] {
        [
            (
                self.host_network,
                "the sheet adds addresses for pods on the host’s network, which use the node’s own",
            ),
            (
                self.primary_addresses,
                "the sheet gives the primary address of each interface to a pod",
            ),
            (
                self.warm_ip_target,
                "the sheet leaves the target out and charges whole interfaces",
            ),
            (
                self.no_interface_limit,
                "the sheet knows no limit of interfaces",
            ),
        ]
    }
}
