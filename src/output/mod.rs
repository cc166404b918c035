//! The only writer of stdout and stderr.
//!
//! A command returns a [`Report`]; a [`Printer`] renders it as text for people and old callers, as one JSON
//! document, as the id alone, or as lines for `eval`. Whatever comes from the state passes [`escape`] on its way to
//! a text.

pub mod chart;
pub mod columns;
pub mod csv;
pub mod document;
pub mod escape;
pub mod gauge;
pub mod html;
pub mod markup;
pub mod page;
mod printer;
mod projection;
pub mod screen;
pub mod style;
pub mod table;
pub mod width;

pub use document::Document;
pub use page::Page;
pub use printer::{Format, Printer, Renderable, complaint, stream, stream_while_read};
pub use projection::Projection;
pub use style::Paint;

use serde::Serialize;

/// What a command has to say.
pub trait Report: Serialize {
    /// For people, and for callers of the script: the lines of the contract, and others around them.
    fn text(&self, page: &mut Page);

    /// For `-q`: the id that the command is about, where it is about one.
    fn id(&self) -> Option<String> {
        None
    }

    /// For `-q` where the command is about several: their ids, one a line.
    fn ids(&self) -> Vec<String> {
        self.id().into_iter().collect()
    }

    /// For `--shell`: names and values for `eval`.
    fn exports(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The exit code of a command that did its work and found something wrong, such as a failed check.
    fn exit_code(&self) -> u8 {
        0
    }
}

/// Passes on what a program of ours wrote, as it came, to stdout or to stderr. Where nobody reads any more it is
/// dropped.
pub fn pass_on(bytes: &[u8], to_stdout: bool) {
    use std::io::Write as _;
    let _ = if to_stdout {
        let mut out = std::io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush())
    } else {
        std::io::stderr().lock().write_all(bytes)
    };
}

/// Where logs go: stderr.
pub fn log_writer() -> std::io::Stderr {
    std::io::stderr()
}
