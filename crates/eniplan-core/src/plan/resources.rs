//! CPU and memory, as Kubernetes writes them.

use core::fmt;
use core::str::FromStr;

use super::quantities::{Unreadable, fixed, scalar_value};

/// CPU in millicores, as Kubernetes writes it: `100m`, `1`, `1.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cpu(u32);

impl Cpu {
    /// So many thousandths of a core.
    pub const fn of_millicores(millicores: u32) -> Self {
        Self(millicores)
    }

    /// In thousandths of a core.
    pub const fn millicores(self) -> u32 {
        self.0
    }
}

impl FromStr for Cpu {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let millicores = match text.strip_suffix('m') {
            Some(millicores) => fixed(millicores, 0),
            None => fixed(text, 3),
        };
        millicores
            .and_then(|m| u32::try_from(m).ok())
            .map(Self)
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            write!(f, "{}", self.0 / 1000)
        } else {
            write!(f, "{}m", self.0)
        }
    }
}

scalar_value!(
    Cpu,
    "CPU such as 100m or 1.5",
    "^[0-9]+(m|\\.[0-9]{1,3})?$",
    Cpu(0)
);

/// Memory in bytes, as Kubernetes writes it: `256Mi`, `1.5Gi`, `500M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory(u64);

const MEMORY_UNITS: [(&str, u64); 8] = [
    ("Ti", 1 << 40),
    ("Gi", 1 << 30),
    ("Mi", 1 << 20),
    ("Ki", 1 << 10),
    ("T", 1_000_000_000_000),
    ("G", 1_000_000_000),
    ("M", 1_000_000),
    ("k", 1_000),
];

impl Memory {
    /// So many bytes.
    pub const fn of_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// In bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl FromStr for Memory {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        // 256MiB is what Kubernetes writes as 256Mi.
        let text = match text.strip_suffix("iB") {
            Some(_) => text.trim_end_matches('B'),
            None => text,
        };
        let (number, unit) = MEMORY_UNITS
            .iter()
            .find_map(|(suffix, unit)| text.strip_suffix(suffix).map(|number| (number, *unit)))
            .unwrap_or((text, 1));
        let thousandths = fixed(number, 3).ok_or(Unreadable)?;
        thousandths
            .checked_mul(unit)
            .map(|bytes| Self(bytes / 1000))
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match MEMORY_UNITS
            .iter()
            .find(|(_, unit)| self.0 > 0 && self.0.is_multiple_of(*unit))
        {
            Some((suffix, unit)) => write!(f, "{}{suffix}", self.0 / unit),
            None => self.0.fmt(f),
        }
    }
}

scalar_value!(
    Memory,
    "memory such as 256Mi",
    "^[0-9]+(\\.[0-9]{1,3})?(k|M|G|T|Ki|Mi|Gi|Ti)?$",
    Memory(0)
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

    fn round<T: FromStr + ToString>(text: &str) -> Option<String> {
        text.parse::<T>().ok().map(|value| value.to_string())
    }

    #[test]
    fn cpu_and_memory_as_kubernetes_writes_them() {
        for (text, shown) in [
            ("100m", "100m"),
            ("1", "1"),
            ("1.5", "1500m"),
            ("0.25", "250m"),
            ("2000m", "2"),
        ] {
            assert_eq!(round::<Cpu>(text).as_deref(), Some(shown), "{text}");
        }
        for (text, bytes) in [
            ("256Mi", 256 << 20),
            ("256MiB", 256 << 20),
            ("1.5Gi", 3 << 29),
            ("500M", 500_000_000),
            ("1Ki", 1024),
            ("0", 0),
        ] {
            assert_eq!(text.parse::<Memory>().unwrap().bytes(), bytes, "{text}");
            let memory = Memory::of_bytes(bytes);
            assert_eq!(memory.to_string().parse(), Ok(memory));
        }
        for text in ["", "m", "1.5m", "Mi", "1Xi", "99999999999999999999"] {
            assert!(
                round::<Cpu>(text).is_none() && round::<Memory>(text).is_none(),
                "{text}"
            );
        }
    }
}
