//! What the resources call the VPC, the cluster and its security groups, by where they come from.

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Part, Step};
use super::super::matrix::{Destination, Form};

/// The VPC's id.
pub(super) fn vpc_id(blueprint: &Blueprint) -> Expr {
    Expr::path(match (blueprint.destination, blueprint.form) {
        (Destination::New, Form::Modules) => "module.vpc.vpc_id",
        (Destination::New, Form::Plain) => "aws_vpc.this.id",
        _ => "data.aws_vpc.this.id",
    })
}

/// Where the cluster's attributes come from.
enum Cluster {
    Module,
    Resource,
    Found,
}

fn cluster(blueprint: &Blueprint) -> Cluster {
    match (blueprint.destination, blueprint.form) {
        (Destination::Cluster, _) => Cluster::Found,
        (_, Form::Modules) => Cluster::Module,
        (_, Form::Plain) => Cluster::Resource,
    }
}

/// The cluster's name, known once the cluster is there.
pub(super) fn cluster_name(blueprint: &Blueprint) -> Expr {
    Expr::path(match cluster(blueprint) {
        Cluster::Module => "module.eks.cluster_name",
        Cluster::Resource => "aws_eks_cluster.this.name",
        Cluster::Found => "data.aws_eks_cluster.this.name",
    })
}

/// The URL of the cluster's API server.
pub(super) fn endpoint(blueprint: &Blueprint) -> Expr {
    Expr::path(match cluster(blueprint) {
        Cluster::Module => "module.eks.cluster_endpoint",
        Cluster::Resource => "aws_eks_cluster.this.endpoint",
        Cluster::Found => "data.aws_eks_cluster.this.endpoint",
    })
}

/// The certificate of the cluster's API server, in base64.
pub(super) fn certificate(blueprint: &Blueprint) -> Expr {
    Expr::path(match cluster(blueprint) {
        Cluster::Module => "module.eks.cluster_certificate_authority_data",
        Cluster::Resource => "aws_eks_cluster.this.certificate_authority[0].data",
        Cluster::Found => "data.aws_eks_cluster.this.certificate_authority[0].data",
    })
}

/// The Kubernetes version that images are looked up for.
pub(super) fn kubernetes_version(blueprint: &Blueprint) -> Expr {
    Expr::path(match cluster(blueprint) {
        Cluster::Found => "data.aws_eks_cluster.this.version",
        _ => "var.kubernetes_version",
    })
}

/// The security group of nodes.
pub(super) fn node_security_group(blueprint: &Blueprint) -> Expr {
    Expr::path(match cluster(blueprint) {
        Cluster::Module => "module.eks.node_security_group_id",
        Cluster::Resource => "aws_security_group.nodes.id",
        Cluster::Found => "var.node_security_group_id",
    })
}

/// The id of a subnet, where it is made or found.
pub(super) fn subnet(subnet: &Subnet) -> Expr {
    let of = |path| {
        Expr::Reference(
            path,
            [Step::Key(subnet.key.clone()), Step::Attribute("id")].into(),
        )
    };
    let at = |path, index| Expr::Reference(path, [Step::Index(index)].into());
    match subnet.place {
        Place::Private(index) => at("module.vpc.private_subnets", index),
        Place::Public(index) => at("module.vpc.public_subnets", index),
        Place::Pods => of("aws_subnet.pods"),
        Place::Further => of("aws_subnet.further"),
        Place::Own => of("aws_subnet.this"),
        Place::Found => subnet
            .id()
            .map_or_else(|| of("data.aws_subnet.found"), Expr::text),
    }
}

/// The id of a subnet by its name.
pub(super) fn subnet_by_name(key: &str) -> Expr {
    Expr::Reference("local.subnet_ids", [Step::Key(key.into())].into())
}

/// `local.max_pods["group"]`.
pub(super) fn max_pods(key: &str) -> Part {
    Part::Value(Expr::Reference(
        "local.max_pods",
        [Step::Key(key.into())].into(),
    ))
}
