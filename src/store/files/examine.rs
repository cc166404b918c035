//! What `coord doctor` looks at below the seam, and how it mends it.

use std::collections::HashMap;

use super::super::{Check, CheckState, Options};
use super::array::{ArrayText, KINDS, Kind, id_of, parse_records, salvage};
use super::directory::{Directory, QUARANTINE, STAGE};
use super::lock::Lock;
use super::merge::{Rule, merge};
use super::session::{Session, Settling, Trail};
use super::versions::{self, Versions};
use super::{journal, plan, publish, quarantine};
use crate::domain::Instant;
use crate::error::Result;

/// Looks at everything, and mends what can be mended where `fix` says so.
///
/// # Errors
/// The directory cannot be used at all, or mending failed.
pub(super) fn examine(options: &Options, now: Instant, fix: bool) -> Result<Vec<Check>> {
    let Some(directory) = Directory::open(options)? else {
        let finding =
            format!("{} does not exist; the first command that writes makes it", options.dir.display());
        return Ok(vec![check("directory", CheckState::Notice, finding)]);
    };
    let mut checks =
        vec![check("directory", CheckState::Good, format!("{} is safe to use", directory.root().display()))];
    checks.extend(lock(options, &directory));
    for kind in KINDS {
        checks.push(array(options, &directory, kind, now, fix)?);
    }
    checks.extend(names(&directory)?);
    checks.push(journal_chain(&directory)?);
    checks.push(settled(options, &directory, now, fix)?);
    checks.push(leftovers(options, &directory, fix)?);
    checks.push(kept(&directory)?);
    Ok(checks)
}

fn check(name: &'static str, state: CheckState, finding: impl Into<String>) -> Check {
    Check { name, state, finding: finding.into(), remedy: None }
}

fn with_remedy(check: Check, remedy: impl Into<String>) -> Check {
    Check { remedy: Some(remedy.into()), ..check }
}

/// Asked without waiting: a busy lock is nothing wrong.
fn lock(options: &Options, directory: &Directory) -> Option<Check> {
    // Before the first write there is no lock, and a look must not make one.
    directory.stat(super::directory::LOCK).ok().flatten()?;
    Some(match Lock::acquire(directory, options.lock_timeout.min(std::time::Duration::from_millis(200))) {
        Ok(_) => check("lock", CheckState::Good, "the lock is free"),
        Err(error) => check("lock", CheckState::Notice, error.message()),
    })
}

fn array(options: &Options, directory: &Directory, kind: Kind, now: Instant, fix: bool) -> Result<Check> {
    let name = match kind {
        Kind::Items => "work-claims",
        Kind::Agents => "agent-status",
        Kind::Completions => "coordination-log",
    };
    let Some(contents) = directory.read(kind.file())? else {
        return Ok(check(name, CheckState::Notice, format!("{} is not there yet", kind.file())));
    };
    let broken = match parse_records(&contents.bytes) {
        Ok(records) => {
            return Ok(check(
                name,
                CheckState::Good,
                format!("{} parses: {} records", kind.file(), records.len()),
            ));
        }
        Err(broken) => broken,
    };
    let finding = format!("{} does not parse: {broken}", kind.file());
    if !fix {
        let remedy = format!(
            "move it to {QUARANTINE} and rebuild it from the last checkpoint, the journal and what can be read of it"
        );
        return Ok(with_remedy(check(name, CheckState::Bad, finding), remedy));
    }
    let _lock = Lock::acquire(directory, options.lock_timeout)?;
    let readable = salvage(kind, &contents.bytes);
    let (records, count) = rebuilt(options, directory, kind, &readable, now)?;
    let kept = quarantine::take(directory, kind.file(), now)?;
    let staged = publish::stage(directory, &records, kind)?;
    publish::publish(directory, &staged, None)?;
    Ok(with_remedy(
        check(name, CheckState::Fixed, finding),
        format!("moved to {kept} and rebuilt with {count} records"),
    ))
}

/// What the checkpoint and the journal have, and what was readable of the broken file on top.
fn rebuilt(
    options: &Options,
    directory: &Directory,
    kind: Kind,
    readable: &[String],
    now: Instant,
) -> Result<(ArrayText, usize)> {
    let trail = Trail::load(directory, now, &mut Vec::new())?;
    let (checkpoint, journaled) = trail.map(|trail| (trail.segment - 1, trail.records)).unwrap_or_default();
    let mut array = versions::rebuild(directory, kind, checkpoint, &journaled)?;
    if kind != Kind::Completions {
        let rule = Rule { certain_from: 0, at: now, lease_secs: options.lease_secs };
        let merged = merge(kind, &Versions::load(directory, kind, checkpoint, &journaled)?, readable, rule);
        array = ArrayText::empty(kind);
        for json in merged.records {
            array.append("", json);
        }
    } else if array.records().next().is_none() {
        for json in readable {
            array.append("", json.clone());
        }
    }
    let count = array.records().count();
    Ok((array, count))
}

/// Ids that stand twice, and records without one.
fn names(directory: &Directory) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    for (kind, name) in [(Kind::Items, "work-ids"), (Kind::Agents, "agent-ids")] {
        let Some(contents) = directory.read(kind.file())? else { continue };
        let Ok(records) = parse_records(&contents.bytes) else { continue };
        let mut counts: HashMap<String, u32> = HashMap::new();
        let ids: Vec<String> = records.iter().filter_map(|json| id_of(kind, json)).collect();
        let nameless = records.len() - ids.len();
        for id in ids {
            *counts.entry(id).or_default() += 1;
        }
        let mut twice: Vec<String> =
            counts.into_iter().filter(|(_, count)| *count > 1).map(|(id, _)| id).collect();
        twice.sort_unstable();
        checks.push(match (twice.is_empty(), nameless) {
            (true, 0) => {
                check(name, CheckState::Good, format!("every record in {} has an id of its own", kind.file()))
            }
            (true, nameless) => check(
                name,
                CheckState::Notice,
                format!("{nameless} records in {} have no id; they are kept as they are", kind.file()),
            ),
            (false, _) => check(
                name,
                CheckState::Notice,
                format!(
                    "ids that stand more than once in {}: {}; commands use the first",
                    kind.file(),
                    twice.join(", ")
                ),
            ),
        });
    }
    Ok(checks)
}

fn journal_chain(directory: &Directory) -> Result<Check> {
    let report = journal::verify(directory, super::FileStore::newest_known(directory)?)?;
    Ok(match report.faults.first() {
        None => check(
            "journal",
            CheckState::Good,
            format!(
                "{} records in {} segments, each follows the one before",
                report.records, report.segments
            ),
        ),
        Some(fault) => check(
            "journal",
            CheckState::Bad,
            format!("{} faults, the first: {fault}; see coord audit verify", report.faults.len()),
        ),
    })
}

/// Whether the files are what the journal says.
fn settled(options: &Options, directory: &Directory, now: Instant, fix: bool) -> Result<Check> {
    const NAME: &str = "settled";
    if fix {
        let session = Session::begin(options, now, Settling::Publish)?;
        let finding = if session.warnings.is_empty() {
            "the files are what the journal says".to_owned()
        } else {
            session.warnings.join("; ")
        };
        let state = if session.warnings.is_empty() { CheckState::Good } else { CheckState::Fixed };
        return Ok(check(NAME, state, finding));
    }
    let boot = super::head::boot_id();
    let Some(head) = super::FileStore::head(directory, &boot)? else {
        return Ok(check(
            NAME,
            CheckState::Notice,
            "no command of this version has written here since the machine was started; the next one looks through all files",
        ));
    };
    for kind in KINDS {
        if directory.identity(kind.file())? != head.arrays[kind.index()] {
            return Ok(check(
                NAME,
                CheckState::Notice,
                format!(
                    "{} was written by another program; the next command takes its edits in",
                    kind.file()
                ),
            ));
        }
    }
    Ok(check(NAME, CheckState::Good, "the files are what the journal says"))
}

fn leftovers(options: &Options, directory: &Directory, fix: bool) -> Result<Check> {
    let names = directory.list(STAGE)?;
    let is_restored = directory.stat(plan::STAGE)?.is_some() && !plan::is_pending(directory)?;
    let all = names.iter().cloned().chain(is_restored.then(|| "a board that was not restored".to_owned()));
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        return Ok(check("stage", CheckState::Good, "nothing was left behind by a killed command"));
    }
    let finding = format!("left behind by a killed command: {}", all.join(", "));
    if !fix {
        return Ok(with_remedy(check("stage", CheckState::Notice, finding), "remove it"));
    }
    for name in &names {
        directory.remove(&format!("{STAGE}/{name}"))?;
    }
    if is_restored {
        let _lock = Lock::acquire(directory, options.lock_timeout)?;
        if !plan::is_pending(directory)? {
            plan::clear(directory)?;
        }
    }
    Ok(with_remedy(check("stage", CheckState::Fixed, finding), "removed"))
}

fn kept(directory: &Directory) -> Result<Check> {
    let names = directory.list(QUARANTINE)?;
    Ok(match names.len() {
        0 => check("quarantine", CheckState::Good, "no broken file was ever moved away"),
        count => check(
            "quarantine",
            CheckState::Notice,
            format!(
                "{count} broken files are kept in {QUARANTINE}; remove them when you no longer need them"
            ),
        ),
    })
}
