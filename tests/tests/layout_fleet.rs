//! Many VPCs from one pool: no two with the same routable address, Regions side by side, near-linear work.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::vpc;
use eniplan_core::finding::{Code, Severity};
use eniplan_core::layout::Options;
use eniplan_core::layout::fleet::{Fleet, lay_out};
use eniplan_core::net::{AddressSpace, Ipv4Prefix};
use eniplan_core::plan::wants::{self, Want};
use eniplan_core::plan::{Plan, Role};
use proptest::prelude::*;

const STRATEGIES: [&str; 5] = [
    "vpc-cni",
    "prefix-delegation",
    "custom-networking",
    "custom-networking-prefixes",
    "calico",
];
const REGIONS: [&str; 8] = [
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-south-1",
    "ap-northeast-1",
    "sa-east-1",
];

fn block(text: &str) -> Ipv4Prefix {
    text.parse().unwrap()
}

fn read(text: &str) -> Vec<Want> {
    let (wants, findings) = wants::read(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    wants
}

/// So many VPCs of different sizes, Regions and strategies.
fn many(count: usize) -> Vec<Want> {
    let mut text = String::new();
    for index in 0..count {
        let nodes = [3, 12, 24, 40][index % 4];
        let _ = writeln!(
            text,
            "- {{name: vpc-{index:04}, region: {}, zones: {}, nodes: {nodes}, pods: {}, strategy: {}}}",
            REGIONS[index * 7 % REGIONS.len()],
            2 + index % 2,
            nodes * 14,
            STRATEGIES[index % STRATEGIES.len()],
        );
    }
    read(&text)
}

fn fleet(wants: &[Want], pool: &[&str]) -> Fleet {
    let pool: Vec<Ipv4Prefix> = pool.iter().map(|text| block(text)).collect();
    lay_out(wants, &pool, &Catalogue::bundled(), &Options::default())
}

fn routable(fleet: &Fleet) -> Vec<Ipv4Prefix> {
    fleet
        .vpcs
        .iter()
        .flat_map(|vpc| vpc.routable.iter().copied())
        .collect()
}

/// No two blocks overlap, each stands in the pool, and what is given and what is free make up the whole of it.
fn assert_apart(fleet: &Fleet, pool: &[&str]) {
    let mut blocks = routable(fleet);
    blocks.sort();
    for pair in blocks.windows(2) {
        assert!(!pair[0].overlaps(pair[1]), "{} meets {}", pair[0], pair[1]);
    }
    let whole: AddressSpace = pool.iter().map(|text| block(text)).collect();
    let given: AddressSpace = blocks.iter().copied().collect();
    let docker: AddressSpace = [vpc::DOCKER].into_iter().collect();
    let free: AddressSpace = fleet.free.iter().copied().collect();
    assert_eq!(whole.difference(&given).difference(&docker), free);
    for block in &blocks {
        assert!(whole.contains(*block), "{block} is not of the pool");
    }
}

#[test]
fn a_thousand_vpcs_from_a_slash_8() {
    let wants = many(1_000);
    let fleet = fleet(&wants, &["10.0.0.0/8"]);
    assert_apart(&fleet, &["10.0.0.0/8"]);
    assert!(
        fleet
            .findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    );
    let regions: BTreeMap<&str, u64> = fleet
        .regions
        .iter()
        .map(|region| (region.name.as_str(), region.vpcs))
        .collect();
    assert_eq!(regions.values().sum::<u64>(), 1_000);
    // Each Region stands in one aligned block, of which it is the only one.
    assert_eq!(regions.len(), 8);
    for region in &fleet.regions {
        assert_eq!(
            region.prefixes.len(),
            1,
            "{} {:?}",
            region.name,
            region.prefixes
        );
        let sum: u64 = fleet
            .vpcs
            .iter()
            .filter(|vpc| vpc.region == region.name)
            .flat_map(|vpc| &vpc.routable)
            .map(|block| block.size())
            .sum();
        assert_eq!(region.addresses, sum);
    }
    let catalogue = Catalogue::bundled();
    for (index, vpc) in fleet.vpcs.iter().enumerate() {
        assert_eq!(vpc.name, format!("vpc-{index:04}"));
        for subnet in &vpc.plan.subnets {
            let of = if subnet.role == Role::Pods {
                &vpc.hidden
            } else {
                &vpc.routable
            };
            assert!(
                of.iter().any(|block| block.contains(subnet.cidr)),
                "{} {}",
                vpc.name,
                subnet.cidr
            );
        }
        // A plan of each kind is held to the analysis, as its file would be.
        if index % 50 < 20 {
            let (plan, findings) = Plan::from_text(vpc.plan.to_text().as_bytes()).unwrap();
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(plan, vpc.plan);
            let report = analyze(&plan, &catalogue);
            assert!(
                report.gates.iter().all(|gate| gate.ok),
                "{} {:?}\n{}",
                vpc.name,
                report.gates,
                vpc.plan.to_text()
            );
        }
    }
    // 400 of 1,000 keep their pods in 100.64.0.0/16.
    let shared = fleet
        .findings
        .iter()
        .filter(|finding| finding.code == Code::SharedBlockReused);
    let shared: Vec<String> = shared
        .map(eniplan_core::finding::Finding::message)
        .collect();
    assert_eq!(shared.len(), 1);
    assert!(
        shared[0].starts_with("400 VPCs have 100.64.0.0/16"),
        "{}",
        shared[0]
    );
    // A search walks at most the lengths of IPv4; a VPC takes a few of them, however many there are.
    let few = searches_for(100);
    assert!(
        fleet.searches <= few * 12,
        "{} searches for 1,000, {few} for 100",
        fleet.searches
    );
}

/// Searches for a fleet a tenth as large.
fn searches_for(count: usize) -> u64 {
    fleet(&many(count), &["10.0.0.0/8"]).searches
}

/// Written in any order, each VPC gets the same block.
#[test]
fn the_order_of_wants_does_not_matter() {
    let wants = many(60);
    let mut turned = wants.clone();
    turned.reverse();
    turned.swap(3, 40);
    let by_name = |fleet: Fleet| -> BTreeMap<String, Vec<Ipv4Prefix>> {
        fleet
            .vpcs
            .into_iter()
            .map(|vpc| (vpc.name, vpc.routable))
            .collect()
    };
    let pool = ["10.64.0.0/12", "10.128.0.0/13"];
    let turned_pool = [pool[1], pool[0]];
    assert_eq!(
        by_name(fleet(&wants, &pool)),
        by_name(fleet(&turned, &turned_pool))
    );
}

/// A VPC that comes later changes nobody's block: those of the others are written down as theirs.
#[test]
fn what_a_vpc_has_it_keeps() {
    let pool = ["10.64.0.0/12"];
    let mut wants = many(40);
    let first = fleet(&wants, &pool);
    for (want, vpc) in wants.iter_mut().zip(&first.vpcs) {
        want.cidrs.clone_from(&vpc.routable);
    }
    wants.extend(read(
        "- {name: late, region: us-east-1, nodes: 12, pods: 200}",
    ));
    // One of them grows beyond what it has.
    wants[0].nodes.desired = eniplan_core::plan::NodeCount::of(200);
    wants[0].pods.desired = eniplan_core::plan::Count::of(4_000);
    let second = fleet(&wants, &pool);
    assert_apart(&second, &pool);
    assert!(
        second
            .findings
            .iter()
            .all(|finding| finding.severity != Severity::Error),
        "{:?}",
        second.findings
    );
    for (index, (before, after)) in first.vpcs.iter().zip(&second.vpcs).enumerate() {
        assert!(after.routable.starts_with(&before.routable));
        assert_eq!(after.routable.len() > before.routable.len(), index == 0);
    }
    assert_eq!(second.vpcs[40].routable.len(), 1);
}

#[test]
fn a_pool_that_is_too_small_says_so() {
    let fleet = fleet(
        &read(
            "- {name: a, nodes: 3}\n- {name: b, nodes: 60, pods: 1200}\n- {name: c, nodes: 20000, pods: 600000}",
        ),
        &[
            "10.64.0.0/23",
            "10.0.0.0/29",
            "10.64.0.0/26",
            "169.254.0.0/16",
        ],
    );
    let codes = |code: Code| {
        fleet
            .findings
            .iter()
            .filter(|finding| finding.code == code)
            .count()
    };
    assert_eq!(codes(Code::PoolBlockUnusable), 3);
    assert_eq!(
        (codes(Code::PoolExhausted), codes(Code::PrimaryTooSmall)),
        (1, 1),
        "{:?}",
        fleet.findings
    );
    assert_eq!(fleet.vpcs[0].routable.len(), 1);
    assert!(fleet.vpcs[1].routable.is_empty() && fleet.vpcs[2].routable.is_empty());
}

/// A type that nobody knows is said, with the VPC that asks for it and the type that was counted in its place.
#[test]
fn an_unknown_type_of_a_vpc_is_told() {
    let told = |text: &str| -> Vec<String> {
        let found = fleet(&read(text), &["10.0.0.0/8"]).findings;
        found
            .iter()
            .map(eniplan_core::finding::Finding::message)
            .collect()
    };
    assert_eq!(
        told("- {name: a, nodes: 3, instance_types: [m5.lage, m5.xlarge]}"),
        ["`m5.lage` is not in the catalogue; m5.xlarge stands in for VPC a."]
    );
    assert!(told("- {name: a, nodes: 3, instance_types: [m5.large, 'c6i.*']}").is_empty());
}

/// Every fault with its place, and none stops the reading.
#[test]
fn wants_are_read_whatever_they_say() {
    let text = "- {name: a, zones: 2}\n- {region: x}\n- {name: b, nodes: many, cidrs: [10.0.0.1/16]}\n- 7\n- {name: c, zones: [a, {name: b, id: use1-az2}], nodes: {desired: 4, max: 9}}\n- {name: d, zones: 0}\n";
    let (wants, findings) = wants::read(text.as_bytes()).unwrap();
    let names: Vec<&str> = wants.iter().map(|want| want.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
    let told: Vec<(Code, &str, u32)> = findings
        .iter()
        .map(|finding| (finding.code, finding.subject.as_str(), finding.at.line))
        .collect();
    assert_eq!(
        told,
        [
            (Code::MissingKey, "[1]", 2),
            (Code::WrongType, "[2].nodes", 3),
            (Code::HostBits, "[2].cidrs[0]", 3),
            (Code::WrongType, "[3]", 4),
            (Code::OutOfRange, "[5].zones", 6),
        ]
    );
    assert_eq!(wants[2].nodes.max.unwrap().get(), 9);
    assert_eq!(wants[1].cidrs[0], block("10.0.0.0/16"));
    assert!(wants::read(b"name: a").is_err());
    assert!(wants::read(b"").is_err());
    let (none, findings) = wants::read(b"[]").unwrap();
    assert!(none.is_empty() && findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn blocks_of_random_fleets_never_meet(
        wants in prop::collection::vec((0usize..3, 1u32..5, 1u32..80, 0u32..60, 0usize..5, 0u32..6), 1..25),
        pool in prop::sample::subsequence(vec!["10.0.0.0/14", "10.64.0.0/16", "172.16.0.0/14", "192.168.0.0/17"], 1..=4),
    ) {
        let mut text = String::new();
        for (index, (region, zones, nodes, each, strategy, growth)) in wants.iter().enumerate() {
            let _ = writeln!(text, "- {{name: v{index}, region: {}, zones: {zones}, nodes: {nodes}, pods: {}, strategy: {}, growth: {growth}%}}", REGIONS[*region], nodes * each, STRATEGIES[*strategy]);
        }
        let wants = read(&text);
        let given = fleet(&wants, &pool);
        assert_apart(&given, &pool);
        prop_assert_eq!(&fleet(&wants, &pool), &given);
        for (vpc, want) in given.vpcs.iter().zip(&wants) {
            let told = given.findings.iter().any(|finding| finding.severity == Severity::Error && finding.subject.starts_with(want.name.as_str()));
            prop_assert!(told || !vpc.plan.subnets.is_empty());
        }
    }
}
