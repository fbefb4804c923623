//! `eniplan link`: a plan as a URL.

use std::io::Write;
use std::process::ExitCode;

use eniplan_core::finding::{SITE, Severity};
use eniplan_core::link;

use crate::failure::{Failure, Fault};
use crate::input;

/// The URL that carries a whole plan, to open on the site or to give to eniplan.
///
/// The plan stands behind the #, so that no server and no log ever sees it.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  eniplan link examples/shop-prod.yaml\n  eniplan link shop.yaml --site https://wiki.example/eniplan/\n  eniplan plan \"$(eniplan link shop.yaml)\""
)]
pub(crate) struct Args {
    /// A plan file, a share link, or - for standard input
    #[arg(value_name = "PLAN")]
    plan: String,
    /// Where the site stands
    #[arg(long, value_name = "URL", default_value = SITE)]
    site: String,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let (plan, findings) = input::plan(&args.plan)?;
    let text = link::encode(&plan)
        .map_err(|error| Fault::new(error.to_string()).at(super::shortened(&args.plan)))?;
    let left_out = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count() as u64;
    if left_out > 0 {
        let found = crate::show::plural(left_out, "fault");
        crate::failure::tell(format_args!(
            "warning: the plan has {found}, and defaults stand in for them in the link; `eniplan plan` names them"
        ));
    }
    let site = args.site.split('#').next().unwrap_or_default();
    let slash = if site.ends_with('/') { "" } else { "/" };
    writeln!(out, "{site}{slash}#/vpc?p={text}")?;
    Ok(ExitCode::SUCCESS)
}
