//! The packed form of the table, which `cargo xtask catalogue` writes.
//!
//! A line is a family: `name arch ratio rows`, where `ratio` is MiB of memory a vCPU and `rows` are sizes separated by `;`,
//! or `=other` for the rows of an earlier family, which many share.
//! A size is `size,vcpus,memory,kind,cards,enis,addresses,branch,aws` with empty fields at the end left off:
//! - `vcpus`: empty is unknown;
//! - `memory`: MiB; empty is vCPUs times `ratio`; `-` is unknown;
//! - `kind`: `n` Nitro, `x` Xen, `m` bare metal, and where it is not the family's, `A`, `X` or `U` for arm64, x86_64 or unknown;
//! - `cards`: empty is 1;
//! - `branch`: a number, `-` for no trunk interface, `?` for unknown;
//! - `aws`: AWS's max pods; empty is ENIs × (addresses − 1) + 2; `-` is unknown.

use alloc::string::String;
use alloc::vec::Vec;

use super::instance_type::{Arch, Hypervisor, InstanceType};

/// Unpacks the table. A line that is not of the form above is left out; a test holds that there is none.
pub(super) fn unpack(table: &str) -> Vec<InstanceType> {
    let mut types = Vec::new();
    let mut families: Vec<(&str, &str)> = Vec::new();
    for line in table.lines() {
        let mut parts = line.split(' ');
        let (Some(family), Some(arch), Some(ratio), Some(rows)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let rows = match rows.strip_prefix('=') {
            Some(other) => families.iter().find(|f| f.0 == other).map_or("", |f| f.1),
            None => rows,
        };
        families.push((family, rows));
        let arch = match arch {
            "a" => Some(Arch::Arm64),
            "x" => Some(Arch::X86_64),
            _ => None,
        };
        let ratio = ratio.parse().unwrap_or(0);
        types.extend(
            rows.split(';')
                .filter_map(|row| unpack_row(family, arch, ratio, row)),
        );
    }
    types
}

fn unpack_row(family: &str, arch: Option<Arch>, ratio: u32, row: &str) -> Option<InstanceType> {
    let mut fields = row.split(',');
    let mut field = || fields.next().unwrap_or("");
    let size = field();
    let vcpus: Option<u32> = field().parse().ok();
    let memory_mib = match field() {
        "" => vcpus.map(|n| n.saturating_mul(ratio)),
        other => other.parse().ok(),
    };
    let kind = field();
    let network_cards = match field() {
        "" => 1,
        other => other.parse().ok()?,
    };
    let max_enis: u32 = field().parse().ok()?;
    let ipv4_per_eni: u32 = field().parse().ok()?;
    let branch = field();
    let aws_max_pods = match field() {
        "" => Some(
            max_enis
                .saturating_mul(ipv4_per_eni.saturating_sub(1))
                .saturating_add(2),
        ),
        other => other.parse().ok(),
    };

    let mut name = String::with_capacity(family.len() + 1 + size.len());
    name.push_str(family);
    name.push('.');
    name.push_str(size);
    let branch_enis: Option<u32> = branch.parse().ok();
    Some(InstanceType {
        name,
        vcpus,
        memory_mib,
        arch: if kind.contains('A') {
            Some(Arch::Arm64)
        } else if kind.contains('X') {
            Some(Arch::X86_64)
        } else if kind.contains('U') {
            None
        } else {
            arch
        },
        hypervisor: if kind.contains('n') {
            Some(Hypervisor::Nitro)
        } else if kind.contains('x') {
            Some(Hypervisor::Xen)
        } else {
            None
        },
        bare_metal: kind.contains('m'),
        network_cards,
        max_enis,
        ipv4_per_eni,
        trunking: if branch == "?" {
            None
        } else {
            Some(branch_enis.is_some())
        },
        branch_enis,
        aws_max_pods,
    })
}
