//! Plans from little: a list of blocks, or an address space of which only the size is known.

use alloc::format;
use alloc::vec::Vec;

use super::document::{NodeGroup, Plan, Subnet, VpcCidr};
use super::scalars::Name;
use crate::net::{Ipv4Prefix, PrefixError};

/// A list with more blocks is read by nobody; a VPC holds 200 subnets unless AWS raises that.
const MOST_BLOCKS: usize = 2_000;
/// The largest block of a VPC and the smallest, as prefix lengths.
const LARGEST: u8 = 16;
const SMALLEST: u8 = 28;

/// The block that a text means: a block, a length such as `/18`, or how many addresses there must be.
///
/// What is no block starts at 10.0.0.0; nothing where the text means none of them.
///
/// ```
/// use eniplan_core::plan::block_meant;
/// let meant = |text| block_meant(text).map(|block| block.to_string());
/// assert_eq!(meant("10.4.0.0 /16").as_deref(), Some("10.4.0.0/16"));
/// assert_eq!(meant("/18").as_deref(), Some("10.0.0.0/18"));
/// assert_eq!(meant("4,000 addresses").as_deref(), Some("10.0.0.0/20"));
/// ```
pub fn block_meant(text: &str) -> Option<Ipv4Prefix> {
    let text: alloc::string::String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let at_ten = |length| Ipv4Prefix::starting_at(0x0a00_0000, length);
    if let Some(length) = text.strip_prefix('/') {
        return at_ten(
            length
                .parse()
                .ok()
                .filter(|length| (8..=32).contains(length))?,
        );
    }
    if text.contains(['/', '.']) {
        return block(&text);
    }
    let digits: alloc::string::String = text
        .trim_end_matches(|c: char| c.is_alphabetic())
        .chars()
        .filter(|c| ![',', '_', '\''].contains(c))
        .collect();
    let wanted: u64 = digits.parse().ok()?;
    (LARGEST..=SMALLEST)
        .rev()
        .filter_map(at_ten)
        .find(|block| block.size() >= wanted)
}

/// A block, with bits behind its length cleared.
fn block(text: &str) -> Option<Ipv4Prefix> {
    match text.parse() {
        Ok(block) | Err(PrefixError::HostBits(block)) => Some(block),
        Err(PrefixError::Malformed) => None,
    }
}

/// The blocks of a text that holds nothing else, each once, in its order.
///
/// ```
/// use eniplan_core::plan::blocks_of;
/// assert_eq!(blocks_of("- 10.0.0.0 /16\n- \"10.0.1.0/24\",").unwrap().len(), 2);
/// assert!(blocks_of("version: 1").is_none());
/// ```
pub fn blocks_of(text: &str) -> Option<Vec<Ipv4Prefix>> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let joined = parts.join("/");
    let mut blocks = Vec::new();
    let apart = |c: char| c.is_whitespace() || [',', ';', '"', '\'', '[', ']', '`'].contains(&c);
    for word in joined.split(apart).filter(|word| !["", "-"].contains(word)) {
        let block = block(word)?;
        if !blocks.contains(&block) {
            blocks.push(block);
        }
        if blocks.len() > MOST_BLOCKS {
            return None;
        }
    }
    (!blocks.is_empty()).then_some(blocks)
}

impl Plan {
    /// A plan of the blocks of a list: those that stand in no other are the VPC's, the others its subnets, zone by zone.
    ///
    /// What is larger than a VPC's block may be is taken for a route. The plan has one group of nodes, the default one.
    ///
    /// ```
    /// use eniplan_core::plan::{Plan, blocks_of};
    /// let plan = Plan::of_blocks(&blocks_of("10.0.0.0/8 10.0.0.0/16 10.0.0.0/19 10.0.32.0/19").unwrap());
    /// assert_eq!((plan.vpc.routes.len(), plan.vpc.cidrs.len(), plan.subnets.len()), (1, 1, 2));
    /// ```
    pub fn of_blocks(blocks: &[Ipv4Prefix]) -> Self {
        let mut plan = Self {
            node_groups: alloc::vec![NodeGroup::default()],
            ..Self::default()
        };
        let (wide, blocks): (Vec<_>, Vec<_>) =
            blocks.iter().partition(|block| block.length() < LARGEST);
        plan.vpc.routes = wide;
        let is_inside = |block: Ipv4Prefix| {
            let mut others = blocks.iter().filter(|other| **other != block);
            others.any(|other| other.contains(block))
        };
        let (inner, outer): (Vec<_>, Vec<_>) = blocks.iter().partition(|block| is_inside(**block));
        if !outer.is_empty() {
            plan.vpc.cidrs = outer
                .into_iter()
                .map(|cidr| VpcCidr {
                    cidr,
                    ..VpcCidr::default()
                })
                .collect();
        }
        plan.subnets = inner
            .into_iter()
            .zip(["a", "b", "c"].iter().cycle())
            .enumerate()
            .map(|(index, (cidr, zone))| Subnet {
                name: Name::of(&format!("subnet-{}", index.saturating_add(1))),
                zone: Name::of(zone).unwrap_or_else(|| Subnet::default().zone),
                cidr,
                ..Subnet::default()
            })
            .collect();
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn sizes_are_rounded_up_to_a_block_that_a_vpc_can_have() {
        let meant = |text| block_meant(text).map(|block| block.to_string());
        for (text, wanted) in [
            ("16", "10.0.0.0/28"),
            ("17", "10.0.0.0/27"),
            ("256", "10.0.0.0/24"),
            ("65 536", "10.0.0.0/16"),
            ("1_000 IPs", "10.0.0.0/22"),
            ("/24", "10.0.0.0/24"),
            (" 10.9.8.7/16 ", "10.9.0.0/16"),
            ("10.0.0.0 / 20", "10.0.0.0/20"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "", "65,537", "ten", "/7", "/33", "/", "10.0.0.0", "-3", "1e9",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_is_blocks_and_nothing_else() {
        let count = |text| blocks_of(text).map(|blocks| blocks.len());
        assert_eq!(count("10.0.0.0/16\n10.1.0.0/16, 10.0.0.5/16"), Some(2));
        assert_eq!(count("[\"10.0.0.0/16\", \"10.1.0.0 /16\"]"), Some(2));
        assert_eq!(count("10.0.0.0/16 and more"), None);
        assert_eq!(count(""), None);
        assert_eq!(count("- -"), None);
        let many: Vec<_> = (0..3_000)
            .map(|n| format!("10.{}.{}.0/24", n / 256, n % 256))
            .collect();
        let many = many.join(" ");
        assert_eq!(count(&many), None);
    }

    #[test]
    fn subnets_take_the_zones_in_turn_and_a_plan_without_vpc_block_keeps_the_default_one() {
        let plan = Plan::of_blocks(&blocks_of("10.0.0.0/8").expect("blocks"));
        assert_eq!(plan.vpc.cidrs, Plan::default().vpc.cidrs);
        let list = "10.0.0.0/16 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24 100.64.0.0/16";
        let plan = Plan::of_blocks(&blocks_of(list).expect("blocks"));
        let zones: Vec<_> = plan.subnets.iter().map(|one| one.zone.as_str()).collect();
        assert_eq!(zones, ["a", "b", "c", "a"]);
        assert_eq!(plan.vpc.cidrs.len(), 2);
    }
}
