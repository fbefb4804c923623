//! The two lengths of the design, counted from the version digit.

use eniplan_core::link;
use eniplan_core::plan::Plan;

fn length(text: &str) -> usize {
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, []);
    link::encode(&plan).expect("small enough").len()
}

#[test]
fn the_production_example_takes_at_most_300_characters() {
    let length = length(include_str!("../../examples/shop-prod.yaml"));
    assert!(length <= 300, "{length}");
}

#[test]
fn a_large_plan_takes_at_most_340_characters() {
    let length = length(include_str!("../links/large.yaml"));
    assert!(length <= 340, "{length}");
}
