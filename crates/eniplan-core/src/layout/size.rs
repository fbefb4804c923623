//! How large a subnet must be for what it has to hold, and which part of it is kept for prefixes.

use alloc::vec::Vec;

use crate::analyze::sizing::Need;
use crate::aws::subnet::{self, LONGEST, SHORTEST};
use crate::net::Ipv4Prefix;

/// Addresses at the low end of a subnet that AWS keeps; the fifth stands at its high end.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, read 2026-11-23.
const KEPT_LOW: u64 = 4;

/// The reservations of type prefix of an empty subnet: everything but its lowest half, quarter and so on.
///
/// Single addresses find room in the part that is left, and break no block of the rest; the part is as large as the
/// prefixes allow, so that there are few reservations.
/// `None` where a subnet of this size does not hold both.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>, read 2026-11-23.
pub fn reservations(block: Ipv4Prefix, prefixes: u64, strays: u64) -> Option<Vec<Ipv4Prefix>> {
    let length = block.length();
    (length + 1..=LONGEST).find_map(|low| {
        let part = block.part(low, 0)?;
        // The last /28 holds the broadcast address and becomes no prefix.
        let blocks = (block.size() - part.size()) / 16 - 1;
        let room = part.size().saturating_sub(KEPT_LOW);
        if blocks < prefixes || room < strays {
            return None;
        }
        (length + 1..=low)
            .rev()
            .map(|length| Ipv4Prefix::containing(block.network(), length)?.next())
            .collect()
    })
}

/// Whether an empty subnet of this block holds what is needed.
pub(crate) fn holds(block: Ipv4Prefix, need: &Need) -> bool {
    subnet::usable(block) >= need.addresses
        && (need.prefixes == 0 || reservations(block, need.prefixes, need.strays).is_some())
}

/// The longest prefix of a subnet that holds what is needed; `None` where even the largest subnet does not.
pub(crate) fn length(need: &Need) -> Option<u8> {
    (SHORTEST..=LONGEST)
        .rev()
        .find(|length| Ipv4Prefix::starting_at(0, *length).is_some_and(|block| holds(block, need)))
}

/// What is needed as equal parts, each of which fits one subnet.
///
/// A node stands in one subnet, so each part has room for one node more.
/// There are none where more would be wanted than a VPC takes subnets.
pub(crate) fn parts(need: &Need) -> Vec<Need> {
    let split = |parts: u64| Need {
        addresses: (need.addresses.div_ceil(parts)).saturating_add(more(parts, need.node)),
        prefixes: if need.prefixes == 0 {
            0
        } else {
            need.prefixes.div_ceil(parts) + more(parts, need.node.div_ceil(16))
        },
        strays: need.strays.div_ceil(parts) + more(parts, need.node),
        node: need.node,
    };
    (1..=subnet::PER_VPC)
        .find(|parts| length(&split(*parts)).is_some())
        .map_or_else(Vec::new, |parts| (0..parts).map(|_| split(parts)).collect())
}

/// What each of several parts wants beyond its share.
fn more(parts: u64, each: u64) -> u64 {
    if parts > 1 { each } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn need(addresses: u64, prefixes: u64, strays: u64) -> Need {
        Need {
            addresses,
            prefixes,
            strays,
            node: 0,
        }
    }

    /// A /28 gives out 11 addresses, a /27 27, a /16 65,531.
    #[test]
    fn single_addresses() {
        for (addresses, expected) in [
            (0, Some(28)),
            (11, Some(28)),
            (12, Some(27)),
            (27, Some(27)),
            (28, Some(26)),
            (65_531, Some(16)),
            (65_532, None),
        ] {
            assert_eq!(length(&need(addresses, 0, 0)), expected, "{addresses}");
        }
    }

    /// An empty /24 has 14 blocks for prefixes; its lower half has room for 124 single addresses, its upper for 7 blocks.
    #[test]
    fn prefixes_beside_single_addresses() {
        let of = |prefixes, strays| -> Option<Vec<_>> {
            let block = "10.0.0.0/24".parse().unwrap();
            reservations(block, prefixes, strays)
                .map(|blocks| blocks.iter().map(ToString::to_string).collect())
        };
        assert_eq!(of(7, 124).unwrap(), ["10.0.0.128/25"]);
        assert_eq!(of(8, 60).unwrap(), ["10.0.0.64/26", "10.0.0.128/25"]);
        assert_eq!(of(8, 61), None);
        assert_eq!(
            of(14, 12).unwrap(),
            [
                "10.0.0.16/28",
                "10.0.0.32/27",
                "10.0.0.64/26",
                "10.0.0.128/25"
            ]
        );
        assert_eq!(of(15, 0), None);
        assert_eq!(length(&need(14 * 16 + 12, 14, 12)), Some(24));
        assert_eq!(length(&need(15 * 16, 15, 0)), Some(23));
    }

    #[test]
    fn more_than_a_subnet_holds_is_split() {
        let large = Need {
            node: 50,
            ..need(4 * 65_531 - 300, 0, 0)
        };
        let parts = parts(&large);
        assert_eq!(parts.len(), 4);
        assert!(parts.iter().all(|part| part.addresses <= 65_531));
        assert!(parts.iter().map(|part| part.addresses).sum::<u64>() >= large.addresses);
    }
}
