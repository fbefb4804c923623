//! `cargo xtask bench`: how many instructions the hot paths take, against the ledger in `tests/bench/ir.toml`.
//!
//! Valgrind's callgrind counts them, and counts the same on every run, however busy the machine is.
//! Its dhat says how much of the heap is held at the most.
//! With `--page`, what the page takes in Chromium is measured; with `--wasm`, what a keystroke computes in WebAssembly.

mod page;
mod peers;
mod wasm;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{command, tools, workspace};

const LEDGER: &str = "tests/bench/ir.toml";

/// What is counted: the argument of the program `ir`, and how long it may take.
///
/// Ten nanoseconds a cell of the ranking and 150 microseconds for everything that a keystroke computes are limits that no
/// update of the ledger lifts.
///
/// A thousand VPCs out of one /8 have no limit of their own: the ledger is theirs, in instructions and in bytes.
const FIGURES: [(&str, Limit); 5] = [
    ("ranking", Limit::NanosecondsACell(10)),
    ("recompute", Limit::Nanoseconds(150_000)),
    ("both", Limit::Nanoseconds(150_000)),
    ("fleet", Limit::Ledger),
    (FLEET_BYTES, Limit::Ledger),
];

/// The most bytes of the heap that the program holds at once while it computes `fleet`.
const FLEET_BYTES: &str = "fleet-bytes";

/// Instructions that ten nanoseconds are taken for: as many as for both together, rounded down.
///
/// The best of 2,000 runs of `ir time`, three times over on a busy Xeon on 2026-11-25, gave 10.8 to 10.9 a nanosecond for the
/// recompute (1,004,865 instructions in 92 to 93 µs), 15.3 to 15.6 for the ranking (628,967 in 40 to 41 µs) and 11.8 to 12.0
/// for both (1,655,846 in 138 to 140 µs).
const PER_TEN_NANOSECONDS: u64 = 118;

/// A count may be above its ledger by one part in so many.
const TOLERANCE: u64 = 100;

/// The same where another compiler or C library counts, whose code differs.
const FOREIGN_TOLERANCE: u64 = 10;

#[derive(Clone, Copy)]
enum Limit {
    /// Nanoseconds at most.
    Nanoseconds(u64),
    /// Nanoseconds a cell at most.
    NanosecondsACell(u64),
    /// What the ledger says.
    Ledger,
}

impl Limit {
    fn instructions(self, cells: u64) -> Option<u64> {
        match self {
            Self::Nanoseconds(time) => Some(time * PER_TEN_NANOSECONDS / 10),
            Self::NanosecondsACell(time) => Some(time * cells * PER_TEN_NANOSECONDS / 10),
            Self::Ledger => None,
        }
    }
}

/// What to do with the ledger.
#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Write the counts of now into the ledger.
    #[arg(long)]
    update: bool,
    /// Measure the page in Chromium instead, against `tests/bench/page.toml`.
    #[arg(long)]
    page: bool,
    /// Take the time as WebAssembly in Node instead, and compare it with that of `tests/bench/wasm.toml`.
    #[arg(long, conflicts_with = "page")]
    wasm: bool,
}

/// Counts by figure, and what counted them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ledger {
    toolchain: String,
    counts: BTreeMap<String, u64>,
}

/// The task.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.page {
        return page::run(options.update);
    }
    if options.wasm {
        return wasm::run(options.update);
    }
    let valgrind = tools::valgrind()?;
    let program = build("ir")?;
    peers::judge(&valgrind, &build("cidr")?)?;
    let cells: u64 = command::output(Command::new(&program).arg("cells"))
        .and_then(|text| text.parse().ok())
        .context("the program `ir` does not say how many cells there are")?;
    let mut now = Ledger {
        toolchain: toolchain(),
        counts: BTreeMap::new(),
    };
    for (figure, _) in FIGURES {
        let count = if figure == FLEET_BYTES {
            most_bytes(&valgrind, &program, "fleet")?
        } else {
            count(&valgrind, &program, figure)?
        };
        now.counts.insert(figure.to_owned(), count);
    }
    let file = workspace::root().join(LEDGER);
    let was = match fs::read_to_string(&file) {
        Ok(text) => read(&text)?,
        Err(_) if options.update => Ledger::default(),
        Err(_) => bail!("{LEDGER} is missing: cargo xtask bench --update writes it"),
    };
    print!("{}", table(&was, &now, cells));
    if options.update {
        fs::write(&file, write(&now))?;
    }
    judge(&was, &now, cells, options.update)
}

/// Whether this machine can count: Linux, where valgrind runs.
pub(crate) fn is_possible() -> bool {
    cfg!(target_os = "linux")
}

fn build(program: &str) -> Result<PathBuf> {
    let arguments = [
        "build",
        "--release",
        "--package",
        "eniplan-tests",
        "--bin",
        program,
    ];
    command::run(command::cargo().args(arguments))?;
    let folder = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace::root().join("target"), PathBuf::from);
    Ok(folder.join("release").join(program))
}

/// The compiler, the C library and valgrind, which together decide what is counted.
fn toolchain() -> String {
    let first = |program: &str, arguments: &[&str]| {
        let text = command::output(Command::new(program).args(arguments)).unwrap_or_default();
        text.lines().next().unwrap_or_default().to_owned()
    };
    [
        first("rustc", &["--version"]),
        first("getconf", &["GNU_LIBC_VERSION"]),
        first("valgrind", &["--version"]),
    ]
    .join(", ")
}

/// Instructions of one figure: those of the function `measured_…` and what it calls.
fn count(valgrind: &Path, program: &Path, figure: &str) -> Result<u64> {
    let toggle = format!("--toggle-collect=*measured_{figure}*");
    let tool = [
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        &toggle,
    ];
    said(valgrind, &tool, program, figure, "Collected :")
}

/// Bytes of the heap at the moment at which a program holds most.
fn most_bytes(valgrind: &Path, program: &Path, figure: &str) -> Result<u64> {
    let tool = ["--tool=dhat", "--dhat-out-file=/dev/null"];
    said(valgrind, &tool, program, figure, "At t-gmax:")
}

/// The number that valgrind says behind some words, above 0.
fn said(valgrind: &Path, tool: &[&str], program: &Path, figure: &str, words: &str) -> Result<u64> {
    let output = Command::new(valgrind)
        .args(tool)
        .arg(program)
        .arg(figure)
        .stdin(Stdio::null())
        .output()
        .context("cannot start valgrind")?;
    let text = String::from_utf8_lossy(&output.stderr);
    let behind = text.lines().find_map(|line| line.split_once(words));
    let number = behind.and_then(|(_, rest)| rest.split_whitespace().next());
    match number.and_then(|number| number.replace(',', "").parse().ok()) {
        Some(number) if output.status.success() && number > 0 => Ok(number),
        _ => bail!("valgrind counted nothing for {figure}:\n{text}"),
    }
}

fn judge(was: &Ledger, now: &Ledger, cells: u64, updated: bool) -> Result<()> {
    let is_home = was.toolchain == now.toolchain;
    let parts = if is_home {
        TOLERANCE
    } else {
        FOREIGN_TOLERANCE
    };
    if !is_home && !updated {
        println!(
            "{LEDGER} was counted by {}; here it is {}, so {} % are let pass",
            was.toolchain,
            now.toolchain,
            100 / FOREIGN_TOLERANCE
        );
    }
    let mut faults = Vec::new();
    for (figure, limit) in FIGURES {
        let count = now.counts.get(figure).copied().unwrap_or_default();
        if let Some(most) = limit.instructions(cells).filter(|most| count > *most) {
            faults.push(format!(
                "{figure} takes {count} instructions, and its limit is {most}"
            ));
        }
        match was.counts.get(figure) {
            Some(before) if !updated && count > before + before / parts => {
                faults.push(format!("{figure} grew from {before} to {count}"));
            }
            None if !updated => faults.push(format!("{figure} is not in the ledger")),
            _ => {}
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "{}; make it faster, or say in the commit why it is worth it and run cargo xtask bench --update",
        faults.join("; ")
    );
}

fn table(was: &Ledger, now: &Ledger, cells: u64) -> String {
    let mut text = format!(
        "{:<12} {:>10} {:>10} {:>8} {:>10}\n",
        "instructions", "ledger", "now", "delta", "limit"
    );
    for (figure, limit) in FIGURES {
        let [was, now] =
            [was, now].map(|ledger| ledger.counts.get(figure).copied().unwrap_or_default());
        let sign = if now < was { '-' } else { '+' };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{figure:<12} {was:>10} {now:>10} {sign}{:<7} {:>10}",
            now.abs_diff(was),
            limit
                .instructions(cells)
                .map_or_else(String::new, |most| most.to_string())
        );
    }
    let ranking = now.counts.get("ranking").copied().unwrap_or_default();
    let _ = writeln!(
        text,
        "{} instructions a cell of {cells}",
        ranking / cells.max(1)
    );
    text
}

fn read(text: &str) -> Result<Ledger> {
    let table: toml::Table =
        toml::from_str(text).with_context(|| format!("{LEDGER} is no ledger"))?;
    let mut ledger = Ledger::default();
    for (name, value) in table {
        match (name.as_str(), value) {
            ("toolchain", toml::Value::String(text)) => ledger.toolchain = text,
            (_, toml::Value::Integer(count)) => {
                ledger.counts.insert(name, u64::try_from(count)?);
            }
            (name, _) => bail!("{LEDGER}: {name} is no count"),
        }
    }
    Ok(ledger)
}

fn write(ledger: &Ledger) -> String {
    let mut text = String::from(
        "# Instructions that callgrind counts of each figure of tests/bench/ir.rs, written by `cargo xtask bench --update`.\n",
    );
    let _ = writeln!(text, "toolchain = {:?}", ledger.toolchain);
    for (figure, count) in &ledger.counts {
        let _ = writeln!(text, "{figure} = {count}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(toolchain: &str, counts: [u64; FIGURES.len()]) -> Ledger {
        let names = FIGURES.map(|(figure, _)| figure.to_owned());
        Ledger {
            toolchain: toolchain.to_owned(),
            counts: names.into_iter().zip(counts).collect(),
        }
    }

    #[test]
    fn the_ledger_is_read_as_it_was_written() {
        let ledger = ledger("rustc 1.95.0 (x), glibc 2.36", [1, 2, 3, 4, 5]);
        assert_eq!(read(&write(&ledger)).unwrap(), ledger);
    }

    #[test]
    fn growth_beyond_one_percent_is_refused_at_home_and_beyond_ten_elsewhere() {
        let was = ledger("home", [10_000; FIGURES.len()]);
        let judged = |toolchain, count| {
            judge(
                &was,
                &ledger(toolchain, [count, 10_000, 10_000, 10_000, 10_000]),
                1_000,
                false,
            )
        };
        assert!(judged("home", 10_100).is_ok());
        assert!(
            judged("home", 10_101)
                .unwrap_err()
                .to_string()
                .contains("cargo xtask bench --update")
        );
        assert!(judged("elsewhere", 11_000).is_ok());
        assert!(judged("elsewhere", 11_001).is_err());
    }

    #[test]
    fn no_update_lifts_a_limit() {
        let cells = 100;
        let most = cells * PER_TEN_NANOSECONDS;
        let judged = |count| {
            judge(
                &Ledger::default(),
                &ledger("home", [count, 1, 1, 1, 1]),
                cells,
                true,
            )
        };
        assert!(judged(most).is_ok());
        assert!(
            judged(most + 1)
                .unwrap_err()
                .to_string()
                .contains("its limit is")
        );
    }
}
