//! `cargo xtask bench --wasm`: how long what a keystroke computes takes as WebAssembly, built as the module of answers is.
//!
//! Times depend on the machine, so that nothing fails by them: the ledger keeps those that were seen last.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::site::{ANSWERS_PROFILE, ANSWERS_WASM_OPT};
use crate::{command, shrink, site, tools, workspace};

const LEDGER: &str = "tests/bench/wasm.toml";

/// Nanoseconds that recompute and ranking together are to take at best.
const GOAL: u64 = 250_000;

/// What `wasm.mjs` measures, in nanoseconds.
const FIGURES: [&str; 2] = ["best", "median"];

type Ledger = BTreeMap<String, u64>;

/// The task.
pub(super) fn run(update: bool) -> Result<()> {
    let node = tools::node().context("WebAssembly is measured with Node 20 or newer on PATH")?;
    let root = workspace::root();
    tools::ensure_target(tools::WASM)?;
    let arguments = ["build", "--profile", ANSWERS_PROFILE, "--target"];
    let of = ["--package", "eniplan-tests", "--bin", "ir"];
    let mut build = command::cargo();
    build.args(arguments).arg(tools::WASM).args(of);
    command::run(build.env("CARGO_ENCODED_RUSTFLAGS", site::remapped(&root)))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let program = target
        .join(tools::WASM)
        .join(ANSWERS_PROFILE)
        .join("ir.wasm");
    let file = root.join("target/site/ir.wasm");
    fs::create_dir_all(root.join("target/site"))?;
    fs::copy(program, &file)?;
    shrink::optimise(&file, ANSWERS_WASM_OPT, &tools::modules()?)?;
    let output = command::output(
        Command::new(node)
            .arg(root.join("tests/bench/wasm.mjs"))
            .arg(&file),
    );
    let now = read(&output.context("tests/bench/wasm.mjs failed; run it by hand to see why")?)?;
    let ledger = root.join(LEDGER);
    let was = match fs::read_to_string(&ledger) {
        Ok(text) => read(&text)?,
        Err(_) => Ledger::new(),
    };
    for name in FIGURES {
        let [was, now] = [&was, &now].map(|ledger| ledger.get(name).copied().unwrap_or_default());
        println!("{name:<8} {was:>9} {now:>9}  nanoseconds as WebAssembly, the ledger's and now");
    }
    let Some(best) = now.get("best") else {
        bail!("tests/bench/wasm.mjs measured nothing");
    };
    if *best > GOAL {
        println!("NOT YET: best is {best} ns, and its goal is {GOAL}");
    }
    if update {
        fs::write(&ledger, write(&now))?;
    }
    Ok(())
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
        "# Nanoseconds that tests/bench/wasm.mjs measured last, written by `cargo xtask bench --wasm --update`.\n",
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

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let ledger = Ledger::from([("best".to_owned(), 1), ("median".to_owned(), 2)]);
        assert_eq!(read(&write(&ledger)).expect("a ledger"), ledger);
        assert!(read("best = 1.5").is_err());
    }
}
