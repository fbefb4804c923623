//! Lists of blocks: one a line, or with commas or spaces between them, with names beside them or without.

use eniplan_core::finding::Code;
use eniplan_core::net::{Ipv4Prefix, PrefixError};
use eniplan_core::operands;

use crate::document::Reader;
use crate::inventory::Block;

/// Blocks at most, as many as a plan has subnets; a VPC has 200 before its quota is raised.
const MOST: usize = 5_000;

/// Reads a list of blocks; says whether the text is one.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let found = of(text);
    let is_list = found.is_some();
    take(reader, "blocks", found.unwrap_or_default());
    is_list
}

/// Takes blocks, as many as a plan can list.
pub(super) fn take(reader: &mut Reader<'_>, what: &'static str, mut found: Vec<Block>) {
    let room = MOST.saturating_sub(reader.inventory.blocks.len());
    if found.len() > room {
        let help = "Give those of one VPC";
        let told = format!("are more than the {MOST} that are read");
        reader.tell(
            Code::ImportLeftOut,
            operands![format!("{} blocks", found.len() - room), told, help],
        );
        found.truncate(room);
    }
    if !found.is_empty() {
        reader.note(what, found.len());
        reader.inventory.blocks.append(&mut found);
    }
}

/// The blocks of a list; none where the text is no list of blocks.
///
/// A line may name its block, before or behind it: `private-a 10.0.0.0/19`, `10.0.0.0/19, private-a` or `private-a: 10.0.0.0/19`.
pub(super) fn of(text: &str) -> Option<Vec<Block>> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = line
            .split([',', ' ', '\t', ';', '"', '\''])
            .map(|word| word.trim_matches([':', '-', '*', '=', '[', ']']))
            .filter(|word| !word.is_empty())
            .collect();
        let blocks: Vec<Option<Ipv4Prefix>> = words.iter().map(|word| block(word)).collect();
        let given = blocks.iter().flatten().count();
        let is_named = given == 1 && words.len() == 2;
        if given < words.len() && !is_named {
            // A sentence or a table.
            return None;
        }
        let mut names = words.iter().zip(&blocks);
        let name = names.find(|(_, block)| block.is_none());
        let name = name.map(|(name, _)| (*name).to_owned());
        found.extend(blocks.iter().flatten().map(|block| Block {
            name: name.clone(),
            block: *block,
            is_root: false,
        }));
    }
    (!found.is_empty()).then_some(found)
}

/// A word as a block; bits behind its length are dropped, as EC2 does.
fn block(word: &str) -> Option<Ipv4Prefix> {
    match word.parse() {
        Ok(block) | Err(PrefixError::HostBits(block)) => Some(block),
        Err(PrefixError::Malformed) => None,
    }
}
