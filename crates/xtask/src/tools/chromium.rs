//! The browser of the browser tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};

use crate::command;

const REMEDY: &str = "install Chromium or Chrome, or set CHROMIUM to the program's path";

const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
];

const ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// `$CHROMIUM`, then PATH, then Debian's package where this is root on Debian.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(set) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(set);
        if !path.is_file() {
            bail!(
                "CHROMIUM is {}, and no program is there: {REMEDY}",
                path.display()
            );
        }
        return Ok(path);
    }
    if let Some(found) = on_this_machine() {
        return Ok(found);
    }
    if !is_root_on_debian() {
        bail!("no Chromium found, and it is installed by itself only for root on Debian: {REMEDY}");
    }
    eprintln!("Installing Debian's chromium with apt-get (about a minute)");
    apt_get(&["update", "-qq"])?;
    apt_get(&[
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "chromium",
    ])?;
    on_this_machine().with_context(|| format!("apt-get installed no chromium: {REMEDY}"))
}

fn on_this_machine() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| command::find(name));
    on_path.or_else(|| Some(PathBuf::from(ON_MACOS)).filter(|path| path.is_file()))
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    command::run(
        Command::new("apt-get")
            .args(["-o", "DPkg::Lock::Timeout=300"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .with_context(|| format!("by hand: apt-get install chromium; or {REMEDY}"))
}

/// Ubuntu's package of that name is only a pointer to a snap, so it does not count.
fn is_root_on_debian() -> bool {
    let release = fs::read_to_string(Path::new("/etc/os-release")).unwrap_or_default();
    let debian = release.lines().any(|line| line == "ID=debian");
    debian && command::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
