//! Whether two exports are made of the same, and one has its text wherever the other has the harmless one.

use eniplan_core::export::shell::Quoted;
use serde_json::Value;

use crate::parsed::{Format, Parsed};

/// The harmless text: a name that AWS does not take, so that names made from it are told from the text itself.
pub(crate) const MARK: &str = "Qz Mark";

/// What names that AWS takes are made of it, and of those below.
const SLUGS: &[&str] = &[
    "Qz-Mark", "qz-mark", "Qz_Mark", "qz_mark", "QzMark", "qzmark",
];

/// The harmless text that is a name for AWS and Kubernetes where the text is one for them: nothing is told of it then.
pub(crate) fn mark_like(text: &str) -> &'static str {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let ends = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    match text {
        _ if !ends(text) || !text.chars().all(is_word) => MARK,
        _ if text.chars().all(is_small) => "qzmark",
        _ => "QzMark",
    }
}

/// A text, and the one that stands in its place in the harmless export.
struct Texts<'a> {
    like: &'a str,
    /// How the text may stand in a file of the format.
    ways: Vec<String>,
    /// How it may stand in commands, once the shell has taken them apart: as it is, and in JSON.
    in_commands: Vec<String>,
    /// The text in small letters, with hyphens in place of underscores.
    name: String,
}

/// Holds the files of a text against those of the harmless text `like`.
pub(crate) fn assert_alike(
    expected: &[Parsed],
    found: &[Parsed],
    like: &str,
    text: &str,
    what: &str,
) {
    let paths = |files: &[Parsed]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    let same_paths = expected.len() == found.len()
        && expected.iter().zip(found).all(|(one, other)| {
            Texts::of(like, text, Format::Data).matches(&one.path, &other.path)
        });
    assert!(
        same_paths,
        "{what}\n{:?}\n{:?}",
        paths(expected),
        paths(found)
    );
    for (one, other) in expected.iter().zip(found) {
        let texts = Texts::of(like, text, one.format);
        if let Err(why) = texts.compare(&one.tree, &other.tree, &one.path) {
            panic!("{what}\n{why}");
        }
    }
}

impl<'a> Texts<'a> {
    fn of(like: &'a str, text: &str, format: Format) -> Self {
        let ways: Vec<String> = match format {
            Format::Data | Format::Markdown => vec![text.to_string()],
            // What a spreadsheet would take for a formula gets an apostrophe.
            Format::Csv => vec![text.to_string(), format!("'{text}")],
            // What XML cannot hold is replaced.
            Format::Svg => vec![text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")],
            // In a comment, what an editor does not show becomes a space.
            Format::Text => vec![
                text.to_string(),
                Quoted(text).to_string(),
                text.replace(['\u{fffe}', '\u{ffff}'], " "),
            ],
        };
        // A zone of one letter has its Region in front.
        let is_letter = text.chars().count() == 1;
        let in_region = is_letter.then(|| format!("us-east-1{text}"));
        // Groups have the first twenty letters.
        let short = text.chars().take(20).collect::<String>();
        let short = (short != text).then(|| short.trim().to_string());
        let in_commands = [text.to_string(), in_json(text)];
        let in_commands = in_commands
            .into_iter()
            .chain(short.as_deref().map(in_json))
            .chain(short.clone())
            .collect();
        let ways = ways.into_iter().chain(in_region).chain(short).collect();
        Self {
            like,
            ways,
            in_commands,
            name: text.to_ascii_lowercase().replace('_', "-"),
        }
    }

    fn compare(&self, one: &Value, other: &Value, at: &str) -> Result<(), String> {
        let differs = || format!("{at}\nharmless: {one}\nhere:     {other}");
        match (one, other) {
            (Value::String(harmless), Value::String(here)) => {
                // Commands are compared as the shell takes them apart.
                let is_script = at.ends_with(".commands");
                let fits = if is_script {
                    self.fits(&self.in_commands, &unquoted(harmless), &unquoted(here))
                } else {
                    self.matches(harmless, here)
                };
                fits.then_some(()).ok_or_else(differs)
            }
            (Value::Array(items), Value::Array(others)) => {
                if items.len() != others.len() {
                    return Err(differs());
                }
                for (index, (item, other)) in items.iter().zip(others).enumerate() {
                    self.compare(item, other, &format!("{at}[{index}]"))?;
                }
                Ok(())
            }
            (Value::Object(entries), Value::Object(others)) => {
                if entries.len() != others.len() {
                    return Err(differs());
                }
                let mut left: Vec<_> = others.iter().collect();
                for (key, value) in entries {
                    let exact = left.iter().position(|(other, _)| *other == key);
                    let like = || left.iter().position(|(other, _)| self.matches(key, other));
                    let place = exact.or_else(like).ok_or_else(differs)?;
                    let (_, other) = left.remove(place);
                    self.compare(value, other, &format!("{at}.{key}"))?;
                }
                Ok(())
            }
            _ => (one == other).then_some(()).ok_or_else(differs),
        }
    }

    /// Whether `here` is `harmless` with the text in place of the harmless one, and any name in place of a name made of it.
    fn matches(&self, harmless: &str, here: &str) -> bool {
        self.fits(&self.ways, harmless, here)
    }

    fn fits(&self, ways: &[String], harmless: &str, here: &str) -> bool {
        let slugs = SLUGS
            .iter()
            .filter_map(|slug| Some((harmless.find(slug)?, slug.len(), true)));
        let literal = harmless
            .find(self.like)
            .map(|at| (at, self.like.len(), false));
        let Some((at, length, is_slug)) = literal.into_iter().chain(slugs).min() else {
            return harmless == here;
        };
        let (before, rest) = (&harmless[..at], &harmless[at + length..]);
        let Some(here) = here.strip_prefix(before) else {
            return false;
        };
        if is_slug {
            return self.named(ways, rest, here);
        }
        ways.iter().any(|way| {
            here.strip_prefix(way.as_str())
                .is_some_and(|here| self.fits(ways, rest, here))
        }) || !self.like.contains(' ') && self.named(ways, rest, here)
    }

    /// Whether a name made of the text stands first, and what follows fits.
    fn named(&self, ways: &[String], rest: &str, here: &str) -> bool {
        // A number that sets it apart from others of the same name belongs to it.
        let rest = rest.strip_prefix('-').map_or(rest, |number| {
            number.trim_start_matches(|c: char| c.is_ascii_digit())
        });
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let longest = here.find(|c| !is_name(c)).unwrap_or(here.len());
        // Of a text that is a name itself, nothing else is made.
        let plain = |name: &str| name.to_ascii_lowercase().replace('_', "-");
        let is_of = |name: &str| self.like.contains(' ') || plain(name).contains(&self.name);
        (0..=longest).any(|end| is_of(&here[..end]) && self.fits(ways, rest, &here[end..]))
    }
}

/// Commands without the shell's quotes: what stands in them is as the shell takes it.
fn unquoted(commands: &str) -> String {
    let mut out = Vec::new();
    let mut rest = commands.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        let escapes = byte == b'$' && rest.first() == Some(&b'\'');
        if byte != b'\'' && !escapes {
            out.push(byte);
            continue;
        }
        if escapes {
            rest = &rest[1..];
        }
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            match byte {
                b'\'' => break,
                b'\\' if escapes && rest.first() == Some(&b'x') => {
                    let hex = std::str::from_utf8(&rest[1..3]).expect("two digits");
                    out.push(u8::from_str_radix(hex, 16).expect("two digits"));
                    rest = &rest[3..];
                }
                b'\\' if escapes => {
                    out.push(rest[0]);
                    rest = &rest[1..];
                }
                byte => out.push(byte),
            }
        }
    }
    String::from_utf8(out).expect("UTF-8")
}

/// A text as JSON has it between quotes.
fn in_json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    // The two that no text of XML may hold stand as escapes.
    quoted[1..quoted.len() - 1]
        .replace('\u{fffe}', "\\ufffe")
        .replace('\u{ffff}', "\\uffff")
}
