//! A tree read by its shape: every fault is told with its path and place, and none stops the reading.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::scalars::{Name, spelled_block};
use super::shape::{Field, Record, Shape, Spelled, Value, write_record};
use super::tree::{Data, Entry, Node, Text};
use crate::finding::{Code, Finding, Operand, Place};
use crate::net::Ipv4Prefix;
use crate::operands;

/// What a table is called.
const A_TABLE: &str = "a mapping of names to values";

/// How many findings a reading keeps: a hostile document of a million faults needs no million findings.
const MOST_FINDINGS: usize = 500;

/// What is readable of a tree, written as eniplan writes it, with every fault; `None` where nothing is.
pub fn read(node: &Node, shape: &Shape) -> (Option<Node>, Vec<Finding>) {
    let mut reading = Reading::default();
    let read = reading.value(node, shape);
    (read, reading.into_findings())
}

/// A step from a value to one below it.
enum Step {
    /// A key that the document knows.
    Key(&'static str),
    /// Any other.
    Name(String),
    /// An entry of a list.
    Index(usize),
}

/// A reading under way: where it stands and what it has found.
#[derive(Default)]
pub(super) struct Reading {
    steps: Vec<Step>,
    findings: Vec<Finding>,
}

impl Reading {
    /// What was found, in the order of the text.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Tells a fault at the present path.
    pub(super) fn tell(&mut self, code: Code, at: Place, operands: Vec<Operand>) {
        if self.findings.len() < MOST_FINDINGS {
            let mut finding = Finding::new(code, self.path(), operands);
            finding.at = at;
            self.findings.push(finding);
        }
    }

    /// Tells that something else belongs here.
    fn wrong_type(&mut self, node: &Node, belongs: String) {
        self.tell(
            Code::WrongType,
            node.at,
            operands![node.kind(), belongs].into(),
        );
    }

    /// The present path, as in `subnets[2].cidr`; it is made where there is something to tell.
    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            let key = match step {
                Step::Key(key) => key,
                Step::Name(name) => name.as_str(),
                Step::Index(index) => {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "[{index}]");
                    continue;
                }
            };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
        }
        path
    }

    /// Goes one step down, does something there and comes back.
    fn below<T>(&mut self, step: Step, there: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(step);
        let done = there(self);
        self.steps.pop();
        done
    }

    fn value(&mut self, node: &Node, shape: &Shape) -> Option<Node> {
        match shape {
            Shape::Optional(_) if node.is_null() => Some(Node::null()),
            Shape::Optional(inner) => self.value(node, inner),
            Shape::List { item, max, or_one } => self.list(node, item, *max, *or_one),
            Shape::Table { item, max } => self.table(node, item, *max),
            Shape::Record(record) => self.record(node, record),
            _ => self.scalar(node, shape),
        }
    }

    fn scalar(&mut self, node: &Node, shape: &Shape) -> Option<Node> {
        let text = node.text().unwrap_or_default();
        let spelled = match shape {
            Shape::Bool => match text {
                "true" | "True" | "TRUE" => Spelled::As("true".into()),
                "false" | "False" | "FALSE" => Spelled::As("false".into()),
                _ => Spelled::Not,
            },
            Shape::Int { min, max } => match digits(text) {
                None => Spelled::Not,
                Some(digits) => {
                    let number = digits.parse::<u32>().ok();
                    let Some(number) = number.filter(|number| (*min..=*max).contains(number))
                    else {
                        let operands = operands![node.kind(), shape.noun()];
                        self.tell(Code::OutOfRange, node.at, operands.into());
                        return None;
                    };
                    Spelled::As(number.to_string().into())
                }
            },
            Shape::Choice { words } => {
                let word = words.iter().find(|(_, word)| *word == text);
                word.map_or(Spelled::Not, |(_, word)| Spelled::As((*word).into()))
            }
            // A block is read only as it is written, but for space in it.
            Shape::Ipv4Prefix => match text.parse::<Ipv4Prefix>() {
                Ok(_) => Spelled::As(text.to_string().into()),
                Err(_) => spelled_block::<Ipv4Prefix>(text),
            },
            Shape::Text { spelled, .. } => spelled(text),
            _ => Spelled::Not,
        };
        match spelled {
            Spelled::As(text) => Some(shape.scalar(text)),
            Spelled::OnBoundary { text, block } => {
                let read = shape.scalar(block.clone().into());
                self.tell(Code::HostBits, node.at, operands![text, block].into());
                Some(read)
            }
            Spelled::Not => {
                self.wrong_type(node, shape.noun());
                None
            }
        }
    }

    /// The values of a list, without those that say nothing.
    fn list(&mut self, node: &Node, item: &Shape, max: usize, or_one: bool) -> Option<Node> {
        let items = match &node.data {
            _ if node.is_null() => &[],
            Data::List(items) => items.as_slice(),
            _ if or_one => core::slice::from_ref(node),
            _ => {
                self.wrong_type(node, "a list".to_string());
                return None;
            }
        };
        self.tell_too_many(node, items.len(), max);
        let mut values = Vec::new();
        for (index, item_node) in items.iter().take(max).enumerate() {
            let value = self.below(Step::Index(index), |below| below.value(item_node, item));
            values.extend(value);
        }
        match values.pop() {
            Some(only) if or_one && values.is_empty() => Some(only),
            last => {
                values.extend(last);
                Some(Node::of(Data::List(values)))
            }
        }
    }

    fn table(&mut self, node: &Node, item: &Shape, max: usize) -> Option<Node> {
        let Data::Map(entries) = &node.data else {
            self.wrong_type(node, A_TABLE.to_string());
            return None;
        };
        let mut read = Vec::new();
        for entry in entries.iter().take(max) {
            let key = Node {
                at: entry.at,
                ..Node::quoted(entry.key.clone())
            };
            let (key, value) = self.below(named(&entry.key), |below| {
                let key = below.value(&key, Name::SHAPE);
                (key, below.value(&entry.value, item))
            });
            if let (Some(Data::Scalar { text, .. }), Some(value)) = (key.map(|key| key.data), value)
            {
                read.push(Entry::of(text, value));
            }
        }
        self.tell_too_many(node, entries.len(), max);
        Some(Node::of(Data::Map(read)))
    }

    fn tell_too_many(&mut self, node: &Node, count: usize, max: usize) {
        if count > max {
            let operands = operands![count as u64, max as u64];
            self.tell(Code::TooMany, node.at, operands.into());
        }
    }

    /// The keys of a record; nothing where it says nothing.
    fn record(&mut self, node: &Node, record: &Record) -> Option<Node> {
        let mut missing: Vec<&str> = record.required.to_vec();
        // Each with the place of its field, in the order of those.
        let mut read: Vec<(usize, Node)> = Vec::new();
        match (&node.data, record.short_field()) {
            (Data::Map(entries), _) => {
                for entry in entries {
                    let mut fields = (0..).zip(record.fields);
                    let Some((place, field)) = fields.find(|(_, field)| field.key == entry.key)
                    else {
                        self.below(named(&entry.key), |below| below.unknown(entry, record));
                        continue;
                    };
                    let value = self.below(Step::Key(field.key), |below| below.entry(entry, field));
                    if let Some(value) = value {
                        missing.retain(|key| *key != field.key || entry.value.is_null());
                        if let Err(at) = read.binary_search_by_key(&place, |(place, _)| *place) {
                            read.insert(at, (place, value));
                        }
                    }
                }
            }
            _ if node.is_null() => {}
            (_, Some(short)) => {
                let value = self.value(node, short.shape)?;
                missing.retain(|key| *key != short.key);
                let fields = record.fields.iter();
                let place = fields.take_while(|field| field.key != short.key).count();
                read.push((place, value));
            }
            _ => {
                self.wrong_type(node, "a mapping".to_string());
                return None;
            }
        }
        // A key that stood there with a fault was told already.
        for key in &missing {
            if node.get(key).is_none_or(Node::is_null) {
                self.tell(Code::MissingKey, node.at, operands![*key].into());
            }
        }
        if !missing.is_empty() {
            return None;
        }
        let values = read.into_iter();
        let values = values.filter_map(|(place, value)| Some((record.fields.get(place)?, value)));
        Some(write_record(record, values))
    }

    /// Tells a key that the record does not have.
    fn unknown(&mut self, entry: &Entry, record: &Record) {
        let operands = operands![shown(&entry.key), hint(&entry.key, record)];
        self.tell(Code::UnknownKey, entry.at, operands.into());
    }

    /// The value of a key; nothing where its default holds.
    fn entry(&mut self, entry: &Entry, field: &Field) -> Option<Node> {
        if entry.value.is_null() && !matches!(field.shape, Shape::Optional(_)) {
            return None;
        }
        self.value(&entry.value, field.shape)
    }
}

/// The step to a key of any kind, cut to what a path can bear.
fn named(key: &Text) -> Step {
    Step::Name(key.chars().take(80).collect())
}

/// A whole number as digits alone, perhaps with a sign; `None` for anything else.
fn digits(text: &str) -> Option<String> {
    // People write 10_000, 10,000, 10 000 and 10'000 in forms; YAML 1.1 knew the first.
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '_' | ',' | '\'' | '’') && !c.is_whitespace())
        .collect();
    let unsigned = digits.trim_start_matches('-');
    let is_number = !digits.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(digits)
}

/// A user's text cut to what a message can bear.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Help for an unknown key: the nearest known one, or all of them.
fn hint(key: &str, record: &Record) -> String {
    let nearest = record
        .fields
        .iter()
        .map(|field| (distance(key, field.key), field.key))
        .min()
        .filter(|(distance, nearest)| *distance <= nearest.len() / 3 + 1);
    if let Some((_, nearest)) = nearest {
        return alloc::format!("Write `{nearest}` if that was meant");
    }
    let keys: Vec<&str> = record.fields.iter().map(|field| field.key).collect();
    alloc::format!("Keys here are {}", keys.join(", "))
}

/// How many single-letter edits lie between two words, the first one cut to 40 letters.
///
/// ```
/// assert_eq!(eniplan_core::plan::reading::distance("zone", "zones"), 1);
/// ```
pub fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().take(40).enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, b) in to.iter().enumerate() {
            let (Some(&above), Some(&left)) = (row.get(j + 1), row.get(j)) else {
                break;
            };
            let best = (diagonal + usize::from(a != *b))
                .min(above + 1)
                .min(left + 1);
            diagonal = above;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

impl Shape {
    /// What belongs there, as a noun phrase for a message.
    pub fn noun(&self) -> String {
        match self {
            Self::Bool => "true or false".to_string(),
            Self::Int { min, max } => alloc::format!("a whole number from {min} to {max}"),
            Self::Choice { words } => {
                let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
                alloc::format!("one of {}", words.join(", "))
            }
            Self::Ipv4Prefix => "an IPv4 block such as 10.0.0.0/16".to_string(),
            Self::Text { what, .. } => (*what).to_string(),
            Self::Optional(inner) => inner.noun(),
            Self::List { .. } => "a list".to_string(),
            Self::Table { .. } => A_TABLE.to_string(),
            Self::Record(record) => match record.short_field() {
                Some(short) => alloc::format!("{} or a mapping", short.shape.noun()),
                None => "a mapping".to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, distance};

    #[test]
    fn numbers_are_read_as_people_paste_them() {
        for text in [
            "12000",
            "12,000",
            "12 000",
            "12_000",
            "12'000",
            "12\u{a0}000",
            " 12’000\n",
        ] {
            assert_eq!(digits(text).as_deref(), Some("12000"), "{text}");
        }
        for text in ["", "12.000", "12 nodes", "1e3", ","] {
            assert_eq!(digits(text), None, "{text}");
        }
    }

    #[test]
    fn distance_counts_edits() {
        for (from, to, edits) in [
            ("", "abc", 3),
            ("zones", "zones", 0),
            ("zone", "zones", 1),
            ("naem", "name", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), edits, "{from} {to}");
            assert_eq!(distance(to, from), edits, "{to} {from}");
        }
    }
}
