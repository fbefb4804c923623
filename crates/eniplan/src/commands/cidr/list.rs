//! Lists of blocks: from the command line, from files and from standard input, each block with its place.

use std::fs::File;
use std::io::{self, Read};
use std::net::IpAddr;
use std::path::Path;

use eniplan_core::net::{AddressSpace, IpPrefix, Ipv4Prefix, Ipv6Prefix, PrefixError};

use crate::commands::{shortened, shown};
use crate::failure::Fault;

/// Largest list that is read, in bytes.
const MOST_BYTES: u64 = 1 << 28;

/// What a list of blocks may be, for the help of every command that takes one.
pub(super) const HELP: &str = "Blocks, files of them, or - for standard input\n\n\
    A file may hold anything in which blocks stand between blanks, commas, quotes or brackets: plain lines, CSV, YAML, \
    JSON. From # to the end of a line nothing is read, and words that are no addresses are passed over. An address \
    without a length is a block of its own, and a range such as 10.0.0.8-10.0.0.15 stands for its blocks.";

/// A block, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) block: IpPrefix,
    /// `argument 2`, or a file with line and column.
    pub(super) place: String,
    /// Which of the inputs it came from, from 0.
    pub(super) input: usize,
}

/// Every block of every input, in order.
pub(super) fn read(inputs: &[String]) -> Result<Vec<Listed>, Fault> {
    let mut listed = Vec::new();
    for (input, text) in inputs.iter().enumerate() {
        if let Some(blocks) = named(text) {
            let place = format!("argument {}", input + 1);
            listed.extend(blocks.into_iter().map(|block| Listed {
                block,
                place: place.clone(),
                input,
            }));
            continue;
        }
        if text != "-" && !Path::new(text).exists() {
            let what = format!("`{}` is no block, and no file here", shortened(text));
            return Err(Fault::new(what)
                .at("the command line")
                .help(format!("{WRITE}, or name a file")));
        }
        let (source, content) = content(text)?;
        let before = listed.len();
        blocks_of(&source, &content, input, &mut listed)?;
        if listed.len() == before {
            return Err(Fault::new("there is no block in it").at(source).help(WRITE));
        }
    }
    Ok(listed)
}

const WRITE: &str = "write an address, a slash and a length, such as 10.0.0.0/16 or fd00::/48";

/// The block that a text names, or that the address it names stands in; an address alone is a block of its own.
pub(super) fn block(text: &str) -> Result<IpPrefix, Fault> {
    one(text).ok_or_else(|| {
        Fault::new(format!("`{}` is no block of addresses", shortened(text)))
            .at("the command line")
            .help(WRITE)
    })
}

fn one(text: &str) -> Option<IpPrefix> {
    match text.parse::<IpPrefix>() {
        Ok(block) | Err(PrefixError::HostBits(block)) => Some(block),
        Err(PrefixError::Malformed) => match text.parse().ok()? {
            IpAddr::V4(address) => Ipv4Prefix::containing(address, 32).map(IpPrefix::V4),
            IpAddr::V6(address) => Ipv6Prefix::containing(address, 128).map(IpPrefix::V6),
        },
    }
}

/// The blocks that a word of a list names: one, or those of a range.
fn named(word: &str) -> Option<Vec<IpPrefix>> {
    let Some((first, last)) = word.split_once('-') else {
        return one(word).map(|block| vec![block]);
    };
    let blocks: Vec<IpPrefix> = match (first.parse().ok()?, last.parse().ok()?) {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            let range = AddressSpace::between(first.into(), last.into());
            range.iter().map(IpPrefix::V4).collect()
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            let range = AddressSpace::between(first.into(), last.into());
            range.iter().map(IpPrefix::V6).collect()
        }
        _ => return None,
    };
    Some(blocks).filter(|blocks| !blocks.is_empty())
}

fn content(input: &str) -> Result<(String, String), Fault> {
    let (source, bytes) = if input == "-" {
        ("standard input".to_owned(), bytes_of(io::stdin().lock()))
    } else {
        (shown(input), File::open(input).and_then(bytes_of))
    };
    let bytes = bytes.map_err(|error| {
        Fault::new(format!("the list cannot be read: {error}"))
            .at(&source)
            .help("name a file of blocks, or - for standard input")
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::new("the list is longer than 256 MiB").at(source));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((source, text)),
        Err(_) => Err(Fault::new("this is no text")
            .at(source)
            .help("save the list as plain text in UTF-8")),
    }
}

fn bytes_of(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn blocks_of(
    source: &str,
    text: &str,
    input: usize,
    listed: &mut Vec<Listed>,
) -> Result<(), Fault> {
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        for (column, word) in words(line).filter(|(_, word)| looks_like_address(word)) {
            let place = format!("{source}:{}:{column}", number + 1);
            let Some(blocks) = named(word) else {
                let what = format!("`{}` is no block of addresses", shortened(word));
                return Err(Fault::new(what)
                    .at(place)
                    .help(format!("{WRITE}, or put a # before it")));
            };
            listed.extend(blocks.into_iter().map(|block| Listed {
                block,
                place: place.clone(),
                input,
            }));
        }
    }
    Ok(())
}

/// The words of a line, each with the column in which it starts.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut column = 1;
    line.split(|c: char| c.is_whitespace() || ",;[](){}\"'=".contains(c))
        .map(move |word| {
            let start = column;
            column += word.chars().count() + 1;
            // The colon behind a key of YAML.
            let key = word.strip_suffix(':').filter(|key| !key.ends_with(':'));
            (start, key.unwrap_or(word))
        })
}

/// Whether a word was meant as a block, an address or a range: digits in fours with dots, groups with colons, or a
/// slash with digits before and behind.
fn looks_like_address(word: &str) -> bool {
    if let Some((first, last)) = word.split_once('-') {
        return looks_like_address(first) && looks_like_address(last);
    }
    let of = |text: &str, more: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_hexdigit() || more.contains(c))
    };
    let (address, length) = match word.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (word, None),
    };
    let has_length = length.is_some_and(|length| of(length, "."));
    let is_digits = address.starts_with(|c: char| c.is_ascii_digit());
    let dotted = is_digits && of(address, ".") && (has_length || address.matches('.').count() == 3);
    let with_colons = of(address, ".:") && address.matches(':').count() >= 2;
    (length.is_none() || has_length) && (dotted || with_colons)
}

/// The addresses of a list, by family.
pub(super) fn spaces(listed: &[Listed]) -> (AddressSpace<Ipv4Prefix>, AddressSpace<Ipv6Prefix>) {
    let four = ipv4(listed).into_iter().map(|(block, _)| block).collect();
    let six = ipv6(listed).into_iter().map(|(block, _)| block).collect();
    (four, six)
}

/// The IPv4 blocks of a list.
pub(super) fn ipv4(listed: &[Listed]) -> Vec<(Ipv4Prefix, &Listed)> {
    let of = |listed: &'_ Listed| match listed.block {
        IpPrefix::V4(block) => Some(block),
        IpPrefix::V6(_) => None,
    };
    listed
        .iter()
        .filter_map(|one| Some((of(one)?, one)))
        .collect()
}

/// The IPv6 blocks of a list.
pub(super) fn ipv6(listed: &[Listed]) -> Vec<(Ipv6Prefix, &Listed)> {
    let of = |listed: &'_ Listed| match listed.block {
        IpPrefix::V4(_) => None,
        IpPrefix::V6(block) => Some(block),
    };
    listed
        .iter()
        .filter_map(|one| Some((of(one)?, one)))
        .collect()
}

/// A number behind a slash, with or without the slash.
pub(super) fn length(text: &str) -> Result<u8, String> {
    let digits = text.strip_prefix('/').unwrap_or(text);
    digits
        .parse()
        .ok()
        .filter(|length| *length <= 128 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or_else(|| "write a prefix length such as 20 or /20".to_owned())
}
