//! The table of instance types, windowed: of more than a thousand rows only those in sight are made.

use eniplan_core::aws::catalogue::InstanceType;
use eniplan_core::aws::max_pods::{Settings, recommended};
use eniplan_elements::{On, button, grouped, join, of};

use crate::State;
use crate::act::{Act, El, el};
use crate::filter::Bounds;
use crate::subnets::chooser;

/// Height of a row, as app.css has it.
const ROW: usize = 36;
/// Rows that are made: those in sight, and some above and below.
const WINDOW: usize = 26;
const MARGIN: usize = 6;

/// How many columns there are beside the name.
pub(crate) const COLUMNS: usize = 7;

const NAMES: [&str; COLUMNS] = [
    "vCPU",
    "Memory, GiB",
    "Max pods",
    "with prefixes",
    "Interfaces",
    "Addresses each",
    "Branch",
];

/// What the user asks of the table.
#[derive(Clone)]
pub(crate) struct Table {
    /// Words that the name must hold.
    pub(crate) name: String,
    /// Conditions as typed.
    pub(crate) bounds: [String; COLUMNS],
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
            sort: None,
            first: 0,
        }
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

/// The number of a type in a column.
fn number(column: usize, kind: &InstanceType, settings: &Settings) -> Option<u64> {
    let pods = |prefix_delegation| {
        recommended(
            kind,
            &Settings {
                prefix_delegation,
                ..*settings
            },
        )
        .into()
    };
    Some(match column {
        0 => kind.vcpus?.into(),
        1 => u64::from(kind.memory_mib?) / 1024,
        2 => pods(false),
        3 if !kind.supports_prefix_delegation() => return None,
        3 => pods(true),
        4 => kind.max_enis.into(),
        5 => kind.ipv4_per_eni.into(),
        _ => kind.branch_enis?.into(),
    })
}

/// How the chosen group's pods get addresses.
fn settings(state: &State) -> Settings {
    state
        .plan
        .node_groups
        .get(state.group)
        .map_or_else(Settings::default, |group| {
            Settings::of(group, &group.networking(&state.plan))
        })
}

/// The types that pass, in order.
fn rows<'a>(state: &'a State, settings: &Settings) -> Vec<&'a InstanceType> {
    let table = &state.table;
    let name = table.name.to_lowercase();
    let bounds: Vec<Bounds> = table
        .bounds
        .iter()
        .map(|text| Bounds::read(text).unwrap_or(Bounds::ALL))
        .collect();
    let mut rows: Vec<&InstanceType> = state
        .catalogue
        .listed()
        .filter(|kind| {
            name.split_whitespace().all(|word| kind.name.contains(word))
                && bounds.iter().enumerate().all(|(column, bounds)| {
                    *bounds == Bounds::ALL || bounds.hold(number(column, kind, settings))
                })
        })
        .collect();
    if let Some((column, descending)) = table.sort {
        // What is unknown comes last either way. The place keeps equal rows in the order of names.
        let mut keys: Vec<(u64, u64)> = rows
            .iter()
            .zip(0..)
            .map(|(kind, place)| {
                let key = number(column, kind, settings).map_or(u64::MAX, |number| {
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

/// The table.
pub(crate) fn view(state: &State) -> El {
    let settings = settings(state);
    let rows = rows(state, &settings);
    let first = state.table.first.min(rows.len().saturating_sub(WINDOW));
    let below = rows.len().saturating_sub(first + WINDOW);
    let groups = (0..state.plan.node_groups.len())
        .map(|index| state.plan.group_name(index))
        .collect();
    let mut filters = el("div", "filters")
        .attr("role", "group")
        .attr("aria-label", "Filters")
        .kid(filter(
            "filter-name".into(),
            "Name",
            &state.table.name,
            &Act::TypeName,
            false,
        ));
    let mut head = el("tr", "").kid(el("th", "").attr("scope", "col").text("Type"));
    for (column, text) in state.table.bounds.iter().enumerate() {
        let id = join(&["filter-", &column.to_string()]);
        let faulty = Bounds::read(text).is_none();
        filters = filters.kid(filter(id, NAMES[column], text, &Act::Bound(column), faulty));
        head = head.kid(heading(state, column));
    }
    let mut body = el("tbody", "").maybe(gap(first));
    let picked = state
        .plan
        .node_groups
        .get(state.group)
        .map(|group| group.instance_types.as_slice())
        .unwrap_or_default();
    for (offset, kind) in rows.iter().skip(first).take(WINDOW).enumerate() {
        let chosen = picked.iter().any(|name| **name == *kind.name);
        body = body.kid(row(&settings, first + offset, kind, chosen));
    }
    let table = el("table", "")
        .set("aria-rowcount", (rows.len() + 1).to_string())
        .kid(el("thead", "").kid(head))
        .kid(body.maybe(gap(below)));
    let count = join(&[
        &of(rows.len() as u64, state.catalogue.listed().count() as u64),
        " types. A filter is a number at least, or a condition such as >=8 and <32.",
    ]);
    el("section", "instances")
        .attr("aria-labelledby", "instances-title")
        .kid(
            el("div", "title")
                .kid(
                    el("h2", "")
                        .attr("id", "instances-title")
                        .text("Instance types"),
                )
                .kid(chooser(
                    "pick-group",
                    "Pick for",
                    &Act::Group,
                    groups,
                    state.group,
                )),
        )
        .kid(filters)
        .kid(el("p", "").attr("role", "status").say(count))
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

/// The place of rows that are not made.
fn gap(rows: usize) -> Option<El> {
    (rows > 0).then(|| {
        el("tr", "").attr("aria-hidden", "true").kid(
            el("td", "")
                .set("height", (rows * ROW).to_string())
                .attr("colspan", "8"),
        )
    })
}

fn filter(id: String, name: &'static str, text: &str, act: &Act, faulty: bool) -> El {
    let mut input = el("input", "")
        .set("id", id.clone())
        .attr("type", "text")
        .attr("placeholder", "any")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value(text.into())
        .on(On::Input, act.code());
    if faulty {
        input = input.attr("aria-invalid", "true");
    }
    el("div", "field")
        .kid(el("label", "").set("for", id).text(name))
        .kid(el("span", "box").kid(input))
        .maybe(faulty.then(|| {
            el("p", "said wrong")
                .attr("role", "status")
                .text("Write 8, <32 or 8-32.")
        }))
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
                .text(NAMES[column])
                .on(On::Click, Act::Sort(column).code())
                .text(sign),
        )
}

fn row(settings: &Settings, index: usize, kind: &InstanceType, chosen: bool) -> El {
    let pick = button("plain")
        .flag("aria-pressed", chosen)
        .say(kind.name.clone())
        .on(On::Click, Act::Pick(kind.name.clone()).code());
    let mut row = el("tr", if chosen { "picked" } else { "" })
        .set("aria-rowindex", (index + 2).to_string())
        .kid(el("th", "").attr("scope", "row").kid(pick));
    for column in 0..COLUMNS {
        row = row.kid(
            el("td", "number")
                .say(number(column, kind, settings).map_or_else(|| "–".into(), grouped)),
        );
    }
    row
}
