//! Where the output of commands goes.

use crate::output::{Format, pass_on};
use crate::process::{Outlet, Stream};

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
