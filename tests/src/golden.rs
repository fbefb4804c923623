//! Files of ours that are tracked and compared; `UPDATE_GOLDEN=1` writes them anew.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Asserts that the tracked file says `text`, or writes it when `UPDATE_GOLDEN` is set.
///
/// # Panics
///
/// Where the two differ, or the file cannot be read or written.
pub fn assert_tracked(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let folder = file.parent().expect("a tracked file stands in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(&file, text).expect("the tracked file can be written");
        return;
    }
    let tracked = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        tracked == text,
        "{path} is not what is generated now; look at the difference after UPDATE_GOLDEN=1\n{}",
        first_difference(&tracked, text)
    );
}

fn first_difference(tracked: &str, text: &str) -> String {
    let differs = tracked
        .lines()
        .zip(text.lines())
        .enumerate()
        .find(|(_, (left, right))| left != right);
    match differs {
        Some((line, (left, right))) => {
            format!("line {}\ntracked:   {left}\ngenerated: {right}", line + 1)
        }
        None => format!(
            "{} lines tracked, {} generated",
            tracked.lines().count(),
            text.lines().count()
        ),
    }
}
