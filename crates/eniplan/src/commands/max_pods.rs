//! `eniplan max-pods`: how many pods a node can hold, and why.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use eniplan_core::aws::Certainty;
use eniplan_core::aws::catalogue::{Catalogue, InstanceType};
use eniplan_core::aws::max_pods::{self, Ceiling, MaxPods, Setter, Settings};
use eniplan_core::plan::{Ami, Cni, IpFamily, Provisioner};
use serde::Serialize;

use super::types;
use crate::failure::Failure;
use crate::table::{self, Side};

/// How many pods a node of an instance type can hold, with the formula written out.
///
/// Three numbers that are often taken for one: MAX PODS is what the node's kubelet is told, by default in a managed node
/// group without an AMI of one's own; FORMULA is what the CNI can give addresses to; RECOMMENDED caps that at 110, or at
/// 250 above 30 vCPUs, as AWS advises.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan max-pods m5.large\n  eniplan max-pods m5.large c6i.4xlarge --prefix-delegation --custom-networking\n  eniplan max-pods 'c7g.*' --provisioner karpenter --format json"
)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of AWS's own"
)]
pub(crate) struct Args {
    /// Instance types; a pattern such as c6i.* names several
    #[arg(value_name = "TYPE", required = true)]
    types: Vec<String>,
    /// ENABLE_PREFIX_DELEGATION: /28 prefixes in place of single addresses
    #[arg(long)]
    prefix_delegation: bool,
    /// AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: the primary interface gives no addresses to pods
    #[arg(long)]
    custom_networking: bool,
    /// ENABLE_POD_ENI: a trunk takes the place of one interface
    #[arg(long)]
    pod_security_groups: bool,
    /// MAX_ENI: use no more interfaces than this; the VPC CNI ignores less than 1
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    max_eni: Option<u32>,
    /// The container network interface
    #[arg(long, value_name = "NAME", default_value = "vpc-cni", value_parser = PossibleValuesParser::new(Cni::ALL.iter().map(|c| c.word())).map(|word| Cni::of_word(&word).unwrap_or_default()))]
    cni: Cni,
    /// The addresses of pods
    #[arg(long, value_name = "FAMILY", default_value = "ipv4", value_parser = PossibleValuesParser::new(IpFamily::ALL.iter().map(|f| f.word())).map(|word| IpFamily::of_word(&word).unwrap_or_default()))]
    ip_family: IpFamily,
    /// Who starts the nodes, which decides what their kubelet is told
    #[arg(long, value_name = "NAME", default_value = "managed", value_parser = PossibleValuesParser::new(Provisioner::ALL.iter().map(|p| p.word())).map(|word| Provisioner::of_word(&word).unwrap_or_default()))]
    provisioner: Provisioner,
    /// Their machine image
    #[arg(long, value_name = "NAME", default_value = "al2023", value_parser = PossibleValuesParser::new(Ami::ALL.iter().map(|a| a.word())).map(|word| Ami::of_word(&word).unwrap_or_default()))]
    ami: Ami,
    /// A managed group's launch template names the image, so that EKS adds no user data
    #[arg(long)]
    custom_ami: bool,
    /// A table for people, or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// In JSON, add who sets the number, how certain it is, its doubts and its source
    #[arg(long)]
    explain: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

/// A row of the JSON; the first seven fields are a contract.
#[derive(Serialize)]
struct Answer<'a> {
    instance_type: &'a str,
    max_pods: u32,
    formula_max_pods: Option<u32>,
    recommended_max_pods: u32,
    interfaces: u32,
    addresses_per_interface: u32,
    formula: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation>,
}

#[derive(Serialize)]
struct Explanation {
    set_by: &'static str,
    certainty: &'static str,
    source: &'static str,
    doubts: Vec<Doubt>,
}

#[derive(Serialize)]
struct Doubt {
    name: &'static str,
    text: &'static str,
    source: &'static str,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let catalogue = Catalogue::bundled();
    let instances = types::named(&catalogue, &args.types)?;
    let settings = Settings {
        provisioner: args.provisioner,
        ami: args.ami,
        custom_ami: args.custom_ami,
        cni: args.cni,
        ip_family: args.ip_family,
        prefix_delegation: args.prefix_delegation,
        custom_networking: args.custom_networking,
        pod_security_groups: args.pod_security_groups,
        max_eni: args.max_eni,
    };
    match args.format {
        Format::Table => table(&instances, &settings, out)?,
        Format::Json => {
            let answers: Vec<_> = instances
                .iter()
                .map(|instance| answer(instance, &settings, args.explain))
                .collect();
            serde_json::to_writer(&mut *out, &answers)?;
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn answer<'a>(instance: &'a InstanceType, settings: &Settings, explain: bool) -> Answer<'a> {
    let ceiling = max_pods::ceiling(instance, settings);
    let set = max_pods::set_by(instance, settings);
    Answer {
        instance_type: &instance.name,
        max_pods: set.pods,
        formula_max_pods: ceiling.pods(),
        recommended_max_pods: max_pods::recommended(instance, settings),
        interfaces: instance.max_enis,
        addresses_per_interface: instance.ipv4_per_eni,
        formula: ceiling.formula().map(ToString::to_string),
        explanation: explain.then(|| explanation(&set)),
    }
}

fn explanation(set: &MaxPods) -> Explanation {
    Explanation {
        set_by: set.setter.name(),
        certainty: set.certainty.name(),
        source: set.source,
        doubts: set
            .doubts
            .iter()
            .map(|doubt| Doubt {
                name: doubt.name(),
                text: doubt.text(),
                source: doubt.source(),
            })
            .collect(),
    }
}

fn table(
    instances: &[&InstanceType],
    settings: &Settings,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let answers: Vec<_> = instances
        .iter()
        .map(|instance| {
            let set = max_pods::set_by(instance, settings);
            (*instance, answer(instance, settings, false), set)
        })
        .collect();
    let rows: Vec<Vec<String>> = answers
        .iter()
        .map(|(_, answer, set)| {
            let formula = match (&answer.formula, answer.formula_max_pods) {
                (Some(formula), _) => formula.clone(),
                (None, Some(_)) => "IPv6 needs Nitro or bare metal".to_owned(),
                (None, None) => "pods take no VPC addresses".to_owned(),
            };
            vec![
                answer.instance_type.to_owned(),
                format!("{}{}", if is_estimate(set) { "≈" } else { "" }, set.pods),
                answer.recommended_max_pods.to_string(),
                formula,
            ]
        })
        .collect();
    let headings = [
        ("INSTANCE TYPE", Side::Left),
        ("MAX PODS", Side::Right),
        ("RECOMMENDED", Side::Right),
        ("FORMULA", Side::Left),
    ];
    table::write(out, &headings, &rows)?;
    writeln!(out)?;
    for note in notes(&answers, settings) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

/// Who sets the numbers and what to know of them, each sentence once.
fn notes(answers: &[(&InstanceType, Answer<'_>, MaxPods)], settings: &Settings) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let mut note = |text: String| {
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    for (_, _, set) in answers {
        note(format!(
            "Max pods is set by {}: {}",
            setter(set),
            set.source
        ));
    }
    if answers.iter().any(|(_, _, set)| is_estimate(set)) {
        note("≈ marks an estimate.".to_owned());
    }
    for (instance, answer, set) in answers {
        if settings.prefix_delegation && !instance.supports_prefix_delegation() {
            let name = &instance.name;
            note(format!(
                "{name} cannot have prefixes: the CNI falls back to single addresses."
            ));
        }
        if let Some(difference) = difference(instance, answer, set, settings) {
            note(difference);
        }
    }
    for doubt in answers.iter().flat_map(|(_, _, set)| &set.doubts) {
        note(format!("Doubt: {} {}", doubt.text(), doubt.source()));
    }
    notes
}

/// What comes of it where the kubelet is told another number than the CNI can serve.
fn difference(
    instance: &InstanceType,
    answer: &Answer<'_>,
    set: &MaxPods,
    settings: &Settings,
) -> Option<String> {
    let (name, told) = (&instance.name, set.pods);
    match (
        max_pods::ceiling(instance, settings),
        answer.formula_max_pods,
    ) {
        (Ceiling::Ipv6NeedsNitro, _) => Some(format!("{name} never becomes Ready with IPv6.")),
        (Ceiling::Overlay, _) if told < answer.recommended_max_pods => Some(format!(
            "{name} is told {told} pods though they take no VPC addresses: set max pods yourself."
        )),
        (_, Some(served)) if served < told => {
            let beyond = if settings.ami == Ami::Windows {
                "further pods stay Pending"
            } else if settings.pod_security_groups {
                "further pods need branch interfaces"
            } else {
                "further pods hang in ContainerCreating"
            };
            Some(format!(
                "{name} is told {told} pods, but the CNI has addresses for {served} only: {beyond}."
            ))
        }
        _ => None,
    }
}

fn is_estimate(set: &MaxPods) -> bool {
    set.certainty == Certainty::Estimate
}

fn setter(set: &MaxPods) -> &'static str {
    match set.setter {
        Setter::ManagedNodeGroup => "EKS, for a managed node group",
        Setter::Nodeadm => "nodeadm on the node",
        Setter::Bootstrap => "bootstrap.sh on the node",
        Setter::Bottlerocket => "Bottlerocket on the node",
        Setter::KubeletDefault => "nobody, so by the kubelet's default",
        Setter::Karpenter => "Karpenter",
        Setter::AutoMode => "EKS Auto Mode",
        Setter::Fargate => "Fargate",
    }
}
