//! The list of findings: number, severity, title, message, help and source of each.
//!
//! From 100: the document. From 200: the network. From 300: nodes and pods. From 400: artefacts. From 500: imports.

use core::fmt;

use super::Severity;

/// What stands behind a code.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The number behind `EP`.
    pub number: u16,
    /// How bad it usually is.
    pub severity: Severity,
    /// A few words, the heading of its page.
    pub title: &'static str,
    /// What is so, with `{0}` and so on for the operands.
    pub message: &'static str,
    /// What to do, with the same operands.
    pub help: &'static str,
    /// Where the rule comes from; empty where it is eniplan's own.
    pub source: &'static str,
}

macro_rules! codes {
    ($($number:literal $variant:ident $severity:ident $title:literal, $message:literal, $help:literal, $source:expr;)*) => {
        /// A finding's code, shown as `EP0101`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        /// Every code, in order of its number.
        pub const CODES: &[Entry] = &[
            $(Entry {
                number: $number,
                severity: Severity::$severity,
                title: $title,
                message: $message,
                help: $help,
                source: $source,
            },)*
        ];

        impl Code {
            /// Every code, in order of its number.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
        }
    };
}

#[macro_use]
mod imports;
mod list;

pub use list::{CODES, Code};

/// How many codes are about the document itself: those below 200.
const OF_DOCUMENT: usize = {
    let mut count = 0;
    while count < CODES.len() && CODES[count].number < 200 {
        count += 1;
    }
    count
};

/// A copy of the entries of those, so that whoever needs no others does not carry them along.
const DOCUMENT: [Entry; OF_DOCUMENT] = {
    let mut entries = [CODES[0]; OF_DOCUMENT];
    let mut index = 0;
    while index < OF_DOCUMENT {
        entries[index] = CODES[index];
        index += 1;
    }
    entries
};

/// The severities alone, for the same reason.
const SEVERITIES: [Severity; CODES.len()] = {
    let mut severities = [Severity::Note; CODES.len()];
    let mut index = 0;
    while index < CODES.len() {
        severities[index] = CODES[index].severity;
        index += 1;
    }
    severities
};

impl Code {
    /// What stands behind the code.
    pub fn entry(self) -> &'static Entry {
        // The table and the variants come from one list, so the index is in range.
        CODES.get(self as usize).unwrap_or(&CODES[0])
    }

    /// How bad it usually is.
    pub fn severity(self) -> Severity {
        SEVERITIES
            .get(self as usize)
            .copied()
            .unwrap_or(Severity::Error)
    }

    /// What stands behind a code about the document itself; `None` for any other.
    pub fn of_document(self) -> Option<&'static Entry> {
        DOCUMENT.get(self as usize)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EP{:04}", self.entry().number)
    }
}
