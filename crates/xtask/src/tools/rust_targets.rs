//! The targets that rustup adds to the toolchain in use.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;

/// The page's target.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A target without an operating system or a standard library: the proof that the core needs neither.
pub(crate) const BARE_METAL: &str = "thumbv7em-none-eabihf";

/// Adds a target unless the toolchain has it.
pub(crate) fn ensure_target(target: &str) -> Result<()> {
    let sysroot = command::output(Command::new("rustc").args(["--print", "sysroot"]))
        .context("rustc does not run: install Rust from https://rustup.rs")?;
    let library = Path::new(&sysroot)
        .join("lib/rustlib")
        .join(target)
        .join("lib");
    if library.exists() {
        return Ok(());
    }
    if command::find("rustup").is_none() {
        bail!(
            "Rust's target {target} is missing, and so is rustup, which would add it: \
             install the target with whatever installed Rust (often a package named rust-std), then try again"
        );
    }
    eprintln!("Adding Rust's target {target} (some seconds)");
    command::run(Command::new("rustup").args(["target", "add", target]))
        .with_context(|| format!("by hand: rustup target add {target}"))
}
