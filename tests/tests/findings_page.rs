//! The tracked page about findings is the generated one, and no plan's text gets into it.

use eniplan_core::finding::{Code, page};
use eniplan_tests::golden;

#[test]
fn the_tracked_page_is_the_generated_one() {
    golden::assert_tracked("www/findings.html", &page());
}

#[test]
fn every_code_has_its_section() {
    let page = page();
    for code in Code::ALL {
        assert!(page.contains(&format!("<section id=\"{code}\">")), "{code}");
    }
    assert!(!page.contains('{'), "an operand without a name");
}
