//! The walls in order: where each stands, how that comes out, when growth gets there, and the cheapest way past it.

use eniplan_core::analyze::{Certainty, Wall};
use eniplan_core::plan::Percent;
use eniplan_elements::{details, facts, grouped, join};

use crate::State;
use crate::act::{El, el};
use crate::mend::{self, Ask};
use crate::ruler::{self, Lies};
use crate::verdict::more;

/// The section: the number lines, then a card a wall.
pub(crate) fn view(state: &State) -> El {
    let walls = &state.report.walls;
    let section = el("section", "")
        .attr("aria-labelledby", "walls-title")
        .kid(
            el("div", "title").kid(
                el("h2", "")
                    .attr("id", "walls-title")
                    .attr("tabindex", "-1")
                    .text("Which wall first"),
            ),
        )
        .maybe(mend::said(state, "walls"));
    if walls.is_empty() {
        return section.kid(el("p", "empty").text("Nothing stops growth that eniplan knows of."));
    }
    let mut list = el("ol", "wall-list");
    for (index, wall) in walls.iter().enumerate() {
        list = list.kid(item(state, index, wall));
    }
    section
        .kid(el("p", "what").text(
            "Each as if it were the only limit, the first one first. Growth adds nodes with as many pods as they have now.",
        ))
        .kid(ruler::view(state))
        .kid(list)
}

fn item(state: &State, index: usize, wall: &Wall) -> El {
    let lies = ruler::lies(state, wall);
    let estimate = wall.certainty == Certainty::Estimate;
    let about = if estimate { "≈ " } else { "" };
    let head = el("div", "wall-head")
        .kid(ruler::badge(lies, (index + 1).to_string()))
        .kid(
            el("h3", "")
                .say(wall.title_among(&state.report.walls))
                .text(" ")
                .kid(el("code", "").say(wall.subject.clone())),
        )
        .kid(el("span", "how-far").say(join(&[about, &more(wall.more)])));
    let arithmetic = details(
        "arithmetic",
        el("summary", "").text("Show the arithmetic"),
        el("div", "")
            .kid(
                el("p", "")
                    .say(match wall.unit() {
                        "" => String::new(),
                        unit => join(&[unit, ": "]),
                    })
                    .kid(el("code", "").say(wall.formula())),
            )
            .kid(facts(vec![
                ("nodes there, of all groups", grouped(wall.nodes)),
                ("pods there, of all groups", grouped(wall.pods)),
                ("the limit", grouped(wall.limit)),
                ("how sure", wall.certainty.name().into()),
            ]))
            .kid(
                el("p", "").kid(
                    el("a", "")
                        .attr("href", wall.kind.source())
                        .set(
                            "aria-label",
                            join(&["Where the limit is written: ", wall.kind.title()]),
                        )
                        .attr("rel", "noopener")
                        .text("Where the limit is written"),
                ),
            ),
    );
    let class = match (lies, estimate) {
        (Lies::Past, false) => "card past",
        (Lies::Past, true) => "card past estimate",
        (Lies::Within, false) => "card within",
        (Lies::Within, true) => "card within estimate",
        (Lies::Beyond, false) => "card beyond",
        (Lies::Beyond, true) => "card beyond estimate",
    };
    el("li", class)
        .kid(head)
        .kid(el("p", "").say(wall.message()))
        .kid(
            el("p", "row")
                .kid(el("span", "state").text(lies.words()))
                .maybe(when(state, wall).map(|when| el("span", "when").say(when))),
        )
        .kid(
            el("p", "")
                .kid(el("b", "").text("How to get past it: "))
                .say(wall.fix()),
        )
        .maybe(mend::offer(state, Ask::Wall(index)))
        .kid(arithmetic)
}

/// When growth reaches the wall, in months and with the day; none where nothing grows.
pub(crate) fn when(state: &State, wall: &Wall) -> Option<String> {
    if !grows(state) {
        return None;
    }
    let Some(months) = wall.months else {
        return Some("not within a hundred years".into());
    };
    let day = wall.date(state.today);
    let day = day.map_or_else(String::new, |day| join(&[", about ", &day.to_string()]));
    Some(match months {
        _ if wall.more < 0 => "now".into(),
        0 => "within a month".into(),
        1 => join(&["in a month", &day]),
        months => join(&["in ", &grouped(months.into()), " months", &day]),
    })
}

/// Whether anything grows.
pub(crate) fn grows(state: &State) -> bool {
    let none = Percent::default();
    state.plan.growth.pods_per_month != none
        || state.plan.others.iter().any(|other| other.growth != none)
}
