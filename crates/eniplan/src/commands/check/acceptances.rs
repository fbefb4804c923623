//! What became of the findings that a plan accepts.

use eniplan_core::finding::{Code, Finding};
use eniplan_core::plan::{Accept, Date};
use serde::Serialize;

/// An entry of the plan's `accept`, and what came of it.
pub(super) struct Acceptance<'a> {
    /// Where it stands in the plan, as in `accept[0]`.
    pub(super) path: String,
    /// The entry.
    pub(super) accept: &'a Accept,
    /// What came of it.
    pub(super) state: State,
}

/// What came of an acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Something is found that it covers.
    Used,
    /// Its day is over, and what it covered is there still.
    Expired,
    /// Nothing is found that it could cover.
    Unused,
    /// There is no finding of that code.
    UnknownCode,
}

/// Every entry of a plan with what came of it on a day.
pub(super) fn of<'a>(
    accepts: &'a [Accept],
    findings: &[&Finding],
    today: Date,
) -> Vec<Acceptance<'a>> {
    let state = |accept: &Accept| {
        let code = accept.code.as_str();
        let exists = Code::ALL
            .iter()
            .any(|known| known.to_string().eq_ignore_ascii_case(code));
        if !exists {
            State::UnknownCode
        } else if !findings.iter().any(|finding| covers(accept, finding)) {
            State::Unused
        } else if is_over(accept, today) {
            State::Expired
        } else {
            State::Used
        }
    };
    accepts
        .iter()
        .enumerate()
        .map(|(index, accept)| Acceptance {
            path: format!("accept[{index}]"),
            accept,
            state: state(accept),
        })
        .collect()
}

/// Whether an acceptance is about a finding.
pub(super) fn covers(accept: &Accept, finding: &Finding) -> bool {
    let subject = accept.subject.as_ref();
    accept
        .code
        .as_str()
        .eq_ignore_ascii_case(&finding.code.to_string())
        && subject.is_none_or(|subject| subject.as_str() == finding.subject)
}

/// Whether its last day is before this one.
pub(super) fn is_over(accept: &Accept, today: Date) -> bool {
    accept.until.is_some_and(|until| until < today)
}

impl Acceptance<'_> {
    /// What the team should do about the entry; nothing where it is as it should be.
    pub(super) fn remark(&self) -> Option<String> {
        let (path, what) = (&self.path, what(self.accept));
        match self.state {
            State::Used => None,
            State::Expired => {
                let until = self.accept.until?;
                Some(format!(
                    "{path}: accepted until {until}, which is over: {what}; mend it, or accept it anew"
                ))
            }
            State::Unused => Some(format!(
                "{path}: nothing is found that it accepts: {what}; remove the entry, or correct it"
            )),
            State::UnknownCode => Some(format!(
                "{path}: there is no finding {}; `eniplan explain` lists them",
                self.accept.code.as_str()
            )),
        }
    }
}

/// Code, subject and reason of an entry in a line.
fn what(accept: &Accept) -> String {
    let mut what = accept.code.as_str().to_owned();
    if let Some(subject) = &accept.subject {
        what.push(' ');
        what.push_str(subject.as_str());
    }
    if let Some(reason) = &accept.reason {
        what.push_str(" (");
        what.push_str(reason.as_str());
        what.push(')');
    }
    what
}
