//! A condition cut into words, each with its place.

use super::Operator;
use crate::failure::Fault;

/// A longer condition was not typed by anyone.
const LONGEST: usize = 4_096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word<'a> {
    /// A column, a number, `and`, `or`, `not`, or a value without quotes.
    Name(&'a str),
    Quoted(&'a str),
    Operator(Operator),
    Open,
    Close,
}

/// The words and where reading stands.
pub(super) struct Words<'a> {
    text: &'a str,
    read: Vec<(usize, Word<'a>)>,
    at: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, Fault> {
        let mut words = Self {
            text,
            read: Vec::new(),
            at: 0,
        };
        if text.len() > LONGEST {
            return Err(
                Fault::new(format!("the condition has {} characters", text.len()))
                    .at("--filter")
                    .help(format!("{LONGEST} are the most that is read")),
            );
        }
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let blanks = rest.len() - rest.trim_start().len();
            if blanks > 0 {
                at += blanks;
                continue;
            }
            let Some((word, length)) = word(rest) else {
                let fault = match rest.chars().next() {
                    Some(quote @ ('\'' | '"')) => format!("the closing {quote} is missing"),
                    _ => "this cannot stand in a condition".to_owned(),
                };
                return Err(words.fault_at(at, &fault));
            };
            words.read.push((at, word));
            at += length;
        }
        Ok(words)
    }

    pub(super) fn peek(&self) -> Option<Word<'a>> {
        self.read.get(self.at).map(|(_, word)| *word)
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// Goes past the word if it is this one.
    pub(super) fn take(&mut self, wanted: &Word<'_>) -> bool {
        let is_there = self.peek().as_ref() == Some(wanted);
        if is_there {
            self.advance();
        }
        is_there
    }

    /// A fault at the word where reading stands.
    pub(super) fn fault(&self, what: &str) -> Fault {
        let at = self
            .read
            .get(self.at)
            .map_or(self.text.len(), |(at, _)| *at);
        self.fault_at(at, what)
    }

    fn fault_at(&self, at: usize, what: &str) -> Fault {
        /// Characters that are shown before the fault and after it.
        const AROUND: usize = 40;
        let printable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let (before, after) = self.text.split_at(at);
        let column = before.chars().count();
        let skipped = column.saturating_sub(AROUND);
        let shown: String = before
            .chars()
            .skip(skipped)
            .chain(after.chars().take(AROUND))
            .map(printable)
            .collect();
        let blanks = " ".repeat(column - skipped);
        Fault::new(what).at(format!(
            "--filter, at character {}:\n{shown}\n{blanks}^",
            column + 1
        ))
    }
}

/// The first word of a text that starts with none of blanks, and its length.
fn word(text: &str) -> Option<(Word<'_>, usize)> {
    const SIGNS: [(&str, Word<'_>); 10] = [
        ("==", Word::Operator(Operator::Equal)),
        ("!=", Word::Operator(Operator::Unequal)),
        ("<=", Word::Operator(Operator::AtMost)),
        (">=", Word::Operator(Operator::AtLeast)),
        ("=", Word::Operator(Operator::Equal)),
        ("<", Word::Operator(Operator::Less)),
        (">", Word::Operator(Operator::More)),
        ("~", Word::Operator(Operator::Like)),
        ("(", Word::Open),
        (")", Word::Close),
    ];
    if let Some((sign, word)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return Some((*word, sign.len()));
    }
    if let Some(quote @ ('\'' | '"')) = text.chars().next() {
        let inner = text.get(1..)?;
        let end = inner.find(quote)?;
        return Some((Word::Quoted(inner.get(..end)?), end + 2));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '*' | '?');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (end > 0).then(|| (Word::Name(text.get(..end).unwrap_or(text)), end))
}
