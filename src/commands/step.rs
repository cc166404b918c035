//! What a command tells span and event files; and commands that act more than once, each step told as a command of its
//! own.

use std::time::Instant;

use super::Operation;
use super::operations::webhook::nudge;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::telemetry::{self, Measured, Origin, Span};

/// Runs an operation as a step of a longer command, in a context of its own.
///
/// # Errors
/// What the operation says.
pub fn step<O: Operation>(request: O, context: &Context) -> Result<O::Report> {
    told(O::SPAN, context, |context| request.run(context))
}

/// Runs a step that is no operation of its own.
///
/// # Errors
/// What `work` says.
pub fn told<T>(span: Option<&str>, context: &Context, work: impl FnOnce(&Context) -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let result = work(context);
    tell(span, context, result.as_ref().err(), started);
    if span.is_some() && result.is_ok() {
        nudge(context);
    }
    result
}

/// Writes the span and the events of a command, which failed with `error` or succeeded. Never fails it.
pub fn tell(span: Option<&str>, context: &Context, error: Option<&Error>, started: Instant) {
    let Some(operation) = span else { return };
    let Ok(config) = context.config() else { return };
    let is_ok = error.is_none();
    // A command that failed before there was a board leaves nothing behind.
    if !config.telemetry.enabled || (!is_ok && !context.dir().join(".store/journal").is_dir()) {
        return;
    }
    if let Some(error) = error {
        context.recorder().borrow_mut().attribute("error.type", error.kind().code());
    }
    let recorder = context.recorder().borrow();
    let version =
        context.variable("OTEL_SERVICE_VERSION").unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned());
    let origin = Origin {
        service: &config.telemetry.service_name,
        version: &version,
        environment: &config.telemetry.deployment_environment,
    };
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let measured = Measured { operation, is_ok, start: context.stamp(), duration_ms };
    let span = Span::new(context.trace(), measured, &origin, &recorder.attributes);
    telemetry::write(context.dir(), &span, if is_ok && !recorder.is_replay { &recorder.events } else { &[] });
}
