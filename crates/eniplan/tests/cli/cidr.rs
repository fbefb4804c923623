//! `eniplan cidr` but for `info`: what it prints, where lists are read from, and what it refuses.

use std::fs;
use std::path::PathBuf;

use crate::terminal::{code, run, run_with, stderr, stdout, transcript};
use serde_json::{Value, json};

fn lines(args: &[&str]) -> Vec<String> {
    let output = run(args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output).lines().map(str::to_owned).collect()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(args).stdout).unwrap()
}

/// A file of this test run.
fn file(name: &str, content: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// The examples of Terraform's own documentation.
#[test]
fn terraforms_functions() {
    assert_eq!(
        lines(&["cidr", "subnet", "172.16.0.0/12", "4", "2"]),
        ["172.18.0.0/16"]
    );
    assert_eq!(
        lines(&["cidr", "host", "10.12.112.0/20", "268"]),
        ["10.12.113.12"]
    );
    assert_eq!(
        lines(&["cidr", "host", "10.0.0.0/16", "-2"]),
        ["10.0.255.254"]
    );
    let subnets = [
        "10.1.0.0/20",
        "10.1.16.0/20",
        "10.1.32.0/24",
        "10.1.48.0/20",
    ];
    let args = ["cidr", "subnets", "10.1.0.0/16", "4", "4", "8", "4"];
    assert_eq!(lines(&args), subnets);
    assert_eq!(
        json(&[&args[..], &["--format", "json"]].concat()),
        json!(subnets)
    );
}

#[test]
fn where_terraform_fails_the_reason_is_told() {
    for (args, reason) in [
        (&["subnet", "10.0.0.0/16", "17", "0"][..], "a /33"),
        (&["subnet", "10.0.0.0/16", "8", "256"], "no subnet 256"),
        (&["subnet", "10.0.0.0/33", "8", "2"], "no block"),
        (&["host", "10.0.0.0/24", "256"], "no host 256"),
        (&["host", "10.0.0.0/24", "-257"], "no host -257"),
        (&["host", "10.0.0.0/24", "1.5"], "whole number"),
        (
            &["subnets", "10.0.0.0/16", "1", "1", "1"],
            "no room for a /17 behind 10.0.128.0/17",
        ),
        (&["subnets", "10.0.0.0/16", "0"], "one new bit"),
        (&["subnets", "fd00::/8", "33"], "32 new bits"),
        (&["subnets", "0.0.0.0/8", "1"], "start at zero"),
    ] {
        let output = run(&[&["cidr"], args].concat());
        let told = stderr(&output);
        assert_eq!(
            (code(&output), stdout(&output).as_str()),
            (2, ""),
            "{args:?}"
        );
        assert!(
            told.contains(reason) && (told.contains("help: ") || told.contains("--help")),
            "{told}"
        );
    }
}

/// Terraform puts out what is outside the block; so it is printed, and said.
#[test]
fn what_is_outside_the_block_is_warned_of() {
    let output = run(&["cidr", "subnet", "10.0.0.0/8", "8", "-1"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (0, "0.1.0.0/16\n")
    );
    assert!(
        stderr(&output).contains("outside 10.0.0.0/8"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_block_is_divided_joined_and_cut() {
    let quarters = [
        "10.0.0.0/18",
        "10.0.64.0/18",
        "10.0.128.0/18",
        "10.0.192.0/18",
    ];
    assert_eq!(lines(&["cidr", "split", "10.0.0.0/16", "/18"]), quarters);
    assert_eq!(
        lines(&["cidr", "split", "10.0.0.0/16", "--parts", "4"]),
        quarters
    );
    assert_eq!(
        lines(&["cidr", "split", "fd00::/56"]),
        ["fd00::/57", "fd00:0:0:80::/57"]
    );
    assert_eq!(
        lines(&[&["cidr", "merge"], &quarters[..], &["fd00::/64"]].concat()),
        ["10.0.0.0/16", "fd00::/64"]
    );
    assert_eq!(
        lines(&["cidr", "merge", "10.0.0.0/24", "10.0.2.0/24"]),
        ["10.0.0.0/24", "10.0.2.0/24"]
    );
    assert_eq!(
        lines(&["cidr", "merge", "--cover", "10.0.0.0/24", "10.0.2.0/24"]),
        ["10.0.0.0/22"]
    );
    assert_eq!(
        lines(&["cidr", "exclude", "10.0.0.0/16", "10.0.64.0/18"]),
        ["10.0.0.0/18", "10.0.128.0/17"]
    );
    assert_eq!(
        json(&[
            "cidr",
            "exclude",
            "10.0.0.0/16",
            "10.0.0.0/8",
            "--format",
            "json"
        ]),
        json!([])
    );
}

#[test]
fn the_next_hole() {
    let taken = ["10.0.0.0/19", "10.0.40.0/21"];
    let free =
        |more: &[&str]| lines(&[&["cidr", "free", "10.0.0.0/16"], &taken[..], more].concat());
    assert_eq!(
        free(&[]),
        [
            "10.0.32.0/21",
            "10.0.48.0/20",
            "10.0.64.0/18",
            "10.0.128.0/17"
        ]
    );
    assert_eq!(
        free(&["--size", "/21", "--count", "2"]),
        ["10.0.32.0/21", "10.0.48.0/21"]
    );
    assert_eq!(free(&["--size", "19"]), ["10.0.64.0/19"]);
    assert_eq!(
        free(&["--size", "22", "--fit", "tightest"]),
        ["10.0.32.0/22"]
    );
    let output = run(&[
        "cidr",
        "free",
        "10.0.0.0/16",
        "10.0.128.0/19",
        "10.0.0.0/19",
        "--size",
        "17",
    ]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("largest hole left is 10.0.64.0/18"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn overlaps_are_told_with_their_places() {
    let list = file(
        "ours.csv",
        "name,cidr\nprod,10.0.0.0/16 # 10.9.0.0/16\n\"lab\": [\"10.0.4.0/22\"], fd00::/8\nversion 1.34 of 2026-11-24\n",
    );
    let output = run_with(
        &["cidr", "overlap", &list, "-"],
        b"10.0.7.0-10.0.7.255\n  10.1.0.1\n",
    );
    assert_eq!(code(&output), 1);
    assert_eq!(
        stdout(&output),
        format!(
            "10.0.0.0/16 ({list}:2:6) contains 10.0.4.0/22 ({list}:3:10)\n\
             10.0.0.0/16 ({list}:2:6) contains 10.0.7.0/24 (standard input:1:1)\n\
             10.0.4.0/22 ({list}:3:10) contains 10.0.7.0/24 (standard input:1:1)\n\
             3 overlaps in 5 blocks\n"
        )
    );
    let between = run_with(
        &[
            "cidr",
            "overlap",
            "--between",
            &list,
            "-",
            "--format",
            "json",
        ],
        b"10.0.0.0/16",
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&between.stdout).unwrap(),
        json!([
            {"outer": "10.0.0.0/16", "outer_at": format!("{list}:2:6"), "inner": "10.0.0.0/16", "inner_at": "standard input:1:1"},
            {"outer": "10.0.0.0/16", "outer_at": "standard input:1:1", "inner": "10.0.4.0/22", "inner_at": format!("{list}:3:10")},
        ])
    );
    let none = run(&["cidr", "overlap", "10.0.0.0/16", "10.1.0.0/16", "a::/16"]);
    assert_eq!(
        (code(&none), stdout(&none).as_str()),
        (0, "no overlap in 3 blocks\n")
    );
}

#[test]
fn lists_that_cannot_be_read() {
    let typo = file("typo.txt", "10.0.0.0/16\nx 10.1.0.0/33\n");
    let empty = file("empty.txt", "nothing here\n");
    let texts = [
        &["overlap", "10.0.0.0/16", "no-such-file"][..],
        &["free", "10.0.0.0", "--size", "33"],
        &["split", "10.0.0.0/16", "/15"],
        &["split", "10.0.0.0/8", "/32"],
        &["split", "10.0.0.0/8", "--parts", "3"],
    ]
    .map(|args| transcript(&[&["cidr"], args].concat()));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("cidr_refuses", texts.join("\n"));
    });
    for (list, place) in [(&typo, format!("{typo}:2:3")), (&empty, empty.clone())] {
        let output = run(&["cidr", "merge", list]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(&place), "{}", stderr(&output));
    }
}
