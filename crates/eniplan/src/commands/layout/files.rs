//! Plans into files, none over another.

use std::fs;
use std::path::{Path, PathBuf};

use super::shown_path;
use crate::failure::Fault;

/// Writes each text to its file; nothing is written where a file is there already, unless it is to be replaced.
pub(super) fn write(files: &[(PathBuf, String)], force: bool) -> Result<(), Fault> {
    for (path, _) in files {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension == Some("json") {
            return Err(Fault::new("plans are written in YAML")
                .at(shown_path(path))
                .help("name a .yaml file; `--format json` prints the layout as JSON"));
        }
        if !force && path.exists() {
            return Err(Fault::new(
                "there is something of that name already, and nothing was written",
            )
            .at(shown_path(path))
            .help("name another place, or add --force to write over it"));
        }
    }
    for (path, text) in files {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        }
        fs::write(path, text).map_err(|error| unwritable(path, &error))?;
    }
    Ok(())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("cannot write: {error}"))
        .at(shown_path(path))
        .help("name a place that may be written to")
}

/// The file name of a VPC: its name with what file systems do not take replaced, and a number where it stood before.
pub(super) fn name_of(name: &str, earlier: &mut std::collections::BTreeSet<String>) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let plain = plain.trim_start_matches('.');
    let plain = if plain.is_empty() { "vpc" } else { plain };
    let mut file = format!("{plain}.yaml");
    let mut number = 2;
    // Some file systems take upper and lower case for the same.
    while !earlier.insert(file.to_lowercase()) {
        file = format!("{plain}-{number}.yaml");
        number += 1;
    }
    file
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn names_are_files_and_none_stands_twice() {
        let mut earlier = std::collections::BTreeSet::new();
        let names = ["shop", "../../etc/passwd", "Shop", "...", "a b/c"]
            .map(|name| name_of(name, &mut earlier));
        assert_eq!(
            names,
            [
                "shop.yaml",
                "-..-etc-passwd.yaml",
                "Shop-2.yaml",
                "vpc.yaml",
                "a-b-c.yaml"
            ]
        );
    }
}
