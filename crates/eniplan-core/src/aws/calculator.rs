//! `max-pods-calculator.sh`, which AWS removed with AL2 on 2026-03-04 though the user guide still points to it.
//!
//! The rule is kept with its oddities: bare metal counts as not Nitro, nothing is bounded below,
//! and `MAX_ENI` is applied before custom networking takes its interface.

use alloc::string::{String, ToString};
use core::fmt;

use super::catalogue::{Catalogue, Hypervisor};
use super::max_pods::{ADDRESSES_PER_PREFIX, HOST_NETWORK_PODS, cap};

/// The script as it last was.
pub const SOURCE: &str = "https://github.com/awslabs/amazon-eks-ami/blob/0ab842803d82/templates/al2/runtime/max-pods-calculator.sh";

/// The script's flags, with values as they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags<'a> {
    /// `--instance-type`.
    pub instance_type: &'a str,
    /// `--cni-version`, such as `1.20.4-eksbuild.1`.
    pub cni_version: &'a str,
    /// `--cni-custom-networking-enabled`.
    pub custom_networking: bool,
    /// `--cni-prefix-delegation-enabled`.
    pub prefix_delegation: bool,
    /// `--cni-max-eni`; empty is not given.
    pub max_eni: &'a str,
    /// `--show-max-allowed`: leave the caps of 110 and 250 out.
    pub show_max_allowed: bool,
}

/// Why there is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalculatorError {
    /// No instance type was given.
    NoInstanceType,
    /// No CNI version was given.
    NoVersion,
    /// The version is not of the form 1.9.0.
    Version(String),
    /// `--cni-max-eni` is no whole number.
    MaxEni(String),
    /// The catalogue has no such type, where the script's question to EC2 failed.
    UnknownType(String),
    /// The cap depends on vCPUs that no source states; the script would have asked EC2.
    VcpusUnknown(String),
}

impl CalculatorError {
    /// The script's exit code. For what it could not meet, 2.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoInstanceType | Self::NoVersion | Self::Version(_) | Self::MaxEni(_) => 1,
            Self::UnknownType(_) => 254,
            Self::VcpusUnknown(_) => 2,
        }
    }
}

impl fmt::Display for CalculatorError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoInstanceType => out.write_str("no instance type was given"),
            Self::NoVersion => out.write_str("no CNI version was given"),
            Self::Version(text) => write!(out, "`{text}` is no CNI version such as 1.9.0"),
            Self::MaxEni(text) => write!(out, "`{text}` is no number of interfaces"),
            Self::UnknownType(name) => write!(out, "`{name}` is no known instance type"),
            Self::VcpusUnknown(name) => {
                write!(
                    out,
                    "no source states the vCPUs of {name}, on which the cap depends"
                )
            }
        }
    }
}

impl core::error::Error for CalculatorError {}

/// What the script would print.
///
/// ```
/// use eniplan_core::aws::calculator::{Flags, max_pods};
/// use eniplan_core::aws::catalogue::Catalogue;
///
/// let flags = Flags { instance_type: "m5.large", cni_version: "1.9.0", ..Flags::default() };
/// assert_eq!(max_pods(&Catalogue::bundled(), &flags), Ok(29));
/// ```
pub fn max_pods(catalogue: &Catalogue, flags: &Flags<'_>) -> Result<i64, CalculatorError> {
    if flags.instance_type.is_empty() {
        return Err(CalculatorError::NoInstanceType);
    }
    if flags.cni_version.is_empty() {
        return Err(CalculatorError::NoVersion);
    }
    let has_prefixes = version_has_prefixes(flags.cni_version)
        .ok_or_else(|| CalculatorError::Version(flags.cni_version.to_string()))?;
    let instance = catalogue
        .get(flags.instance_type)
        .ok_or_else(|| CalculatorError::UnknownType(flags.instance_type.to_string()))?;
    let max_eni = match flags.max_eni.trim() {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| CalculatorError::MaxEni(flags.max_eni.to_string()))?,
        ),
    };
    let rule = Rule {
        interfaces: instance.max_enis,
        addresses_per_interface: instance.ipv4_per_eni,
        nitro: instance.hypervisor == Some(Hypervisor::Nitro),
        max_eni,
        custom_networking: flags.custom_networking,
        prefix_delegation: flags.prefix_delegation && has_prefixes,
    };
    let max = rule.max_pods();
    if flags.show_max_allowed || max <= i64::from(cap(None)) {
        return Ok(max);
    }
    if instance.vcpus.is_none() {
        return Err(CalculatorError::VcpusUnknown(
            flags.instance_type.to_string(),
        ));
    }
    Ok(max.min(i64::from(cap(instance.vcpus))))
}

/// The script's arithmetic, without caps and without a lower bound.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) interfaces: u32,
    pub(super) addresses_per_interface: u32,
    pub(super) nitro: bool,
    pub(super) max_eni: Option<i64>,
    pub(super) custom_networking: bool,
    pub(super) prefix_delegation: bool,
}

impl Rule {
    pub(super) fn max_pods(&self) -> i64 {
        let interfaces = i64::from(self.interfaces);
        let interfaces = self.max_eni.map_or(interfaces, |n| n.min(interfaces));
        let interfaces = interfaces.saturating_sub(i64::from(self.custom_networking));
        let slots = i64::from(self.addresses_per_interface).saturating_sub(1);
        let per_slot = if self.nitro && self.prefix_delegation {
            i64::from(ADDRESSES_PER_PREFIX)
        } else {
            1
        };
        interfaces
            .saturating_mul(slots)
            .saturating_mul(per_slot)
            .saturating_add(i64::from(HOST_NETWORK_PODS))
    }
}

/// Whether a CNI version is 1.9 or later, as bash decided it; `None` where bash gave up.
///
/// The version is split at dots and blanks. A first part that is no number ends the script, a second one counts as too old,
/// which `1.9-eksbuild.1` and `1.08` have. The word `01` is the number 1 but not the text `1`, so `01.9` is too old as well.
fn version_has_prefixes(version: &str) -> Option<bool> {
    let mut parts = version
        .split(|c: char| c == '.' || c.is_ascii_whitespace())
        .filter(|part| !part.is_empty());
    let (major, minor) = (parts.next()?, parts.next()?);
    let later = match shell_integer(major) {
        Shell::Number(n) => n > 1,
        Shell::NotOctal => false,
        Shell::NotANumber => return None,
    };
    let minor_is_later = matches!(shell_integer(minor), Shell::Number(n) if n > 8);
    Some(later || (major == "1" && minor_is_later))
}

enum Shell {
    Number(i64),
    NotOctal,
    NotANumber,
}

/// A word as bash reads it in arithmetic: with a leading 0 it is octal. Expressions and other bases are not read.
fn shell_integer(word: &str) -> Shell {
    let (negative, digits) = match word.strip_prefix(['-', '+']) {
        Some(digits) => (word.starts_with('-'), digits),
        None => (false, word),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Shell::NotANumber;
    }
    let radix = if digits.len() > 1 && digits.starts_with('0') {
        8
    } else {
        10
    };
    let mut value: i64 = 0;
    for digit in digits.chars() {
        let Some(digit) = digit.to_digit(radix) else {
            return Shell::NotOctal;
        };
        value = value
            .saturating_mul(i64::from(radix))
            .saturating_add(i64::from(digit));
    }
    Shell::Number(if negative {
        value.saturating_neg()
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    use super::version_has_prefixes;

    /// What bash 5.2 made of each, run with the script's own lines on 2026-11-23.
    #[test]
    fn versions_as_bash_took_them() {
        for (version, expected) in [
            ("1.9", Some(true)),
            ("1.8.10", Some(false)),
            ("1.10.0", Some(true)),
            ("2.0.0", Some(true)),
            ("2.x", Some(true)),
            ("1", None),
            ("2", None),
            ("v1.9.0", None),
            ("a.b", None),
            (".", None),
            ("1,9", None),
            ("1.9-eksbuild.1", Some(false)),
            ("1.x", Some(false)),
            ("1.08", Some(false)),
            ("1.010", Some(false)),
            ("1.011", Some(true)),
            ("01.9", Some(false)),
            ("+1.9", Some(false)),
            ("08.1", Some(false)),
            ("010.1", Some(true)),
            ("1..9", Some(true)),
            ("1 9", Some(true)),
            ("-1.9", Some(false)),
            ("1.-9", Some(false)),
            ("1.+9", Some(true)),
            ("99999999999999999999.1", Some(true)),
        ] {
            assert_eq!(version_has_prefixes(version), expected, "{version}");
        }
    }
}
