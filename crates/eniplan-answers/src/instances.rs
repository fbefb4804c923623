//! The table of instance types, windowed: of more than a thousand rows only those in sight are made.

use eniplan_core::analyze::type_figures::TypeTable;
use eniplan_core::aws::catalogue::InstanceType;
use eniplan_elements::{On, button, details, grouped, join, of};

use crate::State;
use crate::act::{Act, El, el};
use crate::columns::{self, COLUMNS, COUNT, LIMIT, number};
use crate::comparison;
use crate::filter::Bounds;
use crate::subnets::chooser;

/// Height of a row, as parts.css has it.
const ROW: usize = 36;
/// Rows that are made: those in sight, and some above and below.
const WINDOW: usize = 26;
const MARGIN: usize = 6;
/// Types that stand side by side at most.
const MOST_MARKS: usize = 6;

/// What the user asks of the table.
#[derive(Clone)]
pub(crate) struct Table {
    /// Words that the name must hold.
    pub(crate) name: String,
    /// Conditions as typed.
    pub(crate) bounds: [String; COUNT],
    /// The columns that are shown.
    shown: [bool; COUNT],
    /// Whether someone chose them.
    chosen: bool,
    /// Types that are compared.
    pub(crate) marked: Vec<String>,
    /// Pods on a node, as typed; those on the group's fullest node where nothing is.
    pub(crate) pods: String,
    /// The column to sort by and whether the largest come first; by name where there is none.
    pub(crate) sort: Option<(usize, bool)>,
    /// The first row that is made.
    pub(crate) first: usize,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self {
            name: String::new(),
            bounds: Default::default(),
            shown: columns::preset(false),
            chosen: false,
            marked: Vec::new(),
            pods: String::new(),
            sort: None,
            first: 0,
        }
    }

    /// Shows the columns that a screen has room for, until someone chooses.
    pub(crate) fn fit(&mut self, narrow: bool) {
        if !self.chosen && self.bounds.iter().all(String::is_empty) && self.sort.is_none() {
            self.shown = columns::preset(narrow);
        }
    }

    /// Shows a column, or hides it with what was asked of it.
    pub(crate) fn toggle(&mut self, column: usize) {
        let (Some(shown), Some(bounds)) = (self.shown.get_mut(column), self.bounds.get_mut(column))
        else {
            return;
        };
        *shown = !*shown;
        self.chosen = true;
        bounds.clear();
        self.sort = self.sort.filter(|(by, _)| *by != column);
    }

    /// Marks a type, or takes the mark away; the oldest mark gives way where there are many.
    pub(crate) fn mark(&mut self, name: String) {
        if let Some(place) = self.marked.iter().position(|marked| *marked == name) {
            self.marked.remove(place);
            return;
        }
        if self.marked.len() == MOST_MARKS {
            self.marked.remove(0);
        }
        self.marked.push(name);
    }

    /// The columns that are shown.
    fn columns(&self) -> impl Iterator<Item = usize> {
        let shown = self.shown.iter().enumerate();
        shown.filter_map(|(column, shown)| shown.then_some(column))
    }

    /// Largest first, then smallest first, then by name again.
    pub(crate) fn sort_by(&mut self, column: usize) {
        self.sort = match self.sort {
            Some((by, true)) if by == column => Some((by, false)),
            Some((by, false)) if by == column => None,
            _ => Some((column, true)),
        };
        self.first = 0;
    }

    /// Whether another part must be made now that the table is scrolled so far. Two rows at a time, so that slow
    /// scrolling makes few of them anew.
    pub(crate) fn scroll(&mut self, top: usize) -> bool {
        let first = (top / ROW).saturating_sub(MARGIN) & !1;
        let moved = first != self.first;
        self.first = first;
        moved
    }
}

/// Pods on a node for which types are looked at.
fn pods(state: &State) -> u32 {
    let fullest = state.fullest.get(state.group).and_then(Option::as_ref);
    let typed = state.table.pods.trim().replace(',', "").parse().ok();
    typed.unwrap_or_else(|| fullest.map_or(10, |node| node.pods))
}

/// What a column is asked for, and what is wrong with it.
fn bounds(state: &State, column: usize) -> Result<Bounds, &'static str> {
    let text = state.table.bounds.get(column).map_or("", String::as_str);
    let scale = COLUMNS.get(column).map_or(1, |column| column.scale);
    match Bounds::read(text, scale) {
        _ if column == LIMIT => Ok(Bounds::ALL),
        None => Err("That is no condition. Write 29, <110, 29-110, or >=29 and <110."),
        Some(bounds) if bounds.is_empty() => Err("No number is that large and that small."),
        Some(bounds) => Ok(bounds),
    }
}

/// The types that pass, in order.
fn rows<'a>(state: &'a State, figures: &TypeTable) -> Vec<&'a InstanceType> {
    let table = &state.table;
    let name = table.name.to_lowercase();
    let limit = table.bounds[LIMIT].to_lowercase();
    let asked: Vec<(usize, Bounds)> = table
        .columns()
        .map(|column| (column, bounds(state, column).unwrap_or(Bounds::ALL)))
        .filter(|(_, bounds)| *bounds != Bounds::ALL)
        .collect();
    let passes = |kind: &&InstanceType| {
        name.split_whitespace().all(|word| kind.name.contains(word))
            && asked
                .iter()
                .all(|(column, bounds)| bounds.hold(number(*column, kind, figures)))
            && (limit.is_empty()
                || columns::text(LIMIT, kind, figures)
                    .to_lowercase()
                    .contains(limit.trim()))
    };
    let mut rows: Vec<&InstanceType> = state.catalogue.listed().filter(passes).collect();
    if let Some((column, descending)) = table.sort {
        // What is unknown comes last either way. The place keeps equal rows in the order of names.
        let mut keys: Vec<(u64, u64)> = rows
            .iter()
            .zip(0..)
            .map(|(kind, place)| {
                let key = number(column, kind, figures).map_or(u64::MAX, |number| {
                    if descending {
                        u64::from(u32::MAX) - number
                    } else {
                        number
                    }
                });
                (key, place)
            })
            .collect();
        keys.sort_unstable();
        rows = keys
            .into_iter()
            .filter_map(|(_, place)| rows.get(usize::try_from(place).ok()?).copied())
            .collect();
    }
    rows
}

/// The table as it is filtered, in CSV; what is unknown is empty.
pub(crate) fn csv(state: &State) -> Vec<u8> {
    let figures = TypeTable::of(&state.plan, state.group, pods(state));
    // No cell holds a comma, a quote or a sign that a spreadsheet would take for a formula.
    let mut text = String::from("instance_type");
    for column in state.table.columns() {
        text.push(',');
        text.push_str(COLUMNS[column].name);
    }
    text.push('\n');
    for kind in rows(state, &figures) {
        text.push_str(&kind.name);
        for column in state.table.columns() {
            text.push(',');
            text.push_str(&columns::plain(column, kind, &figures));
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// The table.
pub(crate) fn view(state: &State) -> El {
    let figures = TypeTable::of(&state.plan, state.group, pods(state));
    let rows = rows(state, &figures);
    let first = state.table.first.min(rows.len().saturating_sub(WINDOW));
    let below = rows.len().saturating_sub(first + WINDOW);
    let mut filters = el("div", "filters")
        .attr("role", "group")
        .attr("aria-label", "Filters")
        .kid(filter(
            "filter-name".into(),
            "Name",
            &state.table.name,
            &Act::TypeName,
            None,
        ));
    let mut head = el("tr", "")
        .kid(el("th", "").attr("scope", "col").text("Compare"))
        .kid(el("th", "").attr("scope", "col").text("Name"));
    for column in state.table.columns() {
        let id = join(&["filter-", &column.to_string()]);
        let fault = bounds(state, column).err();
        let text = &state.table.bounds[column];
        filters = filters.kid(filter(
            id,
            COLUMNS[column].title,
            text,
            &Act::Bound(column),
            fault,
        ));
        head = head.kid(heading(state, column));
    }
    let wide = state.table.columns().count() + 2;
    let mut body = el("tbody", "").maybe(gap(first, wide));
    for (offset, kind) in rows.iter().skip(first).take(WINDOW).enumerate() {
        body = body.kid(row(state, &figures, first + offset, kind));
    }
    let table = el("table", "")
        .set("aria-rowcount", (rows.len() + 1).to_string())
        .kid(el("thead", "").kid(head))
        .kid(body.maybe(gap(below, wide)));
    let count = join(&[
        &of(rows.len() as u64, state.catalogue.listed().count() as u64),
        " types, each with ",
        &grouped(pods(state).into()),
        " pods on a node. A filter is a number at least, or a condition such as >=29 and <110.",
    ]);
    el("section", "instances")
        .attr("aria-labelledby", "instances-title")
        .kid(title(state))
        .kid(filters)
        .kid(choose_columns(state))
        .kid(el("p", "").attr("role", "status").say(count))
        .maybe(comparison::view(state, &figures))
        .kid(
            el("div", "scroll window")
                .attr("id", "types")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "Table of instance types")
                .on(On::Scroll, Act::Scroll.code())
                .kid(table),
        )
}

/// The heading, the group for which a type is picked, the pods on a node, and the table as a file.
fn title(state: &State) -> El {
    let groups: Vec<String> = (0..state.plan.node_groups.len())
        .map(|index| state.plan.group_name(index))
        .collect();
    let groups = (!groups.is_empty())
        .then(|| chooser("pick-group", "Pick for", &Act::Group, groups, state.group));
    let pods = el("input", "")
        .attr("id", "types-pods")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .set("placeholder", pods(state).to_string())
        .value(state.table.pods.clone())
        .on(On::Input, Act::Pods.code());
    let pods = el("div", "field inline pods-on-node")
        .kid(
            el("label", "")
                .attr("for", "types-pods")
                .text("Pods on a node"),
        )
        .kid(el("span", "box").kid(pods));
    let save = button("")
        .text("Save as CSV")
        .on(On::Click, Act::SaveTypes.code());
    el("div", "title")
        .kid(
            el("h2", "")
                .attr("id", "instances-title")
                .text("Instance types"),
        )
        .kid(el("div", "row").kid(pods).maybe(groups).kid(save))
}

/// A box for each column.
fn choose_columns(state: &State) -> El {
    let mut boxes = el("div", "row choose-columns")
        .attr("role", "group")
        .attr("aria-label", "Columns");
    for (place, column) in COLUMNS.iter().enumerate() {
        let tick = el("input", "")
            .attr("type", "checkbox")
            .checked(state.table.shown[place])
            .on(On::Change, Act::Column(place).code());
        boxes = boxes.kid(el("label", "").kid(tick).text(column.title));
    }
    details("columns-shown", el("summary", "").text("Columns"), boxes)
}

/// The place of rows that are not made.
fn gap(rows: usize, wide: usize) -> Option<El> {
    (rows > 0).then(|| {
        el("tr", "").attr("aria-hidden", "true").kid(
            el("td", "")
                .set("height", (rows * ROW).to_string())
                .set("colspan", wide.to_string()),
        )
    })
}

fn filter(
    id: String,
    name: &'static str,
    text: &str,
    act: &Act,
    fault: Option<&'static str>,
) -> El {
    let mut input = el("input", "")
        .set("id", id.clone())
        .attr("type", "text")
        .attr("placeholder", "any")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value(text.into())
        .on(On::Input, act.code());
    if fault.is_some() {
        input = input.attr("aria-invalid", "true");
    }
    el("div", "field")
        .kid(el("label", "").set("for", id).text(name))
        .kid(el("span", "box").kid(input))
        .maybe(fault.map(|words| el("p", "said wrong").attr("role", "status").text(words)))
}

fn heading(state: &State, column: usize) -> El {
    let (sorted, sign) = match state.table.sort {
        Some((by, true)) if by == column => ("descending", " ↓"),
        Some((by, false)) if by == column => ("ascending", " ↑"),
        _ => ("none", ""),
    };
    el("th", "number")
        .attr("scope", "col")
        .attr("aria-sort", sorted)
        .kid(
            button("plain")
                .text(COLUMNS[column].title)
                .on(On::Click, Act::Sort(column).code())
                .text(sign),
        )
}

fn row(state: &State, figures: &TypeTable, index: usize, kind: &InstanceType) -> El {
    let group = state.plan.node_groups.get(state.group);
    let chosen =
        group.is_some_and(|group| group.instance_types.iter().any(|name| **name == *kind.name));
    let mark = el("input", "")
        .attr("type", "checkbox")
        .set("aria-label", join(&["Compare ", &kind.name]))
        .checked(state.table.marked.contains(&kind.name))
        .on(On::Change, Act::Mark(kind.name.clone()).code());
    let pick = button("plain")
        .flag("aria-pressed", chosen)
        .say(kind.name.clone())
        .on(On::Click, Act::Pick(kind.name.clone()).code());
    let mut row = el("tr", if chosen { "picked" } else { "" })
        .set("aria-rowindex", (index + 2).to_string())
        .kid(el("td", "").kid(mark))
        .kid(el("th", "").attr("scope", "row").kid(pick));
    for column in state.table.columns() {
        row = row.kid(el("td", "number").say(columns::text(column, kind, figures)));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_screen_shows_what_decides_until_someone_chooses() {
        let mut table = Table::new();
        let titles = |table: &Table| -> Vec<&str> {
            table
                .columns()
                .map(|column| COLUMNS[column].title)
                .collect()
        };
        table.fit(true);
        let first = ["Max pods", "Addresses taken", "Pods that fit", "Bound by"];
        assert_eq!(titles(&table), first);
        table.fit(false);
        assert_eq!(table.columns().count(), 10);
        table.fit(true);
        table.toggle(0);
        table.fit(false);
        assert_eq!(titles(&table), [&["vCPU"][..], &first[..]].concat());
    }
}
