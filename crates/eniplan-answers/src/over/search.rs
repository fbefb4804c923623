//! The search: pages, what can be done, every value of the document, findings by code, instance types.

use eniplan_core::finding::{CODES, SYMPTOMS, Symptom, symptoms};
use eniplan_elements::{Field, On, Outcome, button, grouped};

use super::settings::{Setting, settings};
use super::{Dialog, desk};
use crate::State;
use crate::act::{El, el};

/// Results that are shown of each kind.
const MOST: usize = 12;

/// The title of the page at `address`, for a link to it.
pub(super) fn page_title(address: &str) -> String {
    let pages = desk::pages();
    let mut pages = pages.as_chunks::<2>().0.iter();
    let found = pages.find(|[known, _]| known == address);
    found.map_or_else(|| "Open".into(), |[_, title]| format!("Go to {title}"))
}

/// What is looked for.
#[derive(Default)]
pub(super) struct Search {
    text: String,
    /// Address and title of each page, turn by turn.
    pages: Vec<String>,
}

impl Search {
    /// The search opens, with what was looked for last.
    pub(super) fn opened(&mut self) {
        self.pages = desk::pages();
    }
}

/// What can be done from everywhere: its words, more words by which it is found, and its code.
const ACTS: [(&str, &str, &str); 4] = [
    ("New plan", "start wizard create", "new"),
    (
        "Open a plan",
        "import paste file link load cidr yaml json kept",
        "open",
    ),
    ("Save the plan", "keep export file yaml name copy", "save"),
    ("Keys", "shortcuts keyboard help", "keys"),
];

/// Words by which a page is found beside its title.
const PAGES: [(&str, &str); 7] = [
    ("#/vpc", "map subnets address space blocks cidr findings"),
    (
        "#/nodes",
        "groups instance types warm pool interfaces max pods staircase",
    ),
    ("#/capacity", "walls gates growth zone loss surge runs out"),
    (
        "#/compare",
        "strategies warm targets larger subnets prefix delegation custom networking security groups auto mode ipv6 calico cilium flannel weave overlay",
    ),
    (
        "#/import",
        "aws kubectl terraform json describe existing cluster",
    ),
    (
        "#/export",
        "terraform helm eksctl yaml manifests runbooks alarms zip download",
    ),
    ("#/cases", "published examples calculator spreadsheet"),
];

/// Does what the search is asked.
pub(super) fn tell(state: &mut State, words: &str, value: &str) -> Outcome {
    let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
    match word {
        "for" => value.clone_into(&mut state.over.search.text),
        "type" => {
            rest.clone_into(&mut state.table.name);
            state.over.dialog = None;
            desk::go_to("#/nodes", "filter-name");
        }
        "setting" => {
            let all = settings(&state.plan);
            let Some(found) = all.iter().find(|one| one.path == rest) else {
                return Outcome::Nothing;
            };
            let Some((page, _)) = found.place else {
                state.over.dialog = Some(Dialog::Setting(rest.into()));
                return Outcome::Redraw(rest.into());
            };
            // Every page has the name, so it needs no other page.
            let page = if rest == "name" { "" } else { page };
            state.over.dialog = None;
            desk::go_to(page, rest);
        }
        _ => return Outcome::Nothing,
    }
    Outcome::Redraw(String::new())
}

/// Whether a text holds every word that is looked for.
struct Query(Vec<String>);

impl Query {
    fn of(text: &str) -> Self {
        let words = text.split_whitespace();
        Self(words.map(str::to_lowercase).collect())
    }

    fn finds(&self, texts: &[&str]) -> bool {
        let text = texts.join(" ").to_lowercase();
        self.0.iter().all(|word| text.contains(word.as_str()))
    }
}

/// The field and what is found.
pub(super) fn view(state: &State) -> El {
    let search = &state.over.search;
    let input = el("input", "")
        .attr("id", "search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("autofocus", "")
        .attr("aria-label", "What to look for")
        .attr("placeholder", "warm, EP0301, m5.large, an error message …")
        .value(search.text.clone())
        .on(On::Input, "search for".into());
    let found = found(state);
    let count = found.iter().map(|(_, rows)| rows.len()).sum::<usize>();
    let words = match count {
        _ if search.text.trim().is_empty() => {
            "Pages, settings, findings, instance types, and what error messages mean. Arrow keys walk the list.".into()
        }
        0 => "Nothing is called so. Try a part of a word, such as prefix or growth, or the words of an error.".into(),
        1 => "1 result.".into(),
        _ => format!("{} results.", grouped(count as u64)),
    };
    let mut results = el("div", "results");
    for (title, rows) in found {
        let mut list = el("ul", "");
        let more = rows.len().saturating_sub(MOST);
        for row in rows.into_iter().take(MOST) {
            list = list.kid(el("li", "").kid(row));
        }
        let more =
            (more > 0).then(|| el("p", "what").say(format!("And {} more.", grouped(more as u64))));
        results = results.kid(
            el("section", "")
                .kid(el("h3", "").text(title))
                .kid(list)
                .maybe(more),
        );
    }
    el("div", "search")
        .kid(el("span", "box").kid(input))
        .kid(el("p", "what").attr("role", "status").say(words))
        .kid(results)
}

/// What is found, by its kind; kinds without results are left out.
fn found(state: &State) -> Vec<(&'static str, Vec<El>)> {
    let search = &state.over.search;
    let query = Query::of(&search.text);
    let is_empty = query.0.is_empty();
    let mut pages = Vec::new();
    for [address, title] in search.pages.as_chunks::<2>().0 {
        let known = PAGES.iter().find(|(known, _)| known == address);
        if query.finds(&[title, known.map_or("", |(_, words)| words)]) {
            let link = el("a", "")
                .set("href", address.clone())
                .on(On::Click, "close".into());
            pages.push(row(link, title.clone(), String::new(), ""));
        }
    }
    let mut acts = Vec::new();
    for (words, more, code) in ACTS {
        if query.finds(&[words, more]) {
            acts.push(row(
                button("").on(On::Click, code.into()),
                words.into(),
                String::new(),
                "",
            ));
        }
    }
    let mut found = vec![("Pages", pages), ("To do", acts)];
    if !is_empty {
        // A message as it was pasted, or words of what is known of messages.
        let told: Vec<_> = symptoms(&search.text).collect();
        if !told.is_empty() {
            found.insert(
                0,
                (
                    "Messages",
                    told.iter().map(|one| message_row(one)).collect(),
                ),
            );
        }
        let all = settings(&state.plan);
        let fits = |one: &&Setting| {
            let label = one.place.map_or("", |(_, label)| label);
            query.finds(&[&one.path, label, one.words])
        };
        // What has that very path comes first, then what has a place on a page.
        let mut settings: Vec<_> = all.iter().filter(fits).collect();
        let text = search.text.trim();
        settings.sort_by_key(|one| (one.path != text, one.place.is_none()));
        found.push(("Settings", settings.into_iter().map(setting_row).collect()));
        let mut findings = Vec::new();
        for entry in CODES {
            let code = format!("EP{:04}", entry.number);
            let is_told = told.iter().any(|one| {
                one.codes
                    .iter()
                    .any(|code| code.entry().number == entry.number)
            });
            if is_told || query.finds(&[&code, entry.title]) {
                let link = el("a", "").set("href", format!("findings.html#{code}"));
                findings.push(row(link, entry.title.into(), code, ""));
            }
        }
        found.push(("Findings", findings));
        if told.is_empty() {
            let named = SYMPTOMS
                .iter()
                .filter(|one| query.finds(&[one.title, one.means]));
            found.push(("Messages", named.map(message_row).collect()));
        }
        let names = state.catalogue.listed().map(|one| one.name.as_str());
        let types = names.filter(|name| text.len() > 1 && query.finds(&[name]));
        let types = types.map(|name| {
            let open = button("").on(On::Click, format!("search type {name}"));
            row(open, name.to_owned(), String::new(), "")
        });
        found.push(("Instance types", types.collect()));
    }
    found.retain(|(_, rows)| !rows.is_empty());
    found
}

/// What a message means, leading to the page that answers it.
fn message_row(one: &Symptom) -> El {
    let link = el("a", "")
        .set("href", one.page.to_owned())
        .on(On::Click, "close".into());
    let text = format!("{} {}", one.means, one.then);
    row(link, one.title.into(), String::new(), "").kid(el("span", "what").say(text))
}

fn setting_row(one: &Setting) -> El {
    let label = one.place.map_or("", |(_, label)| label);
    if one.there {
        let open = button("").on(On::Click, format!("search setting {}", one.path));
        return row(open, label.into(), one.path.clone(), one.words);
    }
    let words = el("div", "result");
    row(words, label.into(), one.path.clone(), one.words)
        .kid(el("span", "what").text("For plan files: the plan has no such entry."))
}

fn row(open: El, title: String, code: String, words: &'static str) -> El {
    let code = (!code.is_empty()).then(|| el("code", "").say(code));
    let title = (!title.is_empty()).then(|| el("b", "").say(title));
    let words = (!words.is_empty()).then(|| el("span", "what").text(words));
    open.maybe(title).maybe(code).maybe(words)
}

/// A value of the plan that has no place on a page, to be changed here.
pub(super) fn setting(state: &State, path: &str) -> El {
    let all = settings(&state.plan);
    let body = el("div", "setting");
    let Some(one) = all.iter().find(|one| one.path == path && one.there) else {
        return body.kid(el("p", "empty").text("The plan no longer has this."));
    };
    let again = button("plain")
        .text("Back to the search")
        .on(On::Click, "find".into());
    body.kid(el("p", "").text(one.words))
        .kid(
            el("div", "row")
                .kid(el("code", "").say(path.to_owned()))
                .field(Field {
                    path: path.to_owned(),
                    label: path.to_owned(),
                    choices: one.choices.clone(),
                    ..Field::default()
                }),
        )
        .kid(el("p", "what").text("What you write is in force at once; undo takes it back."))
        .kid(el("p", "row").kid(again))
}
