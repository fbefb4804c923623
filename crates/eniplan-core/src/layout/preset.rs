//! Layouts that people know, by name, and which of them go together.

use alloc::string::String;

/// A layout, or a part of one, that people know by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// As large as what is asked, with holes beside what grows.
    Sized,
    /// The first layout of a plan without subnets: equal parts of the primary block.
    Default,
    /// What eksctl makes: eighths of the primary block, public ones first, or sixteenths from five zones on.
    Eksctl,
    /// Public, application and data subnets in every zone.
    ThreeTier,
    /// Pods in blocks of 100.64.0.0/10, by custom networking.
    SecondaryPods,
    /// A /28 of its own in every zone for the cluster's interfaces.
    ControlPlane28,
}

impl Preset {
    /// Every one of them, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Sized,
        Self::Default,
        Self::Eksctl,
        Self::ThreeTier,
        Self::SecondaryPods,
        Self::ControlPlane28,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sized => "sized",
            Self::Default => "default",
            Self::Eksctl => "eksctl",
            Self::ThreeTier => "three-tier",
            Self::SecondaryPods => "secondary-pods",
            Self::ControlPlane28 => "control-plane-28",
        }
    }

    /// What it lays out, in a sentence without its stop.
    pub fn text(self) -> &'static str {
        match self {
            Self::Sized => "as large as what is asked, with holes beside what grows",
            Self::Default => {
                "equal parts of the primary block, as `eniplan plan` takes where subnets are left out"
            }
            Self::Eksctl => {
                "eksctl's eighths of the primary block, public ones first; 192.168.0.0/16 unless the plan says otherwise"
            }
            Self::ThreeTier => "public, application and data subnets in every zone",
            Self::SecondaryPods => "pods in blocks of 100.64.0.0/10, by custom networking",
            Self::ControlPlane28 => "a /28 of its own in every zone for the cluster's interfaces",
        }
    }

    /// The preset of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Whether it says how the primary block is split; one layout has one such preset.
    fn is_base(self) -> bool {
        matches!(self, Self::Sized | Self::Default | Self::Eksctl)
    }
}

/// Presets that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presets {
    /// How the primary block is split.
    pub(crate) base: Preset,
    pub(crate) three_tier: bool,
    pub(crate) secondary_pods: bool,
    pub(crate) control_plane: bool,
}

impl Default for Presets {
    fn default() -> Self {
        Self {
            base: Preset::Sized,
            three_tier: false,
            secondary_pods: false,
            control_plane: false,
        }
    }
}

impl Presets {
    /// The presets together, or the two of them that exclude each other.
    ///
    /// ```
    /// use eniplan_core::layout::{Preset, Presets};
    /// assert!(Presets::of(&[Preset::Eksctl, Preset::SecondaryPods]).is_ok());
    /// assert_eq!(Presets::of(&[Preset::Eksctl, Preset::Default]), Err((Preset::Eksctl, Preset::Default)));
    /// ```
    pub fn of(presets: &[Preset]) -> Result<Self, (Preset, Preset)> {
        let mut together = Self::default();
        let mut base = None;
        for preset in presets {
            match (preset, base) {
                (preset, Some(base)) if preset.is_base() && base != *preset => {
                    return Err((base, *preset));
                }
                (preset, _) if preset.is_base() => {
                    base = Some(*preset);
                    together.base = *preset;
                }
                (Preset::ThreeTier, _) => together.three_tier = true,
                (Preset::SecondaryPods, _) => together.secondary_pods = true,
                _ => together.control_plane = true,
            }
        }
        Ok(together)
    }

    /// Their names, joined by commas.
    pub fn names(self) -> String {
        let mut names = String::from(self.base.name());
        for (on, preset) in [
            (self.three_tier, Preset::ThreeTier),
            (self.secondary_pods, Preset::SecondaryPods),
            (self.control_plane, Preset::ControlPlane28),
        ] {
            if on {
                names.push(',');
                names.push_str(preset.name());
            }
        }
        names
    }
}
