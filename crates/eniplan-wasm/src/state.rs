//! What the pages are made from: the plan, the page that is looked at, and what of it is opened.

use eniplan_core::link;
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::Outcome;

use crate::{El, asked, cases, compare, el, export, import, opening};

/// The plan and the page that is looked at.
#[derive(Default)]
pub(crate) struct State {
    /// The plan as it was handed over.
    packed: Vec<u8>,
    pub(crate) plan: Plan,
    /// The page by the word in its address.
    page: String,
    /// What the address asked of the page last.
    query: String,
    /// What of that could not be done, and why.
    refused: Vec<String>,
    /// Whether the screen is a narrow one.
    narrow: bool,
    cases: cases::View,
    compare: compare::View,
    export: export::View,
    import: import::View,
    opening: opening::View,
}

impl State {
    /// Takes the plan in force and the page it is looked at on; bytes that are no plan leave the last one.
    pub(crate) fn take(&mut self, packed: &[u8], page: &str, query: &str, narrow: bool) {
        self.narrow = narrow;
        if page != self.page || query != self.query {
            page.clone_into(&mut self.page);
            query.clone_into(&mut self.query);
            self.ask();
        }
        if packed != self.packed
            && let Some(tree) = link::unpack(packed)
        {
            self.packed = packed.to_vec();
            self.plan = Plan::take(&tree);
        }
    }

    /// Does what the address asks of the page, once.
    fn ask(&mut self) {
        self.refused.clear();
        for (key, value) in asked::pairs(&self.query) {
            let done = match self.page.as_str() {
                "cases" => self.cases.ask(&key, &value),
                "compare" => self.compare.ask(&key, &value),
                "export" => self.export.ask(&key, &value),
                "import" => self.import.ask(&key, &value),
                _ => Ok(()),
            };
            self.refused.extend(done.err());
        }
    }

    /// The elements of the page by name.
    pub(crate) fn elements(&mut self) -> Vec<(String, El)> {
        let page = match self.page.as_str() {
            "export" => self.export.page(&self.plan, self.narrow),
            "import" => self.import.page(),
            "cases" => self.cases.page(),
            "compare" => self.compare.page(&self.packed, &self.plan, self.narrow),
            _ => return Vec::new(),
        };
        let page = match asked::refused(&self.refused) {
            Some(refused) => el("div", "asked").kid(refused).kid(page),
            None => page,
        };
        vec![("page".to_owned(), page)]
    }

    /// Does what an element asks: a page's word, a blank, and words of that page. Words that mean nothing do nothing.
    ///
    /// Files that were too large to be read come as name and size in MiB.
    pub(crate) fn tell(
        &mut self,
        code: &str,
        value: &str,
        files: &[(String, Vec<u8>)],
        refused: &[(String, u64)],
    ) -> Outcome {
        let (page, words) = code.split_once(' ').unwrap_or((code, ""));
        if !refused.is_empty() {
            self.import.refuse(refused);
            // Whatever was asked, what became of it stands on the page of imports.
            if page != "import" {
                return self.import.open(value, files);
            }
        }
        match page {
            "export" => self.export.tell(words, value),
            "import" => self.import.tell(words, value, files),
            // What a cluster shows is more than a plan; a plan or a list of blocks is opened where it was dropped.
            "open" if opening::is_foreign(words, value, files) => self.import.open(value, files),
            "open" => self.opening.tell(words, value, files),
            "cases" => self.cases.tell(words, value),
            "compare" => self.compare.tell(words, value, files),
            _ => Outcome::Nothing,
        }
    }
}
