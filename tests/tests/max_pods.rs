//! Max pods against what AWS documents and others measured; each case names its source.

use eniplan_core::aws::Certainty;
use eniplan_core::aws::catalogue::{Catalogue, InstanceType};
use eniplan_core::aws::max_pods::{
    Ceiling, Doubt, Setter, Settings, ceiling, lowest, recommended, set_by,
};
use eniplan_core::plan::{Ami, Cni, IpFamily, Provisioner};

fn of(name: &str) -> InstanceType {
    Catalogue::bundled().get(name).unwrap().clone()
}

fn pods(name: &str, settings: &Settings) -> Option<u32> {
    ceiling(&of(name), settings).pods()
}

fn formula(name: &str, settings: &Settings) -> String {
    ceiling(&of(name), settings).formula().unwrap().to_string()
}

const DEFAULT: Settings = Settings {
    provisioner: Provisioner::Managed,
    ami: Ami::Al2023,
    custom_ami: false,
    cni: Cni::VpcCni,
    ip_family: IpFamily::Ipv4,
    prefix_delegation: false,
    custom_networking: false,
    pod_security_groups: false,
    max_eni: None,
};
const PREFIXES: Settings = Settings {
    prefix_delegation: true,
    ..DEFAULT
};
const CUSTOM: Settings = Settings {
    custom_networking: true,
    ..DEFAULT
};
const CUSTOM_PREFIXES: Settings = Settings {
    prefix_delegation: true,
    ..CUSTOM
};
const TRUNK: Settings = Settings {
    pod_security_groups: true,
    ..DEFAULT
};
const CILIUM: Settings = Settings {
    cni: Cni::CiliumEni,
    ..DEFAULT
};

#[test]
fn the_default_settings_are_those_of_the_plan() {
    assert_eq!(Settings::default(), DEFAULT);
}

/// docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html and best-practices custom-networking.adoc.
#[test]
fn aws_documents_m5_large() {
    assert_eq!(pods("m5.large", &DEFAULT), Some(29));
    assert_eq!(pods("m5.large", &CUSTOM), Some(20));
    assert_eq!(pods("m5.large", &CUSTOM_PREFIXES), Some(290));
    assert_eq!(recommended(&of("m5.large"), &PREFIXES), 110);
}

/// devopswave and kloudvin (CASES A33): 3*((10-1)*16)+2.
#[test]
fn m5_large_with_prefixes_is_434() {
    assert_eq!(
        formula("m5.large", &PREFIXES),
        "3 × (10 − 1) × 16 + 2 = 434"
    );
}

/// aws/amazon-vpc-cni-k8s #331 (A10), #1480 (A11), #3238 (A12).
#[test]
fn custom_networking_as_measured() {
    assert_eq!(pods("t2.medium", &DEFAULT), Some(17));
    assert_eq!(pods("t2.medium", &CUSTOM), Some(12));
    assert_eq!(pods("t3.medium", &CUSTOM), Some(12));
    assert_eq!(pods("t3.2xlarge", &DEFAULT), Some(58));
    assert_eq!(pods("t3.2xlarge", &CUSTOM), Some(44));
}

/// arhea.net 2020-06-19 (C4) prints 20 for (3-1)*(12-1)+2; kubeforge (C11) prints 20 for m5.large by default.
#[test]
fn published_slips_are_not_repeated() {
    assert_eq!(formula("t3.large", &CUSTOM), "(3 − 1) × (12 − 1) + 2 = 24");
    assert_eq!(formula("m5.large", &DEFAULT), "3 × (10 − 1) + 2 = 29");
}

/// rtfm.co.ua and techwithpatil (C12): ENIs × IPs − 1 is right for three interfaces only.
#[test]
fn the_short_formula_is_right_for_three_interfaces_only() {
    for (name, short, real) in [
        ("t3.medium", 17, 17),
        ("m5.large", 29, 29),
        ("m5.xlarge", 59, 58),
        ("m5.4xlarge", 239, 234),
    ] {
        let t = of(name);
        assert_eq!(t.max_enis * t.ipv4_per_eni - 1, short, "{name}");
        assert_eq!(pods(name, &DEFAULT), Some(real), "{name}");
    }
}

/// Smana/cloud-native-ref #1726 and #1730 (A14), seen on nodes.
#[test]
fn cilium_eni_as_measured() {
    assert_eq!(pods("t3.xlarge", &CILIUM), Some(42));
    assert_eq!(pods("i3.large", &CILIUM), Some(18));
    let prefixes = Settings {
        prefix_delegation: true,
        ..CILIUM
    };
    assert_eq!(pods("c5.large", &prefixes), Some(288));
    assert_eq!(
        formula("c5.large", &prefixes),
        "(3 − 1) × (10 − 1) × 16 = 288"
    );
}

/// karpenter-provider-aws #9299 (A15).
#[test]
fn r8gd_medium() {
    assert_eq!(pods("r8gd.medium", &DEFAULT), Some(8));
    assert_eq!(pods("r8gd.medium", &PREFIXES), Some(98));
}

/// aws-ia/terraform-aws-eks-blueprints #1312 (A16).
#[test]
fn custom_networking_with_prefixes_is_capped_at_110() {
    assert_eq!(recommended(&of("m5.large"), &CUSTOM_PREFIXES), 110);
    assert_eq!(set_by(&of("m5.large"), &CUSTOM_PREFIXES).pods, 110);
}

/// awslabs/amazon-eks-ami #1419 (A17).
#[test]
fn c5_18xlarge_has_737_or_250() {
    let own = Settings {
        provisioner: Provisioner::SelfManaged,
        ..DEFAULT
    };
    assert_eq!(set_by(&of("c5.18xlarge"), &own).pods, 737);
    assert_eq!(recommended(&of("c5.18xlarge"), &DEFAULT), 250);
}

/// best-practices sgpp.adoc: the trunk takes one interface; 9 branch and 27 secondary addresses, max pods stays 29.
#[test]
fn the_trunk_takes_an_interface_and_max_pods_is_not_lowered() {
    let m5 = of("m5.large");
    assert_eq!(m5.branch_enis, Some(9));
    assert_eq!(formula("m5.large", &TRUNK), "(3 − 1) × (10 − 1) + 2 = 20");
    assert_eq!(set_by(&m5, &TRUNK).pods, 29);
    let both = Settings {
        custom_networking: true,
        ..TRUNK
    };
    assert_eq!(
        formula("m5.large", &both),
        "(3 − 1 − 1) × (10 − 1) + 2 = 11"
    );
}

/// ipamd.go isConfigValid: a Xen type falls back without prefixes, and cannot do IPv6 at all.
#[test]
fn xen_has_no_prefixes() {
    assert_eq!(pods("m4.large", &PREFIXES), Some(20));
    let ipv6 = Settings {
        ip_family: IpFamily::Ipv6,
        ..DEFAULT
    };
    assert_eq!(ceiling(&of("m4.large"), &ipv6), Ceiling::Ipv6NeedsNitro);
    assert_eq!(pods("m4.large", &ipv6), Some(0));
    assert_eq!(pods("m5.large", &ipv6), Some(434));
}

/// awsutils.go IsPrefixDelegationSupported: bare metal has prefixes though EC2 reports no hypervisor.
#[test]
fn bare_metal_has_prefixes_though_the_script_counts_none() {
    assert_eq!(pods("m5.metal", &PREFIXES), Some(11_762));
    // Capped at 250 either way.
    let metal = set_by(&of("m5.metal"), &PREFIXES);
    assert_eq!((metal.pods, metal.certainty), (250, Certainty::Derived));
    // The script gives 2 × (50 − 1) + 2, the CNI serves far more than the cap.
    let two = Settings {
        max_eni: Some(2),
        ..PREFIXES
    };
    let metal = set_by(&of("m5.metal"), &two);
    assert_eq!((metal.pods, metal.certainty), (100, Certainty::Estimate));
    assert!(metal.doubts.contains(&Doubt::MetalPrefixes));
}

/// README of the CNI: MAX_ENI counts where it is from 1 to the type's own limit.
#[test]
fn max_eni_binds_below_the_limit_only() {
    let with = |n| Settings {
        max_eni: Some(n),
        ..DEFAULT
    };
    assert_eq!(
        formula("m5.large", &with(2)),
        "min(3, 2) × (10 − 1) + 2 = 20"
    );
    for ignored in [0, 3, 4, u32::MAX] {
        assert_eq!(formula("m5.large", &with(ignored)), "3 × (10 − 1) + 2 = 29");
    }
    let custom = Settings {
        custom_networking: true,
        ..with(2)
    };
    assert_eq!(
        formula("m5.large", &custom),
        "(min(3, 2) − 1) × (10 − 1) + 2 = 11"
    );
}

#[test]
fn one_interface_leaves_none_for_pods() {
    assert_eq!(
        formula("hpc6id.32xlarge", &CUSTOM),
        "(1 − 1) × (50 − 1) + 2 = 2"
    );
    let both = Settings {
        pod_security_groups: true,
        ..CUSTOM
    };
    assert_eq!(
        formula("hpc6id.32xlarge", &both),
        "max(0, 1 − 1 − 1) × (50 − 1) + 2 = 2"
    );
}

#[test]
fn absurd_limits_do_not_overflow() {
    let mut t = of("m5.large");
    t.max_enis = u32::MAX;
    t.ipv4_per_eni = u32::MAX;
    assert_eq!(ceiling(&t, &PREFIXES).pods(), Some(u32::MAX));
    assert_eq!(set_by(&t, &PREFIXES).pods, 110);
    t.ipv4_per_eni = 0;
    assert_eq!(ceiling(&t, &PREFIXES).pods(), Some(2));
}

/// docs.aws.amazon.com/eks/latest/userguide/windows-support.html: one interface, kubelet default 110.
#[test]
fn windows_uses_one_interface() {
    let windows = Settings {
        ami: Ami::Windows,
        ..DEFAULT
    };
    assert_eq!(formula("m5.large", &windows), "1 × (10 − 1) = 9");
    let prefixes = Settings {
        ami: Ami::Windows,
        ..PREFIXES
    };
    assert_eq!(formula("m5.large", &prefixes), "1 × (10 − 1) × 16 = 144");
    for provisioner in [
        Provisioner::Managed,
        Provisioner::SelfManaged,
        Provisioner::Karpenter,
    ] {
        assert_eq!(
            set_by(
                &of("m5.large"),
                &Settings {
                    provisioner,
                    ..windows
                }
            )
            .pods,
            110
        );
    }
}

#[test]
fn overlays_are_bound_by_the_cap_alone() {
    for cni in [Cni::Calico, Cni::CiliumOverlay, Cni::Flannel, Cni::WeaveNet] {
        let overlay = Settings { cni, ..DEFAULT };
        assert_eq!(ceiling(&of("m5.large"), &overlay), Ceiling::Overlay);
        assert_eq!(recommended(&of("m5.large"), &overlay), 110);
        assert_eq!(recommended(&of("m5.24xlarge"), &overlay), 250);
        // Nobody tells EKS, so the node still gets the formula's number.
        assert_eq!(set_by(&of("m5.large"), &overlay).pods, 29);
    }
}

fn assert_sets(name: &str, settings: &Settings, pods: u32, setter: Setter, certainty: Certainty) {
    let max = set_by(&of(name), settings);
    assert_eq!(
        (max.pods, max.setter, max.certainty),
        (pods, setter, certainty),
        "{name}: {settings:?}"
    );
    assert!(max.source.starts_with("https://"), "{}", max.source);
}

/// choosing-instance-type.html#max-pods-precedence: capped at 110 or 250 unless the group has an AMI of its own.
#[test]
fn managed_node_groups_are_capped_unless_the_ami_is_ones_own() {
    let by_eks = Setter::ManagedNodeGroup;
    assert_sets("m5.24xlarge", &DEFAULT, 250, by_eks, Certainty::Documented);
    assert_sets("m5.4xlarge", &DEFAULT, 110, by_eks, Certainty::Documented);
    assert_sets("m5.large", &PREFIXES, 110, by_eks, Certainty::Derived);
    assert_sets("m5.large", &CUSTOM, 20, by_eks, Certainty::Derived);
    let bottlerocket = Settings {
        ami: Ami::Bottlerocket,
        ..DEFAULT
    };
    assert_sets(
        "m5.24xlarge",
        &bottlerocket,
        250,
        by_eks,
        Certainty::Documented,
    );

    let own = Settings {
        custom_ami: true,
        ..DEFAULT
    };
    for (ami, setter) in [
        (Ami::Al2023, Setter::Nodeadm),
        (Ami::Al2, Setter::Bootstrap),
        (Ami::Bottlerocket, Setter::Bottlerocket),
    ] {
        assert_sets(
            "m5.24xlarge",
            &Settings { ami, ..own },
            737,
            setter,
            Certainty::Exact,
        );
    }
}

/// eni_max_pods.go of nodeadm and types.go of Karpenter: no cap, and no knowledge of prefixes or custom networking.
#[test]
fn other_provisioners() {
    let by = |provisioner, settings| Settings {
        provisioner,
        ..settings
    };
    let own = by(Provisioner::SelfManaged, PREFIXES);
    assert_sets("m5.large", &own, 29, Setter::Nodeadm, Certainty::Exact);
    let karpenter = by(Provisioner::Karpenter, CUSTOM);
    assert_sets(
        "t3.2xlarge",
        &karpenter,
        58,
        Setter::Karpenter,
        Certainty::Exact,
    );
    assert_sets(
        "m5.24xlarge",
        &karpenter,
        737,
        Setter::Karpenter,
        Certainty::Exact,
    );
    let auto = by(Provisioner::AutoMode, DEFAULT);
    assert_sets(
        "m5.24xlarge",
        &auto,
        110,
        Setter::AutoMode,
        Certainty::Estimate,
    );
    assert_sets("m5.large", &auto, 29, Setter::AutoMode, Certainty::Estimate);
    let fargate = by(Provisioner::Fargate, DEFAULT);
    assert_sets(
        "m5.large",
        &fargate,
        1,
        Setter::Fargate,
        Certainty::Documented,
    );
}

#[test]
fn doubts_are_said() {
    let managed = set_by(&of("m5.large"), &DEFAULT);
    assert_eq!(managed.doubts, [Doubt::ManagedPrecedence]);
    // No source states the vCPUs of c7i.32xlarge: 737 would be capped at 250, and 110 is assumed.
    let unknown = set_by(&of("c7i.32xlarge"), &DEFAULT);
    assert_eq!(
        (unknown.pods, unknown.certainty),
        (110, Certainty::Estimate)
    );
    assert!(unknown.doubts.contains(&Doubt::VcpusUnknown));
    // Not in eni-max-pods.txt: nodeadm asks EC2, Bottlerocket asks nobody.
    let own = Settings {
        provisioner: Provisioner::SelfManaged,
        ..DEFAULT
    };
    assert_eq!(set_by(&of("i3.metal"), &own).doubts, [Doubt::NotInTables]);
    let bottlerocket = Settings {
        ami: Ami::Bottlerocket,
        ..own
    };
    let max = set_by(&of("i3.metal"), &bottlerocket);
    assert_eq!((max.pods, max.setter), (110, Setter::KubeletDefault));
}

/// create-managed-node-group.adoc, and eksctl #5337, where d3en.xlarge held a whole group at 10.
#[test]
fn of_several_types_the_lowest_wins() {
    let types = ["m5.2xlarge", "d3en.xlarge", "m5.large"].map(of);
    let (lowest, max) = lowest(&types, &DEFAULT).unwrap();
    assert_eq!((lowest.name.as_str(), max.pods), ("d3en.xlarge", 10));
}

#[test]
fn no_types_have_no_lowest() {
    assert_eq!(lowest([], &DEFAULT), None);
}
