//! The folder that an export is written to, in which only files of ours are written over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use eniplan_core::export::{Export, File, MARK};

use crate::failure::Fault;

/// How many lines at the head of a file are looked at for the mark.
const HEAD: usize = 5;

/// A folder, which need not exist yet.
pub(super) struct Folder<'a> {
    path: &'a Path,
}

impl<'a> Folder<'a> {
    pub(super) fn at(path: &'a Path) -> Self {
        Self { path }
    }

    /// Writes all files, or none where one stands there that eniplan did not write.
    pub(super) fn write(&self, files: &[File], force: bool) -> Result<(), Fault> {
        let mut foreign = Vec::new();
        for file in files {
            let path = self.path.join(&file.path);
            if !force && path.symlink_metadata().is_ok() && !self.wrote(&path, &file.path) {
                foreign.push(path.display().to_string());
            }
        }
        if !foreign.is_empty() {
            return Err(
                Fault::new("eniplan did not write these files, so nothing was written")
                    .at(foreign.join("\n"))
                    .help("choose another folder, or write over them with --force"),
            );
        }
        for file in files {
            let path = self.path.join(&file.path);
            let written = path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, &file.contents));
            written.map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }

    /// Whether an export of ours wrote a file: it says so itself, or a README of ours lists it, since tables, pictures
    /// and JSON have no room for a word of ours at their head.
    fn wrote(&self, path: &Path, name: &str) -> bool {
        let readme = self.path.join("README.md");
        let lists = |text: String| text.contains(&format!("\n| `{name}` | "));
        is_ours(path) || (is_ours(&readme) && fs::read_to_string(&readme).is_ok_and(lists))
    }

    /// Files of ours beside the exported ones, which an earlier export left and Terraform would read.
    pub(super) fn older(&self, files: &[File]) -> Vec<PathBuf> {
        let exported = |path: &Path| files.iter().any(|file| self.path.join(&file.path) == path);
        let Ok(entries) = fs::read_dir(self.path.join("terraform")) else {
            return Vec::new();
        };
        let mut older: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "tf"))
            .filter(|path| !exported(path) && is_ours(path))
            .collect();
        older.sort();
        older
    }
}

/// Writes an archive, unless something else than an archive of ours stands there.
pub(super) fn write_archive(path: &Path, export: &Export, force: bool) -> Result<(), Fault> {
    // The comment at an archive's end says who wrote it.
    let is_ours = || {
        fs::read(path)
            .is_ok_and(|bytes| bytes.starts_with(b"PK") && bytes.ends_with(MARK.as_bytes()))
    };
    if !force && path.symlink_metadata().is_ok() && !is_ours() {
        return Err(
            Fault::new("eniplan did not write this file, so nothing was written")
                .at(path.display().to_string())
                .help("choose another file, or write over it with --force"),
        );
    }
    fs::write(path, export.archive()).map_err(|error| unwritable(path, &error))
}

/// Whether a file carries our mark at its head.
fn is_ours(path: &Path) -> bool {
    fs::read_to_string(path)
        .is_ok_and(|text| text.lines().take(HEAD).any(|line| line.contains(MARK)))
}

fn unwritable(path: &Path, error: &io::Error) -> Fault {
    Fault::new(format!("the file cannot be written: {error}"))
        .at(path.display().to_string())
        .help("choose a folder that you may write to")
}
