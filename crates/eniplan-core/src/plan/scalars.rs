//! The scalars of the document: counts, names, blocks.

use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Deref;

use super::DEFAULT_VPC_BLOCK;
use super::shape::{Shape, Spelled, Value};
use super::tree::Node;
use crate::net::{Ipv4Prefix, Ipv6Prefix, PrefixError};

impl Value for bool {
    const SHAPE: &'static Shape = &Shape::Bool;

    fn take(node: &Node) -> Self {
        node.text() == Some("true")
    }

    fn write(&self) -> Node {
        Node::plain(if *self { "true" } else { "false" })
    }
}

/// A whole number in a range, ends included; never outside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Within<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Within<MIN, MAX> {
    /// The number, or the nearest end of the range.
    pub const fn of(number: u32) -> Self {
        Self(if number < MIN {
            MIN
        } else if number > MAX {
            MAX
        } else {
            number
        })
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> fmt::Debug for Within<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: u32, const MAX: u32> Value for Within<MIN, MAX> {
    const SHAPE: &'static Shape = &Shape::Int { min: MIN, max: MAX };

    fn take(node: &Node) -> Self {
        let number = node.text().and_then(|text| text.parse().ok());
        Self::of(number.unwrap_or(MIN))
    }

    fn write(&self) -> Node {
        Node::plain(self.0.to_string())
    }
}

/// Any whole number up to ten million: pods, addresses.
pub type Count = Within<0, 10_000_000>;
/// Nodes of a group; EKS supports 100,000 a cluster at most.
pub type NodeCount = Within<0, 100_000>;

/// Text of one line, 1 to `MAX` characters, without control characters or space around it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MAX: usize>(String);

/// A name: of a subnet, a group, a zone, an instance type.
pub type Name = Line<100>;
/// A sentence or two.
pub type Note = Line<500>;

impl<const MAX: usize> Line<MAX> {
    /// The text without space around it, or `None` where it is empty, too long or not one line.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits =
            !text.is_empty() && text.chars().count() <= MAX && !text.chars().any(is_unwritable);
        fits.then(|| Self(text.to_string()))
    }

    /// A text of the program's own, which is a line.
    pub(crate) fn literal(text: &'static str) -> Self {
        debug_assert!(Self::of(text).is_some(), "{text}");
        Self(text.to_string())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, and those that turn or hide text: none of them has a place in a name.
fn is_unwritable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

impl<const MAX: usize> Deref for Line<MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> fmt::Debug for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MAX: usize> Value for Line<MAX> {
    const SHAPE: &'static Shape = &Shape::Text {
        what: if MAX > 100 {
            "one line of text, at most 500 characters"
        } else {
            "a name of one line, at most 100 characters"
        },
        pattern: "",
        spelled: |text| Self::of(text).map_or(Spelled::Not, |line| Spelled::As(line.0.into())),
    };

    fn take(node: &Node) -> Self {
        Self(node.text().unwrap_or_default().to_string())
    }

    fn write(&self) -> Node {
        Node::quoted(self.0.clone())
    }
}

impl Value for Ipv4Prefix {
    const SHAPE: &'static Shape = &Shape::Ipv4Prefix;

    fn take(node: &Node) -> Self {
        let block = node.text().and_then(|text| text.parse().ok());
        block.unwrap_or(DEFAULT_VPC_BLOCK)
    }

    fn write(&self) -> Node {
        Node::quoted(self.to_string())
    }
}

impl Value for Ipv6Prefix {
    const SHAPE: &'static Shape = &Shape::Text {
        what: "an IPv6 block such as 2600:1f18:1234:5600::/64",
        pattern: "^[0-9A-Fa-f:]+/[0-9]+$",
        spelled: spelled_block::<Self>,
    };

    fn take(node: &Node) -> Self {
        let block = node.text().and_then(|text| text.parse().ok());
        block.unwrap_or(Self::ALL)
    }

    fn write(&self) -> Node {
        Node::quoted(self.to_string())
    }
}

/// How a block is written; one with host bits as the block they stand in.
pub(super) fn spelled_block<P>(text: &str) -> Spelled
where
    P: core::str::FromStr<Err = PrefixError<P>> + ToString,
{
    // Pasted text has spaces in it, as in "10.0.0.0 /16", and ends in the comma of a list.
    let mut text = without_space(text);
    if text.ends_with([',', ';']) {
        text.pop();
    }
    match text.parse::<P>() {
        Ok(block) => Spelled::As(block.to_string().into()),
        Err(PrefixError::HostBits(block)) => Spelled::OnBoundary {
            text,
            block: block.to_string(),
        },
        Err(PrefixError::Malformed) => Spelled::Not,
    }
}

pub(super) fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where a VPC's IPv6 block comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv6Source {
    /// AWS assigns a /56.
    Amazon,
    /// A block of one's own or one already assigned.
    Block(Ipv6Prefix),
}

const AMAZON: &str = "amazon";

impl Value for Ipv6Source {
    const SHAPE: &'static Shape = &Shape::Text {
        what: "`amazon` or an IPv6 block",
        pattern: "^(amazon|[0-9A-Fa-f:]+/[0-9]+)$",
        spelled: |text| {
            if text == AMAZON {
                Spelled::As(AMAZON.into())
            } else {
                spelled_block::<Ipv6Prefix>(text)
            }
        },
    };

    fn take(node: &Node) -> Self {
        let block = node.text().and_then(|text| text.parse().ok());
        block.map_or(Self::Amazon, Self::Block)
    }

    fn write(&self) -> Node {
        match self {
            Self::Amazon => Node::quoted(AMAZON),
            Self::Block(block) => block.write(),
        }
    }
}
