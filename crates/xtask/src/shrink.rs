//! What wasm-pack made, made smaller.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

use crate::command;
use crate::places;
use crate::tools::Modules;

/// Parts of the names of functions that make up the message of a panic and never return.
const PANICS: [&str; 11] = [
    "core::panicking::",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already",
    "alloc::raw_vec::handle_error",
    "std::panicking::",
    "::assert_failed",
    "len_mismatch_fail",
];

/// The end of the name of a function that shows a value to a programmer: messages of panics have such values in them.
const DEBUG: &str = "as core::fmt::Debug>::fmt";

/// Replaces what makes up the messages of panics by the trap that a panic ends with.
///
/// A page has no standard error: a message is made up, thrown away, and then the module traps.
/// So nothing is lost but the bytes: 6 kB after brotli. `web` and what it calls must show nothing as a programmer's value; `cargo xtask tidy` holds them to it.
pub(crate) fn silence_panics(file: &Path) -> Result<()> {
    let mut module = Module::from_file(file)?;
    let silenced: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            is_silenced(name)
        })
        .collect();
    if silenced.is_empty() {
        bail!(
            "no panic was found in {}: its functions have no names",
            file.display()
        );
    }
    for id in silenced {
        let kind = module.types.get(module.funcs.get(id).ty());
        let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
        let mut builder = FunctionBuilder::new(&mut module.types, &takes, &gives);
        builder.func_body().unreachable();
        let arguments = takes.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
    }
    if places::forget(&mut module) == 0 {
        bail!("{} names no place in the source", file.display());
    }
    module.emit_wasm_file(file)
}

fn is_silenced(name: &str) -> bool {
    let name = without_hashes(name);
    PANICS.iter().any(|part| name.contains(part)) || name.contains(DEBUG)
}

/// A name without the hash behind a crate's name: `core[c593]::fmt` is `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
                plain.push_str(rest);
            }
            _ => {
                plain.push('[');
                plain.push_str(part);
            }
        }
    }
    plain
}

/// Runs wasm-opt with such options.
pub(crate) fn optimise(file: &Path, options: &[&str], modules: &Modules) -> Result<()> {
    let before = fs::metadata(file)?.len();
    let mut wasm_opt = Command::new(modules.programs().join("wasm-opt"));
    wasm_opt.args(options).arg("-o").arg(file).arg(file);
    command::run(&mut wasm_opt)?;
    let after = fs::metadata(file)?.len();
    // Names alone, which wasm-opt drops, are a good part of a module.
    if after >= before {
        bail!("wasm-opt left {} as large as it was", file.display());
    }
    Ok(())
}

/// Gives what a module and the script beside it call each other names of a letter or two.
///
/// wasm-bindgen ends each of them in a hash, which stands in both files and cannot be compressed: 3 kB after brotli.
pub(crate) fn shorten_names(module: &Path, script: &Path) -> Result<()> {
    let text = read(script)?;
    let mut parsed = Module::from_file(module)?;
    let mut names = BTreeMap::new();
    let mut short = |long: &str| {
        let next = letters(names.len());
        names.entry(long.to_owned()).or_insert(next).clone()
    };
    // What comes from another script keeps its name.
    let own = |module: &str| module.ends_with("_bg.js");
    for import in parsed.imports.iter_mut().filter(|one| own(&one.module)) {
        import.name = short(&import.name);
    }
    for export in parsed.exports.iter_mut() {
        if export.name.starts_with("__") || export.name.starts_with("wasm_bindgen__") {
            export.name = short(&export.name);
        }
    }
    if names.is_empty() {
        bail!("{} calls nothing of its script", module.display());
    }
    parsed.emit_wasm_file(module)?;
    Ok(fs::write(script, renamed(&text, &names))?)
}

/// The name of a number: a to z, A to Z, then two letters.
fn letters(number: usize) -> String {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = &LETTERS[number % LETTERS.len()..][..1];
    match number / LETTERS.len() {
        0 => last.to_owned(),
        rest => letters(rest - 1) + last,
    }
}

/// A script in which words have other names.
fn renamed(text: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        out.push_str(names.get(word).map_or(word, String::as_str));
        let next = behind.find(is_part).unwrap_or(behind.len());
        let (between, after) = behind.split_at(next);
        out.push_str(between);
        rest = after;
    }
    out
}

/// Writes a script anew as terser does, without the way to start its module that no page takes.
pub(crate) fn minify(script: &Path, modules: &Modules) -> Result<()> {
    const EXPORTS: &str = "export { initSync, __wbg_init as default };";
    let text = read(script)?;
    if !text.contains(EXPORTS) {
        bail!(
            "{} exports something else than wasm-bindgen's scripts did",
            script.display()
        );
    }
    fs::write(
        script,
        text.replace(EXPORTS, "export { __wbg_init as default };"),
    )?;
    let mut terser = Command::new(modules.programs().join("terser"));
    terser
        .arg(script)
        .args([
            "--module",
            "--ecma",
            "2020",
            "--compress",
            "passes=3",
            "--mangle",
            "--output",
        ])
        .arg(script);
    command::run(&mut terser)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} is missing", file.display()))
}

/// Takes comments and indentation out of the script beside a module: wasm-bindgen writes each on lines of its own.
pub(crate) fn strip_comments(file: &Path) -> Result<()> {
    Ok(fs::write(file, stripped(&read(file)?))?)
}

fn stripped(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines().map(str::trim_start) {
        let comment = ["//", "/*", "* ", "*/"]
            .iter()
            .any(|sign| line.starts_with(sign))
            || line == "*";
        if !comment && !line.is_empty() {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_returns_is_silenced_and_nothing_else() {
        for name in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core::panicking::panic_display::h1fc9ebfe28460e76",
            "core[c5930c85a12de822]::str::slice_error_fail_rt",
            "<alloc[3ca501edff3f0c7c]::vec::Vec<_, _>>::remove::assert_failed",
            "std[a543996e6e7dbf1e]::panicking::panic_with_hook",
            "<core[c5930c85a12de822]::ops::range::Range<usize> as core[c5930c85a12de822]::fmt::Debug>::fmt",
        ] {
            assert!(is_silenced(name), "{name}");
        }
        for name in [
            "<core[c5930c85a12de822]::net::ip_addr::Ipv4Addr as core[c5930c85a12de822]::fmt::Display>::fmt",
            "web::state::State::apply::he9f52ce214d91495",
            "core[c5930c85a12de822]::fmt::write",
        ] {
            assert!(!is_silenced(name), "{name}");
        }
    }

    #[test]
    fn whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_a_1".to_owned(), "a".to_owned())]);
        assert_eq!(
            renamed("x.__wbg_a_1(__wbg_a_12, $__wbg_a_1); // __wbg_a_1", &names),
            "x.a(__wbg_a_12, $__wbg_a_1); // a"
        );
    }

    #[test]
    fn every_number_has_a_name_of_its_own() {
        assert_eq!(
            [0, 25, 26, 51, 52, 103, 104].map(letters),
            ["a", "z", "A", "Z", "aa", "aZ", "ba"]
        );
        let all: std::collections::BTreeSet<_> = (0..3_000).map(letters).collect();
        assert_eq!(all.len(), 3_000);
    }

    #[test]
    fn comments_go_and_code_stays() {
        let text = "/**\n * @param {string} x\n */\nfunction f(x) {\n    // why\n    return x * 2; // twice\n}\n\n";
        assert_eq!(
            stripped(text),
            "function f(x) {\nreturn x * 2; // twice\n}\n"
        );
    }
}
