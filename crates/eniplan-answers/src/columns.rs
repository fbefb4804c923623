//! The columns of the table of types: what stands in each for a type, as a node of the chosen group.

use eniplan_core::analyze::type_figures::{TypeFigures, TypeTable};
use eniplan_core::aws::catalogue::InstanceType;
use eniplan_core::aws::max_pods::{Settings, ceiling, recommended};
use eniplan_core::aws::reservations;
use eniplan_elements::{grouped, join};

/// A column.
pub(crate) struct Column {
    /// Its heading.
    pub(crate) title: &'static str,
    /// Its name in CSV, as the command line has it where it has the column too.
    pub(crate) name: &'static str,
    /// Whether it is shown until someone chooses.
    pub(crate) preset: bool,
    /// How many of its numbers make one of what is shown: hundredths.
    pub(crate) scale: u64,
}

const fn column(title: &'static str, name: &'static str, preset: bool) -> Column {
    Column {
        title,
        name,
        preset,
        scale: 1,
    }
}

/// How many columns there are beside the name.
pub(crate) const COUNT: usize = 18;

/// The columns in their order.
pub(crate) const COLUMNS: [Column; COUNT] = [
    column("vCPU", "vcpus", true),
    column("Memory GiB", "memory_gib", true),
    column("Max pods", "default_max_pods", true),
    column("Recommended", "recommended_max_pods", false),
    column("By formula", "max_pods", false),
    column("With prefixes", "prefix_max_pods", true),
    column("Custom networking", "custom_max_pods", false),
    column("Custom and prefixes", "custom_prefix_max_pods", false),
    column("Interfaces", "max_enis", true),
    column("Addresses each", "ipv4_per_eni", true),
    column("Branch", "branch_enis", true),
    column("Addresses taken", "addresses", true),
    column("Idle", "idle_addresses", false),
    Column {
        title: "Addresses a pod",
        name: "addresses_per_pod",
        preset: false,
        scale: 100,
    },
    column("CPU for pods, m", "allocatable_millicores", false),
    column("Memory for pods, ≈ MiB", "allocatable_mib_estimate", false),
    column("Pods that fit", "pods_that_fit", true),
    column("Bound by", "limit", true),
];

/// Those that say whether a type will do, which come first where a screen is narrow.
const FIRST: [&str; 4] = ["default_max_pods", "addresses", "pods_that_fit", "limit"];

/// The columns that are shown until someone chooses.
pub(crate) fn preset(narrow: bool) -> [bool; COUNT] {
    COLUMNS.map(|column| column.preset && (!narrow || FIRST.contains(&column.name)))
}

/// The column of words.
pub(crate) const LIMIT: usize = COUNT - 1;

/// What stands in a column for a type; none where it is unknown or does not apply.
pub(crate) fn number(column: usize, kind: &InstanceType, table: &TypeTable) -> Option<u64> {
    let plain = Settings::default();
    let prefixes = Settings {
        prefix_delegation: true,
        ..plain
    };
    let custom = Settings {
        custom_networking: true,
        ..plain
    };
    let both = Settings {
        prefix_delegation: true,
        ..custom
    };
    let serves = |settings: &Settings| ceiling(kind, settings).pods().map(u64::from);
    let with_prefixes =
        |settings: &Settings| serves(settings).filter(|_| kind.supports_prefix_delegation());
    let figures = || table.figures(kind);
    let node = |figures: TypeFigures| figures.node;
    match column {
        0 => kind.vcpus.map(u64::from),
        1 => kind.memory_mib.map(|mib| u64::from(mib) / 1024),
        2 => Some(figures().max_pods.into()),
        3 => Some(recommended(kind, &prefixes).into()),
        4 => serves(&plain),
        5 => with_prefixes(&prefixes),
        6 => serves(&custom),
        7 => with_prefixes(&both),
        8 => Some(kind.max_enis.into()),
        9 => Some(kind.ipv4_per_eni.into()),
        10 => kind.branch_enis.map(u64::from),
        11 => node(figures()).map(|node| node.addresses),
        12 => node(figures()).map(|node| node.idle),
        13 => node(figures())?.per_pod,
        14 => Some(reservations::allocatable_cpu_millicores(kind.vcpus?).into()),
        15 => {
            let capacity = reservations::capacity_kib(kind.memory_mib?);
            let max_pods = figures().max_pods;
            Some(reservations::allocatable_memory_kib(capacity, max_pods) / 1024)
        }
        16 => Some(figures().fit.into()),
        _ => Some(figures().limit as u64),
    }
}

/// The same as words: for people, with commas.
pub(crate) fn text(column: usize, kind: &InstanceType, table: &TypeTable) -> String {
    shown(column, kind, table, grouped).unwrap_or_else(|| "–".into())
}

/// The same for programs; empty where it is unknown.
pub(crate) fn plain(column: usize, kind: &InstanceType, table: &TypeTable) -> String {
    shown(column, kind, table, |number| number.to_string()).unwrap_or_default()
}

fn shown(
    column: usize,
    kind: &InstanceType,
    table: &TypeTable,
    digits: fn(u64) -> String,
) -> Option<String> {
    if column == LIMIT {
        return Some(table.figures(kind).limit.title().into());
    }
    let number = number(column, kind, table)?;
    let scale = COLUMNS.get(column).map_or(1, |column| column.scale);
    Some(if scale == 1 {
        digits(number)
    } else {
        let part = number % scale;
        let zero = if part < 10 { "0" } else { "" };
        join(&[&digits(number / scale), ".", zero, &part.to_string()])
    })
}
