//! What a click, a key or a typed text on an answer asks for.
//!
//! It goes through the first module as a word, perhaps with words behind it, and comes back with the field's value.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Role;
use eniplan_elements::join;

use crate::edits::Place;
use crate::mend::Ask;

/// An element of an answer.
pub(crate) type El = eniplan_elements::El<String>;

/// An element with its class, which may be empty.
pub(crate) fn el(tag: &'static str, class: &'static str) -> El {
    eniplan_elements::el(tag, class)
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// The moment that the value names is shown.
    Moment,
    /// This moment is shown.
    At(usize),
    /// A change that mends something is made.
    Mend(Ask),
    /// The map shows one block, or all.
    Zoom(Option<usize>),
    /// A cell is chosen.
    Cell(usize),
    /// A subnet is looked at from near: its /28 blocks.
    Near(String),
    /// The map again.
    Far,
    /// The value is the place of a block that is chosen.
    Block,
    /// The value is a key on the blocks.
    BlockKey,
    /// What a key on the blocks would do.
    BlockGo(String),
    /// Single addresses stand apart, or together.
    Placing(bool),
    /// The whole subnet is shown at once, or no longer.
    Fit,
    /// The value is a key on the map.
    Key,
    /// A click on the chosen block means what the key Enter does.
    Enter,
    /// The group that the value names is the one for which types are picked.
    Group,
    /// The value is what names of types must hold.
    TypeName,
    /// The value is the condition of a column.
    Bound(usize),
    Sort(usize),
    /// The value is how far the table is scrolled.
    Scroll,
    /// The subnets that were laid out become the plan's own, to be edited.
    ListSubnets,
    /// No subnet is listed, so that all are laid out.
    LayOut,
    /// The list of findings has the focus.
    Findings,
    /// More rows of the table of subnets are shown.
    AllRows,
    AddSubnet(Ipv4Prefix, Role),
    RemoveSubnet(usize),
    /// A subnet becomes two halves.
    Split(Place, String),
    /// A subnet and the other half of its block become one.
    Merge(Place, String),
    /// A hole is to be chosen for a subnet, or no longer.
    Move(Place, String),
    /// The subnet for which a hole is being chosen goes to this block.
    MoveTo(Ipv4Prefix),
    /// The value is a secondary block as it is typed.
    NewBlock,
    /// It is added.
    AddBlock(Place),
    /// The plan before this one; the focus goes to what has this id.
    Undo(String),
    /// A group's chart is shown in numbers, or no longer.
    Numbers(usize),
    /// A warm setting for a group: the group, and the setting's place in its chart.
    Setting(usize, usize),
    /// A column of the table of types is shown, or no longer.
    Column(usize),
    /// The value is how many pods a node is looked at with.
    Pods,
    /// A type is compared, or no longer.
    Mark(String),
    /// None is.
    Unmark,
    /// The table of types is saved as it is filtered.
    SaveTypes,
    /// A type for the group, in place of those it has.
    Pick(String),
}

impl Act {
    /// The act as words.
    pub(crate) fn code(&self) -> String {
        let with = |word: &str, rest: String| join(&[word, " ", &rest]);
        match self {
            Self::Moment => "moment".into(),
            Self::At(moment) => with("at", moment.to_string()),
            Self::Mend(ask) => with("mend", ask.words()),
            Self::Zoom(None) => "zoom".into(),
            Self::Zoom(Some(block)) => with("zoom", block.to_string()),
            Self::Cell(cell) => with("cell", cell.to_string()),
            Self::Near(name) => with("near", name.clone()),
            Self::Far => "far".into(),
            Self::Block => "block".into(),
            Self::BlockKey => "block-key".into(),
            Self::BlockGo(key) => with("block-go", key.clone()),
            Self::Placing(false) => "together".into(),
            Self::Placing(true) => "apart".into(),
            Self::Fit => "fit".into(),
            Self::Findings => "findings".into(),
            Self::Key => "key".into(),
            Self::Enter => "enter".into(),
            Self::Group => "group".into(),
            Self::TypeName => "name".into(),
            Self::Bound(column) => with("bound", column.to_string()),
            Self::Sort(column) => with("sort", column.to_string()),
            Self::Scroll => "scroll".into(),
            Self::ListSubnets => "list".into(),
            Self::LayOut => "lay-out".into(),
            Self::AllRows => "all-rows".into(),
            Self::AddSubnet(cidr, role) => {
                with("add", join(&[&cidr.to_string(), " ", role.word()]))
            }
            Self::RemoveSubnet(place) => with("remove", place.to_string()),
            Self::Split(place, name) => with("split", join(&[place.word(), " ", name])),
            Self::Merge(place, name) => with("merge", join(&[place.word(), " ", name])),
            Self::Move(place, name) => with("move", join(&[place.word(), " ", name])),
            Self::MoveTo(block) => with("move-to", block.to_string()),
            Self::NewBlock => "new-block".into(),
            Self::AddBlock(place) => with("add-block", place.word().into()),
            Self::Undo(focus) => with("undo", focus.clone()),
            Self::Column(column) => with("column", column.to_string()),
            Self::Pods => "pods".into(),
            Self::Mark(name) => with("mark", name.clone()),
            Self::Unmark => "unmark".into(),
            Self::SaveTypes => "save-types".into(),
            Self::Numbers(group) => with("numbers", group.to_string()),
            Self::Setting(group, place) => with(
                "setting",
                join(&[&group.to_string(), " ", &place.to_string()]),
            ),
            Self::Pick(name) => with("pick", name.clone()),
        }
    }

    /// The act that words mean.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let (word, rest) = code.split_once(' ').unwrap_or((code, ""));
        let number = || rest.parse::<usize>().ok();
        let about = || {
            let (place, name) = rest.split_once(' ')?;
            Some((Place::of_word(place)?, name.to_owned()))
        };
        Some(match word {
            "moment" => Self::Moment,
            "at" => Self::At(number()?),
            "mend" => Self::Mend(Ask::of(rest)?),
            "zoom" => Self::Zoom(number()),
            "cell" => Self::Cell(number()?),
            "near" => Self::Near(rest.into()),
            "far" => Self::Far,
            "block" => Self::Block,
            "block-key" => Self::BlockKey,
            "block-go" => Self::BlockGo(rest.into()),
            "together" => Self::Placing(false),
            "apart" => Self::Placing(true),
            "fit" => Self::Fit,
            "findings" => Self::Findings,
            "key" => Self::Key,
            "enter" => Self::Enter,
            "group" => Self::Group,
            "name" => Self::TypeName,
            "bound" => Self::Bound(number()?),
            "sort" => Self::Sort(number()?),
            "scroll" => Self::Scroll,
            "list" => Self::ListSubnets,
            "lay-out" => Self::LayOut,
            "all-rows" => Self::AllRows,
            "add" => {
                let (cidr, role) = rest.split_once(' ')?;
                Self::AddSubnet(cidr.parse().ok()?, Role::of_word(role)?)
            }
            "remove" => Self::RemoveSubnet(number()?),
            "split" => about().map(|(place, name)| Self::Split(place, name))?,
            "merge" => about().map(|(place, name)| Self::Merge(place, name))?,
            "move" => about().map(|(place, name)| Self::Move(place, name))?,
            "move-to" => Self::MoveTo(rest.parse().ok()?),
            "new-block" => Self::NewBlock,
            "add-block" => Self::AddBlock(Place::of_word(rest)?),
            "undo" => Self::Undo(rest.into()),
            "column" => Self::Column(number()?),
            "pods" => Self::Pods,
            "mark" => Self::Mark(rest.into()),
            "unmark" => Self::Unmark,
            "save-types" => Self::SaveTypes,
            "numbers" => Self::Numbers(number()?),
            "setting" => {
                let (group, place) = rest.split_once(' ')?;
                Self::Setting(group.parse().ok()?, place.parse().ok()?)
            }
            "pick" => Self::Pick(rest.into()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_comes_back_from_its_words() {
        let cidr: Ipv4Prefix = "10.0.0.0/24".parse().expect("a block");
        for act in [
            Act::Moment,
            Act::At(2),
            Act::Mend(Ask::Best),
            Act::Mend(Ask::Wall(3)),
            Act::Mend(Ask::Finding(0)),
            Act::Zoom(None),
            Act::Zoom(Some(1)),
            Act::Cell(3),
            Act::Near("private a".into()),
            Act::Far,
            Act::Block,
            Act::BlockKey,
            Act::BlockGo("free".into()),
            Act::Placing(false),
            Act::Placing(true),
            Act::Fit,
            Act::Findings,
            Act::Key,
            Act::Enter,
            Act::Group,
            Act::TypeName,
            Act::Bound(2),
            Act::Sort(6),
            Act::Scroll,
            Act::ListSubnets,
            Act::LayOut,
            Act::AllRows,
            Act::AddSubnet(cidr, Role::ControlPlane),
            Act::RemoveSubnet(7),
            Act::Split(Place::Map, "private a".into()),
            Act::Merge(Place::Row, "private-a".into()),
            Act::Move(Place::Map, "private-a".into()),
            Act::MoveTo(cidr),
            Act::NewBlock,
            Act::AddBlock(Place::Card),
            Act::Undo("map".into()),
            Act::Column(3),
            Act::Pods,
            Act::Mark("m5.large".into()),
            Act::Unmark,
            Act::SaveTypes,
            Act::Numbers(1),
            Act::Setting(0, 3),
            Act::Pick("m6i.large".into()),
        ] {
            assert_eq!(Act::of(&act.code()), Some(act));
        }
        assert_eq!(Act::of("nonsense"), None);
    }
}
