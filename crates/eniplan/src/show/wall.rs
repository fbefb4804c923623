//! A wall: how far off it is, when it comes, and what leads past it.

use eniplan_core::analyze::Wall;
use eniplan_core::plan::Date;

/// How the wall comes out, and when growth reaches it.
pub(super) fn reckoning(wall: &Wall, as_of: Option<Date>) -> String {
    let formula = wall.formula();
    match when(wall, as_of) {
        Some(when) => format!("{formula}; {when}"),
        None => formula,
    }
}

/// When growth reaches it; none where there is no growth, or the plan is past it.
pub(super) fn when(wall: &Wall, as_of: Option<Date>) -> Option<String> {
    let months = wall.months?;
    match (months, wall.date(as_of)) {
        (0, _) if wall.more < 0 => None,
        (0, _) => Some("within a month".to_owned()),
        (_, None) => Some(format!("in {}", super::plural(months.into(), "month"))),
        (_, Some(day)) => {
            let months = super::plural(months.into(), "month");
            Some(format!("in {months}, from {day} on"))
        }
    }
}
