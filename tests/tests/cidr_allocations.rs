//! Reading, comparing, dividing and stepping through blocks takes no memory of the heap.

use std::hint::black_box;

use allocation_counter::measure;
use eniplan_core::net::{AddressSpace, BlockBitmap, Ipv4Prefix, Ipv6Prefix, Prefix};

fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

/// Everything that a block can be asked, on both families.
fn ask<P: Prefix>(text: &str, other: &str) {
    let block: P = black_box(text).parse().unwrap_or_else(|_| unreachable!());
    let other: P = black_box(other).parse().unwrap_or_else(|_| unreachable!());
    black_box((block.contains(other), block.overlaps(other), block < other));
    black_box((block.next(), block.parent(), block.buddy(), block.halves()));
    black_box((block.merged(other), block.covering(other)));
    black_box(block.parts(block.length() + 10).count());
    black_box(block.without(other).count());
    black_box("10.0.0.0/x".parse::<P>().is_err());
}

#[test]
fn blocks_allocate_nothing() {
    assert_eq!(
        allocations(|| ask::<Ipv4Prefix>("10.0.0.0/8", "10.64.0.0/20")),
        0
    );
    assert_eq!(
        allocations(|| ask::<Ipv6Prefix>("2600:1f18::/32", "2600:1f18:0:5600::/56")),
        0
    );
}

/// A set is made once; to look into it takes nothing more.
#[test]
fn looking_into_a_set_allocates_nothing() {
    let [block, taken, other]: [Ipv4Prefix; 3] =
        ["10.0.0.0/16", "10.0.32.0/19", "10.0.128.0/28"].map(|text| text.parse().unwrap());
    let mut free = AddressSpace::of(block);
    free.remove(taken);
    let looked = allocations(|| {
        black_box((free.contains(other), free.overlaps(taken), free.len()));
        black_box((free.first_fit(20), free.best_fit(20), free.largest()));
        black_box(free.iter().count());
    });
    assert_eq!(looked, 0);
    let mut map = BlockBitmap::of(block, 28).unwrap();
    let taken = allocations(|| {
        for _ in 0..1_000 {
            black_box(map.take_lowest());
        }
        black_box(map.release(other));
    });
    assert_eq!(taken, 0);
}

/// The counter counts: a list takes one allocation.
#[test]
fn a_list_of_parts_allocates() {
    let block: Ipv4Prefix = "10.0.0.0/16".parse().unwrap();
    let listed = allocations(|| {
        black_box(block.parts(17).collect::<Vec<_>>());
    });
    assert_eq!(listed, 1);
}
