//! Tree to plan: every fault is told with its path and place, and none stops the reading.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::shape::{Record, Shape};
use super::tree::{Data, Node};
use crate::finding::{Code, Finding, Operand, Place};
use crate::operands;

/// How many findings a reading keeps: a hostile document of a million faults needs no million findings.
const MOST_FINDINGS: usize = 500;

/// A reading under way: where it stands and what it has found.
#[derive(Debug, Default)]
pub struct Reading {
    path: String,
    findings: Vec<Finding>,
}

impl Reading {
    /// What was found, in the order of the text.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Tells a fault at the present path.
    pub fn tell(&mut self, code: Code, at: Place, operands: impl IntoIterator<Item = Operand>) {
        if self.findings.len() < MOST_FINDINGS {
            let mut finding = Finding::new(code, self.path.clone(), operands);
            finding.at = at;
            self.findings.push(finding);
        }
    }

    /// Tells that something else belongs here.
    pub fn wrong_type(&mut self, node: &Node, shape: &Shape) {
        self.tell(
            Code::WrongType,
            node.at,
            operands![node.kind(), shape.noun()],
        );
    }

    fn within<T>(
        &mut self,
        extend: impl FnOnce(&mut String),
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let length = self.path.len();
        extend(&mut self.path);
        let value = read(self);
        self.path.truncate(length);
        value
    }

    /// Reads at a key below the present path.
    pub fn at_key<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let extend = |path: &mut String| {
            if !path.is_empty() {
                path.push('.');
            }
            path.extend(key.chars().take(80));
        };
        self.within(extend, read)
    }

    /// Reads at an index below the present path.
    pub fn at_index<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let extend = |path: &mut String| {
            // Writing to a String cannot fail.
            let _ = write!(path, "[{index}]");
        };
        self.within(extend, read)
    }

    /// The items of a list, as many as may stand there.
    pub fn items<'a>(&mut self, node: &'a Node, max: usize, or_one: bool) -> Option<&'a [Node]> {
        match &node.data {
            _ if node.is_null() => Some(&[]),
            Data::List(items) => {
                if items.len() > max {
                    self.tell(
                        Code::TooMany,
                        node.at,
                        operands![items.len() as u64, max as u64],
                    );
                }
                items.get(..items.len().min(max))
            }
            _ if or_one => Some(core::slice::from_ref(node)),
            _ => {
                self.tell(Code::WrongType, node.at, operands![node.kind(), "a list"]);
                None
            }
        }
    }

    /// Reads the keys of a record; false where it says nothing.
    pub fn record(
        &mut self,
        node: &Node,
        record: &'static Record,
        read: &mut dyn FnMut(&str, &Node, &mut Self) -> bool,
    ) -> bool {
        let mut missing: Vec<&str> = record.required.to_vec();
        match (&node.data, record.short) {
            (Data::Map(entries), _) => {
                for entry in entries {
                    let key = entry.key.as_str();
                    self.at_key(key, |reading| {
                        if !record.fields.iter().any(|field| field.key == key) {
                            reading.tell(
                                Code::UnknownKey,
                                entry.at,
                                operands![shown(key), hint(key, record)],
                            );
                        } else if (entry.value.is_null() && !record.nullable(key))
                            || read(key, &entry.value, reading)
                        {
                            missing.retain(|required| *required != key || entry.value.is_null());
                        }
                    });
                }
            }
            _ if node.is_null() => {}
            (_, Some(short)) => {
                if read(short, node, self) {
                    missing.retain(|required| *required != short);
                } else {
                    return false;
                }
            }
            _ => {
                self.tell(
                    Code::WrongType,
                    node.at,
                    operands![node.kind(), Shape::Record(record).noun()],
                );
                return false;
            }
        }
        // A key that stood there with a fault was told already.
        for key in &missing {
            if node.get(key).is_none_or(Node::is_null) {
                self.tell(Code::MissingKey, node.at, operands![*key]);
            }
        }
        missing.is_empty()
    }
}

impl Record {
    fn nullable(&self, key: &str) -> bool {
        self.fields
            .iter()
            .any(|field| field.key == key && matches!(field.shape, Shape::Optional(_)))
    }
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
            Self::Table { .. } => "a mapping of names to values".to_string(),
            Self::Record(record) => match record
                .short
                .and_then(|key| record.fields.iter().find(|field| field.key == key))
            {
                Some(short) => alloc::format!("{} or a mapping", short.shape.noun()),
                None => "a mapping".to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

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
