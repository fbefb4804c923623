//! The commands that show what the page reads, to be copied.

use eniplan_elements::{On, button, details};
use eniplan_import::{COMMANDS, Command, Inventory, QUICK};

use crate::{El, el};

/// The two commands that answer the question most people come with, until both outputs are here or a plan was made of
/// something else.
pub(crate) fn quick(inventory: &Inventory, is_made: bool) -> Option<El> {
    let given = [!inventory.subnets.is_empty(), !inventory.nodes.is_empty()];
    if given == [true, true] || (is_made && given == [false, false]) {
        return None;
    }
    let mut list = el("ol", "commands quick");
    for (at, (command, given)) in QUICK.iter().zip(given).enumerate() {
        list = list.kid(if given {
            el("li", "given").say(format!("{}: given", command.shows))
        } else {
            item(command, format!("!import quick {at}"))
        });
    }
    let section = el("section", "card")
        .attr("aria-labelledby", "quick-title")
        .kid(
            el("h2", "")
                .attr("id", "quick-title")
                .text("Can it upgrade tomorrow? Two commands answer"),
        )
        .kid(el("p", "help").text(
            "Run both where you run aws and kubectl. They only read. Paste what they print below, one after the other: the answer then stands on this page.",
        ))
        .kid(list);
    Some(section)
}

/// All commands.
pub(crate) fn view() -> El {
    let mut list = el("ol", "commands");
    for (at, command) in COMMANDS.iter().enumerate() {
        list = list.kid(item(command, format!("!import command {at}")));
    }
    let body = el("div", "")
        .kid(el("p", "help").text(
            "They only read, and --query leaves out what is not needed. Set VPC, CLUSTER and GROUP first. Each is useful alone.",
        ))
        .kid(list);
    details(
        "card commands-card",
        el("summary", "").kid(el("h2", "").text("All commands whose output is read")),
        body,
    )
}

/// A command with what it shows, to be copied.
fn item(command: &Command, code: String) -> El {
    let copy = button("")
        .text("Copy")
        .set(
            "aria-label",
            format!("Copy the command for {}", command.shows),
        )
        .on(On::Click, code);
    el("li", "")
        .kid(
            el("div", "row")
                .kid(el("span", "").text(command.shows))
                .kid(copy),
        )
        .kid(crate::command(
            el("pre", "")
                .attr("tabindex", "0")
                .set("aria-label", format!("Command for {}", command.shows)),
            command.line,
        ))
}
