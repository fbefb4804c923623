//! A subnet from near: its /28 blocks, which are what prefixes are made of, sixteen a row.
//!
//! Which blocks are free is the core's; here stands which one is looked at, and what is said of it.

use eniplan_core::analyze::SubnetReport;
use eniplan_core::analyze::block_map::{ACROSS, BlockMap, BlockState, Placing};
use eniplan_elements::{Grid, On, button, join};

use crate::State;
use crate::act::{Act, El, el};
use crate::block_words::{count, drawn, legend, summary, told};

/// Rows that are in sight at once, as www/blocks.js draws them.
const ROWS: usize = 18;

/// A subnet that is looked at from near.
#[derive(Clone, Default)]
pub(crate) struct Near {
    /// Its name.
    pub(crate) subnet: String,
    /// The chosen block.
    pub(crate) at: usize,
    placing: Placing,
    /// Whether all rows are squeezed into the window.
    fit: bool,
}

impl Near {
    pub(crate) fn of(subnet: String) -> Self {
        Self {
            subnet,
            ..Self::default()
        }
    }

    /// Places single addresses otherwise.
    pub(crate) fn place(&mut self, apart: bool) {
        self.placing = if apart {
            Placing::Apart
        } else {
            Placing::Together
        };
    }

    /// Shows the whole subnet at once, or no longer.
    pub(crate) fn fit(&mut self) {
        self.fit = !self.fit;
    }
}

/// The subnet that is looked at, and its blocks, where there are some.
fn seen<'a>(state: &'a State, near: &Near) -> Option<(&'a SubnetReport, Option<BlockMap>)> {
    let mut subnets = state.subnets().iter();
    let place = subnets.position(|subnet| subnet.name == near.subnet)?;
    let moment = state.moment.checked_sub(1);
    let map = BlockMap::of(&state.plan, &state.report, moment, place, near.placing);
    Some((state.subnets().get(place)?, map))
}

/// Whether the subnet is still there.
pub(crate) fn is_there(state: &State, near: &Near) -> bool {
    seen(state, near).is_some()
}

/// The block to which a key leads.
pub(crate) fn after(state: &State, near: &Near, key: &str) -> usize {
    let Some((_, Some(map))) = seen(state, near) else {
        return 0;
    };
    let last = map.blocks().len().saturating_sub(1);
    let at = near.at.min(last);
    let to = match key {
        "ArrowRight" => at + 1,
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowDown" => at + ACROSS,
        "ArrowUp" => at.checked_sub(ACROSS).unwrap_or(at),
        "Home" => 0,
        "End" => last,
        "free" => next_free(&map, at).unwrap_or(at),
        _ => key.parse().unwrap_or(at),
    };
    if to > last { at } else { to }
}

/// The next free block, from the start again behind the last one.
fn next_free(map: &BlockMap, at: usize) -> Option<usize> {
    let is_free = |place: &usize| {
        let block = map.blocks().get(*place);
        block.is_some_and(|block| block.state == BlockState::Free)
    };
    let all = 0..map.blocks().len();
    let mut behind = all.clone().skip(at + 1);
    behind.find(is_free).or_else(|| all.clone().find(is_free))
}

/// The subnet in place of the map; none where it is not there.
pub(crate) fn view(state: &State, near: &Near) -> Option<El> {
    let (subnet, map) = seen(state, near)?;
    let back = button("")
        .text("Back to the map")
        .attr("title", "Escape")
        .on(On::Click, Act::Far.code());
    let title = el("div", "title")
        .kid(
            el("h2", "")
                .attr("id", "map-title")
                .text("The /28 blocks of ")
                .say(subnet.name.clone())
                .text(" ")
                .kid(el("code", "").say(subnet.cidr.to_string())),
        )
        .kid(back);
    let section = el("section", "map near")
        .attr("aria-labelledby", "map-title")
        .kid(title);
    let Some(map) = map else {
        // What the focus goes to is there all the same.
        let words = "AWS makes subnets from /16 to /28; this one has no blocks to draw.";
        let none = el("p", "empty").attr("id", "blocks").attr("tabindex", "-1");
        return Some(section.kid(none.text(words)));
    };
    let at = near.at.min(map.blocks().len().saturating_sub(1));
    let beside = el("div", "beside-blocks")
        .kid(
            el("p", "told-block")
                .attr("id", "block-live")
                .attr("aria-live", "polite")
                .say(told(&map, at)),
        )
        .kid(walk(&map))
        .kid(legend(&map))
        .kid(placing(near, &map))
        .kid(keys());
    let body = el("div", "blocks")
        .kid(grid(&map, near, at, subnet))
        .kid(beside);
    Some(section.kid(summary(state, subnet, &map)).kid(body))
}

fn id(at: usize) -> String {
    join(&["block-", &at.to_string()])
}

/// The grid: a picture, and over it the chosen block, which is what is read out.
fn grid(map: &BlockMap, near: &Near, at: usize, subnet: &SubnetReport) -> El {
    let blocks = map.blocks().iter();
    let picture = Grid::of(blocks.map(|block| (drawn(block), block.is_reserved)));
    let rows: Vec<String> = map.rows().map(|row| row.to_string()).collect();
    let place = map.lead() + at;
    let (row, column) = (place / ACROSS, place % ACROSS);
    let cell = el("rect", "cell chosen")
        .set("id", id(at))
        .attr("role", "gridcell")
        .attr("aria-selected", "true")
        .set("aria-colindex", (column + 1).to_string())
        .set(
            "aria-label",
            map.cidr(at)
                .map_or_else(String::new, |cidr| cidr.to_string()),
        )
        // A little smaller than the block, so that its edge is not cut off at that of the grid.
        .set("x", join(&[&column.to_string(), ".06"]))
        .set("y", join(&[&row.to_string(), ".06"]))
        .attr("width", "0.88")
        .attr("height", "0.88");
    let over = el("svg", "")
        .set("viewBox", join(&["0 0 16 ", &rows.len().to_string()]))
        .attr("preserveAspectRatio", "none")
        .attr("role", "presentation")
        .kid(
            el("g", "")
                .attr("role", "row")
                .set("aria-rowindex", (row + 1).to_string())
                .kid(cell),
        );
    let picked = el("input", "")
        .attr("type", "hidden")
        .on(On::Change, Act::Block.code());
    picture
        .element(map.lead(), &rows, true)
        .attr("id", "blocks")
        .attr("role", "grid")
        .attr("tabindex", "0")
        .set("aria-label", join(&["The /28 blocks of ", &subnet.name]))
        .attr("aria-describedby", "blocks-sum blocks-keys")
        .set("aria-rowcount", rows.len().to_string())
        .attr("aria-colcount", "16")
        .set("aria-activedescendant", id(at))
        .set("at", at.to_string())
        .attr("fit", if near.fit { "yes" } else { "" })
        .on(On::Key, Act::BlockKey.code())
        .kid(el("canvas", "").attr("aria-hidden", "true"))
        .kid(over)
        .kid(picked)
}

/// Steps for those without keys.
fn walk(map: &BlockMap) -> El {
    let step = |label: &'static str, key: &str| {
        button("")
            .text(label)
            .on(On::Click, Act::BlockGo(key.into()).code())
    };
    let none_free = count(map, BlockState::Free) == 0;
    el("p", "row")
        .kid(step("Previous", "ArrowLeft").attr("aria-label", "Previous block"))
        .kid(step("Next", "ArrowRight").attr("aria-label", "Next block"))
        .kid(step("Next free", "free").flag("aria-disabled", none_free))
}

/// Which of the possible placings is shown.
fn placing(near: &Near, map: &BlockMap) -> El {
    let choice = |label: &'static str, apart: bool| {
        button("")
            .flag("aria-pressed", (near.placing == Placing::Apart) == apart)
            .text(label)
            .on(On::Click, Act::Placing(apart).code())
    };
    let whole = (map.rows().count() > ROWS).then(|| {
        button("")
            .flag("aria-pressed", near.fit)
            .text("Whole subnet")
            .on(On::Click, Act::Fit.code())
    });
    el("div", "placing")
        .kid(
            el("p", "help")
                .kid(el("b", "").text("≈ One possible placing. "))
                .text("The plan counts how many addresses are taken, and AWS chooses which: blocks with dashed edges may lie elsewhere in the subnet."),
        )
        .kid(
            el("div", "row")
                .kid(el("span", "").attr("id", "placing-of").text("Single addresses"))
                .kid(
                    el("div", "segments")
                        .attr("role", "group")
                        .attr("aria-labelledby", "placing-of")
                        .kid(choice("together", false))
                        .kid(choice("apart", true)),
                )
                .maybe(whole),
        )
}

/// What the keys do, for those who have some.
fn keys() -> El {
    el("p", "help keys")
        .attr("id", "blocks-keys")
        .text("A row is a /24. Arrow keys walk the blocks, ")
        .kid(el("kbd", "").text("Home"))
        .text(" and ")
        .kid(el("kbd", "").text("End"))
        .text(" go to the first and last, ")
        .kid(el("kbd", "").text("Escape"))
        .text(" back to the map.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::link;
    use eniplan_core::plan::Plan;
    use eniplan_core::plan::shape::Value as _;
    use eniplan_elements::Outcome;

    fn near(text: &str) -> State {
        let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
        let mut state = State::new();
        state.take(&link::pack(&plan.write()), "vpc", false);
        let opened = state.tell(&Act::Near("s".into()).code(), "");
        assert_eq!(opened, Outcome::Redraw("blocks".into()));
        state
    }

    fn said(state: &State) -> String {
        let near = state.near.as_ref().expect("a subnet from near");
        let (_, map) = seen(state, near).expect("it is there");
        told(&map.expect("its blocks"), near.at)
    }

    #[test]
    fn blocks_are_walked_and_told() {
        let mut state = near(
            "subnets: [{name: s, zone: a, role: nodes, cidr: 10.0.12.0/24, taken: [10.0.12.16]}]",
        );
        let first = "10.0.12.0/28: no prefix fits, because AWS keeps 4 addresses of it; 4 single addresses in it (4 of others).";
        assert_eq!(said(&state), first);
        let mut key = |key: &str| {
            state.tell(&Act::BlockKey.code(), key);
            said(&state)
        };
        let listed = "10.0.12.16/28: no prefix fits; 1 single address in it (1 listed as taken).";
        assert_eq!(key("ArrowRight"), listed);
        assert_eq!(key("ArrowDown"), listed, "the row is the last");
        key("ArrowRight");
        key("ArrowRight");
        let free = "10.0.12.48/28: free, the 2nd of 13 free blocks.";
        assert_eq!(key("ArrowUp"), free);
        assert!(key("End").starts_with("10.0.12.240/28: no prefix fits"));
        assert!(key("ArrowRight").starts_with("10.0.12.240/28"));
        state.tell(&Act::BlockGo("free".into()).code(), "");
        assert_eq!(
            said(&state),
            "10.0.12.32/28: free, the 1st of 13 free blocks."
        );
        state.tell(&Act::Block.code(), "3");
        assert_eq!(said(&state), free);
        state.tell(&Act::BlockKey.code(), "Escape");
        assert!(state.near.is_none());
    }

    #[test]
    fn a_subnet_that_aws_does_not_make_says_so() {
        let state = near("subnets: [{name: s, zone: a, role: nodes, cidr: 10.0.0.0/29}]");
        let near = state.near.as_ref().expect("a subnet from near");
        let section = view(&state, near).expect("it is there");
        assert!(format!("{section:?}").contains("no blocks to draw"));
    }
}
