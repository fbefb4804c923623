//! `eniplan link`, `cidr info`, `completions` and `man`.

use std::fs;
use std::path::PathBuf;

use crate::terminal::{code, run, run_with, stderr, stdout, transcript};
use serde_json::Value;

#[test]
fn a_link_says_what_its_plan_says() {
    for example in ["article-three-28s", "best-practices-c5-large", "shop-prod"] {
        let path = format!("examples/{example}.yaml");
        let url = stdout(&run(&["link", &path]));
        let url = url.trim();
        assert!(
            url.starts_with("https://eniplan.github.io/eniplan/#/vpc?p=1"),
            "{url}"
        );
        let bare = url.split_once("?p=").unwrap().1;
        let report = |input: &str| -> Value {
            let output = run(&["plan", input, "--format", "json"]);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            let mut report: Value = serde_json::from_slice(&output.stdout).unwrap();
            // Only a text has places, and each input its own source.
            report.as_object_mut().unwrap().remove("source");
            for finding in report["findings"].as_array_mut().unwrap() {
                finding
                    .as_object_mut()
                    .unwrap()
                    .retain(|key, _| key != "line" && key != "column");
            }
            report
        };
        assert_eq!(report(url), report(&path));
        assert_eq!(report(bare), report(&path));
        assert_eq!(stdout(&run(&["link", bare])).trim(), url);
    }
}

#[test]
fn the_site_can_stand_elsewhere() {
    for site in [
        "https://wiki.example/eniplan",
        "https://wiki.example/eniplan/#/nodes",
    ] {
        let url = stdout(&run(&["link", "examples/shop-prod.yaml", "--site", site]));
        assert!(
            url.starts_with("https://wiki.example/eniplan/#/vpc?p=1"),
            "{url}"
        );
    }
}

#[test]
fn a_faulty_plan_gives_a_link_and_a_warning() {
    let output = run_with(&["link", "-"], b"naem: shop\n");
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("1 fault"), "{}", stderr(&output));
}

#[test]
fn blocks() {
    let texts = [
        "10.0.0.0/19",
        "10.0.0.16/28",
        "10.0.0.5/24",
        "10.0.0.0/8",
        "172.17.0.0/16",
        "100.64.0.0/16",
        "169.254.0.0/16",
        "2600:1f18:1234:5600::/56",
        "fd00::/8",
    ]
    .map(|block| transcript(&["cidr", "info", block]));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("cidr_info", texts.join("\n"));
    });
}

/// AWS keeps 5 addresses of a subnet; a /24 has 16 /28 blocks, of which the first and the last hold kept addresses.
#[test]
fn blocks_for_programs() {
    let info = |block: &str| -> Value {
        serde_json::from_slice(&run(&["cidr", "info", block, "--format", "json"]).stdout).unwrap()
    };
    let block = info("10.1.2.0/24");
    assert_eq!(block["network"], "10.1.2.0");
    assert_eq!(block["last"], "10.1.2.255");
    assert_eq!(
        (&block["addresses"], &block["usable"], &block["prefixes"]),
        (&256.into(), &251.into(), &14.into())
    );
    assert_eq!(info("10.0.0.0/29")["subnet"]["ok"], false);
    assert_eq!(
        info("::/0")["addresses"],
        "340282366920938463463374607431768211456"
    );
    assert_eq!(info("2600:1f18::/64")["addresses"], "18446744073709551616");
    assert_eq!(
        info("2600:1f18::/64")["last"],
        "2600:1f18::ffff:ffff:ffff:ffff"
    );
}

#[test]
fn shells_are_told_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        let script = stdout(&output);
        for word in ["plan", "check", "max-pods-calculator", "fail-on"] {
            assert!(script.contains(word), "{word} is missing for {shell}");
        }
    }
}

#[test]
fn every_command_has_a_page() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let output = run(&["man", "-o", folder.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for page in [
        "eniplan",
        "eniplan-plan",
        "eniplan-check",
        "eniplan-cidr-info",
    ] {
        let text = fs::read_to_string(folder.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}");
    }
    fs::remove_dir_all(folder).unwrap();
    assert!(stdout(&run(&["man"])).contains(".TH eniplan 1"));
}
