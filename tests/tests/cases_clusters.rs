//! Published cases that are about a cluster, as whole plans; each test is named after its source.
//!
//! Grade A of `tests/cases/README.md`: the numbers must come out as published.

use eniplan_core::analyze::{Report, SubnetReport, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Code;
use eniplan_core::plan::Plan;

fn report(text: &str) -> Report {
    let (plan, findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    analyze(&plan, &Catalogue::bundled())
}

fn tells(report: &Report, code: Code) -> bool {
    report.findings.iter().any(|finding| finding.code == code)
}

/// Custom networking needs a block for pods.
const CUSTOM: &str = "
vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}
networking: {custom_networking: true}
";

/// A5: aws/aws-eks-best-practices, networking/vpc-cni.adoc: three c5.large, two pods of CoreDNS.
#[test]
fn a5_best_practices_three_c5_large_take_50_addresses() {
    let report = report(
        "
cluster: {control_plane_interfaces: 0}
node_groups: [{instance_types: [c5.large], nodes: {desired: 3}, pods: {desired: 2}}]
",
    );
    let by_zone: Vec<_> = report
        .subnets
        .iter()
        .map(|subnet| (subnet.used, subnet.demand.idle))
        .collect();
    assert_eq!(by_zone, [(20, 17), (20, 17), (10, 9)]);
    assert_eq!(report.totals.addresses_used, 50);
    let group = &report.node_groups[0];
    assert_eq!(
        (group.addresses_per_node, group.idle_addresses_per_node),
        (20, 17)
    );
}

/// A10: aws/amazon-vpc-cni-k8s #331: the kubelet of a t2.medium takes 17 pods, custom networking serves 12.
#[test]
fn a10_cni_331_t2_medium_five_pods_stuck() {
    let full = report(&format!(
        "{CUSTOM}
node_groups: [{{instance_types: [t2.medium], provisioner: self-managed, nodes: {{desired: 1}}, pods: {{desired: 15}}}}]
"
    ));
    let group = &full.node_groups[0];
    assert_eq!((group.max_pods, group.formula_max_pods), (17, Some(12)));
    assert_eq!((group.pods_placed, group.pods_pending), (15, 0));
    assert_eq!(group.pods_without_address, 5);
    assert!(tells(&full, Code::MaxPodsTooHigh));
}

/// A11: aws/amazon-vpc-cni-k8s #1480: t3.medium with custom networking.
#[test]
fn a11_cni_1480_t3_medium_takes_12() {
    let managed = report(&format!(
        "{CUSTOM}node_groups: [{{instance_types: [t3.medium]}}]"
    ));
    assert_eq!(managed.node_groups[0].max_pods, 12);
}

/// A12: aws/amazon-vpc-cni-k8s #3238: Karpenter lets a t3.2xlarge say 58, custom networking serves 44.
#[test]
fn a12_cni_3238_karpenter_says_58_and_44_fit() {
    let full = report(&format!(
        "{CUSTOM}
node_groups: [{{instance_types: [t3.2xlarge], provisioner: karpenter, nodes: {{desired: 1}}, pods: {{desired: 56}}}}]
"
    ));
    let group = &full.node_groups[0];
    assert_eq!((group.max_pods, group.formula_max_pods), (58, Some(44)));
    assert_eq!(group.pods_without_address, 58 - 44);
}

/// A14: Smana/cloud-native-ref #1726 and #1730: Cilium's ENI mode on a type with 4 × 15, seen exhausted at 42 of 42.
#[test]
fn a14_cilium_eni_is_exhausted_at_42_of_42() {
    let with = |pods: u32| {
        report(&format!(
            "
networking: {{cni: cilium-eni}}
node_groups: [{{instance_types: [t3.xlarge], provisioner: self-managed, nodes: {{desired: 1}}, pods: {{desired: {pods}}}}}]
"
        ))
    };
    let group = &with(42).node_groups[0];
    assert_eq!((group.max_pods, group.formula_max_pods), (58, Some(42)));
    assert_eq!(group.pods_without_address, 0);
    assert_eq!(with(43).node_groups[0].pods_without_address, 1);
}

/// A16: aws-ia/terraform-aws-eks-blueprints #1312: nodes showed 29 where 110 was meant.
#[test]
fn a16_blueprints_1312_nodes_show_29_where_110_is_meant() {
    for (provisioner, shown) in [("managed", 110), ("self-managed", 29)] {
        let report = report(&format!(
            "
vpc: {{cidrs: [10.0.0.0/16, 100.64.0.0/16]}}
networking: {{custom_networking: true, prefix_delegation: true}}
node_groups: [{{instance_types: [m5.large], provisioner: {provisioner}}}]
"
        ));
        let group = &report.node_groups[0];
        assert_eq!((group.max_pods, group.formula_max_pods), (shown, Some(290)));
    }
}

/// A17: awslabs/amazon-eks-ami #1419: eni-max-pods.txt says 737, AWS recommends 250 and sets it in managed groups.
#[test]
fn a17_eks_ami_1419_c5_18xlarge_737_or_250() {
    for (provisioner, shown) in [("managed", 250), ("self-managed", 737)] {
        let report = report(&format!(
            "node_groups: [{{instance_types: [c5.18xlarge], provisioner: {provisioner}}}]"
        ));
        assert_eq!(report.node_groups[0].max_pods, shown, "{provisioner}");
    }
}

/// A18: containers-roadmap #1153 and #1342: security groups for pods have a ceiling of their own.
#[test]
fn a18_containers_roadmap_1153_branch_interfaces() {
    for (kind, max_pods, branches) in [("m5.large", 29, 9), ("c5.12xlarge", 234, 54)] {
        let wanted = branches + 10;
        let report = report(&format!(
            "
networking: {{pod_security_groups: true}}
node_groups: [{{instance_types: [{kind}], nodes: {{desired: 1}}, pods: {{desired: {wanted}, security_group_pods: {wanted}}}}}]
"
        ));
        let group = &report.node_groups[0];
        assert_eq!(group.max_pods, max_pods, "{kind}");
        assert_eq!(
            (group.pods_placed, group.pods_pending),
            (branches, 10),
            "{kind}"
        );
    }
}

/// A25: docs.aws, managed-node-update-behavior: five zones, and what may be unavailable at once.
///
/// An idle t3.micro takes two addresses, so new nodes can be counted in the subnets.
#[test]
fn a25_managed_node_update_behavior_surge() {
    for (unavailable, surge) in [(1, 10), (20, 20)] {
        let report = report(&format!(
            "
zones: [a, b, c, d, e]
node_groups: [{{instance_types: [t3.micro], nodes: {{desired: 40}}, update: {{max_unavailable: {unavailable}}}}}]
"
        ));
        let nodes = |subnets: &[SubnetReport]| -> u64 {
            subnets
                .iter()
                .map(|subnet| subnet.demand.nodes())
                .sum::<u64>()
                / 2
        };
        let upgrade = report
            .states
            .iter()
            .find(|state| state.name == "upgrade")
            .unwrap();
        assert_eq!(nodes(&report.subnets), 40);
        assert_eq!(nodes(&upgrade.subnets), 40 + surge, "{unavailable}");
    }
}

/// A26: the documentation of Elastic Load Balancing by aws-load-balancer-controller #1333: 8 free addresses a subnet.
///
/// A /27 has 27 usable ones, of which the load balancer itself is counted with two.
#[test]
fn a26_load_balancer_controller_1333_eight_free_addresses() {
    for (used, blocked) in [(17, false), (18, true)] {
        let report = report(&format!(
            "
zones: [a, b]
subnets:
  - {{name: public-a, zone: a, role: public, cidr: 10.0.0.0/27, used: {used}}}
  - {{name: public-b, zone: b, role: public, cidr: 10.0.0.32/27}}
endpoints: {{load_balancers: {{alb: 1}}}}
"
        ));
        assert_eq!(report.subnets[0].free, 25 - used);
        assert_eq!(tells(&report, Code::LoadBalancerBlocked), blocked, "{used}");
    }
}
