//! Every plan comes back from its link, every field of the document included.

use std::collections::BTreeSet;

use eniplan_core::link::{self, LinkError};
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::{Shape, Value};
use eniplan_core::plan::tree::{Data, Node};
use eniplan_tests::random::plan;
use proptest::prelude::*;

/// Names the fields that differ from their default in a tree.
fn fields_set(node: &Node, shape: &Shape, seen: &mut BTreeSet<(&'static str, &'static str)>) {
    match (shape, &node.data) {
        (Shape::Optional(inner), _) => fields_set(node, inner, seen),
        (Shape::List { item, .. }, Data::List(items)) => {
            for node in items {
                fields_set(node, item, seen);
            }
        }
        (Shape::Record(record), Data::Map(_)) => {
            for field in record.fields {
                if let Some(value) = node.get(field.key) {
                    seen.insert((record.name, field.key));
                    fields_set(value, field.shape, seen);
                }
            }
        }
        (Shape::Record(record), _) => {
            if let Some(field) = record
                .fields
                .iter()
                .find(|field| Some(field.key) == record.short)
            {
                seen.insert((record.name, field.key));
                fields_set(node, field.shape, seen);
            }
        }
        _ => {}
    }
}

fn all_fields(shape: &Shape, all: &mut BTreeSet<(&'static str, &'static str)>) {
    match shape {
        Shape::Optional(inner) => all_fields(inner, all),
        Shape::List { item, .. } | Shape::Table { item, .. } => all_fields(item, all),
        Shape::Record(record) => {
            for field in record.fields {
                all.insert((record.name, field.key));
                all_fields(field.shape, all);
            }
        }
        _ => {}
    }
}

#[test]
fn the_random_plans_set_every_field_of_the_document() {
    let (mut all, mut seen) = (BTreeSet::new(), BTreeSet::new());
    all_fields(Plan::SHAPE, &mut all);
    for seed in 0..300 {
        let plan = plan(seed);
        fields_set(&plan.write(), Plan::SHAPE, &mut seen);
        let text = link::encode(&plan).expect("small enough");
        assert_eq!(link::decode(&text).as_ref(), Ok(&plan), "seed {seed}");
    }
    all.remove(&("Plan", "version"));
    assert!(all.len() > 90, "{}", all.len());
    assert_eq!(
        all.difference(&seen).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_plan_comes_back(seed in any::<u64>()) {
        let plan = plan(seed);
        let text = link::encode(&plan).expect("small enough");
        prop_assert_eq!(link::decode(&text), Ok(plan.clone()));
        prop_assert_eq!(link::encode(&plan), Ok(text));
    }

    /// One changed character is always noticed, wherever it stands.
    #[test]
    fn a_changed_character_is_noticed(seed in any::<u64>(), at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_-]") {
        let plan = plan(seed);
        let text = link::encode(&plan).expect("small enough");
        let at = 1 + at.index(text.len() - 1);
        let changed = format!("{}{to}{}", &text[..at], &text[at + 1..]);
        let read = link::decode(&changed);
        // The last character may hold bits of no byte; they carry nothing.
        prop_assert!(read == Ok(plan) && (changed == text || at == text.len() - 1) || matches!(read, Err(LinkError::Altered | LinkError::Cut)), "{read:?}");
    }

    /// A link that was cut says so, wherever it was cut.
    #[test]
    fn a_cut_link_says_so(seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        let text = link::encode(&plan(seed)).expect("small enough");
        let cut = &text[..=at.index(text.len() - 1)];
        prop_assert_eq!(link::decode(cut), Err(LinkError::Cut));
    }

    /// Anything at all gives a plan or one error.
    #[test]
    fn decoding_is_total(text in "1?[A-Za-z0-9_-]{0,200}") {
        eniplan_tests::fuzz::link_decode(text.as_bytes());
    }

    /// Hostile payloads with a right checksum as well.
    #[test]
    fn decoding_is_total_behind_the_checksum(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        eniplan_tests::fuzz::link_payload(&payload);
    }
}
