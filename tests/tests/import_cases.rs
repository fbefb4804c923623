//! Published incidents as what AWS and Kubernetes would have shown of them; each test is named after its source.
//!
//! Grades in `tests/cases/README.md`.

use eniplan_core::analyze::{Wall, WallKind};
use eniplan_core::finding::{Code, Finding};
use eniplan_import::{Inventory, Options, Outcome, plan, read};
use serde_json::{Value, json};

fn outcome(documents: &[Value]) -> Outcome {
    let mut inventory = Inventory::default();
    for document in documents {
        assert_eq!(
            read("paste", document.to_string().as_bytes(), &mut inventory),
            []
        );
    }
    plan(&inventory, &Options::default()).unwrap()
}

fn told(outcome: &Outcome, code: Code) -> Vec<String> {
    let findings = outcome.findings.iter().chain(&outcome.report.findings);
    findings
        .filter(|finding| finding.code == code)
        .map(Finding::message)
        .collect()
}

fn wall(outcome: &Outcome, kind: WallKind) -> &Wall {
    outcome
        .report
        .walls
        .iter()
        .find(|wall| wall.kind == kind)
        .unwrap()
}

/// Subnets as zone, block and free addresses.
fn subnets(region: &str, all: &[(&str, &str, u32)]) -> Value {
    let subnets: Vec<Value> = all
        .iter()
        .map(|(zone, block, free)| {
            json!({
                "SubnetId": format!("subnet-{zone}"), "VpcId": "vpc-0a", "CidrBlock": block,
                "AvailabilityZone": format!("{region}{zone}"), "AvailableIpAddressCount": free,
                "Tags": [{"Key": "Name", "Value": format!("private-{zone}")}],
            })
        })
        .collect();
    json!({"Subnets": subnets})
}

fn node(name: &str, zone: &str, kind: &str, with: &Value) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "labels": {
            "node.kubernetes.io/instance-type": kind, "topology.kubernetes.io/zone": zone, "karpenter.sh/nodepool": "default",
        }},
        "spec": {"providerID": format!("aws:///{zone}/i-{name}")},
        "status": with,
    })
}

fn list(items: impl IntoIterator<Item = Value>) -> Value {
    let items: Vec<Value> = items.into_iter().collect();
    json!({"apiVersion": "v1", "kind": "List", "items": items})
}

fn group(kind: &str, sizes: [u32; 3], subnets: &[&str]) -> Value {
    json!({"nodegroup": {
        "nodegroupName": "general", "clusterName": "shop", "instanceTypes": [kind], "amiType": "AL2023_x86_64_STANDARD",
        "scalingConfig": {"minSize": sizes[0], "desiredSize": sizes[1], "maxSize": sizes[2]}, "subnets": subnets,
    }})
}

/// A19: karpenter-provider-aws #7989: an m7a.4xlarge of 234 pods shows 64422252Ki and 61422956Ki, to the KiB what is
/// reserved for 234.
#[test]
fn a19_karpenter_7989_memory_is_reserved_for_the_pods_it_takes() {
    let status = |allocatable: &str| {
        json!({
            "capacity": {"cpu": "16", "memory": "64422252Ki", "pods": "234"},
            "allocatable": {"cpu": "15890m", "memory": allocatable, "pods": "234"},
        })
    };
    let node =
        |allocatable: &str| list([node("a", "us-east-1a", "m7a.4xlarge", &status(allocatable))]);
    let published = outcome(&[node("61422956Ki")]);
    assert_eq!(told(&published, Code::ImportReserved), [""; 0]);
    assert_eq!(published.report.node_groups[0].max_pods, 234);
    // 124 pods' worth more, and it would be another number.
    let other = outcome(&[node("60026220Ki")]);
    assert_eq!(
        told(&other, Code::ImportReserved),
        ["Group default: kubelets of 1 node reserve memory for 358 pods, 4,193 MiB, and take 234."]
    );
}

/// B12: amazon-eks-ami #2580: an uncapped maxPodsExpression reserves 3,423 MiB on m5.large and 7,647 MiB on m5.xlarge.
#[test]
fn b12_eks_ami_2580_memory_is_reserved_for_an_uncapped_expression() {
    for (kind, raw, mib) in [("m5.large", 288u64, "3,423"), ("m5.xlarge", 672, "7,647")] {
        let capacity = 16_000_000u64;
        let allocatable = capacity - (255 + 11 * raw + 100) * 1024;
        let status = json!({
            "capacity": {"cpu": "2", "memory": format!("{capacity}Ki"), "pods": "110"},
            "allocatable": {"cpu": "1930m", "memory": format!("{allocatable}Ki"), "pods": "110"},
        });
        let told = told(
            &outcome(&[list([node("a", "us-east-1a", kind, &status)])]),
            Code::ImportReserved,
        );
        assert_eq!(
            told,
            [format!(
                "Group default: kubelets of 1 node reserve memory for {raw} pods, {mib} MiB, and take 110."
            )]
        );
    }
}

/// B1: pytorch/ci-infra PR #559: one warm interface of 50 addresses, 327 nodes in a zone's /18.
#[test]
fn b1_pytorch_559_a_18_holds_327_nodes() {
    // What one node and the control plane's two interfaces leave of 16,379.
    let outcome = outcome(&[
        subnets("us-east-1", &[("a", "10.0.0.0/18", 16_379 - 50 - 4)]),
        group("c5.18xlarge", [0, 1, 2_000], &["subnet-a"]),
    ]);
    let group = &outcome.report.node_groups[0];
    assert_eq!((group.addresses_per_node, group.max_nodes), (50, Some(327)));
    assert_eq!(outcome.subnets[0].unexplained, Some(0));
}

/// B5: readmedium c7b8e5dd8606: three private subnets of a /20 are exhausted by about 1,200 pods, the type unsaid.
#[test]
fn b5_readmedium_idle_addresses_exhaust_three_subnets() {
    let zones = ["a", "b", "c"];
    let free = subnets(
        "eu-west-1",
        &[
            ("a", "10.0.0.0/22", 0),
            ("b", "10.0.4.0/22", 0),
            ("c", "10.0.8.0/22", 0),
        ],
    );
    let nodes = (0..40).map(|at| {
        node(
            &format!("n{at}"),
            &format!("eu-west-1{}", zones[at % 3]),
            "m5.4xlarge",
            &json!({}),
        )
    });
    let pods = (0..1200).map(|at| json!({
        "kind": "Pod", "metadata": {"name": format!("p{at}"), "namespace": "x"}, "spec": {"nodeName": format!("n{}", at % 40), "containers": []},
        "status": {"phase": "Running"},
    }));
    let outcome = outcome(&[free, list(nodes), list(pods)]);
    assert_eq!(told(&outcome, Code::SubnetShort).len(), 3);
    assert_eq!(outcome.report.node_groups[0].addresses_per_node, 90);
    assert!(
        outcome
            .report
            .subnets
            .iter()
            .all(|subnet| subnet.demand.idle > 0 && subnet.free == 0)
    );
}

/// B8: aws/amazon-vpc-cni-k8s #123 and #2846: one /24 of several is exhausted.
#[test]
fn b8_cni_2846_one_24_is_exhausted_and_the_others_are_not() {
    let outcome = outcome(&[
        subnets(
            "us-east-1",
            &[
                ("a", "10.0.0.0/24", 0),
                ("b", "10.0.16.0/20", 3_900),
                ("c", "10.0.32.0/20", 3_900),
            ],
        ),
        group(
            "m5.large",
            [3, 30, 60],
            &["subnet-a", "subnet-b", "subnet-c"],
        ),
    ]);
    let wall = wall(&outcome, WallKind::SubnetAddresses);
    assert_eq!(wall.subject, "private-a");
    assert!(wall.more <= 0);
    assert!(outcome.report.subnets[1].free > 3_000);
}

/// B9: pet2cattle: four /24 in us-west-2 with 28, 8, 6 and 9 addresses available; the second node finds no room.
#[test]
fn b9_pet2cattle_the_second_node_finds_no_room() {
    let outcome = outcome(&[
        subnets(
            "us-west-2",
            &[
                ("a", "10.0.0.0/24", 28),
                ("b", "10.0.1.0/24", 8),
                ("c", "10.0.2.0/24", 6),
                ("d", "10.0.3.0/24", 9),
            ],
        ),
        group(
            "m5.large",
            [0, 1, 20],
            &["subnet-a", "subnet-b", "subnet-c", "subnet-d"],
        ),
    ]);
    let free: Vec<_> = outcome
        .report
        .subnets
        .iter()
        .map(|subnet| subnet.observed_free)
        .collect();
    assert_eq!(free, [28, 8, 6, 9].map(Some));
    let wall = wall(&outcome, WallKind::SubnetAddresses);
    assert_eq!((wall.subject.as_str(), wall.nodes), ("private-b", 1));
}

/// B10: karpenter #5234, #3364 and #3380: nodes stand 7, 7 and 25, and one zone's subnet is empty.
#[test]
fn b10_karpenter_3364_a_skewed_zone_runs_out_alone() {
    let with = |counts: [usize; 3]| {
        let nodes = ["a", "b", "c"]
            .into_iter()
            .zip(counts)
            .flat_map(|(zone, count)| {
                (0..count).map(move |at| {
                    node(
                        &format!("{zone}{at}"),
                        &format!("us-east-1{zone}"),
                        "m5.large",
                        &json!({}),
                    )
                })
            });
        outcome(&[
            subnets(
                "us-east-1",
                &[
                    ("a", "10.0.0.0/22", 250),
                    ("b", "10.0.4.0/22", 1000),
                    ("c", "10.0.8.0/22", 0),
                ],
            ),
            list(nodes),
        ])
    };
    let skewed = with([7, 7, 25]);
    assert_eq!(
        told(&skewed, Code::ImportSkew),
        [
            "Group default has 7 in a, 7 in b, 25 in c; the plan counts 6 more in a, 6 more in b, 12 fewer in c."
        ]
    );
    assert_eq!(
        wall(&skewed, WallKind::SubnetAddresses).subject,
        "private-c"
    );
    assert_eq!(told(&with([13, 13, 13]), Code::ImportSkew), [""; 0]);
}

/// An interface of one address, and a node's with prefixes.
fn interface(id: usize, address: &str, described: &str, prefixes: &[String]) -> Value {
    let prefixes: Vec<Value> = prefixes
        .iter()
        .map(|prefix| json!({"Ipv4Prefix": prefix}))
        .collect();
    let instance = described.strip_prefix("aws-K8S-");
    json!({
        "NetworkInterfaceId": format!("eni-{id}"), "SubnetId": "subnet-a", "VpcId": "vpc-0a", "InterfaceType": "interface",
        "Description": described, "Status": "in-use", "PrivateIpAddresses": [{"PrivateIpAddress": address}],
        "Ipv4Prefixes": prefixes,
        "Attachment": instance.map(|instance| json!({"InstanceId": instance, "DeviceIndex": 0})),
        "TagSet": instance.map(|_| json!([{"Key": "cluster.k8s.amazonaws.com/name", "Value": "shop"}])),
    })
}

fn prefix_delegation() -> Value {
    json!({"addon": {"addonName": "vpc-cni", "clusterName": "shop", "addonArn": "x", "configurationValues": "env: {ENABLE_PREFIX_DELEGATION: \"true\"}"}})
}

/// B11: ministryofjustice/cloud-platform #4780 to #4796: RDS and others share /19s with prefixes, and prefixes run out.
///
/// 300 of the 510 blocks hold an address of RDS, one is held: 209 are left, and which to reserve is said.
#[test]
fn b11_cloud_platform_4796_databases_spoil_blocks_of_prefixes() {
    let at = |block: usize, offset: usize| {
        let address = (10 << 24) + block * 16 + offset;
        std::net::Ipv4Addr::from(u32::try_from(address).unwrap()).to_string()
    };
    let with = |databases: usize| {
        let mut all: Vec<Value> = (0..databases)
            .map(|id| interface(id, &at(1 + id, 3), "RDSNetworkInterface", &[]))
            .collect();
        all.push(interface(
            9_999,
            &at(0, 9),
            "aws-K8S-i-1",
            &[format!("{}/28", at(510, 0))],
        ));
        let outcome = outcome(&[
            subnets(
                "eu-west-2",
                &[(
                    "a",
                    "10.0.0.0/19",
                    8_187 - u32::try_from(databases).unwrap() - 17,
                )],
            ),
            json!({"NetworkInterfaces": all}),
            prefix_delegation(),
        ]);
        let map = outcome.blocks[0].clone();
        (map, told(&outcome, Code::ImportFragmented))
    };
    let (map, told) = with(300);
    assert_eq!(
        (map.free(), map.held(), map.fragmented(), map.stranded),
        (209, 1, 300, 300 * 15)
    );
    assert_eq!(map.by_others, [("rds".to_owned(), 300)]);
    // Blocks 384 to 511 are the last quarter; nothing but prefixes stands there.
    assert_eq!(
        map.reservation.map(|block| block.to_string()).as_deref(),
        Some("10.0.24.0/21")
    );
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("209 of 510 /28 blocks left; 300 spoilt"),
        "{told:?}"
    );
    assert_eq!(with(200).1, [""; 0]);
}

/// C9: the README of subnet_frag prints 21 % where its own formula, ⌈12 ÷ 56 × 100⌉, comes to 22.
#[test]
fn c9_subnet_frag_is_22_percent() {
    let at =
        |block: usize| std::net::Ipv4Addr::from(u32::try_from((10 << 24) + block * 16).unwrap());
    // A /22 has 62 blocks for prefixes: six are held, twelve spoilt, and 44 free.
    let mut all: Vec<Value> = (1..=12)
        .map(|block| interface(block, &at(block).to_string(), "RDSNetworkInterface", &[]))
        .collect();
    let held: Vec<String> = (20..26).map(|block| format!("{}/28", at(block))).collect();
    all.push(interface(99, "10.0.0.9", "aws-K8S-i-1", &held));
    let outcome = outcome(&[
        subnets("us-east-1", &[("a", "10.0.0.0/22", 900)]),
        json!({"NetworkInterfaces": all}),
        prefix_delegation(),
    ]);
    let map = &outcome.blocks[0];
    assert_eq!(
        (map.fragmented(), map.free(), map.fragmentation()),
        (12, 44, Some(22))
    );
}

/// Draining what holds most blocks frees them: two nodes alone in two and one, and one block that they share.
#[test]
fn nodes_to_drain_are_those_that_free_most_blocks() {
    let at = |block: u32, offset: u32| {
        std::net::Ipv4Addr::from((10u32 << 24) + block * 16 + offset).to_string()
    };
    let nodes = [
        ("i-1", 2, 0),
        ("i-1", 3, 0),
        ("i-2", 4, 0),
        ("i-1", 5, 0),
        ("i-2", 5, 1),
    ];
    let all = nodes.iter().enumerate().map(|(id, (node, block, offset))| {
        interface(id, &at(*block, *offset), &format!("aws-K8S-{node}"), &[])
    });
    let outcome = outcome(&[
        subnets("us-east-1", &[("a", "10.0.0.0/24", 246)]),
        json!({"NetworkInterfaces": all.collect::<Vec<_>>()}),
        prefix_delegation(),
    ]);
    let drains: Vec<(&str, u64)> = outcome.blocks[0]
        .drains
        .iter()
        .map(|drain| (drain.node.as_str(), drain.blocks))
        .collect();
    // Without i-1 the shared block is i-2's alone.
    assert_eq!(drains, [("i-1", 2), ("i-2", 2)]);
}
