//! What Terraform's `cidrsubnet`, `cidrsubnets` and `cidrhost` return, quirks included.
//!
//! Sources: [cidr.go](https://github.com/hashicorp/terraform/blob/v1.11.4/internal/lang/funcs/cidr.go) and
//! [go-cidr](https://github.com/apparentlymart/go-cidr/blob/v1.1.0/cidr/cidr.go), read 2026-11-24.
//! Numbers outside the block give addresses outside it there where its checks look at 64 bits only; plans that depend
//! on that exist, so the same comes out here, marked as [outside](Answer::inside).

mod reading;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use reading::Base;

/// Bits that `cidrsubnets` adds at most in one step, for the sake of 32-bit machines.
const MOST_NEW_BITS: i64 = 32;
/// Where IPv4 addresses are mapped to in IPv6, which Go does not tell from IPv4 ones.
const MAPPED: u128 = 0xffff << 32;

/// What a function returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// A block or an address, as Terraform writes it.
    pub text: String,
    /// Whether it stands inside the block it was made from.
    pub inside: bool,
}

/// Why a function fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerraformError {
    /// The text is no block.
    Malformed,
    /// The new length, which is over that of an address or below 0.
    Length(i64),
    /// There is no subnet of this number with so many new bits.
    NoSubnet(Number, i64),
    /// There is no host of this number in a block of this length.
    NoHost(Number, u8),
    /// `cidrsubnets` extends by one bit at least.
    NoNewBits,
    /// `cidrsubnets` extends by 32 bits at most.
    TooManyNewBits,
    /// No room for a subnet of this length behind these, as many as fitted.
    NoRoom(u8, Vec<String>),
    /// `cidrsubnets` finds no subnets at the very start of the address space.
    AtZero,
    /// `cidrsubnets` does not divide IPv6 blocks of mapped IPv4 addresses.
    Mapped,
}

/// A whole number of either sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    size: u128,
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self {
            negative: number < 0,
            size: number.unsigned_abs().into(),
        }
    }
}

impl FromStr for Number {
    type Err = TerraformError;

    /// Reads digits behind an optional minus; numbers above two to the power of 128 fit no address.
    fn from_str(text: &str) -> Result<Self, TerraformError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let size = is_number.then(|| digits.parse().ok()).flatten();
        let size = size.ok_or(TerraformError::Malformed)?;
        Ok(Self {
            negative: digits.len() < text.len() && size > 0,
            size,
        })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negative { "-" } else { "" })?;
        self.size.fmt(f)
    }
}

impl Number {
    /// The lowest 64 bits without the sign, which is all that some checks look at.
    fn low(self) -> u64 {
        u64::try_from(self.size & u128::from(u64::MAX)).unwrap_or(u64::MAX)
    }
}

/// `cidrsubnet`: the block that `new_bits` more bits of the value `number` make of `prefix`.
///
/// ```
/// use eniplan_core::net::terraform;
/// assert_eq!(terraform::subnet("10.0.0.0/16", 8, 2.into()).unwrap().text, "10.0.2.0/24");
/// ```
pub fn subnet(prefix: &str, new_bits: i64, number: Number) -> Result<Answer, TerraformError> {
    let base = Base::read(prefix).ok_or(TerraformError::Malformed)?;
    let length = new_bits.saturating_add(base.length.into());
    let refused = TerraformError::NoSubnet(number, new_bits);
    let at_most = match u32::try_from(new_bits) {
        Ok(bits) => 1u64.checked_shl(bits).map_or(u64::MAX, |over| over - 1),
        Err(_) => u64::MAX,
    };
    if length > base.width.into() {
        return Err(TerraformError::Length(length));
    }
    if number.low() > at_most {
        return Err(refused);
    }
    let length = u8::try_from(length).map_err(|_| TerraformError::Length(length))?;
    let address = base
        .with(number, base.width.saturating_sub(length))
        .ok_or(refused)?;
    let inside = length >= base.length && base.contains(address);
    Ok(Answer {
        text: base.block(address, length),
        inside,
    })
}

/// `cidrhost`: the address at place `number` of `prefix`, from the end where it is negative.
///
/// ```
/// use eniplan_core::net::terraform;
/// assert_eq!(terraform::host("10.0.0.0/16", (-2).into()).unwrap().text, "10.0.255.254");
/// ```
pub fn host(prefix: &str, number: Number) -> Result<Answer, TerraformError> {
    let base = Base::read(prefix).ok_or(TerraformError::Malformed)?;
    let refused = TerraformError::NoHost(number, base.length);
    let last = base.hosts();
    let place = if number.negative {
        // The last address is -1.
        number
            .size
            .checked_sub(1)
            .and_then(|back| last.checked_sub(back))
    } else {
        // Only the low bits are compared, as a signed number.
        let is_low = u128::try_from(number.low().cast_signed()).is_ok_and(|low| low > last);
        (!is_low).then_some(number.size)
    };
    let place = Number {
        negative: false,
        size: place.ok_or(refused.clone())?,
    };
    let up = if base.is_mapped(base.first) { 96 } else { 0 };
    let address = base.with(place, up).ok_or(refused)?;
    Ok(Answer {
        text: base.address(address),
        inside: base.contains(address),
    })
}

/// `cidrsubnets`: consecutive blocks of `prefix`, each with so many more bits, each at its next boundary.
///
/// ```
/// use eniplan_core::net::terraform;
/// assert_eq!(terraform::subnets("10.0.0.0/16", &[4, 8]).unwrap(), ["10.0.0.0/20", "10.0.16.0/24"]);
/// ```
pub fn subnets(prefix: &str, new_bits: &[i64]) -> Result<Vec<String>, TerraformError> {
    let base = Base::read(prefix).ok_or(TerraformError::Malformed)?;
    let mut blocks: Vec<String> = Vec::with_capacity(new_bits.len().min(1 << 16));
    // The address right behind the blocks so far.
    let mut free = Some(base.first);
    for &bits in new_bits {
        if bits < 1 {
            return Err(TerraformError::NoNewBits);
        }
        if bits > MOST_NEW_BITS {
            return Err(TerraformError::TooManyNewBits);
        }
        let length = bits.saturating_add(base.length.into());
        let length = u8::try_from(length)
            .ok()
            .filter(|length| *length <= base.width)
            .ok_or(TerraformError::Length(length))?;
        // Each block is looked for behind the one before; before the first of all addresses there is none.
        if base.first == 0 {
            return Err(TerraformError::AtZero);
        }
        if base.is_mapped(base.first) {
            return Err(TerraformError::Mapped);
        }
        let hosts = base.hosts_of(length);
        let first = free
            .and_then(|free| free.checked_add(hosts))
            .map(|end| end & !hosts)
            .filter(|first| base.contains(*first) && *first != MAPPED);
        let Some(first) = first else {
            return Err(TerraformError::NoRoom(length, blocks));
        };
        blocks.push(base.block(first, length));
        free = (first | hosts).checked_add(1);
    }
    Ok(blocks)
}

impl Base {
    /// The last address of the family as a number.
    fn most(&self) -> u128 {
        u128::MAX >> (128 - u32::from(self.width))
    }

    /// The bits behind a length, all set.
    fn hosts_of(&self, length: u8) -> u128 {
        self.most().checked_shr(length.into()).unwrap_or(0)
    }

    fn hosts(&self) -> u128 {
        self.hosts_of(self.length)
    }

    fn contains(&self, address: u128) -> bool {
        address & !self.hosts() == self.first
    }

    /// The first address with the bits of a number set, `up` places from the right, or `None` where that is longer
    /// than an address. Bits are joined as those of infinitely long numbers, and the sign is lost.
    fn with(&self, number: Number, up: u8) -> Option<u128> {
        let raised = number.size.checked_shl(up.into()).unwrap_or(0);
        if raised.checked_shr(up.into()).unwrap_or(0) != number.size {
            return None;
        }
        let joined = if number.negative && raised > 0 {
            Some((raised.wrapping_neg() | self.first).wrapping_neg()).filter(|size| *size > 0)
        } else {
            Some(raised | self.first)
        };
        joined.filter(|address| *address <= self.most())
    }

    /// Whether Go takes an IPv6 address for an IPv4 one.
    fn is_mapped(&self, address: u128) -> bool {
        self.width > 32 && address >> 32 == MAPPED >> 32
    }

    fn address(&self, address: u128) -> String {
        if self.width > 32 && !self.is_mapped(address) {
            return Ipv6Addr::from_bits(address).to_string();
        }
        let [.., a, b, c, d] = address.to_be_bytes();
        Ipv4Addr::new(a, b, c, d).to_string()
    }

    fn block(&self, address: u128, length: u8) -> String {
        let length = if self.is_mapped(address) {
            length.saturating_sub(96)
        } else {
            length
        };
        alloc::format!("{}/{length}", self.address(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    /// The examples of <https://developer.hashicorp.com/terraform/language/functions/cidrsubnet>, `cidrsubnets` and
    /// `cidrhost`, read 2026-11-24.
    #[test]
    fn as_documented() {
        for (prefix, bits, place, expected) in [
            ("172.16.0.0/12", 4, 2, "172.18.0.0/16"),
            ("10.1.2.0/24", 4, 15, "10.1.2.240/28"),
            (
                "fd00:fd12:3456:7890::/56",
                16,
                162,
                "fd00:fd12:3456:7800:a200::/72",
            ),
        ] {
            assert_eq!(subnet(prefix, bits, place.into()).unwrap().text, expected);
        }
        for (prefix, place, expected) in [
            ("10.12.112.0/20", 16, "10.12.112.16"),
            ("10.12.112.0/20", 268, "10.12.113.12"),
            (
                "fd00:fd12:3456:7890:00a2::/72",
                34,
                "fd00:fd12:3456:7890::22",
            ),
        ] {
            assert_eq!(host(prefix, place.into()).unwrap().text, expected);
        }
        assert_eq!(
            subnets("10.1.0.0/16", &[4, 4, 8, 4]).unwrap(),
            [
                "10.1.0.0/20",
                "10.1.16.0/20",
                "10.1.32.0/24",
                "10.1.48.0/20"
            ]
        );
        assert_eq!(
            subnets("fd00:fd12:3456:7890::/56", &[16, 16, 16, 32]).unwrap(),
            [
                "fd00:fd12:3456:7800::/72",
                "fd00:fd12:3456:7800:100::/72",
                "fd00:fd12:3456:7800:200::/72",
                "fd00:fd12:3456:7800:300::/88"
            ]
        );
    }

    /// Run with Terraform 1.11.4 on 2026-11-24.
    #[test]
    fn as_terraform_does_where_its_checks_are_loose() {
        let outside = |text: &str| {
            Ok(Answer {
                text: text.into(),
                inside: false,
            })
        };
        assert_eq!(subnet("10.0.0.0/8", 8, (-1).into()), outside("0.1.0.0/16"));
        assert_eq!(subnet("10.0.0.0/8", -1, 0.into()), outside("10.0.0.0/7"));
        assert_eq!(
            subnet("::ffff:10.0.0.0/104", 8, 2.into()).unwrap().text,
            "10.2.0.0/16"
        );
        assert_eq!(
            subnet("010.0.0.0/08", 8, 2.into()).unwrap().text,
            "10.2.0.0/16"
        );
        assert_eq!(
            host("fd00::/64", number("92233720368547758083")),
            outside("fd00:0:0:5::3")
        );
        assert_eq!(
            host("::ffff:10.0.0.0/104", 3.into()),
            outside("0:3::ffff:a00:0")
        );
        assert_eq!(host("10.0.0.1/32", (-1).into()).unwrap().text, "10.0.0.1");
        assert!(host("10.0.0.0/24", number("18446744073709551616")).is_err());
        assert!(host("10.0.0.0/8", (-16_777_217).into()).is_err());
        assert_eq!(subnets("0.0.0.0/8", &[1]), Err(TerraformError::AtZero));
        assert_eq!(
            subnets("fd00::/8", &[32, 33]),
            Err(TerraformError::TooManyNewBits)
        );
        assert_eq!(subnets("10.0.0.0/8", &[]), Ok(Vec::new()));
    }
}
