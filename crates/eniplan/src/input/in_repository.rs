//! Files as a repository names them, which is how code hosts find the line that an annotation belongs to.

use std::env;
use std::path::{Component, Path, PathBuf};

/// The file as the repository names it: from the folder that GitHub Actions checks out, where that is known, and else
/// from the working folder; with `/` between the parts.
pub(crate) fn in_repository(file: &Path) -> String {
    let from = env::current_dir().unwrap_or_default();
    let root = env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    named(file, &from, root.as_deref())
}

fn named(file: &Path, from: &Path, root: Option<&Path>) -> String {
    let whole = plain(&from.join(file));
    let below = |root: &Path| whole.strip_prefix(plain(root)).ok().map(Path::to_owned);
    let named = root.and_then(below).or_else(|| below(from));
    let parts = named.unwrap_or(whole);
    let parts: Vec<_> = parts
        .components()
        .filter_map(|part| match part {
            Component::RootDir => Some(String::new()),
            Component::Prefix(prefix) => Some(prefix.as_os_str().to_string_lossy().into_owned()),
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            Component::CurDir | Component::ParentDir => None,
        })
        .collect();
    parts.join("/")
}

/// The path without `.` and `..`, by its words alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::named;
    use std::path::Path;

    #[test]
    fn files_are_named_from_the_top_of_the_repository() {
        for (file, from, root, expected) in [
            ("plan.yaml", "/work/shop", Some("/work/shop"), "plan.yaml"),
            ("./a/../plan.yaml", "/work/shop", None, "plan.yaml"),
            (
                "plan.yaml",
                "/work/shop/infra",
                Some("/work/shop"),
                "infra/plan.yaml",
            ),
            (
                "../plan.yaml",
                "/work/shop/infra",
                Some("/work/shop/"),
                "plan.yaml",
            ),
            (
                "/work/shop/b/plan.yaml",
                "/work",
                Some("/work/shop"),
                "b/plan.yaml",
            ),
            (
                "/tmp/plan.yaml",
                "/work/shop",
                Some("/work/shop"),
                "/tmp/plan.yaml",
            ),
            // Without the folder that was checked out, the working folder stands for it.
            (
                "b/plan.yaml",
                "/work/shop",
                Some("/elsewhere"),
                "b/plan.yaml",
            ),
        ] {
            let named = named(Path::new(file), Path::new(from), root.map(Path::new));
            assert_eq!(named, expected, "{file} in {from}");
        }
    }
}
