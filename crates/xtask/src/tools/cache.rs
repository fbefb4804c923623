//! The folder of installed tools, safe against two tasks at once and against an installation that is cut off.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, process};

use anyhow::{Context as _, Result, anyhow};

/// The folder of one tool; `install` fills it the first time, in a place of its own that is renamed when it is whole.
pub(super) fn installed(
    name: &str,
    announcement: &str,
    install: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let home = home()?;
    let folder = home.join(name);
    if folder.exists() {
        return Ok(folder);
    }
    fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    locked(&home.join(format!("{name}.lock")), || {
        if folder.exists() {
            return Ok(());
        }
        let started = Instant::now();
        eprintln!("Installing {announcement} into {}", folder.display());
        let unfinished = home.join(format!("{name}.{}.unfinished", process::id()));
        fs::create_dir_all(&unfinished)?;
        let outcome = install(&unfinished).and_then(|()| Ok(fs::rename(&unfinished, &folder)?));
        if outcome.is_err() {
            let _ = fs::remove_dir_all(&unfinished);
        }
        outcome?;
        eprintln!("Installed in {} s", started.elapsed().as_secs());
        Ok(())
    })?;
    Ok(folder)
}

/// Does `work` while no other task holds the lock file; the system lets go of it when a task ends, however it ends.
pub(crate) fn locked<T>(file: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let lock =
        fs::File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
    if lock.try_lock().is_err() {
        eprintln!("Waiting for another task that holds {}", file.display());
        lock.lock()?;
    }
    let outcome = work();
    lock.unlock()?;
    outcome
}

fn home() -> Result<PathBuf> {
    let set = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let cache = set("XDG_CACHE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| {
            set("HOME")
                .or_else(|| set("USERPROFILE"))
                .map(|home| home.join(".cache"))
        });
    cache
        .map(|cache| cache.join("eniplan-tools"))
        .ok_or_else(|| {
            anyhow!("no place for tools: set XDG_CACHE_HOME to a folder that can be written")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_keeps_work_apart() {
        let file = env::temp_dir().join(format!("eniplan-lock-{}", process::id()));
        let inside = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    locked(&file, || {
                        assert!(!inside.swap(true, std::sync::atomic::Ordering::SeqCst));
                        std::thread::yield_now();
                        inside.store(false, std::sync::atomic::Ordering::SeqCst);
                        Ok(())
                    })
                    .unwrap();
                });
            }
        });
        fs::remove_file(&file).unwrap();
    }
}
