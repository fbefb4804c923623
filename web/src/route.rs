//! The address bar: `#/vpc?p=LINK`, or `#/nodes?type=m5.large&pods=40` written by hand.
//!
//! The address keeps the page alone while one works: a link is made when it is copied, so that history and
//! reloading never meet an older plan. Everything stands in the fragment, which no server sees.

use eniplan_core::link;
use eniplan_core::plan::{NodeGroup, Plan};

use crate::path;

/// A page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Vpc,
    Nodes,
}

impl Page {
    pub(crate) const ALL: [Self; 2] = [Self::Vpc, Self::Nodes];

    /// The word in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Nodes => "nodes",
        }
    }

    /// The name on the tab.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Vpc => "VPC",
            Self::Nodes => "Nodes",
        }
    }
}

/// Where an address leads.
pub(crate) struct Route {
    pub(crate) page: Page,
    /// The plan it carries, or why that cannot be read.
    pub(crate) plan: Option<Result<Plan, String>>,
}

/// Parameters that do not stand under `networking`, with the paths they mean.
const SHORT: [(&str, &str); 9] = [
    ("type", "node_groups[0].instance_types"),
    ("pods", "node_groups[0].pods.desired"),
    ("max_pods", "node_groups[0].max_pods"),
    ("nodes", "node_groups[0].nodes.desired"),
    ("max_nodes", "node_groups[0].nodes.max"),
    ("ami", "node_groups[0].ami"),
    ("provisioner", "node_groups[0].provisioner"),
    ("cidr", "vpc.cidrs[0].cidr"),
    ("zones", "zones"),
];

/// Reads what stands after `#`.
pub(crate) fn read(hash: &str) -> Route {
    let hash = hash.trim_start_matches('#');
    let (word, query) = hash.split_once('?').unwrap_or((hash, ""));
    let word = word.trim_matches('/');
    let page = Page::ALL
        .into_iter()
        .find(|page| page.word() == word)
        .unwrap_or(Page::Vpc);
    let mut pairs = query.split('&').filter(|pair| !pair.is_empty());
    let plan = match pairs.clone().find_map(|pair| pair.strip_prefix("p=")) {
        Some(text) => Some(link::decode(text).map_err(|fault| fault.to_string())),
        None if query.is_empty() => None,
        None => Some(pairs.try_fold(
            Plan {
                node_groups: vec![NodeGroup::default()],
                ..Plan::default()
            },
            parameter,
        )),
    };
    Route { page, plan }
}

fn parameter(plan: Plan, pair: &str) -> Result<Plan, String> {
    let (key, value) = pair.split_once('=').unwrap_or((pair, "true"));
    let value = decoded(value);
    let value = match value.as_str() {
        "1" if path::is_switch(&format!("networking.{key}")) => "true",
        "0" if path::is_switch(&format!("networking.{key}")) => "false",
        value => value,
    };
    let path = SHORT
        .iter()
        .find(|(short, _)| *short == key)
        .map(|(_, path)| (*path).to_owned())
        .or_else(|| {
            [format!("networking.{key}"), key.to_owned()]
                .into_iter()
                .find(|path| path::field_at(path).is_some())
        });
    let shown: String = key.chars().take(40).collect();
    match path.map(|path| path::set(&plan, &path, value)) {
        Some(Ok((plan, _))) => Ok(plan),
        Some(Err(why)) => Err(format!("`{shown}` in the address could not be read. {why}")),
        None => Err(format!("eniplan knows no `{shown}` in an address.")),
    }
}

/// Percent signs and pluses read as browsers write them.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    js_sys::decode_uri_component(&text).map_or(text, String::from)
}

/// The address of a page, without a plan.
pub(crate) fn address(page: Page) -> String {
    format!("#/{}", page.word())
}
