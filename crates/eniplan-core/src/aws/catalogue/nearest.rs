//! Which name someone may have meant.

use alloc::vec::Vec;

use super::instance_type::split;

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
    ranked.sort_unstable();
    ranked.into_iter().take(n).map(|(_, name)| name).collect()
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

/// Edits that turn one text into the other: insert, remove, replace, or swap two neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j) + usize::from(x != y))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped && x != y {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = last;
        last = row;
    }
    last.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn one_edit_each() {
        for (a, b, edits) in [
            ("m5.large", "m5.large", 0),
            ("m5large", "m5.large", 1),
            ("m5.lrage", "m5.large", 1),
            ("m5.xlarge", "m5.2xlarge", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), edits, "{a} to {b}");
        }
    }
}
