//! `cargo xtask size`: what a visitor downloads, after brotli, against the ledger in `tests/bench/size.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{site, workspace};

/// What the first load may weigh at most, in bytes, whatever the ledger says.
const FIRST_LOAD_LIMIT: usize = 100_000;

/// The first load may outgrow its ledger by one part in so many before the ledger has to be written anew.
const TOLERANCE: usize = 100;

const LEDGER: &str = "tests/bench/size.toml";

/// What to do with the ledger.
#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Write the sizes of now into the ledger.
    #[arg(long)]
    update: bool,
}

/// Compressed bytes by path, sorted.
type Sizes = BTreeMap<String, usize>;

/// The sizes of a site, in the parts that a visitor loads one after the other.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ledger {
    /// All that is fetched until the page can be used.
    first_load: Sizes,
    /// What is fetched then, and says the numbers.
    answers: Sizes,
    /// What is fetched when it is asked for.
    later: Sizes,
}

/// The task.
pub(crate) fn run(options: &Options) -> Result<()> {
    let site = site::build(&site::Options::default())?;
    if !site.optimised {
        bail!("sizes mean nothing without wasm-opt: install Node");
    }
    let now = measure(&site.folder)?;
    let file = workspace::root().join(LEDGER);
    let was = match fs::read_to_string(&file) {
        Ok(text) => read(&text)?,
        Err(_) if options.update => Ledger::default(),
        Err(_) => bail!("{LEDGER} is missing: cargo xtask size --update writes it"),
    };
    print!("{}", table("first load", &was.first_load, &now.first_load));
    print!("{}", table("answers", &was.answers, &now.answers));
    print!("{}", table("later", &was.later, &now.later));
    if options.update {
        fs::create_dir_all(file.parent().unwrap_or(&file))?;
        fs::write(&file, write(&now))?;
    }
    judge(
        total(&was.first_load),
        total(&now.first_load),
        options.update,
    )
}

fn judge(was: usize, now: usize, updated: bool) -> Result<()> {
    if now > FIRST_LOAD_LIMIT {
        bail!("the first load is {now} bytes, and at most {FIRST_LOAD_LIMIT} are allowed");
    }
    if !updated && now > was + was / TOLERANCE {
        bail!(
            "the first load grew from {was} to {now} bytes, more than 1 %: \
             make it smaller, or say in the commit why it is worth it and run cargo xtask size --update"
        );
    }
    Ok(())
}

fn measure(site: &Path) -> Result<Ledger> {
    let document = fs::read_to_string(site.join("index.html"))?;
    let mut first: BTreeSet<String> = referenced(&document);
    first.insert("index.html".to_owned());
    first.extend(
        files_of(site, "pkg")?
            .into_iter()
            .filter(|file| file != "pkg/precache.js"),
    );
    Ok(Ledger {
        first_load: sizes(site, first)?,
        answers: sizes(site, files_of(site, "answers")?)?,
        later: sizes(site, files_of(site, "later")?)?,
    })
}

/// What `index.html` has the browser fetch before the page answers: style sheets, scripts and preloads.
fn referenced(document: &str) -> BTreeSet<String> {
    let tags = document
        .split('<')
        .filter_map(|tag| tag.split_once('>').map(|(tag, _)| tag));
    tags.filter_map(|tag| match tag.split_whitespace().next()? {
        "script" => attribute(tag, "src"),
        "link" => {
            let relation = attribute(tag, "rel")?;
            let fetched = ["stylesheet", "modulepreload", "preload"].contains(&relation);
            fetched.then(|| attribute(tag, "href"))?
        }
        _ => None,
    })
    .map(str::to_owned)
    .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn files_of(site: &Path, folder: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(site.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                found.push(
                    path.iter()
                        .map(|part| part.to_string_lossy())
                        .collect::<Vec<_>>()
                        .join("/"),
                );
            }
        }
    }
    Ok(found)
}

fn sizes(site: &Path, files: impl IntoIterator<Item = String>) -> Result<Sizes> {
    files
        .into_iter()
        .map(|file| {
            let bytes =
                fs::read(site.join(&file)).with_context(|| format!("cannot read www/{file}"))?;
            Ok((file, compressed(&bytes)?))
        })
        .collect()
}

/// Brotli at its strongest, as a static host stores it.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &settings)?;
    Ok(out.len())
}

fn total(sizes: &Sizes) -> usize {
    sizes.values().sum()
}

fn table(title: &str, was: &Sizes, now: &Sizes) -> String {
    let mut text = format!("{title:<28} {:>8} {:>8} {:>7}\n", "ledger", "now", "delta");
    let mut row = |name: &str, was: usize, now: usize| {
        let sign = if now < was { '-' } else { '+' };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {name:<26} {was:>8} {now:>8} {sign:>1}{:<6}",
            now.abs_diff(was)
        );
    };
    let names: BTreeSet<_> = was.keys().chain(now.keys()).collect();
    for name in names {
        let size = |sizes: &Sizes| sizes.get(name).copied().unwrap_or_default();
        row(name, size(was), size(now));
    }
    row("total", total(was), total(now));
    text
}

fn read(text: &str) -> Result<Ledger> {
    let table: toml::Table =
        toml::from_str(text).with_context(|| format!("{LEDGER} is no ledger"))?;
    let part = |name: &str| -> Result<Sizes> {
        let part = table.get(name).and_then(toml::Value::as_table);
        part.into_iter()
            .flatten()
            .map(|(path, size)| {
                let size = size
                    .as_integer()
                    .and_then(|size| usize::try_from(size).ok());
                Ok((
                    path.clone(),
                    size.with_context(|| format!("{LEDGER}: {path} has no size"))?,
                ))
            })
            .collect()
    };
    Ok(Ledger {
        first_load: part("first_load")?,
        answers: part("answers")?,
        later: part("later")?,
    })
}

fn write(ledger: &Ledger) -> String {
    let mut text = String::from(
        "# Bytes after brotli 11 of what a visitor loads, written by `cargo xtask size --update`.\n",
    );
    for (name, sizes) in [
        ("first_load", &ledger.first_load),
        ("answers", &ledger.answers),
        ("later", &ledger.later),
    ] {
        let _ = write!(text, "\n# {} in all\n[{name}]\n", total(sizes));
        for (path, size) in sizes {
            let _ = writeln!(text, "\"{path}\" = {size}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_what_it_fetches() {
        let document = r#"<link rel="stylesheet" href="app.css"><link rel="icon" href="icon.svg">
            <link rel="modulepreload" href="a.js"><link rel="preload" href="b.wasm" as="fetch" crossorigin>
            <script type="module" src="boot.js"></script><a href="other.html">"#;
        let expected = ["a.js", "app.css", "b.wasm", "boot.js"].map(str::to_owned);
        assert_eq!(referenced(document), BTreeSet::from(expected));
    }

    #[test]
    fn the_ledger_is_read_as_it_was_written() {
        let ledger = Ledger {
            first_load: Sizes::from([
                ("index.html".to_owned(), 425),
                ("pkg/eniplan.js".to_owned(), 5_100),
            ]),
            answers: Sizes::from([("answers/answers.js".to_owned(), 800)]),
            later: Sizes::from([("later/later.js".to_owned(), 900)]),
        };
        assert_eq!(read(&write(&ledger)).unwrap(), ledger);
    }

    #[test]
    fn growth_beyond_one_percent_and_the_limit_are_refused() {
        assert!(judge(10_000, 10_100, false).is_ok());
        assert!(judge(10_000, 10_101, false).is_err());
        assert!(judge(10_000, 10_101, true).is_ok());
        assert!(judge(99_500, FIRST_LOAD_LIMIT, false).is_ok());
        assert!(judge(0, FIRST_LOAD_LIMIT + 1, true).is_err());
    }

    #[test]
    fn repeated_bytes_are_compressed() {
        assert!(compressed(&[b'a'; 10_000]).unwrap() < 30);
    }
}
