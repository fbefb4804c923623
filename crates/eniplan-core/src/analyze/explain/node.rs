//! What the fullest node of a group takes: interfaces, what they hold, what of it is idle.

use alloc::string::String;
use alloc::vec::Vec;

use super::Term::{Least, Most, Product, Sum, Value};
use super::{Of, Teller, Term};
use crate::analyze::kind::Kind;
use crate::analyze::moments;
use crate::analyze::node::{Addressing, NodeTake};
use crate::analyze::spread::{Count, segments};
use crate::aws::Certainty;
use crate::aws::warm_pool::{PoolSettings, Targets, Unit};
use crate::plan::{Cni, Provisioner};

const POOL: &str = "https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go";
const WINDOWS: &str =
    "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-windows.html";
const AUTO_MODE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html";
const CILIUM: &str = "https://docs.cilium.io/en/stable/network/concepts/ipam/eni/";
const FARGATE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html";
const IPV6: &str = "https://docs.aws.amazon.com/eks/latest/best-practices/ipv6.html";

/// A node with what it takes.
struct Node<'a> {
    kind: &'a Kind<'a>,
    addressing: Addressing,
    take: NodeTake,
}

impl<'a> Node<'a> {
    fn of(kind: &'a Kind<'a>, workload: u32, branches: u32) -> Self {
        let (addressing, take) = kind.taking(workload, branches);
        Self {
            kind,
            addressing,
            take,
        }
    }

    /// Pods that need an address from its pool.
    fn pods(&self) -> u64 {
        self.take
            .pod_addresses
            .saturating_sub(self.take.idle)
            .saturating_add(self.take.without_address)
    }
}

impl Teller<'_> {
    /// The node that the report shows, and the same at its peak.
    pub(super) fn node(&mut self, index: usize, path: &dyn Fn(&str) -> String) {
        let (Some(group), Some(report)) = (
            self.scene.groups.get(index),
            self.report.node_groups.get(index),
        ) else {
            return;
        };
        let count = moments::desired_count(group);
        let nodes = count.nodes.max(1);
        let segments = segments(group, Count { nodes, ..count });
        let shown = segments
            .iter()
            .filter_map(|segment| {
                let kind = group.kinds.get(segment.kind)?;
                let node = Node::of(kind, segment.workload, segment.branches);
                Some((segment.workload, node))
            })
            .max_by_key(|(workload, node)| (node.take.addresses(), *workload))
            .map(|(_, node)| node);
        let empty = || {
            let kinds = group.kinds.iter().map(|kind| Node::of(kind, 0, 0));
            kinds.max_by_key(|node| node.take.addresses())
        };
        let Some(node) = shown.or_else(empty) else {
            return;
        };
        let name = report.name.as_str();
        let base = self.rule(index, &node.addressing);
        let of = |what| Of { what, ..base };
        let take = &node.take;
        self.tell(
            path("interfaces"),
            name,
            of("interfaces"),
            interfaces(&node),
        );
        let unit = match node.addressing {
            Addressing::Pool(pool) | Addressing::CiliumEni(pool) => {
                let what = match pool.unit() {
                    Unit::Address => "addresses held for pods",
                    Unit::Prefix => "/28 prefixes held for pods",
                };
                self.tell(path("held_per_node"), name, of(what), held(&node, &pool));
                pool.unit()
            }
            _ if take.prefixes > 0 => Unit::Prefix,
            _ => Unit::Address,
        };
        let taken = addresses(take, unit);
        self.tell(
            path("addresses_per_node"),
            name,
            of("addresses of a node"),
            taken,
        );
        let idle = if take.pod_addresses == 0 {
            Value("addresses held for pods", 0)
        } else {
            let held = Value("addresses held for pods", take.pod_addresses);
            Term::left(held, Value("pods with an address", node.pods()))
        };
        self.tell(path("idle_addresses_per_node"), name, of("idle"), idle);
        let secured = group.plan.pods.security_group_pods.get() > 0;
        let peaks = group.kinds.iter().map(|kind| kind.peak(secured));
        let peak = peaks.max_by_key(NodeTake::addresses).unwrap_or_default();
        let term = if peak.addresses() >= take.addresses() {
            addresses(&peak, unit)
        } else {
            addresses(take, unit)
        };
        let of_peak = Of {
            note: "with as many pods as fit: an interface or prefix stays as long as one pod uses it",
            ..of("after churn, up to")
        };
        self.tell(path("peak_addresses_per_node"), name, of_peak, term);
    }

    /// Where the node's rule is written, and how far to trust it.
    fn rule(&self, index: usize, addressing: &Addressing) -> Of {
        let auto = self.scene.groups.get(index).is_some_and(|group| {
            group.plan.provisioner == Provisioner::AutoMode || group.net.cni == Cni::AutoMode
        });
        let (source, certainty, note) = match addressing {
            Addressing::Pool(_) if auto => (
                AUTO_MODE,
                Certainty::Estimate,
                "Auto Mode's warm pool is not published; one spare prefix stands in",
            ),
            Addressing::Pool(_) => (POOL, Certainty::Exact, ""),
            Addressing::CiliumEni(_) => (
                CILIUM,
                Certainty::Estimate,
                "how Cilium's operator fills interfaces over time is not published",
            ),
            Addressing::OneInterface { .. } => (WINDOWS, Certainty::Documented, ""),
            Addressing::PodOnly => (FARGATE, Certainty::Documented, ""),
            Addressing::NodeOnly => (IPV6, Certainty::Documented, ""),
            Addressing::Overlay { .. } => (
                "",
                Certainty::Derived,
                "pods have addresses of the overlay's own pool",
            ),
        };
        Of {
            what: "",
            source,
            certainty,
            note,
        }
    }
}

/// The primary interface, and as many more as what is held fills.
fn interfaces(node: &Node<'_>) -> Term {
    let (Addressing::Pool(pool) | Addressing::CiliumEni(pool)) = node.addressing else {
        return Value("interfaces", node.take.interfaces);
    };
    let slots = u64::from(pool.slots_per_interface());
    let units = units(&node.take, pool.unit());
    if slots == 0 {
        return Value("interfaces", node.take.interfaces);
    }
    let filled = Term::up(
        Value("held for pods", units),
        Value("slots of an interface", slots),
    );
    if pool.custom_networking {
        Sum([Value("the node's own interface", 1), filled].into())
    } else {
        Most([Value("the node's own interface", 1), filled].into())
    }
}

fn units(take: &NodeTake, unit: Unit) -> u64 {
    match unit {
        Unit::Address => take.pod_addresses,
        Unit::Prefix => take.prefixes,
    }
}

/// Interfaces and what they hold.
fn addresses(take: &NodeTake, unit: Unit) -> Term {
    let held = match unit {
        Unit::Address => Value("addresses held for pods", take.pod_addresses),
        Unit::Prefix => Product(
            [
                Value("/28 prefixes held", take.prefixes),
                Value("addresses of a /28", 16),
            ]
            .into(),
        ),
    };
    Term::sum([
        Value("interfaces", take.interfaces),
        held,
        Value("the trunk's own address", take.trunk),
        Value("branch interfaces", take.branches),
    ])
}

/// What ipamd holds, by the target in force, the interfaces, and the point at which it stops growing.
fn held(node: &Node<'_>, pool: &PoolSettings) -> Term {
    let unit = pool.unit();
    let size = u64::from(unit.addresses());
    let slots = u64::from(pool.slots_per_interface());
    let carriers = u64::from(pool.pod_interface_limit());
    let got = units(&node.take, unit);
    if slots == 0 || carriers == 0 {
        return Value("held for pods", got);
    }
    let in_units = |term: Term| match unit {
        Unit::Address => term,
        Unit::Prefix => Term::up(term, Value("addresses of a /28", size)),
    };
    let pods = Value("pods with an address", node.pods());
    let slot = || Value("slots of an interface", slots);
    let all = Product([Value("interfaces for pods", carriers), slot()].into());
    let max_pods = match node.addressing {
        Addressing::CiliumEni(_) => u64::from(u32::MAX),
        _ => node.kind.max_pods.into(),
    };
    let stop = in_units(Value("max pods, where growth stops", max_pods));
    // Growth stops once max pods are passed, and a step fills at most one interface.
    let stepped = Product([Term::up(stop.clone(), slot()), slot()].into());
    let bounded = |wanted: Term, stop: Term| {
        let value = wanted.value();
        let bounds = [all.clone(), stop];
        let binding: Vec<Term> = core::iter::once(wanted)
            .chain(bounds.into_iter().filter(|bound| bound.value() < value))
            .collect();
        match binding.len() {
            1 => binding
                .into_iter()
                .next()
                .unwrap_or(Value("held for pods", got)),
            _ => Least(binding),
        }
    };
    let term = match pool.targets() {
        Targets::Addresses { warm, minimum } => {
            let first = Most(
                [
                    Value("WARM_IP_TARGET", warm.into()),
                    Value("MINIMUM_IP_TARGET", minimum.into()),
                ]
                .into(),
            );
            let first = bounded(in_units(first), stepped);
            if warm == 0 {
                first
            } else {
                let wanted = Sum([pods, Value("WARM_IP_TARGET", warm.into())].into());
                let wanted = bounded(in_units(wanted), stop);
                if wanted.value() >= first.value() {
                    wanted
                } else {
                    first
                }
            }
        }
        Targets::Prefixes(warm) => {
            let wanted = Sum([in_units(pods), Value("WARM_PREFIX_TARGET", warm.into())].into());
            let first = bounded(Value("WARM_PREFIX_TARGET", warm.into()), stepped);
            let wanted = bounded(wanted, stop);
            if wanted.value() >= first.value() {
                wanted
            } else {
                first
            }
        }
        Targets::Interfaces(warm) => {
            let full = Sum([
                Term::up(pods, slot()),
                Value("WARM_ENI_TARGET", warm.into()),
            ]
            .into());
            bounded(Product([full, slot()].into()), stepped)
        }
    };
    // A pool that oscillates is shown in its larger phase.
    match u64::try_from(i128::from(got) - term.value()) {
        Ok(0) | Err(_) => term,
        Ok(more) => Term::sum([term, Value("attached and returned over and over", more)]),
    }
}
