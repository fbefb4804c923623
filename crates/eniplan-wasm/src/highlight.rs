//! What the parts of a file are, for colours: comments, texts, names, words of the language, numbers.
//!
//! It reads as much of each language as the files of an export hold, line by line, and what it does not know stays plain.
//! The parts in a row are always the whole text, so that a colour may be wrong and a letter never.

use eniplan_core::export::Language;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Plain,
    Comment,
    Text,
    Name,
    Word,
    Number,
}

impl Mark {
    /// Its class in the style sheet; none where it has no colour of its own.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Comment => "hl-comment",
            Self::Text => "hl-text",
            Self::Name => "hl-name",
            Self::Word => "hl-word",
            Self::Number => "hl-number",
        }
    }
}

/// A part of the text.
pub(crate) type Part<'a> = (Mark, &'a str);

/// What goes on over the end of a line.
#[derive(Clone, Copy)]
enum Open<'a> {
    Nothing,
    /// A text up to the line that holds this word alone.
    Until(&'a str),
    /// A text up to this sign.
    Quote(u8),
}

/// The parts of a text in a language.
pub(crate) fn parts(language: Language, text: &str) -> Vec<Part<'_>> {
    let mut scan = Scan {
        language,
        parts: Vec::new(),
        open: Open::Nothing,
        first: true,
    };
    for line in text.split_inclusive('\n') {
        scan.line(line);
        scan.first = false;
    }
    scan.parts
}

struct Scan<'a> {
    language: Language,
    parts: Vec<Part<'a>>,
    open: Open<'a>,
    /// Whether this is the first line.
    first: bool,
}

impl<'a> Scan<'a> {
    /// Takes a part; beside one of the same mark in the same text it would be an element too many, but is no fault.
    fn push(&mut self, mark: Mark, part: &'a str) {
        if !part.is_empty() {
            self.parts.push((mark, part));
        }
    }

    /// Takes what stands before a place, and gives the rest.
    fn cut(&mut self, mark: Mark, text: &'a str, at: usize) -> &'a str {
        let (part, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        self.push(mark, part);
        rest
    }

    fn line(&mut self, line: &'a str) {
        match self.open {
            Open::Until(end) => {
                self.push(Mark::Text, line);
                if line.trim() == end {
                    self.open = Open::Nothing;
                }
            }
            Open::Quote(quote) => {
                self.open = Open::Nothing;
                let rest = self.quoted(line, 0, quote);
                self.rest(rest);
            }
            Open::Nothing => match self.language {
                Language::Markdown => self.prose(line),
                Language::Csv => self.cells(line),
                Language::Text => self.push(Mark::Plain, line),
                _ => {
                    let rest = self.head(line);
                    self.rest(rest);
                }
            },
        }
    }

    /// Takes the name or the word with which a line begins, if there is one.
    fn head(&mut self, line: &'a str) -> &'a str {
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let word = line.get(indent..).unwrap_or_default();
        match self.language {
            Language::Yaml => {
                let end = word.find(": ").or_else(|| word.find(":\n"));
                let key = end.and_then(|end| word.get(..end)).unwrap_or_default();
                if key.is_empty() || key.contains([' ', '#', '{', '"']) {
                    return line;
                }
                let rest = self.cut(Mark::Plain, line, indent);
                self.cut(Mark::Name, rest, key.len())
            }
            Language::Toml if word.starts_with('[') => self.cut(Mark::Word, line, line.len()),
            Language::Terraform | Language::Toml => {
                let end = word.find(|c: char| !(c.is_alphanumeric() || "_-.\"".contains(c)));
                let (name, behind) = word.split_at_checked(end.unwrap_or(0)).unwrap_or_default();
                let behind = behind.trim_start_matches(' ');
                let is_name = behind.starts_with('=') && !behind.starts_with("==");
                let opens = behind.starts_with('{') || behind.starts_with('"');
                if name.is_empty() || !(is_name || opens) {
                    return line;
                }
                let mark = if is_name { Mark::Name } else { Mark::Word };
                let rest = self.cut(Mark::Plain, line, indent);
                self.cut(mark, rest, name.len())
            }
            _ => line,
        }
    }

    /// Takes what follows on a line.
    fn rest(&mut self, line: &'a str) {
        let (mut rest, mut at) = (line, 0);
        while let Some(&byte) = rest.as_bytes().get(at) {
            let before = at.checked_sub(1).and_then(|at| rest.as_bytes().get(at));
            let joined = before.is_some_and(|before| is_of_word(*before));
            if self.comments(rest, at) {
                rest = self.cut(Mark::Plain, rest, at);
                rest = self.cut(Mark::Comment, rest, rest.len());
            } else if byte == b'"' || (byte == b'\'' && self.has_single_quotes() && !joined) {
                rest = self.cut(Mark::Plain, rest, at);
                rest = self.quoted(rest, 1, byte);
            } else if byte == b'<' && self.heredoc(rest, at) {
                rest = "";
            } else if byte == b'$' && self.is_script() {
                let end = at + 1 + variable(rest.get(at + 1..).unwrap_or_default());
                rest = self.cut(Mark::Plain, rest, at);
                rest = self.cut(Mark::Name, rest, end - at);
            } else if is_of_word(byte) && !joined {
                let end = word(rest, at);
                let mark = self.mark_of(rest.get(at..end).unwrap_or_default());
                if mark == Mark::Plain {
                    at = end;
                    continue;
                }
                rest = self.cut(Mark::Plain, rest, at);
                rest = self.cut(mark, rest, end - at);
            } else {
                at += 1;
                continue;
            }
            at = 0;
        }
        self.push(Mark::Plain, rest);
    }

    /// Whether the rest of the line is a comment.
    fn comments(&self, text: &str, at: usize) -> bool {
        let here = text.get(at..).unwrap_or_default();
        // In a word the sign is part of it, such as in `${#list}` and `a#b`.
        let opens = at == 0 || text.as_bytes().get(at - 1).is_some_and(|c| *c == b' ');
        match self.language {
            Language::Json | Language::Svg => false,
            Language::Terraform => (here.starts_with('#') || here.starts_with("//")) && opens,
            _ => here.starts_with('#') && opens,
        }
    }

    fn has_single_quotes(&self) -> bool {
        !matches!(self.language, Language::Terraform | Language::Json)
    }

    fn is_script(&self) -> bool {
        matches!(self.language, Language::Shell | Language::PowerShell)
    }

    /// Takes a text from its opening sign, `from` bytes long, to its closing one; in scripts it may go on.
    fn quoted(&mut self, text: &'a str, from: usize, quote: u8) -> &'a str {
        let bytes = text.as_bytes();
        let (mut at, mut depth) = (from, 0_usize);
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'\\' if quote == b'"' && self.language != Language::PowerShell => at += 1,
                b'$' if self.language == Language::Terraform && bytes.get(at) == Some(&b'{') => {
                    depth += 1;
                }
                b'}' => depth = depth.saturating_sub(1),
                _ if byte == quote && depth == 0 => {
                    return self.text(text, at);
                }
                _ => {}
            }
        }
        if self.is_script() {
            self.open = Open::Quote(quote);
        }
        self.text(text, text.len())
    }

    /// Takes a text; in JSON one before a colon is a name.
    fn text(&mut self, text: &'a str, end: usize) -> &'a str {
        // A backslash may stand before a letter of several bytes.
        let end = (end.min(text.len())..=text.len())
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or(text.len());
        let is_name = self.language == Language::Json
            && text.get(end..).is_some_and(|rest| rest.starts_with(':'));
        self.cut(if is_name { Mark::Name } else { Mark::Text }, text, end)
    }

    /// Takes the rest of a line that opens a text of several lines.
    fn heredoc(&mut self, text: &'a str, at: usize) -> bool {
        let behind = text.get(at..).unwrap_or_default();
        let Some(word) = behind.strip_prefix("<<") else {
            return false;
        };
        let word = word.trim_start_matches(['-', '~', ' ']);
        let word = word.split([' ', '\n', ')', ';', '|', '>']).next();
        let word = word.unwrap_or_default().trim_matches(['\'', '"']);
        let is_word = word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        if word.is_empty() || !is_word || self.language == Language::Yaml {
            return false;
        }
        let rest = self.cut(Mark::Plain, text, at);
        self.push(Mark::Word, rest);
        self.open = Open::Until(word);
        true
    }

    fn mark_of(&self, word: &str) -> Mark {
        const DATA: [&str; 3] = ["true", "false", "null"];
        const TERRAFORM: [&str; 3] = ["for", "in", "if"];
        const SHELL: [&str; 15] = [
            "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "case", "esac",
            "set", "export", "exit",
        ];
        const POWERSHELL: [&str; 7] =
            ["if", "else", "foreach", "param", "function", "return", "in"];
        let words: &[&str] = match self.language {
            Language::Terraform => &TERRAFORM,
            Language::Shell => &SHELL,
            Language::PowerShell => &POWERSHELL,
            _ => &[],
        };
        if words.contains(&word) || (!self.is_script() && DATA.contains(&word)) {
            Mark::Word
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            Mark::Number
        } else {
            Mark::Plain
        }
    }

    /// Takes a line of Markdown.
    fn prose(&mut self, line: &'a str) {
        let start = line.trim_start();
        if start.starts_with("```") {
            self.push(Mark::Text, line);
            self.open = Open::Until("```");
        } else if start.starts_with('#') {
            self.push(Mark::Word, line);
        } else {
            let mut rest = line;
            let marker = start.split(' ').next().unwrap_or_default();
            let number = marker.strip_suffix('.').unwrap_or_default();
            let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if marker == "-" || numbered {
                rest = self.cut(Mark::Number, line, line.len() - start.len() + marker.len());
            }
            while let Some((from, length)) = span(rest) {
                rest = self.cut(Mark::Plain, rest, from);
                rest = self.cut(Mark::Text, rest, length);
            }
            self.push(Mark::Plain, rest);
        }
    }

    /// Takes a line of a table; the first names its columns.
    fn cells(&mut self, line: &'a str) {
        if self.first {
            return self.push(Mark::Name, line);
        }
        for cell in line.split_inclusive(',') {
            let value = cell.trim_end_matches([',', '\n', '\r']);
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let mark = if is_number { Mark::Number } else { Mark::Plain };
            let rest = self.cut(mark, cell, value.len());
            self.push(Mark::Plain, rest);
        }
    }
}

/// Where code stands in a line of Markdown, and how long it is.
fn span(line: &str) -> Option<(usize, usize)> {
    let from = line.find('`')?;
    let rest = line.get(from + 1..)?;
    Some((from, rest.find('`')? + 2))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The end of a word; a number takes what blocks, dates and units hold.
fn word(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    let is_number = bytes.first().is_some_and(u8::is_ascii_digit);
    let length = bytes
        .iter()
        .take_while(|byte| is_of_word(**byte) || (is_number && b"./%".contains(byte)))
        .count();
    from + length
}

/// The length of a variable's name behind its sign.
fn variable(text: &str) -> usize {
    if text.starts_with('{') {
        return text.find('}').map_or(0, |end| end + 1);
    }
    text.bytes().take_while(|byte| is_of_word(*byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a text that have a mark.
    fn marked(language: Language, mark: Mark, text: &str) -> Vec<&str> {
        let parts = parts(language, text).into_iter();
        parts
            .filter(|part| part.0 == mark)
            .map(|part| part.1)
            .collect()
    }

    #[test]
    fn each_language_shows_its_names_texts_and_comments() {
        use Language::{Csv, Json, Markdown, Shell, Terraform, Toml, Yaml};
        use Mark::{Comment, Name, Number, Text, Word};
        let hcl = "resource \"aws_vpc\" \"this\" {\n  cidr_block = \"${var.a[\"x\"]}/16\" # why\n  n = 12\n}\n";
        assert_eq!(marked(Terraform, Word, hcl), ["resource"]);
        assert_eq!(marked(Terraform, Name, hcl), ["cidr_block", "n"]);
        assert_eq!(
            marked(Terraform, Text, hcl),
            ["\"aws_vpc\"", "\"this\"", "\"${var.a[\"x\"]}/16\""]
        );
        assert_eq!(marked(Terraform, Comment, hcl), ["# why\n"]);
        assert_eq!(marked(Terraform, Number, hcl), ["12"]);
        let yaml = "- name: \"a # b\"\n  cidr: 10.0.0.0/16 # c\n  on: true\n";
        assert_eq!(marked(Yaml, Name, yaml), ["name", "cidr", "on"]);
        assert_eq!(marked(Yaml, Text, yaml), ["\"a # b\""]);
        assert_eq!(marked(Yaml, Number, yaml), ["10.0.0.0/16"]);
        assert_eq!(marked(Yaml, Word, yaml), ["true"]);
        let json = "{\"a\": \"b\\\"c\", \"d\": 4}";
        assert_eq!(marked(Json, Name, json), ["\"a\"", "\"d\""]);
        assert_eq!(marked(Json, Text, json), ["\"b\\\"c\""]);
        let toml = "[settings.kubernetes]\nmax-pods = 110\n";
        assert_eq!(marked(Toml, Word, toml), ["[settings.kubernetes]\n"]);
        assert_eq!(marked(Toml, Name, toml), ["max-pods"]);
        let shell = "cat <<'EOF'\n# no comment\nEOF\nif [ \"$a\" = 'it'; then # c\n";
        assert_eq!(marked(Shell, Text, shell)[..2], ["# no comment\n", "EOF\n"]);
        assert_eq!(marked(Shell, Word, shell), ["<<'EOF'\n", "if", "then"]);
        assert_eq!(marked(Shell, Comment, shell), ["# c\n"]);
        let prose = "# Title\n1. Run `a b`.\n```sh\nls\n```\n";
        assert_eq!(marked(Markdown, Word, prose), ["# Title\n"]);
        assert_eq!(
            marked(Markdown, Text, prose),
            ["`a b`", "```sh\n", "ls\n", "```\n"]
        );
        let csv = "name,n\na,4\n";
        assert_eq!(marked(Csv, Name, csv), ["name,n\n"]);
        assert_eq!(marked(Csv, Number, csv), ["4"]);
    }

    const ALL: [Language; 10] = [
        Language::Terraform,
        Language::Yaml,
        Language::Toml,
        Language::Shell,
        Language::PowerShell,
        Language::Markdown,
        Language::Csv,
        Language::Json,
        Language::Svg,
        Language::Text,
    ];

    proptest::proptest! {
        #[test]
        fn the_parts_in_a_row_are_the_text(text in "([ \\n\"'`#$<{}\\\\:=,\\[-]|EOF|<<|ä|[a-c0-9]){0,60}") {
            for language in ALL {
                let whole: String = parts(language, &text).into_iter().map(|part| part.1).collect();
                proptest::prop_assert_eq!(&whole, &text);
            }
        }
    }
}
