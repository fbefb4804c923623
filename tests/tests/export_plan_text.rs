//! A plan that is saved as YAML is the same plan when it is read.

use eniplan_core::plan::shape::Value as _;
use eniplan_core::plan::tree::{Data, Node};
use eniplan_core::plan::{Name, Plan};
use eniplan_tests::{hostile, oracle, random};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_plan_comes_back_from_its_text(seed in any::<u64>()) {
        let plan = random::plan(seed);
        let text = plan.to_text();
        let (read, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
        prop_assert_eq!(findings, [], "{}", text);
        prop_assert_eq!(&read, &plan, "{}", text);
        prop_assert_eq!(read.to_text(), text);
    }
}

#[test]
fn hostile_names_come_back_from_their_text() {
    let mut names = 0;
    for text in hostile::texts() {
        let Some(name) = Name::of(&text) else {
            continue;
        };
        names += 1;
        let plan = Plan {
            name: Some(name),
            ..Plan::default()
        };
        let saved = plan.to_text();
        let (read, findings) = Plan::from_text(saved.as_bytes()).expect("a plan");
        assert_eq!((read, findings), (plan, vec![]), "{saved}");
    }
    assert!(names > 40, "{names}");
}

/// Texts as another reader of YAML sees them: what is text for us is text there.
#[test]
fn another_yaml_reader_sees_the_same_tree() {
    let plans: Vec<Plan> = (0..200).map(random::plan).collect();
    let texts: Vec<String> = plans.iter().map(Plan::to_text).collect();
    let input = serde_json::to_string(&texts).expect("JSON");
    let program = "import sys, json, yaml\nprint(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))";
    let Some(output) = oracle::python(&["yaml"], program, &input) else {
        return;
    };
    let seen: Vec<serde_json::Value> = serde_json::from_str(&output).expect("JSON");
    for ((plan, text), seen) in plans.iter().zip(&texts).zip(seen) {
        let mut ours = json(&plan.write());
        ours["version"] = 1.into();
        assert_eq!(ours, seen, "{text}");
    }
}

fn json(node: &Node) -> serde_json::Value {
    match &node.data {
        Data::Scalar { text, quoted: true } => text.as_ref().into(),
        Data::Scalar {
            text,
            quoted: false,
        } => serde_json::from_str(text).unwrap_or_else(|_| text.as_ref().into()),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), json(&entry.value)))
            .collect(),
    }
}
