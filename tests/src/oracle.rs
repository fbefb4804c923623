//! Programs of others that judge our output. Where one is absent the test says so loudly and passes.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a Python program on `input`; nothing where Python or one of its `modules` is absent.
///
/// # Panics
///
/// Where the program fails.
pub fn python(modules: &[&str], program: &str, input: &str) -> Option<String> {
    let imports = format!("import {}", modules.join(", "));
    let present = Command::new("python3")
        .args(["-c", &imports])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !present {
        skipped(&format!("python3 with {modules:?} is not here"));
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", program])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("python3 ends");
    writer
        .join()
        .expect("the writer ends")
        .expect("input is taken");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the Python oracle failed\n{stderr}"
    );
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Runs Terraform in a folder; nothing where it is absent.
///
/// # Panics
///
/// Where Terraform fails, with what it printed.
pub fn terraform(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("terraform")
        .args(arguments)
        .current_dir(folder)
        .env_remove("TF_CLI_CONFIG_FILE")
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_IN_AUTOMATION", "1")
        .output();
    let Ok(output) = output else {
        skipped("terraform is not here");
        return None;
    };
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        output.status.success(),
        "terraform {arguments:?} failed\n{stdout}\n{stderr}"
    );
    Some(stdout.into_owned())
}

/// Says on standard error that an oracle was left out.
pub fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}
