//! Values of the aws-vpc-cni chart, which may stand in for the add-on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::cni;
use super::header::header;
use super::yaml::{Line, Yaml, write};
use super::{File, Kind};

/// The newest chart that `helm repo` serves.
///
/// Source: <https://github.com/aws/eks-charts/blob/master/stable/aws-vpc-cni/Chart.yaml>, read 2026-11-23.
const CHART: &str = "1.22.4";

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
        Line::Comment(format!("chart: aws-vpc-cni {CHART}")),
        Line::Comment(header(blueprint, "Values of the Amazon VPC CNI's chart")),
        Line::Comment(String::new()),
        Line::Comment(usage(networking.custom_networking)),
        Line::Blank,
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
    File {
        path: "helm/aws-vpc-cni.values.yaml".into(),
        contents: write(&lines),
        kind: Kind::Helm,
        purpose: "Values of the aws-vpc-cni chart, in place of the add-on; never both".into(),
    }
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
    format!(
        "An alternative to the vpc-cni add-on, never both: take vpc-cni out of the add-ons first.\n\
         \x20 helm repo add eks https://aws.github.io/eks-charts\n\
         {before}\
         \x20 helm upgrade --install aws-vpc-cni eks/aws-vpc-cni --version {CHART} --namespace kube-system \\\n\
         \x20   -f aws-vpc-cni.values.yaml{more}\n\
         An aws-node that EKS installed must be adopted first, by Helm's labels and annotations on its objects, with\n\
         originalMatchLabels: true. New settings reach new nodes only: replace the others."
    )
}
