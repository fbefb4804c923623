//! The files of this clone.

use std::path::{Path, PathBuf};

use anyhow::Result;
use ignore::WalkBuilder;

/// The root of this clone, whatever folder the task was called from.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}

/// Every file below `folder` that git would track, sorted, relative to the root of the clone.
pub(crate) fn files(folder: &str) -> Result<Vec<PathBuf>> {
    let root = root();
    let mut found = Vec::new();
    let walk = WalkBuilder::new(root.join(folder))
        .hidden(false)
        .git_global(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        let entry = entry?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            found.push(relative(&root, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn relative(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}
