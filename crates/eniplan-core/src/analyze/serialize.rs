//! The report as data for programs; its field names are a contract.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::explain::{Derivation, Term};
use super::report::{
    Advice, Certainty, Demand, Gate, GroupReport, MaxPodsSource, PodPool, Report, State,
    SubnetReport, Totals, TypeRange, Wall,
};
use crate::aws::warm_pool::Targets;
use crate::finding::Finding;
use crate::plan::{Date, Plan};

/// The largest integer that every JSON reader keeps whole.
const WHOLE: u64 = 1 << 53;

/// A report with what belongs to it: the plan's name, and what its reading found.
///
/// ```
/// use eniplan_core::{analyze::{Document, analyze}, aws::catalogue::Catalogue, plan::Plan};
/// let (plan, reading) = Plan::from_text(b"naem: shop").unwrap();
/// let report = analyze(&plan, &Catalogue::bundled());
/// let json = serde_json::to_value(Document::new(&plan, None, &reading, &report)).unwrap();
/// assert_eq!(json["version"], 1);
/// assert_eq!(json["findings"][0]["code"], "EP0101");
/// assert_eq!(json["findings"][0]["line"], 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    plan: &'a Plan,
    source: Option<&'a str>,
    reading: &'a [Finding],
    report: &'a Report,
    as_of: Option<Date>,
    derivations: &'a [Derivation],
}

impl<'a> Document<'a> {
    /// The document of a report; `source` says where the plan was read from.
    pub fn new(
        plan: &'a Plan,
        source: Option<&'a str>,
        reading: &'a [Finding],
        report: &'a Report,
    ) -> Self {
        Self {
            plan,
            source,
            reading,
            report,
            as_of: None,
            derivations: &[],
        }
    }

    /// The same document with how its figures come about.
    #[must_use]
    pub fn explained(self, derivations: &'a [Derivation]) -> Self {
        Self {
            derivations,
            ..self
        }
    }

    /// The same document with the day from which growth is counted, so that walls have dates.
    #[must_use]
    pub fn as_of(self, day: Option<Date>) -> Self {
        Self { as_of: day, ..self }
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.report;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("name", self.plan.name())?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("as_of", &self.as_of.map(|day| day.to_string()))?;
        map.serialize_entry("gates", &report.gates)?;
        map.serialize_entry("subnets", &report.subnets)?;
        map.serialize_entry("node_groups", &report.node_groups)?;
        map.serialize_entry("pod_pools", &report.pod_pools)?;
        map.serialize_entry("totals", &report.totals)?;
        map.serialize_entry("walls", &Dated(&report.walls, self.as_of))?;
        map.serialize_entry("findings", &InTurn(self.reading, &report.findings))?;
        map.serialize_entry("states", &ByName(&report.states))?;
        if !self.derivations.is_empty() {
            map.serialize_entry("derivations", &ByPath(self.derivations))?;
        }
        map.end()
    }
}

/// Derivations as an object keyed by the paths of their figures.
struct ByPath<'a>(&'a [Derivation]);

impl Serialize for ByPath<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|derivation| (&derivation.path, derivation)),
        )
    }
}

impl Serialize for Derivation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let some = |text: &'static str| (!text.is_empty()).then_some(text);
        let mut map = serializer.serialize_map(Some(8))?;
        map.serialize_entry("subject", &self.subject)?;
        map.serialize_entry("what", self.what)?;
        map.serialize_entry("value", &Int(self.value()))?;
        map.serialize_entry("formula", &self.text())?;
        map.serialize_entry("operands", &Operands(&self.term))?;
        map.serialize_entry("source", &some(self.source))?;
        map.serialize_entry("certainty", self.certainty.name())?;
        map.serialize_entry("note", &some(self.note))?;
        map.end()
    }
}

/// What goes into a figure, as a list: one name can stand twice.
struct Operands<'a>(&'a Term);

impl Serialize for Operands<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.operands().into_iter().map(Named))
    }
}

/// A value and what it is.
struct Named((&'static str, u64));

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("name", self.0.0)?;
        map.serialize_entry("value", &Int(self.0.1))?;
        map.end()
    }
}

/// Findings of the reading, then those of the analysis.
struct InTurn<'a>(&'a [Finding], &'a [Finding]);

impl Serialize for InTurn<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().chain(self.1))
    }
}

/// States as an object keyed by their names.
struct ByName<'a>(&'a [State]);

impl Serialize for ByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|state| (&state.name, state)))
    }
}

/// A count: a number, or text where JSON readers would round it.
pub(super) struct Int(pub(super) u64);

impl Serialize for Int {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 <= WHOLE {
            serializer.serialize_u64(self.0)
        } else {
            serializer.collect_str(&self.0)
        }
    }
}

/// A difference, by the same rule.
struct Signed(i64);

impl Serialize for Signed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.unsigned_abs() <= WHOLE {
            serializer.serialize_i64(self.0)
        } else {
            serializer.collect_str(&self.0)
        }
    }
}

impl Serialize for Gate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("gate", self.kind.name())?;
        map.serialize_entry("ok", &self.ok)?;
        map.serialize_entry("subject", &self.subject)?;
        map.serialize_entry("message", &self.message())?;
        map.serialize_entry("missing", &Int(self.missing()))?;
        map.end()
    }
}

impl Serialize for SubnetReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("cidr", &self.cidr.to_string())?;
        map.serialize_entry("zone", &self.zone)?;
        map.serialize_entry("role", self.role.word())?;
        for (name, count) in [
            ("addresses", self.addresses),
            ("usable", self.usable),
            ("used", self.used),
            ("free", self.free),
            ("short", self.short),
            ("prefixes_total", self.prefixes_total),
            ("prefixes_free", self.prefixes_free),
            ("prefixes_free_best", self.prefixes_free_best),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.serialize_entry("observed_free", &self.observed_free.map(Int))?;
        map.serialize_entry("unexplained", &self.unexplained.map(Signed))?;
        map.serialize_entry("demand", &self.demand)?;
        map.end()
    }
}

impl Serialize for Demand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([
            ("control_plane", Int(self.control_plane)),
            ("nat_gateways", Int(self.nat_gateways)),
            ("interface_endpoints", Int(self.interface_endpoints)),
            ("load_balancers", Int(self.load_balancers)),
            ("others", Int(self.others)),
            ("interfaces", Int(self.interfaces)),
            ("pods", Int(self.pods)),
            ("idle", Int(self.idle)),
        ])
    }
}

impl Serialize for GroupReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("instance_type", &self.instance_type)?;
        map.serialize_entry("instance_types", &self.instance_types)?;
        map.serialize_entry("nodes", &Int(self.nodes))?;
        map.serialize_entry("max_pods", &Int(self.max_pods))?;
        let source = match self.max_pods_source {
            MaxPodsSource::Plan => "plan",
            MaxPodsSource::Rules => "rules",
        };
        map.serialize_entry("max_pods_source", source)?;
        map.serialize_entry("certainty", self.certainty.name())?;
        map.serialize_entry("formula", &self.max_pods_formula)?;
        map.serialize_entry("formula_max_pods", &self.formula_max_pods.map(Int))?;
        for (name, count) in [
            ("host_network_pods", self.host_network_pods),
            ("interfaces", self.interfaces),
            ("addresses_per_node", self.addresses_per_node),
            ("idle_addresses_per_node", self.idle_addresses_per_node),
            ("peak_addresses_per_node", self.peak_addresses_per_node),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.serialize_entry("nodes_from_pods", &self.nodes_from_pods)?;
        map.serialize_entry("range", &self.range)?;
        map.serialize_entry("max_nodes", &self.max_nodes.map(Int))?;
        for (name, count) in [
            ("pods_desired", self.pods_desired),
            ("pods_placed", self.pods_placed),
            ("pods_pending", self.pods_pending),
            ("pods_without_address", self.pods_without_address),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.serialize_entry("advice", &self.advice)?;
        map.end()
    }
}

impl Serialize for Advice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(10))?;
        map.serialize_entry("certainty", Certainty::Estimate.name())?;
        map.serialize_entry("spare", &Int(self.spare))?;
        map.serialize_entry("is_kept", &self.is_kept)?;
        map.serialize_entry("present", &self.present)?;
        map.serialize_entry("advised", &self.advised)?;
        map.serialize_entry("addresses_back_per_node", &Signed(self.back_per_node))?;
        map.serialize_entry("addresses_back", &Signed(self.back))?;
        map.serialize_entry("pods_per_minute", &Int(self.pods_per_minute))?;
        map.serialize_entry("ec2_calls_per_minute", &Int(self.calls.1))?;
        map.serialize_entry("ec2_calls_per_minute_now", &Int(self.calls.0))?;
        map.end()
    }
}

/// The settings as `aws-node` has them, those out of force as null.
impl Serialize for Targets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (ip, minimum, prefix, eni) = match *self {
            Self::Addresses { warm, minimum } => (Some(warm), Some(minimum), None, None),
            Self::Prefixes(warm) => (None, None, Some(warm), None),
            Self::Interfaces(warm) => (None, None, None, Some(warm)),
        };
        serializer.collect_map([
            ("ip", ip),
            ("minimum_ip", minimum),
            ("prefix", prefix),
            ("eni", eni),
        ])
    }
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([
            ("usable", Int(self.usable)),
            ("addresses_used", Int(self.addresses_used)),
            ("nodes", Int(self.nodes)),
            ("pods_desired", Int(self.pods_desired)),
            ("pods_placed", Int(self.pods_placed)),
            ("pods_pending", Int(self.pods_pending)),
            ("pods_without_address", Int(self.pods_without_address)),
        ])
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("subnets", &self.subnets)?;
        map.serialize_entry("pod_pools", &self.pod_pools)?;
        map.serialize_entry("totals", &self.totals)?;
        map.end()
    }
}

impl Serialize for PodPool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("cni", self.cni.word())?;
        let cidrs: Vec<_> = self.cidrs.iter().map(ToString::to_string).collect();
        map.serialize_entry("cidrs", &cidrs)?;
        map.serialize_entry("block_length", &self.block_length)?;
        for (name, count) in [
            ("pods_per_node", self.pods_per_node),
            ("blocks", self.blocks),
            ("used", self.used),
            ("free", self.free),
            ("short", self.short),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.end()
    }
}

impl Serialize for TypeRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            [
                ("max_pods", self.max_pods),
                ("addresses_per_node", self.addresses_per_node),
                ("nodes", self.nodes),
            ]
            .map(|(name, (least, most))| (name, [Int(least), Int(most)])),
        )
    }
}

/// Walls with the day of each, where there is a day to count from.
struct Dated<'a>(&'a [Wall], Option<Date>);

impl Serialize for Dated<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|wall| DatedWall(wall, self.1)))
    }
}

impl Serialize for Wall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        DatedWall(self, None).serialize(serializer)
    }
}

struct DatedWall<'a>(&'a Wall, Option<Date>);

impl Serialize for DatedWall<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wall = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", wall.kind.name())?;
        map.serialize_entry("subject", &wall.subject)?;
        map.serialize_entry("nodes", &Int(wall.nodes))?;
        map.serialize_entry("more", &Signed(wall.more))?;
        map.serialize_entry("pods", &Int(wall.pods))?;
        map.serialize_entry("limit", &Int(wall.limit))?;
        map.serialize_entry("months", &wall.months)?;
        let date = wall.date(self.1).map(|day| day.to_string());
        map.serialize_entry("date", &date)?;
        map.serialize_entry("message", &wall.message())?;
        map.serialize_entry("formula", &wall.formula())?;
        let operands: Vec<Int> = wall.formula.operands().into_iter().map(Int).collect();
        map.serialize_entry("operands", &operands)?;
        map.serialize_entry("certainty", wall.certainty.name())?;
        map.serialize_entry("source", wall.kind.source())?;
        map.serialize_entry("fix", &wall.fix())?;
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.code.to_string())?;
        map.serialize_entry("severity", self.severity.name())?;
        map.serialize_entry("subject", &self.subject)?;
        map.serialize_entry("message", &self.message())?;
        map.serialize_entry("help", &self.help())?;
        map.serialize_entry("url", &self.url())?;
        if self.at.is_known() {
            map.serialize_entry("line", &self.at.line)?;
            map.serialize_entry("column", &self.at.column)?;
        }
        if let Some(amount) = self.amount() {
            map.serialize_entry("amount", &Int(amount))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_that_json_readers_would_round_are_text() {
        for (count, text) in [
            (WHOLE, "9007199254740992"),
            (WHOLE + 1, "\"9007199254740993\""),
        ] {
            assert_eq!(serde_json::to_string(&Int(count)).unwrap(), text);
        }
        let below = -i64::try_from(WHOLE).unwrap() - 1;
        assert_eq!(
            serde_json::to_string(&Signed(below)).unwrap(),
            "\"-9007199254740993\""
        );
    }
}
