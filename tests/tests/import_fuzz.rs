//! Fuzz bodies of the import, run on stable: files that somebody changed, and bytes that nobody wrote.

use std::fs;

use eniplan_tests::fuzz;
use eniplan_tests::seeded::Seeded;
use proptest::prelude::*;

/// Files of the fixture that are small enough to be read thousands of times.
fn seeds() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/import/shop");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|path| fs::read(path).unwrap());
    texts.filter(|text| text.len() < 20_000).collect()
}

/// Changes a text as accidents do: bytes turn, parts go missing, stand twice, or come from another file.
fn changed(text: &[u8], other: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=random.below(4) {
        if text.is_empty() {
            break;
        }
        let mut at = || usize::try_from(random.below(text.len() as u64)).unwrap();
        let (from, to) = (at(), at());
        let (from, to) = (from.min(to), from.max(to));
        match random.below(6) {
            0 => text.truncate(from),
            1 => text[from] = random.bits().to_le_bytes()[0],
            2 => drop(text.drain(from..to.min(from + 40))),
            3 => {
                let part = text[from..to.min(from + 400)].to_vec();
                text.splice(to..to, part);
            }
            4 => {
                let end = other.len().min(from + 200);
                text.splice(from..from, other[from.min(end)..end].iter().copied());
            }
            _ => {
                let at = usize::try_from(random.below(12)).expect("a small number");
                text[from] = b"{}[]\":,0-\\ \n"[at];
            }
        }
    }
    text
}

#[test]
fn changed_files_never_panic() {
    let seeds = seeds();
    let mut random = Seeded::of(1);
    for _ in 0..1_500 {
        let pick = |random: &mut Seeded| usize::try_from(random.below(seeds.len() as u64)).unwrap();
        let (one, other) = (pick(&mut random), pick(&mut random));
        fuzz::import(&changed(&seeds[one], &seeds[other], &mut random));
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        fuzz::import(&bytes);
        fuzz::import_entry(&bytes);
    }

    #[test]
    fn any_text_of_json(text in "[\\[\\]{}\":,0-9a-zA-Z/. -]{0,80}") {
        fuzz::import(text.as_bytes());
        fuzz::import_entry(text.as_bytes());
    }

    #[test]
    fn any_link_of_the_calculator(packed in "[A-Za-z0-9+$-]{0,120}") {
        fuzz::import_calculator_link(packed.as_bytes());
    }
}
