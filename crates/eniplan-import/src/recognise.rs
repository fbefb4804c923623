//! What a JSON object is, by the keys that it has.

/// What a list of a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Vpc,
    Subnet,
    Reservation,
    Interface,
    RouteTable,
    InstanceReservation,
    Instance,
    InstanceType,
    Cluster,
    NodeGroup,
    Addon,
    Kubernetes,
    Eksctl,
    SubnetCalculator,
    Terraform,
    Plan,
}

impl Kind {
    /// What it shows, for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Vpc => "VPCs",
            Self::Subnet => "subnets",
            Self::Reservation => "CIDR reservations",
            Self::Interface => "network interfaces",
            Self::RouteTable => "route tables",
            Self::InstanceReservation | Self::Instance => "instances",
            Self::InstanceType => "instance types",
            Self::Cluster => "clusters",
            Self::NodeGroup => "node groups",
            Self::Addon => "add-ons",
            Self::Kubernetes => "Kubernetes objects",
            Self::Eksctl => "eksctl configurations",
            Self::SubnetCalculator => "subnet calculations",
            Self::Terraform => "Terraform resources",
            Self::Plan => "plans",
        }
    }

    /// The command that lists it.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Vpc => "aws ec2 describe-vpcs",
            Self::Subnet => "aws ec2 describe-subnets",
            Self::Reservation => "aws ec2 get-subnet-cidr-reservations",
            Self::Interface => "aws ec2 describe-network-interfaces",
            Self::RouteTable => "aws ec2 describe-route-tables",
            Self::InstanceReservation | Self::Instance => "aws ec2 describe-instances",
            Self::InstanceType => "aws ec2 describe-instance-types",
            Self::Kubernetes => "kubectl get",
            Self::Cluster
            | Self::NodeGroup
            | Self::Addon
            | Self::Eksctl
            | Self::SubnetCalculator
            | Self::Terraform
            | Self::Plan => "the command",
        }
    }

    /// What the list under a key of a document's root holds.
    pub(crate) fn of_list(key: &str) -> Option<Self> {
        Some(match key {
            "Vpcs" => Self::Vpc,
            "Subnets" => Self::Subnet,
            "SubnetIpv4CidrReservations" => Self::Reservation,
            "NetworkInterfaces" => Self::Interface,
            "RouteTables" => Self::RouteTable,
            "Reservations" => Self::InstanceReservation,
            "Instances" => Self::Instance,
            "InstanceTypes" => Self::InstanceType,
            "items" => Self::Kubernetes,
            _ => return None,
        })
    }

    /// What an object is that stands alone or in a list without a name; the most telling keys first.
    pub(crate) fn of_object(mut has: impl FnMut(&str) -> bool) -> Option<Self> {
        const TELLING: [(&[&str], Kind); 18] = [
            (&["NetworkInterfaceId"], Kind::Interface),
            (&["RouteTableId"], Kind::RouteTable),
            (&["SubnetCidrReservationId"], Kind::Reservation),
            (&["InstanceId"], Kind::Instance),
            (&["InstanceType", "NetworkInfo"], Kind::InstanceType),
            (&["SubnetId", "CidrBlock"], Kind::Subnet),
            (&["VpcId", "CidrBlock"], Kind::Vpc),
            (&["ReservationId", "Instances"], Kind::InstanceReservation),
            (&["resourcesVpcConfig"], Kind::Cluster),
            (&["nodegroupName"], Kind::NodeGroup),
            (&["addonName"], Kind::Addon),
            (&["base_network", "subnets"], Kind::SubnetCalculator),
            (&["format_version", "terraform_version"], Kind::Terraform),
            (&["format_version", "planned_values"], Kind::Terraform),
            (&["lineage", "serial"], Kind::Terraform),
            (&["apiVersion", "kind"], Kind::Kubernetes),
            (&["metadata", "spec"], Kind::Kubernetes),
            (&["metadata", "status"], Kind::Kubernetes),
        ];
        let mut telling = TELLING.iter();
        telling
            .find(|(keys, _)| keys.iter().all(|key| has(key)))
            .map(|(_, kind)| *kind)
    }
}
