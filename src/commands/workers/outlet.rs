//! Where the output of commands goes.

use std::sync::{Mutex, PoisonError};

use crate::output::{Format, pass_on};
use crate::process::{Outlet, Stream};

/// A line longer than this is passed on in pieces.
const LONGEST: usize = 8 * 1_024;

/// To our own streams, as it comes. Where stdout is for a document of ours, everything goes to stderr.
#[derive(Clone, Copy, Debug)]
pub(super) struct Through {
    format: Format,
}

impl Through {
    pub(super) fn new(format: Format) -> Self {
        Self { format }
    }
}

impl Outlet for Through {
    fn take(&self, stream: Stream, bytes: &[u8]) {
        pass_on(bytes, stream == Stream::Out && self.format == Format::Text);
    }
}

/// Where whole lines go.
pub(super) trait Sink: Sync {
    /// Takes a line without its newline.
    fn line(&self, stream: Stream, line: &[u8]);
}

impl Sink for Through {
    fn line(&self, stream: Stream, line: &[u8]) {
        self.take(stream, &[line, b"\n"].concat());
    }
}

/// Whole lines, each with the name of the worker before it, so that many can write at once.
pub(super) struct Lines<'a> {
    name: String,
    sink: &'a dyn Sink,
    begun: [Mutex<Vec<u8>>; 2],
}

impl<'a> Lines<'a> {
    pub(super) fn new(name: &str, sink: &'a dyn Sink) -> Self {
        Self { name: format!("[{name}] "), sink, begun: [Mutex::default(), Mutex::default()] }
    }

    /// Says something in the worker's own name.
    pub(super) fn say(&self, text: &str) {
        self.pass(Stream::Out, text.as_bytes());
    }

    fn pass(&self, stream: Stream, line: &[u8]) {
        self.sink.line(stream, &[self.name.as_bytes(), line].concat());
    }

    fn begun(&self, stream: Stream) -> &Mutex<Vec<u8>> {
        &self.begun[usize::from(stream == Stream::Err)]
    }
}

impl Outlet for Lines<'_> {
    fn take(&self, stream: Stream, bytes: &[u8]) {
        let mut begun = self.begun(stream).lock().unwrap_or_else(PoisonError::into_inner);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            begun.extend_from_slice(piece);
            if begun.ends_with(b"\n") || begun.len() >= LONGEST {
                self.pass(stream, begun.trim_ascii_end());
                begun.clear();
            }
        }
    }

    fn end(&self) {
        for stream in [Stream::Out, Stream::Err] {
            let begun =
                std::mem::take(&mut *self.begun(stream).lock().unwrap_or_else(PoisonError::into_inner));
            if !begun.is_empty() {
                self.pass(stream, &begun);
            }
        }
    }
}
