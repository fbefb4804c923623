//! Texts that break careless writers: templates, ends of strings, markup, controls, look-alikes of other types.

/// A letter and its accent apart, which Terraform joins in every string that it reads.
pub const DECOMPOSED: &str = "e\u{301}";

/// At least 57 kinds, each once; tests/browser/hostile.test.mjs reads the same file.
///
/// # Panics
///
/// Where `hostile.json` is no list of texts.
pub fn texts() -> Vec<String> {
    let mut texts: Vec<String> =
        serde_json::from_str(include_str!("hostile.json")).expect("a list of texts");
    texts.push("x".repeat(5_000));
    texts.push("\"${\\".repeat(500));
    texts
}
