//! Blocks and sets of addresses against Python's `ipaddress` on a million seeded cases.

use std::fmt::Display;

use eniplan_core::net::{
    Address, AddressSpace, IpPrefix, Ipv4Prefix, Ipv6Prefix, Prefix, PrefixError, overlaps,
};
use eniplan_tests::oracle;
use eniplan_tests::seeded::Seeded;

const CASES: usize = 1_000_000;

/// Random blocks of a family, near each other so that they meet.
trait Random: Prefix<Address: 'static> {
    /// Addresses near which blocks are made.
    const ANCHORS: &[Self::Address];

    fn cut(bits: u128) -> Self::Address;
    fn size(self) -> String;

    fn any_length(random: &mut Seeded) -> u8 {
        u8::try_from(random.below(u64::from(Self::Address::BITS) + 1)).unwrap()
    }

    fn block(random: &mut Seeded) -> Self {
        let bits = if random.below(4) == 0 {
            Self::cut(random.wide())
        } else {
            random.one_of(Self::ANCHORS)
        };
        Self::around(bits, Self::any_length(random)).unwrap()
    }

    /// A block that shares some of its first bits with this one.
    fn near(self, random: &mut Seeded) -> Self {
        let shared = random.below(u64::from(Self::Address::BITS));
        let low = Self::Address::low(Self::Address::BITS - u8::try_from(shared).unwrap());
        let other = (self.first() & !low) | (Self::cut(random.wide()) & low);
        let length = match random.below(3) {
            0 => Self::any_length(random),
            _ => (self.length().saturating_sub(3) + u8::try_from(random.below(8)).unwrap())
                .min(Self::Address::BITS),
        };
        Self::around(other, length).unwrap()
    }

    /// Some blocks near each other.
    fn blocks(random: &mut Seeded, most: u64) -> Vec<Self> {
        let mut block = Self::block(random);
        let mut blocks = vec![block];
        for _ in 0..random.below(most) {
            blocks.push(block.near(random));
            if random.below(2) == 0 {
                block = random.one_of(&blocks);
            }
        }
        blocks
    }

    /// Blocks within this one.
    fn inside(self, random: &mut Seeded) -> Vec<Self> {
        let left = Self::Address::BITS - self.length();
        let some = random.below(6);
        let mut block = || {
            let more = u8::try_from(random.below(u64::from(left.min(8)) + 1)).unwrap();
            let bits = Self::cut(random.wide()) & Self::Address::low(left);
            Self::around(self.first() | bits, self.length() + more).unwrap()
        };
        (0..some).map(|_| block()).collect()
    }
}

impl Random for Ipv4Prefix {
    const ANCHORS: &[u32] = &[
        0,
        0x0a00_0000,
        0x0a03_7f00,
        0x6440_0000,
        0xc0a8_0101,
        u32::MAX,
    ];

    fn cut(bits: u128) -> u32 {
        u32::try_from(bits >> 96).unwrap()
    }

    fn size(self) -> String {
        self.size().to_string()
    }
}

impl Random for Ipv6Prefix {
    const ANCHORS: &[u128] = &[
        0,
        0xfd00 << 112,
        0x2600_1f18_1234_5600 << 64,
        (0x2600_1f18_1234_56ff << 64) + 1,
        u128::MAX,
    ];

    fn cut(bits: u128) -> u128 {
        bits
    }

    fn size(self) -> String {
        self.size().map_or(
            "340282366920938463463374607431768211456".to_owned(),
            |size| size.to_string(),
        )
    }
}

fn listed<T: Display>(some: impl IntoIterator<Item = T>, between: &str) -> String {
    let texts: Vec<String> = some.into_iter().map(|one| one.to_string()).collect();
    texts.join(between)
}

fn shown<T: Display>(some: impl IntoIterator<Item = T>) -> String {
    listed(some, " ")
}

fn or<T: Display>(some: Option<T>, other: &str) -> String {
    some.map_or(other.to_owned(), |some| some.to_string())
}

/// A question for Python, and our answer.
type Case = (String, String);

fn case<P: Random>(random: &mut Seeded) -> Case {
    let block = P::block(random);
    // What takes Python long is asked seldom, but thousands of times all the same.
    match random.below(1_000) {
        0..240 => read(block, random),
        240..290 => about(block),
        290..610 => pair(block, block.near(random)),
        610..730 => (format!("following\t{block}"), or(block.next(), "none")),
        730..760 => {
            // Of a single address Python makes parts of any length.
            let is_shorter = block.length() < P::Address::BITS && random.below(8) == 0;
            let more = u8::try_from(random.below(6)).unwrap();
            let length = if is_shorter {
                block.length().saturating_sub(more)
            } else {
                (block.length() + more).min(P::Address::BITS)
            };
            (
                format!("parts\t{block}\t{length}"),
                shown(block.parts(length)),
            )
        }
        760..880 => {
            let length = u8::try_from(random.below(u64::from(block.length()) + 1)).unwrap();
            let around = P::around(block.first(), length).unwrap();
            (format!("around\t{block}\t{length}"), around.to_string())
        }
        880..910 => {
            let other = block.near(random);
            (
                format!("without\t{block}\t{other}"),
                shown(block.without(other)),
            )
        }
        910..940 => between(block, block.near(random)),
        940..960 => {
            let blocks = P::blocks(random, 9);
            let space: AddressSpace<P> = blocks.iter().copied().collect();
            (
                format!("collapse\t{}", listed(&blocks, "\t")),
                shown(&space),
            )
        }
        960..964 => sets(&P::blocks(random, 5), &P::blocks(random, 5)),
        964..966 => {
            let blocks = P::blocks(random, 3);
            let space: AddressSpace<P> = blocks.iter().copied().collect();
            (
                format!("complement\t{}", listed(&blocks, ",")),
                shown(&space.complement()),
            )
        }
        966..976 => fit(block, random),
        976..988 => {
            let other = block.near(random);
            (
                format!("covering\t{block}\t{other}"),
                block.covering(other).to_string(),
            )
        }
        _ => {
            let blocks = P::blocks(random, 7);
            let mut pairs = Vec::new();
            overlaps(&blocks, |outer, inner| pairs.push((outer, inner)));
            pairs.sort_unstable();
            let pairs = pairs
                .iter()
                .map(|(outer, inner)| format!("{outer}>{inner}"));
            (format!("overlaps\t{}", listed(&blocks, "\t")), shown(pairs))
        }
    }
}

/// A text that is a block, has host bits, or is nothing.
fn read<P: Random>(block: P, random: &mut Seeded) -> Case {
    let address: <P::Address as Address>::Written = block.first().into();
    let length = block.length();
    let text = match random.below(8) {
        0 => format!("{address}/{}", u32::from(length) + 120),
        1 => format!("{address}x/{length}"),
        2 => format!("{address}/"),
        3 => format!("{address}/{}", P::any_length(random)),
        4 => format!("{address}.1/{length}"),
        _ => format!("{address}/{length}"),
    };
    let answer = match text.parse::<IpPrefix>() {
        Ok(block) => block.to_string(),
        Err(PrefixError::HostBits(block)) => format!("host bits {block}"),
        Err(PrefixError::Malformed) => "malformed".to_owned(),
    };
    (format!("read\t{text}"), answer)
}

fn about<P: Random>(block: P) -> Case {
    let (first, last): (<P::Address as Address>::Written, _) =
        (block.first().into(), block.last().into());
    let parent = or(block.parent(), "None");
    let halves = shown(block.halves().into_iter().flatten());
    (
        format!("about\t{block}"),
        format!("{first} {last} {} {parent} {halves}", block.size()),
    )
}

fn pair<P: Random>(one: P, other: P) -> Case {
    let told = [
        one.contains(other),
        other.contains(one),
        one.overlaps(other),
        one < other,
    ];
    (
        format!("pair\t{one}\t{other}"),
        listed(told.map(u8::from), ""),
    )
}

fn between<P: Random>(one: P, other: P) -> Case {
    let (first, last) = (one.first().min(other.first()), one.last().max(other.last()));
    let (from, to): (<P::Address as Address>::Written, _) = (first.into(), last.into());
    (
        format!("between\t{from}\t{to}"),
        shown(&AddressSpace::<P>::between(first, last)),
    )
}

fn sets<P: Random>(ours: &[P], theirs: &[P]) -> Case {
    let [one, other] =
        [ours, theirs].map(|blocks| blocks.iter().copied().collect::<AddressSpace<P>>());
    let question = format!("sets\t{}\t{}", listed(ours, ","), listed(theirs, ","));
    let results = [
        one.union(&other),
        one.intersection(&other),
        one.difference(&other),
    ];
    (question, listed(results.iter().map(shown), " | "))
}

/// The lowest and the tightest hole of a block, some of which is taken.
fn fit<P: Random>(block: P, random: &mut Seeded) -> Case {
    let taken = block.inside(random);
    let mut free = AddressSpace::of(block);
    for other in &taken {
        free.remove(*other);
    }
    let most = u64::from(P::Address::BITS - block.length()).min(9);
    let length = block.length() + u8::try_from(random.below(most + 1)).unwrap();
    let answer = [free.first_fit(length), free.best_fit(length)].map(|block| or(block, "None"));
    (
        format!("fit\t{block}\t{}\t{length}", listed(&taken, ",")),
        shown(answer),
    )
}

#[test]
fn equal_python_on_a_million_cases() {
    let program = include_str!("../validators/cidr.py");
    let mut random = Seeded::of(17);
    let mut questions = String::new();
    let mut answers = Vec::with_capacity(CASES);
    for _ in 0..CASES {
        let (question, answer) = match random.below(5) {
            0 | 1 => case::<Ipv6Prefix>(&mut random),
            _ => case::<Ipv4Prefix>(&mut random),
        };
        questions.push_str(&question);
        questions.push('\n');
        answers.push(answer);
    }
    let Some(output) = oracle::python(&["ipaddress"], program, &questions) else {
        return;
    };
    let mut expected = output.lines();
    let mut differ = Vec::new();
    for (question, answer) in questions.lines().zip(&answers) {
        let expected = expected.next().expect("an answer for each question");
        if expected != answer {
            differ.push(format!(
                "{question}\n  Python: {expected}\n  here:   {answer}"
            ));
        }
    }
    let some: Vec<String> = differ.iter().take(20).cloned().collect();
    assert!(
        differ.is_empty(),
        "{} of {CASES} differ:\n{}",
        differ.len(),
        some.join("\n")
    );
}
