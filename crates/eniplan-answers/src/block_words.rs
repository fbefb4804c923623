//! The /28 blocks of a subnet in words: how many are free, what each is, and what its colour and mark mean.

use eniplan_core::analyze::SubnetReport;
use eniplan_core::analyze::block_map::{Block, BlockMap, BlockState};
use eniplan_elements::{grouped, join, of, swatch};

use crate::State;
use crate::act::{El, el};
use crate::subnets::moments;

type Drawn = eniplan_elements::Block;

/// How many blocks are free, and how many prefixes still fit.
pub(crate) fn summary(state: &State, subnet: &SubnetReport, map: &BlockMap) -> El {
    let [surge, held] = [BlockState::Surge, BlockState::Held].map(|state| count(map, state));
    let free = count(map, BlockState::Free).saturating_add(surge);
    let [best, worst] = [subnet.prefixes_free_best, subnet.prefixes_free];
    let fits = if best == worst {
        join(&[
            ", so ",
            &plural(best, "more prefix fits", "more prefixes fit"),
        ])
    } else {
        join(&[
            ": ",
            &grouped(worst),
            " to ",
            &plural(best, "more prefix fits", "more prefixes fit"),
            ", by where single addresses stand",
        ])
    };
    let moments = moments(state);
    let moment = moments.get(state.moment).map_or("", String::as_str);
    let mut words = vec![join(&[
        "Counted ",
        moment,
        ", ",
        &of(free, map.blocks().len() as u64),
        " blocks are free",
        &fits,
        ".",
    ])];
    words.push(join(&[
        "Nodes hold ",
        &plural(held, "prefix", "prefixes"),
        "; an empty subnet of this size has room for ",
        &grouped(subnet.prefixes_total),
        ".",
    ]));
    if surge > 0 {
        let blocks = plural(surge, "free block", "free blocks");
        words.push(join(&["An upgrade takes ", &blocks, " for a while."]));
    }
    if subnet.short > 0 {
        words.push(join(&[
            "The subnet is short of ",
            &plural(subnet.short, "address", "addresses"),
            ", which are not drawn.",
        ]));
    }
    el("p", "what")
        .attr("id", "blocks-sum")
        .say(words.join(" "))
}

pub(crate) fn count(map: &BlockMap, state: BlockState) -> u64 {
    let mut count = 0;
    for block in map.blocks() {
        count += u64::from(block.state == state);
    }
    count
}

fn plural(count: u64, one: &str, more: &str) -> String {
    join(&[&grouped(count), " ", if count == 1 { one } else { more }])
}

/// What a block is drawn as: by whoever is hardest to move.
pub(crate) fn drawn(block: &Block) -> Drawn {
    let singles = block.singles;
    match block.state {
        BlockState::Ends => Drawn::Kept,
        BlockState::Free => Drawn::Free,
        BlockState::Surge => Drawn::Surge,
        BlockState::Held => Drawn::Held,
        BlockState::Spoilt if singles.listed > 0 => Drawn::Listed,
        BlockState::Spoilt if singles.others > 0 => Drawn::Stray,
        BlockState::Spoilt if singles.interfaces > 0 => Drawn::Nodes,
        BlockState::Spoilt => Drawn::Pods,
    }
}

/// `1st`, `2nd`, `3rd`, `4th`.
fn nth(number: usize) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    join(&[&grouped(number as u64), end])
}

/// A block in words.
pub(crate) fn told(map: &BlockMap, at: usize) -> String {
    let (Some(block), Some(cidr)) = (map.blocks().get(at), map.cidr(at)) else {
        return String::new();
    };
    let (rank, all) = map.rank(at);
    let (rank, all) = (nth(rank), all as u64);
    let here = match block.state {
        BlockState::Free => join(&[
            "free, the ",
            &rank,
            " of ",
            &plural(all, "free block", "free blocks"),
        ]),
        BlockState::Surge => join(&[
            "free, but an upgrade takes it, the ",
            &rank,
            " of ",
            &plural(all, "such block", "such blocks"),
        ]),
        BlockState::Held => join(&["a node’s prefix, the ", &rank, " of ", &grouped(all)]),
        BlockState::Ends => {
            let kept = u64::from(map.kept(at));
            let kept = plural(kept, "address of it", "addresses of it");
            join(&["no prefix fits, because AWS keeps ", &kept, &singles(block)])
        }
        BlockState::Spoilt => join(&["no prefix fits", &singles(block)]),
    };
    let reserved = if block.is_reserved {
        ". A reservation keeps it for prefixes"
    } else {
        ""
    };
    join(&[&cidr.to_string(), ": ", &here, reserved, "."])
}

/// Whose single addresses stand in a block.
fn singles(block: &Block) -> String {
    let all = block.singles;
    let mut parts: Vec<String> = Vec::new();
    for (count, one, more) in [
        (all.listed, "listed as taken", "listed as taken"),
        (all.interfaces, "node’s primary", "nodes’ primary"),
        (all.pods, "pod’s or warm", "pods’ or warm"),
        (all.others, "of others", "of others"),
    ] {
        if count > 0 {
            parts.push(plural(count.into(), one, more));
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    let total = plural(all.total().into(), "single address", "single addresses");
    join(&["; ", &total, " in it (", &parts.join(", "), ")"])
}

/// What each colour and mark means, and how many there are.
pub(crate) fn legend(map: &BlockMap) -> El {
    let mut list = el("ul", "legend kinds");
    for kind in Drawn::ALL {
        let words = match kind {
            Drawn::Free => "free",
            Drawn::Surge => "free until an upgrade",
            Drawn::Held => "a node’s prefix",
            Drawn::Nodes => "nodes’ primary addresses",
            Drawn::Pods => "pods’ single addresses",
            Drawn::Stray => "others’ single addresses",
            Drawn::Listed => "listed as taken",
            Drawn::Kept => "first and last, of which AWS keeps addresses",
        };
        let mut count = 0;
        for block in map.blocks() {
            count += u64::from(drawn(block) == kind);
        }
        if count > 0 {
            list = list.kid(entry(swatch(kind, false), count, words));
        }
    }
    let reserved = map.blocks().iter().filter(|block| block.is_reserved);
    let reserved = reserved.count() as u64;
    if reserved > 0 {
        let words = "of them in a reservation for prefixes";
        list = list.kid(entry(swatch(Drawn::Free, true), reserved, words));
    }
    list
}

fn entry(picture: El, count: u64, words: &'static str) -> El {
    el("li", "")
        .kid(picture)
        .kid(el("b", "").number(count))
        .text(" ")
        .text(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_ends() {
        let ends = [1, 2, 3, 4, 11, 12, 13, 21, 112, 1_002].map(nth);
        assert_eq!(
            ends,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th", "1,002nd"
            ]
        );
    }
}
