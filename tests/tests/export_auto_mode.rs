//! Auto Mode's NodeClass against what AWS documents of it: its definition is published nowhere else, so that no
//! validator knows it.

use eniplan_tests::exports;
use serde_json::Value;

/// The fields of the specification and those of a term of each list.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html>, read 2026-11-25.
const FIELDS: &[(&str, &[&str])] = &[
    ("role", &[]),
    ("subnetSelectorTerms", &["tags", "id"]),
    ("securityGroupSelectorTerms", &["tags", "id", "name"]),
];

/// The documented tag of the cluster's own security group.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html>, read 2026-11-25.
const GROUP_TAG: &str = "aws:eks:cluster-name";

fn documents(name: &str, path: &str) -> Vec<Value> {
    let case = exports::CASES.iter().find(|case| case.name == name);
    let export = exports::export(case.expect("a case").text);
    let file = export.files.iter().find(|file| file.path == path);
    serde_saphyr::from_multiple(&file.expect("the file").contents).expect("YAML")
}

fn class(name: &str) -> Value {
    let documents = documents(name, "manifests/auto-mode-node-class.yaml");
    assert_eq!(documents.len(), 1);
    documents.into_iter().next().expect("one")
}

#[test]
fn a_node_class_has_documented_fields_alone() {
    for name in ["auto-mode", "to-auto-mode", "groups-left-out"] {
        let class = class(name);
        assert_eq!(class["apiVersion"], "eks.amazonaws.com/v1");
        assert_eq!(class["kind"], "NodeClass");
        // EKS keeps that name for the class of its own pools.
        assert_ne!(class["metadata"]["name"], "default");
        let spec = class["spec"].as_object().expect("a mapping");
        assert_eq!(spec.len(), FIELDS.len(), "{name}: each is required");
        for (field, inner) in FIELDS {
            match &spec[*field] {
                Value::String(role) => assert!(inner.is_empty() && role.len() <= 64, "{role}"),
                Value::Array(terms) => {
                    assert!(!terms.is_empty(), "{name}: {field}");
                    for term in terms {
                        let keys: Vec<&String> = term.as_object().expect("a term").keys().collect();
                        assert!(
                            matches!(keys.as_slice(), [only] if inner.contains(&only.as_str())),
                            "{name}: {field}: {keys:?}"
                        );
                    }
                }
                other => panic!("{name}: {field} is {other}"),
            }
        }
        let groups = &spec["securityGroupSelectorTerms"][0]["tags"];
        assert!(groups[GROUP_TAG].is_string(), "{name}");
    }
}

/// The pools name the class, and its role is the one that the Terraform makes.
#[test]
fn class_pools_and_role_belong_together() {
    for name in ["auto-mode", "to-auto-mode", "groups-left-out"] {
        let class = class(name);
        let pools = documents(name, "manifests/auto-mode-node-pools.yaml");
        for pool in &pools {
            let reference = &pool["spec"]["template"]["spec"]["nodeClassRef"];
            assert_eq!(reference["name"], class["metadata"]["name"]);
            assert_eq!(reference["group"], "eks.amazonaws.com");
        }
    }
    let role = class("auto-mode")["spec"]["role"].to_string();
    let case = exports::CASES.iter().find(|case| case.name == "auto-mode");
    let export = exports::export(case.expect("a case").text);
    let eks = export
        .files
        .iter()
        .find(|file| file.path == "terraform/eks.tf");
    assert!(eks.expect("the file").contents.contains(&role), "{role}");
}
