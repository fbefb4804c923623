//! Every published row through the command itself: its flags in, its JSON out.
//!
//! Where the files come from: `tests/vectors/ipamd.md`.

use std::collections::HashMap;

use clap::Parser as _;
use serde_json::Value;

const DOCS: &str = include_str!("../../../../../tests/vectors/ipamd-docs.csv");
const MODEL: &str = include_str!("../../../../../tests/vectors/ipamd-model.csv");

type Row = HashMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.expect("a row of the vectors"))
        .collect()
}

/// The command's JSON for a row; what a row leaves blank is left out of the flags.
fn answer(row: &Row, pods: &str, prefixes: bool) -> Value {
    let mut words = vec!["node".to_owned(), row["instance_type"].clone()];
    let mut flag = |flag: &str, value: Option<&str>| {
        words.push(flag.to_owned());
        words.extend(value.map(str::to_owned));
    };
    flag("--pods", Some(pods));
    flag("--format", Some("json"));
    for (name, column) in [
        ("--warm-eni-target", "warm_eni_target"),
        ("--warm-ip-target", "warm_ip_target"),
        ("--minimum-ip-target", "minimum_ip_target"),
        ("--warm-prefix-target", "warm_prefix_target"),
        ("--max-eni", "max_eni"),
        ("--max-pods", "max_pods"),
    ] {
        if let Some(value) = row.get(column).filter(|value| !value.is_empty()) {
            flag(name, Some(value));
        }
    }
    if prefixes {
        flag("--prefix-delegation", None);
    }
    for (name, column) in [
        ("--custom-networking", "custom_networking"),
        ("--pod-security-groups", "pod_security_groups"),
    ] {
        if row.get(column).is_some_and(|value| value == "true") {
            flag(name, None);
        }
    }
    let parsed = Command::try_parse_from(words).expect("the flags of the contract");
    let mut out = Vec::new();
    super::run(&parsed.args, &mut out).expect("an answer");
    serde_json::from_slice(&out).expect("JSON")
}

#[derive(clap::Parser)]
struct Command {
    #[command(flatten)]
    args: super::Args,
}

fn number(text: &str) -> u64 {
    text.parse().expect("a number")
}

fn list(text: &str) -> Vec<u64> {
    text.split(',').map(number).collect()
}

#[test]
fn the_documented_tables_as_the_code_has_them() {
    let rows = rows(DOCS);
    assert!(rows.len() >= 19);
    for row in rows {
        let prefixes = row["mode"] == "prefix";
        let said = answer(&row, &row["pods"], prefixes);
        assert_eq!(said["interfaces"], number(&row["code_enis"]), "{row:?}");
        assert_eq!(said["held"], number(&row["code_cidrs"]), "{row:?}");
        assert_eq!(
            said["per_interface"],
            Value::from(list(&row["code_per_eni"])),
            "{row:?}"
        );
        assert_eq!(said["idle"], number(&row["code_unused_ips"]), "{row:?}");
        assert_eq!(
            said["subnet_addresses"],
            number(&row["code_subnet_ips"]),
            "{row:?}"
        );
        assert_eq!(said["unit"], if prefixes { "prefix" } else { "address" });
        assert_eq!(said["stable"], true, "{row:?}");
    }
}

#[test]
fn the_independent_model() {
    let rows = rows(MODEL);
    assert!(rows.len() >= 719);
    let mut unstable = 0;
    for row in rows {
        let said = answer(
            &row,
            &row["pods_needing_ip"],
            row["prefix_delegation"] == "true",
        );
        if row["enis"] == "unstable" {
            assert_eq!(said["stable"], false, "{row:?}");
            unstable += 1;
            continue;
        }
        assert_eq!(said["stable"], true, "{row:?}");
        for (field, column) in [
            ("interfaces", "enis"),
            ("held", "ips_or_prefixes"),
            ("idle", "unused_ips"),
            ("subnet_addresses", "subnet_ips"),
            ("pods_without_address", "pods_without_ip"),
        ] {
            assert_eq!(said[field], number(&row[column]), "{field} of {row:?}");
        }
        assert_eq!(
            said["per_interface"],
            Value::from(list(&row["per_eni"])),
            "{row:?}"
        );
        let trunk = u64::from(row["pod_security_groups"] == "true" && number(&row["max_enis"]) > 1);
        assert!(said["trunk_addresses"].as_u64() <= Some(trunk), "{row:?}");
    }
    assert!(unstable >= 3, "the file has unstable rows");
}
