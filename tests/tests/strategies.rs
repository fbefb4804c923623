//! Strategies, held to figures worked out by hand from the rules of the VPC CNI, and to what they promise of each other.

use eniplan_core::analyze::strategies::{Change, Comparison, Refusal, Row, STRATEGIES, compare};
use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;
use eniplan_tests::random;

fn plan(text: &str) -> Plan {
    Plan::from_text(text.as_bytes()).unwrap().0
}

fn compared(plan: &Plan) -> (Report, Comparison) {
    let catalogue = Catalogue::bundled();
    let report = analyze(plan, &catalogue);
    let comparison = compare(plan, &report, &catalogue);
    (report, comparison)
}

fn row<'a>(comparison: &'a Comparison, id: &str) -> &'a Row {
    comparison
        .rows
        .iter()
        .find(|row| row.strategy.id == id)
        .unwrap()
}

/// The order in which teams try them.
const ORDER: [&str; 16] = [
    "warm-targets",
    "more-subnets",
    "larger-nodes",
    "move-tenants",
    "subnet-discovery",
    "prefix-delegation",
    "custom-networking",
    "custom-prefixes",
    "pod-security-groups",
    "auto-mode",
    "ipv6",
    "calico",
    "cilium-overlay",
    "cilium-eni",
    "flannel",
    "weave-net",
];

#[test]
fn strategies_stand_in_the_order_in_which_teams_try_them() {
    assert_eq!(STRATEGIES.each_ref().map(|strategy| strategy.id), ORDER);
}

/// Three m5.large nodes (3 interfaces of 10 addresses, 9 branch interfaces) with 60 pods, 20 a node; the cluster takes 4.
#[test]
fn three_m5_large_with_sixty_pods() {
    let plan = plan("node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]");
    let (_, comparison) = compared(&plan);
    let present = &comparison.present;
    // Twenty pods fill two interfaces and the third is the warm one: 30 addresses a node.
    assert_eq!(
        (present.routable, present.nodes, present.addresses_per_node),
        (94, 3, 30)
    );
    for (id, routable, other, nodes, each) in [
        // Twenty pods and two spare on three interfaces: 25.
        ("warm-targets", 79, 0, 3, 25),
        ("more-subnets", 94, 0, 3, 30),
        // The first interface and its 9 addresses in the node subnet, two further interfaces in the pods subnet.
        ("subnet-discovery", 34, 60, 3, 30),
        // Two prefixes in use and a warm one: 48 addresses on the first interface.
        ("prefix-delegation", 151, 0, 3, 49),
        // Two interfaces of 9 pods each, so 18 pods a node: four nodes, of 15 pods.
        ("custom-networking", 8, 80, 4, 21),
        ("custom-prefixes", 7, 147, 3, 50),
        // Nine branch interfaces, so seven nodes; each has a warm first interface of 10 and the trunk's address.
        ("pod-security-groups", 4 + 7 * 11 + 60, 0, 7, 20),
        // Auto Mode counts 29 max pods, for which two prefixes are enough.
        ("auto-mode", 103, 0, 3, 33),
        ("ipv6", 7, 0, 3, 1),
        ("calico", 7, 0, 3, 1),
        ("cilium-overlay", 7, 0, 3, 1),
        // 15 pods and 8 addresses ready, more than the 18 of two interfaces hold, in the node subnet.
        ("cilium-eni", 88, 0, 4, 21),
        ("flannel", 7, 0, 3, 1),
        ("weave-net", 7, 0, 3, 1),
    ] {
        let figures = row(&comparison, id).figures.as_ref().unwrap();
        let found = (
            figures.routable,
            figures.non_routable,
            figures.nodes,
            figures.addresses_per_node,
        );
        assert_eq!(found, (routable, other, nodes, each), "{id}");
        assert_eq!(
            (figures.pods_running(), figures.pods_pending),
            (60, 0),
            "{id}"
        );
    }
}

/// A c5.large takes 29 pods and 30 addresses when full, a c5.xlarge 58 and 60; half full it keeps an interface spare.
#[test]
fn larger_nodes_keep_their_vcpus_and_take_fewer_addresses() {
    let plan = plan(
        "node_groups: [{instance_types: [c5.large], nodes: {desired: 12, max: 12}, pods: {desired: 24}}]",
    );
    let (_, comparison) = compared(&plan);
    let larger = row(&comparison, "larger-nodes");
    let group = &larger.apply.as_ref().unwrap().node_groups[0];
    // Twelve times two interfaces of ten, against three nodes of 16 vCPUs or so: never fewer vCPUs than 24.
    assert_eq!(comparison.present.addresses_per_node, 20);
    assert!(larger.figures.as_ref().unwrap().routable < comparison.present.routable);
    let vcpus = Catalogue::bundled()
        .get(&group.instance_types[0])
        .unwrap()
        .vcpus
        .unwrap();
    assert!(vcpus * group.nodes.desired() >= 24);
    assert!(group.nodes.desired() >= 3);
}

#[test]
fn tenants_move_into_subnets_of_their_own() {
    let text =
        "endpoints: {interface_endpoints: 4, load_balancers: [{type: nlb, scheme: internal}]}
others: [{name: lambda, addresses: 30}]
node_groups: [{pods: {desired: 10}}]";
    let (report, comparison) = compared(&plan(text));
    let moved = row(&comparison, "move-tenants");
    assert_eq!(moved.changes, [Change::Setting, Change::NewSubnets]);
    let changed = analyze(moved.apply.as_ref().unwrap(), &Catalogue::bundled());
    let of_nodes = |report: &Report, name: &str| {
        report
            .subnets
            .iter()
            .find(|subnet| subnet.name == name)
            .unwrap()
            .demand
    };
    // Four endpoints, one load balancer and a third of the functions.
    let [before, after] = [&report, &changed].map(|report| of_nodes(report, "private-a"));
    assert_eq!(
        (
            before.interface_endpoints,
            before.load_balancers,
            before.others
        ),
        (4, 1, 10)
    );
    assert_eq!(
        (
            after.interface_endpoints,
            after.load_balancers,
            after.others
        ),
        (0, 0, 0)
    );
    let tenants = of_nodes(&changed, "tenants-a");
    assert_eq!(
        (
            tenants.interface_endpoints,
            tenants.load_balancers,
            tenants.others
        ),
        (4, 1, 10)
    );
}

fn refusal(text: &str, id: &str) -> Option<&'static str> {
    let (_, comparison) = compared(&plan(text));
    row(&comparison, id).refusal.as_ref().map(Refusal::name)
}

/// A group of m5.large with ten pods and further keys.
fn group(rest: &str) -> String {
    format!("node_groups: [{{instance_types: [m5.large], pods: {{desired: 10}}{rest}}}]")
}

#[test]
fn nodes_that_do_not_take_a_strategy_are_named() {
    for (text, id, expected) in [
        (group(""), "pod-security-groups", None),
        (
            group("").replace("m5.large", "t3.large"),
            "pod-security-groups",
            Some("no-trunk"),
        ),
        (
            group("").replace("m5.large", "m4.large"),
            "prefix-delegation",
            Some("needs-nitro"),
        ),
        (
            group("").replace("m5.large", "m4.large"),
            "ipv6",
            Some("needs-nitro"),
        ),
        (group("").replace("m5.large", "m4.large"), "calico", None),
        (
            group(", ami: windows"),
            "custom-networking",
            Some("windows"),
        ),
        (group(", ami: windows"), "prefix-delegation", None),
        (group(", ami: windows"), "ipv6", Some("windows")),
        (group(", ami: windows"), "auto-mode", Some("windows")),
        (group(", ami: windows"), "cilium-overlay", Some("windows")),
        (
            group(", provisioner: fargate"),
            "warm-targets",
            Some("provisioner"),
        ),
        (
            group(", provisioner: fargate"),
            "calico",
            Some("provisioner"),
        ),
        (group(", provisioner: fargate"), "ipv6", None),
        (
            group(", provisioner: auto-mode"),
            "prefix-delegation",
            Some("provisioner"),
        ),
        (group(", provisioner: auto-mode"), "auto-mode", None),
    ] {
        assert_eq!(refusal(&text, id), expected, "{id}: {text}");
    }
}

#[test]
fn what_else_stands_in_the_way_is_named() {
    for (text, id, expected) in [
        (
            group("") + "\nnetworking: {ip_family: ipv6}",
            "custom-networking",
            Some("ipv6"),
        ),
        (
            group("") + "\nvpc: {shared: true}",
            "subnet-discovery",
            Some("shared-vpc"),
        ),
        (group(""), "subnet-discovery", None),
        (
            group("").replace("10}", "10, security_group_pods: 1}"),
            "auto-mode",
            Some("security-groups"),
        ),
        (
            group("").replace("10}", "10, security_group_pods: 1}"),
            "calico",
            Some("security-groups"),
        ),
        (
            group("") + "\nvpc: {peers: [100.64.0.0/10]}",
            "custom-networking",
            Some("no-block"),
        ),
        (
            group("")
                + "\nvpc: {cidrs: [10.0.0.0/26]}\nsubnets: [{zone: a, cidr: 10.0.0.0/27}, {zone: b, cidr: 10.0.0.32/27}]",
            "more-subnets",
            Some("no-room"),
        ),
        (group(""), "move-tenants", Some("nothing-to-move")),
        (
            group("").replace("m5.large", "m1.small"),
            "custom-networking",
            None,
        ),
        (
            group("").replace("m5.large", "r5.24xlarge"),
            "larger-nodes",
            Some("no-larger-type"),
        ),
        ("{}".to_owned(), "calico", Some("no-nodes")),
        (group(""), "flannel", Some("needs-allocator")),
        (group(""), "weave-net", Some("archived")),
    ] {
        assert_eq!(refusal(&text, id), expected, "{id}: {text}");
    }
}

/// What is refused exports nothing, but flannel and weave-net are sized.
#[test]
fn refused_strategies_have_nothing_to_apply() {
    let (_, comparison) = compared(&plan("node_groups: [{pods: {desired: 10}}]"));
    for id in ["flannel", "weave-net"] {
        let row = row(&comparison, id);
        assert!(row.figures.is_some() && row.apply.is_none(), "{id}");
    }
}

/// The owner of a shared VPC is asked for what a participant cannot add.
#[test]
fn the_owner_of_a_shared_vpc_gets_a_request() {
    let text =
        "vpc: {shared: true, id: vpc-1}\nregion: eu-west-1\nnode_groups: [{pods: {desired: 10}}]";
    let (_, comparison) = compared(&plan(text));
    let request = row(&comparison, "custom-prefixes")
        .owner_request
        .clone()
        .unwrap();
    assert_eq!(
        request.lines().take(4).collect::<Vec<_>>(),
        [
            "Please change the VPC vpc-1 in eu-west-1:",
            "- associate the IPv4 block 100.64.0.0/16 with the VPC",
            "- create the subnet private-a, 10.0.0.0/19, in eu-west-1a, and share it with this account",
            "- create the subnet private-b, 10.0.32.0/19, in eu-west-1b, and share it with this account",
        ]
    );
    assert!(request.contains("reserve 100.64.32.0/19 of pods-a for prefixes"));
    assert_eq!(row(&comparison, "warm-targets").owner_request, None);
}

/// `free` was observed under the present strategy, so what it leaves unexplained stays what it is under every other.
#[test]
fn what_was_observed_stays_observed() {
    let text = "subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/24, free: 181}
  - {name: private-b, zone: b, cidr: 10.0.1.0/24}
zones: [a, b]
cluster: {control_plane_interfaces: 0}
node_groups: [{instance_types: [m5.large], nodes: {desired: 2, max: 2}, pods: {desired: 40}}]";
    let (report, comparison) = compared(&plan(text));
    // 251 − 181 = 70 addresses in use, of which one node with 20 pods explains 30.
    assert_eq!(report.subnets[0].unexplained, Some(40));
    let figures = row(&comparison, "calico").figures.as_ref().unwrap();
    assert_eq!(figures.routable, 40 + 2);
}

/// A strategy that only changes settings finds nothing to change in its own result.
#[test]
fn strategies_are_settled_by_their_own_result() {
    let (catalogue, mut applied) = (Catalogue::bundled(), 0);
    for seed in 0..12 {
        let plan = random::plan(seed);
        let report = analyze(&plan, &catalogue);
        for row in compare(&plan, &report, &catalogue).rows {
            assert!(
                row.refusal.is_some() || row.figures.is_some(),
                "{}",
                row.strategy.id
            );
            let Some(changed) = row.apply else { continue };
            let (read, findings) = Plan::from_text(changed.to_text().as_bytes()).unwrap();
            assert_eq!(
                (&read, findings.len()),
                (&changed, 0),
                "{} of seed {seed}",
                row.strategy.id
            );
            if ["more-subnets", "larger-nodes", "move-tenants"].contains(&row.strategy.id) {
                continue;
            }
            let report = analyze(&changed, &catalogue);
            let again = compare(&changed, &report, &catalogue);
            let again = again
                .rows
                .into_iter()
                .find(|again| again.strategy == row.strategy)
                .unwrap();
            assert_eq!(
                again.apply.as_ref(),
                Some(&changed),
                "{} of seed {seed}",
                row.strategy.id
            );
            applied += 1;
        }
    }
    assert!(applied > 30, "only {applied} strategies ran");
}
