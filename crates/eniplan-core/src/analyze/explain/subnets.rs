//! How full each subnet is, and with what.

use alloc::format;
use alloc::string::String;

use super::Term::{Least, Value};
use super::{Of, Teller, Term};
use crate::analyze::capacity::Load;
use crate::analyze::moments;
use crate::analyze::report::SubnetReport;
use crate::aws::Certainty;
use crate::aws::subnet::RESERVED_ADDRESSES;
use crate::plan::{Cni, Provisioner};

const SIZING: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
const PREFIXES: &str =
    "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html";

impl Teller<'_> {
    pub(super) fn subnets(&mut self) {
        let report = self.report;
        let loads = self.scene.at(&moments::desired(self.scene.groups)).loads;
        for (index, subnet) in report.subnets.iter().enumerate() {
            let path = |key: &str| format!("subnets[{index}].{key}");
            let name = subnet.name.as_str();
            let usable = Term::left(
                Value("addresses of the block", subnet.addresses),
                Value("reserved by AWS", RESERVED_ADDRESSES),
            );
            let of = Of {
                source: SIZING,
                certainty: Certainty::Documented,
                ..Of::sum("usable")
            };
            self.tell(path("usable"), name, of, usable);
            self.fill(index, subnet, &path);
            let load = loads.get(index).copied().unwrap_or_default();
            if subnet.prefixes_total > 0 && load.prefixes > 0 {
                self.blocks(index, subnet, load, &path);
            }
        }
    }

    /// What it gives, and what is left.
    fn fill(&mut self, index: usize, subnet: &SubnetReport, path: &dyn Fn(&str) -> String) {
        let demand = &subnet.demand;
        let parts = [
            ("pods", demand.pods),
            ("held idle by nodes", demand.idle),
            ("interfaces of nodes", demand.interfaces),
            ("control plane", demand.control_plane),
            ("NAT gateways", demand.nat_gateways),
            ("interface endpoints", demand.interface_endpoints),
            ("load balancers", demand.load_balancers),
            ("others", demand.others),
        ];
        let wanted = Term::sum(parts.map(|(name, count)| Value(name, count)));
        let usable = Value("usable", subnet.usable);
        let (certainty, note) = self.trust(index, subnet);
        let of = |what| Of {
            certainty,
            note,
            ..Of::sum(what)
        };
        let name = subnet.name.as_str();
        if subnet.short > 0 {
            let used = Least([usable.clone(), wanted.clone()].into());
            self.tell(path("used"), name, of("used"), used);
            let short = Term::left(wanted, usable.clone());
            self.tell(path("short"), name, of("short"), short);
        } else {
            self.tell(path("used"), name, of("used"), wanted);
        }
        let free = Term::left(usable, Value("used", subnet.used));
        self.tell(path("free"), name, of("free"), free);
    }

    /// How far to trust what it gives: it stands on estimates where Auto Mode or load balancers take part.
    fn trust(&self, index: usize, subnet: &SubnetReport) -> (Certainty, &'static str) {
        let stands_here = |group: usize| {
            let places = self.scene.places.get(group);
            places.into_iter().flatten().any(|place| {
                let further = place.tagged.all.iter().chain(&place.apart);
                place
                    .nodes
                    .all
                    .iter()
                    .chain(further)
                    .any(|here| *here == index)
            })
        };
        let guessed = self.scene.groups.iter().enumerate().any(|(at, group)| {
            let auto = group.plan.provisioner == Provisioner::AutoMode;
            let unpublished = auto || matches!(group.net.cni, Cni::AutoMode | Cni::CiliumEni);
            unpublished && !group.is_empty() && stands_here(at)
        });
        if guessed {
            let note = "what nodes keep warm there is not published";
            return (Certainty::Estimate, note);
        }
        if subnet.demand.load_balancers > 0 {
            let note = "addresses of a load balancer at rest are observed, not documented";
            return (Certainty::Estimate, note);
        }
        (Certainty::Derived, "")
    }

    /// /28 blocks for prefixes.
    fn blocks(
        &mut self,
        index: usize,
        subnet: &SubnetReport,
        load: Load,
        path: &dyn Fn(&str) -> String,
    ) {
        let Some(taken) = self.scene.taken.get(index).copied() else {
            return;
        };
        let of = |what| Of {
            source: PREFIXES,
            certainty: Certainty::Derived,
            ..Of::sum(what)
        };
        let name = subnet.name.as_str();
        let total = Term::left(
            Term::down(
                Value("addresses of the block", subnet.addresses),
                Value("addresses of a /28", 16),
            ),
            Value("first and last /28, which AWS reserves in", 2),
        );
        self.tell(path("prefixes_total"), name, of("/28 blocks"), total);
        let killed = taken.killed();
        let exposed = taken.exposed(subnet.cidr, self.scene.reservations(index));
        let strays = Value("single addresses", taken.beside(load.strays()));
        let left = |lost: Term| {
            let gone = Term::sum([
                Value("blocks with a taken address", killed),
                lost,
                Value("prefixes held", load.prefixes),
            ]);
            Term::left(Value("/28 blocks", subnet.prefixes_total), gone)
        };
        let outside = Value("blocks outside reservations", exposed);
        let worst = left(Least([strays.clone(), outside.clone()].into()));
        let note = "each single address can spoil one block";
        let of_worst = Of {
            note,
            ..of("/28 blocks left, at worst")
        };
        self.tell(path("prefixes_free"), name, of_worst, worst);
        let beyond = Term::left(
            strays,
            Value("room in blocks that hold no prefix", taken.room()),
        );
        let spoilt = Term::up(beyond, Value("addresses of a /28", 16));
        let best = left(Least([spoilt, outside].into()));
        let of_best = of("/28 blocks left, at best");
        self.tell(path("prefixes_free_best"), name, of_best, best);
    }
}
