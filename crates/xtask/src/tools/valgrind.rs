//! Valgrind, which counts instructions.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::debian;
use crate::command;

const REMEDY: &str = "install valgrind by the system's package manager";

/// PATH, then Debian's package where this is root on Debian.
pub(crate) fn valgrind() -> Result<PathBuf> {
    if let Some(found) = command::find("valgrind") {
        return Ok(found);
    }
    debian::install("valgrind", REMEDY)?;
    command::find("valgrind").with_context(|| format!("apt-get installed no valgrind: {REMEDY}"))
}
