//! An input as documents: JSON one after the other, or text, each read as soon as it is recognised.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use eniplan_core::plan::Plan;
use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::inventory::{Document, Inventory};
use crate::raw::{decoded, end_of_json};
use crate::recognise::Kind;
use crate::{aws, kubernetes, terraform, text};

/// The longest input that is read, in bytes: EC2 answers for 100,000 interfaces of ten addresses in about 340 MB.
pub const MOST_BYTES: usize = 384 << 20;
/// Entries between two calls of the progress hook.
const STEP: usize = 1_000;
/// Lists in lists, as `--query` makes them, are followed so deep.
const DEEPEST: usize = 8;
/// Keys of an object that are looked at; no answer has a tenth as many.
const MOST_KEYS: usize = 1_000;
/// Texts of a list that are looked at, as of blocks.
const MOST_TEXTS: usize = 10_000;
/// Findings of an input that are told; a file of another kind could have one in every line.
const MOST_FINDINGS: usize = 1_000;

/// How far the reading of an input has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that were read.
    pub bytes: usize,
    /// Bytes that there are.
    pub of: usize,
    /// Entries that were taken.
    pub entries: usize,
}

/// Reads an input and adds what it shows; tells what could not be read.
///
/// The input may hold any number of documents, of any of the kinds that are known, and text between them.
///
/// ```
/// use eniplan_import::{Inventory, read};
///
/// let mut inventory = Inventory::default();
/// let answer = br#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}]}"#;
/// assert_eq!(read("subnets.json", answer, &mut inventory), []);
/// assert_eq!(inventory.subnets.len(), 1);
/// ```
pub fn read(source: &str, bytes: &[u8], inventory: &mut Inventory) -> Vec<Finding> {
    read_with(source, bytes, inventory, &mut |_| {})
}

/// As [`read`], and says every thousand entries how far it has come.
pub fn read_with(
    source: &str,
    bytes: &[u8],
    inventory: &mut Inventory,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Finding> {
    let mut reader = Reader {
        source,
        all: bytes.len(),
        base: bytes.as_ptr() as usize,
        inventory,
        progress,
        findings: Vec::new(),
        taken: BTreeMap::new(),
        unreadable: BTreeMap::new(),
        entries: 0,
    };
    reader.input(bytes);
    reader.finish()
}

/// Answers of EKS about one thing, under its name, and keys by which they are told from a plan's.
pub(crate) const TELLING: [(&str, Kind, [&str; 2]); 3] = [
    (
        "cluster",
        Kind::Cluster,
        ["\"arn\"", "\"resourcesVpcConfig\""],
    ),
    (
        "nodegroup",
        Kind::NodeGroup,
        ["\"nodegroupName\"", "\"nodegroupArn\""],
    ),
    ("addon", Kind::Addon, ["\"addonName\"", "\"addonArn\""]),
];

pub(crate) fn is_telling(raw: &str, inside: &[&str]) -> bool {
    inside.iter().any(|key| raw.contains(key))
}

/// Entries of a kind that could not be read: how many, and what was wrong with the first.
type Unreadable = BTreeMap<Kind, (usize, String)>;

/// What one input is read with.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a str,
    all: usize,
    base: usize,
    pub(crate) inventory: &'a mut Inventory,
    progress: &'a mut dyn FnMut(Progress),
    findings: Vec<Finding>,
    taken: BTreeMap<&'static str, usize>,
    unreadable: Unreadable,
    entries: usize,
}

impl Reader<'_> {
    pub(crate) fn tell(
        &mut self,
        code: Code,
        operands: impl IntoIterator<Item = eniplan_core::finding::Operand>,
    ) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings
                .push(Finding::new(code, self.source, operands));
        }
    }

    /// Tells what may be so of every entry of a list, for the first one.
    pub(crate) fn tell_once(
        &mut self,
        code: Code,
        operands: impl IntoIterator<Item = eniplan_core::finding::Operand>,
    ) {
        if !self.findings.iter().any(|finding| finding.code == code) {
            self.tell(code, operands);
        }
    }

    /// Takes over what a part of the reading found.
    pub(crate) fn found(&mut self, findings: Vec<Finding>) {
        let room = MOST_FINDINGS.saturating_sub(self.findings.len());
        self.findings.extend(findings.into_iter().take(room));
    }

    /// Notes that something of a kind was found.
    pub(crate) fn note(&mut self, what: &'static str, count: usize) {
        *self.taken.entry(what).or_default() += count;
    }

    fn input(&mut self, bytes: &[u8]) {
        if bytes.len() > MOST_BYTES {
            let mib = |bytes: usize| (bytes >> 20) as u64;
            let operands = operands![self.source, mib(bytes.len()), mib(MOST_BYTES)];
            self.tell(Code::ImportTooLarge, operands);
            return;
        }
        match decoded(bytes) {
            Ok(text) => self.text(&text),
            Err(what) => self.tell(Code::ImportNotText, operands![self.source, what]),
        }
    }

    /// Reads one document after the other, JSON or text.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        let mut is_empty = true;
        let is_all = |part: &str| part.trim().len() == text.trim().len();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() {
                break;
            }
            is_empty = false;
            let (document, after) = if rest.starts_with(['{', '[']) {
                match end_of_json(rest) {
                    Some(end) => rest.split_at(end),
                    None => (rest, ""),
                }
            } else {
                let is_next = |(at, _): &(usize, &str)| {
                    matches!(rest.as_bytes().get(at + 1), Some(b'{' | b'['))
                };
                let next = rest.match_indices('\n').find(is_next);
                rest.split_at(next.map_or(rest.len(), |(at, _)| at))
            };
            if document.starts_with(['{', '[']) {
                self.json(document);
            } else if is_all(document) || !text::is_prompt(document) {
                // A prompt with the command stands beside what was copied out of a terminal.
                text::read(self, document.trim_end());
            }
            rest = after;
        }
        if is_empty {
            self.tell(
                Code::ImportUnknown,
                operands![
                    self.source,
                    "is empty",
                    "Give the output of a command, and not the command; `eniplan import --help` lists them"
                ],
            );
        }
    }

    /// Reads a document that begins as JSON does.
    pub(crate) fn json(&mut self, document: &str) {
        let before = self.entries;
        let mut json = serde_json::Deserializer::from_str(document);
        let walk = Walk {
            reader: self,
            kind: None,
            depth: 0,
            whole: document,
        };
        let Err(error) = walk.deserialize(&mut json).and_then(|()| json.end()) else {
            return;
        };
        let taken = self.entries - before;
        if taken == 0 && text::flow(self, document) {
            return;
        }
        let line = error.line() as u64;
        if error.is_eof() {
            self.tell(Code::ImportCut, operands![self.source, line, taken as u64]);
        } else {
            let mut what = error.to_string();
            if let Some(end) = what.rfind(" at line ") {
                what.truncate(end);
            }
            self.tell(
                Code::ImportSyntax,
                operands![self.source, line, error.column() as u64, what, taken as u64],
            );
        }
    }

    /// Takes one entry of a list, or an object that stands alone.
    fn entry(&mut self, kind: Kind, raw: &str) {
        let took = match kind {
            Kind::Kubernetes => kubernetes::take(self, raw),
            Kind::Terraform => terraform::take(self, raw),
            Kind::Eksctl | Kind::SubnetCalculator | Kind::Plan => {
                text::of_tool(self, kind, raw);
                return;
            }
            _ => aws::take(self.inventory, kind, raw).map(|count| self.note(kind.name(), count)),
        };
        if let Err(error) = took {
            let (count, _) = self
                .unreadable
                .entry(kind)
                .or_insert_with(|| (0, error.to_string()));
            *count += 1;
        }
        self.entries += 1;
        if self.entries.is_multiple_of(STEP) {
            let bytes = (raw.as_ptr() as usize).saturating_sub(self.base);
            (self.progress)(Progress {
                bytes: bytes.min(self.all),
                of: self.all,
                entries: self.entries,
            });
        }
    }

    /// An object that nothing is known about.
    fn unknown(&mut self, keys: &[Cow<'_, str>]) {
        let (what, help) = text::unknown(keys);
        self.tell(Code::ImportUnknown, operands![self.source, what, help]);
    }

    fn finish(mut self) -> Vec<Finding> {
        for (kind, (count, first)) in std::mem::take(&mut self.unreadable) {
            let operands = operands![self.source, count as u64, kind.name(), first];
            self.tell(Code::ImportEntry, operands);
        }
        for (kind, count) in self.taken {
            self.inventory.documents.push(Document {
                source: self.source.to_owned(),
                kind,
                count,
            });
        }
        self.findings
    }
}

/// Walks a JSON value and takes what it knows, an entry at a time.
struct Walk<'r, 'a, 'j> {
    reader: &'r mut Reader<'a>,
    /// What the entries are, where the key above says so.
    kind: Option<Kind>,
    depth: usize,
    /// The text of the value.
    whole: &'j str,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut names = Vec::new();
        while let Some(raw) = list.next_element::<&RawValue>()? {
            let raw = raw.get();
            match (raw.as_bytes().first(), self.kind) {
                (Some(b'{'), Some(kind)) => self.reader.entry(kind, raw),
                (Some(b'"'), _) if names.len() < MOST_TEXTS => names.push(raw),
                (Some(b'{' | b'['), _) if self.depth < DEEPEST => {
                    let mut json = serde_json::Deserializer::from_str(raw);
                    let walk = Walk {
                        reader: &mut *self.reader,
                        kind: self.kind,
                        depth: self.depth + 1,
                        whole: raw,
                    };
                    // What is wrong inside an entry is no fault of the list around it.
                    if let Err(error) = json.deserialize_any(walk) {
                        let kind = self.kind.unwrap_or(Kind::Plan);
                        let unreadable = self.reader.unreadable.entry(kind);
                        unreadable.or_insert_with(|| (0, error.to_string())).0 += 1;
                    }
                }
                _ => {}
            }
        }
        if !names.is_empty() {
            text::names(self.reader, &names);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut rest: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
        let mut is_known = false;
        let mut listed = None;
        while let Some(Key(key)) = map.next_key()? {
            if let Some(kind) = Kind::of_list(&key).filter(|_| self.depth < DEEPEST) {
                listed = Some(kind);
                let list = Walk {
                    reader: &mut *self.reader,
                    kind: Some(kind),
                    depth: DEEPEST,
                    whole: "",
                };
                map.next_value_seed(list)?;
                is_known = true;
            } else if rest.len() < MOST_KEYS {
                rest.push((key, map.next_value()?));
            } else {
                map.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        let value = |key: &str| {
            let mut rest = rest.iter();
            rest.find(|(own, _)| own == key).map(|(_, raw)| raw.get())
        };
        if let Some(kind) = listed {
            let is_followed = is_followed(&value);
            self.reader.inventory.turn(kind, is_followed);
        }
        for (key, kind, telling) in TELLING {
            let inside = value(key).filter(|raw| is_telling(raw, &telling));
            if let Some(raw) = inside {
                self.reader.entry(kind, raw);
                is_known = true;
            }
        }
        if is_known {
            return Ok(());
        }
        let is_eksctl = value("apiVersion").is_some_and(|raw| raw.contains("eksctl.io"));
        let mut kind = Kind::of_object(|key| value(key).is_some());
        if kind.is_none_or(|kind| kind == Kind::Plan) {
            let is_plan = rest.is_empty()
                || rest
                    .iter()
                    .any(|(key, _)| Plan::RECORD.field(key).is_some());
            kind = is_plan.then_some(Kind::Plan);
        }
        match kind {
            Some(_) if is_eksctl => self.reader.entry(Kind::Eksctl, self.whole),
            Some(kind) => self.reader.entry(kind, self.whole),
            None => {
                let keys: Vec<Cow<'_, str>> = rest.into_iter().map(|(key, _)| key).collect();
                self.reader.unknown(&keys);
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}

/// Whether an answer says that another page follows: by the token of AWS, or of Kubernetes.
///
/// Sources: <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html> and
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks>, read 2026-11-25.
fn is_followed<'v>(value: &impl Fn(&str) -> Option<&'v str>) -> bool {
    #[derive(serde::Deserialize)]
    struct Metadata {
        #[serde(default, rename = "continue")]
        token: Option<String>,
    }
    let is_token = |raw: &str| raw.len() > 2 && raw.starts_with('"');
    let metadata = value("metadata").and_then(|raw| serde_json::from_str(raw).ok());
    ["NextToken", "nextToken"]
        .into_iter()
        .filter_map(value)
        .any(is_token)
        || metadata
            .and_then(|metadata: Metadata| metadata.token)
            .is_some_and(|token| !token.is_empty())
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
pub(crate) struct Key<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

#[cfg(test)]
mod tests;
