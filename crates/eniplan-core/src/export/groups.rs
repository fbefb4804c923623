//! Node groups as they are built, each with a way to its max pods that works.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blueprint::{Blueprint, Subnet, fit};
use super::matrix::Strategy;
use super::names;
use crate::analyze::GroupReport;
use crate::aws::catalogue::{Arch, Catalogue, InstanceType};
use crate::aws::max_pods::{self, Settings};
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Ami, Cni, NodeGroup, Provisioner, Role, Update};

/// A node group that is built.
pub(super) struct Group {
    /// Its name, as AWS takes it, unique.
    pub(super) key: String,
    /// Its instance types, all of one architecture.
    pub(super) types: Vec<String>,
    pub(super) image: Image,
    pub(super) managed: bool,
    pub(super) min: u32,
    pub(super) desired: u32,
    pub(super) max: u32,
    /// Keys of its subnets.
    pub(super) subnets: Vec<String>,
    pub(super) update: Update,
    pub(super) max_pods: u64,
    /// How that comes out.
    pub(super) formula: Option<String>,
    pub(super) route: Route,
}

/// A machine image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Image {
    Al2023(Arch),
    Bottlerocket(Arch),
    Windows,
}

impl Image {
    /// The word of the EKS API.
    pub(super) fn ami_type(self) -> &'static str {
        match self {
            Self::Al2023(Arch::X86_64) => "AL2023_x86_64_STANDARD",
            Self::Al2023(Arch::Arm64) => "AL2023_ARM_64_STANDARD",
            Self::Bottlerocket(Arch::X86_64) => "BOTTLEROCKET_x86_64",
            Self::Bottlerocket(Arch::Arm64) => "BOTTLEROCKET_ARM_64",
            Self::Windows => "WINDOWS_CORE_2022_x86_64",
        }
    }
}

/// How a node comes to its max pods.
///
/// EKS's value beats whatever stands in the user data of a managed group, unless the launch template names an image.
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence>, read 2026-11-23.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// EKS computes it, and nothing is written.
    Eks,
    /// EKS computes it from settings of the CNI; the same value is written for the AMI to fall back to.
    EksAndUserData,
    /// The launch template names the image, so that the user data decides.
    OwnImage,
    /// The user data decides.
    UserData,
}

/// The groups that can be built, and what there is to say.
pub(super) fn groups(blueprint: &Blueprint, catalogue: &Catalogue) -> (Vec<Group>, Vec<Finding>) {
    let mut built: Vec<Group> = Vec::new();
    let mut findings = Vec::new();
    let plan = blueprint.plan;
    for (index, (group, report)) in plan
        .node_groups
        .iter()
        .zip(&blueprint.report.node_groups)
        .enumerate()
    {
        if !is_ec2(blueprint, group) {
            continue;
        }
        let subject = format!("node_groups[{index}]");
        match of(blueprint, catalogue, group, report) {
            Err((why, help)) => findings.push(Finding::new(
                Code::GroupNotExported,
                subject,
                operands![report.name.as_str(), why, help],
            )),
            Ok(mut made) => {
                let otherwise = format!("group-{}", index.saturating_add(1));
                let name = fit(
                    names::NODE_GROUP,
                    &report.name,
                    &otherwise,
                    &subject,
                    &mut findings,
                );
                made.key = names::unique(&name, |name| built.iter().any(|group| group.key == name));
                if group.max_pods.is_some() || made.route != Route::Eks {
                    findings.push(route_finding(subject, report, &made));
                }
                built.push(made);
            }
        }
    }
    (built, findings)
}

/// Whether the export makes machines for it: those of Karpenter and Auto Mode come from their node pools, and Fargate
/// has profiles.
fn is_ec2(blueprint: &Blueprint, group: &NodeGroup) -> bool {
    match group.provisioner {
        Provisioner::Managed | Provisioner::SelfManaged => blueprint.strategy != Strategy::AutoMode,
        // What takes no other CNI is told of, and left out.
        Provisioner::AutoMode | Provisioner::Fargate => blueprint.strategy.replaces_vpc_cni(),
        Provisioner::Karpenter => false,
    }
}

fn route_finding(subject: String, report: &GroupReport, group: &Group) -> Finding {
    let (how, help) = match group.route {
        Route::Eks => (
            "as EKS computes it",
            "Leave the group without an image of its own",
        ),
        Route::EksAndUserData => (
            "as EKS computes it from the settings of the VPC CNI, which are there before the group",
            "Compare with .status.capacity.pods of a node once it is up",
        ),
        Route::OwnImage => (
            "by an image of the launch template and user data, since EKS would set another value",
            "Updates of the image are yours: apply again to take the newest",
        ),
        Route::UserData => (
            "by user data",
            "Compare with .status.capacity.pods of a node once it is up",
        ),
    };
    Finding::new(
        Code::MaxPodsRoute,
        subject,
        operands![report.name.as_str(), report.max_pods, how, help],
    )
}

/// The group, or why it is not built and what to do.
fn of(
    blueprint: &Blueprint,
    catalogue: &Catalogue,
    group: &NodeGroup,
    report: &GroupReport,
) -> Result<Group, (String, &'static str)> {
    let plan = blueprint.plan;
    let managed = match group.provisioner {
        Provisioner::Managed => true,
        Provisioner::SelfManaged => false,
        other => {
            return Err((
                format!("{} knows only the CNI that AWS brings", other.text()),
                "Make it a managed group, or give it a cluster of its own",
            ));
        }
    };
    let networking = group.networking(plan);
    if networking != plan.networking {
        return Err((
            "its own networking differs from the plan's, and settings of the VPC CNI hold for every node"
                .to_string(),
            "Give the plan's networking to all groups, or plan a cluster for this group",
        ));
    }
    let mut types: Vec<&InstanceType> = Vec::new();
    for name in &group.instance_types {
        types.push(catalogue.get(name).ok_or_else(|| {
            (
                format!("`{}` is not in the catalogue", name.as_str()),
                "Name types of the catalogue",
            )
        })?);
    }
    let arch = types.first().and_then(|first| first.arch);
    let Some(arch) = arch.filter(|arch| types.iter().all(|other| other.arch == Some(*arch))) else {
        return Err((
            "its types are of no one known architecture, and an image is of one".to_string(),
            "Make a group for each architecture",
        ));
    };
    let image = match group.ami {
        Ami::Al2023 => Image::Al2023(arch),
        Ami::Bottlerocket => Image::Bottlerocket(arch),
        Ami::Windows if networking.cni != Cni::VpcCni || blueprint.is_ipv6() => {
            return Err((
                "Windows nodes take IPv4 addresses of the VPC CNI".to_string(),
                "Give Windows nodes a cluster with the VPC CNI and IPv4",
            ));
        }
        Ami::Windows if arch != Arch::X86_64 => {
            return Err((
                "Windows runs on x86_64 alone".to_string(),
                "Choose types of x86_64",
            ));
        }
        Ami::Windows => Image::Windows,
        Ami::Al2 => {
            return Err((
                "Amazon Linux 2 ended with Kubernetes 1.32".to_string(),
                "Choose al2023 or bottlerocket",
            ));
        }
    };
    let subnets = subnets_of(blueprint, group);
    if subnets.is_empty() {
        return Err((
            "it has no subnet".to_string(),
            "Add node subnets in its zones",
        ));
    }
    let tuned = networking.prefix_delegation || networking.custom_networking;
    let settings = Settings::of(group, &networking);
    let by_eks = max_pods::lowest(types.iter().copied(), &settings)
        .is_some_and(|(_, set)| u64::from(set.pods) == report.max_pods);
    let route = match (managed, group.custom_ami, image) {
        // In place of the VPC CNI, EKS's number would be one of interfaces, so that it is always said.
        (true, false, Image::Al2023(_)) if blueprint.strategy.replaces_vpc_cni() => Route::OwnImage,
        (true, false, _) if by_eks && !tuned => Route::Eks,
        (true, false, Image::Windows) if by_eks => Route::Eks,
        (true, false, Image::Al2023(_)) if by_eks => Route::EksAndUserData,
        // The user guide names Bottlerocket as the exception: its user data beats EKS's values.
        // https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
        (true, false, Image::Bottlerocket(_)) | (false, ..) => Route::UserData,
        (true, ..) => Route::OwnImage,
    };
    Ok(Group {
        key: String::new(),
        types: types.iter().map(|known| known.name.clone()).collect(),
        image,
        managed,
        min: group.nodes.min(),
        desired: group.nodes.desired(),
        max: group.nodes.max().max(1),
        subnets,
        update: group.update.clone(),
        max_pods: report.max_pods,
        formula: report.max_pods_formula.clone(),
        route,
    })
}

/// Keys of the subnets that a group's nodes stand in, each once.
pub(super) fn subnets_of(blueprint: &Blueprint, group: &NodeGroup) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut take = |is_wanted: &dyn Fn(&Subnet) -> bool| {
        for subnet in blueprint.subnets.iter().filter(|subnet| is_wanted(subnet)) {
            if !keys.contains(&subnet.key) {
                keys.push(subnet.key.clone());
            }
        }
    };
    if let Some(names) = &group.subnets {
        for name in names {
            take(&|subnet| subnet.placed.name == name.as_str());
        }
        return keys;
    }
    for zone in group.zones(blueprint.plan) {
        let zone = zone.as_str();
        take(&|subnet| {
            subnet.placed.role == Role::Nodes && (subnet.placed.zone == zone || subnet.zone == zone)
        });
    }
    keys
}
