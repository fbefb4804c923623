//! Random plans: trees of the document's own shape, read as any other.
#![expect(
    clippy::cast_possible_truncation,
    reason = "random bits are cut to size on purpose"
)]

use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::{Record, Shape, Value};
use eniplan_core::plan::tree::{Data, Entry, Node};

use crate::seeded::Seeded;

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
    random: Seeded,
}

impl Grower {
    fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    fn node(&mut self, shape: &Shape) -> Node {
        match shape {
            Shape::Bool => Node::plain((self.below(2) == 0).to_string()),
            Shape::Int { min, max } => {
                let span = u64::from(max - min) + 1;
                let span = if self.below(2) == 0 {
                    span.min(40)
                } else {
                    span
                };
                Node::plain((u64::from(*min) + self.below(span)).to_string())
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
                    .map(|key| Entry::of(*key, self.node(item)));
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
pub fn plan(seed: u64) -> Plan {
    let random = Seeded::of(seed);
    Plan::read(&Grower { random }.node(Plan::SHAPE)).0
}
