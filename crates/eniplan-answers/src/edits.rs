//! Layouts changed by hand: a subnet split, merged with the other half of its block, or moved into a hole.
//!
//! The core decides what may be done; here stands what is offered where, and what is said of it.

use eniplan_core::analyze::PlacedSubnet;
use eniplan_core::finding::Finding;
use eniplan_core::layout::edit;
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Plan;
use eniplan_elements::{On, button, join};

use crate::State;
use crate::act::{Act, El, el};
use crate::{cells, change};

/// Holes that are offered as buttons at most; the map and the field of the block take any.
const MOST: usize = 6;

/// Where something is done, and said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Map,
    /// The subnet's row of the table.
    Row,
    /// The card of the VPC's blocks.
    Card,
    /// A part of the page that offers a change which mends something.
    Fix,
}

impl Place {
    const ALL: [Self; 4] = [Self::Map, Self::Row, Self::Card, Self::Fix];

    /// The place as a word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Row => "row",
            Self::Card => "card",
            Self::Fix => "fix",
        }
    }

    /// The place that a word means.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }

    /// What has the focus here when a button that had it is gone.
    fn focus(self, name: &str) -> String {
        match self {
            Self::Map => "map".into(),
            Self::Row => join(&["move-", name]),
            Self::Card => "card-block".into(),
            Self::Fix => join(&[name, "-title"]),
        }
    }
}

/// What came of a change, said where it was asked for.
pub(crate) struct Said {
    pub(crate) place: Place,
    /// The subnet or block that it is about.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) refused: bool,
    /// The plan of which it is said, as bytes.
    pub(crate) plan: Vec<u8>,
}

/// A subnet for which a hole is being chosen.
pub(crate) struct Moving {
    pub(crate) place: Place,
    pub(crate) name: String,
}

/// A change that can be made.
pub(crate) struct Done {
    pub(crate) plan: Plan,
    /// The subnet that it is about; empty for a block.
    pub(crate) name: String,
    pub(crate) text: String,
    /// What is chosen on the map then, if that changes.
    pub(crate) block: Option<Ipv4Prefix>,
    pub(crate) focus: String,
}

/// The plan with every subnet of the report listed, as changes by hand need it.
fn listed(state: &State) -> Plan {
    let mut plan = state.plan.clone();
    change::list_subnets(state, &mut plan);
    plan
}

/// A subnet in two halves.
pub(crate) fn split(state: &State, place: Place, name: &str) -> Result<Done, Finding> {
    let plan = edit::split(&listed(state), name)?;
    let halves: Vec<Ipv4Prefix> = plan
        .subnets
        .iter()
        .skip_while(|subnet| subnet.name.as_deref() != Some(name))
        .take(2)
        .map(|subnet| subnet.cidr)
        .collect();
    let words: Vec<String> = halves.iter().map(ToString::to_string).collect();
    Ok(Done {
        name: name.into(),
        text: join(&[name, " split into ", &words.join(" and "), "."]),
        block: halves.first().copied(),
        // The button on the map stays where it is, and the rows do not.
        focus: if place == Place::Row {
            place.focus(name)
        } else {
            String::new()
        },
        plan,
    })
}

/// A subnet and the other half of its block as one.
pub(crate) fn merge(state: &State, place: Place, name: &str) -> Result<Done, Finding> {
    let plan = listed(state);
    let (lower, upper) = edit::halves(&plan, name)?;
    let plan = edit::merge(&plan, &lower, &upper)?;
    let mut subnets = plan.subnets.iter();
    let whole = subnets.find(|subnet| subnet.name.as_deref() == Some(lower.as_str()));
    let block = whole.map(|subnet| subnet.cidr);
    let words = block.map(|block| block.to_string()).unwrap_or_default();
    Ok(Done {
        text: join(&[&lower, " and ", &upper, " merged into ", &words, "."]),
        block,
        focus: place.focus(&lower),
        name: lower,
        plan,
    })
}

/// A subnet at another block.
pub(crate) fn move_to(state: &State, moving: &Moving, block: Ipv4Prefix) -> Result<Done, Finding> {
    let plan = edit::move_to(&listed(state), &moving.name, block)?;
    Ok(Done {
        name: moving.name.clone(),
        text: join(&[&moving.name, " moved to ", &block.to_string(), "."]),
        block: Some(block),
        focus: moving.place.focus(&moving.name),
        plan,
    })
}

/// Why a subnet cannot move at all, if that is so.
pub(crate) fn held(state: &State, subnet: &PlacedSubnet) -> Option<String> {
    let name = &subnet.name;
    // What may not move may not even go where it is.
    if let Err(finding) = edit::move_to(&listed(state), name, subnet.cidr) {
        return Some(words(&finding));
    }
    let nowhere = cells::targets(state, name).is_empty();
    nowhere.then(|| {
        join(&[
            "No free block of the VPC is as large as ",
            name,
            ". Split it first, or add a secondary block.",
        ])
    })
}

/// A refusal in words.
pub(crate) fn words(finding: &Finding) -> String {
    join(&[&finding.message(), " ", &finding.help()])
}

/// A button about a subnet: its name for screen readers says which.
fn about(class: &'static str, label: &'static str, name: &str, act: &Act) -> El {
    button(class)
        .text(label)
        .set("aria-label", join(&[label, " ", name]))
        .on(On::Click, act.code())
}

/// What can be done with a subnet, and where it can go while a hole is being chosen for it.
pub(crate) fn offer(state: &State, place: Place, subnet: &PlacedSubnet, more: Option<El>) -> El {
    let name = &subnet.name;
    let on_map = place == Place::Map;
    let class = if on_map { "" } else { "plain" };
    let can_merge = has_half(state, subnet);
    let is_moving = state
        .moving
        .as_ref()
        .is_some_and(|moving| moving.place == place && moving.name == *name);
    let move_label = if is_moving { "Cancel move" } else { "Move" };
    let mut mover = about(class, move_label, name, &Act::Move(place, name.clone()));
    if !on_map {
        mover = mover.set("id", place.focus(name));
    }
    let merge = about(class, "Merge", name, &Act::Merge(place, name.clone()));
    // On the map it stays, so that the focus does, and says why where it cannot be done.
    let merge = if on_map {
        Some(merge.flag("aria-disabled", !can_merge))
    } else {
        can_merge.then_some(merge)
    };
    let row = el("p", "row")
        .kid(about(
            class,
            "Split",
            name,
            &Act::Split(place, name.clone()),
        ))
        .kid(mover)
        .maybe(merge)
        .maybe(more);
    let holes = is_moving.then(|| {
        let mut row = el("p", "row").kid(el("span", "").text(if on_map {
            "Choose a free block on the map, or:"
        } else {
            "To:"
        }));
        for block in cells::targets(state, name).into_iter().take(MOST) {
            row = row.kid(
                button("")
                    .set(
                        "aria-label",
                        join(&["Move ", name, " to ", &block.to_string()]),
                    )
                    .say(block.to_string())
                    .on(On::Click, Act::MoveTo(block).code()),
            );
        }
        row
    });
    el("div", "offer")
        .kid(row)
        .maybe(holes)
        .maybe(said(state, place, name))
}

/// What is offered at a hole to which a subnet can move.
pub(crate) fn offer_target(moving: &Moving, block: Ipv4Prefix) -> El {
    let name = &moving.name;
    el("p", "row")
        .kid(
            button("main")
                .say(join(&["Move ", name, " to ", &block.to_string()]))
                .on(On::Click, Act::MoveTo(block).code()),
        )
        .kid(about(
            "",
            "Cancel move",
            name,
            &Act::Move(moving.place, name.clone()),
        ))
}

/// What was said here last: a change, which can be undone, or why it was refused.
pub(crate) fn said(state: &State, place: Place, name: &str) -> Option<El> {
    let by_name = matches!(place, Place::Row | Place::Fix);
    let said = state
        .said()
        .filter(|said| said.place == place && (!by_name || said.name == name))?;
    let row = el("p", "row done");
    Some(if said.refused {
        row.attr("role", "alert")
            .kid(el("span", "said wrong").say(said.text.clone()))
    } else {
        // The page's own status line reads it out.
        row.kid(el("span", "").say(said.text.clone())).kid(
            button("")
                .text("Undo")
                .set("id", join(&["undo-", place.word()]))
                .set("aria-label", join(&["Undo: ", &said.text]))
                .on(On::Click, Act::Undo(place.focus(&said.name)).code()),
        )
    })
}

/// Whether the other half of a subnet's block is a subnet that it can be merged with.
fn has_half(state: &State, subnet: &PlacedSubnet) -> bool {
    let whole = |block: Ipv4Prefix| {
        let length = block.length().checked_sub(1)?;
        Ipv4Prefix::containing(block.network(), length)
    };
    let wanted = whole(subnet.cidr);
    state.report.layout.subnets.iter().any(|other| {
        other.cidr != subnet.cidr
            && other.cidr.length() == subnet.cidr.length()
            && other.zone == subnet.zone
            && other.role == subnet.role
            && whole(other.cidr) == wanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::link;
    use eniplan_core::plan::shape::Value as _;
    use eniplan_core::plan::{Name, Subnet};
    use eniplan_elements::Outcome;

    fn state(plan: &Plan) -> State {
        let mut state = State::new();
        state.take(&link::pack(&plan.write()), "vpc", false);
        state
    }

    /// Tells the act and puts the plan in force that comes of it.
    fn told(state: &mut State, act: &Act) -> Result<String, String> {
        match state.tell(&act.code(), "") {
            Outcome::Plan(plan, said, _) => {
                state.take(&plan, "vpc", false);
                assert!(state.said().is_some_and(|shown| shown.text == said));
                Ok(said)
            }
            _ => Err(state
                .said()
                .map(|said| said.text.clone())
                .unwrap_or_default()),
        }
    }

    #[test]
    fn what_was_laid_out_is_listed_and_changed() {
        // Three zones: eight /19s of the /16.
        let mut state = state(&Plan::default());
        let name = || "private-a".to_owned();
        let split = told(&mut state, &Act::Split(Place::Map, name()));
        let words = "private-a split into 10.0.0.0/20 and 10.0.16.0/20.";
        assert_eq!(split.as_deref(), Ok(words));
        assert_eq!(state.plan.subnets.len(), 4);
        let chosen = cells::chosen(&state).map(|cell| cell.cidr.to_string());
        assert_eq!(chosen.as_deref(), Some("10.0.0.0/20"));
        let upper = Act::Merge(Place::Row, "private-a-2".into());
        let words = "private-a and private-a-2 merged into 10.0.0.0/19.";
        assert_eq!(told(&mut state, &upper).as_deref(), Ok(words));
        assert!(told(&mut state, &Act::Move(Place::Row, name())).is_err());
        let hole = cells::targets(&state, "private-a")[0];
        assert_eq!(hole.to_string(), "10.0.96.0/19");
        let words = "private-a moved to 10.0.96.0/19.";
        assert_eq!(told(&mut state, &Act::MoveTo(hole)).as_deref(), Ok(words));
    }

    #[test]
    fn what_cannot_move_says_so_where_it_was_asked() {
        let mut plan = Plan::default();
        plan.subnets.push(Subnet {
            name: Name::of("all"),
            zone: Name::of("a").expect("a zone"),
            cidr: "10.0.0.0/16".parse().expect("a block"),
            ..Subnet::default()
        });
        let mut state = state(&plan);
        let moving = Act::Move(Place::Row, "all".into());
        let why = told(&mut state, &moving).expect_err("no room");
        assert!(why.contains("as large as all"), "{why}");
        assert!(
            state
                .said()
                .is_some_and(|said| said.refused && said.place == Place::Row)
        );
        assert!(state.moving.is_none());
    }
}
