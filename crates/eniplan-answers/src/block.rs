//! A secondary block for the VPC: one is proposed, any can be typed, and what AWS would say of it stands below.

use eniplan_core::finding::Finding;
use eniplan_core::layout::edit;
use eniplan_core::net::{Ipv4Prefix, PrefixError};
use eniplan_core::plan::Plan;
use eniplan_elements::{On, button, grouped, join};

use crate::State;
use crate::act::{Act, El, el};
use crate::edits::{self, Done, Place};

/// Proposals that are tried at most: what stands in the way of these is in the way of all.
const MOST_TRIED: usize = 8;

/// Whether a block is reached from outside: 100.64.0.0/10 is not, as its addresses are nobody's (RFC 6598).
fn is_routable(block: Ipv4Prefix) -> bool {
    let shared: Option<Ipv4Prefix> = "100.64.0.0/10".parse().ok();
    !shared.is_some_and(|shared| shared.contains(block))
}

/// The first /16 of 100.64.0.0/10 that AWS takes; where it takes none, the first that is free.
pub(crate) fn proposal(plan: &Plan) -> String {
    let taken = plan.vpc_blocks();
    let all: Option<Ipv4Prefix> = "100.64.0.0/10".parse().ok();
    let mut free: Vec<Ipv4Prefix> = Vec::new();
    for block in all.into_iter().flat_map(|all| all.parts(16)) {
        if !taken.iter().any(|other| other.overlaps(block)) {
            free.push(block);
        }
    }
    free.truncate(MOST_TRIED);
    let legal = free
        .iter()
        .find(|block| edit::add_block(plan, **block, false).is_ok());
    let proposed = legal.or(free.first());
    proposed.map(ToString::to_string).unwrap_or_default()
}

/// The plan with the typed block, or why there is none.
pub(crate) fn added(state: &State) -> Result<Done, String> {
    let block = typed(state)?;
    let plan = edit::add_block(&state.plan, block, is_routable(block));
    let plan = plan.map_err(|finding: Finding| edits::words(&finding))?;
    Ok(Done {
        plan,
        name: String::new(),
        text: join(&["Secondary block ", &block.to_string(), " added."]),
        block: None,
        focus: String::new(),
    })
}

fn typed(state: &State) -> Result<Ipv4Prefix, String> {
    let text = state.block_text().trim();
    text.parse().map_err(|fault| match fault {
        PrefixError::Malformed => "Write an IPv4 block such as 100.64.0.0/16.".into(),
        PrefixError::HostBits(block) => join(&[
            text,
            " starts inside a block. Write ",
            &Ipv4Prefix::to_string(&block),
            ".",
        ]),
    })
}

/// The field and its button.
pub(crate) fn view(state: &State, place: Place) -> El {
    let id = join(&[place.word(), "-block"]);
    let about = join(&[&id, "-said"]);
    let verdict = added(state).and_then(|_| typed(state));
    let refused = verdict.is_err();
    let words = verdict.map_or_else(
        |why| why,
        |block| {
            let outside = if is_routable(block) {
                ", reached from outside."
            } else {
                ", for pods: not reached from outside."
            };
            join(&[
                "AWS takes it: ",
                &grouped(block.size()),
                " addresses",
                outside,
            ])
        },
    );
    let mut input = el("input", "")
        .set("id", id.clone())
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .set("aria-describedby", about.clone())
        .value(state.block_text().to_owned())
        .on(On::Input, Act::NewBlock.code());
    if refused {
        input = input.attr("aria-invalid", "true");
    }
    let field = el("div", "field")
        .kid(el("label", "").set("for", id).text("New secondary block"))
        .kid(el("span", "box").kid(input))
        .kid(
            el("p", if refused { "said wrong" } else { "help" })
                .set("id", about)
                .attr("role", "status")
                .say(words),
        );
    let add = button("")
        .text("Add secondary block")
        .flag("aria-disabled", refused)
        .on(On::Click, Act::AddBlock(place).code());
    el("div", "adder")
        .kid(field)
        .kid(el("p", "row").kid(add))
        .maybe(edits::said(state, place, ""))
}
