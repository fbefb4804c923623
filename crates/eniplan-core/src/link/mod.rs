//! A whole plan in the fragment of a URL.
//!
//! `SITE/#/PAGE?p=1<base64url>`: the first character is the version of the format.
//! Version 1 is frozen: a sparse list of field ids and values, only what differs from the default, with its length in
//! front and a checksum behind it.
//! Fields and words of closed lists may be added under new ids; ids are never reused and defaults never change.

mod base64;
mod bits;
mod text;
mod wire;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::plan::Plan;
use crate::plan::shape::Value;
use crate::plan::tree::Node;

/// The version that is written, and the only one so far.
const VERSION: char = '1';
/// The longest text that is read or written, in characters.
///
/// Browsers take far more, chat tools and wikis do not.
pub const MOST_CHARACTERS: usize = 16_384;

/// Why a text gives no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// There is no plan in it.
    NoPlan,
    /// Its end is missing.
    Cut,
    /// It is not as eniplan wrote it.
    Altered,
    /// It says what this eniplan does not know yet.
    Newer,
    /// It is longer than [`MOST_CHARACTERS`].
    TooLarge,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPlan => {
                "There is no plan in this link: copy it again, with everything behind the #."
            }
            Self::Cut => "The link was cut off: copy it again to its very end.",
            Self::Altered => {
                "The link was altered on its way: ask for it again, or for the plan file."
            }
            Self::Newer => {
                "The link was made by a newer eniplan: reload the page, or update the command line."
            }
            Self::TooLarge => "The plan is too large for a link: share the plan file in its place.",
        })
    }
}

impl core::error::Error for LinkError {}

/// The plan as link text, from the version on.
///
/// ```
/// use eniplan_core::{link, plan::Plan};
/// let text = link::encode(&Plan::default()).unwrap();
/// assert_eq!(link::decode(&text).unwrap(), Plan::default());
/// ```
pub fn encode(plan: &Plan) -> Result<String, LinkError> {
    encode_tree(&plan.write())
}

/// As [`encode`], for a plan as a tree.
pub fn encode_tree(plan: &Node) -> Result<String, LinkError> {
    let payload = pack(plan);
    let mut bytes = Vec::with_capacity(payload.len() + 5);
    let mut length = payload.len();
    while length > 0x7f {
        // The low seven bits fit a byte.
        bytes.push(u8::try_from(length & 0x7f).unwrap_or(0) | 0x80);
        length >>= 7;
    }
    bytes.push(u8::try_from(length).unwrap_or(0));
    bytes.extend_from_slice(&payload);
    bytes.extend_from_slice(&checksum(&payload).to_be_bytes());
    let mut text = String::from(VERSION);
    base64::encode(&bytes, &mut text);
    if text.len() > MOST_CHARACTERS {
        Err(LinkError::TooLarge)
    } else {
        Ok(text)
    }
}

/// The plan in a link: a whole URL, its fragment or the text alone.
pub fn decode(link: &str) -> Result<Plan, LinkError> {
    decode_tree(link).map(|tree| Plan::take(&tree))
}

/// As [`decode`], as far as the tree that the plan would write.
pub fn decode_tree(link: &str) -> Result<Node, LinkError> {
    let text = text_of(link.trim()).ok_or(LinkError::NoPlan)?;
    if text.len() > MOST_CHARACTERS {
        return Err(LinkError::TooLarge);
    }
    let mut characters = text.chars();
    match characters.next() {
        Some(VERSION) => {}
        Some('2'..='9') => return Err(LinkError::Newer),
        Some(_) => return Err(LinkError::Altered),
        None => return Err(LinkError::NoPlan),
    }
    let bytes = base64::decode(characters.as_str()).ok_or(LinkError::Altered)?;
    let (length, rest) = split_length(&bytes)?;
    if rest.len() < length + 2 {
        return Err(LinkError::Cut);
    }
    let (payload, sum) = rest.split_at(length);
    if sum != checksum(payload).to_be_bytes() {
        return Err(LinkError::Altered);
    }
    let tree = wire::read(payload, Plan::SHAPE).map_err(|error| match error {
        wire::WireError::Unknown => LinkError::Newer,
        wire::WireError::Malformed => LinkError::Altered,
    })?;
    faultless(&tree).ok_or(LinkError::Altered)
}

/// The plan as the modules of the page hand it to each other: the bits of a link, however many they are.
pub fn pack(plan: &Node) -> Vec<u8> {
    wire::write(plan, Plan::SHAPE)
}

/// The plan that [`pack`] wrote; `None` for other bytes.
pub fn unpack(bytes: &[u8]) -> Option<Node> {
    faultless(&wire::read(bytes, Plan::SHAPE).ok()?)
}

fn faultless(tree: &Node) -> Option<Node> {
    let (plan, findings) = Plan::read_tree(tree);
    findings.is_empty().then_some(plan)
}

/// The text from the version on: the value of `p` in a URL or fragment, or the whole of a bare text.
fn text_of(link: &str) -> Option<&str> {
    let Some((_, fragment)) = link.split_once('#') else {
        let bare = link.strip_prefix("p=").unwrap_or(link);
        return (!bare.is_empty() && !bare.contains(['/', '?'])).then_some(bare);
    };
    let (_, parameters) = fragment.split_once('?')?;
    parameters
        .split('&')
        .find_map(|parameter| parameter.strip_prefix("p="))
}

/// The length that stands in front, seven bits a byte, and what follows it.
fn split_length(bytes: &[u8]) -> Result<(usize, &[u8]), LinkError> {
    let mut length = 0usize;
    for (index, byte) in bytes.iter().enumerate().take(3) {
        length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((length, bytes.get(index + 1..).unwrap_or_default()));
        }
    }
    Err(if bytes.len() < 3 {
        LinkError::Cut
    } else {
        LinkError::Altered
    })
}

/// CRC-16/CCITT: finds any one character that was changed.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 {
                sum << 1
            } else {
                (sum << 1) ^ 0x1021
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_crc_16_ccitt() {
        // The check value that catalogues of CRCs print for this one.
        assert_eq!(checksum(b"123456789"), 0x29b1);
    }

    #[test]
    fn the_text_is_found_in_a_url_a_fragment_and_alone() {
        for link in [
            "https://x.example/a/#/vpc?p=1AB",
            "#/nodes?type=m5.large&p=1AB",
            "p=1AB",
            "1AB",
            " 1AB\n",
        ] {
            assert_eq!(text_of(link.trim()), Some("1AB"), "{link}");
        }
        for link in ["", "https://x.example/", "#/vpc", "#/vpc?q=1", "p="] {
            assert_eq!(text_of(link), None, "{link}");
        }
    }

    #[test]
    fn each_kind_of_damage_has_its_name() {
        let text = encode(&Plan {
            version: crate::plan::Within::of(1),
            ..Plan::default()
        })
        .unwrap();
        assert_eq!(decode(""), Err(LinkError::NoPlan));
        for end in 1..text.len() {
            assert_eq!(decode(&text[..end]), Err(LinkError::Cut), "cut at {end}");
        }
        assert_eq!(
            decode(&alloc::format!("2{}", &text[1..])),
            Err(LinkError::Newer)
        );
        assert_eq!(
            decode(&alloc::format!("x{}", &text[1..])),
            Err(LinkError::Altered)
        );
        assert_eq!(decode(&alloc::format!("{text}A")), Err(LinkError::Altered));
        assert_eq!(
            decode(&"1".repeat(MOST_CHARACTERS + 1)),
            Err(LinkError::TooLarge)
        );
    }
}
