//! What an address asks of a page beside the plan, as in `#/export?into=cluster`.

use eniplan_elements::join;

use crate::{El, el};

/// The most of a value that is said again.
const MOST_SHOWN: usize = 40;

/// Keys and values of an address; web/src/route.rs says which keys there are.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(key, value)| (key.to_owned(), decoded(value)))
        .collect()
}

/// Percent signs and pluses read as browsers write them; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match after {
            [high, low, ..] if *first == b'%' => core::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The value that a word names among those that there are, or words that say which there are.
pub(crate) fn one_of<T: Copy>(
    key: &str,
    word: &str,
    all: &[(T, &'static str)],
) -> Result<T, String> {
    let found = all.iter().find(|(_, name)| *name == word);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(_, name)| *name).collect();
        none_of(key, word, &names)
    })
}

/// Words that say which values a key takes.
pub(crate) fn none_of(key: &str, word: &str, names: &[&str]) -> String {
    let word: String = word.chars().take(MOST_SHOWN).collect();
    let names = names.join(", ");
    join(&[
        "`",
        key,
        "` in the address knows no `",
        &word,
        "`. It takes ",
        &names,
        ".",
    ])
}

/// What could not be done.
pub(crate) fn refused(words: &[String]) -> Option<El> {
    let mut banner = el("section", "banner wrong")
        .attr("role", "alert")
        .attr("aria-label", "What the address asks");
    for one in words {
        banner = banner.kid(el("p", "").say(one.clone()));
    }
    (!words.is_empty()).then_some(banner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_there_is_not_is_said_with_those_that_there_are() {
        let all = [(1, "one"), (2, "two")];
        assert_eq!(one_of("many", "two", &all), Ok(2));
        let why = one_of("many", "three", &all).unwrap_err();
        assert!(why.contains("three") && why.contains("one, two"), "{why}");
    }

    #[test]
    fn pairs_without_a_sign_are_none() {
        let wanted = [
            ("a".to_owned(), "1 2".to_owned()),
            ("b".into(), String::new()),
        ];
        assert_eq!(pairs("a=1+2&x&b="), wanted);
    }
}
