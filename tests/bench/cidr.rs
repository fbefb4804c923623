//! Blocks of addresses: what each figure does once, ours and beside it that of a peer.
//!
//! `cargo xtask bench` counts the instructions of each; called with `time`, it says how long each takes at best, and
//! how long the same takes Python's `ipaddress`.

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::Instant;

use eniplan_core::net::{AddressSpace, BlockBitmap, Ipv4Prefix};
use ipnet::Ipv4Net;

/// Nodes and /28 blocks of each, as in the simulation that the limits are for.
const NODES: u32 = 5_000;
const BLOCKS_A_NODE: u32 = 16;

/// Texts and blocks to work on.
struct Blocks {
    texts: Vec<String>,
    ours: Vec<Ipv4Prefix>,
    theirs: Vec<Ipv4Net>,
}

impl Blocks {
    fn new() -> Self {
        let whole = Ipv4Prefix::containing([10, 0, 0, 0].into(), 8);
        let ours: Vec<Ipv4Prefix> = whole
            .into_iter()
            .flat_map(|whole| whole.parts(20))
            .collect();
        let texts: Vec<String> = ours.iter().map(ToString::to_string).collect();
        Self {
            theirs: texts.iter().filter_map(|text| text.parse().ok()).collect(),
            texts,
            ours,
        }
    }
}

#[inline(never)]
fn measured_cidr_parse(blocks: &Blocks) -> usize {
    let texts = black_box(&blocks.texts).iter();
    texts
        .filter(|text| black_box(text.parse::<Ipv4Prefix>()).is_ok())
        .count()
}

#[inline(never)]
fn measured_ipnet_parse(blocks: &Blocks) -> usize {
    let texts = black_box(&blocks.texts).iter();
    texts
        .filter(|text| black_box(text.parse::<Ipv4Net>()).is_ok())
        .count()
}

#[inline(never)]
fn measured_cidr_contains(blocks: &Blocks) -> usize {
    let Some(one) = black_box(blocks.ours.get(7)) else {
        return 0;
    };
    let others = black_box(&blocks.ours).iter();
    others
        .filter(|other| black_box(one.contains(**other)))
        .count()
}

#[inline(never)]
fn measured_ipnet_contains(blocks: &Blocks) -> usize {
    let Some(one) = black_box(blocks.theirs.get(7)) else {
        return 0;
    };
    let others = black_box(&blocks.theirs).iter();
    others
        .filter(|other| black_box(one.contains(*other)))
        .count()
}

#[inline(never)]
fn measured_cidr_split(_: &Blocks) -> usize {
    let whole = Ipv4Prefix::containing(black_box([10, 0, 0, 0]).into(), 8);
    let parts = whole.into_iter().flat_map(|whole| whole.parts(24));
    parts.map(black_box).count()
}

#[inline(never)]
fn measured_ipnet_split(_: &Blocks) -> usize {
    let whole = Ipv4Net::new(black_box([10, 0, 0, 0]).into(), 8);
    let parts = whole.into_iter().filter_map(|whole| whole.subnets(24).ok());
    parts.flatten().map(black_box).count()
}

#[inline(never)]
fn measured_cidr_aggregate(blocks: &Blocks) -> usize {
    let space: AddressSpace = black_box(&blocks.ours).iter().copied().collect();
    space.iter().map(black_box).count()
}

#[inline(never)]
fn measured_ipnet_aggregate(blocks: &Blocks) -> usize {
    black_box(Ipv4Net::aggregate(black_box(&blocks.theirs))).len()
}

/// A pool of /28 blocks that nodes take from and give back to.
trait Pool {
    fn take(&mut self) -> Option<u32>;
    fn release(&mut self, block: u32);
}

impl Pool for BlockBitmap {
    fn take(&mut self) -> Option<u32> {
        self.take_lowest().map(|block| block.first() >> 4)
    }

    fn release(&mut self, block: u32) {
        if let Some(block) = Ipv4Prefix::starting_at(block << 4, 28) {
            BlockBitmap::release(self, block);
        }
    }
}

/// The ordinary way: one bit a block, searched from the lowest word that may have a free one.
struct Flat {
    words: Vec<u64>,
    hint: usize,
}

impl Pool for Flat {
    fn take(&mut self) -> Option<u32> {
        let free = self
            .words
            .iter()
            .skip(self.hint)
            .position(|word| *word != 0)?;
        self.hint += free;
        let word = self.words.get_mut(self.hint)?;
        let bit = word.trailing_zeros();
        *word &= *word - 1;
        let index = u32::try_from(self.hint).ok()? * 64 + bit;
        Some(index + (10 << 20))
    }

    fn release(&mut self, block: u32) {
        let index = block - (10 << 20);
        let at = index as usize / 64;
        if let Some(word) = self.words.get_mut(at) {
            *word |= 1 << (index % 64);
            self.hint = self.hint.min(at);
        }
    }
}

/// Every node takes its blocks; then every fifth block is given back at random, and taken again.
fn simulate(pool: &mut impl Pool) -> usize {
    let wanted = NODES * BLOCKS_A_NODE;
    let held: Vec<u32> = (0..wanted).filter_map(|_| pool.take()).collect();
    let mut at = 0usize;
    for _ in 0..wanted / 5 {
        at = (at + 48_271) % held.len();
        pool.release(held[at]);
        black_box(pool.take());
    }
    held.len()
}

#[inline(never)]
fn measured_blocks_tree() -> usize {
    let pool = Ipv4Prefix::containing([10, 0, 0, 0].into(), 11);
    let mut pool = pool.and_then(|pool| BlockBitmap::of(pool, 28));
    pool.as_mut().map_or(0, simulate)
}

#[inline(never)]
fn measured_blocks_flat() -> usize {
    simulate(&mut Flat {
        words: vec![u64::MAX; 1 << 11],
        hint: 0,
    })
}

/// Ours, and the peer's.
const FIGURES: [(&str, &str); 5] = [
    ("cidr_parse", "ipnet_parse"),
    ("cidr_contains", "ipnet_contains"),
    ("cidr_split", "ipnet_split"),
    ("cidr_aggregate", "ipnet_aggregate"),
    ("blocks_tree", "blocks_flat"),
];

/// The same as ours, in Python: a name, and a program that prints nanoseconds.
const PYTHON: &str = "
import ipaddress, time
texts = [f'10.{i >> 4}.{(i & 15) << 4}.0/20' for i in range(4096)]
blocks = [ipaddress.ip_network(text) for text in texts]
def best(work):
    times = []
    for _ in range(5):
        started = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - started)
    return min(times)
print(
    best(lambda: [ipaddress.ip_network(text) for text in texts]),
    best(lambda: [block.subnet_of(blocks[7]) for block in blocks]),
    best(lambda: sum(1 for _ in ipaddress.ip_network('10.0.0.0/8').subnets(new_prefix=24))),
    best(lambda: list(ipaddress.collapse_addresses(blocks))),
)
";

/// Computes one figure; `None` where there is none of that name.
fn run(figure: &str, blocks: &Blocks) -> Option<usize> {
    Some(match figure {
        "cidr_parse" => measured_cidr_parse(blocks),
        "ipnet_parse" => measured_ipnet_parse(blocks),
        "cidr_contains" => measured_cidr_contains(blocks),
        "ipnet_contains" => measured_ipnet_contains(blocks),
        "cidr_split" => measured_cidr_split(blocks),
        "ipnet_split" => measured_ipnet_split(blocks),
        "cidr_aggregate" => measured_cidr_aggregate(blocks),
        "ipnet_aggregate" => measured_ipnet_aggregate(blocks),
        "blocks_tree" => measured_blocks_tree(),
        "blocks_flat" => measured_blocks_flat(),
        _ => return None,
    })
}

/// Nanoseconds of both of a pair, the best of runs that take turns.
fn best((ours, theirs): (&str, &str), blocks: &Blocks) -> (u128, u128) {
    let once = |figure| {
        let started = Instant::now();
        black_box(run(figure, blocks));
        started.elapsed().as_nanos()
    };
    let turns = (0..101).map(|_| (once(ours), once(theirs)));
    turns.fold((u128::MAX, u128::MAX), |best, turn| {
        (best.0.min(turn.0), best.1.min(turn.1))
    })
}

/// Nanoseconds that Python takes for the first four figures; none where it is not here.
fn python() -> Vec<u128> {
    let output = Command::new("python3").args(["-c", PYTHON]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.unwrap_or_default()
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect()
}

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn main() -> ExitCode {
    let blocks = Blocks::new();
    match std::env::args().nth(1).as_deref() {
        Some("time") => {
            let python = python();
            for (index, pair) in FIGURES.into_iter().enumerate() {
                let (ours, theirs) = best(pair, &blocks);
                print!("{} {ours} ns, {} {theirs} ns", pair.0, pair.1);
                match python.get(index) {
                    Some(time) => println!(", ipaddress {time} ns, {} times", time / ours.max(1)),
                    None => println!(),
                }
            }
        }
        Some(figure) if run(figure, &blocks).is_some() => {}
        _ => {
            println!("cidr FIGURE, where FIGURE is time, or one of {FIGURES:?}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
