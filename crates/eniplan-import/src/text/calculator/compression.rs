//! What the library lz-string writes with `compressToEncodedURIComponent`: an LZW of bits, six to a character.
//!
//! Its format was read in <https://github.com/pieroxy/lz-string>, on 2026-11-24.

use std::collections::VecDeque;

const ALPHABET: &[u8; 65] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$";
/// The longest text that comes out, in UTF-16 units; a link is a few thousand characters long.
const MOST: usize = 1 << 20;

/// The text that was packed; none where it was cut or altered.
pub(super) fn unpacked(packed: &str) -> Option<String> {
    if packed.len() > MOST {
        return None;
    }
    let mut bits = VecDeque::new();
    for character in packed.bytes() {
        // A + becomes a space on its way through some tools.
        let character = if character == b' ' { b'+' } else { character };
        let value = ALPHABET.iter().position(|own| *own == character)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
    }
    let mut take = move |count: u32| -> Option<u32> {
        // The lowest bit comes first.
        (0..count).try_fold(0, |number, at| {
            Some(number | u32::from(bits.pop_front()?) << at)
        })
    };
    // Entries 0 to 2 are the commands: a character of 8 bits, one of 16, the end.
    let mut entries: Vec<Vec<u16>> = vec![Vec::new(); 3];
    let mut width = 2;
    let mut until_wider = 4usize;
    let character = |command: u32, take: &mut dyn FnMut(u32) -> Option<u32>| {
        let code = take(if command == 0 { 8 } else { 16 })?;
        u16::try_from(code).ok()
    };
    let first = match take(2)? {
        2 => return Some(String::new()),
        command => character(command, &mut take)?,
    };
    entries.push(vec![first]);
    let mut previous = vec![first];
    let mut units = vec![first];
    width += 1;
    while units.len() < MOST {
        let mut code = take(width)?;
        if code == 2 {
            return String::from_utf16(&units).ok();
        }
        if code < 2 {
            let own = character(code, &mut take)?;
            code = u32::try_from(entries.len()).ok()?;
            entries.push(vec![own]);
            until_wider -= 1;
            if until_wider == 0 {
                until_wider = 1 << width;
                width += 1;
            }
        }
        let code = usize::try_from(code).ok()?;
        let entry = match entries.get(code) {
            Some(entry) => entry.clone(),
            // The entry that is just being made: what came before, and its first character again.
            None if code == entries.len() => {
                let mut entry = previous.clone();
                entry.push(*previous.first()?);
                entry
            }
            None => return None,
        };
        units.extend(&entry);
        let mut made = previous;
        made.push(*entry.first()?);
        entries.push(made);
        previous = entry;
        until_wider -= 1;
        if until_wider == 0 {
            until_wider = 1 << width;
            width += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link of the calculator's own tests: <https://github.com/ckabalan/visualsubnetcalc/blob/main/src/tests/url-sharing.spec.ts>.
    #[test]
    fn a_published_link() {
        assert_eq!(
            unpacked("N4IgbiBcIEwgNCARlEBGADAOm7g9GgGwIgDOUoGA5hQL71A").as_deref(),
            Some(r#"{"v":"2","b":"10.0.0.0/16","s":{"0g":{}}}"#)
        );
    }

    #[test]
    fn what_was_cut_is_nothing() {
        for packed in [
            "",
            "N4Igbi",
            "%%%",
            "N4IgbiBcIEwgNCARlEBGADAOm7g9GgGwIgDOUoGA5hQ",
        ] {
            assert_eq!(unpacked(packed), None, "{packed}");
        }
    }
}
