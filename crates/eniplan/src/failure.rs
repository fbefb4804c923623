//! Why a command could not do its work, in words for people.

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something that the user can put right.
    Input(Fault),
    /// The output could not be written.
    Output(io::Error),
}

/// What was wrong, where, and what to do.
#[derive(Debug)]
pub(crate) struct Fault {
    what: String,
    place: Option<String>,
    help: Option<String>,
    code: u8,
}

impl Fault {
    /// A fault of exit code 2: bad usage or unreadable input.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: None,
            help: None,
            code: 2,
        }
    }

    /// Where it stands; further lines are kept as they are.
    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Which input cannot be read, before why.
    pub(crate) fn of(mut self, input: &str) -> Self {
        self.what = format!("{input} cannot be read: {}", self.what);
        self
    }

    /// What to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another exit code than 2.
    pub(crate) fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }
}

/// Says something on standard error; where nobody can be told, the exit code alone has to do.
pub(crate) fn tell(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{text}");
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(fault) => ExitCode::from(fault.code),
            Self::Output(_) => ExitCode::from(2),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Input(fault)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(error) => write!(out, "error: cannot write the output: {error}"),
            Self::Input(fault) => {
                write!(out, "error: {}", fault.what)?;
                if let Some(place) = &fault.place {
                    write!(out, "\n  in {}", place.replace('\n', "\n     "))?;
                }
                if let Some(help) = &fault.help {
                    write!(out, "\n  help: {}", help.replace('\n', "\n        "))?;
                }
                Ok(())
            }
        }
    }
}
