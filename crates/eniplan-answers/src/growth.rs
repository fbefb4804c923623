//! Growth: the pods month by month, the walls that they meet, and the day.

use eniplan_core::analyze::pods_after;
use eniplan_elements::{Field, grouped, join};

use crate::State;
use crate::act::{El, el};
use crate::ruler;
use crate::scale::percent;
use crate::wall_list::{grows, when};

/// Months that are drawn at least and at most.
const MONTHS: (u32, u32) = (12, 36);
/// Width and height of the drawing's own units.
const SIDE: u64 = 10_000;

/// The section.
pub(crate) fn view(state: &State) -> El {
    let section = el("section", "")
        .attr("aria-labelledby", "growth-title")
        .kid(el("h2", "").attr("id", "growth-title").text("Growth"))
        .kid(
            el("div", "field inline")
                .kid(
                    el("span", "")
                        .attr("aria-hidden", "true")
                        .text("Pods a month"),
                )
                .field(Field {
                    path: "growth.pods_per_month".into(),
                    label: "Growth of the pods a month".into(),
                    ..Field::default()
                }),
        );
    if !grows(state) {
        return section.kid(el("p", "empty").text(
            "No growth is planned, so no wall has a date. Set a percentage to see when each comes.",
        ));
    }
    let mut list = el("ol", "dates");
    for (index, wall) in state.report.walls.iter().enumerate() {
        if wall.months.is_none() {
            continue;
        }
        let when = when(state, wall).unwrap_or_default();
        list = list.kid(
            el("li", "")
                .kid(ruler::badge(
                    ruler::lies(state, wall),
                    (index + 1).to_string(),
                ))
                .kid(el("span", "").say(wall.title_among(&state.report.walls)))
                .kid(el("code", "").say(wall.subject.clone()))
                .kid(el("b", "").say(when)),
        );
    }
    let from = state.today.map(|today| {
        el("p", "what").say(join(&[
            "Counted from ",
            &today.to_string(),
            ", the day that this computer says it is; whole months.",
        ]))
    });
    section.kid(chart(state)).kid(list).maybe(from)
}

/// Pods over months, with a line a wall.
fn chart(state: &State) -> El {
    let walls = &state.report.walls;
    let latest = walls
        .iter()
        .filter_map(|wall| wall.months)
        .filter(|months| *months < MONTHS.1);
    let months = latest
        .max()
        .map_or(MONTHS.0, |months| months + months / 4 + 2);
    let months = months.clamp(MONTHS.0, MONTHS.1);
    let curve: Vec<u64> = (0..=months)
        .map(|month| pods_after(&state.plan, month))
        .collect();
    let last = curve.last().copied().unwrap_or(0).max(1);
    let first = curve.first().copied().unwrap_or(0);
    let height = |pods: u64| {
        let share = u128::from(pods.min(last)) * u128::from(SIDE) / u128::from(last);
        SIDE - u64::try_from(share).unwrap_or(0)
    };
    let mut path = String::new();
    for (month, pods) in curve.iter().enumerate() {
        let x = month as u64 * SIDE / u64::from(months);
        let letter = if month == 0 { "M" } else { "L" };
        path.push_str(&join(&[
            letter,
            &x.to_string(),
            " ",
            &height(*pods).to_string(),
        ]));
    }
    let mut lines = el("svg", "")
        .attr("viewBox", "0 0 10000 10000")
        .attr("preserveAspectRatio", "none")
        .attr("width", "100%")
        .attr("height", "180");
    let mut badges = Vec::new();
    for (index, wall) in walls.iter().enumerate() {
        if wall.pods > last || wall.pods == 0 {
            continue;
        }
        let y = height(wall.pods);
        let class = ruler::lies(state, wall).class();
        lines = lines.kid(el("path", "stem").set("d", join(&["M0 ", &y.to_string(), "H10000"])));
        // A thousandth of the width apart, so that equal walls do not cover each other.
        let x = percent(960u64.saturating_sub(index as u64 * 45));
        badges.push(
            el("text", class)
                .set("x", x)
                .set("y", (y * 180 / SIDE).max(12).to_string())
                .attr("text-anchor", "middle")
                .say((index + 1).to_string()),
        );
    }
    lines = lines.kid(el("path", "curve").set("d", path));
    let label = join(&[
        &grouped(first),
        " pods grow to ",
        &grouped(last),
        " in ",
        &months.to_string(),
        " months.",
    ]);
    let mut picture = el("svg", "growth")
        .attr("height", "204")
        .attr("role", "img")
        .set("aria-label", label.clone())
        .kid(lines);
    for badge in badges {
        picture = picture.kid(badge);
    }
    for (at, anchor, words) in [
        ("0", "start", join(&["now: ", &grouped(first), " pods"])),
        (
            "100%",
            "end",
            join(&["month ", &months.to_string(), ": ", &grouped(last), " pods"]),
        ),
    ] {
        picture = picture.kid(
            el("text", "")
                .attr("x", at)
                .attr("y", "198")
                .attr("text-anchor", anchor)
                .say(words),
        );
    }
    el("figure", "").kid(picture)
}
