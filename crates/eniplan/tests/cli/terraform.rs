//! `eniplan check` of what Terraform prints, and of many plans: `tests/import/terraform` holds what real runs printed.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::terminal::{code, run, run_with, stderr, stdout};

const NEW: &str = "tests/import/terraform/new.json";
const RENUMBER: &str = "tests/import/terraform/renumber.json";
const STATE: &str = "tests/import/terraform/renumber.state.json";

const BASE: &str = "name: depot
region: eu-west-1
vpc: {id: vpc-0123456789abcdef0, cidrs: [10.30.0.0/16]}
subnets:
  - {name: left, zone: a, id: subnet-0aaaaaaaaaaaaaaaa, cidr: 10.30.0.0/26, used: 12}
  - {name: right, zone: b, id: subnet-0bbbbbbbbbbbbbbbb, cidr: 10.30.1.0/26, used: 30}
node_groups:
  - name: general
    instance_types: [m6i.large]
    nodes: {desired: 2, max: 3}
    pods: {desired: 200}
";

/// A folder of its own, with files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

#[test]
fn a_changed_block_that_forces_replacement_fails_the_check() {
    let output = run(&["check", RENUMBER, "--format", "github"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    // The line is that of the resource's change in what Terraform printed; which line of which .tf file it is nothing says.
    let printed = fs::read_to_string(crate::terminal::root().join(RENUMBER)).unwrap();
    let changes = printed.find("\"resource_changes\"").unwrap();
    let address = changes + printed[changes..].find("\"aws_subnet.a\"").unwrap();
    let line = 1 + printed[..address].matches('\n').count();
    let column = address - printed[..address].rfind('\n').unwrap();
    assert!(
        text.contains(&format!(
            "::error file={RENUMBER},line={line},col={column},title=EP0550 Terraform would renumber a subnet::aws_subnet.a would be destroyed and made anew: 10.30.0.0/26 becomes 10.30.0.0/24."
        )),
        "{text}"
    );
    assert_eq!(code(&run(&["check", STATE])), 0, "what is there stays");
}

#[test]
fn overlaps_with_peers_and_groups_that_do_not_fit_fail_the_check() {
    let output = run(&["check", NEW, "--gate", "scale-to-max", "--format", "json"]);
    assert_eq!(code(&output), 1);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["plans"][0]["name"], "shop");
    assert_eq!(said["plans"][0]["failed_gates"][0], "scale-to-max");
    let findings = said["plans"][0]["findings"].as_array().unwrap();
    let overlap = findings.iter().find(|finding| finding["code"] == "EP0208");
    assert_eq!(overlap.unwrap()["standing"], "counts");
}

/// The workload is the plan file's, which is where findings of its groups and subnets stand.
#[test]
fn terraform_is_put_over_a_plan_file() {
    let folder = folder("over", &[("base.yaml", BASE)]);
    let base = folder.join("base.yaml");
    let base = base.to_str().unwrap();
    let output = run(&["check", RENUMBER, "--plan", base, "--format", "github"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    assert!(
        text.contains("base.yaml,line=8,col=5,title=EP0302"),
        "{text}"
    );
    assert!(
        text.contains("base.yaml,line=5,col=5,title=EP0550"),
        "{text}"
    );
    // What has no entry in the plan file stands in what Terraform printed.
    let all = [
        "check",
        RENUMBER,
        "--plan",
        base,
        "--format",
        "github",
        "--fail-on",
        "warning",
    ];
    let all = stdout(&run(&all));
    let replaced = all.lines().find(|line| line.contains("title=EP0552"));
    let place = format!("::warning file={RENUMBER},line=");
    assert!(
        replaced.is_some_and(|line| line.starts_with(&place)),
        "{all}"
    );
    let sarif = run(&["check", RENUMBER, "--plan", base, "--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    let place = |code: &str| {
        let mut results = sarif["runs"][0]["results"].as_array().unwrap().iter();
        let place = &results.find(|result| result["ruleId"] == code).unwrap()["locations"][0]["physicalLocation"];
        (
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned(),
            place["region"]["startLine"].as_u64(),
        )
    };
    assert!(place("EP0550").0.ends_with("base.yaml") && place("EP0550").1 == Some(5));
    assert!(place("EP0552").0.ends_with(RENUMBER) && place("EP0552").1 > Some(1));
    let piped = run_with(
        &["check", "-", "--plan", base, "--format", "github"],
        &fs::read(crate::terminal::root().join(RENUMBER)).unwrap(),
    );
    // Standard input is no file that a code host could show.
    let said = |text: &str| {
        let lines = text
            .lines()
            .map(|line| line.split_once("title=").unwrap().1.to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(said(&stdout(&piped)), said(&text));
    assert!(!stdout(&piped).contains("renumber.json"));

    // Against the plan file itself, only what Terraform makes worse counts, and the block that changes is shown.
    let output = run(&[
        "check", RENUMBER, "--plan", base, "--base", base, "--format", "markdown",
    ]);
    let text = stdout(&output);
    assert!(
        text.contains("| left | 10.30.0.0/26, ") && text.contains(" | renumbered |"),
        "{text}"
    );

    for (args, said) in [
        (
            vec!["check", base, "--plan", base],
            "there is nothing to put over the plan",
        ),
        (vec!["check", RENUMBER, "--plan", STATE], "this is no plan"),
        (
            vec!["check", RENUMBER, "--plan", "nowhere.yaml"],
            "there is no such file",
        ),
    ] {
        let output = run(&args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    fs::remove_dir_all(folder).unwrap();
}

fn neighbour(name: &str, own: u32) -> String {
    format!(
        "name: {name}\nvpc: {{id: vpc-7}}\nzones: [a, b]\nsubnets:\n  - {{name: {name}-a, zone: a, cidr: 10.0.0.0/26}}\n  - {{name: {name}-b, zone: b, cidr: 10.0.1.{own}/28}}\ncluster: {{control_plane_interfaces: 0}}\nothers: [{{name: own, addresses: {own}, subnets: [{name}-a]}}]\n"
    )
}

/// 32 and 48 of the 59 addresses of one /26 fit alone; together 21 are missing.
#[test]
fn many_plans_are_summed_up_and_those_of_one_vpc_added_up() {
    let (one, two) = (neighbour("one", 32), neighbour("two", 48));
    let together = folder("together", &[("one.yaml", &one), ("two.yaml", &two)]);
    let path = together.to_str().unwrap();
    for file in ["one.yaml", "two.yaml"] {
        assert_eq!(
            code(&run(&["check", together.join(file).to_str().unwrap()])),
            0
        );
    }
    let output = run(&["check", path, "--summary"]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    let flowing: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in [
        "PLAN CHECK UPGRADE MAX ZONE LOSS ERRORS PODS FIRST WALL",
        "one, two stand in vpc-7; added up on the subnets that they share:",
        "one-a, two-a 10.0.0.0/26 59 80 80 21",
    ] {
        assert!(flowing.iter().any(|own| own == line), "{line}\n{text}");
    }
    assert!(
        flowing
            .iter()
            .filter(|line| line.contains(" FAILS "))
            .count()
            == 2,
        "{text}"
    );
    let text = stdout(&run(&["plan", path, "--summary", "--format", "markdown"]));
    assert!(
        text.contains("| one-a, two-a | 10.0.0.0/26 | 59 | 80 | 80 | 21 |"),
        "{text}"
    );
    let text = stdout(&run(&["check", path, "--format", "github"]));
    assert!(
        text.contains("two.yaml,line=5,col=5,title=EP0570 A shared subnet is too small for all::two-a (10.0.0.0/26) is 21 short as desired once one, two are added up"),
        "{text}"
    );
    // In VPCs of their own they do not meet.
    fs::write(together.join("two.yaml"), two.replace("vpc-7", "vpc-8")).unwrap();
    let output = run(&["check", path, "--summary"]);
    assert_eq!(code(&output), 0);
    assert!(!stdout(&output).contains("stand in"));
    fs::remove_dir_all(together).unwrap();
}
