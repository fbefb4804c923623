//! A tree in bits, led by its shape: what the shape says is not written. Frozen with version 1.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::bits::{Reader, Writer};
use super::text;
use crate::net::Ipv4Prefix;
use crate::plan::shape::{Field, Record, Shape};
use crate::plan::tree::{Data, Entry, Node};

/// Why bits are no tree of the shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WireError {
    /// A field or word of a newer eniplan.
    Unknown,
    /// Nothing that any eniplan writes.
    Malformed,
}

/// Writes a tree that has the shape.
pub(super) fn write(node: &Node, shape: &Shape) -> Vec<u8> {
    let mut wire = Encoder::default();
    wire.value(node, shape);
    wire.out.into_bytes()
}

/// Reads what [`write`] wrote.
pub(super) fn read(bytes: &[u8], shape: &Shape) -> Result<Node, WireError> {
    let mut wire = Decoder {
        bits: Reader::new(bytes),
        texts: Vec::new(),
    };
    let node = wire.value(shape)?;
    if wire.bits.is_spent() {
        Ok(node)
    } else {
        Err(WireError::Malformed)
    }
}

/// What an entry of a list of subnets would be if it followed from the one before it: the next zone, the next block,
/// the same role, the name with the next zone in it.
fn following(before: &Node) -> Vec<Entry> {
    let text = |key: &str| before.get(key).and_then(Node::text).unwrap_or_default();
    let zone = text("zone");
    let next_zone = next_letter(zone);
    let mut entries = Vec::new();
    if let Some(stem) = text("name").strip_suffix(zone) {
        entries.push(Entry::of(
            "name",
            Node::quoted(alloc::format!("{stem}{next_zone}")),
        ));
    }
    entries.push(Entry::of("zone", Node::quoted(next_zone)));
    if let Some(role) = before.get("role") {
        entries.push(Entry::of("role", role.clone()));
    }
    if let Some(block) = text("cidr").parse().ok().and_then(Ipv4Prefix::next) {
        entries.push(Entry::of("cidr", Node::quoted(block.to_string())));
    }
    entries
}

/// The text with its last letter moved on by one: `a` to `b`, `eu-west-1a` to `eu-west-1b`.
fn next_letter(text: &str) -> String {
    let mut next = text.to_string();
    if let Some(last @ 'a'..='y') = next.pop() {
        next.push(char::from(u8::try_from(last).unwrap_or(b'a') + 1));
        return next;
    }
    text.to_string()
}

/// The value of each field of a record: from the tree, or what stands in for it.
fn value_or(node: &[Entry], key: &str, otherwise: impl FnOnce() -> Node) -> Node {
    node.iter()
        .find(|entry| entry.key == key)
        .map_or_else(otherwise, |entry| entry.value.clone())
}

/// A record's keys: the map's own, or the one that a short form means.
fn entries_of(node: &Node, record: &Record) -> Vec<Entry> {
    match (&node.data, record.short) {
        (Data::Map(entries), _) => entries.clone(),
        (_, Some(short)) => alloc::vec![Entry::of(short, node.clone())],
        _ => Vec::new(),
    }
}

/// Whether entries of a list of this shape usually follow from each other.
fn runs_on(shape: &Shape) -> bool {
    matches!(shape, Shape::Record(record) if record.runs_on)
}

/// Whether a value is expected where there may be none, so that its absence must be told.
fn may_be_taken_back(field: &Field, expected: &[Entry]) -> bool {
    matches!(field.shape, Shape::Optional(_)) && expected.iter().any(|entry| entry.key == field.key)
}

#[derive(Default)]
struct Encoder {
    out: Writer,
    texts: Vec<String>,
}

impl Encoder {
    fn value(&mut self, node: &Node, shape: &Shape) {
        let text = node.text().unwrap_or_default();
        match shape {
            Shape::Bool => self.out.bit(text == "true"),
            Shape::Int { min, .. } => self
                .out
                .number(text.parse().unwrap_or(*min).saturating_sub(*min), 3),
            Shape::Choice { words } => {
                let id = words
                    .iter()
                    .find(|(_, word)| *word == text)
                    .map_or(1, |(id, _)| *id);
                self.out.number(id.saturating_sub(1), 1);
            }
            Shape::Ipv4Prefix => {
                if let Ok(block) = text.parse::<Ipv4Prefix>() {
                    let length = u32::from(block.length());
                    self.out.bits(length, 6);
                    self.out
                        .bits(block.first().checked_shr(32 - length).unwrap_or(0), length);
                }
            }
            Shape::Text { .. } => self.text(text),
            Shape::Optional(inner) => {
                if matches!(inner, Shape::Optional(_)) {
                    self.out.bit(!node.is_null());
                    if node.is_null() {
                        return;
                    }
                }
                self.value(node, inner);
            }
            Shape::List { item, .. } => {
                let items = match &node.data {
                    Data::List(items) => items.as_slice(),
                    _ => core::slice::from_ref(node),
                };
                self.count(items.len());
                let mut before: Option<&Node> = None;
                for node in items {
                    match item {
                        Shape::Record(record) if runs_on(item) => {
                            let expected = before.map(following).unwrap_or_default();
                            self.record(&entries_of(node, record), record, &expected);
                        }
                        _ => self.value(node, item),
                    }
                    before = Some(node);
                }
            }
            Shape::Table { item, .. } => {
                let Data::Map(entries) = &node.data else {
                    return self.count(0);
                };
                self.count(entries.len());
                for entry in entries {
                    self.text(&entry.key);
                    self.value(&entry.value, item);
                }
            }
            Shape::Record(record) => self.record(&entries_of(node, record), record, &[]),
        }
    }

    fn count(&mut self, count: usize) {
        self.out.number(u32::try_from(count).unwrap_or(u32::MAX), 1);
    }

    fn text(&mut self, text: &str) {
        let known = self.texts.iter().position(|known| known == text);
        self.out.bit(known.is_some());
        if let Some(index) = known {
            self.out.number(u32::try_from(index).unwrap_or(0), 2);
        } else {
            text::write(text, &mut self.out);
            self.texts.push(text.to_string());
        }
    }

    /// The fields that differ from what is expected, each led by how far its id is from the one before; then a zero.
    fn record(&mut self, entries: &[Entry], record: &Record, expected: &[Entry]) {
        let mut last = 0;
        // The document lists fields by their ids.
        for field in record.fields {
            let value = value_or(entries, field.key, || field.default());
            let required = expected.is_empty() && record.required.contains(&field.key);
            if !required && value == value_or(expected, field.key, || field.default()) {
                continue;
            }
            self.out.bit(true);
            self.out.number(field.id.saturating_sub(last + 1), 0);
            last = field.id;
            if may_be_taken_back(field, expected) {
                self.out.bit(!value.is_null());
                if value.is_null() {
                    continue;
                }
            }
            self.value(&value, field.shape);
        }
        self.out.bit(false);
    }
}

struct Decoder<'a> {
    bits: Reader<'a>,
    texts: Vec<String>,
}

impl Decoder<'_> {
    fn value(&mut self, shape: &Shape) -> Result<Node, WireError> {
        let malformed = WireError::Malformed;
        Ok(match shape {
            Shape::Bool => {
                let is_true = self.bits.bit().ok_or(malformed)?;
                Node::plain(if is_true { "true" } else { "false" })
            }
            Shape::Int { min, .. } => {
                let number = self.bits.number(3).ok_or(malformed)?;
                Node::plain(number.checked_add(*min).ok_or(malformed)?.to_string())
            }
            Shape::Choice { words } => {
                let id = self.bits.number(1).ok_or(malformed)?.saturating_add(1);
                let word = words
                    .iter()
                    .find(|(known, _)| *known == id)
                    .ok_or(WireError::Unknown)?;
                Node::plain(word.1)
            }
            Shape::Ipv4Prefix => {
                let length = self.bits.bits(6).ok_or(malformed)?;
                let length = u8::try_from(length)
                    .ok()
                    .filter(|length| *length <= 32)
                    .ok_or(malformed)?;
                let high = self.bits.bits(length.into()).ok_or(malformed)?;
                let first = high.checked_shl(32 - u32::from(length)).unwrap_or(0);
                let block = Ipv4Prefix::starting_at(first, length).ok_or(malformed)?;
                Node::quoted(block.to_string())
            }
            Shape::Text { .. } => Node::quoted(self.text()?),
            Shape::Optional(inner) => {
                if matches!(inner, Shape::Optional(_)) && !self.bits.bit().ok_or(malformed)? {
                    return Ok(Node::null());
                }
                self.value(inner)?
            }
            Shape::List { item, max, .. } => {
                let count = self.count(*max)?;
                let mut items: Vec<Node> = Vec::new();
                for _ in 0..count {
                    let node = match item {
                        Shape::Record(record) if runs_on(item) => {
                            let expected = items.last().map(following).unwrap_or_default();
                            self.record(record, expected)?
                        }
                        _ => self.value(item)?,
                    };
                    items.push(node);
                }
                Node::of(Data::List(items))
            }
            Shape::Table { item, max } => {
                let count = self.count(*max)?;
                let mut entries: Vec<Entry> = Vec::new();
                for _ in 0..count {
                    let key = self.text()?;
                    entries.push(Entry::of(key, self.value(item)?));
                }
                Node::of(Data::Map(entries))
            }
            Shape::Record(record) => self.record(record, Vec::new())?,
        })
    }

    /// How many entries follow: each takes a bit at least, so a small text cannot ask for many.
    fn count(&mut self, max: usize) -> Result<usize, WireError> {
        let count = self.bits.number(1).ok_or(WireError::Malformed)? as usize;
        if count > max.min(self.bits.left()) {
            Err(WireError::Malformed)
        } else {
            Ok(count)
        }
    }

    fn text(&mut self) -> Result<String, WireError> {
        if self.bits.bit().ok_or(WireError::Malformed)? {
            let index = self.bits.number(2).ok_or(WireError::Malformed)? as usize;
            return self.texts.get(index).cloned().ok_or(WireError::Malformed);
        }
        let text = text::read(&mut self.bits).ok_or(WireError::Malformed)?;
        self.texts.push(text.clone());
        Ok(text)
    }

    fn record(&mut self, record: &Record, expected: Vec<Entry>) -> Result<Node, WireError> {
        let mut entries = expected;
        let mut last = 0u32;
        while self.bits.bit().ok_or(WireError::Malformed)? {
            let gap = self.bits.number(0).ok_or(WireError::Malformed)?;
            last = last
                .checked_add(gap)
                .and_then(|id| id.checked_add(1))
                .ok_or(WireError::Malformed)?;
            let field = record
                .fields
                .iter()
                .find(|field| field.id == last)
                .ok_or(WireError::Unknown)?;
            let taken_back = may_be_taken_back(field, &entries)
                && !self.bits.bit().ok_or(WireError::Malformed)?;
            let value = if taken_back {
                Node::null()
            } else {
                self.value(field.shape)?
            };
            match entries.iter_mut().find(|entry| entry.key == field.key) {
                Some(entry) => entry.value = value,
                None => entries.push(Entry::of(field.key, value)),
            }
        }
        Ok(Node::of(Data::Map(entries)))
    }
}
