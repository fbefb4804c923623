//! The browser of the browser tests.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use super::debian;
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
    debian::install("chromium", REMEDY)?;
    on_this_machine().with_context(|| format!("apt-get installed no chromium: {REMEDY}"))
}

fn on_this_machine() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| command::find(name));
    on_path.or_else(|| Some(PathBuf::from(ON_MACOS)).filter(|path| path.is_file()))
}
