//! Puts the first screen's style sheet into `index.html`, so that the first paint waits for one answer of the host and not for two.
//!
//! `www/app.css` is where it is written; the policies name the hash of what stands in the document, so no other style gets in.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::fingerprint;

const SOURCE: &str = "app.css";
/// The document, and the file with the same policy as a header.
const FILES: [&str; 2] = ["index.html", "_headers"];

/// Writes what has changed of the site in `site`.
pub(crate) fn write(site: &Path) -> Result<()> {
    let style = small(&fs::read_to_string(site.join(SOURCE))?);
    for name in FILES {
        let text = fs::read_to_string(site.join(name))?;
        let wanted = with(&text, &style).with_context(|| format!("in www/{name}"))?;
        if wanted != text {
            fs::write(site.join(name), wanted)?;
        }
    }
    Ok(())
}

/// Fails where a file is behind the style sheet.
pub(crate) fn check(site: &Path) -> Result<()> {
    let style = small(&fs::read_to_string(site.join(SOURCE))?);
    for name in FILES {
        let text = fs::read_to_string(site.join(name))?;
        if with(&text, &style)? != text {
            bail!("www/{name} is behind www/{SOURCE}: cargo xtask site writes it");
        }
    }
    Ok(())
}

/// A document or a file of headers with a style, and its hash in the policy.
fn with(text: &str, style: &str) -> Result<String> {
    let hash = STANDARD.encode(fingerprint::bytes_of(style.as_bytes()));
    let text = replaced(text, "style-src 'self' 'sha256-", "'", &hash)
        .context("the policy names no hash of a style")?;
    // A file of headers has no element.
    Ok(replaced(&text, "<style>", "</style>", style).unwrap_or(text))
}

/// A text with other words between two marks.
fn replaced(text: &str, start: &str, end: &str, words: &str) -> Option<String> {
    let (before, rest) = text.split_once(start)?;
    let (_, after) = rest.split_once(end)?;
    Some([before, start, words, end, after].concat())
}

/// A style sheet without comments, and without the spaces that only its readers need.
///
/// In a selector a space says something even before a colon, so only the one behind a colon goes: there is none in selectors.
fn small(style: &str) -> String {
    let mut bare = String::new();
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut text = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    for (long, short) in [
        (" {", "{"),
        ("{ ", "{"),
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
        ("} ", "}"),
        (" }", "}"),
        (";}", "}"),
    ] {
        text = text.replace(long, short);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_loses_what_only_readers_need() {
        let style = "/* Why. */\n:root { --a: light-dark(#fff, #000); }\n\n.b :is(c, d) > e {\n  margin: -1px calc(1px + 2px);\n  color: red;\n}\n@media print { .b { color: blue; } }\n";
        assert_eq!(
            small(style),
            ":root{--a:light-dark(#fff,#000)}.b :is(c,d) > e{margin:-1px calc(1px + 2px);color:red}@media print{.b{color:blue}}"
        );
    }

    #[test]
    fn the_style_is_put_in_with_its_hash() {
        let page = "style-src 'self' 'sha256-old='; x\n<style>old</style>\n";
        let made = with(page, "abc").unwrap();
        // The SHA-256 of FIPS 180-2, appendix B.1, in base 64.
        assert_eq!(
            made,
            "style-src 'self' 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='; x\n<style>abc</style>\n"
        );
        assert_eq!(with(&made, "abc").unwrap(), made);
        assert!(with("style-src 'self'; x", "abc").is_err());
    }
}
