//! Whole exports, reviewed by eye and tracked below tests/golden.

use std::collections::BTreeSet;
use std::path::Path;

use eniplan_core::export::{Export, Kind, Options, Strategy};
use eniplan_core::finding::{Code, Finding};
use eniplan_core::plan::Plan;
use eniplan_tests::exports::{self, CASES, ROOTS};
use eniplan_tests::golden;

#[test]
fn exports_are_the_tracked_ones() {
    for case in CASES {
        let export = exports::export(case.text);
        let folder = format!("tests/golden/{}", case.name);
        let mut names: BTreeSet<String> = BTreeSet::new();
        for file in &export.files {
            golden::assert_tracked(&format!("{folder}/{}", file.path), &file.contents);
            assert!(
                names.insert(file.path.clone()),
                "{} stands twice",
                file.path
            );
        }
        let mut tracked = BTreeSet::new();
        list(&golden::root().join(&folder), "", &mut tracked);
        assert_eq!(tracked, names, "{folder} has files of an older export");
    }
}

/// Turns the keys of every mapping by as many places as told, so that each comes first once.
fn turn(value: &mut serde_yaml_ng::Value, places: usize) {
    match value {
        serde_yaml_ng::Value::Mapping(entries) => {
            let mut all: Vec<_> = core::mem::take(entries).into_iter().collect();
            let first = places % all.len().max(1);
            all.rotate_left(first);
            for (_, value) in &mut all {
                turn(value, places);
            }
            entries.extend(all);
        }
        serde_yaml_ng::Value::Sequence(items) => {
            for item in items {
                turn(item, places);
            }
        }
        _ => {}
    }
}

/// In which order a document has its keys makes no difference: by the alphabet, turned by any number, or backwards.
#[test]
fn the_order_of_keys_changes_nothing() {
    let whole = CASES
        .iter()
        .map(|case| (case.name, case.text, Options::default()));
    let roots = ROOTS
        .iter()
        .map(|root| (root.name, root.text, root.options));
    for (name, text, options) in whole.chain(roots) {
        let export = |text: &str| {
            let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
            assert_eq!(findings, [], "{text}");
            exports::with(&plan, options)
        };
        let expected = export(text);
        let value: serde_json::Value = serde_saphyr::from_str(text).expect("YAML");
        // A mapping of serde_json has its keys in the order of the alphabet.
        assert_eq!(export(&value.to_string()), expected, "{name}");
        for places in 1..8 {
            let mut value = serde_yaml_ng::from_str(text).expect("YAML");
            turn(&mut value, places);
            let turned = serde_yaml_ng::to_string(&value).expect("YAML");
            assert_eq!(export(&turned), expected, "{name} {places}");
        }
    }
}

/// Every strategy has a whole export that is tracked.
#[test]
fn every_strategy_is_tracked() {
    let tracked: Vec<Strategy> = CASES
        .iter()
        .map(|case| Strategy::of(&Plan::from_text(case.text.as_bytes()).expect("a plan").0))
        .collect();
    for strategy in Strategy::ALL {
        assert!(tracked.contains(&strategy), "{strategy}");
    }
}

/// The Terraform of a root, its plan, and the request to the owner of its VPC.
fn root(text: &str, options: Options) -> Export {
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, [], "{text}");
    let mut export = exports::with(&plan, options);
    export.files.retain(|file| {
        matches!(file.kind, Kind::Terraform | Kind::Plan) || file.path == "request-to-vpc-owner.md"
    });
    export
}

#[test]
fn roots_are_the_tracked_ones() {
    for case in ROOTS {
        let folder = format!("tests/golden/{}", case.name);
        let mut names = BTreeSet::new();
        for file in root(case.text, case.options).files {
            golden::assert_tracked(&format!("{folder}/{}", file.path), &file.contents);
            names.insert(file.path);
        }
        let mut tracked = BTreeSet::new();
        list(&golden::root().join(&folder), "", &mut tracked);
        assert_eq!(tracked, names, "{folder} has files of an older export");
    }
}

fn list(folder: &Path, before: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of a golden export") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{before}{name}/"), found);
        } else {
            found.insert(format!("{before}{name}"));
        }
    }
}

/// Every file is listed in the README with what it is for, in the order in which the export has it, and its folder is
/// told when its turn is, or why it has none.
#[test]
fn the_readme_lists_every_file() {
    for case in CASES {
        let export = exports::export(case.text);
        let readme = &export.files[0].contents;
        let (_, told) = readme.split_once("\n## Order\n").unwrap_or((readme, ""));
        for file in &export.files {
            if let Some((folder, _)) = file.path.split_once('/') {
                assert!(
                    told.contains(&format!("`{folder}/`")),
                    "{}: {folder}",
                    case.name
                );
            }
        }
        let (readme, others) = export.files.split_first().expect("files");
        assert_eq!(readme.path, "README.md");
        let mut at = 0;
        for file in others {
            let row = format!("| `{}` | ", file.path);
            let found = readme.contents[at..].find(&row);
            at += found.unwrap_or_else(|| panic!("{} misses {}", case.name, file.path));
        }
        // What is wrong with the plan is told there error by error.
        let told_apart = |finding: &&Finding| finding.code != Code::PlanHasErrors;
        for finding in export.findings.iter().filter(told_apart) {
            assert!(
                readme.contents.contains(&finding.code.to_string()),
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn an_export_twice_gives_the_same_bytes() {
    for case in CASES {
        assert_eq!(exports::export(case.text), exports::export(case.text));
    }
}
