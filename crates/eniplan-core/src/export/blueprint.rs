//! Plan and report as what is to be built: names that AWS takes, and each subnet's place in the Terraform.

use alloc::string::String;
use alloc::vec::Vec;

use super::fargate::{self, Fargate};
use super::groups::{Group, groups};
use super::matrix::{Destination, Form, Strategy};
use super::names::{self, Rule};
use super::places::{self, place};
pub(super) use super::places::{Place, Subnet};
use super::{Options, left_out, stop};
use crate::analyze::Report;
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding, Severity};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::{Cni, IpFamily, NatGateways, Networking, Plan, Provisioner, Role};

/// What is to be built.
pub(super) struct Blueprint<'a> {
    pub(super) plan: &'a Plan,
    pub(super) report: &'a Report,
    pub(super) link: &'a str,
    /// The cluster's name, as AWS takes it.
    pub(super) name: String,
    /// Full names of the zones that the VPC module builds in, those with public subnets first.
    pub(super) zones: Vec<String>,
    /// Every subnet of the layout, in its order.
    pub(super) subnets: Vec<Subnet<'a>>,
    /// The node groups that are built, in plan order.
    pub(super) groups: Vec<Group>,
    /// The groups of Fargate, in plan order.
    pub(super) fargate: Vec<Fargate>,
    /// NAT gateways as they are built.
    pub(super) nat: NatGateways,
    pub(super) destination: Destination,
    pub(super) form: Form,
    pub(super) strategy: Strategy,
    /// What there is to say.
    pub(super) findings: Vec<Finding>,
}

impl<'a> Blueprint<'a> {
    pub(super) fn of(
        plan: &'a Plan,
        report: &'a Report,
        catalogue: &Catalogue,
        link: &'a str,
        options: Options,
    ) -> Self {
        let mut findings = Vec::new();
        let name = fit(
            names::CLUSTER,
            plan.name(),
            "eniplan",
            "name",
            &mut findings,
        );
        findings.extend(of_plan(plan, report));
        let destination = options.into.unwrap_or_else(|| Destination::of(plan));
        let form = if destination == Destination::Cluster {
            Form::Plain
        } else {
            options.form
        };
        let (zones, subnets) = place(plan, report, destination, form);
        let mut blueprint = Self {
            plan,
            report,
            link,
            name,
            zones,
            subnets,
            groups: Vec::new(),
            fargate: Vec::new(),
            nat: NatGateways::None,
            destination,
            form,
            strategy: Strategy::of(plan),
            findings,
        };
        if let Some(stop) = stop::stop(&blueprint) {
            blueprint.findings.push(stop);
            return blueprint;
        }
        if destination == Destination::New {
            blueprint.nat = blueprint.nat_gateways();
        }
        let (groups, told) = groups(&blueprint, catalogue);
        blueprint.groups = groups;
        blueprint.findings.extend(told);
        blueprint.fargate = fargate::of(&blueprint);
        let told = left_out::findings(&blueprint);
        blueprint.findings.extend(told);
        blueprint
    }

    /// The plan's name for people.
    pub(super) fn title(&self) -> &str {
        self.plan.name()
    }

    pub(super) fn networking(&self) -> &Networking {
        &self.plan.networking
    }

    /// Whether the Terraform can be written at all.
    pub(super) fn is_buildable(&self) -> bool {
        !self.findings.iter().any(stops)
    }

    /// The subnets of a place that is told by a rule.
    pub(super) fn subnets_at(
        &self,
        is_there: impl Fn(Place) -> bool,
    ) -> impl Iterator<Item = &Subnet<'a>> {
        self.subnets
            .iter()
            .filter(move |subnet| is_there(subnet.place))
    }

    /// The subnets of a role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = &Subnet<'a>> {
        self.subnets
            .iter()
            .filter(move |subnet| subnet.placed.role == role)
    }

    /// The VPC's further blocks that are associated.
    pub(super) fn new_blocks(&self) -> Vec<Ipv4Prefix> {
        places::new_blocks(self.plan, &self.subnets)
    }

    /// Whether the network is someone else's, so that every part of it is looked up or asked for.
    pub(super) fn is_shared(&self) -> bool {
        self.destination != Destination::New && self.plan.vpc.shared
    }

    /// Whether pods and services have IPv6 addresses.
    pub(super) fn is_ipv6(&self) -> bool {
        self.networking().ip_family == IpFamily::Ipv6
    }

    /// Whether a group is of a provisioner.
    pub(super) fn has(&self, provisioner: Provisioner) -> bool {
        self.plan
            .node_groups
            .iter()
            .any(|group| group.provisioner == provisioner)
    }

    /// Whether EKS Auto Mode starts any nodes.
    pub(super) fn has_auto_mode(&self) -> bool {
        self.has(Provisioner::AutoMode) || self.strategy == Strategy::AutoMode
    }

    /// Whether Karpenter starts any nodes.
    pub(super) fn has_karpenter(&self) -> bool {
        self.has(Provisioner::Karpenter) && self.strategy != Strategy::AutoMode
    }

    /// Whether EKS starts every node, so that there is neither an image nor a CNI to set.
    pub(super) fn has_auto_mode_alone(&self) -> bool {
        let of_ours = [
            Provisioner::Managed,
            Provisioner::SelfManaged,
            Provisioner::Karpenter,
        ];
        self.strategy == Strategy::AutoMode
            || (self.has_auto_mode() && !of_ours.into_iter().any(|kind| self.has(kind)))
    }

    /// Whether the VPC CNI runs as pods that can be set.
    pub(super) fn runs_vpc_cni(&self) -> bool {
        self.networking().cni == Cni::VpcCni && !self.has_auto_mode_alone()
    }

    /// Whether Terraform installs another CNI: on a cluster that runs it would start everywhere at once.
    pub(super) fn has_releases(&self) -> bool {
        self.strategy.replaces_vpc_cni() && self.destination != Destination::Cluster
    }

    /// Whether Karpenter or Auto Mode finds node subnets by a tag.
    pub(super) fn finds_subnets(&self) -> bool {
        self.has_karpenter() || self.has_auto_mode()
    }

    /// Whether any node runs aws-node, kube-proxy and CoreDNS as pods; those of Auto Mode and Fargate do not.
    pub(super) fn has_ec2_nodes(&self) -> bool {
        !self.groups.is_empty() || self.has_karpenter()
    }

    /// Whether the zone is an Availability Zone, in which EKS takes cluster subnets.
    pub(super) fn is_regional(&self, zone: &str) -> bool {
        let listed = self.plan.zones();
        let known = listed
            .iter()
            .find(|known| known.full_name(&self.plan.region) == zone);
        known.is_none_or(|zone| !zone.is_local())
    }

    /// The pods subnet that an ENIConfig names in each zone, by the zone's full name.
    pub(super) fn eni_configs(&self) -> Vec<&Subnet<'a>> {
        let mut configs: Vec<&Subnet<'a>> = Vec::new();
        for subnet in self.of_role(Role::Pods) {
            if !configs.iter().any(|known| known.zone == subnet.zone) {
                configs.push(subnet);
            }
        }
        configs
    }

    /// The subnets that prefixes are taken from, when prefixes are taken.
    pub(super) fn prefix_subnets(&self) -> Vec<&Subnet<'a>> {
        let networking = self.networking();
        let overlay = self.strategy.replaces_vpc_cni() && self.strategy != Strategy::CiliumEni;
        if !networking.prefix_delegation || overlay {
            return Vec::new();
        }
        if networking.custom_networking {
            return self.eni_configs();
        }
        let tagged = networking.subnet_discovery;
        self.subnets
            .iter()
            .filter(|subnet| {
                subnet.placed.role == Role::Nodes || (tagged && subnet.placed.role == Role::Pods)
            })
            .collect()
    }

    /// The index of a zone's private route table in the VPC module.
    pub(super) fn route_table(&self, zone: &str) -> usize {
        if self.nat == NatGateways::Single {
            return 0;
        }
        self.zones
            .iter()
            .position(|known| known == zone)
            .unwrap_or(0)
    }

    /// NAT gateways as the public subnets allow them.
    fn nat_gateways(&mut self) -> NatGateways {
        let wanted = self.plan.endpoints.nat_gateways;
        let public = self
            .zones
            .iter()
            .filter(|zone| {
                self.of_role(Role::Public)
                    .any(|subnet| subnet.zone == **zone)
            })
            .count();
        let (built, why) = match wanted {
            NatGateways::PerZone | NatGateways::Single if public == 0 => (
                NatGateways::None,
                "none is built, since there is no public subnet",
            ),
            NatGateways::PerZone if public < self.zones.len() => (
                NatGateways::Single,
                "one is built for all, since a zone with node subnets has no public subnet",
            ),
            other => return other,
        };
        self.findings.push(Finding::new(
            Code::FewerNatGateways,
            "endpoints.nat_gateways",
            operands![why],
        ));
        built
    }
}

/// What is wrong with the plan itself, which the files cannot mend.
fn of_plan(plan: &Plan, report: &Report) -> Option<Finding> {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let mut errors = report.findings.iter().filter(is_error);
    if let Some(first) = errors.next() {
        let count = errors.count() as u64 + 1;
        let operands = operands![count, first.subject.as_str(), first.code.entry().title];
        return Some(Finding::new(Code::PlanHasErrors, plan.name(), operands));
    }
    let starts_none = plan.node_groups.is_empty() && Strategy::of(plan) != Strategy::AutoMode;
    starts_none.then(|| Finding::new(Code::NoNodeGroups, "node_groups", operands![]))
}

/// Whether a finding is about the plan as a whole: its errors, or that it has no nodes.
pub fn is_of_plan(finding: &Finding) -> bool {
    matches!(finding.code, Code::PlanHasErrors | Code::NoNodeGroups)
}

/// Whether a finding says that there is no Terraform.
pub fn stops(finding: &Finding) -> bool {
    matches!(
        finding.code,
        Code::ExportNotYet | Code::ExportStopped | Code::CellEmpty
    )
}

/// A name that AWS takes, and a finding where it is not the one that was given.
pub(super) fn fit(
    rule: Rule,
    name: &str,
    otherwise: &str,
    subject: &str,
    findings: &mut Vec<Finding>,
) -> String {
    let fitted = rule.fit(name, otherwise);
    if fitted != name {
        findings.push(Finding::new(
            Code::NameNotUsable,
            subject,
            operands![name, rule.kind, rule.text, fitted.as_str()],
        ));
    }
    fitted
}
