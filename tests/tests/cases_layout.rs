//! Published layouts: eksctl's as it comes out there, and another planner's defaults without its overlaps.

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::subnet;
use eniplan_core::finding::{Code, Severity};
use eniplan_core::layout::{Options, Outcome, Preset, Presets, lay_out};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Plan, Role};

fn laid_out(text: &str, presets: &[Preset]) -> Outcome {
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let options = Options {
        presets: Presets::of(presets).unwrap(),
        ..Options::default()
    };
    lay_out(&plan, &Catalogue::bundled(), &options)
}

fn texts(outcome: &Outcome) -> Vec<String> {
    let subnets = outcome.subnets.iter();
    subnets
        .map(|subnet| format!("{} {}", subnet.name, subnet.cidr))
        .collect()
}

/// A27: the CIDRs that eksctl's own test expects for three zones.
///
/// Source: <https://github.com/eksctl-io/eksctl/blob/main/pkg/vpc/vpc_test.go> ("only availabilityZones is set"),
/// read 2026-11-24.
#[test]
fn a27_eksctl_makes_eight_slash_19s() {
    let outcome = laid_out("region: us-west-2", &[Preset::Eksctl]);
    assert_eq!(
        texts(&outcome),
        [
            "public-a 192.168.0.0/19",
            "public-b 192.168.32.0/19",
            "public-c 192.168.64.0/19",
            "private-a 192.168.96.0/19",
            "private-b 192.168.128.0/19",
            "private-c 192.168.160.0/19",
        ]
    );
    let usable = outcome.subnets.iter().map(|one| subnet::usable(one.cidr));
    assert!(usable.clone().all(|usable| usable == 8_187));
    let (_, spare) = eniplan_core::layout::holes(&outcome.plan).remove(0);
    // The two spare /19s stand side by side.
    assert_eq!(spare, ["192.168.192.0/18".parse::<Ipv4Prefix>().unwrap()]);
}

/// The same test of eksctl's with two Local Zones: sixteenths, and Local Zones behind the others of each kind.
#[test]
fn a27_eksctl_with_local_zones_makes_sixteenths() {
    let outcome = laid_out(
        "zones: [us-west-2a, us-west-2b, us-west-2c, us-west-2-lax-1a, us-west-2-lax-1b]",
        &[Preset::Eksctl],
    );
    assert_eq!(
        texts(&outcome),
        [
            "public-us-west-2a 192.168.0.0/20",
            "public-us-west-2b 192.168.16.0/20",
            "public-us-west-2c 192.168.32.0/20",
            "public-us-west-2-lax-1a 192.168.48.0/20",
            "public-us-west-2-lax-1b 192.168.64.0/20",
            "private-us-west-2a 192.168.80.0/20",
            "private-us-west-2b 192.168.96.0/20",
            "private-us-west-2c 192.168.112.0/20",
            "private-us-west-2-lax-1a 192.168.128.0/20",
            "private-us-west-2-lax-1b 192.168.144.0/20",
        ]
    );
}

/// eksctl refuses nine zones ("cannot create more than 16 subnets, 18 requested") and blocks outside /16 to /24.
#[test]
fn a27_what_eksctl_refuses_is_refused() {
    for text in [
        "zones: [a, b, c, d, e, f, g, h, i]",
        "vpc: {cidrs: [192.168.0.0/25]}",
    ] {
        let outcome = laid_out(text, &[Preset::Eksctl]);
        let codes: Vec<Code> = outcome
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(codes.contains(&Code::PresetDoesNotFit), "{text} {codes:?}");
    }
}

/// C16: mariuszczyz/eks-subnet-calculator puts az1-control-plane 10.0.8.0/28 into az2-public 10.0.8.0/22 by its default
/// inputs, az2-control-plane into the service block, and says 1,021 addresses of a /22 are available.
///
/// The inputs: 10.0.0.0/16, 2 zones, 10 nodes of 110 pods.
/// Source: <https://github.com/mariuszczyz/eks-subnet-calculator> (index.html, subnet_calculator.py), read 2026-11-24.
#[test]
fn c16_eks_subnet_calculators_defaults_without_overlap() {
    let text = "
zones: [a, b]
vpc: {cidrs: [10.0.0.0/16]}
networking: {prefix_delegation: true}
node_groups: [{instance_types: [m6i.xlarge], nodes: {desired: 10, max: 10}, pods: {desired: 1080}}]
endpoints: {nat_gateways: per-zone}
";
    let outcome = laid_out(text, &[Preset::ControlPlane28]);
    let roles = [Role::Public, Role::Nodes, Role::ControlPlane];
    for role in roles {
        let count = outcome
            .subnets
            .iter()
            .filter(|one| one.role == role)
            .count();
        assert_eq!(count, 2, "{role:?}");
    }
    let service = outcome.plan.service_cidr();
    for (index, one) in outcome.subnets.iter().enumerate() {
        for other in &outcome.subnets[..index] {
            assert!(
                !one.cidr.overlaps(other.cidr),
                "{} meets {}",
                one.name,
                other.name
            );
        }
        assert!(
            !one.cidr.overlaps(service),
            "{} meets the services",
            one.name
        );
        if one.role == Role::ControlPlane {
            assert_eq!(one.cidr.length(), 28);
        }
    }
    // AWS keeps five addresses, not three.
    assert_eq!(subnet::usable("10.0.0.0/22".parse().unwrap()), 1_019);
    let report = analyze(&outcome.plan, &Catalogue::bundled());
    assert!(report.gates.iter().all(|gate| gate.ok));
    assert_eq!(report.totals.pods_placed, 1_080);
    assert_eq!(report.totals.pods_without_address, 0);
    let errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
}

/// B1: pytorch/ci-infra plans a primary /16 and twelve /16 of 100.64.0.0/12: four for each of three zones.
///
/// At its conservative 32 addresses a node, 8,100 nodes a zone take four whole /16 (4 × 65,531 / 32 = 8,191); one subnet
/// is a /16 at most, so the layout has four node subnets a zone, each in a block of its own.
#[test]
fn b1_four_slash_16s_a_zone() {
    let blocks: Vec<String> = (64..76)
        .map(|second| format!("100.{second}.0.0/16"))
        .collect();
    // A group a zone: nodes that a zone loses are not started in another one.
    let group = |zone: &str| {
        format!(
            "{{zones: [{zone}], instance_types: [m6i.24xlarge], nodes: {{desired: 8100, max: 8100}}, provisioner: self-managed}}"
        )
    };
    let text = format!(
        "
zones: [a, b, c]
vpc: {{cidrs: [{}]}}
networking: {{warm: {{ip: 1, minimum_ip: 31}}}}
node_groups: [{}]
",
        blocks.join(", "),
        ["a", "b", "c"].map(group).join(", ")
    );
    let outcome = laid_out(&text, &[]);
    let of_zone = |zone: &str| {
        let subnets = outcome.subnets.iter().filter(|one| one.zone == zone);
        subnets.map(|one| one.cidr.length()).collect::<Vec<u8>>()
    };
    assert_eq!(["a", "b", "c"].map(of_zone), [[16; 4]; 3]);
    let report = analyze(&outcome.plan, &Catalogue::bundled());
    assert_eq!(report.node_groups[0].addresses_per_node, 32);
    assert!(report.subnets.iter().all(|subnet| subnet.short == 0));
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.code == Code::VpcCidrQuota)
    );
}

/// Pods in 100.64.0.0/10, cluster subnets of /28 and a data tier go together with each way to split the primary.
#[test]
fn presets_go_together() {
    for base in [Preset::Sized, Preset::Default, Preset::Eksctl] {
        let outcome = laid_out(
            "zones: [a, b]\nendpoints: {nat_gateways: per-zone}\nnode_groups: [{nodes: {desired: 4}, pods: {desired: 40}}]",
            &[
                base,
                Preset::ThreeTier,
                Preset::SecondaryPods,
                Preset::ControlPlane28,
            ],
        );
        assert!(
            outcome
                .findings
                .iter()
                .all(|finding| finding.code == Code::BlockAdded),
            "{base:?}"
        );
        let names: std::collections::BTreeSet<&str> = outcome
            .subnets
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let expected = ["private", "public", "data", "pods", "control-plane"];
        let expected: std::collections::BTreeSet<String> = expected
            .iter()
            .flat_map(|stem| ["a", "b"].map(|zone| format!("{stem}-{zone}")))
            .collect();
        assert_eq!(
            names,
            expected.iter().map(String::as_str).collect(),
            "{base:?}"
        );
        let shared: Ipv4Prefix = "100.64.0.0/10".parse().unwrap();
        for one in &outcome.subnets {
            assert_eq!(
                shared.contains(one.cidr),
                one.role == Role::Pods,
                "{base:?} {}",
                one.name
            );
        }
        let hidden = outcome
            .plan
            .vpc
            .cidrs
            .iter()
            .filter(|block| !block.routable)
            .count();
        assert_eq!(hidden, 1);
        assert!(outcome.plan.networking.custom_networking);
    }
}

/// The preset `default` of the design: `analyze` fills in the same where a plan leaves its subnets out.
#[test]
fn default_is_what_the_analysis_takes() {
    let text = "endpoints: {nat_gateways: per-zone}\nnetworking: {custom_networking: true}\nvpc: {cidrs: [10.0.0.0/16, {cidr: 100.64.0.0/16, routable: false}]}";
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let report = analyze(&plan, &Catalogue::bundled());
    let analysed: Vec<String> = report
        .layout
        .subnets
        .iter()
        .map(|subnet| format!("{} {}", subnet.name, subnet.cidr))
        .collect();
    assert_eq!(texts(&laid_out(text, &[Preset::Default])), analysed);
    assert_eq!(analysed.len(), 9);
}
