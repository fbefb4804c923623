//! Random plans of clusters that run.

use eniplan_core::plan::Plan;

use crate::seeded::Seeded;

/// A random plan of a cluster that runs, as importing it writes it, but for the free addresses of its subnets.
pub fn plan(seed: u64) -> Plan {
    let mut random = Seeded::of(seed);
    let zones = 2 + random.below(2) as usize;
    let letters = &["a", "b", "c"][..zones];
    let (custom, prefixes) = (random.below(3) == 0, random.below(3) == 0);
    let has_control_plane = random.below(3) == 0;
    let mut text = String::from("version: 1\nname: shop\nregion: eu-west-1\nzones:\n");
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    for (at, letter) in letters.iter().enumerate() {
        line(format!("  - {{name: {letter}, id: euw1-az{}}}", at + 1));
    }
    let secondary = if custom {
        ", {cidr: 100.64.0.0/16, routable: false}"
    } else {
        ""
    };
    let routes = random.one_of(&["[]", "[10.0.0.0/8]", "[10.0.0.0/8, 192.168.7.0/24]"]);
    let peers = random.one_of(&["[]", "[10.30.0.0/16]"]);
    line(format!(
        "vpc: {{id: vpc-0a, cidrs: [10.0.0.0/16{secondary}], routes: {routes}, peers: {peers}}}"
    ));
    line("subnets:".to_owned());
    for (at, letter) in letters.iter().enumerate() {
        line(format!(
            "  - {{name: private-{letter}, id: subnet-a{at}, zone: {letter}, cidr: 10.0.{}.0/19}}",
            at * 32
        ));
    }
    for (at, letter) in letters.iter().enumerate() {
        line(format!(
            "  - {{name: public-{letter}, id: subnet-b{at}, zone: {letter}, role: public, cidr: 10.0.{}.0/24}}",
            128 + at
        ));
    }
    if has_control_plane {
        for (at, letter) in letters.iter().enumerate() {
            line(format!(
                "  - {{name: control-{letter}, id: subnet-c{at}, zone: {letter}, role: control-plane, cidr: 10.0.160.{}/28}}",
                at * 16
            ));
        }
    }
    if custom {
        for (at, letter) in letters.iter().enumerate() {
            line(format!(
                "  - {{name: pods-{letter}, id: subnet-d{at}, zone: {letter}, role: pods, cidr: 100.64.{}.0/18}}",
                at * 64
            ));
        }
    }
    let interfaces = 2 + random.below(3);
    let version = random.one_of(&["1.31", "1.34"]);
    line(format!(
        "cluster: {{existing: true, kubernetes_version: \"{version}\", service_cidr: 172.20.0.0/16, control_plane_interfaces: {interfaces}}}"
    ));
    let warm = random.one_of(&[
        "{}",
        "{ip: 2}",
        "{ip: 5, minimum_ip: 10}",
        "{eni: 2, prefix: 2}",
    ]);
    let discovery = random.below(4) > 0;
    let most = random.one_of(&["null", "null", "null", "4"]);
    line(format!(
        "networking: {{custom_networking: {custom}, prefix_delegation: {prefixes}, subnet_discovery: {discovery}, max_eni: {most}, external_snat: {}, warm: {warm}}}",
        random.below(2) == 0
    ));
    line("node_groups:".to_owned());
    for at in 0..=random.below(3) {
        let kind = random.one_of(&["m5.large", "m6i.xlarge", "c5.2xlarge", "t3.large"]);
        let desired = 1 + random.below(9);
        let min = random.below(desired + 1);
        let max = desired + random.below(20);
        let pods = random.below(desired * 10 + 1);
        let daemons = random.below(3);
        let requests = if pods > 0 && random.below(2) == 0 {
            ", cpu: 50m, memory: 64Mi"
        } else {
            ""
        };
        let pods = format!("{{desired: {pods}{requests}}}");
        let ami = random.one_of(&["al2023", "bottlerocket"]);
        let update = random.one_of(&[
            "{}",
            "{max_unavailable: 2}",
            "{max_unavailable: 33%, strategy: minimal}",
        ]);
        let max_pods = random.one_of(&["null", "null", "17"]);
        line(format!(
            "  - {{name: group-{at}, instance_types: [{kind}], ami: {ami}, nodes: {{min: {min}, desired: {desired}, max: {max}}}, pods: {pods}, daemonset_pods: {daemons}, max_pods: {max_pods}, update: {update}}}"
        ));
    }
    line("endpoints:".to_owned());
    line(format!(
        "  nat_gateways: {}",
        random.one_of(&["none", "single", "per-zone"])
    ));
    line(format!("  interface_endpoints: {}", random.below(5)));
    let mut balancers = Vec::new();
    for (kind, scheme, stem) in [
        ("alb", "internet-facing", "public"),
        ("nlb", "internal", "private"),
    ] {
        let count = random.below(3);
        if count > 0 {
            let subnets: Vec<String> = letters
                .iter()
                .map(|letter| format!("{stem}-{letter}"))
                .collect();
            balancers.push(format!(
                "{{type: {kind}, count: {count}, scheme: {scheme}, subnets: [{}]}}",
                subnets.join(", ")
            ));
        }
    }
    line(format!("  load_balancers: [{}]", balancers.join(", ")));
    line("others:".to_owned());
    for other in ["efs", "lambda", "rds"] {
        if random.below(2) == 0 {
            let addresses = 1 + random.below(40);
            let count = (addresses as usize).min(zones);
            let subnets: Vec<String> = letters[..count]
                .iter()
                .map(|letter| format!("private-{letter}"))
                .collect();
            line(format!(
                "  - {{name: {other}, addresses: {addresses}, subnets: [{}]}}",
                subnets.join(", ")
            ));
        }
    }
    let (plan, findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let faults: Vec<String> = findings
        .iter()
        .map(eniplan_core::finding::Finding::message)
        .collect();
    // `others:` alone is nothing, which is said and means no others.
    assert!(
        faults.iter().all(|fault| fault.contains("nothing")),
        "{faults:?}\n{text}"
    );
    plan
}
