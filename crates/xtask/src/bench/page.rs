//! `cargo xtask bench --page`: how the site loads, answers to keys and moves, beside the least page that Yew makes.
//!
//! Both are measured turn by turn in one run of `tests/bench/page.mjs`; the ledger keeps ratios, never times.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{command, site, tools, workspace};

const LEDGER: &str = "tests/bench/page.toml";

/// Something that is measured.
struct Figure {
    name: &'static str,
    /// What is aimed at. Until it is reached the ledger is the limit.
    goal: Option<u64>,
    /// Whether the goal is a limit that no update of the ledger lifts, because it is the same on every machine.
    hard: bool,
    /// A figure may be above its ledger by half, since a busy machine moves even ratios, and by so much where the ledger is near
    /// nothing.
    slack: u64,
    what: &'static str,
}

const fn ratio(name: &'static str, goal: Option<u64>, what: &'static str) -> Figure {
    Figure {
        name,
        goal,
        hard: false,
        slack: 100,
        what,
    }
}

const fn hard(name: &'static str, goal: u64, what: &'static str) -> Figure {
    Figure {
        name,
        goal: Some(goal),
        hard: true,
        slack: 0,
        what,
    }
}

/// Ratios are in thousandths of the floor page's figure, or of an idle frame; memory is in bytes; Lighthouse's in points that
/// are missing of a hundred.
const FIGURES: [Figure; 17] = [
    ratio(
        "paint",
        Some(1_200),
        "first paint, slow 4G and a quarter of the speed, to the floor's",
    ),
    ratio(
        "interactive",
        Some(1_450),
        "until the page can be used, to the floor's",
    ),
    ratio(
        "keystroke",
        None,
        "keystroke to paint, 95 of 100, to the floor's",
    ),
    ratio(
        "key",
        Some(480),
        "work of a key until its frame, 95 of 100, to an idle frame; 480 are 8 ms",
    ),
    ratio(
        "key_slow",
        Some(1_980),
        "the same at a quarter of the speed; 1,980 are 33 ms",
    ),
    ratio(
        "frame",
        None,
        "a frame while the map is walked, to an idle one",
    ),
    ratio("late_frames", None, "frames of a thousand that come late"),
    ratio(
        "edit_256",
        Some(480),
        "an edit of a plan with 256 subnets, from the key to the end of its frame, to an idle one",
    ),
    ratio(
        "blocks_drawn",
        Some(30),
        "drawing the blocks of a /16 while they move, to an idle frame",
    ),
    ratio(
        "blocks_late",
        Some(0),
        "frames of a thousand that come late meanwhile",
    ),
    hard(
        "memory",
        3 << 20,
        "bytes of memory of both modules after the load",
    ),
    hard(
        "memory_later",
        6 << 20,
        "the same after the keystrokes and the walk over the map",
    ),
    Figure {
        name: "performance",
        goal: Some(2),
        hard: false,
        slack: 10,
        what: "points that Lighthouse misses, median of 5",
    },
    hard("accessibility", 0, "the same"),
    hard("best_practices", 0, "the same"),
    hard("seo", 0, "the same"),
    hard(
        "layout_shift",
        0,
        "cumulative layout shift of the first visit, in thousandths",
    ),
];

/// The part of the ledger by which a figure may be above it.
const TOLERANCE: u64 = 2;

type Ledger = BTreeMap<String, u64>;

/// The task.
pub(super) fn run(update: bool) -> Result<()> {
    let node = tools::node().context("pages are measured with Node 20 or newer on PATH")?;
    let built = site::build(&site::Options::default())?;
    if !built.optimised {
        bail!("figures mean nothing without wasm-opt: install Node");
    }
    let floor = site::build_floor()?;
    let chromium = tools::chromium()?;
    let measure =
        |script: &str, packages: &tools::Modules, folders: &[&Path]| {
            let output = command::output(
                Command::new(&node)
                    .arg(workspace::root().join("tests/bench").join(script))
                    .args(folders)
                    .env("NODE_PATH", packages.folder())
                    .env("CHROMIUM", &chromium),
            );
            read(&output.with_context(|| {
                format!("tests/bench/{script} failed; run it by hand to see why")
            })?)
        };
    let mut now = measure("page.mjs", &tools::modules()?, &[&built.folder, &floor])?;
    now.extend(measure(
        "lighthouse.mjs",
        &tools::lighthouse()?,
        &[&built.folder],
    )?);
    let file = workspace::root().join(LEDGER);
    let was = match fs::read_to_string(&file) {
        Ok(text) => read(&text)?,
        Err(_) if update => Ledger::new(),
        Err(_) => bail!("{LEDGER} is missing: cargo xtask bench --page --update writes it"),
    };
    for Figure {
        name, goal, what, ..
    } in FIGURES
    {
        let [was, now] = [&was, &now].map(|ledger| ledger.get(name).copied().unwrap_or_default());
        let goal = goal.map_or_else(String::new, |most| format!(", goal {most}"));
        println!("{name:<14} {was:>9} {now:>9}  {what}{goal}");
    }
    if update {
        fs::write(&file, write(&now))?;
    }
    judge(&was, &now, update)
}

fn judge(was: &Ledger, now: &Ledger, updated: bool) -> Result<()> {
    let mut faults = Vec::new();
    for Figure {
        name,
        goal,
        hard,
        slack,
        ..
    } in FIGURES
    {
        let Some(&figure) = now.get(name) else {
            faults.push(format!("{name} was not measured"));
            continue;
        };
        match goal.filter(|most| figure > *most) {
            Some(most) if hard => {
                faults.push(format!("{name} is {figure}, and at most {most} is allowed"));
            }
            Some(most) => println!("NOT YET: {name} is {figure}, and its goal is {most}"),
            None => {}
        }
        match was.get(name) {
            Some(before) if !updated && !hard && figure > before + before / TOLERANCE + slack => {
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
        "# What tests/bench/page.mjs and lighthouse.mjs measure, written by `cargo xtask bench --page --update`; README.md says what each is.\n",
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
            .map(|figure| (figure.name.to_owned(), if figure.hard { 0 } else { 1_000 }))
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
