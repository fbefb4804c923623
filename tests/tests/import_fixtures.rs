//! One cluster as each tool prints it: alone, all together, and in random mixes.

use std::collections::BTreeMap;
use std::fs;

use eniplan_core::finding::{Code, Severity};
use eniplan_core::plan::{NatGateways, Role};
use eniplan_import::{Inventory, Options, Outcome, Undecided, plan, read};
use eniplan_tests::cluster::ACCOUNT;
use eniplan_tests::seeded::Seeded;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/import/shop");

/// Name and contents of every file that is about the cluster itself.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn outcome<'a>(
    files: impl IntoIterator<Item = &'a (String, Vec<u8>)>,
) -> Result<Outcome, Undecided> {
    let mut inventory = Inventory::default();
    for (name, bytes) in files {
        assert_eq!(read(name, bytes, &mut inventory), [], "{name}");
    }
    plan(&inventory, &Options::default())
}

/// Those that describe the cluster as it runs, and no other picture of it.
fn running() -> Vec<(String, Vec<u8>)> {
    let mut files = files();
    files.retain(|(name, _)| name.starts_with("describe-") || name.starts_with("get-"));
    files
}

#[test]
fn each_file_alone_is_read_and_gives_a_plan() {
    for file in files() {
        match outcome([&file]) {
            Ok(outcome) => assert!(!outcome.plan.to_text().contains(ACCOUNT), "{}", file.0),
            Err(undecided) => {
                assert_eq!(
                    (file.0.as_str(), undecided),
                    ("describe-instance-types.json", Undecided::Nothing)
                );
            }
        }
    }
}

/// Every address of the fixture was given out by hand, so that nothing may be left unexplained.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one cluster, looked at from every side"
)]
fn all_together_explain_every_address() {
    let outcome = outcome(&running()).unwrap();
    for subnet in &outcome.subnets {
        assert_eq!(
            (subnet.unexplained, subnet.causes.len()),
            (Some(0), 0),
            "{subnet:?}"
        );
        assert_eq!(
            subnet.listed,
            Some(subnet.usable - subnet.observed_free.unwrap())
        );
    }
    let errors = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
    let plan = &outcome.plan;
    assert_eq!(
        (
            plan.name(),
            &*plan.region,
            plan.cluster.control_plane_interfaces.get()
        ),
        ("shop", "eu-west-1", 2)
    );
    assert_eq!(plan.endpoints.nat_gateways, NatGateways::PerZone);
    assert_eq!(plan.endpoints.interface_endpoints.count.get(), 2);
    let roles: Vec<Role> = plan.subnets.iter().map(|subnet| subnet.role).collect();
    assert_eq!(
        roles,
        [
            Role::Nodes,
            Role::Nodes,
            Role::Nodes,
            Role::Public,
            Role::Public,
            Role::Public
        ]
    );
    assert_eq!(
        plan.vpc
            .routes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["10.0.0.0/8"]
    );
    assert_eq!(
        plan.vpc
            .peers
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["172.31.0.0/16"]
    );
    let [burst, general] = plan.node_groups.as_slice() else {
        panic!("{:?}", plan.node_groups)
    };
    assert_eq!(
        burst
            .instance_types
            .iter()
            .map(|own| &**own)
            .collect::<Vec<_>>(),
        ["c6i.*", "m6i.*"]
    );
    assert_eq!(burst.disruption.budget.to_string(), "20%");
    assert_eq!(
        burst.max_pods.map(eniplan_core::plan::Within::get),
        Some(58)
    );
    assert_eq!(
        burst.zones.iter().map(|own| &**own).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(
        (
            general.nodes.min(),
            general.nodes.now(),
            general.nodes.max()
        ),
        (3, 6, 12)
    );
    assert_eq!(
        (
            general.pods.desired.get(),
            general.daemonset_pods.get(),
            general.max_pods
        ),
        (60, 1, None)
    );
    assert_eq!(
        general.pods.cpu.map(|cpu| cpu.to_string()).as_deref(),
        Some("100m")
    );
    assert_eq!(
        general
            .pods
            .memory
            .map(|memory| memory.to_string())
            .as_deref(),
        Some("128Mi")
    );
}

/// Counted by hand from what the fixture gives to each in private-a and private-c.
#[test]
fn each_interface_has_its_owner() {
    let outcome = outcome(&running()).unwrap();
    let owners = |name: &str| -> BTreeMap<&str, u64> {
        let subnet = outcome
            .subnets
            .iter()
            .find(|subnet| subnet.name == name)
            .unwrap();
        subnet
            .owners
            .iter()
            .map(|(owner, count)| (owner.as_str(), *count))
            .collect()
    };
    let expected = [
        ("control-plane", 1),
        ("efs", 1),
        ("elasticache", 1),
        ("interface-endpoints", 2),
        ("lambda", 1),
        ("leaked", 10),
        ("network-load-balancers", 1),
        ("nodes", 60),
        ("rds", 1),
        ("transit-gateway", 1),
    ];
    assert_eq!(owners("private-a"), BTreeMap::from(expected));
    assert_eq!(owners("private-c").get("cluster-batch"), Some(&20));
    assert_eq!(owners("private-b").get("instances"), Some(&1));
    assert_eq!(
        owners("public-a"),
        BTreeMap::from([("application-load-balancers", 2), ("nat-gateways", 1)])
    );
    assert_eq!(outcome.leaked.len(), 1);
    assert_eq!(outcome.leaked[0].addresses, 10);
    let leaks = outcome
        .findings
        .iter()
        .filter(|finding| finding.code == Code::ImportLeaked);
    assert_eq!(leaks.count(), 1);
}

#[test]
fn any_mix_in_any_order_reconciles() {
    let files = running();
    let mut random = Seeded::of(7);
    for _ in 0..200 {
        let mut mix: Vec<&(String, Vec<u8>)> =
            files.iter().filter(|_| random.below(2) == 0).collect();
        for at in (1..mix.len()).rev() {
            mix.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
        }
        let names: Vec<&str> = mix.iter().map(|(name, _)| name.as_str()).collect();
        let Ok(one) = outcome(mix.iter().copied()) else {
            assert!(
                names
                    .iter()
                    .all(|name| *name == "describe-instance-types.json"),
                "{names:?}"
            );
            continue;
        };
        // Read twice and the other way round it is the same.
        let again = outcome(mix.iter().rev().chain(&mix).copied()).unwrap();
        assert_eq!(one.plan, again.plan, "{names:?}");
        for subnet in &one.report.subnets {
            assert_eq!(subnet.used + subnet.free, subnet.usable, "{names:?}");
        }
        for subnet in &one.subnets {
            let (Some(free), Some(modelled), Some(unexplained)) = (
                subnet.observed_free,
                subnet.modelled_free,
                subnet.unexplained,
            ) else {
                assert!(subnet.observed_free.is_none(), "{subnet:?}");
                continue;
            };
            assert_eq!(
                modelled - i64::try_from(free).unwrap(),
                unexplained,
                "{names:?}"
            );
            assert_eq!(
                unexplained == 0,
                subnet.causes.is_empty(),
                "{names:?} {subnet:?}"
            );
        }
        // What a missing document would have shown is said.
        let told: Vec<String> = one
            .findings
            .iter()
            .filter(|finding| finding.code == Code::ImportAssumed)
            .map(eniplan_core::finding::Finding::help)
            .collect();
        for (file, command) in [
            (
                "describe-network-interfaces.json",
                "aws ec2 describe-network-interfaces",
            ),
            ("get-pods.json", "kubectl get pods"),
            ("describe-cluster.json", "aws eks describe-cluster"),
        ] {
            let is_told = told.iter().any(|help| help.contains(command));
            assert_eq!(names.contains(&file), !is_told, "{names:?}: {told:?}");
        }
    }
}

#[test]
fn two_vpcs_in_one_paste_are_to_be_chosen_from() {
    let mut inventory = Inventory::default();
    for vpc in ["vpc-1", "vpc-2"] {
        let answer = format!(
            r#"{{"Vpcs": [{{"VpcId": "{vpc}", "CidrBlock": "10.0.0.0/16", "Tags": [{{"Key": "Name", "Value": "net {vpc}"}}]}}]}}
{{"Subnets": [{{"SubnetId": "subnet-{vpc}", "VpcId": "{vpc}", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}}]}}"#
        );
        assert_eq!(read("paste", answer.as_bytes(), &mut inventory), []);
    }
    let undecided = plan(&inventory, &Options::default()).unwrap_err();
    let message = undecided.to_string();
    assert!(
        message.contains("vpc-1 (net vpc-1, 10.0.0.0/16, 1 subnets); vpc-2")
            && message.contains("--vpc"),
        "{message}"
    );
    for chosen in ["vpc-2", "net vpc-2"] {
        let options = Options {
            vpc: Some(chosen.to_owned()),
            ..Options::default()
        };
        let outcome = plan(&inventory, &options).unwrap();
        assert_eq!(outcome.plan.vpc.id.as_deref(), Some("vpc-2"));
        assert!(
            outcome
                .findings
                .iter()
                .any(|finding| finding.code == Code::ImportLeftOut)
        );
    }
    let options = Options {
        vpc: Some("vpc-3".to_owned()),
        ..Options::default()
    };
    assert!(
        plan(&inventory, &options)
            .unwrap_err()
            .to_string()
            .contains("no VPC vpc-3")
    );
}

#[test]
fn calculators_and_lists_become_layouts() {
    let file = |name: &str| files().into_iter().find(|(own, _)| own == name).unwrap();
    let split = outcome([&file("visualsubnetcalc.json")]).unwrap().plan;
    let named: Vec<(&str, Role, String)> = split
        .subnets
        .iter()
        .map(|subnet| {
            (
                subnet.name.as_deref().unwrap(),
                subnet.role,
                subnet.cidr.to_string(),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            ("private-a", Role::Nodes, "10.40.0.0/18".to_owned()),
            ("public b", Role::Public, "10.40.64.0/18".to_owned()),
            ("10.40.128.0/17", Role::Nodes, "10.40.128.0/17".to_owned()),
        ]
    );
    assert_eq!(split.vpc.cidrs[0].cidr.to_string(), "10.40.0.0/16");
    // The calculator's own test says which subnets and notes its link holds.
    let linked = outcome([&file("visualsubnetcalc.txt")]).unwrap().plan;
    assert_eq!(linked.vpc.cidrs[0].cidr.to_string(), "10.0.0.0/20");
    let first: Vec<(&str, String)> = linked
        .subnets
        .iter()
        .take(5)
        .map(|subnet| (subnet.name.as_deref().unwrap(), subnet.cidr.to_string()))
        .collect();
    assert_eq!(
        first[0],
        ("Data Center - Virtual Servers", "10.0.0.0/24".to_owned())
    );
    assert_eq!(first[4], ("Building A - Wifi", "10.0.4.0/23".to_owned()));
    assert_eq!(linked.subnets.len(), 12);
    // Beside a VPC, blocks are what it must not meet.
    let beside = outcome([&file("describe-vpcs.json"), &file("cidrs.txt")])
        .unwrap()
        .plan;
    assert_eq!(
        beside
            .vpc
            .peers
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["172.16.0.0/12", "192.168.7.0/24"]
    );
}

#[test]
fn eksctl_alone_is_a_whole_plan() {
    let file = files()
        .into_iter()
        .find(|(own, _)| own == "eksctl.yaml")
        .unwrap();
    let plan = outcome([&file]).unwrap().plan;
    assert_eq!(
        (plan.name(), &*plan.region, plan.subnets.len()),
        ("shop", "eu-west-1", 3)
    );
    assert_eq!(
        plan.networking.warm.ip.map(eniplan_core::plan::Within::get),
        Some(5)
    );
    let [group] = plan.node_groups.as_slice() else {
        panic!()
    };
    assert_eq!(
        (
            &*group.instance_types[0],
            group.nodes.min(),
            group.nodes.desired(),
            group.nodes.max()
        ),
        ("m5.large", 3, 6, 12)
    );
}

/// A NodePool of m5.large (2 vCPU, 8 GiB), with so many nodes of it.
fn pool(limits: &str, nodes: usize, wanted: &str) -> (u32, bool) {
    let requirement = |key: &str, value: &str| {
        format!(r#"{{"key": "{key}", "operator": "In", "values": ["{value}"]}}"#)
    };
    let requirement = if wanted.contains('.') {
        requirement("node.kubernetes.io/instance-type", wanted)
    } else {
        requirement("karpenter.k8s.aws/instance-family", wanted)
    };
    let mut items = vec![format!(
        r#"{{"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "metadata": {{"name": "p"}}, "spec": {{"limits": {limits}, "template": {{"spec": {{"requirements": [{requirement}]}}}}}}}}"#
    )];
    items.extend((0..nodes).map(|at| {
        format!(
            r#"{{"apiVersion": "v1", "kind": "Node", "metadata": {{"name": "n{at}", "labels": {{"karpenter.sh/nodepool": "p", "node.kubernetes.io/instance-type": "m5.large"}}}}, "status": {{"capacity": {{"memory": "7910184Ki"}}}}}}"#
        )
    }));
    let list = format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#,
        items.join(", ")
    );
    let outcome = outcome([&("list".to_owned(), list.into_bytes())]).unwrap();
    let is_assumed = outcome.findings.iter().any(|finding| {
        finding.code == Code::ImportAssumed && finding.message().contains("may grow")
    });
    (outcome.plan.node_groups[0].nodes.max(), is_assumed)
}

#[test]
fn limits_of_a_nodepool_bound_its_nodes() {
    for (limits, nodes, wanted, expected) in [
        // 100 vCPUs, two a node; 101 leave one over.
        (r#"{"cpu": "100"}"#, 2, "m5.large", (50, false)),
        (r#"{"cpu": 101}"#, 0, "m5.large", (50, false)),
        (r#"{"cpu": "500m"}"#, 0, "m5.large", (0, false)),
        // 100 GiB are 104,857,600 KiB, of which a node that was seen has 7,910,184: 13.26 nodes.
        (r#"{"memory": "100Gi"}"#, 2, "m5.large", (13, false)),
        // Before one was seen Karpenter takes 8,192 MiB less 7.5 percent, 7,577.6 MiB: 13.51 nodes.
        (r#"{"memory": "100Gi"}"#, 0, "m5.large", (13, false)),
        (
            r#"{"cpu": "100", "memory": "100Gi", "nodes": "7"}"#,
            2,
            "m5.large",
            (7, false),
        ),
        // What stands already stands, whatever the limit says now.
        (r#"{"cpu": "2"}"#, 3, "m5.large", (3, false)),
        // No limit, or no size to divide it by.
        ("{}", 2, "m5.large", (2, true)),
        ("null", 2, "m5.large", (2, true)),
        (r#"{"cpu": "many"}"#, 2, "m5.large", (2, true)),
        (r#"{"cpu": "100"}"#, 0, "m5", (0, true)),
        (r#"{"cpu": "100"}"#, 0, "zz9.large", (0, true)),
        // A node that is there has a size all the same.
        (r#"{"cpu": "100"}"#, 1, "m5", (50, false)),
    ] {
        assert_eq!(
            pool(limits, nodes, wanted),
            expected,
            "{limits} {nodes} {wanted}"
        );
    }
}
