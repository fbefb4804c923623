//! Blocks of addresses beside their peers: ipnet, and a flat bitmap.
//!
//! Both are counted in the same run, so that what is compared does not depend on the machine.

use std::path::Path;

use anyhow::{Result, bail};

/// Ours, the peer's, and how many hundredths of the peer's instructions ours may take.
///
/// The limit is ipnet and a tenth more; in the simulation a tree is to beat the flat bitmap, which starts each search
/// where the last one ended.
const PAIRS: [(&str, &str, u64); 5] = [
    ("cidr_parse", "ipnet_parse", 110),
    ("cidr_contains", "ipnet_contains", 110),
    ("cidr_split", "ipnet_split", 110),
    ("cidr_aggregate", "ipnet_aggregate", 110),
    ("blocks_tree", "blocks_flat", 75),
];

/// 5,000 nodes with sixteen /28 blocks each, and a fifth of them given back and taken again, in two milliseconds.
const SIMULATION: (&str, u64) = ("blocks_tree", 200_000 * super::PER_TEN_NANOSECONDS);

/// Counts every pair, and says which of ours takes too much.
pub(super) fn judge(valgrind: &Path, program: &Path) -> Result<()> {
    let mut faults = Vec::new();
    for (ours, theirs, most) in PAIRS {
        let [count, peer] = [
            super::count(valgrind, program, ours)?,
            super::count(valgrind, program, theirs)?,
        ];
        let share = count * 100 / peer;
        println!("{ours:<14} {count:>10} instructions, {share:>3} % of {theirs}");
        if share > most {
            faults.push(format!(
                "{ours} takes {share} % of the instructions of {theirs}, and its limit is {most} %"
            ));
        }
        let (simulation, limit) = SIMULATION;
        if ours == simulation && count > limit {
            faults.push(format!(
                "{ours} takes {count} instructions, and its limit is {limit}"
            ));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("; "));
}
