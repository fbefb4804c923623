//! Conditions on types, such as `max_pods>=58 and vcpus<=8`.
//!
//! ```text
//! condition  = and-part { "or" and-part }
//! and-part   = part { "and" part }
//! part       = "not" part | "(" condition ")" | column [ operator value ]
//! operator   = "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "~"
//! value      = number | word | 'text' | "text" | "unknown"
//! ```

mod words;

use std::cmp::Ordering;

use eniplan_core::aws::catalogue::{self, InstanceType};

use self::words::{Word, Words};
use super::column::{self, Cell, Column, Hundredths, Kind};
use super::terms::Terms;
use crate::failure::Fault;

/// Parentheses and negations inside one another; more is no condition that a person wrote.
const DEEPEST: usize = 50;

/// Something that holds for a type or not.
#[derive(Debug)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Column, Operator, Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Like,
}

#[derive(Debug)]
pub(super) enum Value {
    Number(u32),
    Hundredths(u32),
    Text(String),
    Truth(bool),
    Unknown,
}

impl Condition {
    pub(super) fn holds(&self, instance: &InstanceType, terms: &Terms) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(instance, terms)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(instance, terms)),
            Self::Not(part) => !part.holds(instance, terms),
            Self::Compare(column, operator, value) => {
                compare(column.of(instance, terms), *operator, value)
            }
        }
    }
}

fn compare(cell: Cell<'_>, operator: Operator, value: &Value) -> bool {
    let order = match (cell, value) {
        (cell, Value::Unknown) => {
            return (cell == Cell::Unknown) == (operator == Operator::Equal);
        }
        (Cell::Text(text), Value::Text(pattern)) if operator == Operator::Like => {
            return catalogue::matches(pattern, text);
        }
        (Cell::Number(a), Value::Number(b))
        | (Cell::Hundredths(Hundredths(a)), Value::Hundredths(b)) => a.cmp(b),
        (Cell::Text(a), Value::Text(b)) => a.cmp(b.as_str()),
        (Cell::Truth(a), Value::Truth(b)) => a.cmp(b),
        // An unknown value compares with nothing.
        _ => return false,
    };
    match operator {
        Operator::Equal | Operator::Like => order == Ordering::Equal,
        Operator::Unequal => order != Ordering::Equal,
        Operator::Less => order == Ordering::Less,
        Operator::AtMost => order != Ordering::Greater,
        Operator::More => order == Ordering::Greater,
        Operator::AtLeast => order != Ordering::Less,
    }
}

/// Reads a condition, or says at which character it stops making sense.
pub(super) fn parse(text: &str) -> Result<Condition, Fault> {
    let mut words = Words::new(text)?;
    if words.peek().is_none() {
        return Err(Fault::new("the condition is empty")
            .at("--filter")
            .help("write one such as 'max_pods>=58 and vcpus<=8'"));
    }
    let condition = any(&mut words, 0)?;
    match words.peek() {
        None => Ok(condition),
        Some(_) => Err(words
            .fault("the condition goes on where it should end")
            .help("join conditions with `and` or `or`")),
    }
}

fn any(words: &mut Words<'_>, depth: usize) -> Result<Condition, Fault> {
    let mut parts = vec![all(words, depth)?];
    while words.take(&Word::Name("or")) {
        parts.push(all(words, depth)?);
    }
    Ok(Condition::Any(parts))
}

fn all(words: &mut Words<'_>, depth: usize) -> Result<Condition, Fault> {
    let mut parts = vec![part(words, depth)?];
    while words.take(&Word::Name("and")) {
        parts.push(part(words, depth)?);
    }
    Ok(Condition::All(parts))
}

fn part(words: &mut Words<'_>, depth: usize) -> Result<Condition, Fault> {
    if depth > DEEPEST {
        return Err(words.fault("the condition is nested too deeply"));
    }
    if words.take(&Word::Name("not")) {
        return Ok(Condition::Not(Box::new(part(words, depth + 1)?)));
    }
    if words.take(&Word::Open) {
        let inner = any(words, depth + 1)?;
        return if words.take(&Word::Close) {
            Ok(inner)
        } else {
            Err(words.fault("a closing parenthesis is missing"))
        };
    }
    comparison(words)
}

fn comparison(words: &mut Words<'_>) -> Result<Condition, Fault> {
    let Some(Word::Name(name)) = words
        .peek()
        .filter(|word| !matches!(word, Word::Name("and" | "or" | "not")))
    else {
        return Err(words
            .fault("a column is missing")
            .help("a condition starts with a column, such as vcpus<=8"));
    };
    let Some(column) = Column::of_name(name) else {
        return Err(words
            .fault(&format!("`{name}` is no column"))
            .help(column::help(name)));
    };
    words.advance();
    let Some(Word::Operator(operator)) = words.peek() else {
        if column.kind() == Kind::Truth {
            return Ok(Condition::Compare(
                column,
                Operator::Equal,
                Value::Truth(true),
            ));
        }
        return Err(words
            .fault("a comparison is missing")
            .help(format!("go on with = != < <= > >= or ~, such as {name}>=1")));
    };
    check_operator(words, column, operator)?;
    words.advance();
    let value = value(words, column, operator)?;
    words.advance();
    Ok(Condition::Compare(column, operator, value))
}

/// A number with at most two places behind the point, in hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let scale = match part.len() {
        1 => 10,
        2 => 1,
        _ => return None,
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let part: u32 = part.parse().ok()?;
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part * scale)
}

fn check_operator(words: &Words<'_>, column: Column, operator: Operator) -> Result<(), Fault> {
    let name = column.name();
    match (column.kind(), operator) {
        (_, Operator::Equal | Operator::Unequal)
        | (
            Kind::Number | Kind::Decimal,
            Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast,
        )
        | (Kind::Text, Operator::Like) => Ok(()),
        (Kind::Number | Kind::Decimal, Operator::Like) => Err(words
            .fault(&format!("{name} is a number, and ~ compares texts"))
            .help(format!("write {name}=4, or another of = != < <= > >="))),
        (Kind::Text, _) => Err(words
            .fault(&format!("{name} is a text and has no order"))
            .help(format!("write {name}=…, {name}!=… or {name} ~ 'pattern*'"))),
        (Kind::Truth, _) => Err(words
            .fault(&format!("{name} is true or false"))
            .help(format!("write {name} or not {name}"))),
    }
}

fn value(words: &Words<'_>, column: Column, operator: Operator) -> Result<Value, Fault> {
    let name = column.name();
    let text = match words.peek() {
        Some(Word::Name(text)) => text,
        Some(Word::Quoted(text)) if column.kind() == Kind::Text => {
            return Ok(Value::Text(text.to_owned()));
        }
        _ => {
            return Err(words
                .fault("a value is missing")
                .help(format!("give what {name} is compared with")));
        }
    };
    if text == "unknown" {
        return match operator {
            Operator::Equal | Operator::Unequal => Ok(Value::Unknown),
            _ => Err(words
                .fault("unknown has no order")
                .help(format!("write {name}=unknown or {name}!=unknown"))),
        };
    }
    match column.kind() {
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::Truth => match text {
            "true" => Ok(Value::Truth(true)),
            "false" => Ok(Value::Truth(false)),
            _ => Err(words
                .fault(&format!("{name} is true or false"))
                .help(format!("write {name} or not {name}"))),
        },
        Kind::Decimal => hundredths(text).map(Value::Hundredths).ok_or_else(|| {
            words
                .fault(&format!("`{text}` is no number, which {name} is"))
                .help("give a number with at most two places behind the point, such as 1.25")
        }),
        Kind::Number => text
            .replace('_', "")
            .parse()
            .map(Value::Number)
            .map_err(|_| {
                words
                    .fault(&format!("`{text}` is no number, which {name} is"))
                    .help("give a whole number up to 4294967295")
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::aws::catalogue::Catalogue;

    fn names(filter: &str) -> Vec<String> {
        let condition = parse(filter).unwrap();
        Catalogue::bundled()
            .iter()
            .filter(|t| condition.holds(t, &Terms::default()))
            .map(|t| t.name.clone())
            .collect()
    }

    #[test]
    fn and_binds_closer_than_or() {
        let both = names("family=t1 or family=a1 and vcpus=1");
        assert_eq!(both, ["a1.medium", "t1.micro"]);
        assert_eq!(names("(family=t1 or family=a1) and vcpus=1"), both);
        assert_eq!(
            names("family=a1 and not (vcpus=1 or vcpus>2)"),
            ["a1.large"]
        );
    }

    #[test]
    fn unknown_is_neither_more_nor_less() {
        let of_card = "family=i3 and bare_metal";
        assert_eq!(names(of_card), ["i3.metal"]);
        assert_eq!(
            names(&format!("{of_card} and aws_max_pods=unknown")),
            ["i3.metal"]
        );
        assert!(names(&format!("{of_card} and aws_max_pods>=0")).is_empty());
        assert!(names(&format!("{of_card} and aws_max_pods<0")).is_empty());
    }

    #[test]
    fn every_operator() {
        for (filter, holds) in [
            ("vcpus=2", true),
            ("vcpus==2", true),
            ("vcpus!=2", false),
            ("vcpus<2", false),
            ("vcpus<=2", true),
            ("vcpus>2", false),
            ("vcpus >= 2", true),
            ("vcpus>=1_000", false),
            ("instance_type ~ 'm5.l*'", true),
            ("instance_type ~ \"m5.?arge\"", true),
            ("instance_type ~ m5.*", true),
            ("instance_type ~ m5", false),
            ("trunking", true),
            ("not trunking", false),
            ("trunking = false", false),
            ("vcpus != unknown", true),
        ] {
            let found = names(&format!("instance_type=m5.large and ({filter})"));
            assert_eq!(!found.is_empty(), holds, "{filter}");
        }
    }

    #[test]
    fn nothing_hostile_is_taken_or_brings_it_down() {
        for text in [
            "",
            " ",
            "vcpus",
            "vcpus>",
            "vcpus>=x",
            "vcpus>=-1",
            "vcpus>=4294967296",
            "vcpus ~ 1",
            "arch<x",
            "bare_metal>true",
            "bare_metal=maybe",
            "and",
            "not",
            "(vcpus=1",
            "vcpus=1)",
            "vcpus=1 vcpus=2",
            "vcpus=1 and",
            "instance_type='m5",
            "vcpus>unknown",
            "💥",
            "vcpus=1 ; rm",
            "\0",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"not ".repeat(100_000)).is_err());
    }
}
