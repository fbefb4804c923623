//! Terraform's state file itself, and all that takes addresses in it beside nodes.
//!
//! `tests/import/terraform/tenants.tfstate` has each such resource once; what the plan must be was worked out by hand.

use eniplan_core::finding::{Code, Finding};
use eniplan_core::plan::{
    Count, LoadBalancerType, Name, NatGateways, NodeCount, Role, Scheme, Within,
};
use eniplan_import::{Inventory, LineItemKind, Options, Outcome, is_foreign, plan, read};
use eniplan_tests::golden;

fn fixture(name: &str) -> String {
    let path = golden::root().join("tests/import/terraform").join(name);
    std::fs::read_to_string(path).expect("a fixture")
}

fn inventory(text: &str) -> (Inventory, Vec<Finding>) {
    let mut inventory = Inventory::default();
    let findings = read("terraform.tfstate", text.as_bytes(), &mut inventory);
    (inventory, findings)
}

fn outcome(text: &str) -> Outcome {
    let (inventory, findings) = inventory(text);
    assert_eq!(findings, []);
    plan(&inventory, &Options::default()).expect("a plan")
}

/// Terraform's own conversion is the measure: `renumber.state.json` is what it printed of this file.
#[test]
fn a_state_file_is_read_as_what_terraform_prints_of_it() {
    let file = fixture("renumber/state.json");
    let printed = fixture("renumber.state.json");
    assert!(is_foreign(file.as_bytes()) && is_foreign(printed.as_bytes()));
    let (file, found) = inventory(&file);
    let (printed, known) = inventory(&printed);
    assert_eq!(format!("{file:?}"), format!("{printed:?}"));
    assert_eq!((found, file.subnets.len()), (known, 3));
}

#[test]
fn network_cluster_and_nodes_of_a_state_file() {
    let outcome = outcome(&fixture("tenants.tfstate"));
    let plan = &outcome.plan;
    assert_eq!(plan.name(), "depot");
    assert_eq!(&*plan.region, "eu-west-1");
    assert!(plan.cluster.existing);
    assert_eq!(plan.vpc.id.as_deref(), Some("vpc-0aaaaaaaaaaaaaaa1"));
    let blocks: Vec<String> = plan
        .vpc
        .cidrs
        .iter()
        .map(|own| own.cidr.to_string())
        .collect();
    assert_eq!(blocks, ["10.40.0.0/16", "100.64.0.0/16"]);
    let routes: Vec<String> = plan.vpc.routes.iter().map(ToString::to_string).collect();
    assert_eq!(routes, ["10.200.0.0/16"]);
    let subnets: Vec<(&str, Role)> = plan
        .subnets
        .iter()
        .map(|subnet| (subnet.name.as_deref().expect("a name"), subnet.role))
        .collect();
    assert_eq!(
        subnets,
        [
            ("private-a", Role::Nodes),
            ("private-b", Role::Nodes),
            ("public-a", Role::Public),
            ("public-b", Role::Public),
        ]
    );
    // The object that waits to be destroyed is no group.
    let [group] = plan.node_groups.as_slice() else {
        panic!("{:?}", plan.node_groups)
    };
    assert_eq!(group.name.as_deref(), Some("general"));
    assert_eq!(group.nodes.desired.map(NodeCount::get), Some(2));
    assert_eq!(group.max_pods.map(Within::get), Some(20));
    assert_eq!(plan.networking.warm.ip.map(Within::get), Some(5));
    assert!(!plan.to_text().contains("111122223333"));
}

#[test]
fn each_resource_that_takes_addresses_is_in_the_plan() {
    let outcome = outcome(&fixture("tenants.tfstate"));
    let endpoints = &outcome.plan.endpoints;
    assert_eq!(endpoints.nat_gateways, NatGateways::PerZone);
    // The association is of a subnet that the endpoint lists too, and a gateway endpoint has no interface.
    assert_eq!(endpoints.interface_endpoints.count.get(), 1);
    let names = |names: &[Name]| {
        names
            .iter()
            .map(|name| name.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    let balancers: Vec<(LoadBalancerType, u32, Scheme, Vec<String>)> = endpoints
        .load_balancers
        .list
        .iter()
        .map(|own| (own.kind, own.count.get(), own.scheme, names(&own.subnets)))
        .collect();
    let both = |name: &str| vec![format!("{name}-a"), format!("{name}-b")];
    assert_eq!(
        balancers,
        [
            (
                LoadBalancerType::Alb,
                1,
                Scheme::InternetFacing,
                both("public")
            ),
            (LoadBalancerType::Nlb, 1, Scheme::Internal, both("private")),
        ]
    );
    let others: Vec<(String, u32, Vec<String>)> = outcome
        .plan
        .others
        .iter()
        .map(|own| {
            (
                own.name.as_deref().expect("a name").to_owned(),
                Count::get(own.addresses),
                names(&own.subnets),
            )
        })
        .collect();
    let entry = |name: &str, addresses, subnets: Vec<String>| (name.to_owned(), addresses, subnets);
    assert_eq!(
        others,
        [
            entry("classic-load-balancers", 2, both("public")),
            entry("efs", 2, both("private")),
            entry("gateway-load-balancers", 1, vec!["private-a".to_owned()]),
            entry("instances", 1, vec!["public-a".to_owned()]),
            // Two of its three addresses are in the first subnet.
            entry("route53-resolver", 3, both("private")),
            entry("transit-gateway", 2, both("private")),
        ]
    );
    // private-a: a node with 10 addresses for pods at least, on two interfaces of nine and their own two, two of the control plane's, and one each of endpoint,
    // Network Load Balancer, EFS, gateway, transit gateway, and two of the resolver. public-a: NAT gateway, two of the
    // Application Load Balancer, the classic one and the instance.
    let used: Vec<u64> = outcome
        .report
        .subnets
        .iter()
        .map(|subnet| subnet.used)
        .collect();
    assert_eq!(
        used,
        [
            12 + 2 + 1 + 1 + 1 + 1 + 1 + 2,
            12 + 2 + 1 + 1 + 1 + 1 + 1,
            1 + 2 + 1 + 1,
            1 + 2 + 1
        ]
    );
}

/// A plan of resources in the only subnet, which has no id yet: the argument `path` of each is made from it.
fn planned(kind: &str, values: &str, path: &str) -> Inventory {
    let json = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {{"root_module": {{"resources": [
        {{"address": "aws_vpc.v", "values": {{"cidr_block": "10.0.0.0/16"}}}},
        {{"address": "aws_subnet.s", "values": {{"cidr_block": "10.0.0.0/24", "availability_zone": "eu-west-1a"}}}},
        {{"address": "{kind}.x", "values": {values}}}]}}}},
        "configuration": {{"root_module": {{"resources": [
            {{"address": "{kind}.x", "expressions": {path}}}]}}}}}}"#
    );
    inventory(&json).0
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a row for each kind of resource, and they are many"
)]
fn what_only_apply_will_name_takes_addresses_too() {
    let direct = |key: &str| {
        format!(r#"{{"{key}": {{"references": ["aws_subnet.s.id", "aws_subnet.s"]}}}}"#)
    };
    let nested = |block: &str| {
        format!(
            r#"{{"{block}": [{{"subnet_id": {{"references": ["aws_subnet.s.id", "aws_subnet.s"]}}}}]}}"#
        )
    };
    let other = |name: &str| LineItemKind::Other(name.to_owned());
    for (kind, values, path, item, addresses, is_public) in [
        (
            "aws_nat_gateway",
            r#"{"secondary_private_ip_address_count": 2}"#,
            direct("subnet_id"),
            LineItemKind::NatGateway,
            3,
            true,
        ),
        (
            "aws_nat_gateway",
            r#"{"connectivity_type": "private", "secondary_private_ip_addresses": ["10.0.0.9"]}"#,
            direct("subnet_id"),
            LineItemKind::NatGateway,
            2,
            false,
        ),
        (
            "aws_vpc_endpoint",
            r#"{"vpc_endpoint_type": "Interface"}"#,
            direct("subnet_ids"),
            LineItemKind::InterfaceEndpoint,
            1,
            false,
        ),
        (
            "aws_vpc_endpoint",
            r#"{"vpc_endpoint_type": "GatewayLoadBalancer"}"#,
            direct("subnet_ids"),
            LineItemKind::InterfaceEndpoint,
            1,
            false,
        ),
        (
            "aws_vpc_endpoint_subnet_association",
            "{\"vpc_endpoint_id\": \"vpce-1\"}",
            direct("subnet_id"),
            LineItemKind::InterfaceEndpoint,
            1,
            false,
        ),
        (
            "aws_lb",
            "{}",
            direct("subnets"),
            LineItemKind::ApplicationLoadBalancer,
            2,
            true,
        ),
        (
            "aws_alb",
            r#"{"internal": true}"#,
            direct("subnets"),
            LineItemKind::ApplicationLoadBalancer,
            2,
            false,
        ),
        (
            "aws_lb",
            r#"{"load_balancer_type": "network"}"#,
            nested("subnet_mapping"),
            LineItemKind::NetworkLoadBalancer,
            1,
            true,
        ),
        (
            "aws_lb",
            r#"{"load_balancer_type": "gateway"}"#,
            direct("subnets"),
            other("gateway-load-balancers"),
            1,
            false,
        ),
        (
            "aws_elb",
            "{}",
            direct("subnets"),
            other("classic-load-balancers"),
            1,
            false,
        ),
        (
            "aws_ec2_transit_gateway_vpc_attachment",
            "{}",
            direct("subnet_ids"),
            other("transit-gateway"),
            1,
            false,
        ),
        (
            "aws_efs_mount_target",
            "{}",
            direct("subnet_id"),
            other("efs"),
            1,
            false,
        ),
        (
            "aws_instance",
            "{}",
            direct("subnet_id"),
            other("instances"),
            1,
            false,
        ),
        (
            "aws_route53_resolver_endpoint",
            "{}",
            nested("ip_address"),
            other("route53-resolver"),
            1,
            false,
        ),
    ] {
        let inventory = planned(kind, values, &path);
        let items = inventory.terraform.expect("Terraform").line_items;
        let [own] = items.as_slice() else {
            panic!("{kind} {values} {items:?}")
        };
        assert_eq!(
            (&own.kind, own.addresses, own.is_public),
            (&item, addresses, is_public),
            "{kind} {values}"
        );
        assert_eq!(own.subnets, ["aws_subnet.s"], "{kind}");
    }
    for (kind, values) in [
        ("aws_vpc_endpoint", "{}"),
        ("aws_vpc_endpoint", r#"{"vpc_endpoint_type": "Gateway"}"#),
        ("aws_s3_bucket", "{}"),
    ] {
        let inventory = planned(kind, values, &direct("subnet_ids"));
        assert_eq!(
            inventory.terraform.expect("Terraform").line_items,
            [],
            "{kind}"
        );
    }
}

/// A block that is added in one state, to a VPC that stands in another.
#[test]
fn blocks_of_several_states_are_put_together() {
    let further = r#"{"version": 4, "serial": 1, "lineage": "x", "resources": [{"mode": "managed", "type": "aws_vpc_ipv4_cidr_block_association", "name": "more",
        "instances": [{"attributes": {"id": "vpc-cidr-assoc-02", "vpc_id": "vpc-0aaaaaaaaaaaaaaa1", "cidr_block": "100.65.0.0/16"}}]}]}"#;
    for order in [
        [further, &fixture("tenants.tfstate")],
        [&fixture("tenants.tfstate"), further],
    ] {
        let mut inventory = Inventory::default();
        for text in order {
            assert_eq!(read("state", text.as_bytes(), &mut inventory), []);
        }
        let outcome = plan(&inventory, &Options::default()).expect("a plan");
        let blocks: Vec<String> = outcome
            .plan
            .vpc
            .cidrs
            .iter()
            .map(|own| own.cidr.to_string())
            .collect();
        assert_eq!(blocks, ["10.40.0.0/16", "100.64.0.0/16", "100.65.0.0/16"]);
    }
}

#[test]
fn states_of_other_forms_say_what_to_give_instead() {
    for (text, said) in [
        (
            r#"{"version": 3, "terraform_version": "0.11.14", "serial": 9, "lineage": "x", "modules": []}"#,
            "version 3",
        ),
        (
            r#"{"version": 5, "serial": 9, "lineage": "x", "resources": []}"#,
            "version 5",
        ),
        (
            r#"{"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "eyJ", "encryption_version": "v0"}"#,
            "encrypted state of OpenTofu",
        ),
    ] {
        assert!(is_foreign(text.as_bytes()));
        let (inventory, findings) = inventory(text);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, Code::ImportUnknown);
        assert!(
            findings[0].message().contains(said),
            "{}",
            findings[0].message()
        );
        assert!(findings[0].help().contains("terraform show -json"));
        assert!(inventory.terraform.is_none() && inventory.documents.is_empty());
    }
}
