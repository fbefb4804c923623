//! The VPC page: the address space, and what takes addresses in it beside the nodes.

use eniplan_core::plan::VpcCidr;
use yew::prelude::*;

use crate::change::Change;
use crate::form::{Look, Ui};
use crate::path;
use crate::{findings, map, subnets, verdict};

/// The page.
pub(crate) fn view(ui: &Ui) -> Html {
    html! {
        <>
        { verdict::view(ui.state) }
        { map::view(ui) }
        { subnets::view(ui) }
        <div class="columns">
            { blocks(ui) }
            { strategy(ui) }
            { around(ui) }
            { others(ui) }
        </div>
        { findings::list(ui.state) }
        </>
    }
}

fn plain() -> Look<'static> {
    Look::default()
}

fn unit(unit: &'static str) -> Look<'static> {
    Look { unit, ..Look::default() }
}

/// A box of a form.
pub(crate) fn card(id: &'static str, title: &str, body: Html) -> Html {
    html! {
        <section class="card" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            { body }
        </section>
    }
}

fn blocks(ui: &Ui) -> Html {
    let cidrs = &ui.state.plan.vpc.cidrs;
    card("blocks-title", "VPC", html! {
        <>
        for (index, block) in cidrs.iter().enumerate() { { block_row(ui, index, block) } }
        <p class="row">{ ui.change("", "Add a block for pods", "Add a block of 100.64.0.0/10 for pods", Change::AddPodsBlock) }</p>
        <div class="pair">
            { ui.field("region", "Region", plain()) }
            { ui.field("zones", "Zones", Look {
                instead: "a, b, c",
                help: Some("Letters or names, with commas between them."),
                ..Look::default()
            }) }
        </div>
        { ui.field("vpc.peers", "Peers", Look { instead: "none", ..Look::default() }) }
        { ui.field("vpc.routes", "Routes", Look { instead: "none", ..Look::default() }) }
        { ui.field("cluster.service_cidr", "Service block", Look {
            instead: &ui.state.plan.service_cidr().to_string(),
            ..Look::default()
        }) }
        { ui.field("cluster.kubernetes_version", "Kubernetes version", plain()) }
        </>
    })
}

fn block_row(ui: &Ui, index: usize, block: &VpcCidr) -> Html {
    let label = if index == 0 { "Primary block".to_owned() } else { format!("Secondary block {index}") };
    html! {
        <div class="pair block-row">
            { ui.field(&format!("vpc.cidrs[{index}].cidr"), &label, plain()) }
            <div>
                { ui.switch(&format!("vpc.cidrs[{index}].routable"), "Routable", Look {
                    help: Some("Reached from outside the VPC."),
                    ..Look::default()
                }) }
                if index > 0 {
                    { ui.change("plain", "Remove", &format!("Remove {}", block.cidr), Change::RemoveBlock(index)) }
                }
            </div>
        </div>
    }
}

fn strategy(ui: &Ui) -> Html {
    let warm = &ui.state.plan.networking.warm;
    let prefixes = ui.state.plan.networking.prefix_delegation;
    let off = |other: bool| if other { "not in force" } else { "" };
    let by_address = warm.ip.is_some() || warm.minimum_ip.is_some();
    card("strategy-title", "How pods get addresses", html! {
        <>
        { ui.choice("networking.cni", "CNI", plain()) }
        { ui.switch("networking.prefix_delegation", "Prefix delegation", plain()) }
        { ui.switch("networking.custom_networking", "Custom networking", plain()) }
        { ui.switch("networking.subnet_discovery", "Subnet discovery", plain()) }
        { ui.switch("networking.pod_security_groups", "Security groups for pods", plain()) }
        { ui.switch("networking.external_snat", "External SNAT", plain()) }
        <h3>{ "Warm targets" }</h3>
        <div class="pair">
            { ui.field("networking.warm.eni", "WARM_ENI_TARGET", unit(if by_address || prefixes { off(true) } else { "interfaces" })) }
            { ui.field("networking.warm.prefix", "WARM_PREFIX_TARGET", unit(if by_address || !prefixes { off(true) } else { "prefixes" })) }
            { ui.field("networking.warm.ip", "WARM_IP_TARGET", Look { unit: "addresses", instead: "off", ..Look::default() }) }
            { ui.field("networking.warm.minimum_ip", "MINIMUM_IP_TARGET", Look { unit: "addresses", instead: "off", ..Look::default() }) }
            { ui.field("networking.max_eni", "MAX_ENI", Look { unit: "interfaces", instead: "as the type has", ..Look::default() }) }
        </div>
        </>
    })
}

fn around(ui: &Ui) -> Html {
    card("around-title", "Around the cluster", html! {
        <>
        { ui.choice("endpoints.nat_gateways", "NAT gateways", plain()) }
        { ui.field("endpoints.interface_endpoints.count", "Interface endpoints", unit("endpoints")) }
        <div class="pair">
            { ui.field("endpoints.load_balancers.alb", "ALB", unit("load balancers")) }
            { ui.field("endpoints.load_balancers.nlb", "NLB", unit("load balancers")) }
        </div>
        { ui.field("cluster.control_plane_interfaces", "Control plane", unit("interfaces")) }
        { ui.field("growth.pods_per_month", "Growth of the pods", unit("a month")) }
        </>
    })
}

fn others(ui: &Ui) -> Html {
    let count = ui.state.plan.others.len();
    card("others-title", "What else lives in the subnets", html! {
        <>
        if count == 0 { <p class="empty">{ "Nothing. Add what takes addresses here: Lambda functions, databases, machines." }</p> }
        for index in 0..count {
            <div class="pair other-row">
                { ui.field(&format!("others[{index}].name"), "Name", plain()) }
                { ui.field(&format!("others[{index}].addresses"), "Addresses", unit("addresses")) }
                { ui.field(&format!("others[{index}].subnets"), "Subnets", Look { instead: "node subnets", ..Look::default() }) }
                { ui.field(&format!("others[{index}].growth"), "Growth", unit("a month")) }
                { ui.change("plain", "Remove", &format!("Remove {}", named(ui, index)), Change::RemoveOther(index)) }
            </div>
        }
        <p class="row">{ ui.change("", "Add a row", "Add something that takes addresses", Change::AddOther) }</p>
        </>
    })
}

fn named(ui: &Ui, index: usize) -> String {
    let name = path::text_at(&ui.tree, &format!("others[{index}].name"));
    if name.is_empty() { format!("row {}", index + 1) } else { name }
}
