//! The subnets as a table: who takes their addresses, and their fields where the plan lists them.

use eniplan_core::analyze::SubnetReport;
use eniplan_core::plan::Role;
use eniplan_elements::{Field, On, button, details, facts, grouped, join, of, option, with_roles};

use crate::State;
use crate::act::{Act, El, el};
use crate::edits::{self, Place};
use crate::findings::Told;

/// Rows that are shown until all are asked for, and then; more would make every keystroke slow.
const MOST: [usize; 2] = [50, 400];

/// The section of subnets.
pub(crate) fn view(state: &State, told: &Told) -> El {
    let subnets = state.subnets();
    let listed = !state.plan.subnets.is_empty();
    let laid_out = state
        .report
        .layout
        .subnets
        .iter()
        .any(|subnet| subnet.listed.is_none());
    let row_of_buttons = el("p", "row")
        .kid(el("span", "").text(if listed {
            "Listed by you; roles that are missing are laid out in free space."
        } else {
            "Laid out by eniplan."
        }))
        .maybe(listed.then(|| {
            change(
                "",
                "Lay all out anew",
                "Lay all out anew: every subnet".into(),
                &Act::LayOut,
            )
        }))
        .maybe(laid_out.then(|| {
            change(
                "",
                "Edit them",
                "Edit them: list the subnets".into(),
                &Act::ListSubnets,
            )
        }));
    let mut head = el("tr", "");
    for (class, name) in [
        ("", "Name"),
        ("", "Zone"),
        ("", "Role"),
        ("", "Block"),
        ("", "Who takes the addresses"),
        ("number", "Used"),
        ("number", "Free"),
        ("number", "/28 blocks free"),
    ] {
        head = head.kid(el("th", class).attr("scope", "col").text(name));
    }
    head = head.kid(el("td", ""));
    let mut body = el("tbody", "");
    let most = MOST[usize::from(state.all_rows)];
    for (index, subnet) in subnets.iter().enumerate().take(most) {
        body = body.kid(row(state, told, index, subnet));
    }
    let more = (subnets.len() > most).then(|| {
        let all = (!state.all_rows).then(|| {
            button("")
                .text("Show more")
                .on(On::Click, Act::AllRows.code())
        });
        el("p", "row")
            .kid(el("span", "").say(join(&[
                "The first ",
                &of(most as u64, subnets.len() as u64),
                " subnets are shown.",
            ])))
            .maybe(all)
    });
    el("section", "subnets")
        .attr("aria-labelledby", "subnets-title")
        .kid(
            el("div", "title")
                .kid(el("h2", "").attr("id", "subnets-title").text("Subnets"))
                .kid(chooser(
                    "moment",
                    "Show",
                    &Act::Moment,
                    moments(state),
                    state.moment,
                )),
        )
        .kid(row_of_buttons)
        .kid(key())
        .kid(
            el("div", "scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "Table of subnets")
                .kid(with_roles(
                    el("table", "").kid(el("thead", "").kid(head)).kid(body),
                )),
        )
        .maybe(more)
}

/// The moments of a report, in words.
pub(crate) fn moments(state: &State) -> Vec<String> {
    let mut names = vec!["as desired".to_owned()];
    for moment in &state.report.states {
        names.push(match (moment.name.as_str(), moment.name.split_once(':')) {
            ("max", _) => "at max".into(),
            ("upgrade", _) => "while upgrading".into(),
            (_, Some((_, zone))) => join(&["without zone ", zone]),
            (other, None) => other.into(),
        });
    }
    names
}

fn row(state: &State, told: &Told, index: usize, subnet: &SubnetReport) -> El {
    let placed = state.report.layout.subnets.get(index);
    let listed = placed.and_then(|placed| placed.listed);
    // On a small screen a row is a card, where a cell says what it is.
    let cell = |class, of| el("td", class).attr("data-of", of);
    let name = el("th", "").attr("scope", "row").attr("data-of", "Name");
    let row = match listed {
        Some(place) => {
            let field = |key, what, choices| Field {
                path: join(&["subnets[", &place.to_string(), "].", key]),
                label: join(&[what, &subnet.name]),
                choices,
                ..Field::default()
            };
            let with_told = |cell: El, field: Field| {
                let told = told.at(&field.path);
                cell.field(field).kid(told)
            };
            let zones = state
                .plan
                .zones()
                .into_iter()
                .map(|zone| zone.name.to_string())
                .collect();
            let roles = Role::ALL
                .iter()
                .map(|role| role.word().to_owned())
                .collect();
            el("tr", "")
                .kid(name.field(Field {
                    instead: subnet.name.clone(),
                    ..field("name", "Name of ", Vec::new())
                }))
                .kid(with_told(
                    cell("", "Zone"),
                    field("zone", "Zone of ", zones),
                ))
                .kid(cell("", "Role").field(field("role", "Role of ", roles)))
                .kid(with_told(
                    cell("", "Block"),
                    field("cidr", "Block of ", Vec::new()),
                ))
        }
        None => el("tr", "")
            .kid(name.say(subnet.name.clone()))
            .kid(cell("", "Zone").say(subnet.zone.clone()))
            .kid(cell("", "Role").text(subnet.role.word()))
            .kid(cell("", "Block").kid(el("code", "").say(subnet.cidr.to_string()))),
    };
    let free = if subnet.short > 0 {
        cell("number wrong", "Free").say(join(&["short of ", &grouped(subnet.short)]))
    } else {
        cell("number", "Free").number(subnet.free)
    };
    let remove = listed.map(|place| {
        change(
            "plain",
            "Remove",
            join(&["Remove ", &subnet.name]),
            &Act::RemoveSubnet(place),
        )
    });
    row.kid(el("td", "wide").kid(bar(subnet)))
        .kid(cell("number", "Used").number(subnet.used))
        .kid(free)
        .kid(
            cell("number", "/28 blocks free").kid(
                button("plain open-blocks")
                    .say(of(subnet.prefixes_free, subnet.prefixes_total))
                    .set(
                        "aria-label",
                        join(&[
                            &of(subnet.prefixes_free, subnet.prefixes_total),
                            ": show the /28 blocks of ",
                            &subnet.name,
                        ]),
                    )
                    .on(On::Click, Act::Near(subnet.name.clone()).code()),
            ),
        )
        .kid(
            el("td", "")
                .maybe(placed.map(|placed| edits::offer(state, Place::Row, placed, remove))),
        )
}

/// A button that changes the plan, with a name for screen readers that says what.
fn change(class: &'static str, label: &'static str, name: String, act: &Act) -> El {
    button(class)
        .text(label)
        .on(On::Click, act.code())
        .set("aria-label", name)
}

/// A choice that is no part of the plan.
pub(crate) fn chooser(
    id: &'static str,
    label: &'static str,
    act: &Act,
    names: Vec<String>,
    chosen: usize,
) -> El {
    let mut select = el("select", "").attr("id", id).on(On::Change, act.code());
    for (index, name) in names.into_iter().enumerate() {
        select = select.kid(option(index.to_string(), name, index == chosen));
    }
    el("div", "field inline")
        .kid(el("label", "").attr("for", id).text(label))
        .kid(el("span", "box").kid(select))
}

/// The parts of a bar: class and name.
const PARTS: [(&str, &str); 8] = [
    ("control-plane", "control plane"),
    ("nat", "NAT, endpoints, load balancers"),
    ("other", "others"),
    ("interfaces", "interfaces"),
    ("pods", "pods"),
    ("idle", "idle"),
    ("free", "free"),
    ("reserved", "reserved by AWS"),
];

/// Who wants a subnet's addresses, in the order of [`PARTS`].
fn parts(subnet: &SubnetReport) -> [u64; 8] {
    let demand = subnet.demand;
    let endpoints = demand
        .interface_endpoints
        .saturating_add(demand.load_balancers);
    [
        demand.control_plane,
        demand.nat_gateways.saturating_add(endpoints),
        demand.others,
        demand.interfaces,
        demand.pods,
        demand.idle,
        subnet.free,
        subnet.addresses.saturating_sub(subnet.usable),
    ]
}

/// The bar, which opens to its numbers.
fn bar(subnet: &SubnetReport) -> El {
    let parts = parts(subnet);
    let label = join(&[&of(subnet.used, subnet.usable), " used"]);
    let classes = PARTS.map(|(class, _)| class);
    let picture = stripes(parts.into_iter().zip(classes), label);
    let mut rows = Vec::new();
    for (count, (_, name)) in parts.into_iter().zip(PARTS) {
        rows.push((name, grouped(count)));
    }
    rows.push(("addresses in the block", grouped(subnet.addresses)));
    if subnet.short > 0 {
        rows.push(("addresses missing", grouped(subnet.short)));
    }
    if let Some(free) = subnet.observed_free {
        rows.push(("free as AWS reports", grouped(free)));
    }
    if let Some(unexplained) = subnet.unexplained {
        rows.push(("unexplained by the model", unexplained.to_string()));
    }
    details("open-bar", el("summary", "").kid(picture), facts(rows))
}

/// Parts of a whole side by side, each with its class.
pub(crate) fn stripes(
    parts: impl Iterator<Item = (u64, &'static str)> + Clone,
    label: String,
) -> El {
    let whole = parts
        .clone()
        .map(|(count, _)| count)
        .fold(0, u64::saturating_add)
        .max(1);
    let mut picture = el("svg", "bar")
        .attr("viewBox", "0 0 100000 10")
        .attr("preserveAspectRatio", "none")
        .attr("role", "img")
        .set("aria-label", label);
    // Shares of 100,000, so that five addresses of a /16 still have a place.
    let place = |count: u64| count.saturating_mul(100_000) / whole;
    let mut before = 0u64;
    for (count, class) in parts {
        let at = place(before);
        before = before.saturating_add(count);
        picture = picture.kid(
            el("rect", class)
                .set("x", at.to_string())
                .set("width", place(before).saturating_sub(at).to_string())
                .attr("height", "10"),
        );
    }
    picture
}

/// What the bars' parts mean.
fn key() -> El {
    let mut key = el("p", "legend").attr("aria-hidden", "true");
    for (class, name) in PARTS {
        key = key.kid(swatch(class, name));
    }
    key
}

/// A part of a picture with its name.
pub(crate) fn swatch(class: &'static str, name: &'static str) -> El {
    let size = |tag, class| el(tag, class).attr("width", "14").attr("height", "14");
    el("span", "")
        .kid(size("svg", "").kid(size("rect", class)))
        .text(name)
}
