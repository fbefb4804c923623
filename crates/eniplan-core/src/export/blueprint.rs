//! Plan and report as what is to be built: names that AWS takes, and each subnet's place in the Terraform.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::groups::{Group, groups};
use super::names::{self, Rule};
use crate::analyze::{PlacedSubnet, Report, SubnetReport};
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Cni, IpFamily, Name, NatGateways, Networking, Plan, Role, Zone};

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
    /// NAT gateways as they are built.
    pub(super) nat: NatGateways,
    /// What there is to say.
    pub(super) findings: Vec<Finding>,
}

/// A subnet and its place.
pub(super) struct Subnet<'a> {
    /// Its name, unique.
    pub(super) key: String,
    /// Its zone's full name.
    pub(super) zone: String,
    pub(super) placed: &'a PlacedSubnet,
    pub(super) report: Option<&'a SubnetReport>,
    /// The same when every group stands at its max.
    pub(super) at_max: Option<&'a SubnetReport>,
    pub(super) place: Place,
}

/// Where a subnet stands in the Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Private subnet of the VPC module, by index: the first node subnet of each zone.
    Private(usize),
    /// Public subnet of the VPC module, by index.
    Public(usize),
    /// `aws_subnet.pods`.
    Pods,
    /// `aws_subnet.further`: what does not fit the module's list of one subnet a zone.
    Further,
}

impl<'a> Blueprint<'a> {
    pub(super) fn of(
        plan: &'a Plan,
        report: &'a Report,
        catalogue: &Catalogue,
        link: &'a str,
    ) -> Self {
        let mut findings = Vec::new();
        let name = fit(
            names::CLUSTER,
            plan.name(),
            "eniplan",
            "name",
            &mut findings,
        );
        let (zones, subnets) = place(plan, report);
        let mut blueprint = Self {
            plan,
            report,
            link,
            name,
            zones,
            subnets,
            groups: Vec::new(),
            nat: NatGateways::None,
            findings,
        };
        if let Some(stop) = blueprint.stop() {
            blueprint.findings.push(stop);
            return blueprint;
        }
        blueprint.nat = blueprint.nat_gateways();
        let (groups, told) = groups(&blueprint, catalogue);
        blueprint.groups = groups;
        blueprint.findings.extend(told);
        blueprint.tell_what_is_left_out();
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
        !self
            .findings
            .iter()
            .any(|finding| matches!(finding.code, Code::ExportNotYet | Code::ExportStopped))
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

    /// The pods subnet that an ENIConfig names in each zone, by the zone's full name.
    pub(super) fn eni_configs(&self) -> Vec<&Subnet<'a>> {
        let mut configs: Vec<&Subnet<'a>> = Vec::new();
        for subnet in self.subnets_at(|place| place == Place::Pods) {
            if !configs.iter().any(|known| known.zone == subnet.zone) {
                configs.push(subnet);
            }
        }
        configs
    }

    /// The subnets that prefixes are taken from, when prefixes are taken.
    pub(super) fn prefix_subnets(&self) -> Vec<&Subnet<'a>> {
        let networking = self.networking();
        if !networking.prefix_delegation {
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

    /// Why nothing can be built, if so.
    fn stop(&self) -> Option<Finding> {
        let plan = self.plan;
        let networking = self.networking();
        let subject = || plan.name().to_string();
        if networking.cni != Cni::VpcCni {
            return Some(Finding::new(
                Code::ExportNotYet,
                "networking.cni",
                operands![cni_name(networking.cni)],
            ));
        }
        if networking.ip_family == IpFamily::Ipv6 {
            return Some(Finding::new(
                Code::ExportNotYet,
                "networking.ip_family",
                operands!["IPv6 clusters"],
            ));
        }
        let (why, help) = if plan.vpc.id.is_some() || plan.cluster.existing {
            (
                "this eniplan writes a new VPC and cluster only, and the plan names one that exists".to_string(),
                "Take vpc.id and cluster.existing out to have a new one written; the Helm values hold for the cluster that exists",
            )
        } else if !names::is_region(&plan.region) {
            (
                format!("`{}` is not a Region", plan.region.as_str()),
                "Write the Region as AWS does, such as eu-west-1",
            )
        } else if let Some(zone) = self
            .subnets
            .iter()
            .find(|s| !names::is_zone(&s.zone, &plan.region))
        {
            (
                format!("`{}` is not a zone of {}", zone.placed.zone, plan.region),
                "Write a zone as a letter or by its full name, such as eu-west-1a",
            )
        } else if !self
            .subnets
            .iter()
            .any(|subnet| matches!(subnet.place, Place::Private(_)))
        {
            (
                "no node subnet stands in an Availability Zone".to_string(),
                "Add node subnets, or leave subnets out to have them laid out",
            )
        } else if self.subnets.iter().any(|s| s.placed.role == Role::Public)
            && !self
                .subnets
                .iter()
                .any(|s| matches!(s.place, Place::Public(_)))
        {
            (
                "the public subnets stand only in zones without node subnets".to_string(),
                "Put a public subnet into a zone that has node subnets",
            )
        } else {
            return None;
        };
        Some(Finding::new(
            Code::ExportStopped,
            subject(),
            operands![why, help],
        ))
    }

    /// NAT gateways as the public subnets allow them.
    fn nat_gateways(&mut self) -> NatGateways {
        let wanted = self.plan.endpoints.nat_gateways;
        let public = self
            .subnets_at(|place| matches!(place, Place::Public(_)))
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

    /// Tells which parts of the plan no file holds.
    fn tell_what_is_left_out(&mut self) {
        let endpoints = &self.plan.endpoints;
        let mut tell = |subject: &str, what: &str, why: &str, help: &str| {
            self.findings.push(Finding::new(
                Code::PartNotGenerated,
                subject,
                operands![what, why, help],
            ));
        };
        if endpoints.interface_endpoints.count.get() > 0 {
            tell(
                "endpoints.interface_endpoints",
                "Interface endpoints",
                "the plan says how many, not which services",
                "Add an aws_vpc_endpoint of type Interface for each service, in the planned subnets",
            );
        }
        let balancers = &endpoints.load_balancers;
        if balancers.alb.get() > 0 || balancers.nlb.get() > 0 || !balancers.list.is_empty() {
            tell(
                "endpoints.load_balancers",
                "Load balancers",
                "the AWS Load Balancer Controller makes them from Ingresses and Services",
                "Install the controller; the subnets carry the tags that it looks for",
            );
        }
        if !self.plan.others.is_empty() {
            tell(
                "others",
                "Other tenants of the subnets",
                "they belong to someone else's code",
                "Put them into the planned subnets by name",
            );
        }
        if self.nat == NatGateways::None {
            self.findings.push(Finding::new(
                Code::NoWayOut,
                "endpoints.nat_gateways",
                operands!["ec2, ecr.api, ecr.dkr, eks, sts and S3"],
            ));
        }
    }
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

fn cni_name(cni: Cni) -> &'static str {
    match cni {
        Cni::WeaveNet => "weave-net, whose repositories were archived in 2024",
        other => other.text(),
    }
}

/// The zones of the VPC module, and each subnet's place.
///
/// The module puts subnet i into zone i modulo the number of zones, so it gets one node subnet a zone and one public
/// subnet for each of the first zones; everything else stands outside it.
fn place<'a>(plan: &Plan, report: &'a Report) -> (Vec<String>, Vec<Subnet<'a>>) {
    let listed = plan.zones();
    let zone_of = |name: &str| -> Zone {
        let known = listed.iter().find(|zone| zone.name.as_str() == name);
        let unlisted = || {
            let name = Name::of(name)?;
            Some(Zone {
                name,
                ..Zone::default()
            })
        };
        known.cloned().or_else(unlisted).unwrap_or_default()
    };
    let layout = &report.layout.subnets;
    let max = report.states.iter().find(|state| state.name == "max");
    let mut subnets: Vec<Subnet<'a>> = Vec::new();
    for (index, placed) in layout.iter().enumerate() {
        let key = names::unique(&placed.name, |name| {
            subnets.iter().any(|other| other.key == name)
        });
        subnets.push(Subnet {
            key,
            zone: zone_of(&placed.zone).full_name(&plan.region),
            placed,
            report: report.subnets.get(index),
            at_max: max.and_then(|state| state.subnets.get(index)),
            place: if placed.role == Role::Pods {
                Place::Pods
            } else {
                Place::Further
            },
        });
    }
    let has = |role: Role, zone: &str| {
        subnets
            .iter()
            .any(|subnet| subnet.placed.role == role && subnet.zone == zone)
    };
    let mut zones: Vec<String> = Vec::new();
    let mut names: Vec<&str> = listed.iter().map(|zone| zone.name.as_str()).collect();
    names.extend(layout.iter().map(|subnet| subnet.zone.as_str()));
    for public in [true, false] {
        for name in &names {
            let zone = zone_of(name);
            let full = zone.full_name(&plan.region);
            if !zone.is_local()
                && has(Role::Nodes, &full)
                && has(Role::Public, &full) == public
                && !zones.contains(&full)
            {
                zones.push(full);
            }
        }
    }
    let mut taken = Vec::new();
    for subnet in &mut subnets {
        let Some(index) = zones.iter().position(|zone| *zone == subnet.zone) else {
            continue;
        };
        let place = match subnet.placed.role {
            Role::Nodes => Place::Private(index),
            Role::Public => Place::Public(index),
            _ => continue,
        };
        if !taken.contains(&place) {
            taken.push(place);
            subnet.place = place;
        }
    }
    (zones, subnets)
}
