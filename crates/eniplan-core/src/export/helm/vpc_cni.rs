//! Values of the aws-vpc-cni chart, which may stand in for the add-on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::cni;
use super::super::yaml::{Line, Yaml};
use super::Chart;

/// The newest chart that `helm repo` serves.
///
/// Source: <https://github.com/aws/eks-charts/blob/master/stable/aws-vpc-cni/Chart.yaml>, read 2026-11-23.
const VPC_CNI: Chart = Chart {
    name: "aws-vpc-cni",
    version: "1.22.4",
    alias: "eks",
    repository: "https://aws.github.io/eks-charts",
    release: "aws-vpc-cni",
    namespace: "kube-system",
};

pub(super) fn file(blueprint: &Blueprint) -> File {
    let region = blueprint.plan.region.as_str();
    let networking = blueprint.networking();
    let image = || {
        Line::Entry(
            "image",
            Yaml::Map(Vec::from([Line::Entry("region", Yaml::text(region))])),
        )
    };
    let mut lines = Vec::from([
        Line::Comment(
            "Some Regions have another account for images: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html"
                .into(),
        ),
    ]);
    lines.push(Line::Entry("init", Yaml::Map(Vec::from([image()]))));
    lines.push(Line::Entry("nodeAgent", Yaml::Map(Vec::from([image()]))));
    lines.push(image());
    lines.push(Line::Blank);
    lines.push(Line::Comment(
        "Booleans and numbers are strings here.".into(),
    ));
    let environment = cni::environment(networking)
        .into_iter()
        .map(|(name, value)| Line::Entry(name, Yaml::Text(value)))
        .collect();
    lines.push(Line::Entry("env", Yaml::Map(environment)));
    let usage = usage(networking.custom_networking);
    VPC_CNI.file(
        blueprint,
        "Values of the aws-vpc-cni chart, in place of the add-on; never both",
        &[usage],
        lines,
    )
}

fn usage(custom_networking: bool) -> String {
    let (before, more) = if custom_networking {
        (
            "  terraform -chdir=../terraform output -raw eni_config_values > eni-config.values.yaml\n",
            " -f eni-config.values.yaml",
        )
    } else {
        ("", "")
    };
    let version = VPC_CNI.version;
    format!(
        "An alternative to the vpc-cni add-on, never both: take vpc-cni out of the add-ons first.\n\
         \x20 helm repo add eks https://aws.github.io/eks-charts\n\
         {before}\
         \x20 helm upgrade --install aws-vpc-cni eks/aws-vpc-cni --version {version} --namespace kube-system \\\n\
         \x20   -f aws-vpc-cni.values.yaml{more}\n\
         An aws-node that EKS installed must be adopted first, by Helm's labels and annotations on its objects, with\n\
         originalMatchLabels: true. New settings reach new nodes only: replace the others."
    )
}
