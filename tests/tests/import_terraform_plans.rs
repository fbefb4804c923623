//! What Terraform will do as a plan: by itself, and over a plan file.

use eniplan_core::analyze::GateKind;
use eniplan_core::finding::Code;
use eniplan_core::plan::{Cni, Count, NatGateways, NodeCount, Plan, Role, Within};
use eniplan_import::{Inventory, Options, Outcome, read};
use eniplan_tests::golden;

/// The plan that inputs come to, and the codes of what was found.
fn outcome(inputs: &[(&str, &str)]) -> (Outcome, Vec<Code>) {
    let mut inventory = Inventory::default();
    let mut findings = Vec::new();
    for (name, text) in inputs {
        findings.extend(read(name, text.as_bytes(), &mut inventory));
    }
    let outcome = eniplan_import::plan(&inventory, &Options::default()).expect("a plan");
    findings.extend(outcome.findings.iter().cloned());
    findings.extend(outcome.report.findings.iter().cloned());
    let codes = findings.iter().map(|finding| finding.code).collect();
    (outcome, codes)
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(golden::root().join("tests/import/terraform").join(name))
        .expect("a fixture")
}

/// `new/main.tf` peers with a VPC inside its own block, and its group grows to 40 nodes in two /25 subnets of 123
/// addresses each: with prefixes a node holds at least its own address and a block of 16.
#[test]
fn a_plan_is_judged_by_what_it_will_do() {
    let (outcome, codes) = outcome(&[("new.json", &fixture("new.json"))]);
    let plan = &outcome.plan;
    assert_eq!(plan.name(), "shop");
    assert!(!plan.cluster.existing && plan.vpc.id.is_none());
    assert!(plan.networking.prefix_delegation);
    let roles: Vec<(&str, Role)> = plan
        .subnets
        .iter()
        .map(|subnet| (subnet.name.as_deref().expect("a name"), subnet.role))
        .collect();
    assert_eq!(
        roles,
        [
            ("private-0", Role::Nodes),
            ("private-1", Role::Nodes),
            ("public-a", Role::Public),
            ("public-b", Role::Public),
        ]
    );
    assert_eq!(plan.endpoints.nat_gateways, NatGateways::PerZone);
    assert_eq!(plan.endpoints.interface_endpoints.count.get(), 1);
    assert!(codes.contains(&Code::PeerOverlap), "{codes:?}");
    let group = &plan.node_groups[0];
    assert_eq!(group.max_pods.map(Within::get), Some(60));
    let gate = outcome
        .report
        .gates
        .iter()
        .find(|gate| gate.kind == GateKind::ScaleToMax);
    assert!(!gate.expect("a gate").ok);
}

/// The plan file knows the workload, and what else is in its subnets; network and nodes come from two files.
const BASE: &str = "name: depot
region: eu-west-1
vpc: {id: vpc-0123456789abcdef0, cidrs: [10.30.0.0/16, {cidr: 100.64.0.0/16, routable: false}]}
subnets:
  - {name: left, zone: a, id: subnet-0aaaaaaaaaaaaaaaa, cidr: 10.30.0.0/26, used: 12}
  - {name: right, zone: b, id: subnet-0bbbbbbbbbbbbbbbb, cidr: 10.30.1.0/26, used: 7}
  - {name: old, zone: b, role: other, id: subnet-0cccccccccccccccc, cidr: 10.30.2.0/26}
  - {name: pods, zone: b, role: pods, cidr: 100.64.0.0/24}
node_groups:
  - {name: general, instance_types: [m6i.large], nodes: {desired: 3, max: 3}, pods: {desired: 20}, daemonset_pods: 2}
  - {name: batch, instance_types: [c6i.large], pods: {desired: 4}}
growth: {pods_per_month: 5%}
";

#[test]
fn what_terraform_does_is_merged_into_a_plan_file() {
    let (outcome, _) = outcome(&[
        ("base.yaml", BASE),
        ("renumber.json", &fixture("renumber.json")),
    ]);
    let plan = &outcome.plan;
    let subnets: Vec<String> = plan
        .subnets
        .iter()
        .map(|subnet| {
            let used = subnet.used.map(Count::get);
            format!(
                "{} {} {used:?}",
                subnet.name.as_deref().expect("a name"),
                subnet.cidr
            )
        })
        .collect();
    // The one that is made anew is empty, the one that is destroyed is gone, and the others stay as they were.
    assert_eq!(
        subnets,
        [
            "left 10.30.0.0/24 None",
            "right 10.30.1.0/26 Some(7)",
            "pods 100.64.0.0/24 None",
        ]
    );
    assert_eq!(
        plan.vpc.cidrs.len(),
        1,
        "Terraform shows every block of the VPC"
    );
    let [general, batch] = plan.node_groups.as_slice() else {
        panic!("{:?}", plan.node_groups)
    };
    assert_eq!(general.instance_types[0].as_str(), "m6i.xlarge");
    assert_eq!(general.nodes.desired.map(NodeCount::get), Some(2));
    assert_eq!(general.nodes.max.map(NodeCount::get), Some(6));
    assert_eq!(general.nodes.now.map(NodeCount::get), Some(3));
    assert_eq!(
        (general.pods.desired.get(), general.daemonset_pods.get()),
        (20, 2)
    );
    assert_eq!(batch.name.as_deref(), Some("batch"));
    assert!(plan.cluster.existing && plan.growth != Plan::default().growth);
}

/// A state of nodes alone names subnets by ids that only the plan file knows.
#[test]
fn nodes_alone_find_their_subnets_in_the_plan_file() {
    let nodes = r#"{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {"resources": [
        {"address": "aws_eks_node_group.batch", "values": {"id": "depot:batch", "cluster_name": "depot", "node_group_name": "batch",
            "instance_types": ["c6i.xlarge"], "subnet_ids": ["subnet-0bbbbbbbbbbbbbbbb"],
            "scaling_config": [{"min_size": 0, "desired_size": 1, "max_size": 9}]}}]}}}"#;
    let (outcome, codes) = outcome(&[("nodes.json", nodes), ("base.yaml", BASE)]);
    let plan = &outcome.plan;
    assert_eq!((plan.subnets.len(), plan.vpc.cidrs.len()), (4, 2));
    assert_eq!(plan.node_groups.len(), 2);
    let batch = &plan.node_groups[1];
    assert_eq!(batch.instance_types[0].as_str(), "c6i.xlarge");
    assert_eq!(batch.nodes.max.map(NodeCount::get), Some(9));
    let named: Vec<&str> = batch
        .subnets
        .iter()
        .flatten()
        .map(eniplan_core::plan::Name::as_str)
        .collect();
    assert_eq!(named, ["right"]);
    assert!(!codes.contains(&Code::ImportAssumed), "{codes:?}");
}

/// A block that AWS refuses beside the primary one, added by a state that knows the VPC's id alone.
#[test]
fn a_block_that_aws_would_refuse_is_refused_here() {
    let added = r#"{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {"resources": [
        {"address": "aws_vpc_ipv4_cidr_block_association.more", "values": {"vpc_id": "vpc-0123456789abcdef0", "cidr_block": "192.168.0.0/16"}},
        {"address": "aws_subnet.more", "values": {"vpc_id": "vpc-0123456789abcdef0", "cidr_block": "192.168.0.0/29", "availability_zone": "eu-west-1a"}}]}}}"#;
    let (outcome, codes) = outcome(&[("base.yaml", BASE), ("added.json", added)]);
    assert_eq!(outcome.plan.vpc.cidrs.len(), 3);
    assert_eq!(outcome.plan.subnets.len(), 5);
    for code in [Code::VpcCidrRestricted, Code::SubnetSize] {
        assert!(codes.contains(&code), "{code} {codes:?}");
    }
}

/// Values of releases by documents, the last of which counts, and by single settings over them.
#[test]
fn releases_of_other_cnis_say_what_pods_get() {
    let release = |chart: &str, values: &str, set: &str| {
        format!(
            r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {{"root_module": {{"resources": [
            {{"address": "aws_eks_node_group.g", "values": {{"cluster_name": "depot", "node_group_name": "g", "scaling_config": [{{"desired_size": 1}}]}}}},
            {{"address": "helm_release.cni", "values": {{"chart": "{chart}", "values": {values}, "set": {set}}}}}]}}}}}}"#
        )
    };
    let cilium = r#"["ipam: {mode: cluster-pool, operator: {clusterPoolIPv4MaskSize: 25}}", "ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.96.0.0/12]}}"]"#;
    let calico = r#"["installation: {cni: {type: Calico}, calicoNetwork: {ipPools: [{cidr: 192.168.0.0/17, blockSize: 27}]}}"]"#;
    let eni = r#"[{"name": "ipam.mode", "value": "eni"}]"#;
    for (chart, values, set, cni, blocks, size) in [
        (
            "cilium",
            cilium,
            "[]",
            Cni::CiliumOverlay,
            "10.96.0.0/12",
            Some(25),
        ),
        ("cilium", cilium, eni, Cni::CiliumEni, "", None),
        (
            "oci://x/tigera-operator",
            calico,
            "[]",
            Cni::Calico,
            "192.168.0.0/17",
            Some(27),
        ),
        (
            "tigera-operator",
            r#"["installation: {cni: {type: AmazonVPC}}"]"#,
            "null",
            Cni::VpcCni,
            "",
            None,
        ),
        (
            "cilium",
            r#"["cni: {chainingMode: aws-cni}"]"#,
            "[]",
            Cni::VpcCni,
            "",
            None,
        ),
        ("nginx", "[]", "[]", Cni::VpcCni, "", None),
    ] {
        let json = release(chart, values, set);
        let (outcome, _) = outcome(&[("plan.json", &json)]);
        let networking = &outcome.plan.networking;
        let own = networking.pod_cidr.iter().flat_map(|blocks| &blocks.0);
        let own: Vec<String> = own.map(ToString::to_string).collect();
        assert_eq!(
            (networking.cni, own.join(" ").as_str()),
            (cni, blocks),
            "{chart}"
        );
        assert_eq!(networking.block_size.map(Within::get), size, "{chart}");
    }
    let json = release(
        "aws-vpc-cni",
        r#"["env: {WARM_IP_TARGET: 2, MINIMUM_IP_TARGET: 10}"]"#,
        "[]",
    );
    let (outcome, _) = outcome(&[("plan.json", &json)]);
    assert_eq!(outcome.plan.networking.warm.ip.map(Within::get), Some(2));
}
