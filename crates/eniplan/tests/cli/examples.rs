//! The numbers of `examples/README.md` are those of the plans.

use std::fs;

use serde_json::Value;

use crate::terminal::{code, root, run, run_with};

/// A type, max pods, pods with an address without and with the control plane's interfaces.
type Row = (String, u64, u64, u64);

/// The table of `examples/README.md`.
fn printed() -> Vec<Row> {
    let text = fs::read_to_string(root().join("examples/README.md")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, name, max_pods, without, with, _] = cells[..] else {
            return None;
        };
        let numbers = [max_pods, without, with].map(|cell| cell.parse().ok());
        let [Some(max_pods), Some(without), Some(with)] = numbers else {
            return None;
        };
        Some((name.to_owned(), max_pods, without, with))
    };
    text.lines().filter_map(row).collect()
}

/// The article's cluster on another type, with as many pods as its nodes are let have.
fn counted(name: &str, interfaces: u32) -> (u64, u64) {
    let article = fs::read_to_string(root().join("examples/article-three-28s.yaml")).unwrap();
    let report = |pods: u64| -> Value {
        let text = article
            .replace("t3.micro", name)
            .replace("pods: {desired: 28}", &format!("pods: {{desired: {pods}}}"))
            + &format!("cluster: {{control_plane_interfaces: {interfaces}}}\n");
        let output = run_with(&["plan", "-", "--format", "json"], text.as_bytes());
        assert_eq!(code(&output), 0);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let max_pods = report(0)["node_groups"][0]["max_pods"].as_u64().unwrap();
    // aws-node and kube-proxy stand on the host's network.
    let full = report(5 * (max_pods - 2));
    let count = |field: &str| full["totals"][field].as_u64().unwrap();
    assert_eq!(count("pods_pending"), 0);
    (
        max_pods,
        count("pods_placed") - count("pods_without_address"),
    )
}

/// An independent model of ipamd gave these for the article's cluster; see `tests/tests/warm_pool_contention.rs`.
const MODEL: [(&str, u64, u64, u64); 6] = [
    ("t3.micro", 4, 10, 10),
    ("t3.small", 11, 18, 18),
    ("t3.medium", 17, 23, 20),
    ("t3.large", 35, 28, 24),
    ("m5.large", 29, 27, 24),
    ("m5.xlarge", 58, 28, 24),
];

#[test]
fn the_articles_cluster_on_other_types() {
    let model =
        MODEL.map(|(name, max_pods, without, with)| (name.to_owned(), max_pods, without, with));
    assert_eq!(printed(), model);
    for (name, max_pods, without, with) in model {
        assert_eq!(counted(&name, 0), (max_pods, without), "{name}");
        assert_eq!(counted(&name, 4), (max_pods, with), "{name}");
    }
}

#[test]
fn every_example_is_described_and_read_without_a_fault() {
    let readme = fs::read_to_string(root().join("examples/README.md")).unwrap();
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "README.md" || path.is_dir() {
            continue;
        }
        assert!(readme.contains(&format!("[{name}]({name})")), "{name}");
        let output = run(&["plan", path.to_str().unwrap(), "--format", "json"]);
        assert_eq!(code(&output), 0);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        for finding in report["findings"].as_array().unwrap() {
            // From 100 to 199 stand faults of the document.
            assert!(
                !finding["code"].as_str().unwrap().starts_with("EP01"),
                "{finding}"
            );
        }
    }
}
