//! The world and the board, as questions to a model see them.

use crate::claude::{CallRecord, Cancellation, Shelf, World};
use crate::context::{Context, Interruption};
use crate::domain::Instant;
use crate::error::Result;

/// The world of a command, while it asks.
pub(super) struct Here<'a> {
    context: &'a Context,
    cancellation: Cancellation,
    /// Ctrl-C is noted for as long as this lives.
    _interruption: Interruption,
}

impl<'a> Here<'a> {
    /// Begins to listen for Ctrl-C.
    ///
    /// # Errors
    /// The system does not allow it.
    pub(super) fn new(context: &'a Context) -> Result<Self> {
        let interruption = Interruption::listen()?;
        Ok(Self { context, cancellation: Cancellation::of(interruption.mark()), _interruption: interruption })
    }
}

impl World for Here<'_> {
    fn now(&self) -> Instant {
        self.context.environment().clock()
    }

    fn random(&self) -> f64 {
        self.context.environment().random()
    }

    fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    fn called(&self, record: &CallRecord) {
        tracing::debug!(?record, "called");
    }
}

impl Shelf for Here<'_> {
    fn read(&self, name: &'static str) -> Result<Option<String>> {
        self.context.store()?.side_file(name)
    }

    fn revise(
        &self,
        name: &'static str,
        revise: &mut dyn FnMut(Option<&str>) -> Result<Option<String>>,
    ) -> Result<()> {
        self.context.store()?.revise_side_file(name, revise)
    }
}
