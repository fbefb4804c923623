//! How Terraform reads a block: host bits are cut off, and leading zeros mean nothing.

use core::net::Ipv6Addr;

/// A block as numbers.
pub(super) struct Base {
    /// Its first address.
    pub(super) first: u128,
    /// The number behind the slash.
    pub(super) length: u8,
    /// Bits of an address, 32 or 128.
    pub(super) width: u8,
}

impl Base {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let (address, width) = match ipv4(address) {
            Some(address) => (address.into(), 32),
            None => (ipv6(address)?, 128),
        };
        let length = number(length, width)?;
        let length = u8::try_from(length).ok()?;
        let hosts = (u128::MAX >> (128 - width)).checked_shr(length.into());
        Some(Self {
            first: address & !hosts.unwrap_or(0),
            length,
            width: u8::try_from(width).ok()?,
        })
    }
}

/// Digits alone, of a number up to `most`.
fn number(digits: &str, most: u32) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok()).flatten();
    number.filter(|number| *number <= most)
}

fn ipv4(text: &str) -> Option<u32> {
    let mut octets = text.split('.');
    let mut address = 0u32;
    for _ in 0..4 {
        address = address << 8 | number(octets.next()?, 255)?;
    }
    octets.next().is_none().then_some(address)
}

/// Eight groups of hexadecimal digits, of which `::` stands for those that are zero; the last two may be an IPv4 address.
fn ipv6(text: &str) -> Option<u128> {
    let mut groups = [0u16; 8];
    let (head, tail) = match text.split_once("::") {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let (head_count, head_has_ipv4) = fill(&mut groups, head)?;
    if let Some(tail) = tail {
        let mut behind = [0u16; 8];
        let (count, _) = fill(&mut behind, tail)?;
        // The two colons stand for one group at least.
        if head_has_ipv4 || head_count.checked_add(count)? > 7 {
            return None;
        }
        let places = groups.iter_mut().skip(8usize.checked_sub(count)?);
        for (place, group) in places.zip(behind) {
            *place = group;
        }
    } else if head_count != 8 {
        return None;
    }
    Some(Ipv6Addr::from(groups).to_bits())
}

/// Reads groups, and says how many there were and whether they ended in an IPv4 address.
fn fill(groups: &mut [u16; 8], text: &str) -> Option<(usize, bool)> {
    if text.is_empty() {
        return Some((0, false));
    }
    let mut count = 0usize;
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if part.contains('.') {
            let [high, low] = [ipv4(part)? >> 16, ipv4(part)? & 0xffff];
            for half in [high, low] {
                *groups.get_mut(count)? = u16::try_from(half).ok()?;
                count += 1;
            }
            return parts.peek().is_none().then_some((count, true));
        }
        let is_hexadecimal = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = part.trim_start_matches('0');
        let group = match digits {
            "" => 0,
            _ => u16::from_str_radix(digits, 16).ok()?,
        };
        *groups.get_mut(count).filter(|_| is_hexadecimal)? = group;
        count += 1;
    }
    Some((count, false))
}
