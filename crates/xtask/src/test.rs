//! `cargo xtask test`: every check of the project, one after another.

use std::env;
use std::ffi::OsStr;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::{bench, browser, command, site, size, tidy, tools};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Leave the browser tests out.
    #[arg(long)]
    no_browser: bool,
    /// Run one step alone.
    #[arg(long, value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(STEPS.map(|step| step.name)))]
    only: Option<String>,
}

/// One check.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<Outcome>,
}

/// What came of a check that did not fail.
enum Outcome {
    Passed,
    /// It could not be run; the text says why.
    Skipped(String),
}

const STEPS: [Step; 12] = [
    Step {
        name: "tidy",
        what: "names, lengths, markup, registry hosts",
        run: tidy_step,
    },
    Step {
        name: "format",
        what: "cargo fmt",
        run: format,
    },
    Step {
        name: "lint",
        what: "clippy, every warning an error",
        run: lint,
    },
    Step {
        name: "lint-page",
        what: "clippy on what runs in the page",
        run: lint_page,
    },
    Step {
        name: "rust",
        what: "cargo test",
        run: rust,
    },
    Step {
        name: "page",
        what: "cargo test of what runs in the page",
        run: page,
    },
    Step {
        name: "terraform",
        what: "terraform, which the tests of exports ask",
        run: terraform,
    },
    Step {
        name: "bare-metal",
        what: "the core without a standard library",
        run: bare_metal,
    },
    Step {
        name: "bench",
        what: "instructions of the hot paths, which callgrind counts",
        run: bench_step,
    },
    Step {
        name: "site",
        what: "the site, as it is published",
        run: site_step,
    },
    Step {
        name: "size",
        what: "the weight of the first load",
        run: size_step,
    },
    Step {
        name: BROWSER,
        what: "the site in Chromium",
        run: browser_step,
    },
];

const BROWSER: &str = "browser";

/// The task.
pub(crate) fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let in_ci = env::var("CI").is_ok_and(|value| value == "true");
    let mut report = Vec::new();
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for step in &STEPS {
        if options.only.as_ref().is_some_and(|only| only != step.name) {
            continue;
        }
        eprintln!("\n== {}: {}", step.name, step.what);
        let begun = Instant::now();
        let outcome = if options.no_browser && step.name == BROWSER {
            Ok(Outcome::Skipped("left out with --no-browser".to_owned()))
        } else {
            (step.run)()
        };
        let verdict = match outcome {
            Ok(Outcome::Passed) => {
                passed += 1;
                "passed".to_owned()
            }
            Ok(Outcome::Skipped(why)) if !in_ci => {
                skipped += 1;
                format!("SKIPPED: {why}")
            }
            Ok(Outcome::Skipped(why)) => {
                failed += 1;
                format!("FAILED: {why}, and with CI=true nothing may be skipped")
            }
            Err(error) => {
                failed += 1;
                format!("FAILED: {error:#}")
            }
        };
        let line = format!(
            "{:<12} {:>5} s  {verdict}",
            step.name,
            seconds(begun.elapsed())
        );
        eprintln!("== {line}");
        report.push(line);
    }
    println!("\n{}", report.join("\n"));
    println!("in {} s", seconds(started.elapsed()));
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    if failed > 0 {
        bail!("{failed} of the steps failed; one alone: cargo xtask test --only STEP");
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{}.{}", time.as_secs(), time.subsec_millis() / 100)
}

fn cargo<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Result<Outcome> {
    command::run(command::cargo().args(arguments))?;
    Ok(Outcome::Passed)
}

fn tidy_step() -> Result<Outcome> {
    tidy::run()?;
    Ok(Outcome::Passed)
}

fn format() -> Result<Outcome> {
    cargo(["fmt", "--all", "--check"])
}

fn lint() -> Result<Outcome> {
    let page = [
        "--exclude",
        "web",
        "--exclude",
        "eniplan-wasm",
        "--exclude",
        "eniplan-answers",
    ];
    let strict = ["--all-targets", "--", "-D", "warnings"];
    cargo(["clippy", "--workspace"].iter().chain(&page).chain(&strict))
}

fn lint_page() -> Result<Outcome> {
    tools::ensure_target(tools::WASM)?;
    let page = [
        "-p",
        "web",
        "-p",
        "eniplan-wasm",
        "-p",
        "eniplan-answers",
        "--target",
        tools::WASM,
    ];
    cargo(
        ["clippy"]
            .iter()
            .chain(&page)
            .chain(&["--", "-D", "warnings"]),
    )
}

fn rust() -> Result<Outcome> {
    let mut cargo = command::cargo();
    quiet_terraform(&mut cargo);
    command::run(cargo.arg("test"))?;
    Ok(Outcome::Passed)
}

fn page() -> Result<Outcome> {
    cargo([
        "test",
        "-p",
        "web",
        "-p",
        "eniplan-wasm",
        "-p",
        "eniplan-answers",
    ])
}

fn terraform() -> Result<Outcome> {
    let Some(terraform) = command::find("terraform") else {
        let why = "terraform is not on PATH, so no export was shown to it";
        return Ok(Outcome::Skipped(why.to_owned()));
    };
    let mut terraform = Command::new(terraform);
    quiet_terraform(&mut terraform);
    command::run(terraform.arg("version"))?;
    Ok(Outcome::Passed)
}

/// A settings file that is not there makes terraform warn, and its check for a newer version would use the network.
fn quiet_terraform(command: &mut Command) {
    command
        .env_remove("TF_CLI_CONFIG_FILE")
        .env("CHECKPOINT_DISABLE", "1");
}

fn bare_metal() -> Result<Outcome> {
    tools::ensure_target(tools::BARE_METAL)?;
    let build = ["build", "-p", "eniplan-core", "--target", tools::BARE_METAL];
    cargo(build.iter().chain(&["--no-default-features"]))?;
    cargo(build.iter().chain(&["--all-features"]))
}

fn bench_step() -> Result<Outcome> {
    if !bench::is_possible() {
        let why = "valgrind counts on Linux only, so no instruction was counted";
        return Ok(Outcome::Skipped(why.to_owned()));
    }
    if let Err(error) = tools::valgrind() {
        return Ok(Outcome::Skipped(format!("{error:#}")));
    }
    bench::run(&bench::Options::default())?;
    Ok(Outcome::Passed)
}

fn site_step() -> Result<Outcome> {
    let built = site::build(&site::Options::default())?;
    if !built.optimised {
        return Ok(Outcome::Skipped(
            "built without wasm-opt, which needs Node".to_owned(),
        ));
    }
    Ok(Outcome::Passed)
}

fn size_step() -> Result<Outcome> {
    if tools::node().is_none() {
        return Ok(Outcome::Skipped(
            "sizes mean nothing without wasm-opt, which needs Node".to_owned(),
        ));
    }
    size::run(&size::Options::default())?;
    Ok(Outcome::Passed)
}

fn browser_step() -> Result<Outcome> {
    if tools::node().is_none() {
        let why = "Node is not on PATH, so no browser was driven";
        return Ok(Outcome::Skipped(why.to_owned()));
    }
    browser::run(&browser::Options::default())?;
    Ok(Outcome::Passed)
}
