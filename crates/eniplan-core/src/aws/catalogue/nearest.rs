//! Which name someone may have meant.

use alloc::vec::Vec;

use super::instance_type::split;
use crate::plan::reading::distance;

/// A name longer than this is no slip of the finger; it is not compared at all.
const LONGEST: usize = 40;

/// The `n` candidates nearest to `wanted`, best first; none where nothing is near.
pub(super) fn nearest<'a>(
    candidates: impl Iterator<Item = &'a str>,
    wanted: &str,
    n: usize,
) -> Vec<&'a str> {
    let wanted = wanted.trim();
    if wanted.is_empty() || wanted.len() > LONGEST {
        return Vec::new();
    }
    let wanted = wanted.to_ascii_lowercase();
    let mut ranked: Vec<((usize, usize), &str)> = candidates
        .filter_map(|name| Some((rank(&wanted, name)?, name)))
        .collect();
    // A few of many: taking the best out again and again needs no sort, which the page would carry.
    let mut best = Vec::new();
    while best.len() < n {
        let nearest = (0..ranked.len()).min_by_key(|index| ranked.get(*index));
        let Some(nearest) = nearest else { break };
        best.push(ranked.swap_remove(nearest).1);
    }
    best
}

/// How far `name` is from what was wanted, lower being nearer; `None` where it is too far to be meant.
///
/// Someone who names a family that exists wants that family, so its sizes come before all but the nearest of others.
fn rank(wanted: &str, name: &str) -> Option<(usize, usize)> {
    let (family, size) = split(wanted);
    let (other_family, other_size) = split(name);
    if family == other_family {
        let edits = distance(size, other_size);
        return Some(((2 * edits).min(3), edits));
    }
    let edits = distance(wanted, name);
    if edits > (wanted.len() / 3).max(2) {
        return None;
    }
    let of_other_size = usize::from(size != other_size);
    let of_other_line = usize::from(!other_family.starts_with(family));
    Some((2 * edits + of_other_size + of_other_line, edits))
}
