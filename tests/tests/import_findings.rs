//! Each finding of an import: inputs that raise it, and ones that come close and do not.

use std::collections::BTreeSet;

use eniplan_core::finding::Code;
use eniplan_import::{Inventory, MOST_BYTES, Options, plan, read};

fn codes(inputs: &[&str]) -> BTreeSet<Code> {
    let mut inventory = Inventory::default();
    let mut findings = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        findings.extend(read(
            &format!("input {at}"),
            input.as_bytes(),
            &mut inventory,
        ));
    }
    if let Ok(outcome) = plan(
        &inventory,
        &Options {
            vpc: None,
            cluster: None,
        },
    ) {
        findings.extend(outcome.findings);
    }
    for finding in &findings {
        let (message, help) = (finding.message(), finding.help());
        for said in [&message, &help] {
            assert!(
                !said.contains("{}") && !said.contains("..") && !said.contains(" ."),
                "{said}"
            );
        }
        assert!(!finding.subject.is_empty(), "{message}");
    }
    findings.into_iter().map(|finding| finding.code).collect()
}

const SUBNET: &str = r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a", "AvailableIpAddressCount": 249}]}"#;
const FULL: &str = r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a", "AvailableIpAddressCount": 40}]}"#;
const OTHER: &str = r#"{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-9", "SubnetId": "subnet-9", "VpcId": "vpc-9", "PrivateIpAddress": "10.9.0.9"}]}"#;
const TWO: &str = r#"{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.9"}, {"NetworkInterfaceId": "eni-2", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.10"}]}"#;

fn node(kind: &str, pods: u32, memory: &str) -> String {
    format!(
        r#"{{"kind": "Node", "metadata": {{"name": "n", "labels": {{"node.kubernetes.io/instance-type": "{kind}", "topology.kubernetes.io/zone": "us-east-1a"}}}}, "spec": {{"providerID": "aws:///us-east-1a/i-1"}}, "status": {{"capacity": {{"pods": "{pods}", "memory": "8000000Ki"}}, "allocatable": {{"pods": "{pods}", "memory": "{memory}"}}}}}}"#
    )
}

fn leftover(status: &str) -> String {
    format!(
        r#"{{"NetworkInterfaces": [{{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.9", "Description": "aws-K8S-i-1", "Status": "{status}"}}]}}"#
    )
}

/// A node's interface that holds so many addresses from .16 on.
fn holding(addresses: u32) -> String {
    let all: Vec<String> = (0..addresses)
        .map(|at| format!(r#"{{"PrivateIpAddress": "10.0.0.{}"}}"#, 16 + at))
        .collect();
    format!(
        r#"{{"NetworkInterfaces": [{{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "Attachment": {{"InstanceId": "i-1", "DeviceIndex": 0}}, "PrivateIpAddresses": [{}]}}]}}"#,
        all.join(", ")
    )
}

const PREFIXES: &str = r#"{"kind": "DaemonSet", "metadata": {"name": "aws-node"}, "spec": {"template": {"spec": {"containers": [{"name": "aws-node", "env": [{"name": "ENABLE_PREFIX_DELEGATION", "value": "true"}]}]}}}}"#;

/// Interfaces of a database, one in each of so many blocks.
fn databases(count: u32) -> String {
    let all: Vec<String> = (1..=count).map(|at| format!(r#"{{"NetworkInterfaceId": "eni-{at}", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.{}", "RequesterId": "amazon-rds"}}"#, at * 16)).collect();
    format!(r#"{{"NetworkInterfaces": [{}]}}"#, all.join(", "))
}

/// Nodes of a kind in three zones.
fn spread(counts: [usize; 3]) -> String {
    let zones = ["a", "b", "c"].into_iter().zip(counts);
    let nodes = zones.flat_map(|(zone, count)| {
        (0..count).map(move |at| format!(r#"{{"kind": "Node", "metadata": {{"name": "{zone}{at}", "labels": {{"node.kubernetes.io/instance-type": "m5.large", "topology.kubernetes.io/zone": "us-east-1{zone}"}}}}}}"#))
    });
    format!(
        r#"{{"kind": "List", "items": [{}]}}"#,
        nodes.collect::<Vec<_>>().join(", ")
    )
}

#[test]
fn each_finding_is_raised_and_its_near_miss_is_not() {
    // 8,000,000 KiB less 255 + 11 × 29 + 100 MiB.
    let (right, wrong) = (
        node("m5.large", 29, "7309824Ki"),
        node("m5.large", 29, "7287296Ki"),
    );
    let paged = SUBNET.replace("]}", "], \"NextToken\": \"eyJ\"}");
    let cases: &[(Code, &[&str], &[&str])] = &[
        (Code::ImportNotText, &["\0\0"], &["{}"]),
        (
            Code::ImportUnknown,
            &["{\"what\": 1}"],
            &["{\"zones\": [\"a\"]}"],
        ),
        (
            Code::ImportUnknown,
            &["{\"clusters\": [\"shop\"]}"],
            &["{\"cluster\": {\"name\": \"shop\", \"arn\": \"\"}}"],
        ),
        (Code::ImportCut, &[&SUBNET[..SUBNET.len() - 2]], &[SUBNET]),
        (
            Code::ImportSyntax,
            &["[{\"SubnetId\": \"s\", \"CidrBlock\": \"10.0.0.0/24\"}, x]"],
            &["[{\"SubnetId\": \"s\", \"CidrBlock\": \"10.0.0.0/24\"}, null]"],
        ),
        (Code::ImportNotJson, &["NAME  STATUS"], &["10.0.0.0/16"]),
        (
            Code::ImportEntry,
            &["{\"Subnets\": [{\"SubnetId\": 7}]}"],
            &[SUBNET],
        ),
        (Code::ImportLeftOut, &[SUBNET, OTHER], &[SUBNET, TWO]),
        (
            Code::ImportUnknownType,
            &[SUBNET, &node("zz9.large", 29, "")],
            &[SUBNET, &right],
        ),
        (Code::ImportAssumed, &[SUBNET], &["name: shop"]),
        (
            Code::ImportLeaked,
            &[SUBNET, &leftover("available")],
            &[SUBNET, &leftover("in-use")],
        ),
        (Code::ImportUnexplained, &[FULL, TWO], &[SUBNET, TWO]),
        (Code::ImportListing, &[FULL, TWO], &[SUBNET, TWO]),
        (
            Code::ImportSkew,
            &[&spread([2, 2, 5])],
            &[&spread([2, 2, 3])],
        ),
        (
            Code::ImportFootprint,
            &[SUBNET, &right, &holding(31)],
            &[SUBNET, &right, &holding(30)],
        ),
        (
            Code::ImportCapacity,
            &[&node("m5.large", 30, "")],
            &[&node("m5.large", 29, "")],
        ),
        (Code::ImportReserved, &[&wrong], &[&right]),
        // The last page may come first, and of the other kind nothing is missing.
        (Code::ImportPaged, &[&paged, TWO], &[&paged, SUBNET, TWO]),
        (
            Code::ImportPaged,
            &[
                r#"{"kind": "PodList", "metadata": {"continue": "abc"}, "items": []}"#,
                SUBNET,
            ],
            &[
                r#"{"kind": "List", "metadata": {"continue": "", "resourceVersion": ""}, "items": []}"#,
                SUBNET,
            ],
        ),
        (
            Code::ImportFragmented,
            &[SUBNET, PREFIXES, &databases(7)],
            &[SUBNET, PREFIXES, &databases(6)],
        ),
    ];
    for (code, raises, near) in cases {
        assert!(codes(raises).contains(code), "{code}: {raises:?}");
        assert!(!codes(near).contains(code), "{code}: {near:?}");
    }
    let covered: BTreeSet<Code> = cases
        .iter()
        .map(|(code, ..)| *code)
        .chain([Code::ImportTooLarge])
        .collect();
    let mine = Code::ALL
        .iter()
        .filter(|code| (500..530).contains(&code.entry().number));
    assert_eq!(
        mine.filter(|code| !covered.contains(code))
            .collect::<Vec<_>>(),
        [&Code::ImportTooLarge; 0]
    );
}

#[test]
fn what_is_too_large_is_refused_and_what_was_loaded_stays() {
    let mut inventory = Inventory::default();
    assert_eq!(read("subnets", SUBNET.as_bytes(), &mut inventory), []);
    let large = vec![b' '; MOST_BYTES + 1];
    let findings = read("large", &large, &mut inventory);
    assert_eq!(findings[0].code, Code::ImportTooLarge);
    assert!(
        findings[0].message().contains("384 MiB"),
        "{}",
        findings[0].message()
    );
    assert_eq!(inventory.subnets.len(), 1);
    let findings = read("fits", &large[..MOST_BYTES], &mut inventory);
    assert_eq!(findings[0].code, Code::ImportUnknown);
}
