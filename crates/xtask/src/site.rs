//! `cargo xtask site`: the modules into `www/pkg`, `www/answers` and `www/later`, and the list that makes the page work offline.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::tools::{self, Modules};
use crate::{command, fingerprint, inline, precache, shrink, workspace};

/// How the site is built.
#[derive(clap::Args, Default)]
#[group(id = "site")]
pub(crate) struct Options {
    /// Build in seconds, for looking at a change: the modules are several times as large as those of a release.
    #[arg(long)]
    pub(crate) quick: bool,
}

/// One crate and where its module goes.
struct Module {
    krate: &'static str,
    folder: &'static str,
    name: &'static str,
    /// The profile of Cargo.toml for the module that is published.
    profile: &'static str,
    /// What wasm-opt does to it then.
    wasm_opt: &'static [&'static str],
    /// Whether a panic says nothing, because each byte of the first load counts.
    silent: bool,
    /// Whether the module and its script call each other by short names, and the script is written anew.
    terse: bool,
}

/// The profile of what answers, which computes at each keystroke.
pub(crate) const ANSWERS_PROFILE: &str = "web-answers";

/// What wasm-opt does to it: more than this makes it slower by a tenth and no smaller after brotli.
pub(crate) const ANSWERS_WASM_OPT: &[&str] = &["-O1"];

/// What wasm-opt does to the other modules: all it can, until nothing more is gained.
const SMALL: &[&str] = &["-Oz", "--converge"];

/// The profile of every module while one works on the page.
const QUICK: &str = "web-quick";

const MODULES: [Module; 3] = [
    Module {
        krate: "web",
        folder: "pkg",
        name: "eniplan",
        profile: "web",
        wasm_opt: SMALL,
        silent: true,
        terse: true,
    },
    Module {
        krate: "crates/eniplan-answers",
        folder: "answers",
        name: "answers",
        profile: ANSWERS_PROFILE,
        wasm_opt: ANSWERS_WASM_OPT,
        silent: false,
        terse: true,
    },
    Module {
        krate: "crates/eniplan-wasm",
        folder: "later",
        name: "later",
        profile: "web",
        wasm_opt: SMALL,
        silent: false,
        terse: true,
    },
];

/// What a build made.
pub(crate) struct Site {
    /// The folder to serve or to copy to a host.
    pub(crate) folder: PathBuf,
    /// Whether wasm-opt ran; without it sizes mean nothing.
    pub(crate) optimised: bool,
}

/// The least page that Yew makes, which the site is measured against.
///
/// It stays as the tools make it, so that the yardstick does not move with what is done for the site.
const FLOOR: Module = Module {
    krate: "tests/bench/floor",
    folder: "pkg",
    name: "floor",
    profile: "web",
    wasm_opt: SMALL,
    silent: false,
    terse: false,
};

/// Builds that page as the site is built, and gives its folder.
pub(crate) fn build_floor() -> Result<PathBuf> {
    let root = workspace::root();
    let folder = root.join("target/site/floor");
    fs::create_dir_all(&folder)?;
    for file in ["index.html", "boot.js"] {
        fs::copy(root.join(FLOOR.krate).join(file), folder.join(file))?;
    }
    tools::ensure_target(tools::WASM)?;
    let modules = optimiser()?;
    pack(&root, &folder, &FLOOR, modules.as_ref(), false)?;
    Ok(folder)
}

/// The task.
pub(crate) fn run(options: &Options) -> Result<()> {
    let site = build(options)?;
    println!("The site is in {}", site.folder.display());
    if !site.optimised && !options.quick {
        bail!("the site works, but was built without wasm-opt: install Node for the small one");
    }
    Ok(())
}

/// Builds what has changed since the last time.
pub(crate) fn build(options: &Options) -> Result<Site> {
    let root = workspace::root();
    let state = root.join("target/site");
    fs::create_dir_all(&state)?;
    tools::locked(&state.join("lock"), || build_alone(&root, &state, options))
}

fn build_alone(root: &Path, state: &Path, options: &Options) -> Result<Site> {
    let folder = root.join("www");
    let modules = if options.quick { None } else { optimiser()? };
    let optimised = modules.is_some();
    let fresh = state.join("fingerprint");
    let inputs = inputs(optimised, options.quick)?;
    let built = outputs(&folder).map(|outputs| format!("{inputs}\n{outputs}\n"));
    if built.is_none() || built != fs::read_to_string(&fresh).ok() {
        let started = Instant::now();
        // A build that is cut off must not pass for a whole one.
        let _ = fs::remove_file(&fresh);
        tools::ensure_target(tools::WASM)?;
        for module in &MODULES {
            pack(root, &folder, module, modules.as_ref(), options.quick)?;
        }
        let outputs = outputs(&folder).context("wasm-pack left out one of the modules")?;
        fs::write(&fresh, format!("{inputs}\n{outputs}\n"))?;
        eprintln!("Built the site in {} s", started.elapsed().as_secs());
    }
    inline::write(&folder)?;
    precache::write(&folder)?;
    Ok(Site { folder, optimised })
}

/// wasm-opt is the one of the lock file, never one that happens to be on PATH: Debian's is too old for today's rustc.
fn optimiser() -> Result<Option<Modules>> {
    if tools::node().is_none() {
        eprintln!(
            "Node is not installed, so wasm-opt cannot run: the site works, but is about a quarter larger"
        );
        return Ok(None);
    }
    let modules = tools::modules()?;
    if !modules.programs().join("wasm-opt").exists() {
        bail!(
            "wasm-opt is missing: remove {} and try again",
            modules.folder().display()
        );
    }
    Ok(Some(modules))
}

fn pack(
    root: &Path,
    site: &Path,
    module: &Module,
    modules: Option<&Modules>,
    quick: bool,
) -> Result<()> {
    let profile = if quick { QUICK } else { module.profile };
    let wasm = tools::wasm_tools()?;
    let out = site.join(module.folder);
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut wasm_pack = Command::new(wasm.wasm_pack);
    wasm_pack
        .current_dir(root)
        .args([
            "build",
            module.krate,
            "--target",
            "web",
            "--profile",
            profile,
        ])
        .args([
            "--no-pack",
            "--no-gitignore",
            "--no-typescript",
            "--mode",
            "no-install",
        ])
        .args(["--out-name", module.name, "--out-dir"])
        .arg(&out)
        .env("PATH", command::path_with(&[wasm.folder])?)
        .env("CARGO_ENCODED_RUSTFLAGS", remapped(root));
    // It would run whatever wasm-opt it finds, and before the panics are silent.
    command::run(wasm_pack.arg("--no-opt"))?;
    let file = out.join(format!("{}_bg.wasm", module.name));
    let script = out.join(format!("{}.js", module.name));
    if module.silent && !quick {
        shrink::silence_panics(&file)?;
    }
    if let Some(modules) = modules {
        if module.terse {
            shrink::shorten_names(&file, &script)?;
            shrink::minify(&script, modules)?;
        }
        shrink::optimise(&file, module.wasm_opt, modules)?;
    }
    shrink::strip_comments(&script)
}

/// Paths of this machine must not reach the modules: two clones build the same bytes.
pub(crate) fn remapped(root: &Path) -> String {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
            Some(PathBuf::from(home).join(".cargo"))
        });
    let mut flags = vec![format!("--remap-path-prefix={}=/eniplan", root.display())];
    flags.extend(cargo_home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    // The separator of CARGO_ENCODED_RUSTFLAGS.
    flags.join("\x1f")
}

/// A hash over all that decides the modules' bytes.
fn inputs(optimised: bool, quick: bool) -> Result<String> {
    let root = workspace::root();
    let mut files = vec![PathBuf::from("Cargo.lock"), PathBuf::from("Cargo.toml")];
    files.extend(workspace::files("web")?);
    files.extend(workspace::files("crates")?.into_iter().filter(|file| {
        let others = ["crates/xtask", "crates/eniplan"];
        !others.iter().any(|other| file.starts_with(other))
    }));
    files.push(PathBuf::from("tests/browser/package-lock.json"));
    let rustc = command::output(Command::new("rustc").arg("-vV")).unwrap_or_default();
    let optimised = if optimised { "wasm-opt" } else { "no wasm-opt" };
    fingerprint::of_files(
        &root,
        &files,
        &[
            &rustc,
            optimised,
            if quick { QUICK } else { "published" },
            include_str!("site.rs"),
            include_str!("shrink.rs"),
        ],
    )
}

/// A hash over the built modules, or nothing where one is missing.
fn outputs(site: &Path) -> Option<String> {
    let files: Vec<_> = MODULES
        .iter()
        .flat_map(|Module { folder, name, .. }| {
            [
                format!("{folder}/{name}.js"),
                format!("{folder}/{name}_bg.wasm"),
            ]
            .map(PathBuf::from)
        })
        .collect();
    fingerprint::of_files(site, &files, &[]).ok()
}
