//! What the map is drawn from: a line for each cell, which `www/icicle.js` draws on a canvas.

use eniplan_elements::{grouped, join};

use crate::cells::{Cell, WHOLE, What};

/// How many letters of a name are drawn at most; no screen has room for more.
const LETTERS: usize = 120;

/// The cells, a line each: what it is drawn as, its start and share of the whole, how much of it is used, and its words.
pub(crate) fn lines<'a>(
    cells: impl Iterator<Item = (&'a Cell<'a>, bool)>,
    upright: bool,
) -> String {
    let mut lines = String::new();
    for (cell, is_target) in cells {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&line(cell, is_target, upright));
    }
    lines
}

fn line(cell: &Cell, is_target: bool, upright: bool) -> String {
    let kind = match cell.what {
        What::Block(_) => "block",
        What::Subnet(subnet) => subnet.role.word(),
        What::Hole if is_target => "target",
        What::Hole => "hole",
    };
    let [zone, name, more] = words(cell, upright);
    join(&[
        kind,
        "\t",
        &cell.start.to_string(),
        "\t",
        &cell.share.to_string(),
        "\t",
        &used(cell),
        "\t",
        &plain(&zone),
        "\t",
        &plain(&name),
        "\t",
        &more,
    ])
}

/// The words in a cell, where they may have room.
fn words(cell: &Cell, upright: bool) -> [String; 3] {
    let cidr = || cell.cidr.to_string();
    match cell.what {
        _ if !has_room(upright, cell) => Default::default(),
        What::Block(_) => [String::new(), cidr(), grouped(cell.cidr.size())],
        What::Subnet(subnet) => [subnet.zone.clone(), subnet.name.clone(), cidr()],
        What::Hole => [String::new(), "free".into(), cidr()],
    }
}

/// Whether words can have room in a cell of the widest map: 17 px of 1,440 across, or 15 of 520 downwards.
fn has_room(upright: bool, cell: &Cell) -> bool {
    cell.share >= if upright { 280 } else { 110 }
}

/// How much of a subnet is used, in parts of the whole; `!` says that addresses are missing.
fn used(cell: &Cell) -> String {
    let What::Subnet(subnet) = cell.what else {
        return String::new();
    };
    let taken = subnet.addresses.saturating_sub(subnet.free);
    let part = WHOLE.saturating_mul(taken) / subnet.addresses.max(1);
    join(&[&part.to_string(), if subnet.short > 0 { "!" } else { "" }])
}

/// A text that stays in its place of its line.
fn plain(text: &str) -> String {
    let letters = text.chars().take(LETTERS);
    letters
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;
    use crate::cells::cells;
    use eniplan_core::link;
    use eniplan_core::plan::Plan;
    use eniplan_core::plan::shape::Value as _;

    fn drawn(text: &str) -> Vec<Vec<String>> {
        let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
        let mut state = State::new();
        state.take(&link::pack(&plan.write()), "vpc", false);
        let all = cells(&state);
        let lines = lines(all.iter().map(|cell| (cell, false)), false);
        let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
        lines.split('\n').map(fields).collect()
    }

    #[test]
    fn a_cell_is_a_line_whatever_its_name_holds() {
        let found = drawn(
            "{zones: [a], vpc: {cidrs: [10.0.0.0/16]}, subnets: [{name: '\"><b>|!', zone: a, role: pods, cidr: 10.0.0.0/17}, {name: n, zone: a, role: nodes, cidr: 10.0.128.0/18}]}",
        );
        assert!(found.iter().all(|line| line.len() == 7), "{found:?}");
        assert_eq!(found[0][..3], ["block", "0", "10000"]);
        assert_eq!(found[1][..3], ["pods", "0", "5000"]);
        assert_eq!(found[1][4..], ["a", "\"><b>|!", "10.0.0.0/17"]);
        let last = found.last().expect("a hole");
        assert_eq!(last[0], "hole");
        assert_eq!(last[4..], ["", "free", "10.0.192.0/18"]);
        // A plan takes no such names; should it ever, they stay in their place.
        assert_eq!(plain("a\tb\nc\u{85}d"), "a b c d");
    }

    #[test]
    fn what_is_short_is_marked_and_what_is_narrow_has_no_words() {
        // A /28 of a /16 is 0.02 % of the width; AWS keeps 5 of its 16 addresses, and 20 more have no place in the other 11.
        let found = drawn(
            "{zones: [a], vpc: {cidrs: [10.0.0.0/16]}, cluster: {control_plane_interfaces: 0}, subnets: [{name: s, zone: a, role: nodes, cidr: 10.0.0.0/28}], others: [{name: o, addresses: 20, subnets: [s]}]}",
        );
        assert_eq!(found[1], ["nodes", "0", "2", "10000!", "", "", ""]);
    }
}
