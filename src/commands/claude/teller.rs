//! Updates on their way to who listens, each printed as soon as it is there.

use super::stream::StreamUpdate;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{Format, Paint, Printer, stream_while_read};

/// Tells updates, and remembers which.
pub(super) struct Teller<'a> {
    context: &'a Context,
    /// Whether they are printed: not where there is one document at the end.
    is_live: bool,
    told: Vec<StreamUpdate>,
    is_unheard: bool,
    trouble: Option<Error>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        let settings = context.settings();
        let is_live = settings.format == Format::Text && settings.fields.is_none();
        Self { context, is_live, told: Vec::new(), is_unheard: false, trouble: None }
    }

    /// Says what is coming.
    ///
    /// # Errors
    /// stdout takes nothing.
    pub(super) fn begin(&mut self, focus: &str, seconds: u32) -> Result<()> {
        let mut page = self.printer().page();
        page.painted(Paint::Heading, format!("🌊 CLAUDE STREAM: {focus}, for {seconds} s at most"));
        page.line(format!("🔍 Trace ID: {}", self.context.trace().trace_id));
        self.print(&page.into_text());
        self.trouble.take().map_or(Ok(()), Err)
    }

    /// Tells an update, unless it was told before. Says whether anybody listens still.
    pub(super) fn tell(&mut self, update: StreamUpdate) -> bool {
        if !self.told.contains(&update) && !self.is_over() {
            let mut page = self.printer().page();
            update.text(&self.context.environment().clock().stamp(), &mut page);
            self.print(&page.into_text());
            if !self.is_over() {
                self.told.push(update);
            }
        }
        !self.is_over()
    }

    /// Whether something was told.
    pub(super) fn has_told(&self) -> bool {
        !self.told.is_empty()
    }

    /// Whether nobody listens any more.
    pub(super) fn is_unheard(&self) -> bool {
        self.is_unheard
    }

    /// What was told.
    ///
    /// # Errors
    /// stdout took no more.
    pub(super) fn finish(self) -> Result<Vec<StreamUpdate>> {
        self.trouble.map_or(Ok(self.told), Err)
    }

    fn is_over(&self) -> bool {
        self.is_unheard || self.trouble.is_some()
    }

    fn printer(&self) -> Printer {
        Printer::new(Format::Text, self.context.settings().colour)
    }

    fn print(&mut self, text: &str) {
        if !self.is_live {
            return;
        }
        match stream_while_read(text) {
            Ok(is_read) => self.is_unheard = !is_read,
            Err(error) => self.trouble = Some(error),
        }
    }
}
