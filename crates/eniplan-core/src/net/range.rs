//! What ranges of addresses are for, by the registries of IANA.
//!
//! Sources: <https://www.iana.org/assignments/iana-ipv4-special-registry/>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry/>, read 2026-11-23.

use super::{Ipv4Prefix, Ipv6Prefix};

const IPV4: [(Ipv4Prefix, &str); 14] = [
    (
        Ipv4Prefix::literal([0, 0, 0, 0], 8),
        "this network (RFC 791)",
    ),
    (Ipv4Prefix::literal([10, 0, 0, 0], 8), "private (RFC 1918)"),
    (
        Ipv4Prefix::literal([100, 64, 0, 0], 10),
        "shared address space of carriers (RFC 6598)",
    ),
    (
        Ipv4Prefix::literal([127, 0, 0, 0], 8),
        "loopback (RFC 1122)",
    ),
    (
        Ipv4Prefix::literal([169, 254, 0, 0], 16),
        "link-local (RFC 3927)",
    ),
    (
        Ipv4Prefix::literal([172, 16, 0, 0], 12),
        "private (RFC 1918)",
    ),
    (
        Ipv4Prefix::literal([192, 0, 0, 0], 24),
        "IETF protocol assignments (RFC 6890)",
    ),
    (
        Ipv4Prefix::literal([192, 0, 2, 0], 24),
        "documentation (RFC 5737)",
    ),
    (
        Ipv4Prefix::literal([192, 168, 0, 0], 16),
        "private (RFC 1918)",
    ),
    (
        Ipv4Prefix::literal([198, 18, 0, 0], 15),
        "benchmarking (RFC 2544)",
    ),
    (
        Ipv4Prefix::literal([198, 51, 100, 0], 24),
        "documentation (RFC 5737)",
    ),
    (
        Ipv4Prefix::literal([203, 0, 113, 0], 24),
        "documentation (RFC 5737)",
    ),
    (
        Ipv4Prefix::literal([224, 0, 0, 0], 4),
        "multicast (RFC 5771)",
    ),
    (
        Ipv4Prefix::literal([240, 0, 0, 0], 4),
        "reserved (RFC 1112)",
    ),
];

/// First bits, their count, and what they are for.
const IPV6: [(u128, u8, &str); 7] = [
    (0x1, 128, "loopback (RFC 4291)"),
    (0x0064_ff9b << 96, 96, "NAT64 (RFC 6052)"),
    (0x2001_0db8 << 96, 32, "documentation (RFC 3849)"),
    (0xfc00 << 112, 7, "unique local (RFC 4193)"),
    (0xfe80 << 112, 10, "link-local (RFC 4291)"),
    (0xff00 << 112, 8, "multicast (RFC 4291)"),
    (0x2000 << 112, 3, "global unicast (RFC 4291)"),
];

impl Ipv4Prefix {
    /// What the block's addresses are for.
    ///
    /// ```
    /// # use eniplan_core::net::Ipv4Prefix;
    /// let range = |text: &str| text.parse::<Ipv4Prefix>().unwrap().range();
    /// assert_eq!(range("100.64.0.0/16"), "shared address space of carriers (RFC 6598)");
    /// assert_eq!(range("8.8.8.0/24"), "publicly routable");
    /// assert_eq!(range("0.0.0.0/0"), "several ranges");
    /// ```
    pub fn range(self) -> &'static str {
        let within = IPV4.iter().find(|(range, _)| range.contains(self));
        match within {
            Some((_, name)) => name,
            None if IPV4.iter().any(|(range, _)| range.overlaps(self)) => "several ranges",
            None => "publicly routable",
        }
    }
}

impl Ipv6Prefix {
    /// What the block's addresses are for.
    ///
    /// ```
    /// # use eniplan_core::net::Ipv6Prefix;
    /// let block: Ipv6Prefix = "fd00:10::/48".parse().unwrap();
    /// assert_eq!(block.range(), "unique local (RFC 4193)");
    /// ```
    pub fn range(self) -> &'static str {
        let first_bits = |bits: u128, length: u8| {
            let shift = 128 - u32::from(length);
            bits.checked_shr(shift).unwrap_or(0)
        };
        let network = self.network().to_bits();
        IPV6.iter()
            .find(|(bits, length, _)| {
                self.length() >= *length
                    && first_bits(network, *length) == first_bits(*bits, *length)
            })
            .map_or("reserved, or several ranges", |(_, _, name)| name)
    }
}
