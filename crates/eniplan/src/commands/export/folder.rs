//! The folder that an export is written to, in which only files of ours are written over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use eniplan_core::export::{File, MARK};

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
            if !force && path.symlink_metadata().is_ok() && !is_ours(&path) {
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
