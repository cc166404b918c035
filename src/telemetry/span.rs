//! The lines of the span and event files, field by field as the contract has them.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Trace;
use crate::domain::Stamp;

/// What a command collects for its span and events while it runs.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    /// `span_attributes`, such as `s2s.work_item_id`.
    pub attributes: Map<String, Value>,
    /// Events, written only if the command succeeds.
    pub events: Vec<Event>,
    /// Whether an answer from before was given again: then its events are told already.
    pub is_replay: bool,
}

impl Recorder {
    /// Sets an attribute of the span.
    pub fn attribute(&mut self, name: &str, value: impl Into<Value>) {
        self.attributes.insert(name.to_owned(), value.into());
    }
}

/// One span.
#[derive(Clone, Debug, Serialize)]
pub struct Span<'a> {
    trace_id: &'a str,
    span_id: &'a str,
    parent_span_id: &'a str,
    operation_name: &'a str,
    span_kind: &'static str,
    status: &'static str,
    start_time: Stamp,
    duration_ms: u64,
    service: Service<'a>,
    resource_attributes: Resource<'a>,
    span_attributes: &'a Map<String, Value>,
    forced_trace_context: Forced<'a>,
}

#[derive(Clone, Debug, Serialize)]
struct Service<'a> {
    name: &'a str,
    version: &'a str,
}

/// Flat names with dots, in the order of the contract.
#[derive(Clone, Debug, Serialize)]
struct Resource<'a> {
    #[serde(rename = "service.name")]
    service_name: &'a str,
    #[serde(rename = "service.version")]
    service_version: &'a str,
    #[serde(rename = "s2s.component")]
    component: &'static str,
    #[serde(rename = "deployment.environment")]
    deployment_environment: &'a str,
}

#[derive(Clone, Debug, Serialize)]
struct Forced<'a> {
    force_trace_id: &'a str,
    coordination_trace_id: &'a str,
    trace_forced: bool,
}

/// What a span is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// Something that was done here.
    Internal,
    /// A call to somebody else.
    Client,
}

/// What a span says of the command that it is of.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// Such as `s2s.work.claim`.
    pub operation: &'a str,
    /// Where it was done.
    pub kind: SpanKind,
    /// Whether the command succeeded.
    pub is_ok: bool,
    /// When it started.
    pub start: Stamp,
    /// How long it took.
    pub duration_ms: u64,
}

impl SpanKind {
    /// As the span file has it.
    const fn word(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Client => "client",
        }
    }
}

/// Who writes spans.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// `OTEL_SERVICE_NAME`.
    pub service: &'a str,
    /// `OTEL_SERVICE_VERSION`.
    pub version: &'a str,
    /// `DEPLOYMENT_ENV`.
    pub environment: &'a str,
}

impl<'a> Span<'a> {
    /// The span of a command.
    pub fn new(
        trace: &'a Trace,
        measured: Measured<'a>,
        origin: &Origin<'a>,
        attributes: &'a Map<String, Value>,
    ) -> Self {
        Self {
            trace_id: &trace.trace_id,
            span_id: &trace.span_id,
            parent_span_id: trace.parent_span_id.as_deref().unwrap_or_default(),
            operation_name: measured.operation,
            span_kind: measured.kind.word(),
            status: if measured.is_ok { "ok" } else { "error" },
            start_time: measured.start,
            duration_ms: measured.duration_ms,
            service: Service { name: origin.service, version: origin.version },
            resource_attributes: Resource {
                service_name: origin.service,
                service_version: origin.version,
                component: "coordination_helper",
                deployment_environment: origin.environment,
            },
            span_attributes: attributes,
            forced_trace_context: Forced {
                force_trace_id: trace.forced.as_deref().unwrap_or_default(),
                coordination_trace_id: trace.coordination.as_deref().unwrap_or_default(),
                trace_forced: trace.forced.is_some(),
            },
        }
    }
}

/// One event.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    timestamp: Stamp,
    event_type: &'static str,
    source: &'static str,
    metadata: Metadata,
}

#[derive(Clone, Debug, Serialize)]
struct Metadata {
    param1: String,
    param2: String,
    param3: String,
    agent_id: String,
    trace_id: String,
}

impl Event {
    /// An event of that type with its three parameters.
    pub fn new(
        event_type: &'static str,
        at: Stamp,
        parameters: [String; 3],
        agent_id: &str,
        trace: &Trace,
    ) -> Self {
        let [param1, param2, param3] = parameters;
        let metadata = Metadata {
            param1,
            param2,
            param3,
            agent_id: agent_id.to_owned(),
            trace_id: trace.trace_id.clone(),
        };
        Self { timestamp: at, event_type, source: "coordination_helper", metadata }
    }
}
