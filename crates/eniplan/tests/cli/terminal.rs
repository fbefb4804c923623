//! The built command line, run from the repository's root as a reader of the documentation would.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs `eniplan` with arguments and a text on standard input.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_eniplan"))
        .args(args)
        .current_dir(root())
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_vec();
    // What reads no further than it needs closes the pipe early, so a failed write is no fault here.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&text)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Runs `eniplan` with nothing on standard input.
pub(crate) fn run(args: &[&str]) -> Output {
    run_with(args, b"")
}

/// Standard output.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The exit code; a signal or a panic is none of the contract's.
pub(crate) fn code(output: &Output) -> i32 {
    let code = output.status.code().unwrap();
    assert!(
        (0..=2).contains(&code) && !stderr(output).contains("panicked"),
        "exit code {code}\n{}",
        stderr(output)
    );
    code
}

/// A command as it would stand in a terminal, with its output, errors and exit code where it is not 0.
pub(crate) fn transcript(args: &[&str]) -> String {
    let output = run(args);
    let mut text = format!("$ eniplan {}\n", args.join(" "));
    text.push_str(&stdout(&output));
    text.push_str(&stderr(&output));
    if code(&output) != 0 {
        let _ = writeln!(text, "[exit code {}]", code(&output));
    }
    text
}
