//! The commands that show what the page reads, to be copied.

use eniplan_elements::{On, button, details};
use eniplan_import::{COMMANDS, Inventory};

use crate::{El, el};

/// The commands; open while nothing was read.
pub(crate) fn view(inventory: &Inventory) -> El {
    let mut list = el("ol", "commands");
    for (at, command) in COMMANDS.iter().enumerate() {
        let copy = button("")
            .text("Copy")
            .set(
                "aria-label",
                format!("Copy the command for {}", command.shows),
            )
            .on(On::Click, format!("!import command {at}"));
        list = list.kid(
            el("li", "")
                .kid(
                    el("div", "row")
                        .kid(el("span", "").text(command.shows))
                        .kid(copy),
                )
                .kid(
                    el("pre", "")
                        .attr("tabindex", "0")
                        .set("aria-label", format!("Command for {}", command.shows))
                        .text(command.line),
                ),
        );
    }
    let body = el("div", "")
        .kid(el("p", "help").text(
            "They only read. Set VPC, CLUSTER and GROUP first. Each is useful alone: two that answer most are the subnets and the nodes.",
        ))
        .kid(list);
    let whole = details(
        "card commands-card",
        el("summary", "").kid(el("h2", "").text("Commands to run")),
        body,
    );
    whole.when(inventory.documents.is_empty(), "open")
}
