//! wasm-pack, and wasm-bindgen of the version that Cargo.lock names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::cache::installed;
use crate::{command, workspace};

const WASM_PACK: &str = "0.15.1";

/// What turns the crates into modules for the page.
pub(crate) struct WasmTools {
    /// The wasm-pack to call.
    pub(crate) wasm_pack: PathBuf,
    /// Where wasm-pack finds wasm-bindgen.
    pub(crate) folder: PathBuf,
}

/// The tools on PATH where both are of the right version, else those of the cache.
pub(crate) fn wasm_tools() -> Result<WasmTools> {
    let bindgen = wasm_bindgen_version()?;
    if let (Some(wasm_pack), Some(wasm_bindgen)) = (
        on_path("wasm-pack", WASM_PACK),
        on_path("wasm-bindgen", &bindgen),
    ) {
        let folder = wasm_bindgen
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        return Ok(WasmTools { wasm_pack, folder });
    }
    let specs = [
        format!("wasm-pack@{WASM_PACK}"),
        format!("wasm-bindgen-cli@{bindgen}"),
    ];
    let folder = installed(
        &format!("wasm-pack-{WASM_PACK}+wasm-bindgen-{bindgen}"),
        &format!("{} and {} from source (3 to 6 minutes)", specs[0], specs[1]),
        |folder| compile(&specs, folder),
    )?
    .join("bin");
    let wasm_pack = folder.join(format!("wasm-pack{}", std::env::consts::EXE_SUFFIX));
    Ok(WasmTools { wasm_pack, folder })
}

/// wasm-pack takes a wasm-bindgen of exactly this version.
fn wasm_bindgen_version() -> Result<String> {
    let text = fs::read_to_string(workspace::root().join("Cargo.lock"))?;
    let lock: toml::Table = toml::from_str(&text)?;
    lock.get("package")
        .and_then(toml::Value::as_array)
        .and_then(|packages| {
            packages.iter().find(|package| {
                package.get("name").and_then(toml::Value::as_str) == Some("wasm-bindgen")
            })
        })
        .and_then(|package| package.get("version")?.as_str())
        .map(str::to_owned)
        .context("Cargo.lock names no wasm-bindgen")
}

/// Without `--locked`: the lock file of wasm-bindgen-cli names a version that not every registry mirror has.
fn compile(specs: &[String], folder: &Path) -> Result<()> {
    let target = folder.join("target");
    // They run for a second each, so what counts is how long they take to compile.
    command::run(
        command::cargo()
            .args(["install", "--root"])
            .arg(folder)
            .args(specs)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS"),
    )
    .with_context(|| format!("by hand: cargo install {}", specs.join(" ")))?;
    fs::remove_dir_all(&target)?;
    Ok(())
}

fn on_path(program: &str, version: &str) -> Option<PathBuf> {
    let path = command::find(program)?;
    let says = command::output(Command::new(&path).arg("--version"))?;
    says.split_whitespace()
        .any(|word| word == version)
        .then_some(path)
}
