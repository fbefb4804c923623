//! The terminal, or what stands in its place: how wide it is, and whether it takes colour.

use std::env;
use std::io::{self, IsTerminal as _};

/// The narrowest and the widest text that reads well.
const WIDTHS: (usize, usize) = (40, 100);
/// The width where there is no terminal.
const PLAIN_WIDTH: usize = 80;

/// What output is fitted to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// Characters in a line.
    pub(crate) width: usize,
    colour: bool,
}

/// How a text stands out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ink {
    /// Fails.
    Red,
    /// Will hurt.
    Yellow,
    /// Holds.
    Green,
    /// Worth knowing.
    Blue,
    /// A heading.
    Bold,
    /// Less important.
    Dim,
}

impl Screen {
    /// Standard output as it is: colour only on a terminal, and not with `NO_COLOR` or a dumb terminal.
    pub(crate) fn of_stdout() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = if is_terminal {
            terminal_size::terminal_size()
                .map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0))
                .clamp(WIDTHS.0, WIDTHS.1)
        } else {
            PLAIN_WIDTH
        };
        Self {
            width,
            colour: is_terminal && !is_set("NO_COLOR") && !is_dumb,
        }
    }

    /// As it is where there is no terminal.
    pub(crate) fn plain() -> Self {
        Self {
            width: PLAIN_WIDTH,
            colour: false,
        }
    }

    /// The text in an ink.
    pub(crate) fn paint(self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Red => "1;31",
            Ink::Yellow => "33",
            Ink::Green => "32",
            Ink::Blue => "36",
            Ink::Bold => "1",
            Ink::Dim => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// The text in lines that fit behind `indent` blanks, joined by line breaks; words longer than a line stay whole.
    pub(crate) fn wrap(self, indent: usize, text: &str) -> String {
        let room = self.width.saturating_sub(indent).max(20);
        let mut wrapped = String::new();
        let mut used = 0;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if used > 0 && used + 1 + length > room {
                wrapped.push('\n');
                wrapped.extend(std::iter::repeat_n(' ', indent));
                used = 0;
            } else if used > 0 {
                wrapped.push(' ');
                used += 1;
            }
            wrapped.push_str(word);
            used += length;
        }
        wrapped
    }
}

#[cfg(test)]
mod tests {
    use super::{Ink, Screen};

    #[test]
    fn lines_fit_and_words_stay_whole() {
        let screen = Screen {
            width: 24,
            colour: false,
        };
        assert_eq!(
            screen.wrap(
                4,
                "a subnet of twenty-three characters and aVeryLongWordThatStaysWhole"
            ),
            "a subnet of\n    twenty-three\n    characters and\n    aVeryLongWordThatStaysWhole"
        );
    }

    #[test]
    fn without_colour_nothing_is_added() {
        let (plain, colour) = (
            Screen {
                width: 80,
                colour: false,
            },
            Screen {
                width: 80,
                colour: true,
            },
        );
        assert_eq!(plain.paint(Ink::Red, "no"), "no");
        assert_eq!(colour.paint(Ink::Red, "no"), "\x1b[1;31mno\x1b[0m");
    }
}
