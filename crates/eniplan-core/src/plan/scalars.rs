//! The scalars of the document: counts, names, blocks.

use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Deref;

use super::reading::Reading;
use super::shape::{Shape, Value};
use super::tree::Node;
use crate::finding::Code;
use crate::net::{Ipv4Prefix, Ipv6Prefix, PrefixError};
use crate::operands;

impl Value for bool {
    const SHAPE: &'static Shape = &Shape::Bool;

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        match node.text() {
            Some("true" | "True" | "TRUE") => Some(true),
            Some("false" | "False" | "FALSE") => Some(false),
            _ => {
                reading.wrong_type(node, Self::SHAPE);
                None
            }
        }
    }

    fn write(&self) -> Node {
        Node::plain(self)
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

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        let text = node.text().unwrap_or_default();
        // People write 10_000 and 10,000 in forms; YAML 1.1 knew the first.
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, '_' | ',' | ' '))
            .collect();
        if digits.is_empty()
            || !digits
                .trim_start_matches('-')
                .bytes()
                .all(|b| b.is_ascii_digit())
        {
            reading.wrong_type(node, Self::SHAPE);
            return None;
        }
        match digits.parse::<u32>() {
            Ok(number) if (MIN..=MAX).contains(&number) => Some(Self(number)),
            _ => {
                reading.tell(
                    Code::OutOfRange,
                    node.at,
                    operands![node.kind(), Self::SHAPE.noun()],
                );
                None
            }
        }
    }

    fn write(&self) -> Node {
        Node::plain(self.0)
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
    };

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        let found = node.text().and_then(Self::of);
        if found.is_none() {
            reading.wrong_type(node, Self::SHAPE);
        }
        found
    }

    fn write(&self) -> Node {
        Node::quoted(&self.0)
    }
}

impl Value for Ipv4Prefix {
    const SHAPE: &'static Shape = &Shape::Ipv4Prefix;

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        read_prefix(node, reading, Self::SHAPE)
    }

    fn write(&self) -> Node {
        Node::quoted(self)
    }
}

impl Value for Ipv6Prefix {
    const SHAPE: &'static Shape = &Shape::Text {
        what: "an IPv6 block such as 2600:1f18:1234:5600::/64",
        pattern: "^[0-9A-Fa-f:]+/[0-9]+$",
    };

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        read_prefix(node, reading, Self::SHAPE)
    }

    fn write(&self) -> Node {
        Node::quoted(self)
    }
}

/// Reads a block; one with host bits is read as the block they stand in, and said so.
fn read_prefix<P>(node: &Node, reading: &mut Reading, shape: &Shape) -> Option<P>
where
    P: core::str::FromStr<Err = PrefixError<P>> + ToString + Copy,
{
    // Pasted text has spaces in it, as in "10.0.0.0 /16".
    let text: String = node
        .text()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match text.parse::<P>() {
        Ok(block) => Some(block),
        Err(PrefixError::HostBits(block)) => {
            reading.tell(Code::HostBits, node.at, operands![text, block.to_string()]);
            Some(block)
        }
        Err(PrefixError::Malformed) => {
            reading.wrong_type(node, shape);
            None
        }
    }
}

/// Where a VPC's IPv6 block comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv6Source {
    /// AWS assigns a /56.
    Amazon,
    /// A block of one's own or one already assigned.
    Block(Ipv6Prefix),
}

impl Value for Ipv6Source {
    const SHAPE: &'static Shape = &Shape::Text {
        what: "`amazon` or an IPv6 block",
        pattern: "^(amazon|[0-9A-Fa-f:]+/[0-9]+)$",
    };

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        if node.text() == Some("amazon") {
            return Some(Self::Amazon);
        }
        read_prefix(node, reading, Self::SHAPE).map(Self::Block)
    }

    fn write(&self) -> Node {
        match self {
            Self::Amazon => Node::plain("amazon"),
            Self::Block(block) => block.write(),
        }
    }
}
