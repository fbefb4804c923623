//! What there is to say of the plan: in a list, and at the field that it is about.

use eniplan_core::finding::{Finding, Severity};
use yew::prelude::*;

use crate::state::State;

/// The findings about a path, at its field.
pub(crate) fn at(state: &State, path: &str) -> Option<Html> {
    let mut about = state
        .report
        .findings
        .iter()
        .filter(|finding| finding.subject == path)
        .peekable();
    about.peek()?;
    Some(html! {
        for finding in about {
            <p class={classes!("told", finding.severity.name())}>
                <b>{ finding.severity.name() }</b>{ " " }{ finding.message() }{ " " }{ finding.help() }
            </p>
        }
    })
}

/// Every finding, the worst first.
pub(crate) fn list(state: &State) -> Html {
    let findings = &state.report.findings;
    let count = |severity| findings.iter().filter(|one| one.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (severity.name(), count(severity)));
    html! {
        <section class="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">{ "Findings" }</h2>
            if findings.is_empty() {
                <p class="empty">{ "Nothing to say: no error, warning or note." }</p>
            } else {
                <p class="counts">
                    for (name, count) in counts {
                        if count > 0 {
                            <span class={classes!("tag", name)}>{ format!("{count} {name}{}", if count == 1 { "" } else { "s" }) }</span>
                        }
                    }
                </p>
                <ol>
                    for finding in findings { { item(finding) } }
                </ol>
            }
        </section>
    }
}

fn item(finding: &Finding) -> Html {
    let severity = finding.severity.name();
    let code = finding.code.to_string();
    html! {
        <li class={severity}>
            <span class={classes!("tag", severity)}>{ severity }</span>
            <div>
                <p><b>{ finding.code.entry().title }</b>{ " " }<code>{ &finding.subject }</code></p>
                <p>{ finding.message() }</p>
                <p class="what">{ finding.help() }{ " " }
                    <a href={finding.url()} rel="noopener">{ "About " }{ code }</a>
                </p>
            </div>
        </li>
    }
}
