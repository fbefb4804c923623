//! What comes of something that was told to a module, and its bytes.

use super::{Reader, Writer};

/// What comes of a click, a key, a text or a file on an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is to be shown anew.
    #[default]
    Nothing,
    /// The answers are to be drawn anew; the element of this id has the focus then, if there is one.
    Redraw(String),
    /// So are they, and the table of types starts at its top.
    Restart,
    /// Another plan in the bytes of a link, what to say of it, and the id of what has the focus then, if that changes.
    Plan(Vec<u8>, String, String),
    /// The plan before this one, and what has the focus then.
    Undo(String),
    /// Another page, as what stands after `#` in its address.
    Go(String),
    /// A file to save: its name and bytes.
    Save(String, Vec<u8>),
    /// A text for the clipboard, and what to say once it is there.
    Copy(String, String),
    /// Something to say.
    Say(String),
    /// Words for the module of answers, as an event would send them, and a value.
    Tell(String, String),
}

impl Outcome {
    /// The outcome in bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut out = Writer::default();
        match self {
            Self::Nothing => out.count(0),
            Self::Redraw(focus) => {
                out.count(1);
                out.text(&focus);
            }
            Self::Restart => out.count(2),
            Self::Plan(plan, said, focus) => {
                out.count(3);
                out.bytes(&plan);
                out.text(&said);
                out.text(&focus);
            }
            Self::Undo(focus) => {
                out.count(4);
                out.text(&focus);
            }
            Self::Go(address) => {
                out.count(5);
                out.text(&address);
            }
            Self::Save(name, bytes) => {
                out.count(6);
                out.text(&name);
                out.bytes(&bytes);
            }
            Self::Copy(text, said) => {
                out.count(7);
                out.text(&text);
                out.text(&said);
            }
            Self::Say(words) => {
                out.count(8);
                out.text(&words);
            }
            Self::Tell(code, value) => {
                out.count(9);
                out.text(&code);
                out.text(&value);
            }
        }
        out.finish()
    }

    /// The outcome that bytes stand for.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(bytes);
        match reader.count() {
            1 => Self::Redraw(reader.text()),
            2 => Self::Restart,
            3 => Self::Plan(reader.bytes().to_vec(), reader.text(), reader.text()),
            4 => Self::Undo(reader.text()),
            5 => Self::Go(reader.text()),
            6 => Self::Save(reader.text(), reader.bytes().to_vec()),
            7 => Self::Copy(reader.text(), reader.text()),
            8 => Self::Say(reader.text()),
            9 => Self::Tell(reader.text(), reader.text()),
            _ => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_comes_back_as_it_was() {
        for outcome in [
            Outcome::Nothing,
            Outcome::Redraw("map".into()),
            Outcome::Restart,
            Outcome::Plan(vec![1, 2], "Done.".into(), "map".into()),
            Outcome::Undo(String::new()),
            Outcome::Go("#/nodes".into()),
            Outcome::Save("plan.yaml".into(), vec![0; 300]),
            Outcome::Copy("text".into(), "Copied.".into()),
            Outcome::Say("Ä".into()),
            Outcome::Tell("opened".into(), "said a plan".into()),
        ] {
            assert_eq!(Outcome::of_bytes(&outcome.clone().into_bytes()), outcome);
        }
    }
}
