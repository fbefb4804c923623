//! The address bar: `#/vpc?p=LINK`, or `#/nodes?type=m5.large&pods=40` written by hand.
//!
//! The address keeps the page alone while one works: a link is made when it is copied, so that history and
//! reloading never meet an older plan. Everything stands in the fragment, which no server sees.

use eniplan_core::link;
use eniplan_core::plan::tree::Node;
use eniplan_elements::join;

use crate::path;
use std::rc::Rc;

/// A page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Vpc,
    Nodes,
}

impl Page {
    pub(crate) const ALL: [Self; 2] = [Self::Vpc, Self::Nodes];

    /// The address of the page, without a plan.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::Vpc => "#/vpc",
            Self::Nodes => "#/nodes",
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
    pub(crate) plan: Option<Result<Rc<Node>, Rc<str>>>,
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
    let page = if word.trim_matches('/') == "nodes" {
        Page::Nodes
    } else {
        Page::Vpc
    };
    let plan = match query.split('&').find_map(|pair| pair.strip_prefix("p=")) {
        Some(text) => Some(link::decode_tree(text).map_err(|fault| fault.to_string().into())),
        None if query.is_empty() => None,
        None => Some(parameters(query)),
    };
    Route {
        page,
        plan: plan.map(|plan| plan.map(Rc::new)),
    }
}

fn parameters(query: &str) -> Result<Node, Rc<str>> {
    let mut plan = crate::change::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, "true"));
        let shown: String = key.chars().take(40).collect();
        let short = SHORT
            .iter()
            .find(|(short, _)| *short == key)
            .map(|(_, path)| (*path).to_owned());
        let paths = [
            short.unwrap_or_default(),
            join(&["networking.", key]),
            key.to_owned(),
        ];
        let Some(path) = paths
            .into_iter()
            .find(|path| path::field_at(path).is_some())
        else {
            return Err(join(&["eniplan knows no `", &shown, "` in an address."]).into());
        };
        let value = match decoded(value) {
            one if one == "1" && path::is_switch(&path) => "true".into(),
            zero if zero == "0" && path::is_switch(&path) => "false".into(),
            value => value,
        };
        plan = match path::set(&plan, &path, &value) {
            Ok((plan, _)) => plan,
            Err(why) => return Err(join(&["`", &shown, "` could not be read. ", &why]).into()),
        };
    }
    Ok(plan)
}

/// Percent signs and pluses read as browsers write them.
fn decoded(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c == '+' { ' ' } else { c })
        .collect();
    js_sys::decode_uri_component(&text).map_or(text, String::from)
}
