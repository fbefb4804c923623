//! `cargo xtask bench --page`: how the site loads, answers to keys and moves, beside the least page that Yew makes.
//!
//! Both are measured turn by turn in one run of `tests/bench/page.mjs`; the ledger keeps ratios, never times.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{command, site, tools, workspace};

const LEDGER: &str = "tests/bench/page.toml";

/// What is measured: its name, what is aimed at, and what it is. Until a goal is reached the ledger is the limit.
///
/// Ratios are in thousandths of the floor page's figure, or of an idle frame; memory is in bytes.
const FIGURES: [(&str, Option<u64>, &str); 9] = [
    (
        "paint",
        Some(1_200),
        "first paint, slow 4G and a quarter of the speed, to the floor's",
    ),
    (
        "interactive",
        Some(1_450),
        "until the page can be used, to the floor's",
    ),
    (
        "keystroke",
        None,
        "keystroke to paint, 95 of 100, to the floor's",
    ),
    (
        "frame",
        None,
        "a frame while the map is walked, to an idle one",
    ),
    ("late_frames", None, "frames of a thousand that come late"),
    (
        "blocks_drawn",
        Some(30),
        "drawing the blocks of a /16 while they move, to an idle frame",
    ),
    (
        "blocks_late",
        Some(0),
        "frames of a thousand that come late meanwhile",
    ),
    (
        "memory",
        Some(3 << 20),
        "bytes of memory of both modules after the load",
    ),
    (
        "memory_later",
        Some(6 << 20),
        "the same after the keystrokes and the walk over the map",
    ),
];

/// A figure may be above its ledger by half: a busy machine moves even ratios.
const TOLERANCE: u64 = 2;
/// And by so much where the ledger is near nothing.
const SLACK: u64 = 100;

/// Whether a goal is a limit that no update of the ledger lifts: bytes, unlike times, are the same on every machine.
fn is_hard(name: &str) -> bool {
    name.starts_with("memory")
}

type Ledger = BTreeMap<String, u64>;

/// The task.
pub(super) fn run(update: bool) -> Result<()> {
    let node = tools::node().context("pages are measured with Node 20 or newer on PATH")?;
    let built = site::build(&site::Options::default())?;
    if !built.optimised {
        bail!("figures mean nothing without wasm-opt: install Node");
    }
    let floor = site::build_floor()?;
    let modules = tools::modules()?;
    let output = command::output(
        Command::new(node)
            .arg(workspace::root().join("tests/bench/page.mjs"))
            .arg(&built.folder)
            .arg(floor)
            .env("NODE_PATH", modules.folder())
            .env("CHROMIUM", tools::chromium()?),
    );
    let now = read(&output.context("tests/bench/page.mjs failed; run it by hand to see why")?)?;
    let file = workspace::root().join(LEDGER);
    let was = match fs::read_to_string(&file) {
        Ok(text) => read(&text)?,
        Err(_) if update => Ledger::new(),
        Err(_) => bail!("{LEDGER} is missing: cargo xtask bench --page --update writes it"),
    };
    for (name, goal, what) in FIGURES {
        let [was, now] = [&was, &now].map(|ledger| ledger.get(name).copied().unwrap_or_default());
        let goal = goal.map_or_else(String::new, |most| format!(", goal {most}"));
        println!("{name:<12} {was:>9} {now:>9}  {what}{goal}");
    }
    if update {
        fs::write(&file, write(&now))?;
    }
    judge(&was, &now, update)
}

fn judge(was: &Ledger, now: &Ledger, updated: bool) -> Result<()> {
    let mut faults = Vec::new();
    for (name, goal, _) in FIGURES {
        let Some(&figure) = now.get(name) else {
            faults.push(format!("{name} was not measured"));
            continue;
        };
        if let Some(most) = goal.filter(|most| figure > *most && !is_hard(name)) {
            println!("NOT YET: {name} is {figure}, and its goal is {most}");
        }
        if let (true, Some(most)) = (is_hard(name), goal.filter(|most| figure > *most)) {
            faults.push(format!("{name} is {figure}, and at most {most} is allowed"));
        }
        match was.get(name) {
            Some(before) if !updated && figure > before + before / TOLERANCE + SLACK => {
                faults.push(format!("{name} grew from {before} to {figure}"));
            }
            None if !updated => faults.push(format!("{name} is not in the ledger")),
            _ => {}
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "{}; run it again on a quiet machine, then make the page faster, or say in the commit why it is worth it and run cargo xtask bench --page --update",
        faults.join("; ")
    );
}

fn read(text: &str) -> Result<Ledger> {
    let table: toml::Table =
        toml::from_str(text).with_context(|| format!("{LEDGER} is no ledger"))?;
    let mut ledger = Ledger::new();
    for (name, value) in table {
        let figure = value.as_integer().context("a figure is a whole number")?;
        ledger.insert(name, u64::try_from(figure)?);
    }
    Ok(ledger)
}

fn write(ledger: &Ledger) -> String {
    let mut text = String::from(
        "# What tests/bench/page.mjs measures, written by `cargo xtask bench --page --update`; README.md says what each is.\n",
    );
    for (name, figure) in ledger {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name} = {figure}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(interactive: u64) -> Ledger {
        let mut ledger: Ledger = FIGURES
            .iter()
            .map(|(name, ..)| ((*name).to_owned(), 1_000))
            .collect();
        ledger.insert("interactive".into(), interactive);
        ledger
    }

    #[test]
    fn what_grows_by_more_than_half_or_is_missing_is_refused() {
        assert!(judge(&ledger(1_000), &ledger(1_600), false).is_ok());
        assert!(judge(&ledger(1_000), &ledger(1_601), false).is_err());
        assert!(judge(&Ledger::new(), &ledger(1_000), false).is_err());
        assert!(judge(&Ledger::new(), &ledger(1_000), true).is_ok());
        assert!(judge(&ledger(1_000), &Ledger::new(), true).is_err());
    }

    #[test]
    fn no_update_lifts_the_limit_of_memory() {
        let mut now = ledger(1_000);
        now.insert("memory".into(), 3 << 20);
        assert!(judge(&now, &now, true).is_ok());
        now.insert("memory".into(), (3 << 20) + 1);
        assert!(judge(&now, &now, true).is_err());
    }

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        assert_eq!(read(&write(&ledger(7))).expect("a ledger"), ledger(7));
        assert!(read("paint = 1.5").is_err());
    }
}
