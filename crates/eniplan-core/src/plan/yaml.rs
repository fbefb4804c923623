//! Text to tree: YAML, and JSON as the part of YAML that it is.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::reading::Reading;
use super::tree::{Data, Entry, Node, Text};
use super::{Plan, empty_lists, reading};
use crate::finding::{Code, Finding, Place};
use crate::operands;

/// The longest text that is read, in bytes; the largest plan is a small part of it.
pub const MOST_BYTES: usize = 4 << 20;
const DEEPEST: usize = 40;

/// Why a text is no plan at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Longer than [`MOST_BYTES`].
    TooLarge,
    /// Not UTF-8 text; the place of the first byte that is none.
    Binary(Place),
    /// Nothing but space and comments.
    Empty,
    /// Neither YAML nor JSON.
    Syntax(Place, String),
    /// Nested too deep to be a plan.
    TooDeep(Place),
    /// A list or a single value where keys belong.
    NoMapping(Place, String),
    /// Keys or a single value where a list belongs.
    NoList(Place, String),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(
                f,
                "the text is larger than {} MiB, which no plan is; give a plan file",
                MOST_BYTES >> 20
            ),
            Self::Binary(at) => write!(
                f,
                "{at}: this is not text; give a plan in YAML or JSON, in UTF-8"
            ),
            Self::Empty => f.write_str("the text is empty; `version: 1` alone is a valid plan"),
            Self::Syntax(at, what) => write!(f, "{at}: this is neither YAML nor JSON: {what}"),
            Self::TooDeep(at) => {
                write!(f, "{at}: nested more than {DEEPEST} deep, which no plan is")
            }
            Self::NoMapping(at, kind) => write!(
                f,
                "{at}: found {kind}, but a plan is a mapping, such as `name: shop`"
            ),
            Self::NoList(at, kind) => write!(
                f,
                "{at}: found {kind}, but what is wanted is a list, such as `- {{name: shop, nodes: 30}}`"
            ),
        }
    }
}

impl core::error::Error for TextError {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl Plan {
    /// Reads a plan from YAML or JSON.
    ///
    /// ```
    /// use eniplan_core::plan::Plan;
    /// let (plan, findings) = Plan::from_text(b"zones: [a, b]\nnaem: shop").unwrap();
    /// assert_eq!(plan.zones.len(), 2);
    /// assert_eq!(findings[0].at.line, 2);
    /// assert!(findings[0].help().contains("`name`"));
    /// ```
    pub fn from_text(text: &[u8]) -> Result<(Self, Vec<Finding>), TextError> {
        let (root, mut findings) = tree(text)?;
        let (plan, read) = Self::read(&root);
        findings.extend(read);
        empty_lists::tell(&root, Self::RECORD, &mut findings);
        findings.sort_by_key(|finding| finding.at);
        Ok((plan, findings))
    }
}

/// Reads YAML or JSON into a tree whose root is a mapping.
pub fn tree(text: &[u8]) -> Result<(Node, Vec<Finding>), TextError> {
    let (root, findings) = any_tree(text)?;
    match &root.data {
        Data::Map(_) => Ok((root, findings)),
        _ if root.is_null() => Err(TextError::Empty),
        _ => Err(TextError::NoMapping(root.at, root.kind())),
    }
}

/// Reads YAML or JSON into a tree, whatever its root is.
pub(super) fn any_tree(text: &[u8]) -> Result<(Node, Vec<Finding>), TextError> {
    if text.len() > MOST_BYTES {
        return Err(TextError::TooLarge);
    }
    let text = core::str::from_utf8(text)
        .map_err(|error| TextError::Binary(place_of(text, error.valid_up_to())))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) =
        text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}'))
    {
        return Err(TextError::Binary(place_of(text.as_bytes(), at)));
    }
    let text = &join_surrogates(text);
    let mut builder = Builder::default();
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker();
            TextError::Syntax(place(at.line(), at.col()), error.info().to_string())
        })?;
        let at = place(span.start.line(), span.start.col());
        match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents == 2 {
                    builder.reading.tell(
                        Code::YamlFeature,
                        at,
                        operands!["a second document"].into(),
                    );
                    break;
                }
            }
            event => builder.take(event, at)?,
        }
    }
    let root = builder.root.ok_or(TextError::Empty)?;
    Ok((root, builder.reading.into_findings()))
}

/// JSON writes characters beyond U+FFFF as two escapes, which YAML does not know: makes them one.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with('{') || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut joined = String::with_capacity(text.len());
    let mut rest = 0;
    while let Some(found) = text.get(rest..).and_then(|tail| tail.find('\\')) {
        let at = rest + found;
        joined.push_str(text.get(rest..at).unwrap_or_default());
        let pair = [unit(at), unit(at + 6)].map(Option::unwrap_or_default);
        if let Some(Ok(c)) = char::decode_utf16(pair)
            .next()
            .filter(|c| matches!(c, Ok(c) if c.len_utf16() == 2))
        {
            let _ = write!(joined, "\\U{:08x}", u32::from(c));
            rest = at + 12;
        } else {
            // An escaped backslash is passed over whole, so that what follows it is not taken for an escape.
            let length = 1 + text
                .get(at + 1..)
                .and_then(|tail| tail.chars().next())
                .map_or(0, char::len_utf8);
            joined.push_str(text.get(at..at + length).unwrap_or_default());
            rest = at + length;
        }
    }
    joined.push_str(text.get(rest..).unwrap_or_default());
    Cow::Owned(joined)
}

fn place(line: usize, column: usize) -> Place {
    Place {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column + 1).unwrap_or(u32::MAX),
    }
}

fn place_of(text: &[u8], at: usize) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before
        .iter()
        .rev()
        .take_while(|byte| **byte != b'\n')
        .count();
    place(line, column)
}

/// A container that is still open.
enum Open {
    List(Place, Vec<Node>),
    Map(Place, Vec<Entry>, Option<(Text, Place)>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    reading: Reading,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, at: Place) -> Result<(), TextError> {
        let (node, decorated) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let quoted = style != ScalarStyle::Plain;
                (
                    Some(Node {
                        at,
                        data: Data::Scalar {
                            text: text.into_owned().into(),
                            quoted,
                        },
                    }),
                    anchor > 0 || tag.is_some(),
                )
            }
            Event::Alias(_) => (Some(Node { at, ..Node::null() }), true),
            Event::SequenceStart(anchor, tag) => {
                self.open.push(Open::List(at, Vec::new()));
                (None, anchor > 0 || tag.is_some())
            }
            Event::MappingStart(anchor, tag) => {
                self.open.push(Open::Map(at, Vec::new(), None));
                (None, anchor > 0 || tag.is_some())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = self.open.pop().map(|open| match open {
                    Open::List(at, items) => Node {
                        at,
                        data: Data::List(items),
                    },
                    Open::Map(at, entries, _) => Node {
                        at,
                        data: Data::Map(entries),
                    },
                });
                (node, false)
            }
            _ => (None, false),
        };
        if decorated {
            self.reading.tell(
                Code::YamlFeature,
                at,
                operands!["an anchor, alias or tag"].into(),
            );
        }
        if self.open.len() > DEEPEST {
            return Err(TextError::TooDeep(at));
        }
        if let Some(node) = node {
            self.place(node);
        }
        Ok(())
    }

    fn place(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, waiting)) => match waiting.take() {
                None => {
                    if let Data::Scalar { text, .. } = &node.data
                        && !text.is_empty()
                    {
                        *waiting = Some((text.clone(), node.at));
                    } else {
                        // Nothing or a list as a key: its value is passed over together with it.
                        self.reading.tell(
                            Code::UnknownKey,
                            node.at,
                            operands![node.kind(), "Keys are words"].into(),
                        );
                        *waiting = Some((Text::default(), node.at));
                    }
                }
                Some((key, at)) if entries.iter().any(|entry| entry.key == key) => {
                    let key = reading::shown(&key);
                    self.reading
                        .tell(Code::DuplicateKey, at, operands![key].into());
                }
                Some((key, at)) => {
                    if !key.is_empty() {
                        entries.push(Entry {
                            key,
                            at,
                            value: node,
                        });
                    }
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    fn codes(text: &str) -> Vec<(Code, u32, u32)> {
        let (_, findings) = Plan::from_text(text.as_bytes()).unwrap();
        findings
            .iter()
            .map(|finding| (finding.code, finding.at.line, finding.at.column))
            .collect()
    }

    #[test]
    fn json_is_read_as_well() {
        let text = "{\n\t\"name\": \"caf\\u00e9 \\ud83d\\ude00 a\\/b\",\n\t\"zones\": [\"a\", \"b\"],\n\t\"vpc\": {\"cidrs\": [\"10.0.0.0/16\"]}\n}";
        let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
        assert_eq!(findings, []);
        assert_eq!(plan.name.unwrap().as_str(), "café 😀 a/b");
        assert_eq!(plan.zones.len(), 2);
    }

    #[test]
    fn every_fault_has_its_place_and_none_stops_the_reading() {
        let text = "naem: x\nzones: 3\nvpc:\n  cidrs: [10.0.0.5/16, nonsense]\ncluster:\n  control_plane_interfaces: 9\nregion: eu-west-1\n";
        assert_eq!(
            codes(text),
            [
                (Code::UnknownKey, 1, 1),
                (Code::WrongType, 2, 8),
                (Code::HostBits, 4, 11),
                (Code::WrongType, 4, 24),
                (Code::OutOfRange, 6, 29),
            ]
        );
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        assert_eq!(plan.region.as_str(), "eu-west-1");
        assert_eq!(plan.cluster.control_plane_interfaces.get(), 4);
    }

    #[test]
    fn what_yaml_offers_beyond_a_plan_is_an_error_finding() {
        assert_eq!(
            codes("zones: &z [a]\nname: *z\n"),
            [(Code::YamlFeature, 1, 8), (Code::YamlFeature, 2, 7)]
        );
        assert_eq!(codes("name: !!str x\n")[0].0, Code::YamlFeature);
        assert_eq!(codes("name: a\nname: b\n"), [(Code::DuplicateKey, 2, 1)]);
        assert_eq!(codes("name: a\n---\nname: b\n")[0].0, Code::YamlFeature);
        assert_eq!(codes("? [a]\n: b\nname: c\n")[0].0, Code::UnknownKey);
    }

    #[test]
    fn a_version_number_keeps_its_zero_and_no_is_a_word() {
        let (plan, findings) =
            Plan::from_text(b"name: no\ncluster: {kubernetes_version: 1.30}").unwrap();
        assert_eq!(findings, []);
        assert_eq!(plan.cluster.kubernetes_version.as_str(), "1.30");
        assert_eq!(plan.name.unwrap().as_str(), "no");
    }

    #[test]
    fn no_plan_at_all_is_one_clear_error() {
        let error = |text: &[u8]| Plan::from_text(text).unwrap_err();
        assert_eq!(error(b""), TextError::Empty);
        assert_eq!(error(b"# nothing\n"), TextError::Empty);
        assert_eq!(
            error(b"name: x\n\x00"),
            TextError::Binary(Place { line: 2, column: 1 })
        );
        assert_eq!(
            error(b"ab\xff"),
            TextError::Binary(Place { line: 1, column: 3 })
        );
        assert!(matches!(error(b"a: [1, 2"), TextError::Syntax(..)));
        assert!(matches!(error(b"- a\n- b\n"), TextError::NoMapping(..)));
        assert!(matches!(
            error("[".repeat(10_000).as_bytes()),
            TextError::TooDeep(_) | TextError::Syntax(..)
        ));
        assert_eq!(error(&vec![b'a'; MOST_BYTES + 1]), TextError::TooLarge);
    }

    #[test]
    fn an_empty_mapping_is_a_plan() {
        assert_eq!(Plan::from_text(b"{}").unwrap(), (Plan::default(), vec![]));
    }
}
