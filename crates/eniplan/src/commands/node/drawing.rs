//! A node drawn as its interfaces and their slots, and in words what it takes and why.

use std::cmp::Ordering;
use std::io::{self, Write};

use eniplan_core::aws::warm_pool::{PoolSettings, Trouble, Unit};
use eniplan_core::finding::Grouped;

use super::{Args, Node};
use crate::screen::Screen;
use crate::show::plural;

/// Blanks before what is said of a label.
const INDENT: usize = 12;
/// Characters of an interface's name.
const NAMES: usize = 16;
/// Slots in a line; an interface with more of them takes two.
const SLOTS: usize = 50;

/// Writes the node.
pub(super) fn write(out: &mut dyn Write, node: &Node<'_>, args: &Args) -> io::Result<()> {
    let screen = Screen::of_stdout();
    writeln!(
        out,
        "{}: {} for {}",
        node.instance.name,
        addresses(node.taken.subnet_addresses() + node.taken.trunk_addresses),
        plural(node.pods.into(), "pod"),
    )?;
    writeln!(out)?;
    let rows = rows(node);
    for (names, picture) in &rows {
        writeln!(out, "  {names:<NAMES$} {picture}")?;
    }
    let slots = match node.taken.unit {
        Unit::Address => "■ a pod's, ▒ idle, · not held",
        Unit::Prefix => "each slot a /28: ■ full, ◪ in part, ▒ idle, · not held",
    };
    let free = if rows.iter().any(|(_, picture)| picture.starts_with(' ')) {
        "; without ◆ it is not attached"
    } else {
        ""
    };
    let legend = format!("◆ the interface's own address, {slots}{free}");
    writeln!(out, "  {}", screen.wrap(2, &legend))?;
    writeln!(out)?;
    for (label, text) in words(node, args) {
        writeln!(
            out,
            "  {label:<width$}{}",
            screen.wrap(INDENT, &text),
            width = INDENT - 2
        )?;
    }
    Ok(())
}

/// Each interface's name and picture; neighbours that look the same share a row.
fn rows(node: &Node<'_>) -> Vec<(String, String)> {
    let pool = &node.pool;
    let slots = pool.slots_per_interface();
    let mut pods = node.pods.min(node.taken.pod_addresses);
    let mut pictures: Vec<String> = node
        .taken
        .per_interface()
        .enumerate()
        .map(|(position, held)| {
            let remark = if position == 0 && pool.custom_networking {
                "  the node's own, no pods"
            } else {
                ""
            };
            format!(
                "◆ {}{remark}",
                units(held, slots, node.taken.unit, &mut pods)
            )
        })
        .collect();
    let attached = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
    let further = pool
        .interface_limit()
        .saturating_sub(attached)
        .saturating_sub(node.taken.trunk_addresses);
    let blank = lines("·".repeat(slots as usize).chars());
    pictures.extend((0..further).map(|_| format!("  {blank}")));
    let mut rows: Vec<(usize, usize, String)> = Vec::new();
    for (index, picture) in pictures.into_iter().enumerate() {
        match rows.last_mut() {
            Some((_, last, same)) if *same == picture => *last = index + 1,
            _ => rows.push((index + 1, index + 1, picture)),
        }
    }
    let mut named: Vec<(String, String)> = rows
        .into_iter()
        .map(|(first, last, picture)| {
            let name = if first == last {
                format!("interface {first}")
            } else {
                format!("interfaces {first}–{last}")
            };
            (name, picture)
        })
        .collect();
    if node.taken.trunk_addresses > 0 {
        let picture = "◆ carries branch interfaces, no pod addresses".to_owned();
        named.push(("trunk".to_owned(), picture));
    }
    named
}

/// One sign a slot; takes the pods that it serves from `pods`.
fn units(held: u32, slots: u32, unit: Unit, pods: &mut u32) -> String {
    let mut signs = String::new();
    for slot in 0..slots {
        if slot >= held {
            signs.push('·');
            continue;
        }
        let here = (*pods).min(unit.addresses());
        *pods -= here;
        signs.push(match here {
            0 => '▒',
            here if here == unit.addresses() => '■',
            _ => '◪',
        });
    }
    lines(signs.chars())
}

/// Signs in lines that fit, each below the one before it.
fn lines(signs: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for (index, sign) in signs.enumerate() {
        if index > 0 && index % SLOTS == 0 {
            text.push('\n');
            text.push_str(&" ".repeat(NAMES + 5));
        }
        text.push(sign);
    }
    text
}

/// What it takes, what of that is idle and why, and what is wrong.
fn words(node: &Node<'_>, args: &Args) -> Vec<(&'static str, String)> {
    let taken = &node.taken;
    let mut words = vec![("takes", takes(node)), ("idle", idle(node))];
    words.push(("max pods", {
        let by = if args.max_pods.is_some() {
            "as given"
        } else {
            "as EKS sets it in a managed node group"
        };
        format!("{}, {by}", Grouped(node.max_pods.into()))
    }));
    if let Some(advice) = node.advice() {
        let now = taken.subnet_addresses();
        let change = match advice.subnet_addresses.cmp(&now) {
            Ordering::Less => format!("{} fewer than now", now - advice.subnet_addresses),
            Ordering::Equal => "as many as now".to_owned(),
            Ordering::Greater => format!("{} more than now", advice.subnet_addresses - now),
        };
        let text = format!(
            "{} keeps {} spare with {}, {change}",
            advice.targets,
            advice.spare,
            addresses(advice.subnet_addresses)
        );
        words.push(("advice", text));
    }
    if node.pods > node.max_pods {
        let over = u64::from(node.pods - node.max_pods);
        words.push((
            "too many",
            format!(
                "the kubelet takes {} pods: {} stay pending",
                Grouped(node.max_pods.into()),
                plural(over, "pod")
            ),
        ));
    }
    let bound = node.pods.min(node.max_pods);
    let stuck = bound.saturating_sub(taken.pod_addresses);
    if stuck > 0 {
        words.push((
            "stuck",
            format!(
                "{} without an address hang in ContainerCreating: this node holds {} for pods",
                plural(stuck.into(), "pod"),
                Grouped(taken.pod_addresses.into())
            ),
        ));
    }
    if let Some(trouble) = taken.trouble {
        let label = if taken.stable() {
            "trouble"
        } else {
            "unstable"
        };
        words.push((label, trouble_in_words(trouble, &node.pool)));
    }
    if args.prefix_delegation && !node.pool.prefix_delegation {
        let text = "this type is not Nitro, so the CNI falls back to single addresses";
        words.push(("note", text.to_owned()));
    }
    if args.pod_security_groups && !node.pool.trunk {
        let text = "this type takes no trunk interface, so it has no security groups for pods";
        words.push(("note", text.to_owned()));
    }
    words
}

/// Where the addresses come from, as a sum.
fn takes(node: &Node<'_>) -> String {
    let taken = &node.taken;
    let prefixes = match taken.unit {
        Unit::Address => format!("{} for pods", Grouped(taken.pod_addresses.into())),
        Unit::Prefix => format!(
            "{} × 16 in {}",
            Grouped(taken.held.into()),
            if taken.held == 1 { "a /28" } else { "/28s" }
        ),
    };
    let trunk = if taken.trunk_addresses > 0 {
        "; 1 more for the trunk"
    } else {
        ""
    };
    if node.pool.custom_networking {
        let carriers = u64::from(taken.interfaces.saturating_sub(1));
        return format!(
            "{} of its own subnet, {} of the pods subnet: {} + {prefixes}{trunk}",
            addresses(taken.node_subnet_addresses),
            Grouped(taken.pod_subnet_addresses.into()),
            plural(carriers, "interface"),
        );
    }
    format!(
        "{} of its subnet: {} + {prefixes}{trunk}",
        addresses(taken.subnet_addresses()),
        plural(taken.interfaces.into(), "interface"),
    )
}

fn idle(node: &Node<'_>) -> String {
    if node.taken.idle == 0 {
        return "none: every address that it holds for pods has one".to_owned();
    }
    if !node.taken.stable() {
        return format!("{}, until they are returned", addresses(node.taken.idle));
    }
    format!(
        "{} for pods to come, as {} says",
        addresses(node.taken.idle),
        node.pool.targets()
    )
}

fn addresses(count: u32) -> String {
    let noun = if count == 1 { "address" } else { "addresses" };
    format!("{} {noun}", Grouped(count.into()))
}

fn trouble_in_words(trouble: Trouble, pool: &PoolSettings) -> String {
    match trouble {
        Trouble::InterfaceOscillates => "with WARM_ENI_TARGET=0 and every address taken, ipamd attaches an interface, finds it spare, detaches it, and starts again; drawn is the larger phase. Set WARM_ENI_TARGET to 1 or more".to_owned(),
        Trouble::PrefixOscillates => "with WARM_PREFIX_TARGET=0 and every prefix full, ipamd adds a prefix, finds it spare, returns it, and starts again; drawn is the larger phase. AWS does not support 0: set WARM_PREFIX_TARGET to 1 or more".to_owned(),
        Trouble::StopsAtMinimum => format!(
            "MINIMUM_IP_TARGET={} stands without WARM_IP_TARGET, so ipamd never grows past it. Set WARM_IP_TARGET to 1 or more",
            pool.minimum_ip_target.unwrap_or(0)
        ),
        Trouble::NoPodInterface => "no interface is left for pods once the node's own and the trunk are attached".to_owned(),
    }
}
