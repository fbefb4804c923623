//! The one diagnostic shape.
//!
//! A finding carries its code and operands; text is made when it is shown.
//! Codes are never reused, and each has a section of the page `findings.html` beside the site.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

mod codes;
#[cfg(feature = "export")]
mod page;
#[cfg(feature = "export")]
mod reasons;
#[cfg(feature = "texts")]
mod symptoms;

pub use codes::{CODES, Code};
#[cfg(feature = "export")]
pub use page::{Explanation, explanation, lettered, meant, page, page_in_markdown};
#[cfg(feature = "texts")]
pub use symptoms::{SYMPTOMS, Symptom, symptoms};

/// Where the pages of the site stand that links and findings name, with the slash at the end.
pub const SITE: &str = "https://eniplan.github.io/eniplan/";

/// What stands before and behind code in a [`Finding::marked`] text: a character that no plan is shown with.
pub const CODE: &str = "\u{1}";

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works, but will hurt.
    Warning,
    /// Doesn't work, or was not understood and left out.
    Error,
}

impl Severity {
    /// The word for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A line and column in the text that a plan was read from, both from 1; 0 where there was no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// Whether there was a text to stand in.
    pub fn is_known(self) -> bool {
        self.line > 0
    }
}

/// What a message is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A count, shown with thousands separators.
    Number(u64),
    /// Text, often the user's own; faces escape it.
    Text(String),
}

impl Operand {
    /// The same without [`CODE`].
    fn unmarked(&self) -> Self {
        match self {
            Self::Text(text) if text.contains(CODE) => Self::Text(text.replace(CODE, "")),
            other => other.clone(),
        }
    }
}

impl From<&str> for Operand {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Operand {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Operand {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Operand {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<crate::net::Ipv4Prefix> for Operand {
    fn from(block: crate::net::Ipv4Prefix) -> Self {
        Self::Text(block.to_string())
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => Grouped(*number).fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A number with a comma between groups of three digits.
///
/// ```
/// # use eniplan_core::finding::Grouped;
/// assert_eq!(Grouped(65_531).to_string(), "65,531");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Grouped(pub u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups = [0u16; 7];
        let (mut rest, mut count) = (self.0, 0);
        for group in &mut groups {
            // The remainder is below 1,000, so it fits.
            *group = u16::try_from(rest % 1000).unwrap_or(0);
            rest /= 1000;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        let mut shown = groups.iter().take(count).rev();
        if let Some(first) = shown.next() {
            write!(f, "{first}")?;
        }
        for group in shown {
            write!(f, ",{group:03}")?;
        }
        Ok(())
    }
}

/// A count with its noun, as in `1 node` and `1,200 nodes`.
///
/// ```
/// # use eniplan_core::finding::Counted;
/// assert_eq!(Counted(1, "free address").to_string(), "1 free address");
/// assert_eq!(Counted(1_200, "free address").to_string(), "1,200 free addresses");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a>(pub u64, pub &'a str);

impl fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, noun) = *self;
        let ending = if count == 1 { "" } else { ending(noun) };
        write!(f, "{} {noun}{ending}", Grouped(count))
    }
}

/// What makes more than one of a noun.
fn ending(noun: &str) -> &'static str {
    if noun.ends_with('s') { "es" } else { "s" }
}

/// One thing that eniplan has to say about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which thing, from the list in [`CODES`].
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What it is about: a path in the plan (`node_groups[0].nodes.max`) or a name (`private-a`).
    pub subject: String,
    /// Where in the text, if there was one.
    pub at: Place,
    /// What the message and help are filled with.
    pub operands: Vec<Operand>,
}

impl Finding {
    /// A finding of the code's usual severity, without a place in a text.
    pub fn new(
        code: Code,
        subject: impl Into<String>,
        operands: impl IntoIterator<Item = Operand>,
    ) -> Self {
        Self {
            code,
            severity: code.severity(),
            subject: subject.into(),
            at: Place::default(),
            operands: operands.into_iter().collect(),
        }
    }

    /// What is so, with the numbers.
    pub fn message(&self) -> String {
        fill(self.code.entry().message, &self.operands)
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        fill(self.code.entry().help, &self.operands)
    }

    /// Message and help with [`CODE`] around what is code in them.
    ///
    /// The user's own text has none of it, whatever it holds: the marks are those of the templates.
    pub fn marked(&self) -> (String, String) {
        let entry = self.code.entry();
        let operands: Vec<Operand> = self.operands.iter().map(Operand::unmarked).collect();
        let filled = |template: &str| fill(&template.replace('`', CODE), &operands);
        (filled(entry.message), filled(entry.help))
    }

    /// Message and help of a finding about the document itself; `None` for any other.
    ///
    /// The first module of the page tells these, and has no room for the texts of all the others.
    pub fn fault(&self) -> Option<(String, String)> {
        let entry = self.code.of_document()?;
        let filled = |template| fill(template, &self.operands);
        Some((filled(entry.message), filled(entry.help)))
    }

    /// The page about this code.
    pub fn url(&self) -> String {
        alloc::format!("{SITE}findings.html#{}", self.code)
    }
}

/// Puts the operands where the template names them by number, as in `{0}`, or with a noun as in `{0 node}`.
fn fill(template: &str, operands: &[Operand]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut parts = template.split('{');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (index, noun, rest) = slot(part);
        if let Some(operand) = index.and_then(|index| operands.get(usize::from(index))) {
            text.push_str(&operand.to_string());
            if !noun.is_empty() {
                text.push(' ');
                text.push_str(noun);
                if *operand != Operand::Number(1) {
                    text.push_str(ending(noun));
                }
            }
        }
        text.push_str(rest);
    }
    text
}

/// The number of an operand, the noun that it counts, and what comes behind, of a template behind a `{`.
fn slot(part: &str) -> (Option<u8>, &str, &str) {
    let (slot, rest) = part.split_once('}').unwrap_or(("", part));
    let (index, noun) = slot.split_once(' ').unwrap_or((slot, ""));
    (index.parse().ok(), noun, rest)
}

/// Operands for a finding from values of different types.
#[macro_export]
macro_rules! operands {
    ($($operand:expr),* $(,)?) => { [$($crate::finding::Operand::from($operand)),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(Grouped(number).to_string(), text);
        }
    }

    #[test]
    fn users_text_is_never_a_template() {
        assert_eq!(
            fill("{0} of {1}", &operands!["{1}", 2000u32]),
            "{1} of 2,000"
        );
    }

    #[test]
    fn code_is_marked_by_the_template_alone() {
        let finding = Finding::new(
            Code::UnknownName,
            "zones[0]",
            operands!["zone", "`q\u{1}`", "Zones here are `a`"],
        );
        let (message, help) = finding.marked();
        assert_eq!(message, "There is no zone \u{1}`q`\u{1} in this plan.");
        assert_eq!(help, "Zones here are `a`.");
    }

    #[test]
    fn a_noun_follows_its_number() {
        let filled = |count: u32| fill("{0 free address}, {1 node}.", &operands![count, "some"]);
        assert_eq!(filled(1), "1 free address, some nodes.");
        assert_eq!(filled(0), "0 free addresses, some nodes.");
    }

    #[test]
    fn codes_are_unique_and_every_operand_of_a_help_stands_in_its_range() {
        for pair in CODES.windows(2) {
            assert!(
                pair[0].number < pair[1].number,
                "{} must come before {}",
                pair[0].number,
                pair[1].number
            );
        }
        for entry in CODES {
            assert!(
                !entry.title.is_empty()
                    && entry.message.ends_with('.')
                    && entry.help.ends_with('.'),
                "{}",
                entry.number
            );
            assert!(
                entry.source.is_empty() || entry.source.starts_with("https://"),
                "{}",
                entry.number
            );
        }
    }
}
