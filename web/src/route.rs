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
pub(crate) struct Page {
    /// Its address, without a plan.
    pub(crate) address: &'static str,
    /// The name on its tab.
    pub(crate) title: &'static str,
    /// Whether the later module makes it.
    pub(crate) later: bool,
    /// Parameters that ask something of the page and say nothing of the plan, with their signs.
    own: &'static [&'static str],
}

/// Every page, in the order of the tabs; the first two have forms, which this module makes.
pub(crate) const PAGES: [Page; 7] = [
    Page {
        address: "#/vpc",
        title: "VPC",
        later: false,
        own: &[],
    },
    Page {
        address: "#/nodes",
        title: "Nodes",
        later: false,
        own: &[],
    },
    Page {
        address: "#/capacity",
        title: "Capacity",
        later: false,
        own: &[],
    },
    Page {
        address: "#/compare",
        title: "Compare",
        later: true,
        own: &["with=", "sort=", "strategies="],
    },
    Page {
        address: "#/import",
        title: "Import",
        later: true,
        own: &["vpc=", "cluster="],
    },
    Page {
        address: "#/export",
        title: "Export",
        later: true,
        own: &["strategy=", "into=", "form="],
    },
    Page {
        address: "#/cases",
        title: "Cases",
        later: true,
        own: &["case="],
    },
];

impl Page {
    /// Its word in the address.
    pub(crate) fn word(&self) -> &'static str {
        self.address.trim_start_matches("#/")
    }
}

/// Where an address leads.
pub(crate) struct Route {
    pub(crate) page: &'static Page,
    /// What the page alone is asked, as it stands in the address.
    pub(crate) query: String,
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
    ("cidr", "vpc.cidrs"),
    ("zones", "zones"),
];

/// Reads what stands after `#`.
pub(crate) fn read(hash: &str) -> Route {
    let hash = hash.trim_start_matches('#');
    let (word, query) = hash.split_once('?').unwrap_or((hash, ""));
    let word = word.trim_matches('/');
    let known = PAGES
        .iter()
        .find(|page| page.word().eq_ignore_ascii_case(word));
    let page = known.unwrap_or(&PAGES[0]);
    let (own, rest): (Vec<_>, Vec<_>) = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .partition(|pair| page.own.iter().any(|own| pair.starts_with(own)));
    let plan = match rest.iter().find_map(|pair| pair.strip_prefix("p=")) {
        _ if known.is_none() && !word.is_empty() => {
            let page = shown(&decoded(word));
            Some(Err(join(&["eniplan has no page `", &page, "`."]).into()))
        }
        Some(text) => Some(link::decode_tree(text).map_err(|fault| fault.to_string().into())),
        None if rest.is_empty() => None,
        None => Some(Ok(crate::change::new())),
    };
    Route {
        page,
        query: own.join("&"),
        plan: plan.map(|plan| plan.and_then(|plan| with(plan, &rest)).map(Rc::new)),
    }
}

/// As much of a text of anybody as is said.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The plan with parameters put in.
fn with(mut plan: Node, pairs: &[&str]) -> Result<Node, Rc<str>> {
    for pair in pairs.iter().filter(|pair| !pair.starts_with("p=")) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, "true"));
        let key = decoded(key);
        let short = SHORT
            .iter()
            .find(|(short, _)| *short == key)
            .map(|(_, path)| (*path).to_owned());
        let paths = [
            short.unwrap_or_default(),
            join(&["networking.", &key]),
            key.clone(),
        ];
        let key = shown(&key);
        let Some(path) = paths
            .into_iter()
            .find(|path| path::field_at(path).is_some())
        else {
            return Err(join(&["eniplan knows no `", &key, "` in an address."]).into());
        };
        let value = match decoded(value) {
            one if one == "1" && path::is_switch(&path) => "true".into(),
            zero if zero == "0" && path::is_switch(&path) => "false".into(),
            value => value,
        };
        plan = match path::set(&plan, &path, &value) {
            Ok((plan, _)) => plan,
            Err(why) => return Err(join(&["`", &key, "` could not be read. ", &why]).into()),
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
