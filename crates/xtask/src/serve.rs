//! `cargo xtask serve`: the site on a loopback address.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context as _, Result};

use crate::{site, static_server, workspace};

/// How many ports after the first one are tried.
const TRIES: u16 = 100;

/// Where the site is served.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port to listen on; the next free one is taken when it is in use.
    #[arg(long, default_value_t = 8000)]
    port: u16,
    /// Serve www/ as it is.
    #[arg(long)]
    no_build: bool,
    #[command(flatten)]
    site: site::Options,
}

/// Builds and serves until the task is stopped.
pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = if options.no_build {
        workspace::root().join("www")
    } else {
        site::build(&options.site)?.folder
    };
    let listener = listen(options.port)?;
    println!(
        "Serving {} on http://{}/",
        folder.display(),
        listener.local_addr()?
    );
    println!("Stop with Ctrl-C");
    static_server::serve(listener, &folder)
}

fn listen(first: u16) -> Result<TcpListener> {
    let last = first.saturating_add(TRIES);
    (first..=last)
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .with_context(|| format!("no port from {first} to {last} is free: choose one with --port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_gives_the_next_free_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        // The highest port of all has none after it.
        if port < u16::MAX - TRIES {
            let next = listen(port).unwrap().local_addr().unwrap().port();
            assert!(next > port);
        }
    }
}
