//! The places in the source that messages of panics would name: a path, a line and a column each.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataId, DataKind, Module};

/// A `core::panic::Location` on wasm32: where the path stands in memory, its length, the line and the column.
const SIZE: usize = 16;
const ALIGNMENT: usize = 4;

/// Writes zeros, which compress to nothing, over all of them in what a module starts with; says how many there were.
///
/// Only for a module that makes up no message of a panic.
pub(crate) fn forget(module: &mut Module) -> usize {
    let mut count = 0;
    let all: Vec<DataId> = module.data.iter().map(Data::id).collect();
    for id in all {
        let data = module.data.get_mut(id);
        if let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } = data.kind
        {
            for range in found(start.cast_unsigned(), &data.value) {
                count += 1;
                data.value[range].fill(0);
            }
        }
    }
    count
}

/// Where they and their paths stand in bytes that stand at `start` in memory.
fn found(start: u32, bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut paths = BTreeSet::new();
    for (index, place) in bytes.windows(SIZE).enumerate().step_by(ALIGNMENT) {
        let numbers = place.chunks_exact(4).map(|four| {
            let number = four
                .iter()
                .rev()
                .fold(0, |number, byte| number << 8 | u32::from(*byte));
            number as usize
        });
        let [path, length, line, column] = numbers.collect::<Vec<_>>()[..] else {
            continue;
        };
        let Some(from) = path.checked_sub(start as usize) else {
            continue;
        };
        let is_path = length > 0
            && bytes
                .get(from..from.saturating_add(length))
                .is_some_and(|path| path.ends_with(b".rs"));
        if is_path && (1..100_000).contains(&line) && (1..1_000).contains(&column) {
            found.push(index..index + SIZE);
            paths.insert((from, from + length));
        }
    }
    found.extend(paths.into_iter().map(|(from, to)| from..to));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_path_are_found_and_text_beside_them_is_not() {
        let path = b"web/src/app.rs";
        let start: u32 = 0x1000;
        let mut bytes = b"words   ".to_vec();
        bytes.extend(path);
        bytes.extend(b"..");
        let place = bytes.len();
        for number in [start + 8, 14, 7, 21, start, 5, 7, 21, start + 8, 14, 0, 21] {
            bytes.extend(number.to_le_bytes());
        }
        let wanted = vec![place..place + SIZE, 8..8 + path.len()];
        assert_eq!(found(start, &bytes), wanted);
        assert!(found(0, &bytes).is_empty());
        assert!(found(start, &bytes[..place + SIZE - 1]).is_empty());
    }
}
