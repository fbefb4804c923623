//! The list that `www/sw.js` keeps the site by: every file with its hash, and one version for all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;

use crate::fingerprint;

/// Where the list is written, below the site's folder.
const LIST: &str = "pkg/precache.js";

/// Writes the list for the site in `site`.
pub(crate) fn write(site: &Path) -> Result<()> {
    let mut files = BTreeMap::new();
    let mut all = Vec::new();
    collect(site, Path::new(""), &mut all)?;
    all.sort();
    for file in &all {
        let Some(path) = kept_as(file) else { continue };
        files.insert(path, fingerprint::of_bytes(&fs::read(site.join(file))?));
    }
    // The worker is no part of the list, but a new worker is a new version too.
    let worker = fingerprint::of_bytes(&fs::read(site.join("sw.js"))?);
    let version = &fingerprint::of_bytes(json!([files, worker]).to_string().as_bytes())[..16];
    let list = json!({ "version": version, "files": files });
    fs::write(site.join(LIST), format!("self.PRECACHE = {list};\n"))?;
    Ok(())
}

/// The path that the worker asks for, or nothing for a file that the browser never does.
fn kept_as(file: &Path) -> Option<String> {
    let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
    let name = parts.last()?;
    let path = parts.join("/");
    if path == "sw.js" || path == LIST || name.starts_with(['.', '_']) {
        return None;
    }
    // A host may redirect index.html to its folder, so the folder is what is asked for.
    Some(match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => path,
    })
}

fn collect(site: &Path, below: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(site.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(site, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_kept_by_their_folder_and_the_worker_not_at_all() {
        let kept = |path| kept_as(Path::new(path));
        assert_eq!(kept("index.html").as_deref(), Some(""));
        assert_eq!(kept("findings/index.html").as_deref(), Some("findings/"));
        assert_eq!(
            kept("findings/EP001.html").as_deref(),
            Some("findings/EP001.html")
        );
        assert_eq!(
            kept("later/later_bg.wasm").as_deref(),
            Some("later/later_bg.wasm")
        );
        assert_eq!(kept("not-index.html").as_deref(), Some("not-index.html"));
        for never in ["sw.js", "pkg/precache.js", "_headers", ".nojekyll"] {
            assert_eq!(kept(never), None, "{never}");
        }
    }
}
