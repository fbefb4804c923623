//! Inventory to plan: what was found, written as the plan that the analysis counts the same.

use std::collections::BTreeMap;

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::{Catalogue, InstanceType};
use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use eniplan_core::plan::{Name, Plan, Provisioner, Role, Subnet, VpcCidr, Within};

use crate::blocks::{self, BlockMap};
use crate::groups::{self, Gathered};
use crate::inventory::Inventory;
use crate::observed::{self, ObservedGroup, ObservedSubnet};
use crate::scope::{Options, Scope, Undecided};
use crate::survey::{Survey, name};
use crate::{assumed, line_items, merge, network, settings};

/// A plan, and how it compares with what was seen.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// The instance types it was counted with: eniplan's own, and those that EC2 described.
    pub catalogue: Catalogue,
    /// What the analysis says of the plan.
    pub report: Report,
    /// What was assumed, what was left out, and where plan and cluster differ.
    pub findings: Vec<Finding>,
    /// Who holds the addresses of each subnet, and how the plan counts them.
    pub subnets: Vec<ObservedSubnet>,
    /// How the nodes of each group look, and how the plan counts them.
    pub groups: Vec<ObservedGroup>,
    /// The /28 blocks of each subnet of which interfaces were seen.
    pub blocks: Vec<BlockMap>,
    /// Interfaces of the VPC CNI that were left behind.
    pub leaked: Vec<Leaked>,
}

/// An interface that nothing uses any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaked {
    /// Its id.
    pub interface: String,
    /// The name of its subnet.
    pub subnet: String,
    /// The addresses that it holds.
    pub addresses: u64,
}

/// Makes a plan of what was found.
///
/// ```
/// use eniplan_import::{Inventory, Options, plan, read};
///
/// let mut inventory = Inventory::default();
/// let answer = br#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "AvailabilityZone": "eu-west-1a",
///     "CidrBlock": "10.0.0.0/24", "AvailableIpAddressCount": 200}]}"#;
/// read("subnets.json", answer, &mut inventory);
/// let outcome = plan(&inventory, &Options::default()).unwrap();
/// assert_eq!(&*outcome.plan.region, "eu-west-1");
/// assert_eq!(outcome.report.subnets[0].observed_free, Some(200));
/// ```
pub fn plan(inventory: &Inventory, options: &Options) -> Result<Outcome, Undecided> {
    let catalogue = catalogue(inventory);
    let given = given(inventory)?;
    if !inventory.shows_a_cluster() {
        return unobserved(inventory, given, catalogue);
    }
    let scope = Scope::of(inventory, options)?;
    let survey = Survey::of(inventory, scope);
    // Terraform knows a part of what a plan file says, and its other parts stay.
    let base = given.filter(|_| inventory.terraform.is_some());
    let given = given.filter(|_| base.is_none());
    let mut plan = given.map(|given| given.plan.clone()).unwrap_or_default();
    let mut findings = base
        .or(given)
        .map(|given| given.findings.clone())
        .unwrap_or_default();
    plan = write(&survey, plan);
    let (networking, networking_is_known) = settings::networking(&survey);
    if networking_is_known || given.is_none() {
        plan.networking = networking;
    }
    let mut gathered = groups::gather(&survey, &plan, &catalogue);
    if let Some(given) = given {
        let pods_are_seen = !inventory.pods.is_empty();
        for group in &mut gathered {
            group.keep(&given.plan, pods_are_seen);
        }
    }
    if !gathered.is_empty() {
        plan.node_groups = gathered.iter().map(|group| group.plan.clone()).collect();
    }
    if survey.interfaces.is_empty() {
        line_items::write_planned(&survey, &mut plan);
    } else {
        plan.endpoints = eniplan_core::plan::Endpoints::default();
        plan.others.clear();
        line_items::write(&survey, &mut plan);
    }
    plan = with_blocks(plan, inventory);
    let gathered = max_pods(&mut plan, &catalogue, gathered);
    if let Some(base) = base {
        plan = merge::over(&base.plan, &plan, &survey, networking_is_known);
    }
    let report = analyze(&plan, &catalogue);
    if base.is_none() {
        findings.extend(assumed::assumed(
            &survey,
            &plan,
            &gathered,
            networking_is_known,
        ));
    }
    findings.extend(left_out(&survey));
    findings.extend(inventory.unfinished().map(|kind| {
        let operands = operands![kind.name(), kind.command()];
        Finding::new(Code::ImportPaged, kind.name(), operands)
    }));
    let blocks = blocks::maps(&survey);
    let groups = observed::groups(&survey, &gathered, &plan, &report);
    let subnets = observed::subnets(&survey, &groups, &report);
    let leaked = leaked(&survey);
    findings.extend(observed::findings(&survey, &subnets, &groups, &catalogue));
    findings.extend(observed::leaks(&leaked));
    findings.extend(blocks::findings(&blocks, &plan));
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.code));
    Ok(Outcome {
        plan,
        catalogue,
        report,
        findings,
        subnets,
        groups,
        blocks,
        leaked,
    })
}

/// The plan that was given among the rest.
fn given(inventory: &Inventory) -> Result<Option<&crate::GivenPlan>, Undecided> {
    match inventory.plans.as_slice() {
        [] => Ok(None),
        [given] => Ok(Some(given)),
        several => {
            let choice =
                |given: &crate::GivenPlan| (given.plan.name().to_owned(), given.source.clone());
            Err(Undecided::Several {
                what: "plans",
                option: "",
                choices: several.iter().map(choice).collect(),
            })
        }
    }
}

/// A plan of what was written and not observed: a plan, bare blocks, or both.
fn unobserved(
    inventory: &Inventory,
    given: Option<&crate::GivenPlan>,
    catalogue: Catalogue,
) -> Result<Outcome, Undecided> {
    let (plan, findings) = match given {
        Some(given) => (given.plan.clone(), given.findings.clone()),
        None if inventory.blocks.is_empty() => return Err(Undecided::Nothing),
        None => (Plan::default(), Vec::new()),
    };
    let plan = with_blocks(plan, inventory);
    Ok(Outcome {
        report: analyze(&plan, &catalogue),
        plan,
        catalogue,
        findings,
        subnets: Vec::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
        leaked: Vec::new(),
    })
}

/// eniplan's own types, and over them those that EC2 described.
fn catalogue(inventory: &Inventory) -> Catalogue {
    let bundled = Catalogue::bundled();
    if inventory.instance_types.is_empty() {
        return bundled;
    }
    let types: Vec<InstanceType> = bundled
        .iter()
        .chain(inventory.instance_types.values())
        .cloned()
        .collect();
    Catalogue::from_types(types)
}

/// Network and cluster over what a plan says of them.
fn write(survey: &Survey<'_>, mut plan: Plan) -> Plan {
    let inventory = survey.inventory;
    let own = survey.scope.cluster.as_deref();
    let vpc = inventory.vpcs.get(&survey.scope.vpc);
    let called = own.or_else(|| vpc?.tags.get("Name").map(String::as_str));
    if let Some(called) = called {
        plan.name = Some(name(called, "imported"));
    }
    if !survey.subnets.is_empty() || vpc.is_some() {
        network::write(survey, &mut plan);
    }
    let is_new = |terraform: &crate::Terraform| match own {
        Some(own) => terraform.new_clusters.contains(own),
        None => true,
    };
    plan.cluster.existing = !inventory.terraform.as_ref().is_some_and(is_new);
    if let Some(cluster) = own.and_then(|own| inventory.clusters.get(own)) {
        if let Some(version) = cluster.version.as_deref().and_then(Name::of) {
            plan.cluster.kubernetes_version = version;
        }
        plan.cluster.service_cidr = cluster.service_block.or(plan.cluster.service_cidr);
        if let Some(region) = cluster.region.as_deref().and_then(Name::of) {
            plan.region = region;
        }
    }
    plan
}

/// Bare blocks: a network and its parts, or blocks of the VPC.
fn with_blocks(mut plan: Plan, inventory: &Inventory) -> Plan {
    let blocks = &inventory.blocks;
    let roots: Vec<_> = blocks
        .iter()
        .filter(|block| {
            let contains = |other: &crate::Block| {
                other.block != block.block && block.block.contains(other.block)
            };
            block.is_root || blocks.iter().any(contains)
        })
        .map(|block| block.block)
        .collect();
    let inside = |block: &crate::Block| {
        roots
            .iter()
            .any(|root| root.contains(block.block) && *root != block.block)
    };
    let parts: Vec<&crate::Block> = blocks.iter().filter(|block| inside(block)).collect();
    let top: Vec<_> = if roots.is_empty() {
        blocks.iter().map(|block| block.block).collect()
    } else {
        roots
    };
    let known: Vec<_> = plan.vpc.cidrs.iter().map(|own| own.cidr).collect();
    let is_default = plan.vpc == eniplan_core::plan::Vpc::default();
    let named = blocks.iter().any(|block| block.name.is_some());
    if !blocks.is_empty() && is_default {
        // Named blocks without one around them are subnets.
        let subnets = named && parts.is_empty();
        let cidrs = if subnets {
            network::around(top.iter().copied())
        } else {
            top.clone()
        };
        plan.vpc.cidrs = cidrs.into_iter().map(of_block).collect();
        let parts = if subnets {
            blocks.iter().collect()
        } else {
            parts
        };
        add_parts(&mut plan, &parts);
    } else {
        // Beside a VPC that is known, further blocks are what it must not meet.
        let meets =
            |block: &&eniplan_core::net::Ipv4Prefix| known.iter().any(|own| own.overlaps(**block));
        let peers: Vec<_> = top.iter().filter(|block| !meets(block)).copied().collect();
        plan.vpc.peers.extend(peers);
    }
    plan
}

fn of_block(cidr: eniplan_core::net::Ipv4Prefix) -> VpcCidr {
    VpcCidr {
        cidr,
        ..VpcCidr::default()
    }
}

/// Subnets of bare blocks; zone and role are read out of their names, and else go round the zones.
fn add_parts(plan: &mut Plan, parts: &[&crate::Block]) {
    let mut used: BTreeMap<Name, usize> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        let called = part.name.as_deref().unwrap_or_default();
        let lower = called.to_lowercase();
        let letter = lower.chars().last().filter(char::is_ascii_lowercase);
        let is_apart = lower.len() > 1
            && !lower
                .chars()
                .rev()
                .nth(1)
                .is_some_and(|c| c.is_ascii_lowercase());
        let letter = letter.filter(|letter| is_apart && ('a'..='f').contains(letter));
        let turn = ["a", "b", "c"]
            .get(at % 3)
            .copied()
            .unwrap_or("a")
            .to_owned();
        let zone = letter.map_or(turn, String::from);
        let role = [
            ("public", Role::Public),
            ("pod", Role::Pods),
            ("control", Role::ControlPlane),
        ];
        let role = role.iter().find(|(word, _)| lower.contains(word));
        let mut own = name(called, &part.block.to_string());
        let count = used.entry(own.clone()).or_default();
        *count += 1;
        if *count > 1 {
            own = name(&format!("{:.80}-{count}", own.as_str()), "subnet");
        }
        plan.subnets.push(Subnet {
            name: Some(own),
            zone: name(&zone, "a"),
            role: role.map_or(Role::Nodes, |(_, role)| *role),
            cidr: part.block,
            ..Subnet::default()
        });
    }
}

/// Writes the max pods that nodes have where the rules would set others.
fn max_pods<'a>(
    plan: &mut Plan,
    catalogue: &Catalogue,
    mut gathered: Vec<Gathered<'a>>,
) -> Vec<Gathered<'a>> {
    let by_rules = analyze(plan, catalogue);
    for (at, group) in gathered.iter_mut().enumerate() {
        let Some(own) = plan.node_groups.get_mut(at) else {
            continue;
        };
        let ruled = by_rules
            .node_groups
            .iter()
            .find(|report| Some(report.name.as_str()) == own.name.as_deref());
        let chooses = matches!(
            own.provisioner,
            Provisioner::Karpenter | Provisioner::AutoMode
        );
        let mut seen: Vec<u32> = group
            .nodes
            .iter()
            .filter_map(|node| node.max_pods)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        // Nodes that differ have each what its type sets, unless somebody manages them as one.
        let one = match seen.as_slice() {
            [only] => Some(*only),
            [least, ..] if !chooses => Some(*least),
            _ => None,
        };
        if own.provisioner == Provisioner::Fargate {
            continue;
        }
        if let (Some(one), Some(ruled)) = (one, ruled) {
            own.max_pods = (u64::from(one) != ruled.max_pods || own.max_pods.is_some())
                .then(|| Within::of(one));
        }
        group.plan = own.clone();
    }
    gathered
}

/// What stands elsewhere.
fn left_out(survey: &Survey<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (subnets, interfaces) = survey.elsewhere;
    if subnets + interfaces > 0 {
        let what = format!("{subnets} subnets and {interfaces} interfaces");
        let operands = operands![what, "are of other VPCs", "Choose another VPC with --vpc"];
        findings.push(Finding::new(Code::ImportLeftOut, "vpc", operands));
    }
    let waiting = survey.inventory.pods.values();
    let waiting = waiting.filter(|pod| pod.node.is_none()).count();
    if waiting > 0 {
        let what = format!("{waiting} pods");
        let operands = operands![
            what,
            "have no node yet",
            "Add them to pods.desired of the group that they wait for"
        ];
        findings.push(Finding::new(Code::ImportLeftOut, "pods", operands));
    }
    findings
}

fn leaked(survey: &Survey<'_>) -> Vec<Leaked> {
    let own = survey.interfaces.iter();
    let own = own.filter(|owned| owned.owner == crate::Owner::Leaked);
    own.map(|owned| {
        let subnet = owned.subnet.and_then(|at| survey.subnets.get(at));
        Leaked {
            interface: owned.id.to_owned(),
            subnet: subnet.map_or_else(
                || owned.seen.subnet.clone(),
                |subnet| subnet.name.to_string(),
            ),
            addresses: owned.seen.size(),
        }
    })
    .collect()
}
