//! AWS's own subnet-calc.xlsx against eniplan, row by row, with the defect of the sheet behind each difference.
//!
//! `vectors/subnet-calc.md` says where the rows come from.
//! The sheet's formulas are written out here as the published tool; eniplan offers nothing of the kind.

use eniplan_core::aws::catalogue::{Catalogue, InstanceType};
use eniplan_core::aws::max_pods::{Settings, ceiling as ceiling_of};
use eniplan_core::aws::subnet;
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};
use eniplan_core::net::Ipv4Prefix;

const ROWS: &str = include_str!("../vectors/subnet-calc.csv");

/// Nodes of one type, all with the same number of pods.
struct Nodes {
    kind: InstanceType,
    count: i64,
    pods: i64,
}

impl Nodes {
    /// Reads `m5.large x 3 @ 20`, written without spaces.
    fn of(text: &str) -> Self {
        let (nodes, pods) = text.split_once('@').unwrap();
        let (kind, count) = nodes.rsplit_once('x').unwrap();
        Self {
            kind: Catalogue::bundled().get(kind).unwrap().clone(),
            count: count.parse().unwrap(),
            pods: pods.parse().unwrap(),
        }
    }

    fn addresses_per_interface(&self) -> i64 {
        self.kind.ipv4_per_eni.into()
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Sheet {
    WarmEni,
    WarmIp,
}

struct Row {
    sheet: Sheet,
    scenario: String,
    prefix_length: u32,
    warm_target: u32,
    host_network: i64,
    nodes: Vec<Nodes>,
    published: Published,
    usable: i64,
    /// Addresses taken and pods without one; the model has none where the pool may oscillate.
    model: Option<(i64, i64)>,
}

/// What the sheet prints.
#[derive(PartialEq, Debug)]
struct Published {
    available: i64,
    used: i64,
    pods: i64,
    remaining: i64,
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(ROWS.as_bytes());
    let row = |record: csv::StringRecord| {
        let number = |column: usize| record[column].parse::<i64>().unwrap();
        Row {
            sheet: match &record[0] {
                "WarmENI" => Sheet::WarmEni,
                "WarmIP" => Sheet::WarmIp,
                other => panic!("no sheet {other}"),
            },
            scenario: record[1].to_string(),
            prefix_length: record[2].parse().unwrap(),
            warm_target: record[3].parse().unwrap(),
            host_network: number(4),
            nodes: record[5].split("; ").map(Nodes::of).collect(),
            published: Published {
                available: number(6),
                used: number(7),
                pods: number(8),
                remaining: number(9),
            },
            usable: number(10),
            model: (!record[11].is_empty()).then(|| (number(11), number(12))),
        }
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

fn ceiling(a: i64, b: i64) -> i64 {
    (a + b - 1) / b
}

impl Row {
    /// Sums what one node of each kind takes over all nodes.
    fn sum(&self, each: impl Fn(&Nodes) -> i64) -> i64 {
        self.nodes
            .iter()
            .map(|nodes| nodes.count * each(nodes))
            .sum()
    }

    /// The sheet's formulas.
    fn by_the_sheet(&self) -> Published {
        let used = self.sum(|nodes| {
            let per_interface = nodes.addresses_per_interface();
            let warm = match self.sheet {
                Sheet::WarmEni => i64::from(self.warm_target),
                Sheet::WarmIp => 0,
            };
            (ceiling(nodes.pods, per_interface) + warm) * per_interface + self.host_network
        });
        let available = (1 << (32 - self.prefix_length)) - 2;
        Published {
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
        let max_pods = ceiling_of(&nodes.kind, &Settings::default())
            .pods()
            .unwrap();
        footprint(&settings, u32::try_from(nodes.pods).unwrap(), max_pods)
    }

    fn by_eniplan(&self) -> (i64, i64) {
        (
            self.sum(|nodes| self.node(nodes).subnet_addresses().into()),
            self.sum(|nodes| self.node(nodes).pods_without_address.into()),
        )
    }

    /// What each defect of the sheet adds to its total or hides from it, in the order of [`Gap`].
    fn gap(&self) -> Gap {
        let (per, slots) = (Nodes::addresses_per_interface, |nodes: &Nodes| {
            nodes.addresses_per_interface() - 1
        });
        let warm = i64::from(self.warm_target);
        let interfaces = |nodes: &Nodes| ceiling(nodes.pods, slots(nodes));
        // What the pool would hold if a node could have any number of interfaces.
        let unbounded = |nodes: &Nodes| match self.sheet {
            Sheet::WarmEni => (interfaces(nodes) + warm) * per(nodes),
            Sheet::WarmIp => {
                let held = nodes.pods + warm;
                held + ceiling(held, slots(nodes))
            }
        };
        let whole = |nodes: &Nodes| match self.sheet {
            Sheet::WarmEni => unbounded(nodes),
            Sheet::WarmIp => interfaces(nodes) * per(nodes),
        };
        Gap {
            host_network: -self.sum(|_| self.host_network),
            primary_addresses: self
                .sum(|nodes| (interfaces(nodes) - ceiling(nodes.pods, per(nodes))) * per(nodes)),
            warm_ip_target: self.sum(|nodes| unbounded(nodes) - whole(nodes)),
            no_interface_limit: self
                .sum(|nodes| i64::from(self.node(nodes).subnet_addresses()) - unbounded(nodes)),
        }
    }
}

/// From the sheet's total to eniplan's, one defect of the sheet at a time.
#[derive(PartialEq, Debug)]
struct Gap {
    /// It adds addresses for pods on the host's network, which use the node's own.
    host_network: i64,
    /// It lets pods have the primary address of each interface.
    primary_addresses: i64,
    /// Its `WarmIP` tab leaves the target out of the total, and charges whole interfaces.
    warm_ip_target: i64,
    /// It attaches more interfaces than the type has.
    no_interface_limit: i64,
}

impl Gap {
    fn total(&self) -> i64 {
        self.host_network + self.primary_addresses + self.warm_ip_target + self.no_interface_limit
    }
}

/// Tab, scenario, warm target; and the gap in the order of [`Gap`], from the sheet's formulas and those of ipamd.
const GAPS: &[(Sheet, &str, u32, [i64; 4])] = &[
    (Sheet::WarmEni, "we0", 0, [-6, 15, 0, 0]),
    (Sheet::WarmEni, "exact-multiple", 1, [-6, 30, 0, -30]),
    (Sheet::WarmEni, "p3dn", 1, [-10, 250, 0, 0]),
    (Sheet::WarmEni, "t3.medium-full", 1, [-10, 0, 0, -30]),
    (Sheet::WarmIp, "default", 1, [-6, 15, -41, 0]),
    (Sheet::WarmIp, "we2", 5, [-6, 15, -29, 0]),
    (Sheet::WarmIp, "sz24", 1, [-6, 15, -41, 0]),
    (Sheet::WarmIp, "sz24", 5, [-6, 15, -29, 0]),
    (Sheet::WarmIp, "t3small", 1, [-8, 0, 0, 0]),
    (Sheet::WarmIp, "m5large29", 5, [-12, 0, 36, -36]),
    (Sheet::WarmIp, "m5.xlarge", 5, [-20, 0, 60, -60]),
    (Sheet::WarmIp, "exact-multiple", 1, [-6, 30, -18, 0]),
    (Sheet::WarmIp, "exact-multiple", 5, [-6, 30, -6, 0]),
    (Sheet::WarmIp, "bulk", 1, [-300, 0, -550, 0]),
    (Sheet::WarmIp, "bulk", 5, [-300, 0, 100, 0]),
    (Sheet::WarmIp, "t3.medium-full", 5, [-10, 0, 30, -30]),
    (Sheet::WarmIp, "over-max-eni", 1, [-2, 10, -6, -4]),
    (Sheet::WarmIp, "zero-pods", 5, [-10, 0, 30, 0]),
];

#[test]
fn the_sheet_says_what_was_published() {
    for row in rows() {
        assert_eq!(row.by_the_sheet(), row.published, "{}", row.scenario);
    }
}

/// AWS keeps five addresses of a subnet back, where the sheet knows of two.
#[test]
fn the_sheet_counts_three_addresses_too_many_in_every_subnet() {
    for row in rows() {
        let block: Ipv4Prefix = format!("10.0.0.0/{}", row.prefix_length).parse().unwrap();
        let usable = i64::try_from(subnet::usable(block)).unwrap();
        assert_eq!(usable, row.usable, "{}", row.scenario);
        assert_eq!(row.published.available - usable, 3, "{}", row.scenario);
    }
}

#[test]
fn eniplan_counts_what_the_model_counts() {
    for row in rows() {
        if let Some(model) = row.model {
            assert_eq!(row.by_eniplan(), model, "{:?} {}", row.sheet, row.scenario);
        }
    }
}

#[test]
fn each_difference_has_its_reason() {
    let rows = rows();
    assert_eq!(rows.len(), GAPS.len());
    for (row, (sheet, scenario, warm, expected)) in rows.iter().zip(GAPS) {
        assert_eq!(
            (row.sheet, row.scenario.as_str(), row.warm_target),
            (*sheet, *scenario, *warm)
        );
        let [
            host_network,
            primary_addresses,
            warm_ip_target,
            no_interface_limit,
        ] = *expected;
        let expected = Gap {
            host_network,
            primary_addresses,
            warm_ip_target,
            no_interface_limit,
        };
        assert_eq!(row.gap(), expected, "{scenario}");
        let (addresses, _) = row.by_eniplan();
        assert_eq!(
            row.published.used + expected.total(),
            addresses,
            "{scenario}"
        );
    }
}

/// 29 pods want four interfaces of ten by the sheet, and an m5.large has three: two pods get no address.
#[test]
fn the_sheet_hides_pods_without_an_address() {
    let rows = rows();
    let row = rows
        .iter()
        .find(|row| row.scenario == "over-max-eni")
        .unwrap();
    assert_eq!(row.by_the_sheet().pods, 29);
    assert_eq!(row.by_eniplan(), (30, 2));
}
