//! `eniplan check --format sarif`: valid, at the right place, and with fingerprints that stay.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::terminal::{code, root, run, run_with};

const ARTICLE: &str = "examples/article-three-28s.yaml";
const SHOP: &str = "examples/shop-prod.yaml";

/// The log, which must be valid by OASIS's own schema.
fn log(args: &[&str], input: &str) -> Value {
    let mut all = vec!["check", "--format", "sarif"];
    all.extend(args);
    let output = run_with(&all, input.as_bytes());
    code(&output);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_valid(&log);
    log
}

fn assert_valid(log: &Value) {
    let schema = root().join("crates/eniplan/tests/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    let validator = jsonschema::draft4::new(&schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(log)
        .map(|fault| format!("{} {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

fn of_code<'a>(log: &'a Value, code: &str) -> Vec<&'a Value> {
    let named = results(log)
        .iter()
        .filter(|result| result["ruleId"] == code);
    named.collect()
}

#[test]
fn the_schema_refuses_what_is_no_log() {
    let schema = root().join("crates/eniplan/tests/sarif/sarif-schema-2.1.0.json");
    let schema: Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    let validator = jsonschema::draft4::new(&schema).unwrap();
    let mut log = log(&[ARTICLE], "");
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&log));
}

#[test]
fn files_links_and_folders_are_valid() {
    log(&[SHOP], "");
    log(
        &["examples", "--gate", "zone-loss", "--gate", "upgrade"],
        "",
    );
    log(
        &["-"],
        "naem: {}\nsubnets: [{zone: a, cidr: 10.0.0.0/29}]\n",
    );
    let link = run(&["link", SHOP]);
    let link = String::from_utf8(link.stdout).unwrap();
    let log = log(&[link.trim()], "");
    // What was read from no file stands in none.
    for result in results(&log) {
        assert!(result["locations"][0]["physicalLocation"].is_null());
    }
}

/// The group `workers` is the fifth list entry of the article's plan, on line 13.
#[test]
fn results_stand_at_file_line_and_column_and_name_their_rule() {
    let log = log(&[ARTICLE, "--gate", "zone-loss"], "");
    let [pending] = of_code(&log, "EP0302")[..] else {
        panic!("{log}")
    };
    let place = &pending["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], ARTICLE);
    assert_eq!(place["region"]["startLine"], 13);
    assert_eq!(place["region"]["startColumn"], 5);
    assert_eq!(pending["level"], "error");
    let logical = &pending["locations"][0]["logicalLocations"][0];
    assert_eq!(logical["fullyQualifiedName"], "workers");
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for result in results(&log) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &rules[index];
        assert_eq!(rule["id"], result["ruleId"]);
        let id = rule["id"].as_str().unwrap();
        if let Some(gate) = id.strip_prefix("gate/") {
            assert_eq!(gate, "zone-loss");
            continue;
        }
        let uri = rule["helpUri"].as_str().unwrap();
        assert!(uri.ends_with(&format!("findings.html#{id}")), "{uri}");
        for text in ["shortDescription", "fullDescription", "help"] {
            let text = rule[text]["text"].as_str().unwrap();
            assert!(!text.is_empty() && !text.contains('{'), "{id} {text}");
        }
    }
    assert_eq!(of_code(&log, "gate/zone-loss").len(), 1);
}

fn plan(before: &str, group: &str, pods: u32) -> String {
    format!(
        "{before}name: small\nzones: [a, b]\nnode_groups:\n  - name: {group}\n    instance_types: [t3.micro]\n    nodes: {{desired: 2, max: 2}}\n    pods: {{desired: {pods}}}\n"
    )
}

#[test]
fn fingerprints_stay_when_lines_move_and_numbers_change() {
    let print = |text: &str| {
        let log = log(&["-"], text);
        let [pending] = of_code(&log, "EP0302")[..] else {
            panic!("{text}")
        };
        pending["partialFingerprints"]["primaryLocationLineHash"].clone()
    };
    let first = print(&plan("", "general", 6));
    assert_eq!(first, print(&plan("# moved\n\n", "general", 6)));
    assert_eq!(first, print(&plan("", "general", 9)));
    assert_ne!(first, print(&plan("", "other", 6)));
    // The same over releases, since code scanning matches what an older eniplan uploaded. Worked out with Python:
    // FNV-1a of 64 bits over `b"small\xffEP0302\xffgeneral\xff"`.
    assert_eq!(first, "f4f8774e8eb70e1d:1");
}

#[test]
fn no_two_results_share_a_fingerprint() {
    let log = log(&["examples"], "");
    let mut prints: Vec<String> = results(&log)
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            format!(
                "{place} {} {}",
                result["ruleId"], result["partialFingerprints"]
            )
        })
        .collect();
    let all = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), all);
}

#[test]
fn acceptances_and_what_was_there_before() {
    let accepting = plan("", "general", 6)
        + "accept: [{code: EP0302, reason: moving in spring, until: 2027-03-31}]\n";
    let accepted = log(&["-", "--as-of", "2027-03-31"], &accepting);
    let pending = of_code(&accepted, "EP0302")[0];
    assert_eq!(pending["suppressions"][0]["status"], "accepted");
    assert_eq!(
        pending["suppressions"][0]["justification"],
        "moving in spring"
    );
    let expired = log(&["-", "--as-of", "2027-04-01"], &accepting);
    assert!(of_code(&expired, "EP0302")[0]["suppressions"].is_null());

    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sarif-before.yaml");
    fs::write(&path, plan("", "general", 6)).unwrap();
    for (pods, state) in [(6, "unchanged"), (9, "updated")] {
        let log = log(
            &["-", "--baseline", path.to_str().unwrap()],
            &plan("", "general", pods),
        );
        assert_eq!(of_code(&log, "EP0302")[0]["baselineState"], state);
    }
    let log = log(
        &["-", "--baseline", path.to_str().unwrap()],
        &plan("", "other", 6),
    );
    assert_eq!(of_code(&log, "EP0302")[0]["baselineState"], "new");
    fs::remove_file(path).unwrap();
}

/// A space and a hash in a file's name; and a working folder below the one that was checked out.
#[test]
fn names_are_encoded_and_count_from_the_top_of_the_repository() {
    let top = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sarif-repository");
    fs::create_dir_all(top.join("infra")).unwrap();
    fs::write(top.join("infra/a plan #1.yaml"), plan("", "general", 6)).unwrap();
    let run = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_eniplan"))
            .args(["check", "a plan #1.yaml", "--format", format])
            .current_dir(top.join("infra"))
            .env("GITHUB_WORKSPACE", &top)
            .output()
            .unwrap();
        assert_eq!(code(&output), 1);
        String::from_utf8(output.stdout).unwrap()
    };
    let log: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_valid(&log);
    let place = &of_code(&log, "EP0302")[0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "infra/a%20plan%20%231.yaml"
    );
    let annotations = run("github");
    assert!(
        annotations.contains("::error file=infra/a plan #1.yaml,line=4,col=5,title=EP0302"),
        "{annotations}"
    );
    fs::remove_dir_all(top).unwrap();
}
