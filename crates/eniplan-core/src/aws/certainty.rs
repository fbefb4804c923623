//! How far a number can be trusted.

/// How far a derived number can be trusted, best first.
///
/// An estimate looks different on every face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Follows from published code or arithmetic that leaves no choice.
    Exact,
    /// AWS states it in its documentation.
    Documented,
    /// Follows from documented rules by reasoning that AWS does not print.
    Derived,
    /// Nobody publishes it; the number is a careful guess.
    Estimate,
}

impl Certainty {
    /// The word for people and programs.
    ///
    /// ```
    /// assert_eq!(eniplan_core::aws::Certainty::Estimate.name(), "estimate");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Documented => "documented",
            Self::Derived => "derived",
            Self::Estimate => "estimate",
        }
    }
}
