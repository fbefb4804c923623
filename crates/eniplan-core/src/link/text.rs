//! Text in symbols of six bits; words that plans often have are one symbol. Frozen with version 1.

use alloc::string::String;

use super::bits::{Reader, Writer};

/// The symbols; a longer one stands before those that begin it. The last symbol, 63, leads a character of any kind.
const SYMBOLS: [&str; 63] = [
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "-",
    ".",
    "/",
    "_",
    " ",
    ":",
    "%",
    "*",
    "Mi",
    "Gi",
    "EP0",
    "xlarge",
    "large",
    "private",
    "public",
    "pods",
    "nodes",
    "control-plane",
    "general",
    "default",
    "west-",
    "east-",
    "eu-",
    "us-",
    "prod",
    "system",
    "workers",
];
const OTHER: u32 = 63;

/// Writes a text.
pub(super) fn write(text: &str, out: &mut Writer) {
    out.number(u32::try_from(symbols(text).count()).unwrap_or(u32::MAX), 2);
    for (symbol, character) in symbols(text) {
        out.bits(symbol, 6);
        if symbol == OTHER {
            out.number(character.into(), 7);
        }
    }
}

/// The symbols of a text, each with the character that it begins with: the longest symbol first.
fn symbols(text: &str) -> impl Iterator<Item = (u32, char)> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let character = rest.chars().next()?;
        let longest = (0..OTHER)
            .zip(SYMBOLS)
            .filter(|(_, symbol)| rest.starts_with(symbol))
            .max_by_key(|(_, symbol)| symbol.len());
        let (symbol, length) = longest.map_or((OTHER, character.len_utf8()), |(index, symbol)| {
            (index, symbol.len())
        });
        rest = rest.get(length..)?;
        Some((symbol, character))
    })
}

/// Reads what [`write`] wrote; `None` where there is no such text.
pub(super) fn read(bits: &mut Reader<'_>) -> Option<String> {
    let count = bits.number(2)? as usize;
    if count > bits.left() / 6 {
        return None;
    }
    let mut text = String::new();
    for _ in 0..count {
        let symbol = bits.bits(6)?;
        match SYMBOLS.get(symbol as usize) {
            Some(symbol) => text.push_str(symbol),
            None => text.push(char::from_u32(bits.number(7)?)?),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        for text in [
            "",
            "private-a",
            "m6i.2xlarge",
            "Größe 日本 😀",
            "xlarg",
            "us-east-1a",
            "\u{10ffff}",
        ] {
            let mut writer = Writer::default();
            write(text, &mut writer);
            assert_eq!(
                read(&mut Reader::new(&writer.into_bytes())).as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn common_names_are_short() {
        for (text, count) in [
            ("private-a", 3),
            ("eu-west-1", 3),
            ("m6i.xlarge", 5),
            ("256Mi", 4),
        ] {
            assert_eq!(symbols(text).count(), count, "{text}");
        }
    }
}
