//! The subnets as a table: who takes their addresses, and their fields where the plan lists them.

use eniplan_core::analyze::SubnetReport;
use eniplan_core::finding::Grouped;
use yew::prelude::*;

use crate::change::Change;
use crate::form::{Look, Ui, details, facts};
use crate::state::Action;
use crate::verdict::grouped;

/// Rows that are shown at first; the rest would make every keystroke slow.
const MOST: usize = 200;

/// The section of subnets.
pub(crate) fn view(ui: &Ui) -> Html {
    let state = ui.state;
    let subnets = state.subnets();
    let listed = !state.plan.subnets.is_empty();
    html! {
        <section class="subnets" aria-labelledby="subnets-title">
            <div class="title">
                <h2 id="subnets-title">{ "Subnets" }</h2>
                { moments(ui) }
            </div>
            <p class="row">
                if listed {
                    <span>{ "Listed by you; roles that are missing are laid out in free space." }</span>
                    { ui.change("", "Lay all out anew", "Lay all subnets out anew", Change::LayOut) }
                } else {
                    <span>{ "Laid out by eniplan." }</span>
                }
                if state.report.layout.subnets.iter().any(|subnet| subnet.listed.is_none()) {
                    { ui.change("", "Edit them", "List the subnets to edit them", Change::ListSubnets) }
                }
            </p>
            { key() }
            <div class="scroll" tabindex="0" role="region" aria-labelledby="subnets-title">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ "Name" }</th>
                            <th scope="col">{ "Zone" }</th>
                            <th scope="col">{ "Role" }</th>
                            <th scope="col">{ "Block" }</th>
                            <th scope="col">{ "Who takes the addresses" }</th>
                            <th scope="col" class="number">{ "Used" }</th>
                            <th scope="col" class="number">{ "Free" }</th>
                            <th scope="col" class="number">{ "/28 blocks free" }</th>
                            <th scope="col"><span class="hidden">{ "Remove" }</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        for (index, subnet) in subnets.iter().enumerate().take(MOST) { { row(ui, index, subnet) } }
                    </tbody>
                </table>
            </div>
            if subnets.len() > MOST {
                <p>{ format!("The first {MOST} of {} subnets are shown.", subnets.len()) }</p>
            }
        </section>
    }
}

/// The choice of the moment for which map and table are drawn.
fn moments(ui: &Ui) -> Html {
    let states = &ui.state.report.states;
    let dispatch = ui.dispatch.clone();
    let choose = Callback::from(move |event: Event| {
        dispatch.dispatch(Action::Moment(crate::form::value_of(&event).parse().unwrap_or(0)));
    });
    html! {
        <div class="field inline">
            <label for="moment">{ "Show" }</label>
            <span class="box"><select id="moment" onchange={choose}>
                <option value="0" selected={ui.state.moment == 0}>{ "as desired" }</option>
                for (index, state) in states.iter().enumerate() {
                    <option value={(index + 1).to_string()} selected={ui.state.moment == index + 1}>{ named(&state.name) }</option>
                }
            </select></span>
        </div>
    }
}

fn named(state: &str) -> String {
    match (state, state.split_once(':')) {
        ("max", _) => "at max".into(),
        ("upgrade", _) => "while upgrading".into(),
        (_, Some((_, zone))) => format!("without zone {zone}"),
        (other, None) => other.into(),
    }
}

fn row(ui: &Ui, index: usize, subnet: &SubnetReport) -> Html {
    let listed = ui.state.report.layout.subnets.get(index).and_then(|placed| placed.listed);
    let bare = Look { bare: true, ..Look::default() };
    let cells = match listed {
        Some(place) => {
            let path = |key: &str| format!("subnets[{place}].{key}");
            let zones = ui.state.plan.zones().into_iter().map(|zone| {
                let name = zone.name.to_string();
                (name.clone(), name)
            });
            html! {
                <>
                <th scope="row">{ ui.field(&path("name"), &format!("Name of subnet {}", place + 1), Look { instead: &subnet.name, ..bare }) }</th>
                <td>{ ui.pick(&path("zone"), &format!("Zone of {}", subnet.name), bare, zones.collect()) }</td>
                <td>{ ui.choice(&path("role"), &format!("Role of {}", subnet.name), bare) }</td>
                <td>{ ui.field(&path("cidr"), &format!("Block of {}", subnet.name), bare) }</td>
                </>
            }
        }
        None => html! {
            <>
            <th scope="row">{ &subnet.name }</th>
            <td>{ &subnet.zone }</td>
            <td>{ subnet.role.word() }</td>
            <td><code>{ subnet.cidr.to_string() }</code></td>
            </>
        },
    };
    html! {
        <tr>
            { cells }
            <td class="wide">{ bar(subnet) }</td>
            <td class="number">{ grouped(subnet.used) }</td>
            <td class="number">
                if subnet.short > 0 {
                    <b class="wrong">{ "short of " }{ grouped(subnet.short) }</b>
                } else { { grouped(subnet.free) } }
            </td>
            <td class="number">{ format!("{} of {}", Grouped(subnet.prefixes_free), Grouped(subnet.prefixes_total)) }</td>
            <td>
                if let Some(place) = listed {
                    { ui.change("plain", "Remove", &format!("Remove {}", subnet.name), Change::RemoveSubnet(place)) }
                }
            </td>
        </tr>
    }
}

/// Who wants a subnet's addresses: the class of its part of the bar, its name, how many.
fn parts(subnet: &SubnetReport) -> [(&'static str, &'static str, u64); 8] {
    let demand = subnet.demand;
    [
        ("control-plane", "control plane", demand.control_plane),
        ("nat", "NAT, endpoints, load balancers", demand
            .nat_gateways
            .saturating_add(demand.interface_endpoints)
            .saturating_add(demand.load_balancers)),
        ("other", "others", demand.others),
        ("interfaces", "interfaces", demand.interfaces),
        ("pods", "pods", demand.pods),
        ("idle", "idle, held for pods to come", demand.idle),
        ("free", "free", subnet.free),
        ("reserved", "reserved by AWS", subnet.addresses.saturating_sub(subnet.usable)),
    ]
}

/// The bar, which opens to its numbers.
fn bar(subnet: &SubnetReport) -> Html {
    let parts = parts(subnet);
    let whole = parts.iter().fold(0, |sum: u64, (_, _, count)| sum.saturating_add(*count)).max(1);
    let mut before = 0u64;
    let drawn = parts.iter().filter(|(_, _, count)| *count > 0).map(|(class, _, count)| {
        // Shares of 100,000, so that five addresses of a /16 still have a place.
        let at = u128::from(before) * 100_000 / u128::from(whole);
        before = before.saturating_add(*count);
        let end = u128::from(before) * 100_000 / u128::from(whole);
        html! { <rect class={*class} x={at.to_string()} width={(end - at).to_string()} height="10" /> }
    });
    let picture = html! {
        <svg class="bar" viewBox="0 0 100000 10" preserveAspectRatio="none" role="img"
            aria-label={format!("{} of {} used", Grouped(subnet.used), Grouped(subnet.usable))}>
            { for drawn }
        </svg>
    };
    let mut rows: Vec<(&str, String)> = parts.iter().map(|(_, name, count)| (*name, grouped(*count))).collect();
    rows.push(("addresses in the block", grouped(subnet.addresses)));
    rows.push(("short of", grouped(subnet.short)));
    if let Some(free) = subnet.observed_free {
        rows.push(("free as AWS reports", grouped(free)));
    }
    if let Some(unexplained) = subnet.unexplained {
        rows.push(("unexplained by the model", unexplained.to_string()));
    }
    details("open-bar", picture, facts(rows))
}

/// What the bars' parts mean.
fn key() -> Html {
    let names = [
        ("control-plane", "control plane"),
        ("nat", "NAT, endpoints, load balancers"),
        ("other", "others"),
        ("interfaces", "interfaces"),
        ("pods", "pods"),
        ("idle", "idle"),
        ("free", "free"),
    ];
    html! {
        <p class="legend" aria-hidden="true">
            for (class, name) in names {
                <span><svg width="14" height="14"><rect class={class} width="14" height="14" /></svg>{ name }</span>
            }
        </p>
    }
}
