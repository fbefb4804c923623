//! Links that were published decode for ever, and the same plan gives the same text.

use std::fs;
use std::path::{Path, PathBuf};

use eniplan_core::link::{self, LinkError};
use eniplan_core::plan::Plan;
use eniplan_tests::fuzz::link_of_payload;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every line of tests/links/v1.txt: the plan file it was made from, and the link.
///
/// The file only ever grows. A line that no longer holds is a broken promise, not a line to change.
#[test]
fn every_published_link_decodes_and_is_written_again() {
    let golden = fs::read_to_string(root().join("tests/links/v1.txt")).expect("tests/links/v1.txt");
    let mut count = 0;
    for line in golden.lines().filter(|line| !line.starts_with('#')) {
        let (file, text) = line.split_once(' ').expect("a file and a link");
        let source = fs::read(root().join(file)).expect(file);
        let (plan, findings) = Plan::from_text(&source).expect(file);
        assert_eq!(findings, [], "{file}");
        assert_eq!(link::decode(text).as_ref(), Ok(&plan), "{file}");
        assert_eq!(link::encode(&plan).as_deref(), Ok(text), "{file}");
        count += 1;
    }
    assert!(count >= 5, "{count}");
}

/// A field with id 99 of a plan: flag 1, gap 98 as 000000 1100011.
#[test]
fn a_field_of_a_newer_eniplan_is_told_apart_from_damage() {
    assert_eq!(
        link::decode(&link_of_payload(&[0b1000_0001, 0b1000_1100])),
        Err(LinkError::Newer)
    );
}

/// networking (flag 1, gap 7 as 000 1000), cni (flag 1, gap 0 as 1) with word 50 (0000 1 10011), two ends.
#[test]
fn a_word_of_a_newer_eniplan_is_told_apart_from_damage() {
    let payload = [0b1000_1000, 0b1100_0011, 0b0011_0000];
    assert_eq!(
        link::decode(&link_of_payload(&payload)),
        Err(LinkError::Newer)
    );
}

#[test]
fn a_newer_format_is_told_apart_from_damage() {
    let text = link::encode(&Plan::default()).expect("short");
    assert_eq!(
        link::decode(&format!("2{}", &text[1..])),
        Err(LinkError::Newer)
    );
}

/// A list that claims five thousand entries in a few bytes, a text that claims four billion symbols.
#[test]
fn hostile_counts_are_refused_before_anything_is_allocated() {
    for payload in [
        vec![0xff; 3],
        vec![0x00; 64],
        vec![0b1000_0000; 12],
        vec![0xaa; 4_000],
    ] {
        let read = link::decode(&link_of_payload(&payload));
        assert!(
            matches!(read, Err(LinkError::Altered | LinkError::Newer)),
            "{read:?}"
        );
    }
}
