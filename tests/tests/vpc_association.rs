//! Which blocks go together in a VPC: every cell of AWS's association table, and what a refusal proposes instead.
//!
//! The table is at <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions>,
//! its source at <https://github.com/awsdocs/amazon-vpc-user-guide/blob/06e98d972c597b2d5a9064ac4925559c0bd12745/doc_source/vpc-cidr-blocks.md>,
//! both read 2026-11-24.

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::vpc::{self, Restriction};
use eniplan_core::finding::{Code, Finding, Severity};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Plan;

use Restriction::{DefaultVpc, Disputed, OtherPrivateRange, TenZero};

/// A row: its range, samples of it, what it restricts with samples and the reason, what it permits with samples.
struct Row {
    range: &'static str,
    existing: &'static [&'static str],
    restricted: &'static [(&'static str, &'static [&'static str], Restriction)],
    permitted: &'static [(&'static str, &'static [&'static str])],
}

const PUBLIC: (&str, &[&str]) = ("publicly routable", &["8.8.0.0/16", "54.240.0.0/20"]);
const SHARED: (&str, &[&str]) = ("100.64.0.0/10", &["100.64.0.0/16", "100.127.240.0/20"]);
const BENCHMARK: (&str, &[&str], Restriction) = (
    "198.19.0.0/16",
    &["198.19.0.0/16", "198.19.128.0/20"],
    Disputed,
);
const ALL_PRIVATE: &[(&str, &[&str], Restriction)] = &[
    (
        "RFC 1918, 10.0.0.0/8",
        &["10.0.0.0/16", "10.20.0.0/28"],
        OtherPrivateRange,
    ),
    (
        "RFC 1918, 172.16.0.0/12",
        &["172.16.0.0/16", "172.31.0.0/20"],
        OtherPrivateRange,
    ),
    (
        "RFC 1918, 192.168.0.0/16",
        &["192.168.0.0/16"],
        OtherPrivateRange,
    ),
];

const TABLE: &[Row] = &[
    Row {
        range: "10.0.0.0/8",
        existing: &["10.20.0.0/16", "10.255.0.0/20"],
        restricted: &[
            (
                "172.16.0.0/12",
                &["172.16.0.0/16", "172.31.0.0/20"],
                OtherPrivateRange,
            ),
            (
                "192.168.0.0/16",
                &["192.168.0.0/16", "192.168.9.0/24"],
                OtherPrivateRange,
            ),
            BENCHMARK,
        ],
        permitted: &[
            (
                "others of 10.0.0.0/8",
                &["10.21.0.0/16", "10.0.0.0/16", "10.1.0.0/16"],
            ),
            PUBLIC,
            SHARED,
        ],
    },
    Row {
        range: "10.0.0.0/8, with a block of 10.0.0.0/15",
        existing: &["10.0.0.0/24", "10.1.0.0/16"],
        restricted: &[
            ("10.0.0.0/16", &["10.0.128.0/17", "10.0.1.0/24"], TenZero),
            ("172.16.0.0/12", &["172.16.0.0/16"], OtherPrivateRange),
            ("192.168.0.0/16", &["192.168.0.0/16"], OtherPrivateRange),
            BENCHMARK,
        ],
        permitted: &[
            ("others of 10.0.0.0/8", &["10.2.0.0/16", "10.255.0.0/16"]),
            PUBLIC,
            SHARED,
        ],
    },
    Row {
        range: "172.16.0.0/12",
        existing: &["172.16.0.0/16", "172.31.0.0/17"],
        restricted: &[
            (
                "10.0.0.0/8",
                &["10.0.0.0/16", "10.200.0.0/20"],
                OtherPrivateRange,
            ),
            ("192.168.0.0/16", &["192.168.0.0/20"], OtherPrivateRange),
            (
                "172.31.0.0/16",
                &["172.31.128.0/17", "172.31.240.0/28"],
                DefaultVpc,
            ),
            BENCHMARK,
        ],
        permitted: &[
            (
                "others of 172.16.0.0/12",
                &["172.18.0.0/16", "172.30.0.0/16"],
            ),
            PUBLIC,
            SHARED,
        ],
    },
    Row {
        range: "192.168.0.0/16",
        existing: &["192.168.0.0/20", "192.168.255.0/24"],
        restricted: &[
            ("10.0.0.0/8", &["10.0.0.0/16"], OtherPrivateRange),
            (
                "172.16.0.0/12",
                &["172.16.0.0/16", "172.31.0.0/16"],
                OtherPrivateRange,
            ),
            BENCHMARK,
        ],
        permitted: &[
            (
                "others of 192.168.0.0/16",
                &["192.168.16.0/20", "192.168.128.0/18"],
            ),
            PUBLIC,
            SHARED,
        ],
    },
    Row {
        range: "198.19.0.0/16",
        existing: &["198.19.0.0/17"],
        restricted: ALL_PRIVATE,
        permitted: &[PUBLIC, SHARED],
    },
    Row {
        range: "publicly routable, or 100.64.0.0/10",
        existing: &["9.9.0.0/16", "100.96.0.0/16"],
        restricted: &[ALL_PRIVATE[0], ALL_PRIVATE[1], ALL_PRIVATE[2], BENCHMARK],
        permitted: &[PUBLIC, SHARED],
    },
];

fn block(text: &str) -> Ipv4Prefix {
    text.parse().unwrap()
}

fn findings(text: &str) -> Vec<Finding> {
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{text}: {findings:?}");
    analyze(&plan, &Catalogue::bundled()).findings
}

/// Findings that refuse a secondary block, whatever else is said of the plan.
fn refusals(cidrs: &str) -> Vec<Finding> {
    let mut told = findings(&format!("vpc: {{cidrs: [{cidrs}]}}"));
    told.retain(|finding| {
        finding.severity == Severity::Error && finding.subject.starts_with("vpc.cidrs[")
    });
    told
}

#[test]
fn every_cell_of_the_table() {
    for row in TABLE {
        for existing in row.existing {
            for (cell, samples, reason) in row.restricted {
                for sample in *samples {
                    let told = vpc::restriction(block(existing), block(sample));
                    assert_eq!(
                        told,
                        Some(*reason),
                        "{}: {cell}: {existing} + {sample}",
                        row.range
                    );
                    let code = if *reason == Disputed {
                        Code::VpcCidrDisputed
                    } else {
                        Code::VpcCidrRestricted
                    };
                    let told = refusals(&format!("{existing}, {sample}"));
                    let codes: Vec<Code> = told.iter().map(|finding| finding.code).collect();
                    assert_eq!(
                        codes,
                        [code],
                        "{}: {cell}: {existing} + {sample}",
                        row.range
                    );
                }
            }
            for (cell, samples) in row.permitted {
                for sample in *samples {
                    let told = vpc::restriction(block(existing), block(sample));
                    assert_eq!(told, None, "{}: {cell}: {existing} + {sample}", row.range);
                    let told = refusals(&format!("{existing}, {sample}"));
                    assert!(
                        told.is_empty(),
                        "{}: {cell}: {existing} + {sample}: {told:?}",
                        row.range
                    );
                }
            }
        }
    }
}

/// The row of 169.254.0.0/16 permits nothing, neither as the primary block nor as a further one.
#[test]
fn link_local_blocks_are_never_taken() {
    for cidrs in [
        "169.254.0.0/16",
        "169.254.128.0/20",
        "10.20.0.0/16, 169.254.0.0/24",
    ] {
        assert_eq!(refusals(cidrs)[0].code, Code::NeverUsable, "{cidrs}");
    }
    assert!(refusals("10.20.0.0/16, 169.253.0.0/16").is_empty());
}

/// Both texts are named: the table that refuses 198.19.0.0/16, and the best practices that recommend it.
#[test]
fn the_dispute_names_both_sources() {
    let told = refusals("10.20.0.0/16, 198.19.0.0/16");
    let entry = told[0].code.entry();
    assert_eq!(
        entry.source,
        "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
    );
    let help = told[0].help();
    assert!(
        help.contains(
            "https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html"
        ),
        "{help}"
    );
    assert!(help.contains("100.64.0.0/16 is free"), "{help}");
}

/// Secondary blocks can be added in any order, so a pair that goes together in one of them is no error.
#[test]
fn the_order_of_blocks_is_a_warning_with_its_reason() {
    for (cidrs, reason) in [
        (
            "10.20.0.0/16, 100.64.0.0/16, 10.21.0.0/16",
            "10.21.0.0/16 must be added before 100.64.0.0/16: AWS's table",
        ),
        (
            "10.20.0.0/16, 10.1.0.0/16, 10.0.0.0/24",
            "10.0.0.0/24 must be added before 10.1.0.0/16: 10.0.0.0/16 is closed",
        ),
    ] {
        assert!(refusals(cidrs).is_empty());
        let told = findings(&format!("vpc: {{cidrs: [{cidrs}]}}"));
        let order = told
            .iter()
            .find(|finding| finding.code == Code::VpcCidrOrder)
            .unwrap();
        assert_eq!(order.severity, Severity::Warning);
        assert!(order.message().starts_with(reason), "{}", order.message());
    }
}

/// 172.17.0.0/16 is taken by AWS, but meets Docker's bridge.
#[test]
fn dockers_range_is_warned_of_in_both_places() {
    for cidrs in ["172.17.0.0/16", "172.16.0.0/16, 172.17.128.0/20"] {
        assert!(refusals(cidrs).is_empty());
        let told = findings(&format!("vpc: {{cidrs: [{cidrs}]}}"));
        let docker: Vec<&Finding> = told
            .iter()
            .filter(|finding| finding.code == Code::DockerRange)
            .collect();
        assert_eq!(docker.len(), 1, "{cidrs}");
        assert_eq!(docker[0].severity, Severity::Warning);
    }
}

/// EKS best practices, custom-networking.adoc, once writes 100.64.0.0/8 and recommends 198.19.0.0/16 (CASES C8):
/// the first is no block of a VPC, the second is refused beside private ones (best-practices issue 633).
#[test]
fn c8_best_practices_custom_networking() {
    let (plan, reading) = Plan::from_text(b"vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/8]}").unwrap();
    assert_eq!(reading[0].code, Code::HostBits);
    let told = analyze(&plan, &Catalogue::bundled()).findings;
    let size = told
        .iter()
        .find(|finding| finding.code == Code::VpcCidrSize)
        .unwrap();
    assert!(
        size.message().contains("AWS takes /16 to /28"),
        "{}",
        size.message()
    );
    assert!(
        size.help().contains("100.64.0.0/16 is free"),
        "{}",
        size.help()
    );
    let whole = refusals("10.0.0.0/16, 100.64.0.0/10");
    assert_eq!(whole[0].code, Code::VpcCidrSize);
    assert!(
        whole[0].help().contains("100.64.0.0/16 is free"),
        "{}",
        whole[0].help()
    );
    assert_eq!(
        refusals("10.0.0.0/16, 198.19.0.0/16")[0].code,
        Code::VpcCidrDisputed
    );
}

/// A plan, the finding, and the block that its help proposes, worked out by hand.
#[test]
fn help_names_a_block_that_is_free() {
    for (text, code, free) in [
        // Ten zero is closed, one is the VPC's own, two a peer's.
        (
            "vpc: {cidrs: [10.1.0.0/16, 10.0.0.0/24], peers: [10.2.0.0/16]}",
            Code::VpcCidrRestricted,
            "10.3.0.0/24",
        ),
        (
            "vpc: {cidrs: [10.0.0.0/16, 192.168.0.0/20]}",
            Code::VpcCidrRestricted,
            "10.1.0.0/20",
        ),
        (
            "vpc: {cidrs: [10.0.0.0/16, 10.0.128.0/17]}",
            Code::VpcCidrsOverlap,
            "10.1.0.0/17",
        ),
        (
            "vpc: {cidrs: [10.0.0.0/8]}",
            Code::VpcCidrSize,
            "10.0.0.0/16",
        ),
        (
            "vpc: {cidrs: [10.9.0.32/29]}",
            Code::VpcCidrSize,
            "10.9.0.32/28",
        ),
        (
            "vpc: {cidrs: [169.254.0.0/20]}",
            Code::NeverUsable,
            "10.0.0.0/20",
        ),
        (
            "vpc: {cidrs: [172.17.0.0/16]}",
            Code::DockerRange,
            "172.16.0.0/16",
        ),
        (
            "vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16], peers: [100.64.0.0/12]}",
            Code::PeerOverlap,
            "100.80.0.0/16",
        ),
        // AWS's own example: a route to 10.0.0.0/24 allows smaller blocks, and those beside it.
        (
            "vpc: {cidrs: [10.2.0.0/16, 10.0.0.0/24], routes: [10.0.0.0/24]}",
            Code::RouteConflict,
            "10.0.0.0/25",
        ),
        (
            "vpc: {cidrs: [10.2.0.0/16, 10.0.0.0/16], routes: [10.0.0.0/24]}",
            Code::RouteConflict,
            "10.0.128.0/17",
        ),
        (
            "subnets: [{name: x, zone: a, cidr: 10.0.0.0/20}, {name: y, zone: b, cidr: 10.9.0.0/20}]",
            Code::SubnetOutsideVpc,
            "10.0.16.0/20",
        ),
        (
            "subnets: [{name: x, zone: a, cidr: 10.0.0.0/20}, {name: y, zone: b, cidr: 10.0.8.0/21}]",
            Code::SubnetsOverlap,
            "10.0.16.0/21",
        ),
        (
            "subnets: [{name: x, zone: a, cidr: 10.0.0.0/29}]",
            Code::SubnetSize,
            "10.0.0.16/28",
        ),
        (
            "cluster: {service_cidr: 10.0.0.0/20}",
            Code::ServiceCidrBad,
            "10.100.0.0/16",
        ),
        (
            "vpc: {peers: [172.16.0.0/12]}",
            Code::ServiceCidrMeets,
            "10.100.0.0/16",
        ),
        (
            "vpc: {peers: [172.16.0.0/12, 10.64.0.0/10]}",
            Code::ServiceCidrMeets,
            "10.1.0.0/16",
        ),
        (
            "vpc: {ipv6_cidr: '2600:1f18::/56'}\nsubnets: [{name: x, zone: a, cidr: 10.0.0.0/24, ipv6_cidr: '2600:1f18::/64'}, {name: y, zone: b, cidr: 10.0.1.0/24, ipv6_cidr: '2600:1f18::/64'}]",
            Code::Ipv6SubnetsOverlap,
            "2600:1f18:0:1::/64",
        ),
    ] {
        let told = findings(text);
        let help = told
            .iter()
            .find(|finding| finding.code == code)
            .map(Finding::help);
        let expected = format!("{free} is free");
        assert!(
            help.as_ref().is_some_and(|help| help.contains(&expected)),
            "{text}\n{free}, not {help:?}"
        );
    }
}

/// A plan of 5,000 equal blocks ends soon and says each once.
#[test]
fn a_hostile_plan_is_told_once_a_block() {
    let many = vec!["10.0.0.0/16"; 5_000].join(", ");
    let told = findings(&format!(
        "vpc: {{cidrs: [{many}], peers: [{many}], routes: [{many}]}}"
    ));
    assert!(told.len() < 20_000, "{}", told.len());
}
