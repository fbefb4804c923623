//! The text of an input, and where a JSON value in it ends.

use std::borrow::Cow;

/// The text of an input: UTF-8, or UTF-16 as PowerShell writes it with `>`.
///
/// Where a tag was written in another encoding, its odd letters are lost and nothing else. Colours of a terminal are left out.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    let wide = |from: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| from(*pair));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(wide(u16::from_le_bytes, rest)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(wide(u16::from_be_bytes, rest)),
        [b'{' | b'[', 0, ..] => Cow::Owned(wide(u16::from_le_bytes, bytes)),
        [0, b'{' | b'[', ..] => Cow::Owned(wide(u16::from_be_bytes, bytes)),
        [0x1f, 0x8b, ..] => return Err("compressed with gzip"),
        [b'P', b'K', 3, 4, ..] => {
            return Err(
                "a zip archive, or a plan of Terraform that only terraform show -json reads",
            );
        }
        _ => String::from_utf8_lossy(bytes),
    };
    // Text of no encoding has line ends and tabs, and no other control characters than those of a terminal.
    let is_control = |byte: &u8| *byte < b'\t' || (0x0e..0x1b).contains(byte);
    if text.bytes().any(|byte| is_control(&byte)) {
        return Err("binary");
    }
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text),
    };
    Ok(if text.contains(ESCAPE) {
        Cow::Owned(without_colours(&text))
    } else {
        text
    })
}

/// What a colour or another command to a terminal begins with: ECMA-48.
const ESCAPE: &str = "\u{1b}[";

/// The text without commands to a terminal, each of which ends with the first letter or sign behind its numbers.
fn without_colours(text: &str) -> String {
    let mut parts = text.split(ESCAPE);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| ('@'..='~').contains(&c));
        plain.push_str(end.and_then(|end| part.get(end + 1..)).unwrap_or_default());
    }
    plain
}

/// Where a JSON value ends that begins with a bracket; none where it does not.
pub(crate) fn end_of_json(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut is_escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
