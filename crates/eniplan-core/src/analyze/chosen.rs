//! The instance types that a group names, looked up.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::group::FALLBACK;
use crate::aws::catalogue::{Catalogue, InstanceType};
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Mix, NodeGroup, Provisioner};

/// Types that are counted together, and their weight among the nodes of the group.
pub(super) type Weighted<'a> = (Vec<&'a InstanceType>, u32);

/// The group's types: all together, or with Karpenter's `mix` each entry on its own; unknown ones are told with the
/// nearest names, and something stands in. `None` where the catalogue is empty.
///
/// Only Karpenter and Auto Mode start nodes of several types side by side with settings of their own; a managed node
/// group gives all its nodes the max pods of its lowest type, so there a mix changes nothing.
pub(super) fn types<'a>(
    group: &'a NodeGroup,
    name: &str,
    index: usize,
    catalogue: &'a Catalogue,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Weighted<'a>>> {
    let mut lookup = Lookup {
        catalogue,
        unknown: Vec::new(),
    };
    let path = alloc::format!("node_groups[{index}]");
    let mixes = matches!(
        group.provisioner,
        Provisioner::Karpenter | Provisioner::AutoMode
    );
    let mix = group.mix.as_ref().map_or(&[] as &[_], |Mix(mix)| mix);
    if !mix.is_empty() && !mixes {
        let operands = operands![name, group.provisioner.text()];
        findings.push(Finding::new(
            Code::MixIgnored,
            alloc::format!("{path}.mix"),
            operands,
        ));
    }
    let mut kinds: Vec<Weighted<'a>> = Vec::new();
    for (wanted, percent) in mix.iter().filter(|_| mixes) {
        let found = lookup.find(wanted, || alloc::format!("{path}.mix.{wanted}"));
        if !found.is_empty() {
            kinds.push((found, percent.hundredths()));
        }
    }
    if mix.is_empty() || !mixes {
        let mut all = Vec::new();
        for (at, wanted) in group.instance_types.iter().enumerate() {
            all.extend(lookup.find(wanted, || alloc::format!("{path}.instance_types[{at}]")));
        }
        if !all.is_empty() {
            kinds.push((all, 1));
        }
    }
    if kinds.is_empty() {
        if group.instance_types.is_empty() && group.provisioner != Provisioner::Fargate {
            let at = alloc::format!("{path}.instance_types");
            let operands = operands![at.as_str(), FALLBACK];
            findings.push(Finding::new(Code::EmptyList, at, operands));
        }
        let fallback = catalogue
            .get(FALLBACK)
            .or_else(|| catalogue.iter().next())?;
        kinds.push((alloc::vec![fallback], 1));
    }
    let stands_in = kinds
        .first()
        .and_then(|(types, _)| types.first())
        .map_or(FALLBACK, |instance| instance.name.as_str());
    for (subject, wanted) in lookup.unknown {
        let of = alloc::format!("group {name}");
        findings.push(unknown_type(catalogue, subject, wanted, &of, stands_in));
    }
    Some(kinds)
}

/// A type that the catalogue lacks, with whose it is and what stands in for it.
fn unknown_type(
    catalogue: &Catalogue,
    subject: String,
    wanted: &str,
    of: &str,
    stands_in: &str,
) -> Finding {
    let near = catalogue.nearest(wanted, 3);
    let help = if near.is_empty() {
        "Choose one from the table of instance types".to_string()
    } else {
        alloc::format!("The nearest are {}", near.join(", "))
    };
    let operands = operands![wanted, of, stands_in, help];
    Finding::new(Code::UnknownInstanceType, subject, operands)
}

/// Tells the types of a VPC's nodes that the catalogue lacks; `path` is where they are listed.
#[cfg(feature = "yaml")]
pub(crate) fn tell_unknown<'a>(
    types: impl Iterator<Item = &'a str> + Clone,
    of: &str,
    path: &str,
    catalogue: &Catalogue,
    findings: &mut Vec<Finding>,
) {
    let mut lookup = Lookup {
        catalogue,
        unknown: Vec::new(),
    };
    let mut found = Vec::new();
    for (at, wanted) in types.enumerate() {
        found.extend(lookup.find(wanted, || alloc::format!("{path}[{at}]")));
    }
    let stands_in = found
        .first()
        .map_or(FALLBACK, |instance| instance.name.as_str());
    for (subject, wanted) in lookup.unknown {
        findings.push(unknown_type(catalogue, subject, wanted, of, stands_in));
    }
}

struct Lookup<'a> {
    catalogue: &'a Catalogue,
    unknown: Vec<(String, &'a str)>,
}

impl<'a> Lookup<'a> {
    /// The types of a name or a pattern; none is remembered with where it stands.
    fn find(&mut self, wanted: &'a str, at: impl Fn() -> String) -> Vec<&'a InstanceType> {
        let found: Vec<&InstanceType> = if wanted.contains('*') {
            self.catalogue
                .matching(wanted)
                .filter(|instance| instance.vcpus.is_some())
                .collect()
        } else {
            self.catalogue.get(wanted).into_iter().collect()
        };
        if found.is_empty() {
            self.unknown.push((at(), wanted));
        }
        found
    }
}
