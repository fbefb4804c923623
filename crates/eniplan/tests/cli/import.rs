//! `eniplan import`, and the other commands with what it takes.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::terminal::{code, run, run_with, stderr, stdout};

/// The files of the fixture, as a shell would list them.
fn shop(start: &str) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/import/shop");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(start)
        })
        .map(|path| path.display().to_string())
        .collect();
    files.sort();
    files
}

/// Arguments: a command, what the cluster shows, and options.
fn with_shop<'a>(command: &'a str, files: &'a [String], options: &[&'a str]) -> Vec<&'a str> {
    let files = files.iter().map(String::as_str);
    std::iter::once(command)
        .chain(files)
        .chain(options.iter().copied())
        .collect()
}

fn cluster() -> Vec<String> {
    [shop("describe-"), shop("get-")].concat()
}

#[test]
fn the_plan_is_yaml_and_what_was_seen_stands_beside() {
    let files = cluster();
    let output = run(&with_shop("import", &files, &[]));
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let (plan, told) = (stdout(&output), stderr(&output));
    assert!(
        plan.contains("name: shop") && !plan.contains("111122223333"),
        "{plan}"
    );
    for said in ["can it upgrade?", "unexplained", "leaked 10", "private-a"] {
        assert!(told.to_lowercase().contains(said), "{said}: {told}");
    }
    // The plan is read as any other.
    let again = run_with(&["plan", "-", "--format", "json"], plan.as_bytes());
    let report: Value = serde_json::from_slice(&again.stdout).unwrap();
    let unexplained: Vec<&Value> = report["subnets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|subnet| &subnet["unexplained"])
        .collect();
    assert_eq!(unexplained, [&Value::from(0); 6]);
}

#[test]
fn everything_found_is_there_for_programs() {
    let files = cluster();
    let output = run(&with_shop("import", &files, &["--format", "json"]));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["leaked"][0]["addresses"], 10);
    assert_eq!(found["node_groups"][1]["name"], "general");
    assert_eq!(found["node_groups"][1]["addresses_held_most"], 30);
    assert_eq!(found["subnets"][0]["owners"][0]["owner"], "nodes");
}

/// Six nodes, one question: can it be upgraded?
#[test]
fn plan_and_check_take_what_aws_prints() {
    let files = [shop("describe-subnets"), shop("describe-nodegroup")].concat();
    for command in ["plan", "check"] {
        let output = run(&with_shop(command, &files, &["--format", "json"]));
        assert_eq!(code(&output), 0, "{command}: {}", stderr(&output));
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        if command == "check" {
            assert_eq!(said["plans"][0]["gates"][0]["gate"], "upgrade");
        } else {
            assert_eq!(said["gates"][0]["gate"], "upgrade");
            assert_eq!(said["subnets"].as_array().unwrap().len(), 6);
        }
    }
}

#[test]
fn other_inputs_say_what_they_are_and_what_to_do() {
    for (input, what, help) in [
        ("NAME  STATUS\n", "is a table of kubectl", "-o json"),
        (
            "{\"clusters\": [\"shop\"]}",
            "lists names of clusters alone",
            "aws eks describe-cluster",
        ),
        (
            "{\"Subnets\": [{\"SubnetId\": \"s\"",
            "ends in the middle, in line 1",
            "Copy it again",
        ),
        (
            "An error occurred (UnauthorizedOperation)",
            "is an error message",
            "run the command again",
        ),
        ("", "is empty", "output of a command"),
    ] {
        let output = run_with(&["import", "-"], input.as_bytes());
        let told = stderr(&output);
        assert_eq!(code(&output), 2, "{input}: {told}");
        assert!(
            told.contains(what) && told.contains(help),
            "{input}: {told}"
        );
    }
    let two = br#"{"Subnets": [{"SubnetId": "a", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}, {"SubnetId": "b", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24"}]}"#;
    let output = run_with(&["import", "-"], two);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("--vpc") && stderr(&output).contains("vpc-2"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&run_with(&["import", "-", "--vpc", "vpc-2"], two)), 0);
}

#[test]
fn a_file_is_not_written_over() {
    let path = std::env::temp_dir().join(format!("eniplan-import-{}.yaml", std::process::id()));
    let (path, files) = (path.display().to_string(), shop("describe-subnets"));
    let write = |more: &[&str]| {
        run(&with_shop(
            "import",
            &files,
            &[&["-o", &path], more].concat(),
        ))
    };
    assert_eq!(code(&write(&[])), 0);
    assert_eq!(code(&write(&[])), 2);
    assert_eq!(code(&write(&["--force"])), 0);
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("# Nothing showed")
    );
    fs::remove_file(&path).unwrap();
}
