//! Where people put what they have: a field to paste into, and files.

use eniplan_elements::{On, button, files_button};

use crate::{El, el};

/// The field and the files; `read` documents were read before.
pub(crate) fn view(text: &str, read: usize) -> El {
    let hint = "{ \"Subnets\": [ … ] }   or   10.0.0.0/16, 10.0.0.0/19 private-a …";
    let field = el("div", "field paste")
        .kid(
            el("label", "")
                .attr("for", "import-text")
                .text("Paste what you have"),
        )
        .kid(
            el("textarea", "")
                .attr("id", "import-text")
                .attr("rows", "7")
                .attr("spellcheck", "false")
                .attr("autocomplete", "off")
                .attr("placeholder", hint)
                .value(text.to_owned())
                .on(On::Change, "!import text".into()),
        );
    let files = el("input", "")
        .attr("id", "import-files")
        .attr("multiple", "")
        .on(On::Change, "!import files".into());
    let files = files_button("Choose files", files);
    let read_it = button("main")
        .text(if read == 0 {
            "Read it"
        } else {
            "Add to what was read"
        })
        .on(On::Click, "!import read".into());
    let again = (read > 0).then(|| {
        button("")
            .text("Start again")
            .on(On::Click, "!import again".into())
    });
    el("section", "card")
        .attr("aria-label", "What you have")
        .kid(field)
        .kid(el("div", "row").kid(read_it).kid(files).maybe(again))
        .kid(el("p", "help").text(
            "Files may also be dropped anywhere on this page, several at once. All is read here, in your browser, and kept only as the plan that you choose to use. The plan holds no account ids.",
        ))
}
