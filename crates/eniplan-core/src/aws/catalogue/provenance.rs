//! Where each column of the table comes from.

use super::generated;

/// One file that columns of the table were taken from or checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The columns, by their names in `data/instances.csv`.
    pub columns: &'static [&'static str],
    /// What the file decides.
    pub role: Role,
    /// The repository on GitHub as owner and name, or the service that answered.
    pub repository: &'static str,
    /// The file in it.
    pub path: &'static str,
    /// The commit that last changed the file; empty where there is none.
    pub commit: &'static str,
    /// The day of that commit or answer, as year-month-day.
    pub date: &'static str,
    /// What else to know.
    pub note: &'static str,
}

/// What a source decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its value stands.
    Wins,
    /// Its value stands where the winner has none.
    Fallback,
    /// Compared only; the differences are in `data/PROVENANCE.md`.
    CrossCheck,
}

impl Role {
    /// The word for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wins => "wins",
            Self::Fallback => "fallback",
            Self::CrossCheck => "cross-check",
        }
    }
}

/// Where each column of the bundled table comes from, the deciding sources first.
///
/// ```
/// use eniplan_core::aws::catalogue::{provenance, Role};
///
/// let wins = |column| {
///     move |s: &&eniplan_core::aws::catalogue::Source| s.role == Role::Wins && s.columns.contains(&column)
/// };
/// assert_eq!(provenance().iter().find(wins("max_enis")).unwrap().repository, "aws/amazon-vpc-cni-k8s");
/// ```
pub fn provenance() -> &'static [Source] {
    generated::PROVENANCE
}
