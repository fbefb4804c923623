//! Exports as others' checks see them: `validate-export` plans the Terraform against the providers' schemas and the
//! modules, and checks Helm values, add-on settings and user data. It stands outside the repository.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use eniplan_tests::{exports, golden, oracle};

/// The checks, in the folder that ENIPLAN_VALIDATORS names or beside the repository.
fn validator() -> Option<PathBuf> {
    let beside = golden::root().join("../shared/validators");
    let folder = std::env::var_os("ENIPLAN_VALIDATORS").map_or(beside, PathBuf::from);
    let program = folder.join("validate-export");
    program.exists().then_some(program)
}

/// Cases that together have every file, every chart and every route to max pods; ENIPLAN_VALIDATE_ALL takes all there are.
const CASES: &[&str] = &[
    "shop-prod",
    "own-max-pods",
    "subnet-discovery",
    "calico",
    "cilium-overlay",
    "cilium-eni",
    "flannel",
    "auto-groups",
    "to-auto-mode",
    "karpenter-and-images",
];

/// Fills in what only the owner of a VPC or cluster knows: every variable without a default.
fn fill_in(terraform: &Path) {
    let Ok(variables) = std::fs::read_to_string(terraform.join("variables.tf")) else {
        return;
    };
    let body: hcl_rs::Body = hcl_rs::parse(&variables).expect("HCL");
    let mut values = String::new();
    for block in body.blocks() {
        let name = block.labels().first().expect("a name").as_str();
        if block
            .body()
            .attributes()
            .all(|attribute| attribute.key() != "default")
        {
            let kind = match name {
                "vpc_id" => "vpc",
                "node_role_name" => "role",
                _ => "sg",
            };
            writeln!(values, "{name} = \"{kind}-0123456789abcdef0\"\n").expect("a text grows");
        }
    }
    if !values.is_empty() {
        std::fs::write(terraform.join("terraform.tfvars"), values).expect("written");
    }
}

/// The one complaint about a plan with Windows nodes: the validators do not know the PowerShell of its user data.
const WINDOWS: &str = "aws_launch_template.self_managed_win.txt: neither MIME user data, NodeConfig, Bottlerocket TOML nor a script";

/// What was found wrong, behind the path of each file.
fn faults(said: &str) -> Vec<&str> {
    let errors = said.lines().filter(|line| line.contains("ERROR: "));
    errors
        .map(|line| line.rsplit_once('/').map_or(line, |(_, fault)| fault))
        .collect()
}

#[test]
fn exports_pass_the_checks_of_others() {
    let Some(program) = validator() else {
        oracle::skipped("no validators in ../shared or ENIPLAN_VALIDATORS");
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("validated");
    let _ = std::fs::remove_dir_all(&folder);
    let mut matrix = String::new();
    let all = std::env::var_os("ENIPLAN_VALIDATE_ALL").is_some();
    for case in exports::CASES {
        let name = case.name;
        let has_something = name != "weave-net";
        if !(CASES.contains(&name) || all && has_something) {
            continue;
        }
        let out = folder.join(name);
        for file in exports::export(case.text).files {
            // AWS publishes no definition of Auto Mode's NodeClass; tests/export_auto_mode.rs holds what is documented.
            if file.path == "manifests/auto-mode-node-class.yaml" {
                continue;
            }
            let path = out.join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, file.contents).expect("written");
        }
        fill_in(&out.join("terraform"));
        let output = Command::new(&program)
            .arg(&out)
            .output()
            .expect("validate-export starts");
        let said = String::from_utf8_lossy(&output.stdout);
        let last = said.lines().last().unwrap_or_default();
        if !output.status.success() && said.is_empty() {
            let why = String::from_utf8_lossy(&output.stderr);
            oracle::skipped(&format!("validate-export cannot run here: {why}"));
            return;
        }
        if name == "karpenter-and-images" {
            assert_eq!(faults(&said), [WINDOWS], "{said}");
        } else {
            assert!(output.status.success(), "{name}\n{said}");
        }
        // The rule takes any CNI but AWS's for an overlay; Cilium in ENI mode calls EC2 from the nodes.
        if name != "cilium-eni" {
            assert!(!said.contains("warning"), "{name}\n{said}");
        }
        let mode = if said.contains("CACHE-FREE") {
            "interfaces in place of some modules or charts"
        } else {
            "with the real modules and charts"
        };
        matrix.extend([name, ": ", last, ", ", mode, "\n"]);
    }
    println!("{matrix}");
}
