//! Debian's packages, which only root installs by itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;

/// Installs a package where this is root on Debian; else, and where that fails, says the `remedy`.
///
/// Ubuntu does not count: some of its packages are pointers to snaps.
pub(crate) fn install(package: &str, remedy: &str) -> Result<()> {
    if !is_root_on_debian() {
        bail!(
            "no {package} found, and it is installed by itself only for root on Debian: {remedy}"
        );
    }
    eprintln!("Installing Debian's {package} with apt-get (about a minute)");
    apt_get(&["update", "-qq"])
        .and_then(|()| apt_get(&["install", "-y", "-qq", "--no-install-recommends", package]))
        .with_context(|| format!("by hand: apt-get install {package}; or {remedy}"))
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    command::run(
        Command::new("apt-get")
            .args(["-o", "DPkg::Lock::Timeout=300"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn is_root_on_debian() -> bool {
    let release = fs::read_to_string(Path::new("/etc/os-release")).unwrap_or_default();
    let debian = release.lines().any(|line| line == "ID=debian");
    debian && command::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
