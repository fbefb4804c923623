//! What changed from one text to another, line by line.

use std::ops::Range;

/// A run of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// Lines that both texts have, in the second.
    Same(Range<usize>),
    /// Lines of the first alone.
    Gone(Range<usize>),
    /// Lines of the second alone.
    New(Range<usize>),
}

/// The most steps of the search: beyond, what lies between the equal ends counts as replaced.
const MOST_STEPS: usize = 1_000_000;

/// The runs from one list of lines to another, in order.
///
/// Equal ends are cut off first, and what lies between is compared by the longest common part, a table of both lengths;
/// where that would be too large, the whole middle is replaced.
pub(crate) fn runs(before: &[&str], after: &[&str]) -> Vec<Run> {
    let pairs = before.iter().zip(after);
    let head = pairs.take_while(|(old, new)| old == new).count();
    let (old, new) = (&before[head..], &after[head..]);
    let pairs = old.iter().rev().zip(new.iter().rev());
    let tail = pairs.take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut runs = Runs::default();
    runs.push(Run::Same(0..head));
    if old.len().saturating_mul(new.len()) > MOST_STEPS {
        runs.push(Run::Gone(head..head + old.len()));
        runs.push(Run::New(head..head + new.len()));
    } else {
        middle(old, new, head, &mut runs);
    }
    runs.push(Run::Same(after.len() - tail..after.len()));
    runs.list
}

/// The runs between the equal ends.
fn middle(old: &[&str], new: &[&str], head: usize, runs: &mut Runs) {
    // In row i and column j: how many lines the rests from there have in common at most.
    let width = new.len() + 1;
    let mut common = vec![0_u32; width * (old.len() + 1)];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let here = i * width + j;
            common[here] = if old[i] == new[j] {
                common[here + width + 1] + 1
            } else {
                common[here + width].max(common[here + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let here = i * width + j;
        if i < old.len() && j < new.len() && old[i] == new[j] {
            runs.push(Run::Same(head + j..head + j + 1));
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && common[here + width] >= common[here + 1]) {
            runs.push(Run::Gone(head + i..head + i + 1));
            i += 1;
        } else {
            runs.push(Run::New(head + j..head + j + 1));
            j += 1;
        }
    }
}

/// Runs being put together: what follows on its like becomes one with it.
#[derive(Default)]
struct Runs {
    list: Vec<Run>,
}

impl Runs {
    fn push(&mut self, run: Run) {
        match (self.list.last_mut(), &run) {
            (_, Run::Same(lines) | Run::Gone(lines) | Run::New(lines)) if lines.is_empty() => {}
            (Some(Run::Same(last)), Run::Same(lines))
            | (Some(Run::Gone(last)), Run::Gone(lines))
            | (Some(Run::New(last)), Run::New(lines)) => last.end = lines.end,
            _ => self.list.push(run),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts the second text together from the first and the runs, and the first from the second.
    fn replayed<'a>(before: &[&'a str], after: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for run in runs(before, after) {
            match run {
                Run::Same(lines) => {
                    old.extend(&after[lines.clone()]);
                    new.extend(&after[lines]);
                }
                Run::Gone(lines) => old.extend(&before[lines]),
                Run::New(lines) => new.extend(&after[lines]),
            }
        }
        (old, new)
    }

    #[test]
    fn both_texts_come_out_of_the_runs() {
        let texts = [
            "", "a", "b", "ab", "abc", "bca", "aabb", "abab", "xaybzc", "abcabc",
        ];
        for before in texts {
            for after in texts {
                let before: Vec<&str> = before.split_inclusive(|_| true).collect();
                let after: Vec<&str> = after.split_inclusive(|_| true).collect();
                assert_eq!(replayed(&before, &after), (before.clone(), after.clone()));
            }
        }
    }

    #[test]
    fn one_line_between_others_is_one_run() {
        let found = runs(&["a", "b", "c"], &["a", "x", "c"]);
        let wanted = [
            Run::Same(0..1),
            Run::Gone(1..2),
            Run::New(1..2),
            Run::Same(2..3),
        ];
        assert_eq!(found, wanted);
        assert_eq!(runs(&["a", "c"], &["a", "b", "c"]).len(), 3);
    }

    #[test]
    fn what_is_too_large_to_compare_is_replaced() {
        let many: Vec<String> = (0..3_000).map(|n| n.to_string()).collect();
        let before: Vec<&str> = many.iter().map(String::as_str).collect();
        let after: Vec<&str> = before.iter().rev().copied().collect();
        assert_eq!(runs(&before, &after).len(), 2);
        assert_eq!(replayed(&before, &after), (before.clone(), after.clone()));
    }
}
