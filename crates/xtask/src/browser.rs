//! `cargo xtask browser`: the built site in Chromium, driven by Node's test runner.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::Command;
use std::{fs, thread};

use anyhow::{Context as _, Result, bail};

use crate::{command, site, static_server, tools, workspace};

/// Which tests to run.
#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Run only the files of tests/browser whose names hold this text.
    #[arg(default_value = "")]
    file: String,
    /// Run only the tests whose names hold this text.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[command(flatten)]
    site: site::Options,
}

/// Serves the site on a port of its own and runs the tests against it.
pub(crate) fn run(options: &Options) -> Result<()> {
    let node =
        tools::node().context("the browser tests need Node 20 or newer, with npm, on PATH")?;
    let tests = tests(&options.file)?;
    let site = site::build(&options.site)?;
    let modules = tools::modules()?;
    let chromium = tools::chromium()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let url = format!("http://{}/", listener.local_addr()?);
    let folder = site.folder.clone();
    thread::spawn(move || static_server::serve(listener, &folder));
    let mut runner = Command::new(node);
    runner
        .current_dir(workspace::root().join("tests/browser"))
        .args([
            "--test",
            "--test-concurrency=1",
            "--test-timeout=600000",
            "--test-reporter=spec",
        ])
        .env("NODE_PATH", modules.folder())
        .env("CHROMIUM", chromium)
        .env("SITE_DIR", &site.folder)
        .env("SITE_URL", url);
    if let Some(name) = &options.name {
        runner.arg(format!("--test-name-pattern={name}"));
    }
    command::run(runner.args(tests))
}

fn tests(part: &str) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for entry in fs::read_dir(workspace::root().join("tests/browser"))? {
        let file = entry?.file_name();
        let name = file.to_string_lossy();
        if name.ends_with(".test.mjs") && name.contains(part) {
            tests.push(PathBuf::from(file));
        }
    }
    tests.sort();
    if tests.is_empty() {
        bail!("no file tests/browser/*{part}*.test.mjs");
    }
    Ok(tests)
}
