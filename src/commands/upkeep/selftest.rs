//! `selftest`: proves the guarantees on this disk, with real processes.

mod contest;
mod disk;
mod kill;
mod scratch;

use std::time::Instant;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::scratch::Scratch;
use crate::commands::{Group, Operation};
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::output::{Page, Paint, Report, escape};

/// More processes at once than that prove nothing more.
const MOST_RACERS: usize = 1_000;

/// Proves on this disk what is promised.
///
/// Real processes of this program race, update, claim and are killed on a board of their own, in a directory beside the
/// state directory, which is removed afterwards. Your own board is not touched. It takes about half a minute. What
/// does not hold makes the exit code 1.
#[derive(Args, Clone, Debug, Deserialize, JsonSchema)]
pub struct Selftest {
    /// So many processes at once
    #[arg(long, value_name = "N", default_value_t = 64)]
    #[serde(default = "usual_racers")]
    pub racers: usize,
    /// Also kill processes in the middle of their work, and look what is left
    #[arg(long)]
    #[serde(default)]
    pub kill: bool,
}

fn usual_racers() -> usize {
    64
}

/// What was proved.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proofs {
    /// Whether everything holds.
    pub holds: bool,
    /// Where it was tried: the directory in which the scratch directory was made.
    pub place: String,
    /// Each proof, in the order in which they were made.
    pub proofs: Vec<Proof>,
}

/// One promise, held against what happened.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Its stable name.
    pub name: String,
    /// What is promised.
    pub promise: String,
    /// Whether it holds.
    pub holds: bool,
    /// What happened, with figures.
    pub finding: String,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// What a proof found: whether the promise holds, and what happened.
type Found = (bool, String);

impl Operation for Selftest {
    const NAME: &'static str = "selftest";
    const GROUP: Group = Group::Upkeep;
    const ABOUT: &'static str = "Prove on this disk that nothing is lost or done twice";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("coord selftest --racers 8", "locks, races and updates on this very file system")];
    type Report = Proofs;

    fn run(self, context: &Context) -> Result<Proofs> {
        if !(2..=MOST_RACERS).contains(&self.racers) {
            return Err(Error::new(Kind::InvalidValue, format!("--racers: {} is out of range", self.racers))
                .hint(format!("let from 2 to {MOST_RACERS} processes race")));
        }
        let mut proofs = Proofs { holds: true, place: String::new(), proofs: Vec::new() };
        let started = Instant::now();
        let scratch = match Scratch::make(context) {
            Ok(scratch) => scratch,
            Err(error) => {
                proofs.add("directory", "a directory can be made here", started, Err(error));
                return Ok(proofs);
            }
        };
        proofs.place = scratch.place().display().to_string();
        self.prove(&scratch, &mut proofs)?;
        Ok(proofs)
    }
}

impl Selftest {
    fn prove(&self, scratch: &Scratch, proofs: &mut Proofs) -> Result<()> {
        type Try<'a> = (&'a str, &'a str, &'a dyn Fn() -> Result<Found>);
        let racers = self.racers;
        let tries: [Try<'_>; 8] = [
            ("exchange", "files are replaced in one instant", &|| disk::exchange(scratch)),
            ("append", "lines of two writers are never mixed", &|| disk::append(scratch)),
            ("sync", "the disk confirms what was written", &|| disk::sync(scratch)),
            ("lock", "the lock holds between processes, and a waiter gives up in time", &|| {
                contest::lock(scratch)
            }),
            ("one-winner", "one item is given to one of all who ask at once", &|| {
                contest::one_winner(scratch, racers)
            }),
            ("storm", "all who claim at once are served, each with an id of its own", &|| {
                contest::storm(scratch, racers)
            }),
            ("no-lost-update", "no update is lost beside others", &|| {
                contest::no_lost_update(scratch, racers)
            }),
            ("kill", "what was acknowledged is there, whoever is killed", &|| kill::recover(scratch)),
        ];
        for (name, promise, attempt) in tries {
            if name == "kill" && !self.kill {
                continue;
            }
            scratch.check_interrupted()?;
            let started = Instant::now();
            proofs.add(name, promise, started, attempt());
        }
        Ok(())
    }
}

impl Proofs {
    fn add(&mut self, name: &str, promise: &str, started: Instant, found: Result<Found>) {
        let (holds, finding) = found.unwrap_or_else(|error| (false, error.message().to_owned()));
        self.holds &= holds;
        self.proofs.push(Proof {
            name: name.to_owned(),
            promise: promise.to_owned(),
            holds,
            finding,
            took_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
    }
}

impl Report for Proofs {
    fn text(&self, page: &mut Page) {
        page.painted(Paint::Heading, format!("🧪 SELFTEST in {}", self.place));
        for proof in &self.proofs {
            let mark =
                if proof.holds { page.paint(Paint::Good, "✅") } else { page.paint(Paint::Bad, "❌") };
            let (promise, finding) = (escape::line(&proof.promise), escape::line(&proof.finding));
            page.block(&format!("  {mark} {}: {promise}", proof.name));
            page.block(&format!("     {finding} ({} ms)", proof.took_ms));
        }
        let broken = self.proofs.iter().filter(|proof| !proof.holds).count();
        page.line(match broken {
            0 => format!("✅ All {} promises hold here.", self.proofs.len()),
            _ => format!("❌ {broken} of {} promises do not hold here.", self.proofs.len()),
        });
    }

    fn exit_code(&self) -> u8 {
        if self.holds { 0 } else { Kind::General.exit_code() }
    }
}
