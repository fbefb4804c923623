//! Fuzz bodies: plain functions of bytes, so that a fuzzer, a property test and the corpus can all call them.
//!
//! Each holds its property for any bytes at all; a broken property panics.
#![expect(
    clippy::missing_panics_doc,
    reason = "panicking is how a fuzz body reports"
)]

use eniplan_core::link;
use eniplan_core::plan::Plan;
use eniplan_import::Inventory;

/// Decoding is total, and what it reads is written again as a link that reads the same.
pub fn link_decode(bytes: &[u8]) {
    if let Ok(plan) = std::str::from_utf8(bytes).map_or(Err(link::LinkError::NoPlan), link::decode)
        && let Ok(text) = link::encode(&plan)
    {
        assert_eq!(link::decode(&text), Ok(plan));
    }
}

/// The same for any payload, with its length and checksum made right, which random bytes never have.
pub fn link_payload(payload: &[u8]) {
    link_decode(link_of_payload(payload).as_bytes());
}

/// Link text around a payload, as somebody who means harm would make it.
pub fn link_of_payload(payload: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut length = payload.len();
    while length > 0x7f {
        bytes.push(length.to_le_bytes()[0] | 0x80);
        length >>= 7;
    }
    bytes.push(length.to_le_bytes()[0]);
    bytes.extend_from_slice(payload);
    let sum = payload.iter().fold(0xffffu16, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 {
                sum << 1
            } else {
                (sum << 1) ^ 0x1021
            }
        })
    });
    bytes.extend_from_slice(&sum.to_be_bytes());
    let alphabet: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['-', '_'])
        .collect();
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let sextets = bits.chunks(6).map(|chunk| {
        chunk
            .iter()
            .chain([0; 6].iter())
            .take(6)
            .fold(0, |n, bit| n << 1 | usize::from(*bit))
    });
    std::iter::once('1')
        .chain(sextets.map(|sextet| alphabet[sextet]))
        .collect()
}

/// Reading a document is total: a plan with findings, or one error.
pub fn plan_text(bytes: &[u8]) {
    if let Ok((plan, findings)) = Plan::from_text(bytes) {
        for finding in findings {
            assert!(!finding.message().is_empty() && finding.at.is_known());
        }
        if let Ok(text) = link::encode(&plan) {
            assert_eq!(link::decode(&text), Ok(plan));
        }
    }
}

/// Importing is total: what was read makes a plan, or says what is to be chosen; a plan is written as text that reads the
/// same, and its addresses add up.
pub fn import(bytes: &[u8]) {
    let mut inventory = Inventory::default();
    // Something that was loaded before is there afterwards.
    let before = br#"{"Subnets": [{"SubnetId": "subnet-before", "VpcId": "vpc-before", "CidrBlock": "10.0.0.0/24"}]}"#;
    assert!(eniplan_import::read("before", before, &mut inventory).is_empty());
    for finding in eniplan_import::read("input", bytes, &mut inventory) {
        assert!(!finding.message().is_empty() && !finding.help().is_empty());
    }
    assert!(inventory.subnets.contains_key("subnet-before"));
    let _ = eniplan_import::is_foreign(bytes);
    let chosen = eniplan_import::Options {
        vpc: Some("vpc-before".to_owned()),
        ..eniplan_import::Options::default()
    };
    for options in [chosen, eniplan_import::Options::default()] {
        let Ok(outcome) = eniplan_import::plan(&inventory, &options) else {
            continue;
        };
        let text = outcome.plan.to_text();
        if text.len() <= eniplan_core::plan::MOST_BYTES {
            let (again, _) = Plan::from_text(text.as_bytes()).expect("what was written is read");
            assert_eq!(again.to_text(), text);
        }
        for subnet in &outcome.report.subnets {
            assert_eq!(subnet.used + subnet.free, subnet.usable);
        }
    }
}

/// The same for an entry of each kind of list, which random bytes never are.
pub fn import_entry(entry: &[u8]) {
    for list in [
        "Vpcs",
        "Subnets",
        "SubnetIpv4CidrReservations",
        "NetworkInterfaces",
        "RouteTables",
        "Reservations",
        "Instances",
        "InstanceTypes",
        "items",
    ] {
        import(&[format!("{{\"{list}\": [").as_bytes(), entry, b"]}"].concat());
    }
}

/// The same for an object of each kind that says what it is, with the value in each of its parts.
pub fn import_object(value: &[u8]) {
    let around =
        |before: &str, after: &str| import(&[before.as_bytes(), value, after.as_bytes()].concat());
    for (key, telling) in [
        ("cluster", "arn"),
        ("nodegroup", "nodegroupArn"),
        ("addon", "addonArn"),
    ] {
        around(
            &format!(
                "{{\"{key}\": {{\"{telling}\": \"\", \"name\": \"x\", \"{key}Name\": \"x\", \"resourcesVpcConfig\": "
            ),
            "}}",
        );
        around(&format!("{{\"{key}\": "), "}");
    }
    for kind in [
        "Node",
        "Pod",
        "DaemonSet",
        "NodePool",
        "EC2NodeClass",
        "NodeClass",
        "ENIConfig",
        "List",
    ] {
        let name = if kind == "DaemonSet" { "aws-node" } else { "x" };
        let head = format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"{kind}\", \"metadata\": {{\"name\": \"{name}\"}}, "
        );
        for part in ["spec", "status", "items"] {
            around(&format!("{head}\"{part}\": "), "}");
        }
    }
    around("{\"base_network\": \"10.0.0.0/16\", \"subnets\": ", "}");
    around(
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: x}\nmanagedNodeGroups: ",
        "\n",
    );
    around(
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n",
        "\n",
    );
}

/// The same for Terraform: the values of a resource of each type, in a state file, in what is printed of a state, and as
/// both sides of a change with the expressions that it was made from.
pub fn import_terraform(value: &[u8]) {
    let value = String::from_utf8_lossy(value);
    for kind in [
        "aws_vpc",
        "aws_vpc_ipv4_cidr_block_association",
        "aws_subnet",
        "aws_ec2_subnet_cidr_reservation",
        "aws_route",
        "aws_route_table",
        "aws_route_table_association",
        "aws_vpc_peering_connection",
        "aws_nat_gateway",
        "aws_lb",
        "aws_elb",
        "aws_vpc_endpoint",
        "aws_vpc_endpoint_subnet_association",
        "aws_efs_mount_target",
        "aws_route53_resolver_endpoint",
        "aws_eks_cluster",
        "aws_eks_addon",
        "aws_eks_node_group",
        "aws_launch_template",
        "helm_release",
        "kubectl_manifest",
        "kubernetes_manifest",
    ] {
        let resource = format!("{{\"address\": \"{kind}.x\", \"values\": {value}}}");
        let root = format!("{{\"root_module\": {{\"resources\": [{resource}]}}}}");
        let expressions = format!(
            "{{\"root_module\": {{\"resources\": [{{\"address\": \"{kind}.x\", \"expressions\": {value}}}], \"module_calls\": {value}}}}}"
        );
        let change = format!(
            "[{{\"address\": \"{kind}.x\", \"change\": {{\"actions\": [\"delete\", \"create\"], \"before\": {value}, \"after\": {value}}}}}]"
        );
        let head = "{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\", ";
        import(format!("{head}\"planned_values\": {root}, \"configuration\": {expressions}, \"resource_changes\": {change}}}").as_bytes());
        let stored = format!(
            "{{\"mode\": \"managed\", \"type\": \"{kind}\", \"name\": \"x\", \"instances\": [{{\"attributes\": {value}, \"index_key\": {value}}}]}}"
        );
        import(
            format!(
                "{{\"version\": 4, \"lineage\": \"\", \"serial\": 1, \"resources\": [{stored}]}}"
            )
            .as_bytes(),
        );
        // In a list, so that one fault costs no other resource.
        import(format!("[{head}\"values\": {root}}}]").as_bytes());
    }
}

/// The same for a link of Visual Subnet Calculator.
pub fn import_calculator_link(packed: &[u8]) {
    import(&[b"https://visualsubnetcalc.com/index.html?c=1", packed].concat());
}
