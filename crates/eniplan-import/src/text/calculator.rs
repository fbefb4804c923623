//! Files and links of Visual Subnet Calculator, <https://visualsubnetcalc.com>.
//!
//! Its format was read in <https://github.com/ckabalan/visualsubnetcalc>, `dist/js/main.js`, on 2026-11-24: version 1
//! names each subnet, version 2 in links by its place among its like in the base network and its length in base 36.

mod compression;

use eniplan_core::finding::Code;
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::operands;
use serde_json::{Map, Value};

use super::blocks;
use crate::document::Reader;
use crate::inventory::Block;

/// Levels of splits at most: from /0 to /32.
const DEEPEST: usize = 33;

/// What a link carries; none where the text is no link of the calculator.
fn packed(text: &str) -> Option<&str> {
    let packed = text
        .split_once("index.html?c=1")
        .or_else(|| text.split_once("visualsubnetcalc.com/?c=1"));
    let (_, packed) = packed.filter(|_| !text.contains(char::is_whitespace))?;
    Some(packed)
}

/// Whether a text is a link of the calculator.
pub(super) fn is_link(text: &str) -> bool {
    packed(text.trim_end()).is_some()
}

/// Reads a link; says whether the text is one.
pub(super) fn link(reader: &mut Reader<'_>, text: &str) -> bool {
    let Some(packed) = packed(text) else {
        return false;
    };
    let unpacked = compression::unpacked(packed.split(['&', '#']).next().unwrap_or_default());
    let taken = unpacked.is_some_and(|unpacked| take(reader, &unpacked));
    if !taken {
        tell(
            reader,
            "is a link of Visual Subnet Calculator that was cut or altered",
        );
    }
    true
}

/// Reads what its export holds.
pub(super) fn file(reader: &mut Reader<'_>, text: &str) {
    if !take(reader, text) {
        tell(
            reader,
            "looks like a file of Visual Subnet Calculator, but names no subnets",
        );
    }
}

fn tell(reader: &mut Reader<'_>, what: &str) {
    let help = "Copy the link or the text of its export again, whole";
    reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
}

fn take(reader: &mut Reader<'_>, text: &str) -> bool {
    let Ok(Value::Object(root)) = serde_json::from_str(text) else {
        return false;
    };
    let of = |keys: [&str; 2]| keys.iter().find_map(|key| root.get(*key));
    let base = of(["base_network", "b"]).and_then(Value::as_str);
    let base = base.and_then(|base| base.parse::<Ipv4Prefix>().ok());
    let Some(subnets) = of(["subnets", "s"]).and_then(Value::as_object) else {
        return false;
    };
    let mut found = Vec::new();
    collect(subnets, base, 0, &mut found);
    let root = base.or_else(|| subnets.keys().find_map(|key| key.parse().ok()));
    found.retain(|found| Some(found.block) != root);
    let roots = root.map(|block| Block {
        name: None,
        block,
        is_root: true,
    });
    let is_any = roots.is_some() || !found.is_empty();
    let what = "subnets of Visual Subnet Calculator";
    if is_any {
        reader.note(what, 0);
    }
    reader.inventory.blocks.extend(roots);
    blocks::take(reader, what, found);
    is_any
}

/// Collects the subnets that are not split further, in order.
fn collect(
    level: &Map<String, Value>,
    base: Option<Ipv4Prefix>,
    depth: usize,
    found: &mut Vec<Block>,
) {
    for (key, value) in level {
        let (Some(block), Value::Object(below)) = (block_of(key, base), value) else {
            continue;
        };
        let is_split = below.keys().any(|key| block_of(key, base).is_some());
        if is_split && depth < DEEPEST {
            collect(below, base, depth + 1, found);
        } else {
            let mut notes = ["_note", "_n", "n"]
                .iter()
                .filter_map(|key| below.get(*key));
            found.push(Block {
                name: notes
                    .find_map(Value::as_str)
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned),
                block,
                is_root: false,
            });
        }
    }
    found.sort_by_key(|found| found.block);
}

/// A subnet by its name, or by its place among its like in the base network and its length in base 36.
fn block_of(key: &str, base: Option<Ipv4Prefix>) -> Option<Ipv4Prefix> {
    if let Ok(block) = key.parse() {
        return Some(block);
    }
    let length = u8::try_from(key.chars().last()?.to_digit(36)?).ok()?;
    let place: u32 = key.get(..key.len().checked_sub(1)?)?.parse().ok()?;
    base?.part(length, place)
}
