//! Terraform's states and plans: what is read of them, and what a plan does that cannot be undone.
//!
//! `tests/import/terraform` holds two configurations and what Terraform 1.11 printed of them with stub providers, of
//! schemas of the AWS provider 6.47; where these lie beside the project, Terraform is run again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use eniplan_core::finding::{Code, Finding};
use eniplan_import::{Inventory, LineItemKind, Target, read};
use eniplan_tests::{golden, oracle};

fn folder() -> PathBuf {
    golden::root().join("tests/import/terraform")
}

fn import(name: &str, json: &str) -> (Inventory, Vec<Finding>) {
    let mut inventory = Inventory::default();
    let findings = read(name, json.as_bytes(), &mut inventory);
    (inventory, findings)
}

fn recorded(name: &str) -> (Inventory, Vec<Finding>) {
    let path = folder().join(name);
    import(name, &std::fs::read_to_string(path).expect("a fixture"))
}

fn told(findings: &[Finding]) -> Vec<(Code, &str)> {
    let told = findings.iter();
    told.map(|finding| (finding.code, finding.subject.as_str()))
        .collect()
}

/// What `new/main.tf` says, with the blocks that Terraform's own functions make of it.
#[test]
fn what_only_apply_will_name_is_found_by_what_it_is_made_from() {
    let (inventory, findings) = recorded("new.json");
    assert_eq!(told(&findings), []);
    let vpc = "module.network.aws_vpc.this";
    let shown = |blocks: &[eniplan_core::net::Ipv4Prefix]| {
        let texts: Vec<String> = blocks.iter().map(ToString::to_string).collect();
        texts.join(" ")
    };
    assert_eq!(
        shown(&inventory.vpcs[vpc].blocks),
        "10.20.0.0/16 100.64.0.0/16"
    );
    assert_eq!(shown(&inventory.vpcs[vpc].peers), "10.20.128.0/20");
    let subnets: BTreeMap<&str, (String, &str, &str)> = inventory
        .subnets
        .iter()
        .map(|(id, subnet)| {
            (
                id.as_str(),
                (
                    subnet.block.to_string(),
                    subnet.zone.as_str(),
                    subnet.vpc.as_str(),
                ),
            )
        })
        .collect();
    let private = |index: u32| format!("module.network.aws_subnet.private[{index}]");
    let public = |key: &str| format!("module.network.aws_subnet.public[\"{key}\"]");
    for (id, block, zone) in [
        (private(0), "10.20.0.0/25", "eu-west-1a"),
        (private(1), "10.20.0.128/25", "eu-west-1b"),
        (public("a"), "10.20.10.0/27", "eu-west-1a"),
        (public("b"), "10.20.11.0/27", "eu-west-1b"),
    ] {
        assert_eq!(subnets[id.as_str()], (block.to_owned(), zone, vpc));
    }
    assert_eq!(subnets.len(), 4);
    let reservation = inventory.reservations.values().next().expect("one");
    assert_eq!(reservation.block.to_string(), "10.20.0.64/26");
    assert_eq!(
        (reservation.subnet.as_str(), reservation.is_prefix),
        (private(0).as_str(), true)
    );

    let cluster = &inventory.clusters["shop"];
    assert_eq!(cluster.subnets, [private(0), private(1)]);
    assert_eq!(cluster.vpc, vpc);
    assert_eq!(
        cluster.service_block.expect("one").to_string(),
        "172.21.0.0/16"
    );
    assert_eq!(cluster.region.as_deref(), Some("eu-west-1"));
    let addon = &inventory.addons[&("shop".to_owned(), "vpc-cni".to_owned())];
    assert_eq!(addon.env["ENABLE_PREFIX_DELEGATION"], "true");
    let group = &inventory.node_groups[&("shop".to_owned(), "general".to_owned())];
    assert_eq!(group.subnets, [private(0), private(1)]);
    assert_eq!(group.scaling, [Some(2), Some(4), Some(40)]);
    assert_eq!(
        (group.max_pods, group.max_unavailable_percentage),
        (Some(60), Some(25))
    );

    let terraform = inventory.terraform.as_ref().expect("Terraform");
    assert!(terraform.new_clusters.contains("shop"));
    let items: Vec<(LineItemKind, Vec<String>)> = terraform
        .line_items
        .iter()
        .map(|item| (item.kind.clone(), item.subnets.clone()))
        .collect();
    assert_eq!(
        items,
        [
            (LineItemKind::NatGateway, vec![public("a")]),
            (LineItemKind::NatGateway, vec![public("b")]),
            (
                LineItemKind::InterfaceEndpoint,
                vec![private(0), private(1)]
            ),
        ]
    );
    let table = inventory.route_tables.values().next().expect("one");
    assert_eq!(table.subnets, [public("a"), public("b")]);
    let routes: Vec<(String, Target)> = table
        .routes
        .iter()
        .map(|route| (route.destination.to_string(), route.target))
        .collect();
    assert_eq!(
        routes,
        [
            ("10.0.0.0/12".to_owned(), Target::Other),
            ("0.0.0.0/0".to_owned(), Target::Internet),
        ]
    );
}

#[test]
fn a_changed_block_that_forces_replacement_is_caught() {
    let (inventory, findings) = recorded("renumber.json");
    assert_eq!(
        told(&findings),
        [
            (Code::TerraformReplacesNodes, "aws_eks_node_group.general"),
            (Code::TerraformRenumbers, "aws_subnet.a"),
            (Code::TerraformRemoves, "aws_subnet.old"),
        ]
    );
    assert_eq!(
        findings[1].message(),
        "aws_subnet.a would be destroyed and made anew: 10.30.0.0/26 becomes 10.30.0.0/24."
    );
    assert!(
        findings[0]
            .message()
            .contains("because of instance_types: the old nodes end first")
    );
    // The plan is judged by what it leads to.
    let subnets: Vec<(&str, String)> = inventory
        .subnets
        .iter()
        .map(|(id, subnet)| (id.as_str(), subnet.block.to_string()))
        .collect();
    assert_eq!(
        subnets,
        [
            ("aws_subnet.a", "10.30.0.0/24".to_owned()),
            ("subnet-0bbbbbbbbbbbbbbbb", "10.30.1.0/26".to_owned()),
        ]
    );
    let gone = &inventory.terraform.as_ref().expect("Terraform").gone;
    assert!(gone.contains("subnet-0aaaaaaaaaaaaaaaa") && gone.contains("subnet-0cccccccccccccccc"));
    assert!(
        inventory
            .terraform
            .as_ref()
            .expect("Terraform")
            .new_clusters
            .is_empty()
    );
}

#[test]
fn a_state_is_what_there_is() {
    let (inventory, findings) = recorded("renumber.state.json");
    assert_eq!(told(&findings), []);
    assert_eq!(inventory.subnets.len(), 3);
    assert_eq!(
        inventory.subnets["subnet-0aaaaaaaaaaaaaaaa"]
            .block
            .to_string(),
        "10.30.0.0/26"
    );
    let group = &inventory.node_groups[&("depot".to_owned(), "general".to_owned())];
    assert_eq!(group.instance_types, ["m6i.large"]);
    assert_eq!(
        inventory.clusters["depot"].region.as_deref(),
        Some("eu-west-1")
    );
}

/// A plan of one resource, by its type, what is there and what will be.
fn plan(kind: &str, actions: &str, before: &str, after: &str, more: &str) -> String {
    let planned = if after == "null" {
        String::new()
    } else {
        format!(
            r#"{{"address": "{kind}.x", "mode": "managed", "type": "{kind}", "name": "x", "values": {after}}}"#
        )
    };
    format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", {more}
        "planned_values": {{"root_module": {{"resources": [{planned}]}}}},
        "resource_changes": [{{"address": "{kind}.x", "change": {{"actions": {actions}, "before": {before}, "after": {after},
            "replace_paths": [["kubernetes_network_config", 0, "service_ipv4_cidr"]]}}}}]}}"#
    )
}

/// Code, a plan that raises it, a near miss.
#[test]
fn each_finding_has_a_plan_that_raises_it_and_one_that_nearly_does() {
    let (replace, update, delete) = (r#"["delete", "create"]"#, r#"["update"]"#, r#"["delete"]"#);
    let subnet = |block: &str| format!(r#"{{"id": "subnet-1", "cidr_block": "{block}"}}"#);
    let (old, new) = (subnet("10.0.0.0/24"), subnet("10.0.0.0/23"));
    let cluster = r#"{"name": "shop"}"#;
    let group = r#"{"node_group_name": "general", "cluster_name": "shop"}"#;
    let addon = |values: &str| {
        format!(r#"{{"addon_name": "vpc-cni", "configuration_values": "{values}"}}"#)
    };
    let errored = r#""errored": true,"#;
    for (code, raising, near) in [
        (
            Code::TerraformRenumbers,
            plan("aws_subnet", replace, &old, &new, ""),
            plan("aws_subnet", update, &old, &old, ""),
        ),
        // Whatever a provider plans, no subnet changes its block in place.
        (
            Code::TerraformRenumbers,
            plan("aws_subnet", update, &old, &new, ""),
            plan("aws_subnet", r#"["create"]"#, "null", &new, ""),
        ),
        (
            Code::TerraformReplaces,
            plan("aws_vpc", replace, &old, &new, ""),
            plan("aws_vpc", r#"["no-op"]"#, &old, &old, ""),
        ),
        (
            Code::TerraformReplaces,
            plan("aws_eks_cluster", replace, cluster, cluster, ""),
            plan("aws_eks_cluster", update, cluster, cluster, ""),
        ),
        (
            Code::TerraformReplaces,
            plan("aws_subnet", replace, &old, &old, ""),
            plan("aws_route_table", replace, "{}", "{}", ""),
        ),
        (
            Code::TerraformReplacesNodes,
            plan("aws_eks_node_group", replace, group, group, ""),
            plan("aws_eks_node_group", update, group, group, ""),
        ),
        (
            Code::TerraformRemoves,
            plan("aws_subnet", delete, &old, "null", ""),
            plan("aws_eks_addon", delete, "{}", "null", ""),
        ),
        (
            Code::TerraformUnknown,
            plan("aws_subnet", r#"["create"]"#, "null", "{}", ""),
            plan("aws_subnet", r#"["create"]"#, "null", &new, ""),
        ),
        (
            Code::TerraformSettings,
            plan("aws_eks_addon", update, "{}", &addon("env: [1"), ""),
            plan("aws_eks_addon", update, "{}", &addon("env: {A: 1}"), ""),
        ),
        (
            Code::TerraformErrored,
            plan("aws_subnet", update, &old, &old, errored),
            plan("aws_subnet", update, &old, &old, ""),
        ),
    ] {
        let (_, findings) = import("plan.json", &raising);
        assert!(
            told(&findings).iter().any(|(told, _)| *told == code),
            "{code} {findings:?} {raising}"
        );
        for finding in &findings {
            assert!(!finding.message().contains('{') && !finding.help().contains('{'));
        }
        let (_, findings) = import("plan.json", &near);
        assert!(
            told(&findings).iter().all(|(told, _)| *told != code),
            "{code} {near}"
        );
    }
}

#[test]
fn every_code_of_terraform_is_raised_here() {
    let source = include_str!("import_terraform.rs");
    for code in Code::ALL
        .iter()
        .filter(|code| (550..560).contains(&code.entry().number))
    {
        assert!(source.contains(&format!("Code::{code:?},")), "{code:?}");
    }
}

/// The Python of the validators, which has what their providers need.
fn python(validators: &Path) -> Option<PathBuf> {
    let ready = Command::new(validators.join("setup")).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let cache = std::env::var_os("ENIPLAN_VALIDATOR_CACHE").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = cache.or_else(|| {
        let base = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(home)?;
        Some(base.join("eniplan-validators"))
    })?;
    let python = cache.join("venv/bin/python");
    python.exists().then_some(python)
}

/// What Terraform prints now is read as what it printed then. `UPDATE_GOLDEN=1` keeps it.
#[test]
fn real_plans_are_read() {
    let beside = golden::root().join("../shared/validators");
    let validators = std::env::var_os("ENIPLAN_VALIDATORS").map_or(beside, PathBuf::from);
    if !validators.join("setup").exists() {
        oracle::skipped(
            "no validators in ../shared or ENIPLAN_VALIDATORS, so Terraform planned nothing",
        );
        return;
    }
    if !Command::new("terraform")
        .arg("version")
        .output()
        .is_ok_and(|output| output.status.success())
    {
        oracle::skipped("terraform is not here, so it planned nothing");
        return;
    }
    let Some(python) = python(&validators) else {
        oracle::skipped("the validators cannot be set up here, so Terraform planned nothing");
        return;
    };
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terraform");
    std::fs::create_dir_all(&out).expect("a folder");
    let keep = std::env::var_os("UPDATE_GOLDEN").is_some();
    for (name, files) in [
        ("new", &["new.json"][..]),
        ("renumber", &["renumber.json", "renumber.state.json"]),
    ] {
        let to = if keep { folder() } else { out.clone() };
        let output = Command::new(&python)
            .arg(golden::root().join("tests/validators/terraform_plan.py"))
            .args([&validators, &folder().join(name)])
            .args(files.iter().map(|file| to.join(file)))
            .env_remove("TF_CLI_CONFIG_FILE")
            .output()
            .expect("Python starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}\n{said}");
        for file in files {
            let json = std::fs::read_to_string(to.join(file)).expect("printed");
            let (now, findings) = import(file, &json);
            let (then, known) = recorded(file);
            assert_eq!(format!("{now:?}"), format!("{then:?}"), "{file}");
            assert_eq!(findings, known, "{file}");
        }
    }
}

/// Each prefix of a real plan, and the plan with pieces of it exchanged, ends in findings and never in a panic.
#[test]
fn half_plans_and_odd_values_are_survived() {
    let json = std::fs::read_to_string(folder().join("new.json")).expect("a fixture");
    for end in (0..json.len()).step_by(997) {
        import("cut.json", &json[..end]);
    }
    for (from, to) in [
        ("\"10.20.0.0/16\"", "17"),
        ("\"values\": {", "\"values\": {\"id\": [], "),
        ("[\n        null", "[{}"),
        (
            "\"root_module\": {",
            "\"root_module\": {\"resources\": null, \"x\": {",
        ),
        ("module.network", "module"),
        (
            "\"references\": [",
            "\"references\": [7, \"var.\", \"module.network.\", ",
        ),
        ("var.name", "module.network.vpc_id"),
    ] {
        let other = json.replace(from, to);
        assert_ne!(other, json, "{from}");
        import("odd.json", &other);
    }
}
