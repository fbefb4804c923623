//! Bad input: findings or one clear error with the place, exit code 2 only for what is no plan, and never a panic.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::terminal::{code, run, run_with, stderr, stdout};
use serde_json::Value;

/// The codes of a plan's findings with their lines and columns.
fn findings(text: &str) -> Vec<(String, u64, u64)> {
    let output = run_with(&["plan", "-", "--format", "json"], text.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |finding: &Value, field: &str| finding[field].as_u64().unwrap_or(0);
    report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let code = finding["code"].as_str().unwrap().to_owned();
            (code, number(finding, "line"), number(finding, "column"))
        })
        .collect()
}

#[test]
fn what_is_wrong_in_a_plan_is_a_finding_with_its_place() {
    for (what, text, expected) in [
        (
            "an unknown key",
            "version: 1\nzonez: [a]\n",
            ("EP0101", 2, 1),
        ),
        (
            "a wrong type",
            "version: 1\nzones: {a: 1}\n",
            ("EP0102", 2, 8),
        ),
        (
            "a wrong number",
            "cluster:\n  control_plane_interfaces: many\n",
            ("EP0102", 2, 29),
        ),
        (
            "a bad CIDR",
            "vpc: {cidrs: [10.0.0.0.0/16]}\n",
            ("EP0102", 1, 15),
        ),
        (
            "overlapping subnets",
            "subnets:\n  - {name: x, zone: a, cidr: 10.0.0.0/24}\n  - {name: y, zone: b, cidr: 10.0.0.128/25}\n",
            ("EP0211", 3, 5),
        ),
        (
            "a subnet outside the VPC",
            "subnets:\n  - {name: x, zone: a, cidr: 10.0.0.0/24}\n  - {name: y, zone: b, cidr: 10.9.0.0/24}\nvpc: {cidrs: [10.0.0.0/16]}\n",
            ("EP0210", 3, 5),
        ),
        (
            "a /8 VPC block",
            "vpc: {cidrs: [10.0.0.0/8]}\n",
            ("EP0201", 1, 15),
        ),
        (
            "a /8 subnet",
            "subnets:\n  - {name: x, zone: a, cidr: 10.0.0.0/8}\n",
            ("EP0212", 2, 5),
        ),
        (
            "a /29 subnet",
            "subnets:\n  - {name: x, zone: a, cidr: 10.0.0.0/29}\n",
            ("EP0212", 2, 5),
        ),
        (
            "an unknown type",
            "node_groups:\n  - {name: g, instance_types: [m5.lagre]}\n",
            ("EP0112", 2, 32),
        ),
        (
            "10 million nodes",
            "node_groups:\n  - {name: g, nodes: {desired: 10000000, max: 10000000}}\n",
            ("EP0103", 2, 32),
        ),
    ] {
        let found = findings(text);
        let (code, line, column) = expected;
        assert!(
            found.contains(&(code.to_owned(), line, column)),
            "{what}: {expected:?} is not among {found:?}"
        );
    }
}

#[test]
fn every_fault_is_told_and_none_stops_the_reading() {
    let text = "naem: shop\nzones: [a, b]\nvpc: {cidrs: [nonsense]}\nnode_groups:\n  - {nodes: {desired: lots}}\n";
    let lines: Vec<u64> = findings(text).iter().map(|(_, line, _)| *line).collect();
    for line in [1, 3, 5] {
        assert!(lines.contains(&line), "line {line} is not among {lines:?}");
    }
}

#[test]
fn the_nearest_types_are_offered() {
    let text = b"node_groups: [{instance_types: [m5.lagre]}]";
    let shown = stdout(&run_with(&["plan", "-"], text));
    assert!(shown.contains("m5.large"), "{shown}");
}

#[test]
fn what_is_no_plan_is_one_error_with_its_place() {
    for (what, text, place, said) in [
        ("an empty file", &b""[..], "standard input", "empty"),
        (
            "only comments",
            b"# nothing yet\n",
            "standard input",
            "empty",
        ),
        (
            "a list",
            b"- a\n- b\n",
            "standard input:1:1",
            "a plan is a mapping",
        ),
        (
            "a word",
            b"hello",
            "standard input:1:1",
            "a plan is a mapping",
        ),
        (
            "no YAML",
            b"name: [a, b\nzones: }",
            "standard input:2:",
            "neither YAML nor JSON",
        ),
        (
            "binary",
            b"name: a\n\xff\xfe\x00\x01",
            "standard input:2:1",
            "not text",
        ),
        (
            "an ELF",
            b"\x7fELF\x02\x01\x01\0\0\0",
            "standard input:1:1",
            "not text",
        ),
    ] {
        for command in ["plan", "check", "link"] {
            let output = run_with(&[command, "-"], text);
            assert_eq!(code(&output), 2, "{what} to {command}");
            let error = stderr(&output);
            assert!(error.starts_with("error: "), "{what}: {error}");
            assert!(
                error.contains(place) && error.contains(said),
                "{what}: {error}"
            );
            assert!(error.contains("help: "), "{what}: {error}");
            assert!(
                output.stdout.is_empty() || command == "check",
                "{what}: {}",
                stdout(&output)
            );
        }
    }
}

#[test]
fn a_hundred_megabytes_are_refused_after_a_few() {
    let path = scratch("large.yaml");
    fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let output = run(&["plan", path.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("larger than 4 MiB"),
        "{}",
        stderr(&output)
    );
    fs::remove_file(path).unwrap();

    // A stream has no length to look at: no more than a plan's worth is taken from it.
    let text = vec![b'#'; 100 << 20];
    let output = run_with(&["plan", "-"], &text);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("larger than 4 MiB"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [50, 1_000, 1_000_000] {
        let output = run_with(&["plan", "-"], "[".repeat(depth).as_bytes());
        assert_eq!(code(&output), 2, "{depth} deep");
        let error = stderr(&output);
        let said = error.contains("deep") || error.contains("recursion limit");
        assert!(said && error.contains("standard input:1:"), "{error}");
    }
}

#[test]
fn missing_files_and_folders_without_plans() {
    let folder = scratch("folder");
    fs::create_dir_all(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    for (args, said) in [
        (vec!["plan", "nowhere.yaml"], "there is no such file"),
        (vec!["plan", folder], "no .yaml, .yml or .json file"),
        (vec!["link", folder], "a folder, where one plan belongs"),
        (
            vec!["check", "examples", "--baseline", "nowhere.json"],
            "the baseline cannot be read",
        ),
        (
            vec!["check", "examples", "--baseline", "Cargo.toml"],
            "the baseline cannot be read",
        ),
        (
            vec!["check", "examples", "--baseline", "www/plan.schema.json"],
            "no report of eniplan, and no plan",
        ),
        (vec!["cidr", "info", "10.0.0.0"], "no block of addresses"),
        (vec!["cidr", "info", "10.0.0.0/33"], "no block of addresses"),
        (vec!["cidr", "info", "::/129"], "no block of addresses"),
    ] {
        let output = run(&args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(
            stderr(&output).contains(said),
            "{args:?}: {}",
            stderr(&output)
        );
    }
    fs::remove_dir(folder).unwrap();
}

#[test]
fn bad_usage_ends_with_2() {
    for args in [
        &["plan"][..],
        &["plan", "examples", "--format", "xml"],
        &["check", "examples", "--gate", "luck"],
        &["check", "examples", "--as-of", "tomorrow"],
        &["completions", "tcsh9"],
        &["frobnicate"],
        &[],
    ] {
        assert_eq!(code(&run(args)), 2, "{args:?}");
    }
}

#[test]
fn damaged_links_say_which_damage() {
    let link = stdout(&run(&["link", "examples/shop-prod.yaml"]));
    let link = link.trim();
    let newer = link.replacen("?p=1", "?p=2", 1);
    let altered = format!("{}{}", &link[..link.len() - 1], "!");
    for (link, said) in [
        (&link[..link.len() - 9], "cut off"),
        (&altered, "altered"),
        (&newer, "newer eniplan"),
        ("https://eniplan.example/#/vpc", "no plan in this link"),
        ("2AAAA", "no file here"),
    ] {
        for command in ["plan", "check", "link"] {
            let output = run(&[command, link]);
            assert_eq!(code(&output), 2, "{command} {link}");
            assert!(
                stderr(&output).contains(said),
                "{link}: {}",
                stderr(&output)
            );
        }
    }
}

/// As in `eniplan instances | head -1`, where the reader goes away.
#[test]
fn a_pipe_closed_early_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_eniplan"))
        .args(["instances", "--all", "--format", "csv"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 16]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert_eq!(stderr(&output), "");
}

/// A place for a file of this run.
fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
#[cfg(unix)]
fn errors_that_nobody_can_read_leave_the_exit_code() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = Command::new(env!("CARGO_BIN_EXE_eniplan"))
        .args(["explain", "EP9999"])
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}
