//! The VPC page: the address space, and what takes addresses in it beside the nodes.

use crate::change::Change;
use crate::element::{El, el};
use crate::form::{Look, Ui, change, instead, unit};
use crate::path;
use eniplan_elements::join;

/// The page.
pub(crate) fn view(ui: &Ui) -> El {
    let forms = el("div", "columns")
        .kid(blocks(ui))
        .kid(strategy(ui))
        .kid(around(ui))
        .kid(others(ui));
    el("div", "page")
        .answer("start".into())
        .answer("verdict".into())
        .answer("map".into())
        .answer("subnets".into())
        .kid(forms)
        .answer("findings".into())
}

/// A box of a form.
fn card(id: &'static str, title: &'static str) -> El {
    el("section", "card")
        .attr("aria-labelledby", id)
        .kid(el("h2", "").attr("id", id).text(title))
}

fn blocks(ui: &Ui) -> El {
    let mut list = el("div", "");
    for index in 0..path::count_at(&ui.state.plan, "vpc.cidrs") {
        let number = index.to_string();
        let path = |key| join(&["vpc.cidrs[", &number, "].", key]);
        let label = if index == 0 {
            "Primary".into()
        } else {
            join(&["Secondary ", &number])
        };
        let routable = Look {
            help: Some("Reached from outside the VPC."),
            ..Look::default()
        };
        let remove = (index > 0).then(|| {
            change(
                "plain",
                "Remove",
                join(&["Remove ", &ui.text(&path("cidr"))]),
                Change::RemoveBlock(index),
            )
        });
        list = list.kid(
            el("div", "pair")
                .kid(ui.field(&path("cidr"), &label, Look::default()))
                .kid(
                    el("div", "")
                        .kid(ui.switch(&path("routable"), "Routable", routable))
                        .maybe(remove),
                ),
        );
    }
    let zones = Look {
        help: Some("Letters or names, with commas between them."),
        ..instead("a, b, c", "")
    };
    card("blocks-title", "VPC")
        .kid(list)
        .answer("block".into())
        .kid(
            el("div", "pair")
                .kid(ui.field("region", "Region", Look::default()))
                .kid(ui.field("zones", "Zones", zones)),
        )
        .kid(ui.field("vpc.peers", "Peers", instead("none", "")))
        .kid(ui.field("vpc.routes", "Routes", instead("none", "")))
        .kid(
            el("div", "pair")
                .kid(ui.field("cluster.service_cidr", "Service block", Look::default()))
                .kid(ui.field(
                    "cluster.kubernetes_version",
                    "Kubernetes version",
                    Look::default(),
                )),
        )
}

fn strategy(ui: &Ui) -> El {
    let prefixes = ui.is_on("networking.prefix_delegation");
    let by_address = !ui.text("networking.warm.ip").is_empty()
        || !ui.text("networking.warm.minimum_ip").is_empty();
    let in_force = |there: bool, name| {
        unit(if there && !by_address {
            name
        } else {
            "not in force"
        })
    };
    let mut section = card("strategy-title", "How pods get addresses").kid(ui.choice(
        "networking.cni",
        "CNI",
        Look::default(),
    ));
    for (path, label) in [
        ("networking.prefix_delegation", "Prefix delegation"),
        ("networking.custom_networking", "Custom networking"),
        ("networking.subnet_discovery", "Subnet discovery"),
        ("networking.pod_security_groups", "Security groups for pods"),
        ("networking.external_snat", "External SNAT"),
    ] {
        section = section.kid(ui.switch(path, label, Look::default()));
    }
    section.kid(el("h3", "").text("Warm targets")).kid(
        el("div", "pair")
            .kid(ui.field(
                "networking.warm.eni",
                "Interfaces",
                in_force(!prefixes, "interfaces"),
            ))
            .kid(ui.field(
                "networking.warm.prefix",
                "Prefixes",
                in_force(prefixes, "prefixes"),
            ))
            .kid(ui.field(
                "networking.warm.ip",
                "Addresses",
                instead("off", "addresses"),
            ))
            .kid(ui.field(
                "networking.warm.minimum_ip",
                "Addresses at least",
                instead("off", "addresses"),
            ))
            .kid(ui.field(
                "networking.max_eni",
                "Interfaces at most",
                instead("the type's", "interfaces"),
            )),
    )
}

fn around(ui: &Ui) -> El {
    card("around-title", "Around the cluster")
        .kid(ui.choice("endpoints.nat_gateways", "NAT gateways", Look::default()))
        .kid(ui.field(
            "endpoints.interface_endpoints.count",
            "Interface endpoints",
            unit("endpoints"),
        ))
        .kid(
            el("div", "pair")
                .kid(ui.field(
                    "endpoints.load_balancers.alb",
                    "ALBs",
                    unit("load balancers"),
                ))
                .kid(ui.field(
                    "endpoints.load_balancers.nlb",
                    "NLBs",
                    unit("load balancers"),
                )),
        )
        .kid(ui.field(
            "cluster.control_plane_interfaces",
            "Control plane",
            unit("interfaces"),
        ))
        .kid(ui.field(
            "growth.pods_per_month",
            "Growth of the pods",
            unit("a month"),
        ))
}

fn others(ui: &Ui) -> El {
    let count = path::count_at(&ui.state.plan, "others");
    let mut list = el("div", "");
    for index in 0..count {
        let number = index.to_string();
        let path = |key| join(&["others[", &number, "].", key]);
        let name = ui.text(&path("name"));
        list = list.kid(
            el("div", "pair")
                .kid(ui.field(&path("name"), "Name", Look::default()))
                .kid(ui.field(&path("addresses"), "Addresses", unit("addresses")))
                .kid(ui.field(&path("subnets"), "Subnets", instead("node subnets", "")))
                .kid(ui.field(&path("growth"), "Growth", unit("a month")))
                .kid(change(
                    "plain",
                    "Remove",
                    join(&["Remove ", &name]),
                    Change::RemoveOther(index),
                )),
        );
    }
    let none = (count == 0).then(|| {
        el("p", "empty")
            .text("Nothing yet. Add what takes addresses here: functions, databases, machines.")
    });
    card("others-title", "What else lives in the subnets")
        .maybe(none)
        .kid(list)
        .kid(el("p", "row").kid(change(
            "",
            "Add a row",
            "Add a row for something that takes addresses".into(),
            Change::AddOther,
        )))
}
