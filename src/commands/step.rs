//! What a command tells span and event files; and commands that act more than once, each step told as a command of its
//! own.

use std::time::Instant;

use serde_json::{Map, Value};

use super::Operation;
use super::operations::webhook::nudge;
use crate::config::Config;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::telemetry::{self, Event, Measured, Origin, Span, SpanKind, Trace};

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
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let kind = SpanKind::Internal;
    let measured = Measured { operation, kind, is_ok, start: context.stamp(), duration_ms };
    let events = if is_ok && !recorder.is_replay { recorder.events.as_slice() } else { &[] };
    write(context, config, context.trace(), measured, &recorder.attributes, events);
}

/// Writes the span of something that was done as a part of the command, such as a call to a server.
pub fn tell_part(context: &Context, measured: Measured<'_>, attributes: &Map<String, Value>) {
    let Ok(config) = context.config() else { return };
    if config.telemetry.enabled && context.dir().is_dir() {
        write(context, config, &context.trace().part(), measured, attributes, &[]);
    }
}

fn write(
    context: &Context,
    config: &Config,
    trace: &Trace,
    measured: Measured<'_>,
    attributes: &Map<String, Value>,
    events: &[Event],
) {
    let version =
        context.variable("OTEL_SERVICE_VERSION").unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned());
    let origin = Origin {
        service: &config.telemetry.service_name,
        version: &version,
        environment: &config.telemetry.deployment_environment,
    };
    telemetry::write(context.dir(), &Span::new(trace, measured, &origin, attributes), events);
}
