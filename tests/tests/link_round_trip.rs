//! Every plan comes back from its link, every field of the document included.

use std::collections::BTreeSet;

use eniplan_core::link::{self, LinkError};
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::{Record, Shape, Value};
use eniplan_core::plan::tree::{Data, Entry, Node};
use proptest::prelude::*;

/// Texts of every kind that the document takes; what does not fit a field is left out by the reading.
const TEXTS: &[&str] = &[
    "a",
    "b",
    "eu-west-1c",
    "us-west-2-lax-1a",
    "private-a",
    "private-b",
    "pods-c",
    "general",
    "m6i.xlarge",
    "c6i.*",
    "shop-prod",
    "Größe 日本 😀",
    "${var.x} \"%{if}",
    "5%",
    "2.5%",
    "33%",
    "3",
    "100m",
    "1.5",
    "256Mi",
    "3Gi",
    "2027-03-31",
    "10.0.0.5",
    "10.0.0.5-10.0.0.9",
    "10.1.0.0/28",
    "amazon",
    "2600:1f18:1234:5600::/56",
    "2600:1f18:1234:5601::/64",
    "1.34",
    "use1-az1",
    "EP0301",
    "vpc-0123456789abcdef0",
    "a reason of some words",
];

/// A random tree of a shape, from a seed.
struct Grower {
    state: u64,
}

impl Grower {
    fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn node(&mut self, shape: &Shape) -> Node {
        match shape {
            Shape::Bool => Node::plain(self.below(2) == 0),
            Shape::Int { min, max } => {
                let span = u64::from(max - min) + 1;
                let span = if self.below(2) == 0 {
                    span.min(40)
                } else {
                    span
                };
                Node::plain(u64::from(*min) + self.below(span))
            }
            Shape::Choice { words } => {
                Node::plain(words[self.below(words.len() as u64) as usize].1)
            }
            Shape::Ipv4Prefix => {
                let length = self.below(33) as u32;
                let bits = (self.below(1 << 32) as u32)
                    .checked_shr(32 - length)
                    .unwrap_or(0);
                let first = bits.checked_shl(32 - length).unwrap_or(0);
                Node::quoted(format!("{}/{length}", std::net::Ipv4Addr::from(first)))
            }
            Shape::Text { .. } => Node::quoted(TEXTS[self.below(TEXTS.len() as u64) as usize]),
            Shape::Optional(inner) if self.below(4) == 0 => {
                let _ = inner;
                Node::null()
            }
            Shape::Optional(inner) => self.node(inner),
            Shape::List { item, .. } => {
                let count = self.below(5);
                Node::of(Data::List((0..count).map(|_| self.node(item)).collect()))
            }
            Shape::Table { item, .. } => {
                let count = self.below(3) as usize;
                let entries = TEXTS
                    .iter()
                    .skip(8)
                    .take(count)
                    .map(|key| Entry::of(key, self.node(item)));
                Node::of(Data::Map(entries.collect()))
            }
            Shape::Record(record) => self.record(record),
        }
    }

    fn record(&mut self, record: &Record) -> Node {
        let mut entries = Vec::new();
        for field in record.fields {
            if field.key != "version" && (record.required.contains(&field.key) || self.below(3) > 0)
            {
                entries.push(Entry::of(field.key, self.node(field.shape)));
            }
        }
        Node::of(Data::Map(entries))
    }
}

/// A plan grown from a seed: what was readable of a random tree.
fn plan(seed: u64) -> Plan {
    Plan::read(&Grower { state: seed }.node(Plan::SHAPE)).0
}

/// Names the fields that differ from their default in a tree.
fn fields_set(node: &Node, shape: &Shape, seen: &mut BTreeSet<(&'static str, &'static str)>) {
    match (shape, &node.data) {
        (Shape::Optional(inner), _) => fields_set(node, inner, seen),
        (Shape::List { item, .. }, Data::List(items)) => {
            items.iter().for_each(|node| fields_set(node, item, seen))
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
        let cut = &text[..1 + at.index(text.len() - 1)];
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
