//! The project's own tasks, called as `cargo xtask TASK`.
//!
//! Each task is a module with its `Options` and a `run`.

mod bench;
mod browser;
mod catalogue;
mod command;
mod fingerprint;
mod inline;
mod places;
mod precache;
mod serve;
mod shrink;
mod site;
mod size;
mod static_server;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// The tasks of eniplan.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Task {
    /// Build the site and serve it on a loopback address.
    Serve(serve::Options),
    /// Run every test there is.
    Test(test::Options),
    /// Build the static site into www/.
    Site(site::Options),
    /// Compare the site's compressed sizes with the ledger.
    Size(size::Options),
    /// Compare the instructions of the hot paths with the ledger.
    Bench(bench::Options),
    /// Write the instance table anew from the project's data, after merging saved EC2 answers into it.
    Catalogue(catalogue::Options),
    /// Run the browser tests alone.
    Browser(browser::Options),
    /// Check what compilers do not: file names and sizes, forbidden markup, registry hosts.
    Tidy,
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Serve(options) => serve::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Site(options) => site::run(&options),
        Task::Size(options) => size::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Catalogue(options) => catalogue::run(&options),
        Task::Browser(options) => browser::run(&options),
        Task::Tidy => tidy::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
