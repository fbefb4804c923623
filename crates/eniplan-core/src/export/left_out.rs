//! What the files leave out, take as given or decide, as findings.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::{Blueprint, Subnet};
use super::matrix::{Destination, Strategy};
use super::terraform::endpoints;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::NatGateways;

/// What there is to say.
pub(super) fn findings(blueprint: &Blueprint) -> Vec<Finding> {
    let mut findings = parts(blueprint);
    findings.extend(given(blueprint));
    let reached = endpoints::chosen(blueprint).len() >= endpoints::NEEDED;
    if blueprint.destination == Destination::New && blueprint.nat == NatGateways::None && !reached {
        findings.push(Finding::new(
            Code::NoWayOut,
            "endpoints.nat_gateways",
            operands!["ec2, ecr.api, ecr.dkr, eks, sts and S3"],
        ));
    }
    if blueprint.strategy == Strategy::Flannel {
        findings.push(Finding::new(
            Code::NoPodBlocks,
            "networking.cni",
            operands!["flannel"],
        ));
    }
    if blueprint.has_karpenter()
        && blueprint.groups.is_empty()
        && blueprint.fargate.is_empty()
        && blueprint.destination != Destination::Cluster
    {
        findings.push(Finding::new(
            Code::KarpenterNeedsNodes,
            "node_groups",
            operands![],
        ));
    }
    if blueprint.destination == Destination::Cluster && !blueprint.strategy.replaces_vpc_cni() {
        findings.push(Finding::new(
            Code::AddOnIsImported,
            "cluster.existing",
            operands![blueprint.name.as_str()],
        ));
    }
    if blueprint.strategy.replaces_vpc_cni() && blueprint.strategy != Strategy::CiliumEni {
        findings.push(Finding::new(
            Code::WebhooksOnHost,
            "networking.cni",
            operands![format!("{}", blueprint.strategy)],
        ));
    }
    findings
}

/// Parts of the plan that no file holds.
fn parts(blueprint: &Blueprint) -> Vec<Finding> {
    let plan = blueprint.plan;
    let mut findings = Vec::new();
    let mut tell = |subject: &str, what: &str, why: &str, help: &str| {
        findings.push(Finding::new(
            Code::PartNotGenerated,
            subject,
            operands![what, why, help],
        ));
    };
    let is_new = blueprint.destination == Destination::New;
    let wanted = plan.endpoints.interface_endpoints.count.get();
    if wanted > 0 && !is_new {
        tell(
            "endpoints.interface_endpoints",
            "Interface endpoints",
            "the VPC exists, and has those that its owner gave it",
            "Add an aws_vpc_endpoint of type Interface for each that is missing",
        );
    }
    let known = u32::try_from(endpoints::SERVICES.len()).unwrap_or(u32::MAX);
    if wanted > known && is_new {
        tell(
            "endpoints.interface_endpoints",
            "Interface endpoints beyond those of a private cluster",
            "the plan says how many, not which services",
            "Add the services that you mean to local.interface_endpoints",
        );
    }
    if plan.endpoints.nat_gateways != NatGateways::None && !is_new {
        tell(
            "endpoints.nat_gateways",
            "NAT gateways",
            "the VPC exists, and so do its route tables",
            "Name the route table of each added subnet in route_table_ids",
        );
    }
    let balancers = &plan.endpoints.load_balancers;
    if balancers.alb.get() > 0 || balancers.nlb.get() > 0 || !balancers.list.is_empty() {
        tell(
            "endpoints.load_balancers",
            "Load balancers",
            "the AWS Load Balancer Controller makes them from Ingresses and Services",
            "Install the controller; the subnets carry the tags that it looks for",
        );
    }
    if !plan.others.is_empty() {
        tell(
            "others",
            "Other tenants of the subnets",
            "they belong to someone else's code",
            "Put them into the planned subnets by name",
        );
    }
    if wanted > 0 && is_new {
        findings.push(Finding::new(
            Code::ChosenEndpoints,
            "endpoints.interface_endpoints",
            operands![endpoints::chosen(blueprint).join(", ")],
        ));
    }
    findings
}

/// What is taken as there already.
fn given(blueprint: &Blueprint) -> Vec<Finding> {
    if blueprint.destination == Destination::New {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let names = |is_wanted: &dyn Fn(&&Subnet) -> bool| {
        let names: Vec<&str> = blueprint
            .subnets
            .iter()
            .filter(is_wanted)
            .map(|subnet| subnet.key.as_str())
            .collect();
        if names.is_empty() {
            String::from("none")
        } else {
            names.join(", ")
        }
    };
    if blueprint.is_shared() {
        findings.push(Finding::new(
            Code::OwnerMakesSubnets,
            "vpc.shared",
            operands![names(&|_| true)],
        ));
    } else {
        if blueprint.plan.subnets.is_empty() {
            findings.push(Finding::new(
                Code::LaidOutBlindly,
                "subnets",
                operands![names(&|subnet| subnet.is_made())],
            ));
        }
        findings.push(Finding::new(
            Code::TakenAsGiven,
            "subnets",
            operands![
                names(&|subnet| !subnet.is_made()),
                names(&|subnet| subnet.is_made())
            ],
        ));
    }
    findings
}
