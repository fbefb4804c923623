//! `eniplan plan --explain`, and how the numbers come about in JSON and Markdown.

use crate::terminal::{code, run, stderr, stdout, transcript};
use serde_json::Value;

#[test]
fn what_a_group_takes() {
    let texts = [
        transcript(&[
            "plan",
            "examples/article-three-28s.yaml",
            "--explain=node_groups[0]",
        ]),
        transcript(&[
            "plan",
            "examples/article-three-28s.yaml",
            "--explain=private-a",
        ]),
        transcript(&["plan", "examples/shop-prod.yaml", "--explain=nope"]),
    ];
    for line in texts.iter().flat_map(|text| text.lines()) {
        let length = line.chars().count();
        assert!(
            length <= 80 || line.contains("https://") || line.contains("help:"),
            "{line}"
        );
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("plan_explain", texts.join("\n"));
    });
}

/// 3 × (10 − 1) + 2 is AWS's own formula for a c5.large.
#[test]
fn json_derives_its_figures_by_path() {
    let output = run(&[
        "plan",
        "examples/best-practices-c5-large.yaml",
        "--format",
        "json",
    ]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let max_pods = &report["derivations"]["node_groups[0].max_pods"];
    assert_eq!(max_pods["formula"], "min(110, 3 × (10 − 1) + 2) = 29");
    assert_eq!(max_pods["value"], 29);
    assert_eq!(max_pods["operands"][1]["name"], "interfaces");
    assert_eq!(max_pods["operands"][1]["value"], 3);
    assert_eq!(max_pods["certainty"], "documented");
    assert!(
        max_pods["source"]
            .as_str()
            .unwrap()
            .starts_with("https://docs.aws")
    );
    let advice = &report["node_groups"][0]["advice"];
    assert_eq!(advice["advised"]["ip"], 2);
    assert_eq!(advice["certainty"], "estimate");
}

#[test]
fn the_report_stands_before_all_of_them_and_a_wiki_has_them_last() {
    let args = ["plan", "examples/shop-prod.yaml", "--as-of", "2026-11-24"];
    let all = stdout(&run(&[&args[..], &["--explain"]].concat()));
    let plain = stdout(&run(&args));
    assert!(all.starts_with(&plain));
    for said in [
        "507 − 48 = 459",
        "1 + 5 ≈ 6",
        "≈ stands before an estimate.",
        "[1] https://",
    ] {
        assert!(all.contains(said), "{said}");
    }
    let wiki = stdout(&run(&[&args[..], &["--format", "markdown"]].concat()));
    let (_, last) = wiki.split_once("### How the numbers come about").unwrap();
    assert!(
        last.contains("| private-a | free | 507 − 48 = 459 |"),
        "{last}"
    );
}

#[test]
fn a_path_that_is_not_there_is_a_fault() {
    let output = run(&["plan", "examples/shop-prod.yaml", "--explain=nope"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("no number of this plan stands at `nope`"));
}
