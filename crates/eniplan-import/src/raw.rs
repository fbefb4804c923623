//! The text of an input, and where a JSON value in it ends.

use std::borrow::Cow;

/// The text of an input: UTF-8, or UTF-16 as PowerShell writes it with `>`.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.get(2..).unwrap_or_default().as_chunks::<2>();
        let units = pairs.iter().map(|pair| from(*pair));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, ..] => Ok(Cow::Owned(wide(u16::from_le_bytes))),
        [0xfe, 0xff, ..] => Ok(Cow::Owned(wide(u16::from_be_bytes))),
        [0x1f, 0x8b, ..] => Err("compressed with gzip"),
        [b'P', b'K', 3, 4, ..] => Err("a zip archive"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => Err("binary"),
            Ok(text) => Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
            Err(_) => Err("neither UTF-8 nor UTF-16"),
        },
    }
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
