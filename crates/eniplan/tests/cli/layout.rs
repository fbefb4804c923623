//! `eniplan layout`: of a plan, and of many VPCs.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::terminal::{code, run, run_with, stderr, stdout, transcript};

const PLAN: &[u8] = b"
zones: [a, b]
node_groups: [{instance_types: [m5.large], nodes: {desired: 4, max: 8}, pods: {desired: 80, max: 160}}]
endpoints: {nat_gateways: per-zone}
";

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn json(args: &[&str], input: &[u8]) -> Value {
    let output = run_with(args, input);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn as_people_read_it() {
    let texts = [
        transcript(&["layout", "examples/shop-prod.yaml"]),
        transcript(&["layout", "examples/article-three-28s.yaml"]),
        transcript(&[
            "layout",
            "--pool",
            "10.64.0.0/12",
            "--wants",
            "examples/fleet/wants.yaml",
        ]),
    ];
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("layout", texts.join("\n"));
    });
}

/// A27 on the command line.
#[test]
fn eksctls_eighths_for_programs() {
    let layout = json(
        &["layout", "-", "--preset", "eksctl", "--format", "json"],
        b"{}",
    );
    let subnets = layout["subnets"].as_array().unwrap();
    let cidrs: Vec<&str> = subnets
        .iter()
        .map(|subnet| subnet["cidr"].as_str().unwrap())
        .collect();
    assert_eq!(
        cidrs,
        [
            "192.168.0.0/19",
            "192.168.32.0/19",
            "192.168.64.0/19",
            "192.168.96.0/19",
            "192.168.128.0/19",
            "192.168.160.0/19"
        ]
    );
    assert_eq!(layout["version"], 1);
    assert_eq!(layout["blocks"][0]["free"][0], "192.168.192.0/18");
    assert_eq!(layout["subnets"][3]["usable"], 8_187);
    assert_eq!(layout["subnets"][3]["status"], "added");
}

/// What is written is a plan with the same layout, and laying that out again adds nothing.
#[test]
fn the_plan_with_its_subnets_is_written() {
    let file = folder("layout").join("laid-out.yaml");
    let path = file.to_str().unwrap();
    let first = json(&["layout", "-", "-o", path, "--format", "json"], PLAN);
    let again = json(&["layout", path, "--format", "json"], b"");
    let cidrs = |layout: &Value| -> Vec<String> {
        let subnets = layout["subnets"].as_array().unwrap().iter();
        subnets.map(|one| one["cidr"].to_string()).collect()
    };
    assert_eq!(cidrs(&first), cidrs(&again));
    assert_eq!(again["changes"]["added_subnets"], Value::Array(vec![]));
    assert_eq!(code(&run(&["check", path])), 0);
    // Nothing is written over, unless it is to be.
    let refused = run_with(&["layout", "-", "-o", path], PLAN);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("already"), "{}", stderr(&refused));
    assert_eq!(
        code(&run_with(&["layout", "-", "-o", path, "--force"], PLAN)),
        0
    );
    // YAML on standard output is the same plan.
    let text = stdout(&run_with(&["layout", "-", "--format", "yaml"], PLAN));
    assert_eq!(text, fs::read_to_string(&file).unwrap());
}

#[test]
fn exit_codes() {
    for (expected, args, input) in [
        (0, vec!["layout", "-"], "zones: [a, b]"),
        (
            1,
            vec!["layout", "-"],
            "zones: [a, b]\nvpc: {cidrs: [10.32.0.0/27]}",
        ),
        (
            0,
            vec!["layout", "-", "--fail-on", "never"],
            "zones: [a, b]\nvpc: {cidrs: [10.32.0.0/27]}",
        ),
        (2, vec!["layout", "nowhere.yaml"], ""),
        (2, vec!["layout"], ""),
        (2, vec!["layout", "-", "--preset", "eksctl,default"], "{}"),
        (2, vec!["layout", "-", "--preset", "grand"], "{}"),
        (2, vec!["layout", "-", "--primary", "10.0.0.1/16"], "{}"),
        (2, vec!["layout", "-", "--pool", "10.0.0.0/8"], "{}"),
        (2, vec!["layout", "-", "-o", "plan.json"], "{}"),
        (
            0,
            vec!["layout", "--pool", "10.0.0.0/16", "--wants", "-"],
            "[{\"name\": \"a\"}]",
        ),
        (
            1,
            vec!["layout", "--pool", "10.0.0.0/16", "--wants", "-"],
            "- {nmae: a}",
        ),
        (
            2,
            vec!["layout", "--pool", "10.0.0.0/16", "--wants", "-"],
            "name: a",
        ),
        (
            2,
            vec!["layout", "--pool", "10.0.0.0/16", "--wants", "nowhere.yaml"],
            "",
        ),
    ] {
        let output = run_with(&args, input.as_bytes());
        assert_eq!(code(&output), expected, "{args:?} {}", stderr(&output));
    }
}

/// A plan file for each VPC, which `eniplan plan` takes and finds nothing wrong with.
#[test]
fn a_plan_for_each_vpc() {
    let folder = folder("layout-fleet");
    let path = folder.to_str().unwrap();
    let fleet = json(
        &[
            "layout",
            "--pool",
            "10.64.0.0/12",
            "--wants",
            "examples/fleet/wants.yaml",
            "-o",
            path,
            "--format",
            "json",
        ],
        b"",
    );
    let vpcs = fleet["vpcs"].as_array().unwrap();
    assert_eq!(vpcs.len(), 6);
    let reports = json(&["plan", path, "--format", "json"], b"");
    let reports = reports.as_array().unwrap();
    assert_eq!(reports.len(), 6);
    for report in reports {
        let vpc = vpcs
            .iter()
            .find(|vpc| vpc["name"] == report["name"])
            .unwrap();
        for gate in report["gates"].as_array().unwrap() {
            assert_eq!(gate["ok"], true, "{} {gate}", report["name"]);
        }
        assert_eq!(
            report["subnets"].as_array().unwrap().len(),
            vpc["subnets"].as_array().unwrap().len()
        );
        for finding in report["findings"].as_array().unwrap() {
            assert_ne!(finding["severity"], "error", "{finding}");
        }
    }
    // `tools` had its block, and keeps it.
    let tools = vpcs.iter().find(|vpc| vpc["name"] == "tools").unwrap();
    assert_eq!(tools["cidrs"][0], "10.64.8.0/22");
    assert_eq!(tools["kept"], 1);
}
