//! `eniplan compare`: strategies as people and programs read them, and the plans that they write.

use std::fs;

use serde_json::Value;

use crate::terminal::{code, run, run_with, stderr, stdout, transcript};

const ARTICLE: &str = "examples/article-three-28s.yaml";
const SHOP: &str = "examples/shop-prod.yaml";

fn json(args: &[&str]) -> Value {
    let output = run(args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_people_read() {
    for (name, args) in [
        ("compare_shop-prod", &["compare", SHOP][..]),
        ("compare_article", &["compare", ARTICLE]),
        (
            "compare_one",
            &["compare", ARTICLE, "--strategy", "custom-prefixes"],
        ),
        (
            "compare_two",
            &["compare", "examples/best-practices-c5-large.yaml", ARTICLE],
        ),
    ] {
        let text = transcript(args);
        for line in text.lines().skip(1) {
            let length = line.chars().count();
            assert!(length <= 80, "{length} characters in {line:?}");
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn what_a_wiki_shows() {
    let texts = [
        transcript(&["compare", ARTICLE, "--format", "markdown"]),
        transcript(&["compare", SHOP, ARTICLE, "--format", "markdown"]),
    ];
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("compare_markdown", texts.join("\n"));
    });
}

/// Names of fields, which programs rely on.
#[test]
fn what_programs_read() {
    let document = json(&["compare", SHOP, "--format", "json"]);
    assert_eq!(
        (&document["version"], &document["name"]),
        (&1.into(), &"shop-prod".into())
    );
    let rows = document["strategies"].as_array().unwrap();
    assert_eq!(rows.len(), 16);
    for row in rows {
        let fields: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            fields,
            [
                "apply",
                "breaks",
                "can_run",
                "changes",
                "figures",
                "in_use",
                "owner_request",
                "raised",
                "refusal",
                "restarts_pods",
                "solved",
                "source",
                "strategy",
                "title",
                "why_not"
            ]
        );
        assert_eq!(row["can_run"].as_bool().unwrap(), row["why_not"].is_null());
        assert_eq!(row["can_run"].as_bool().unwrap(), row["apply"].is_string());
    }
    for figures in [&document["present"], &rows[0]["figures"]] {
        let fields: Vec<&str> = figures
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            fields,
            [
                "addresses_non_routable",
                "addresses_per_node",
                "addresses_routable",
                "addresses_short",
                "certainty",
                "gates",
                "nodes",
                "nodes_needed",
                "pods_pending",
                "pods_placed",
                "pods_running",
                "pods_without_address",
                "wall"
            ]
        );
    }
    let pair = json(&["compare", SHOP, ARTICLE, "--format", "json"]);
    assert_eq!(pair["plans"][1]["name"], "article");
    assert_eq!(pair["plans"][1]["figures"]["pods_running"], 10);
}

/// The link in JSON, the file and standard output are the same plan, and it does what its row says.
#[test]
fn the_changed_plan_can_be_taken_over() {
    let args = ["compare", ARTICLE, "--strategy", "calico"];
    let file = std::env::temp_dir().join(format!("eniplan-compare-{}.yaml", std::process::id()));
    let written = run(&[&args[..], &["--output", file.to_str().unwrap()]].concat());
    assert_eq!((code(&written), stdout(&written).as_str()), (0, ""));
    let text = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert_eq!(
        stdout(&run(&[&args[..], &["--output", "-"]].concat())),
        text
    );
    let row = json(&[&args[..], &["--format", "json"]].concat())["strategies"][0].take();
    let link = row["apply"].as_str().unwrap();
    let of = |args: &[&str], input: &str| -> Value {
        serde_json::from_slice(&run_with(args, input.as_bytes()).stdout).unwrap()
    };
    let [mut by_link, mut by_text] = [
        of(&["plan", link, "--format", "json"], ""),
        of(&["plan", "-", "--format", "json"], &text),
    ];
    for report in [&mut by_link, &mut by_text] {
        report["source"].take();
    }
    let totals = by_text["totals"].clone();
    assert_eq!(totals["pods_placed"], row["figures"]["pods_placed"]);
    assert_eq!(totals, by_link["totals"]);
}

#[test]
fn what_is_refused() {
    let output = run(&[
        "compare",
        ARTICLE,
        "--strategy",
        "weave-net",
        "--output",
        "-",
    ]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("weave-net cannot run. It is archived"),
        "{}",
        stderr(&output)
    );
    for args in [
        &["compare"][..],
        &["compare", "examples"],
        &["compare", ARTICLE, "--strategy", "istio"],
        &["compare", ARTICLE, "--output", "-"],
        &["compare", ARTICLE, SHOP, "--strategy", "calico"],
        &[
            "compare",
            ARTICLE,
            "--strategy",
            "calico",
            "--output",
            "/no/such/folder/plan.yaml",
        ],
    ] {
        assert_eq!(code(&run(args)), 2, "{args:?}");
    }
}
