//! What can be chosen: a strategy, what the files go into, how the Terraform is written; and why not.

use eniplan_core::export::{Offer, Offers};
use eniplan_elements::{On, details, join, marked, option};

use super::asking;
use crate::{El, el};

/// The choices of a plan.
pub(super) fn view(offers: &Offers) -> El {
    let mut select = el("select", "")
        .attr("id", "export-strategy")
        .on(On::Change, "!export strategy".into());
    for offer in &offers.strategies {
        let refused = if offer.refusal.is_some() {
            " (no Terraform)"
        } else {
            ""
        };
        let title = join(&[&offer.title, refused]);
        select = select.kid(option(offer.name.into(), title, offer.is_chosen));
    }
    let help = "Another one changes these files alone; the plan stays as it is.";
    let strategy = el("div", "field")
        .kid(
            el("label", "")
                .attr("for", "export-strategy")
                .text("Strategy"),
        )
        .kid(el("span", "box").kid(select))
        .kid(el("p", "help").text(help));
    el("section", "card choices")
        .attr("aria-label", "What is exported")
        .kid(
            el("div", "choosing")
                .kid(strategy)
                .kid(segments("Into", "into", &offers.into))
                .kid(segments("Terraform", "form", &offers.forms)),
        )
        .maybe(refusals(offers))
}

fn segments(name: &'static str, word: &'static str, offers: &[Offer]) -> El {
    let mut row = el("div", "segments");
    for offer in offers {
        row = row.kid(
            asking("", &join(&[word, " ", offer.name]))
                .flag("aria-pressed", offer.is_chosen)
                .say(offer.title.clone().into_owned()),
        );
    }
    el("div", "field")
        .attr("role", "group")
        .attr("aria-label", name)
        .kid(el("span", "name").text(name))
        .kid(row)
}

/// Why other choices would give no Terraform: each reason once, without that of what is chosen, which stands below.
fn refusals(offers: &Offers) -> Option<El> {
    let all = || offers.strategies.iter().chain(&offers.into);
    let mut chosen = all().filter(|offer| offer.is_chosen);
    let own = chosen.find_map(|offer| offer.refusal.as_deref());
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut count = 0_u64;
    for offer in all().filter(|offer| !offer.is_chosen) {
        let Some(why) = offer.refusal.as_deref() else {
            continue;
        };
        count += 1;
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, titles)) => titles.push(&offer.title),
            None => reasons.push((why, vec![&offer.title])),
        }
    }
    let mut list = el("dl", "refusals");
    for (why, titles) in reasons {
        let why = if own == Some(why) {
            el("dd", "").text("For the same reason as what is chosen.")
        } else {
            marked(el("dd", ""), why)
        };
        list = list.kid(el("dt", "").say(titles.join(", "))).kid(why);
    }
    let words = match count {
        0 => return None,
        1 => "1 other choice gives no Terraform".into(),
        count => join(&[&count.to_string(), " other choices give no Terraform"]),
    };
    Some(details("", el("summary", "").say(words), list))
}
