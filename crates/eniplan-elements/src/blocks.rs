//! Blocks of sixteen addresses as a grid, sixteen a row, which `www/blocks.js` draws on a canvas.

use super::{El, el, join};

/// What a block is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// AWS keeps addresses of it.
    Kept,
    /// A prefix fits.
    Free,
    /// A prefix fits as long as nothing is upgraded.
    Surge,
    /// A node's prefix.
    Held,
    /// Nodes' primary addresses stand in it.
    Nodes,
    /// Single addresses of pods, and of nodes for pods.
    Pods,
    /// Single addresses of others, nodes' maybe among them.
    Stray,
    /// Addresses that the plan lists as taken.
    Listed,
}

impl Block {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::Free,
        Self::Surge,
        Self::Held,
        Self::Nodes,
        Self::Pods,
        Self::Stray,
        Self::Listed,
        Self::Kept,
    ];

    /// How it is written in the grid's attribute; in capitals where it lies in a reservation.
    fn letter(self) -> char {
        match self {
            Self::Kept => 'k',
            Self::Free => 'f',
            Self::Surge => 's',
            Self::Held => 'h',
            Self::Nodes => 'n',
            Self::Pods => 'p',
            Self::Stray => 'x',
            Self::Listed => 'l',
        }
    }

    /// Its colours in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Self::Kept => "kind kind-kept",
            Self::Free => "kind kind-free",
            Self::Surge => "kind kind-surge",
            Self::Held => "kind kind-held",
            Self::Nodes => "kind kind-nodes",
            Self::Pods => "kind kind-pods",
            Self::Stray => "kind kind-stray",
            Self::Listed => "kind kind-listed",
        }
    }

    /// Its mark, in a square of twelve by twelve: meaning is never told by colour alone.
    fn mark(self) -> &'static str {
        match self {
            Self::Kept => "M2 10 10 2",
            Self::Free => "",
            Self::Surge => "M6 10V3M3 6 6 3 9 6",
            Self::Held => "M3.5 4.5h5M3.5 7.5h5",
            Self::Nodes => "M4 4h4v4H4z",
            Self::Pods => "M4 4h.1M8 4h.1M4 8h.1M8 8h.1",
            Self::Stray => "M3 9 9 3M3 3 9 9",
            Self::Listed => "M3 9 9 3M3 3 9 9M2 11h8",
        }
    }

    /// Whether it stands where it is drawn even in a plan, in which the rest is one possible placing.
    fn is_certain(self) -> bool {
        matches!(self, Self::Kept | Self::Listed)
    }
}

/// Blocks as they are to be drawn.
pub struct Grid {
    letters: String,
}

/// The square around a block that lies in a reservation, and its mark.
const FRAME: &str = "M1.5 1.5h9v9h-9z";

impl Grid {
    /// A grid of blocks, each with whether it lies in a reservation.
    pub fn of(blocks: impl Iterator<Item = (Block, bool)>) -> Self {
        let letter = |(block, is_reserved): (Block, bool)| {
            let letter = block.letter();
            if is_reserved {
                letter.to_ascii_uppercase()
            } else {
                letter
            }
        };
        Self {
            letters: blocks.map(letter).collect(),
        }
    }

    /// The element that is drawn: `lead` empty places before the first block, and what each row begins with.
    ///
    /// An estimate has dashed edges where a block may as well stand elsewhere.
    pub fn element<S>(self, lead: usize, rows: &[String], is_estimate: bool) -> El<S> {
        let mut kinds = String::new();
        for block in Block::ALL {
            let certain = if block.is_certain() { "!" } else { "" };
            let letter = block.letter().to_string();
            kinds.push_str(&join(&[
                &letter,
                "|",
                block.class(),
                "|",
                block.mark(),
                "|",
                certain,
                ";",
            ]));
        }
        el("block-grid", "")
            .set("kinds", kinds)
            .set("blocks", self.letters)
            .set("lead", lead.to_string())
            .set("rows", rows.join(" "))
            .attr("edges", if is_estimate { "dashed" } else { "" })
            .attr("frame", FRAME)
    }
}

/// What a block looks like, for a legend.
pub fn swatch<S>(block: Block, is_reserved: bool) -> El<S> {
    let path = |d| el("path", "").attr("d", d);
    el("svg", block.class())
        .attr("viewBox", "0 0 12 12")
        .attr("width", "18")
        .attr("height", "18")
        .attr("aria-hidden", "true")
        .kid(el("rect", "").attr("width", "12").attr("height", "12"))
        .kid(path(block.mark()))
        .maybe(is_reserved.then(|| path(FRAME)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_has_a_letter_a_class_and_a_mark_of_its_own() {
        for (at, one) in Block::ALL.into_iter().enumerate() {
            for other in &Block::ALL[at + 1..] {
                assert_ne!(one.letter(), other.letter());
                assert_ne!(one.class(), other.class());
                assert_ne!(one.mark(), other.mark());
            }
        }
        let grid = Grid::of([(Block::Kept, false), (Block::Free, true)].into_iter());
        let element: El<String> = grid.element(8, &["10.0.0.0".into()], true);
        let attribute = |name: &str| {
            let mut all = element.attributes.iter();
            all.find(|(own, _)| own == name).map(|(_, value)| &**value)
        };
        assert_eq!(attribute("blocks"), Some("kF"));
        assert_eq!(attribute("lead"), Some("8"));
        let kinds = attribute("kinds").unwrap_or_default();
        assert!(kinds.contains("k|kind kind-kept|M2 10 10 2|!;"), "{kinds}");
    }
}
