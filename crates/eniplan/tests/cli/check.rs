//! `eniplan check`: what ends a pipeline, and what does not.

use std::fs;
use std::path::PathBuf;

use crate::terminal::{code, run, run_with, stderr, stdout};
use serde_json::Value;

const ARTICLE: &str = "examples/article-three-28s.yaml";
const SHOP: &str = "examples/shop-prod.yaml";

#[test]
fn gates_and_findings_decide() {
    for (args, expected) in [
        (&[SHOP][..], 0),
        (
            &[
                SHOP,
                "--gate",
                "upgrade",
                "--gate",
                "scale-to-max",
                "--gate",
                "zone-loss",
            ],
            0,
        ),
        (&[SHOP, "--fail-on", "note"], 1),
        (&[ARTICLE], 1),
        (&[ARTICLE, "--fail-on", "never"], 0),
        (&[ARTICLE, "--fail-on", "never", "--gate", "zone-loss"], 1),
        (
            &["examples", "--fail-on", "never", "--gate", "zone-loss"],
            1,
        ),
        (&[SHOP, ARTICLE], 1),
    ] {
        for format in ["table", "json", "sarif", "github", "markdown"] {
            let mut all = vec!["check", "--format", format];
            all.extend(args);
            assert_eq!(code(&run(&all)), expected, "{all:?}");
        }
    }
}

#[test]
fn what_people_and_github_read() {
    let texts = ["table", "markdown", "github"].map(|format| {
        crate::terminal::transcript(&["check", ARTICLE, "--gate", "zone-loss", "--format", format])
    });
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("check", texts.join("\n"));
    });
}

const SHORT: &str = "name: small
zones: [a, b]
subnets:
  - {name: one, zone: a, cidr: 10.0.0.0/26}
  - {name: two, zone: b, cidr: 10.0.0.64/26}
node_groups:
  - name: general
    instance_types: [t3.micro]
    nodes: {desired: 2, max: 2}
    pods: {desired: PODS}
";

fn plan(pods: u32, more: &str) -> String {
    SHORT.replace("PODS", &pods.to_string()) + more
}

fn check(text: &str, args: &[&str]) -> (i32, String) {
    let mut all = vec!["check", "-"];
    all.extend(args);
    let output = run_with(&all, text.as_bytes());
    let text = stdout(&output) + &stderr(&output);
    let flowing: Vec<&str> = text.split_whitespace().collect();
    (code(&output), flowing.join(" "))
}

/// 2 t3.micro nodes take 2 workload pods each, so 6 pods leave 2 pending and 9 leave 5.
#[test]
fn against_a_baseline_only_what_is_new_or_worse_counts() {
    let before = run_with(&["plan", "-", "--format", "json"], plan(6, "").as_bytes());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("before.json");
    fs::write(&path, &before.stdout).unwrap();
    let baseline = ["--baseline", path.to_str().unwrap()];
    let gate = [&baseline[..], &["--gate", "scale-to-max"]].concat();
    let plan_before = path.with_extension("yaml");
    fs::write(&plan_before, plan(6, "")).unwrap();

    assert_eq!(check(&plan(6, ""), &[]).0, 1);
    let (same, text) = check(&plan(6, ""), &baseline);
    assert_eq!(same, 0);
    assert!(text.contains("known from the baseline"), "{text}");
    assert_eq!(check(&plan(6, ""), &gate).0, 0);
    assert_eq!(check(&plan(5, ""), &gate).0, 0, "better is no fault");
    assert_eq!(check(&plan(9, ""), &baseline).0, 1, "worse is");
    assert_eq!(check(&plan(6, "naem: x\n"), &baseline).0, 1, "new is");

    // The earlier plan says as much as its report, and so does the earlier check.
    let checked = run_with(&["check", "-", "--format", "json"], plan(6, "").as_bytes());
    let path_checked = path.with_extension("checked.json");
    fs::write(&path_checked, &checked.stdout).unwrap();
    for before in [&plan_before, &path_checked] {
        let baseline = ["--baseline", before.to_str().unwrap()];
        assert_eq!(check(&plan(6, ""), &baseline).0, 0);
        assert_eq!(check(&plan(9, ""), &baseline).0, 1);
    }
    for file in [path, path_checked, plan_before] {
        fs::remove_file(file).unwrap();
    }
}

/// 6 pods of which 4 run become 9 of which 4 run; a subnet is renumbered and another one added.
#[test]
fn before_and_after_stand_side_by_side() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("side-before.yaml");
    fs::write(&path, plan(6, "naem: x\n")).unwrap();
    let after = plan(9, "").replace(
        "  - {name: two, zone: b, cidr: 10.0.0.64/26}\n",
        "  - {name: two, zone: b, cidr: 10.0.0.128/26}\n  - {name: new, zone: b, role: other, cidr: 10.0.1.0/28}\n",
    );
    let args = ["--base", path.to_str().unwrap(), "--format"];
    let (ended, text) = check(&after, &[&args[..], &["markdown"]].concat());
    assert_eq!(ended, 1);
    for line in [
        "| pods that run | 4 | 4 | = |",
        "| pods pending | 2 | 5 | +3 |",
        "| new | none | 10.0.1.0/28, 11 free | new |",
        "- ~~EP0101 naem~~ ",
        "10.0.0.128/26, ",
        " | renumbered |",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let (_, text) = check(&after, &[&args[..], &["table"]].concat());
    assert!(text.contains("pods pending 2 5 +3"), "{text}");
    assert!(text.contains("found no more EP0101 naem"), "{text}");
    fs::remove_file(path).unwrap();
}

#[test]
fn accepted_findings_count_again_when_their_day_is_over() {
    let accepting = |subject: &str| {
        plan(
            6,
            &format!(
                "accept:\n  - {{code: EP0302, subject: {subject}, reason: moving in spring, until: 2027-03-31}}\n"
            ),
        )
    };
    let (ended, text) = check(&accepting("general"), &["--as-of", "2027-03-31"]);
    assert_eq!(ended, 0, "{text}");
    assert!(
        text.contains("accepted until 2027-03-31 EP0302 general: moving in spring"),
        "{text}"
    );
    let (ended, text) = check(&accepting("general"), &["--as-of", "2027-04-01"]);
    assert_eq!(ended, 1);
    assert!(
        text.contains(
            "accepted until 2027-03-31, which is over: EP0302 general (moving in spring)"
        ),
        "{text}"
    );
    assert_eq!(
        check(&accepting("another"), &["--as-of", "2027-03-31"]).0,
        1
    );
}

#[test]
fn acceptances_that_do_nothing_are_told() {
    let accepting = |entry: &str| plan(2, &format!("accept: [{{{entry}}}]\n"));
    for (entry, said) in [
        (
            "code: EP0302",
            "accept[0]: nothing is found that it accepts: EP0302;",
        ),
        ("code: EP9999", "accept[0]: there is no finding EP9999;"),
        // What is over and found no more needs nothing but its removal.
        (
            "code: ep0302, subject: general, until: 2020-01-01",
            "nothing is found that it accepts: ep0302 general;",
        ),
    ] {
        let (ended, text) = check(&accepting(entry), &[]);
        assert_eq!(ended, 0, "{text}");
        assert!(text.contains(said), "{text}");
    }
    let text = accepting("code: EP9999") + "x: 1\n";
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("accepting.yaml");
    fs::write(&path, text).unwrap();
    let output = run(&["check", path.to_str().unwrap(), "--format", "github"]);
    let text = stdout(&output);
    assert!(
        text.contains(
            "accepting.yaml,line=11,col=10,title=accept::accept[0]: there is no finding EP9999"
        ),
        "{text}"
    );
    let output = run(&["check", path.to_str().unwrap(), "--format", "json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["plans"][0]["acceptances"][0]["state"], "unknown-code");
    fs::remove_file(path).unwrap();
}

/// At 5 % a month 2 pods on two nodes of 2 are 4 in 15 months: 1.05^14 = 1.98, 1.05^15 = 2.08.
#[test]
fn the_teams_own_horizon_counts() {
    let with = |months: u32| {
        plan(
            2,
            &format!("growth: {{pods_per_month: 5%}}\npolicy: {{min_months: {months}}}\n"),
        )
    };
    let (ended, text) = check(&with(120), &[]);
    assert_eq!(ended, 1, "{text}");
    assert!(text.contains("policy.min_months wants 120"), "{text}");
    assert_eq!(check(&with(0), &[]).0, 0);
}

#[test]
fn the_teams_own_reserve_counts() {
    let with = |min_free: &str| plan(2, &format!("policy: {{min_free: {min_free}}}\n"));
    assert_eq!(check(&with("10%"), &[]).0, 0);
    let (ended, text) = check(&with("58"), &[]);
    assert_eq!(ended, 1);
    assert!(
        text.contains("of the 58 free addresses that policy.min_free wants"),
        "{text}"
    );
}

#[test]
fn programs_read_why() {
    let output = run(&[
        "check", ARTICLE, SHOP, "--gate", "upgrade", "--format", "json",
    ]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["ok"], false);
    let plans = said["plans"].as_array().unwrap();
    assert_eq!(
        (&plans[0]["ok"], &plans[1]["ok"]),
        (&Value::Bool(false), &Value::Bool(true))
    );
    assert_eq!(plans[0]["failed_gates"][0], "upgrade");
    let standings: Vec<_> = plans[0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (
                finding["severity"].as_str().unwrap(),
                finding["standing"].as_str().unwrap(),
            )
        })
        .collect();
    for (severity, standing) in standings {
        assert_eq!(
            standing,
            if severity == "error" {
                "counts"
            } else {
                "below"
            }
        );
    }
}

#[test]
fn annotations_name_file_and_line() {
    let output = run(&["check", ARTICLE, "--format", "github"]);
    let text = stdout(&output);
    assert!(
        text.contains("::error file=examples/article-three-28s.yaml,line=13,col=5,title=EP0302"),
        "{text}"
    );
}
