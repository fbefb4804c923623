//! What can be chosen for an export, as data: the command line and the page offer the same.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::{Blueprint, stops};
use super::matrix::{self, Destination, Form};
use super::{Export, Options, export_with, plan_link};
use crate::analyze::strategies::{Refusal, STRATEGIES, Strategy};
use crate::analyze::{Report, analyze};
use crate::aws::catalogue::Catalogue;
use crate::plan::Plan;

/// The word for programs that leaves the plan's own strategy.
pub const AS_PLANNED: &str = "as-planned";

/// What is exported of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// A strategy in place of the plan's own; left out: the plan as it is.
    pub strategy: Option<&'static Strategy>,
    /// What the files go into, and how the Terraform is written.
    pub options: Options,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The word for programs, which [`Choice::of_words`] reads.
    pub name: &'static str,
    /// A few words for people.
    pub title: Cow<'static, str>,
    /// Whether it is what the choice says, or what a choice that leaves it open comes to.
    pub is_chosen: bool,
    /// Why there would be no Terraform, and what to do, with [`CODE`](crate::finding::CODE) around what is code.
    pub refusal: Option<String>,
}

/// Everything that can be chosen for a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// The plan as it is, then every strategy in the order in which teams try them.
    pub strategies: Vec<Offer>,
    /// What the files go into.
    pub into: Vec<Offer>,
    /// How the Terraform is written; no form is refused.
    pub forms: Vec<Offer>,
}

impl Choice {
    /// The choice of three words for programs; an empty one leaves the matter open, as does an unknown one.
    ///
    /// ```
    /// use eniplan_core::export::{Choice, Destination};
    /// let choice = Choice::of_words("calico", "vpc", "");
    /// assert_eq!(choice.strategy.unwrap().id, "calico");
    /// assert_eq!(choice.options.into, Some(Destination::Vpc));
    /// ```
    pub fn of_words(strategy: &str, into: &str, form: &str) -> Self {
        Self {
            strategy: Strategy::of_id(strategy),
            options: Options {
                into: Destination::of_name(into),
                form: Form::of_name(form).unwrap_or_default(),
            },
        }
    }
}

/// What can be chosen for a plan, beside what is chosen of it.
///
/// This analyzes the plan under every strategy, so that each says what its export would say.
pub fn offers(plan: &Plan, report: &Report, catalogue: &Catalogue, choice: Choice) -> Offers {
    let strategies = strategies(plan, report, catalogue, choice);
    let applied = choice
        .strategy
        .and_then(|strategy| strategy.applied(plan, report, catalogue).ok())
        .map(|changed| {
            let report = analyze(&changed, catalogue);
            (changed, report)
        });
    let (plan, report) = applied
        .as_ref()
        .map_or((plan, report), |(changed, report)| (changed, report));
    let own = Destination::of(plan);
    Offers {
        strategies,
        into: Destination::ALL
            .into_iter()
            .map(|into| Offer {
                name: into.name(),
                title: into.title().into(),
                is_chosen: into == choice.options.into.unwrap_or(own),
                refusal: refusal(
                    plan,
                    report,
                    catalogue,
                    Options {
                        into: Some(into),
                        ..choice.options
                    },
                ),
            })
            .collect(),
        forms: Form::ALL
            .into_iter()
            .map(|form| Offer {
                name: form.name(),
                title: form.title().into(),
                is_chosen: form == choice.options.form,
                refusal: None,
            })
            .collect(),
    }
}

fn strategies(plan: &Plan, report: &Report, catalogue: &Catalogue, choice: Choice) -> Vec<Offer> {
    let own = matrix::Strategy::of(plan);
    let mut offers = Vec::from([Offer {
        name: AS_PLANNED,
        title: format!("As planned: {own}").into(),
        is_chosen: choice.strategy.is_none(),
        refusal: refusal(plan, report, catalogue, choice.options),
    }]);
    offers.extend(STRATEGIES.iter().map(|strategy| Offer {
        name: strategy.id,
        title: strategy.title.into(),
        is_chosen: choice.strategy == Some(strategy),
        refusal: match strategy.applied(plan, report, catalogue) {
            Ok(changed) => {
                let report = analyze(&changed, catalogue);
                refusal(&changed, &report, catalogue, choice.options)
            }
            Err(refusal) => Some(refusal.message()),
        },
    }));
    offers
}

/// Why there is no Terraform, if so.
fn refusal(
    plan: &Plan,
    report: &Report,
    catalogue: &Catalogue,
    options: Options,
) -> Option<String> {
    let blueprint = Blueprint::of(plan, report, catalogue, "", options);
    let stop = blueprint.findings.iter().find(|finding| stops(finding))?;
    let (message, help) = stop.marked();
    Some(format!("{message} {help}"))
}

/// Writes what is chosen of a plan.
///
/// # Errors
///
/// Why the strategy changes nothing of this plan; a strategy that cannot be exported gives its reason as a finding.
pub fn export_choice(
    plan: &Plan,
    report: &Report,
    catalogue: &Catalogue,
    choice: Choice,
) -> Result<Export, Refusal> {
    let Some(strategy) = choice.strategy else {
        let link = plan_link(plan);
        return Ok(export_with(plan, report, catalogue, &link, choice.options));
    };
    let changed = strategy.applied(plan, report, catalogue)?;
    let report = analyze(&changed, catalogue);
    let link = plan_link(&changed);
    Ok(export_with(
        &changed,
        &report,
        catalogue,
        &link,
        choice.options,
    ))
}
