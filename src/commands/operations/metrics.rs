//! `metrics`: the board for Prometheus.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::exposition::{Exposition, Kind};
use super::observation::Observation;
use crate::commands::output_file::{Manner, write_whole};
use crate::commands::{Group, Operation};
use crate::config::Config;
use crate::context::Context;
use crate::domain::{Completion, VelocityEntry};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::output::{Page, Report};
use crate::store;

/// The upper bounds of the times from claim to completion, in seconds: a minute to a day.
const BOUNDS: [f64; 8] = [60.0, 300.0, 900.0, 1_800.0, 3_600.0, 14_400.0, 28_800.0, 86_400.0];

/// Shows the board as metrics.
///
/// In the text format of Prometheus. No metric carries the id of an agent or an item. What has no data yet is left out.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Metrics {
    /// Write them to a file, replaced whole, for the textfile collector: its name must end in .prom
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub textfile: Option<PathBuf>,
}

/// The metrics.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exposed {
    /// In the text format of Prometheus.
    pub metrics: String,
    /// The file that they were written to.
    pub textfile: Option<String>,
}

impl Operation for Metrics {
    const NAME: &'static str = "metrics";
    const GROUP: Group = Group::Operations;
    const ABOUT: &'static str = "Show the board as metrics for Prometheus";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("coord metrics", "every figure, in the text format of Prometheus"),
        ("coord metrics --textfile coord.prom", "for the textfile collector of the node exporter"),
    ];
    type Report = Exposed;

    fn run(self, context: &Context) -> Result<Exposed> {
        let file = self.textfile.filter(|file| !file.as_os_str().is_empty());
        let file = file.map(|file| context.environment().working_directory().join(file));
        if let Some(file) = &file {
            check(file)?;
        }
        let metrics = text(context)?;
        if let Some(file) = &file {
            replace(file, &metrics, context)?;
        }
        Ok(Exposed { metrics, textfile: file.map(|file| file.display().to_string()) })
    }
}

/// The collector reads `*.prom` and nothing else.
fn check(file: &Path) -> Result<()> {
    let is_named = file.extension().is_some_and(|extension| extension == "prom");
    if is_named && file.file_stem().is_some() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidValue, format!("the name of {} does not end in .prom", file.display()))
        .hint("the textfile collector reads no other file: coord metrics --textfile coord.prom"))
}

/// Replaces the file whole, readable for the collector, which runs as another user.
fn replace(file: &Path, text: &str, context: &Context) -> Result<()> {
    write_whole(file, Manner::SHOWN, context, |out, failed| {
        let readable = out.get_ref().set_permissions(Permissions::from_mode(0o644));
        readable.and_then(|()| out.write_all(text.as_bytes())).map_err(|error| failed(&error))
    })
}

fn text(context: &Context) -> Result<String> {
    let config = context.config()?;
    let observation = Observation::take(context, context.now())?;
    if let Some(fault) = observation.fault {
        return Err(Error::new(ErrorKind::BrokenState, fault).hint("see what is wrong: coord doctor"));
    }
    let past = store::view(context.store()?, context.now(), |view| {
        Ok(Past {
            exists: view.exists()?,
            completions: view.completions(None)?,
            velocity: view.velocity(None)?,
            newest: view.history(None, 1)?.pop().map(|entry| entry.seq),
        })
    })?;
    let mut metrics = Exposition::default();
    metrics.family("coord_build_info", Kind::Gauge, "The version of coord.");
    metrics.sample("coord_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    work(&observation, &mut metrics);
    past.tell(&mut metrics);
    agents(&observation, &mut metrics);
    standing(&observation, config, &mut metrics);
    Ok(metrics.into_text())
}

#[expect(clippy::cast_precision_loss, reason = "seconds of years are far below 2^53")]
fn work(observation: &Observation, metrics: &mut Exposition) {
    if !observation.exists {
        return;
    }
    let items = observation.items;
    let counts = [
        ("pending", items.pending),
        ("held", items.held),
        ("completed", items.completed),
        ("cancelled", items.cancelled),
        ("dead", items.dead),
    ];
    metrics.labelled(
        "coord_items",
        Kind::Gauge,
        "Work items on the board by status; completed ones until they are archived.",
        "status",
        counts.map(|(status, count)| (status, f64::from(count))),
    );
    metrics.single(
        "coord_expired_claims",
        Kind::Gauge,
        "Items in hand that have outlived their lease.",
        Some(observation.stale_claims.len() as f64),
    );
    metrics.single(
        "coord_queue_oldest_seconds",
        Kind::Gauge,
        "How long the first item in the queue could have been taken.",
        observation.oldest_secs.map(|secs| secs as f64),
    );
}

/// What the board did so far.
struct Past {
    exists: bool,
    completions: Vec<Completion>,
    velocity: Vec<VelocityEntry>,
    /// The number of the newest record of the journal.
    newest: Option<u64>,
}

impl Past {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn tell(&self, metrics: &mut Exposition) {
        let succeeded = self.completions.iter().filter(|completion| completion.succeeded()).count();
        let failed = self.completions.len() - succeeded;
        if self.exists {
            metrics.labelled(
                "coord_completions_total",
                Kind::Counter,
                "Completed work items by what came of them.",
                "outcome",
                [("succeeded", succeeded as f64), ("failed", failed as f64)],
            );
        }
        let seconds: Vec<f64> = self.completions.iter().filter_map(Completion::seconds).collect();
        metrics.histogram("coord_work_duration_seconds", "Time from claim to completion.", &BOUNDS, &seconds);
        let mut points: BTreeMap<&str, f64> = BTreeMap::new();
        for entry in &self.velocity {
            *points.entry(entry.team.as_str()).or_default() += entry.points.0.max(0.0);
        }
        metrics.labelled(
            "coord_velocity_points_total",
            Kind::Counter,
            "Story points of completed work items by team.",
            "team",
            points,
        );
        metrics.single(
            "coord_journal_records_total",
            Kind::Counter,
            "Records of the journal: changes of the board, and its checkpoints.",
            self.newest.map(|seq| seq as f64),
        );
    }
}

fn agents(observation: &Observation, metrics: &mut Exposition) {
    let agents = observation.agents;
    let counts = [
        ("working", agents.working),
        ("idle", agents.idle),
        ("offline", agents.offline),
        ("signed_off", agents.signed_off),
    ];
    if observation.exists {
        metrics.labelled(
            "coord_agents",
            Kind::Gauge,
            "Agents by how they stand.",
            "state",
            counts.map(|(state, count)| (state, f64::from(count))),
        );
    }
}

fn standing(observation: &Observation, config: &Config, metrics: &mut Exposition) {
    metrics.single(
        "coord_claim_conflict_ratio",
        Kind::Gauge,
        "Share of the claims of the last minutes that were refused because somebody else holds the item.",
        observation.commands.conflict_percent().map(|percent| percent / 100.0),
    );
    let shares = [("0.5", 50), ("0.95", 95), ("0.99", 99)];
    let latency = |percent| observation.commands.latency(percent);
    metrics.labelled(
        "coord_command_latency_seconds",
        Kind::Gauge,
        "How long writing commands of the last minutes took, by share of the commands.",
        "share",
        shares.into_iter().filter_map(|(share, percent)| Some((share, latency(percent)? / 1_000.0))),
    );
    let health = observation.health(config);
    metrics.single(
        "coord_health_score",
        Kind::Gauge,
        "Health of the board, from 0 to 100.",
        health.score.map(f64::from),
    );
    metrics.labelled(
        "coord_health_part_score",
        Kind::Gauge,
        "Parts of the health, from 0 to 100.",
        "part",
        health.parts.iter().filter_map(|part| Some((part.name.as_str(), part.score?))),
    );
    metrics.labelled(
        "coord_alert_firing",
        Kind::Gauge,
        "Whether what a rule finds is worth an alarm.",
        "rule",
        observation
            .readings(config)
            .iter()
            .map(|reading| (reading.rule.word(), f64::from(u8::from(reading.is_beyond())))),
    );
}

impl Report for Exposed {
    fn text(&self, page: &mut Page) {
        match &self.textfile {
            Some(file) => page.line(format!("📈 METRICS: written to {file}")),
            // Labels were escaped, and the rest is our own words.
            None => page.verbatim(&self.metrics),
        }
    }
}
