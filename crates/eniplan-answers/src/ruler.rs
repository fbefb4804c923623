//! Walls on a number line: at how many nodes, or pods, each of them stands.

use eniplan_core::analyze::{Formula, Wall};
use eniplan_elements::{grouped, join};

use crate::State;
use crate::act::{El, el};
use crate::scale::{Line, percent};

/// Height of a row of marks.
const ROW: u64 = 26;

/// How a wall lies to what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    /// The plan is past it already.
    Past,
    /// Growth to the most that is planned meets it.
    Within,
    /// Even the most that is planned stays before it.
    Beyond,
}

impl Lies {
    /// Its class.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Within => "within",
            Self::Beyond => "beyond",
        }
    }

    /// It in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Past => "already past",
            Self::Within => "met before max",
            Self::Beyond => "beyond max",
        }
    }
}

/// Whether it is a limit of each node, so that more nodes lead past it.
fn is_of_node(wall: &Wall) -> bool {
    matches!(wall.formula, Formula::PerNode { .. })
}

/// Nodes and pods at max.
fn at_max(state: &State) -> (u64, u64) {
    let states = &state.report.states;
    let max = states.iter().find(|one| one.name == "max");
    max.map_or((0, 0), |max| (max.totals.nodes, max.totals.pods_desired))
}

/// How a wall lies.
pub(crate) fn lies(state: &State, wall: &Wall) -> Lies {
    let (nodes, pods) = at_max(state);
    let is_short = if is_of_node(wall) {
        wall.pods < pods
    } else {
        wall.nodes < nodes
    };
    if wall.more < 0 {
        Lies::Past
    } else if is_short {
        Lies::Within
    } else {
        Lies::Beyond
    }
}

/// Both lines: what stops nodes, and what stops pods on the nodes that there are.
pub(crate) fn view(state: &State) -> El {
    let totals = &state.report.totals;
    let (nodes, pods) = at_max(state);
    let by_nodes =
        |(index, wall): (usize, &Wall)| (!is_of_node(wall)).then_some((index, wall.nodes));
    let by_pods = |(index, wall): (usize, &Wall)| is_of_node(wall).then_some((index, wall.pods));
    let walls = || state.report.walls.iter().enumerate();
    el("div", "rulers")
        .maybe(ruler(
            state,
            "Nodes, with their pods",
            "nodes",
            (totals.nodes, nodes),
            &walls().filter_map(by_nodes).collect::<Vec<_>>(),
        ))
        .maybe(ruler(
            state,
            "Pods on the nodes desired",
            "pods",
            (totals.pods_desired, pods),
            &walls().filter_map(by_pods).collect::<Vec<_>>(),
        ))
        .kid(key())
}

/// What the marks mean.
fn key() -> El {
    let mut key = el("p", "legend").attr("aria-hidden", "true");
    for lies in [Lies::Past, Lies::Within, Lies::Beyond] {
        key = key.kid(
            el("span", "")
                .kid(badge(lies, "1".into()))
                .say(join(&["a wall ", lies.words()])),
        );
    }
    key
}

/// The number of a wall.
pub(crate) fn badge(lies: Lies, number: String) -> El {
    el("em", "badge").kid(el("b", lies.class()).say(number))
}

fn ruler(
    state: &State,
    title: &'static str,
    unit: &'static str,
    (desired, most): (u64, u64),
    walls: &[(usize, u64)],
) -> Option<El> {
    if walls.is_empty() {
        return None;
    }
    let numbers: Vec<u64> = walls
        .iter()
        .map(|(_, at)| *at)
        .chain([desired, most])
        .collect();
    let line = Line::over(&numbers);
    let narrow = state.map.upright;
    let (rows, height) = stacked(&line, walls, if narrow { 100 } else { 32 });
    let axis = height * ROW + 6;
    let mut picture = el("svg", "ruler")
        .set("height", (axis + 62).to_string())
        .attr("role", "img")
        .set("aria-label", told(state, unit, desired, most, walls));
    let span = |class, from: u64, to: u64| {
        let (from, to) = (line.place(from), line.place(to));
        el("rect", class)
            .set("x", percent(from))
            .set("y", axis.to_string())
            .set("width", percent(to.saturating_sub(from)))
            .attr("height", "10")
    };
    picture = picture.kid(
        el("rect", "axis")
            .attr("x", "0")
            .set("y", axis.to_string())
            .attr("width", "100%")
            .attr("height", "10"),
    );
    picture = picture
        .kid(span("to-desired", 0, desired))
        .kid(span("to-max", desired, most));
    let flags = [line.place(desired), line.place(most)];
    let beside = if narrow { 100 } else { 36 };
    for tick in line.ticks(if narrow { 4 } else { 12 }) {
        let place = line.place(tick);
        let at = percent(place);
        picture = picture.kid(upright("tick", &at, axis + 10, axis + 15));
        // The line of a flag would cross the number.
        if flags.iter().all(|flag| flag.abs_diff(place) >= beside) {
            picture = picture.kid(words(&at, axis + 28, "middle", grouped(tick)));
        }
    }
    for ((index, at), row) in walls.iter().zip(rows) {
        let Some(wall) = state.report.walls.get(*index) else {
            continue;
        };
        let (place, class) = (percent(line.place(*at)), lies(state, wall).class());
        let middle = row * ROW + 12;
        picture = picture
            .kid(upright("stem", &place, middle, axis + 10))
            .kid(mark(class, &place, middle))
            .kid(words(&place, middle + 4, "middle", (index + 1).to_string()).attr("class", class));
    }
    for (place, below) in flags.into_iter().zip([46, 60]) {
        let at = percent(place);
        picture = picture.kid(upright(
            "flag",
            &at,
            axis.saturating_sub(4),
            axis + below - 11,
        ));
    }
    let anchors = anchors(flags, if narrow { 300 } else { 90 });
    for (at, name, number, below) in [(0, "desired ", desired, 46), (1, "max ", most, 60)] {
        let (anchor, aside) = anchors[at];
        let place = percent(flags[at]);
        picture = picture.kid(
            words(
                &place,
                axis + below,
                anchor,
                join(&[name, &grouped(number)]),
            )
            .attr("class", "flag")
            .attr("dx", aside),
        );
    }
    Some(
        el("figure", "")
            .kid(el("figcaption", "").text(title))
            .kid(picture),
    )
}

/// How the words of the flags for desired and max stand to their lines: away from each other where these are near, and
/// never over the edge.
fn anchors([desired, most]: [u64; 2], near: u64) -> [(&'static str, &'static str); 2] {
    let (start, end) = (("start", "5"), ("end", "-5"));
    let at_edge = |place| match place {
        0..=120 => Some(start),
        880.. => Some(end),
        _ => None,
    };
    let is_near = desired.abs_diff(most) < near;
    let middle = ("middle", "0");
    [
        at_edge(desired).unwrap_or(if is_near { end } else { middle }),
        at_edge(most).unwrap_or(if is_near { start } else { middle }),
    ]
}

/// The row of each mark, so that none covers another, and how many rows there are.
fn stacked(line: &Line, walls: &[(usize, u64)], wide: u64) -> (Vec<u64>, u64) {
    let mut rows: Vec<Vec<u64>> = Vec::new();
    let mut chosen = Vec::new();
    for (_, at) in walls {
        let place = line.place(*at);
        let is_free = |row: &Vec<u64>| row.iter().all(|other| other.abs_diff(place) >= wide);
        let row = rows.iter().position(is_free).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(place);
        chosen.push(row as u64);
    }
    (chosen, rows.len() as u64)
}

fn upright(class: &'static str, at: &str, from: u64, to: u64) -> El {
    el("line", class)
        .set("x1", at.into())
        .set("x2", at.into())
        .set("y1", from.to_string())
        .set("y2", to.to_string())
}

fn words(at: &str, y: u64, anchor: &'static str, words: String) -> El {
    el("text", "")
        .set("x", at.into())
        .set("y", y.to_string())
        .attr("text-anchor", anchor)
        .say(words)
}

/// A wall's mark: a square where the plan is past it, a circle with a broken edge where max is.
fn mark(class: &'static str, at: &str, middle: u64) -> El {
    if class == "past" {
        el("rect", "mark past")
            .set("x", at.into())
            .set("y", middle.saturating_sub(10).to_string())
            .attr("width", "20")
            .attr("height", "20")
            .attr("transform", "translate(-10 0)")
    } else {
        let class = if class == "within" {
            "mark within"
        } else {
            "mark beyond"
        };
        el("circle", class)
            .set("cx", at.into())
            .set("cy", middle.to_string())
            .attr("r", "10.5")
    }
}

/// The drawing in words.
fn told(
    state: &State,
    unit: &'static str,
    desired: u64,
    most: u64,
    walls: &[(usize, u64)],
) -> String {
    let mut told = join(&[
        &grouped(desired),
        " ",
        unit,
        " desired, ",
        &grouped(most),
        " at max. Walls:",
    ]);
    for (index, at) in walls {
        let Some(wall) = state.report.walls.get(*index) else {
            continue;
        };
        let mark = if *index == walls[0].0 { " " } else { "; " };
        told.push_str(&join(&[mark, wall.kind.title(), " at ", &grouped(*at)]));
    }
    told.push('.');
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_would_cover_each_other_stand_in_rows() {
        let line = Line::over(&[10, 1_000]);
        let walls = [(0, 10), (1, 10), (2, 11), (3, 1_000)];
        assert_eq!(stacked(&line, &walls, 50), (vec![0, 1, 2, 0], 3));
        assert_eq!(stacked(&line, &[], 50), (vec![], 0));
    }

    #[test]
    fn the_words_of_near_flags_stand_apart() {
        let sides = |flags| anchors(flags, 90).map(|(anchor, _)| anchor);
        assert_eq!(sides([300, 700]), ["middle", "middle"]);
        assert_eq!(sides([300, 360]), ["end", "start"]);
        assert_eq!(sides([20, 60]), ["start", "start"]);
        assert_eq!(sides([860, 900]), ["end", "end"]);
    }
}
