//! Published incidents: the plan's numbers land where theirs did, or the report names the cause; each test is named
//! after its source.
//!
//! Grade B of `tests/cases/README.md`.

use eniplan_core::analyze::{Fix, Report, SubnetReport, Wall, WallKind, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Code;
use eniplan_core::plan::Plan;

fn report(text: &str) -> Report {
    let (plan, findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    analyze(&plan, &Catalogue::bundled())
}

fn told(report: &Report, code: Code) -> Vec<&str> {
    let findings = report
        .findings
        .iter()
        .filter(|finding| finding.code == code);
    findings.map(|finding| finding.subject.as_str()).collect()
}

fn subnet<'a>(report: &'a Report, name: &str) -> &'a SubnetReport {
    report
        .subnets
        .iter()
        .find(|subnet| subnet.name == name)
        .unwrap()
}

fn wall(report: &Report, kind: WallKind) -> &Wall {
    report.walls.iter().find(|wall| wall.kind == kind).unwrap()
}

/// Idle nodes of one type in one zone that has the given node subnets.
fn idle_nodes(kind: &str, cidrs: &[&str], networking: &str) -> Report {
    let subnets: Vec<String> = cidrs
        .iter()
        .map(|cidr| format!("{{zone: a, cidr: {cidr}}}"))
        .collect();
    report(&format!(
        "
vpc: {{cidrs: [{}]}}
zones: [a, b, c]
cluster: {{control_plane_interfaces: 0}}
networking: {networking}
subnets: [{}]
node_groups: [{{instance_types: [{kind}], zones: [a], nodes: {{desired: 1}}}}]
",
        cidrs.join(", "),
        subnets.join(", ")
    ))
}

/// B1: its twelve /16 and the primary block are 13, and the quota is five unless raised.
#[test]
fn b1_pytorch_13_blocks_need_a_raised_quota() {
    let pods: Vec<String> = (64..76)
        .map(|second| format!("100.{second}.0.0/16"))
        .collect();
    let report = report(&format!(
        "vpc: {{cidrs: [10.0.0.0/16, {}]}}",
        pods.join(", ")
    ));
    assert_eq!(told(&report, Code::VpcCidrQuota).len(), 1);
}

/// B1: 260,000 addresses of a zone in single addresses break the raised quota of 256,000 usage units; with prefixes they
/// do not.
#[test]
fn b1_pytorch_260000_addresses_break_the_usage_quota_without_prefixes() {
    let buckets = [
        "100.64.0.0/16",
        "100.65.0.0/16",
        "100.66.0.0/16",
        "100.67.0.0/16",
    ];
    let with = |prefixes: bool| {
        let networking =
            format!("{{prefix_delegation: {prefixes}, warm: {{ip: 1, minimum_ip: 30}}}}");
        let report = idle_nodes("m5.4xlarge", &buckets, &networking);
        let mut walls = report.walls.iter();
        let usage = walls.find(|wall| (wall.kind, wall.limit) == (WallKind::Nau, 256_000));
        (
            usage.unwrap().nodes,
            report.node_groups[0].max_nodes.unwrap(),
        )
    };
    let (usage, room) = with(false);
    assert!(usage < room && room * 32 > 256_000, "{usage} of {room}");
    let (usage, room) = with(true);
    assert!(usage > room, "{usage} of {room}");
}

/// B1: within the quota of five blocks, each a /16, a zone has 5 × 65,531 addresses: 10,239 nodes of 32.
#[test]
fn b1_pytorch_five_blocks_hold_10239_nodes() {
    let buckets = ["100.64.0.0/16", "100.65.0.0/16"];
    let report = idle_nodes("m5.4xlarge", &buckets, "{warm: {ip: 1, minimum_ip: 30}}");
    let wall = wall(&report, WallKind::CidrQuota);
    assert_eq!((wall.limit, wall.nodes), (5, 5 * 65_531 / 32));
    assert_eq!(wall.fix, Fix::Quota { most: Some(50) });
}

/// B5: readmedium c7b8e5dd8606: a /20 with about 1,200 pods exhausted three private subnets, types unsaid.
///
/// The type decides: default pools on large nodes hold far more than 1,200, those of small ones little more.
#[test]
fn b5_readmedium_1200_pods_exhaust_a_20_on_large_nodes_only() {
    let with = |kind: &str, nodes: u32| {
        report(&format!(
            "
vpc: {{cidrs: [10.0.0.0/20]}}
subnets:
  - {{name: private-a, zone: a, cidr: 10.0.0.0/22}}
  - {{name: private-b, zone: b, cidr: 10.0.4.0/22}}
  - {{name: private-c, zone: c, cidr: 10.0.8.0/22}}
node_groups: [{{instance_types: [{kind}], nodes: {{desired: {nodes}}}, pods: {{desired: 1200}}}}]
"
        ))
    };
    let (large, small) = (with("m5.4xlarge", 40), with("m5.large", 45));
    assert_eq!(
        told(&large, Code::SubnetShort),
        ["private-a", "private-b", "private-c"]
    );
    assert!(
        large
            .subnets
            .iter()
            .all(|subnet| subnet.demand.idle > subnet.short)
    );
    assert_eq!(told(&small, Code::SubnetShort), [""; 0]);
    // 30 pods want two interfaces of 29 and a warm one, 27 pods all three of nine.
    assert_eq!(large.node_groups[0].addresses_per_node, 90);
    assert_eq!(small.node_groups[0].addresses_per_node, 30);
}

/// B7: cilium/cilium #29634: three /23 ("~1507" addresses, in truth 1,521), 13 nodes with 542 pods, 787 addresses held.
///
/// The source leaves the type unsaid. Where pods come up in the 42 slots of four interfaces of fifteen, Cilium's eight
/// spare addresses and the interfaces' own take all 46 addresses a node; where there is room for more, 42 pods and eight
/// to spare stand on two or three interfaces. What the nodes hold beyond that is what they once had: the operator returns
/// nothing by default. The cause of the failure is named: interfaces keep single addresses when prefixes are turned on.
#[test]
fn b7_cilium_29634_prefixes_do_not_replace_single_addresses() {
    let with = |kind: &str, prefixes: bool| {
        report(&format!(
            "
subnets:
  - {{zone: a, cidr: 10.0.0.0/23}}
  - {{zone: b, cidr: 10.0.2.0/23}}
  - {{zone: c, cidr: 10.0.4.0/23}}
networking: {{cni: cilium-eni, prefix_delegation: {prefixes}}}
node_groups: [{{instance_types: [{kind}], nodes: {{desired: 13}}, pods: {{desired: 542}}}}]
"
        ))
    };
    for kind in ["m5.2xlarge", "m5.4xlarge"] {
        let report = with(kind, false);
        assert_eq!(report.totals.usable, 1_521);
        assert_eq!(report.totals.pods_without_address, 0);
        let held: u64 = report
            .subnets
            .iter()
            .map(|subnet| subnet.demand.nodes())
            .sum();
        let peak = 13 * report.node_groups[0].peak_addresses_per_node;
        assert!(held <= 787 && peak >= 46 * 13, "{kind}: {held} to {peak}");
    }
    // With 240 slots a node, full once, the 787 lie between what is held now and what can have been.
    let large = with("m5.4xlarge", false);
    let peak = 13 * large.node_groups[0].peak_addresses_per_node;
    assert!(peak >= 787, "{peak}");
    assert_eq!(told(&large, Code::CiliumPrefixes), [""; 0]);
    let turned_on = with("m5.4xlarge", true);
    assert_eq!(
        told(&turned_on, Code::CiliumPrefixes),
        ["networking.prefix_delegation"]
    );
    assert_eq!(told(&turned_on, Code::ModelPartial).len(), 1);
}

/// B8: aws/amazon-vpc-cni-k8s #123 and #2846: a full /24 beside others with room.
#[test]
fn b8_cni_2846_one_24_is_exhausted_and_the_others_are_not() {
    let report = report(
        "
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/24}
  - {name: private-b, zone: b, cidr: 10.0.16.0/20}
  - {name: private-c, zone: c, cidr: 10.0.32.0/20}
node_groups: [{instance_types: [m5.large], nodes: {desired: 30}, pods: {desired: 300}}]
",
    );
    assert_eq!(told(&report, Code::SubnetShort), ["private-a"]);
    let wall = wall(&report, WallKind::SubnetAddresses);
    assert_eq!(wall.subject, "private-a");
    assert!(wall.more < 0);
    assert!(subnet(&report, "private-b").free > 3_000);
}

/// B9: pet2cattle, 2022-05: four /24 in us-west-2 with 28, 8, 6 and 9 addresses available.
///
/// A fresh m5.large takes ten: the zones with eight, six and nine have room for none.
#[test]
fn b9_pet2cattle_the_second_node_finds_no_room() {
    let report = report(
        "
region: us-west-2
zones: [a, b, c, d]
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/24, free: 28}
  - {name: private-b, zone: b, cidr: 10.0.1.0/24, free: 8}
  - {name: private-c, zone: c, cidr: 10.0.2.0/24, free: 6}
  - {name: private-d, zone: d, cidr: 10.0.3.0/24, free: 9}
node_groups: [{instance_types: [m5.large], nodes: {min: 0, now: 0, desired: 1, max: 20}}]
",
    );
    let free: Vec<_> = report
        .subnets
        .iter()
        .map(|subnet| subnet.observed_free)
        .collect();
    assert_eq!(free, [28, 8, 6, 9].map(Some));
    assert_eq!(subnet(&report, "private-a").free, 28 - 10);
    let wall = wall(&report, WallKind::SubnetAddresses);
    assert_eq!((wall.subject.as_str(), wall.nodes), ("private-b", 1));
}

/// B9: and when: a tenant of 20 addresses that grows by half a month leaves one month.
///
/// private-a has 28 addresses left, and the node takes ten of them: 20 become 30 after a month, which fits, and 45 after
/// two, which is 25 more than now.
#[test]
fn b9_pet2cattle_one_month_is_left() {
    let with = |growth: u32| {
        let report = report(&format!(
            "
region: us-west-2
zones: [a, b, c, d]
subnets:
  - {{name: private-a, zone: a, cidr: 10.0.0.0/24, free: 28}}
  - {{name: private-b, zone: b, cidr: 10.0.1.0/24, free: 8}}
  - {{name: private-c, zone: c, cidr: 10.0.2.0/24, free: 6}}
  - {{name: private-d, zone: d, cidr: 10.0.3.0/24, free: 9}}
others: [{{name: lambda, addresses: 20, subnets: [private-a], growth: {growth}%}}]
node_groups: [{{instance_types: [m5.large], nodes: {{min: 0, now: 0, desired: 1, max: 20}}}}]
"
        ));
        wall(&report, WallKind::SubnetAddresses).months
    };
    assert_eq!(
        [with(50), with(90), with(91), with(0)],
        [Some(1), Some(1), Some(0), None]
    );
}

/// B10: karpenter #5234, #3364 and #3380: one zone's subnet is empty, the others have hundreds of addresses left.
#[test]
fn b10_karpenter_5234_one_zone_stops_growth() {
    let report = report(
        "
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/22, free: 250}
  - {name: private-b, zone: b, cidr: 10.0.4.0/22, free: 0}
  - {name: private-c, zone: c, cidr: 10.0.8.0/21, free: 1000}
node_groups: [{instance_types: [m5.large], provisioner: karpenter, nodes: {min: 0, now: 0, desired: 6, max: 39}}]
",
    );
    assert_eq!(told(&report, Code::SubnetShort), ["private-b"]);
    assert_eq!(
        wall(&report, WallKind::SubnetAddresses).subject,
        "private-b"
    );
}

/// B14: Salesforce, 2025-12: a VPC stood at its network address usage near 250,000 addresses; prefixes lead to a
/// million.
///
/// The quota is 64,000 until it is raised fourfold; the way past it is prefixes, before AWS is asked.
#[test]
fn b14_salesforce_prefixes_lift_the_ceiling_of_address_usage() {
    let with = |prefixes: bool| {
        report(&format!(
            "
networking: {{prefix_delegation: {prefixes}}}
node_groups: [{{instance_types: [m5.4xlarge], nodes: {{desired: 100}}, pods: {{desired: 10000}}}}]
"
        ))
    };
    let usage = |report: &Report, limit: u64| {
        let mut walls = report.walls.iter();
        let wall = walls.find(|wall| (wall.kind, wall.limit) == (WallKind::Nau, limit));
        wall.unwrap().clone()
    };
    let [single, prefixes] = [false, true].map(|prefixes| {
        let report = with(prefixes);
        let addresses = report.node_groups[0].addresses_per_node;
        usage(&report, 256_000).nodes * addresses
    });
    let first = usage(&with(false), 64_000);
    assert!(matches!(first.fix, Fix::Prefixes { .. }), "{first:?}");
    assert!((230_000..=256_000).contains(&single), "{single}");
    assert!(prefixes >= 1_000_000, "{prefixes}");
}

fn message(report: &Report, code: Code) -> String {
    let finding = report.findings.iter().find(|finding| finding.code == code);
    finding.map_or_else(
        || panic!("no {code:?} among {:?}", report.findings),
        |finding| format!("{} {}", finding.message(), finding.help()),
    )
}

/// B15: METR/hawk PR #840: `WARM_IP_TARGET=1` in production, pods that waited, and EC2 that throttled.
///
/// The churn is not published; at two pods a second on 40 nodes each starts two in 40 seconds.
#[test]
fn b15_metr_840_a_warm_target_of_one_under_churn() {
    let plan = |warm: u32| {
        report(&format!(
            "
churn: {{pods_per_minute: 120}}
networking: {{warm: {{ip: {warm}}}}}
node_groups: [{{instance_types: [m5.large], nodes: {{desired: 40, max: 40}}, pods: {{desired: 600}}}}]
"
        ))
    };
    let one = plan(1);
    let slow = message(&one, Code::WarmTargetsTooLow);
    assert!(
        slow.contains("120 pods a minute") && slow.contains("WARM_IP_TARGET=1 keeps 1"),
        "{slow}"
    );
    // 120 calls to assign, and as many as 2 a node and minute to give back.
    let calls = message(&one, Code::ManyEc2Calls);
    assert!(
        calls.contains("200 calls") && calls.contains("throttles"),
        "{calls}"
    );
    let two = plan(2);
    assert!(told(&two, Code::WarmTargetsTooLow).is_empty());
    assert!(!told(&two, Code::ManyEc2Calls).is_empty());
}

/// B16: aws/amazon-vpc-cni-k8s #2896, #1700: `WARM_IP_TARGET=2`, `MINIMUM_IP_TARGET=23`, 19 pods, 4 addresses in
/// cool-down: 23 are held, 4 count as free, ipamd finds nothing short, and no pod gets one.
///
/// Four in 30 seconds are 8 pods a minute on a node.
#[test]
fn b16_vpc_cni_2896_addresses_in_cool_down_count_as_free() {
    let plan = |warm: u32| {
        report(&format!(
            "
churn: {{pods_per_minute: 8}}
networking: {{warm: {{ip: {warm}, minimum_ip: 23}}}}
node_groups: [{{instance_types: [m5.large], nodes: {{desired: 1, max: 1}}, pods: {{desired: 19}}}}]
"
        ))
    };
    let short = plan(2);
    let cause = message(&short, Code::WarmTargetsTooLow);
    assert!(
        cause.contains("counts as free for 30 seconds and is not")
            && cause.contains("WARM_IP_TARGET=2 with MINIMUM_IP_TARGET=23 keeps 4"),
        "{cause}"
    );
    let advice = short.node_groups[0].advice.unwrap();
    assert!(advice.spare > 4 && !advice.is_kept, "{advice:?}");
    let enough = plan(u32::try_from(advice.spare).unwrap());
    assert!(told(&enough, Code::WarmTargetsTooLow).is_empty());
}
