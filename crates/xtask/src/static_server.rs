//! Files over HTTP, for this machine alone.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

/// Answers until the process ends.
pub(crate) fn serve(listener: TcpListener, folder: &Path) -> Result<()> {
    let server =
        Server::from_listener(listener, None).map_err(|error| anyhow!("cannot serve: {error}"))?;
    for request in server.incoming_requests() {
        // A browser that goes away in the middle of an answer is no fault of the server.
        let _ = answer(request, folder);
    }
    Ok(())
}

fn answer(request: Request, folder: &Path) -> std::io::Result<()> {
    let found = file(request.url()).and_then(|path| {
        let path = folder.join(path);
        let path = if path.is_dir() {
            path.join("index.html")
        } else {
            path
        };
        Some((fs::read(&path).ok()?, media_type(&path)))
    });
    match found {
        Some((bytes, kind)) => {
            let mut response = Response::from_data(bytes);
            for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-cache")] {
                if let Ok(header) = Header::from_bytes(name, value) {
                    response.add_header(header);
                }
            }
            request.respond(response)
        }
        None => request.respond(Response::from_string("not found\n").with_status_code(404)),
    }
}

/// The path below the served folder, or nothing where the address would leave it.
fn file(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let mut inside = PathBuf::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        // No file of the site has a name that needs decoding.
        if part.starts_with('.') || part.contains(['\\', ':', '%']) {
            return None;
        }
        inside.push(part);
    }
    Some(inside)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside_the_folder() {
        assert_eq!(file("/"), Some(PathBuf::new()));
        assert_eq!(
            file("/pkg/eniplan.js?v=1"),
            Some(PathBuf::from("pkg/eniplan.js"))
        );
        for outside in [
            "/../Cargo.toml",
            "/pkg/../../x",
            "/%2e%2e/x",
            "/c:/x",
            "/a\\b",
            "/.git/config",
        ] {
            assert_eq!(file(outside), None, "{outside}");
        }
    }
}
