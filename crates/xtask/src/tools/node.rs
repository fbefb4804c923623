//! Node, and packages: those of tests/browser (binaryen, terser, playwright-core and axe-core), and Lighthouse.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::cache::installed;
use crate::{command, fingerprint, workspace};

/// The oldest Node whose test runner takes what `tests/browser` asks of it.
const OLDEST: u32 = 20;

/// The installed packages.
pub(crate) struct Modules(PathBuf);

impl Modules {
    /// The folder that Node resolves packages from.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// The folder of the packages' programs, wasm-opt among them.
    pub(crate) fn programs(&self) -> PathBuf {
        self.0.join(".bin")
    }
}

/// The Node on PATH, if it is new enough.
pub(crate) fn node() -> Option<PathBuf> {
    let path = command::find("node")?;
    let version = command::output(Command::new(&path).arg("--version"))?;
    let major: u32 = version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()?;
    if major < OLDEST {
        eprintln!("Node {version} is too old, {OLDEST} is needed: going on as if there were none");
        return None;
    }
    command::find("npm").map(|_| path)
}

/// The packages of the build and the browser tests.
pub(crate) fn modules() -> Result<Modules> {
    packages(
        "tests/browser",
        "npm",
        "binaryen, terser, playwright-core and axe-core with npm (125 MB, about 10 s)",
    )
}

/// Lighthouse, which `bench --page` alone needs.
pub(crate) fn lighthouse() -> Result<Modules> {
    packages(
        "tests/bench/lighthouse",
        "lighthouse",
        "Lighthouse with npm (185 MB, about 35 s)",
    )
}

/// Installs packages as the lock file of a folder says, without running their scripts.
fn packages(of: &str, name: &str, what: &str) -> Result<Modules> {
    let from = workspace::root().join(of);
    let lock = fs::read(from.join("package-lock.json"))
        .with_context(|| format!("cannot read {of}/package-lock.json"))?;
    let key = &fingerprint::of_bytes(&lock)[..12];
    let folder = installed(&format!("{name}-{key}"), what, |folder| {
        for file in ["package.json", "package-lock.json"] {
            fs::copy(from.join(file), folder.join(file))?;
        }
        command::run(
            Command::new("npm")
                .args([
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error",
                ])
                .current_dir(folder),
        )
        .with_context(|| format!("by hand: npm ci in {of} shows what is wrong"))
    })?;
    Ok(Modules(folder.join("node_modules")))
}
