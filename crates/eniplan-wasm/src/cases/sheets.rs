//! AWS's spreadsheet beside eniplan: the published rows, and a form for inputs of one's own.

use eniplan_cases::sheet::{Nodes, Row, SOURCE, Sheet, rows};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_elements::{On, Outcome, grouped, join, option, with_roles};

use crate::{El, el};

/// What somebody asks of the sheet, as typed.
pub(super) struct Asked {
    kind: String,
    nodes: String,
    pods: String,
    warm: String,
    sheet: Sheet,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            kind: "m5.large".into(),
            nodes: "10".into(),
            pods: "20".into(),
            warm: "1".into(),
            sheet: Sheet::WarmEni,
        }
    }
}

impl Asked {
    /// Takes a field.
    pub(super) fn tell(&mut self, word: &str, value: &str) -> Outcome {
        let value: String = value.trim().chars().take(40).collect();
        match word {
            "kind" => self.kind = value,
            "nodes" => self.nodes = value,
            "pods" => self.pods = value,
            "warm" => self.warm = value,
            "tab" if value == Sheet::WarmIp.name() => self.sheet = Sheet::WarmIp,
            "tab" => self.sheet = Sheet::WarmEni,
            _ => return Outcome::Nothing,
        }
        Outcome::Redraw(String::new())
    }

    /// The row that is asked for, or what is wrong with a field.
    fn row(&self) -> Result<Row, &'static str> {
        let count = |text: &str, most: u32| {
            let digits: String = text
                .chars()
                .filter(|c| !matches!(c, ',' | ' ' | '_'))
                .collect();
            digits.parse::<u32>().ok().filter(|count| *count <= most)
        };
        let nodes = count(&self.nodes, 100_000).ok_or("Nodes are a whole number up to 100,000.")?;
        let pods = count(&self.pods, 1_000).ok_or("Pods are a whole number up to 1,000.")?;
        let warm = count(&self.warm, 1_000).ok_or("The target is a whole number up to 1,000.")?;
        let kind = self.kind.to_lowercase();
        let nodes = Nodes::new(&kind, nodes, pods)
            .ok_or("No such type is in the catalogue, as in m5.large.")?;
        Ok(Row::asked(self.sheet, 16, warm, nodes))
    }
}

/// The section.
pub(super) fn view(asked: &Asked) -> El {
    let link = el("a", "")
        .attr("href", SOURCE)
        .attr("rel", "noreferrer")
        .text("subnet-calc.xlsx of the EKS best practices");
    el("section", "spreadsheet")
        .attr("aria-labelledby", "spreadsheet-title")
        .kid(el("h2", "").attr("id", "spreadsheet-title").text("AWS’s spreadsheet, row by row"))
        .kid(
            el("p", "what")
                .text("What ")
                .kid(link)
                .text(" says of a scenario, what eniplan counts, and the reason for each difference. Of every subnet the sheet counts three addresses too many: AWS keeps five, not two."),
        )
        .kid(form(asked))
        .kid(table())
}

fn form(asked: &Asked) -> El {
    let field = |id: &'static str, label: &'static str, value: &str| {
        let input = el("input", "")
            .attr("id", id)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .value(value.to_owned())
            .on(
                On::Change,
                join(&["!cases ", id.trim_start_matches("sheet-")]),
            );
        let input = if id == "sheet-kind" {
            input.attr("list", "sheet-types")
        } else {
            input
        };
        el("div", "field")
            .kid(el("label", "").attr("for", id).text(label))
            .kid(el("div", "box").kid(input))
    };
    let mut types = el("datalist", "").attr("id", "sheet-types");
    for kind in Catalogue::bundled().listed() {
        types = types.kid(el("option", "").set("value", kind.name.clone()));
    }
    let mut tab = el("select", "")
        .attr("id", "sheet-tab")
        .on(On::Change, "!cases tab".into());
    for (sheet, name) in [
        (Sheet::WarmEni, "WARM_ENI_TARGET"),
        (Sheet::WarmIp, "WARM_IP_TARGET"),
    ] {
        tab = tab.kid(option(
            sheet.name().into(),
            name.into(),
            sheet == asked.sheet,
        ));
    }
    let mut kind = field("sheet-kind", "Instance type", &asked.kind);
    kind = kind.kid(types);
    el("div", "card own")
        .kid(el("h3", "").text("With your own numbers"))
        .kid(
            el("div", "fields")
                .kid(kind)
                .kid(field("sheet-nodes", "Nodes", &asked.nodes))
                .kid(field(
                    "sheet-pods",
                    "Pods a node with an address",
                    &asked.pods,
                ))
                .kid(
                    el("div", "field")
                        .kid(
                            el("label", "")
                                .attr("for", "sheet-tab")
                                .text("What is kept warm"),
                        )
                        .kid(el("div", "box").kid(tab)),
                )
                .kid(field("sheet-warm", "Target", &asked.warm)),
        )
        .kid(answer(asked))
}

fn answer(asked: &Asked) -> El {
    let row = match asked.row() {
        Ok(row) => row,
        Err(why) => return el("p", "said wrong").attr("role", "alert").text(why),
    };
    let sheet = row.by_the_sheet().used;
    let (ours, without) = row.by_eniplan();
    let mut answer = el("div", "own-answer").attr("role", "status").kid(
        el("p", "")
            .text("The sheet says ")
            .kid(el("b", "").say(signed(sheet)))
            .text(" addresses, eniplan ")
            .kid(el("b", "").say(signed(ours)))
            .text("."),
    );
    answer = answer.kid(reasons(&row));
    if without > 0 {
        let words = join(&[
            &signed(without),
            " pods get no address, which the sheet does not show.",
        ]);
        answer = answer.kid(el("p", "wrong").say(words));
    }
    answer
}

fn table() -> El {
    let mut head = el("tr", "");
    for (name, class) in [
        ("Tab and scenario", ""),
        ("Nodes", ""),
        ("The sheet", "number"),
        ("eniplan", "number"),
        ("Why", ""),
        ("", "number"),
    ] {
        let cell = if name.is_empty() { "td" } else { "th" };
        let cell = el(cell, class).text(name);
        head = head.kid(if name.is_empty() {
            cell
        } else {
            cell.attr("scope", "col")
        });
    }
    let mut body = el("tbody", "");
    for row in rows() {
        let (ours, without) = row.by_eniplan();
        let fits = row.by_the_sheet() == row.published
            && row.published.used + row.gap().total() == ours
            && row.model.is_none_or(|model| model == (ours, without));
        let title = join(&[row.sheet.name(), " ", &row.warm_target.to_string()]);
        let nodes: Vec<String> = row
            .nodes
            .iter()
            .map(|nodes| {
                let (count, pods) = (signed(nodes.count), signed(nodes.pods));
                join(&[&count, " × ", nodes.kind(), ", ", &pods, " pods each"])
            })
            .collect();
        // On a narrow screen a row is a card, where a figure says what it is.
        let mut ours_cell = el("td", "number")
            .attr("data-of", "eniplan: ")
            .say(signed(ours));
        if without > 0 {
            ours_cell =
                ours_cell.kid(el("small", "").say(join(&[&signed(without), " pods without"])));
        }
        body = body.kid(
            el("tr", "")
                .kid(
                    el("th", "")
                        .attr("scope", "row")
                        .say(title)
                        .kid(el("small", "").say(join(&[
                            &row.scenario,
                            ", /",
                            &row.prefix_length.to_string(),
                        ]))),
                )
                .kid(el("td", "words").say(nodes.join("; ")))
                .kid(
                    el("td", "number")
                        .attr("data-of", "The sheet: ")
                        .say(signed(row.published.used)),
                )
                .kid(ours_cell)
                .kid(el("td", "words").kid(reasons(&row)))
                .kid(el("td", "number").kid(if fits {
                    el("span", "good")
                        .text("✓")
                        .attr("role", "img")
                        .attr("aria-label", "holds")
                } else {
                    el("b", "wrong")
                        .text("✕")
                        .attr("role", "img")
                        .attr("aria-label", "does not hold")
                })),
        );
    }
    el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Rows of AWS’s spreadsheet")
        .kid(with_roles(
            el("table", "").kid(el("thead", "").kid(head)).kid(body),
        ))
}

/// The defects that make the difference, each with its share.
fn reasons(row: &Row) -> El {
    let gap = row.gap();
    let mut list = el("ul", "reasons");
    let mut any = false;
    for (count, why) in gap.reasons() {
        if count == 0 {
            continue;
        }
        any = true;
        let sign = if count > 0 { "+" } else { "" };
        list = list.kid(
            el("li", "")
                .kid(el("b", "").say(join(&[sign, &signed(count)])))
                .say(join(&[" ", why])),
        );
    }
    if any {
        list
    } else {
        list.kid(el("li", "").text("no difference"))
    }
}

/// A count that may be below zero.
fn signed(count: i64) -> String {
    let sign = if count < 0 { "−" } else { "" };
    join(&[sign, &grouped(count.unsigned_abs())])
}
