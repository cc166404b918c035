//! Settling: making the files what the journal says, after a crash, a reboot, or somebody else's write.
//!
//! Recovery and the reconciliation of foreign edits are one thing: the past of each record is known from the last
//! checkpoint and the journal ([`Versions`]), and a file that is not as we left it is judged against it
//! ([`merge`]). It may be killed at any point and started again.

use serde_json::value::RawValue;

use super::super::{Dropped, JournalEntry, Written};
use super::array::{ArrayText, Broken, KINDS, Kind, id_of, parse_records};
use super::directory::Contents;
use super::identity::Identity;
use super::journal::{self, Record, Recovery};
use super::merge::{self, Rule, merge, missing_entries};
use super::publish::{self, Published};
use super::session::{Merged, Session, Settling, Trail, broken_file, written_at};
use super::versions::{self, Versions};
use super::{quarantine, velocity};
use crate::domain::Completion;
use crate::error::{Error, Result};

/// For this long a missing entry of the log is not something that a clean-up would remove.
const LOG_SECS: i64 = 86_400;

/// How often a file is merged anew because somebody wrote in between.
const MOST_TURNS: u32 = 2;

/// What settling knows.
struct Ground {
    records: Vec<Record>,
    /// The first transaction that may not have reached the files.
    certain_from: u64,
    /// Whether a crash or a reboot came before, so that broken files are ours to rebuild.
    crashed: bool,
    /// Whether the board was ours before, so that what differs is somebody's edit and not just what was there.
    is_adopted: bool,
    /// Whether the machine was started anew: the files may be any older version, or gone.
    rebooted: bool,
}

impl Session<'_> {
    /// Makes the files what the journal and the edits of others say. `trusted` says whether the head is of this
    /// boot; without it, everything since the checkpoint is looked at again.
    ///
    /// # Errors
    /// A file cannot be read or written, or is broken without a crash having done it.
    pub(super) fn settle(&mut self, trusted: bool, settling: Settling) -> Result<()> {
        let trail = Trail::load(&self.directory, self.now, &mut self.warnings)?;
        // A head from before the first record says nothing: whoever wrote it was killed while taking the board over.
        let is_known = self.head.seq > 0 || trail.as_ref().is_some_and(|trail| trail.seq > 0);
        let trusted = trusted && is_known;
        let is_lost = trusted && trail.is_none();
        let ground = self.ground(trail, trusted);
        if is_lost {
            // Kept in the new journal, so that one command more does not hide it.
            let reason = format!("the journal up to record {} was gone", self.head.seq);
            let entry = self.entry(journal::LOST, Written::default(), Dropped::default(), Some(reason));
            self.append_record(entry, Recovery::default())?;
        }
        // A board that is taken over, or looked through after a reboot, gets its checkpoint at once: its files have to
        // be in their place.
        let settling = if trusted { settling } else { Settling::Publish };
        for kind in KINDS {
            self.settle_array(kind, &ground, settling)?;
        }
        self.replay_velocity(&ground)?;
        self.write_head();
        if !trusted {
            // The files of before may lie on the disk in any state; from here on they are known again.
            self.take_checkpoint()?;
        }
        Ok(())
    }

    /// Takes in files that others wrote between our reading and our exchange. `published` is the number of the last
    /// transaction before ours.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub(super) fn settle_strays(&mut self, strays: Vec<(Kind, Contents)>, published: u64) -> Result<()> {
        let trail = Trail::load(&self.directory, self.now, &mut self.warnings)?;
        self.head.seq = published;
        let ground = self.ground(trail, true);
        for (kind, contents) in strays {
            // What stands at the name is ours; the stray is in our hands.
            let ours = self.head.arrays[kind.index()];
            self.converge(kind, &ground, Some(contents), ours)?;
        }
        self.write_head();
        Ok(())
    }

    /// Takes over what the journal says, and works out where the files may differ from it.
    fn ground(&mut self, trail: Option<Trail>, trusted: bool) -> Ground {
        let Some(trail) = trail else {
            if trusted {
                // The journal was removed. Numbers go on behind those that were given out.
                self.warnings.push("the journal was gone; a new one starts here".to_owned());
            }
            (self.head.segment, self.head.journal_size) = (self.head.seq + 1, 0);
            return Ground {
                records: Vec::new(),
                certain_from: u64::MAX,
                crashed: false,
                is_adopted: trusted,
                rebooted: false,
            };
        };
        let certain_from = if trusted { self.head.seq + 1 } else { trail.segment };
        let ahead = trail.seq >= certain_from;
        if trail.seq >= self.head.seq {
            (self.head.seq, self.head.hash) = (trail.seq, trail.hash);
        } else {
            self.warnings.push(format!("the journal was cut off behind record {}", trail.seq));
        }
        self.head.segment = trail.segment;
        self.head.checkpoint = trail.segment - 1;
        self.head.journal_size = trail.size;
        for record in &trail.records {
            self.head.last_id = self.head.last_id.max(record.recovery.last_id);
            self.head.intake = record.recovery.intake.unwrap_or(self.head.intake);
        }
        let is_adopted = trusted || !trail.records.is_empty();
        Ground {
            records: trail.records,
            certain_from,
            crashed: !trusted || ahead,
            is_adopted,
            rebooted: !trusted,
        }
    }

    fn settle_array(&mut self, kind: Kind, ground: &Ground, settling: Settling) -> Result<()> {
        let known = self.head.arrays[kind.index()];
        let contents = self.directory.read(kind.file())?;
        let identity = contents.as_ref().map(|contents| contents.identity);
        if identity == known && !ground.crashed {
            return Ok(());
        }
        if settling == Settling::HandOver && !ground.crashed {
            return self.merge_for_transaction(kind, ground, contents);
        }
        let stuck = self.stuck(kind, ground, identity)?;
        self.converge(kind, ground, contents, identity)?;
        if let Some(stuck) = stuck {
            let ours = self.head.arrays[kind.index()];
            self.converge(kind, ground, Some(stuck), ours)?;
        }
        Ok(())
    }

    /// Merges a file with its past, for the transaction to work on and to put in its place.
    fn merge_for_transaction(
        &mut self,
        kind: Kind,
        ground: &Ground,
        contents: Option<Contents>,
    ) -> Result<()> {
        let at_name = contents.as_ref().map(|contents| contents.identity);
        let mut versions = Versions::load(&self.directory, kind, self.head.checkpoint, &ground.records)?;
        let records = self.merged(kind, ground, &mut versions, contents.as_ref(), at_name)?;
        // Until the merged file is in its place, the head must not call the other one ours.
        self.head.arrays[kind.index()] = if records.is_none() { at_name } else { None };
        let is_merged = records.is_some();
        let text = match (records, contents) {
            (Some(records), _) => ArrayText::of_records(kind, records),
            (None, Some(contents)) => ArrayText::trusted(kind, contents.bytes),
            (None, None) => ArrayText::empty(kind),
        };
        self.merged[kind.index()] = Some(Merged { text: Some(text), is_merged, at_name });
        Ok(())
    }

    /// A foreign file that an exchange took out just before its process was killed: the file at the name is the
    /// one that the newest record staged, and the one on the stage is not the one that was there before.
    fn stuck(&self, kind: Kind, ground: &Ground, current: Option<Identity>) -> Result<Option<Contents>> {
        let staged = ground.records.last().map_or(0, |record| record.recovery.staged[kind.index()]);
        if ground.rebooted || staged == 0 || current.is_none_or(|current| current.inode != staged) {
            return Ok(None);
        }
        let contents = self.directory.read(&publish::staged_name(kind))?;
        Ok(contents.filter(|contents| Some(contents.identity) != self.head.arrays[kind.index()]))
    }

    /// Merges a file with its past until what is at the name is the result, and nobody wrote in between. `at_name` is
    /// the file that stands there as far as we know: the one that `contents` was read from, or one of ours.
    fn converge(
        &mut self,
        kind: Kind,
        ground: &Ground,
        contents: Option<Contents>,
        at_name: Option<Identity>,
    ) -> Result<()> {
        let (mut contents, mut at_name) = (contents, at_name);
        let mut versions = Versions::load(&self.directory, kind, self.head.checkpoint, &ground.records)?;
        for turn in 1.. {
            let merged = self.merged(kind, ground, &mut versions, contents.as_ref(), at_name)?;
            let Some(records) = merged else {
                self.head.arrays[kind.index()] = at_name;
                return Ok(());
            };
            let staged = publish::stage(&self.directory, &ArrayText::of_records(kind, records), kind)?;
            match publish::publish(&self.directory, &staged, at_name)? {
                Published::Clean => {
                    drop(publish::discard(&self.directory, kind, 0));
                    self.head.arrays[kind.index()] = Some(staged.identity);
                    return Ok(());
                }
                // Somebody writes as fast as we merge. Their file is put at the name again at once; what is new in it
                // goes to the journal, where what it lacks of ours is already, and the next command merges them.
                Published::Stray(stray)
                    if turn >= MOST_TURNS && publish::give_way(&self.directory, kind, staged.identity)? =>
                {
                    self.merged(kind, ground, &mut versions, Some(&stray), None)?;
                    self.head.arrays[kind.index()] = None;
                    return Ok(());
                }
                Published::Stray(stray) => (contents, at_name) = (Some(stray), Some(staged.identity)),
            }
        }
        Ok(())
    }

    /// The records that the file should have; `None` where it is as it should be.
    fn merged(
        &mut self,
        kind: Kind,
        ground: &Ground,
        versions: &mut Versions,
        contents: Option<&Contents>,
        at_name: Option<Identity>,
    ) -> Result<Option<Vec<String>>> {
        let Some(contents) = contents else {
            return self.merged_missing(kind, ground, versions);
        };
        let actual = match parse_records(&contents.bytes) {
            Ok(actual) => actual,
            Err(broken) => return self.rebuilt(kind, ground, contents, &broken).map(Some),
        };
        let at = written_at(contents);
        let rule = Rule { certain_from: ground.certain_from, at, lease_secs: self.options.lease_secs };
        let (records, differs) = self.judged(kind, ground, versions, &actual, rule)?;
        let laid_out = !differs
            && ArrayText::parse(kind, &contents.bytes).is_ok_and(|array| array.is_text(&contents.bytes));
        Ok((!laid_out || at_name != Some(contents.identity)).then_some(records))
    }

    /// A file that is not there: removed by somebody, lost with a reboot, or never written.
    fn merged_missing(
        &mut self,
        kind: Kind,
        ground: &Ground,
        versions: &mut Versions,
    ) -> Result<Option<Vec<String>>> {
        let certain_from = if ground.rebooted { 0 } else { ground.certain_from };
        let rule = Rule { certain_from, at: self.now, lease_secs: self.options.lease_secs };
        let (records, differs) = self.judged(kind, ground, versions, &[], rule)?;
        Ok(differs.then_some(records))
    }

    fn judged(
        &mut self,
        kind: Kind,
        ground: &Ground,
        versions: &mut Versions,
        actual: &[String],
        rule: Rule,
    ) -> Result<(Vec<String>, bool)> {
        if kind == Kind::Completions {
            return self.judged_log(ground, actual, rule);
        }
        let merged = merge(kind, versions, actual, rule);
        // Whoever writes next may have read the file as it was, or what this makes of it.
        for json in &merged.seen {
            versions.add_seen(kind, json);
        }
        for json in &merged.edits {
            if let Some(id) = id_of(kind, json) {
                versions.add(&id, Some(json.clone()), self.head.seq + 1);
            }
        }
        for id in &merged.removals {
            versions.add(id, None, self.head.seq + 1);
        }
        if ground.is_adopted {
            self.record_edits(kind, &merged)?;
        }
        Ok((merged.records, merged.differs))
    }

    fn judged_log(&self, ground: &Ground, actual: &[String], rule: Rule) -> Result<(Vec<String>, bool)> {
        let mut expected = versions::base(&self.directory, Kind::Completions, self.head.checkpoint)?;
        let mut seqs = vec![0; expected.len()];
        for record in &ground.records {
            for json in &record.entry.puts.completions {
                expected.push(json.get().to_owned());
                seqs.push(record.entry.seq);
            }
        }
        let is_certain = |place: usize, json: &str| {
            let completion = serde_json::from_str::<Completion>(json).ok();
            let at =
                completion.and_then(|completion| completion.completed_at).and_then(|stamp| stamp.instant());
            seqs[place] >= rule.certain_from || at.is_some_and(|at| at.plus_secs(LOG_SECS) > rule.at)
        };
        let missing = missing_entries(&expected, actual, is_certain);
        let differs = !missing.is_empty();
        Ok((actual.iter().cloned().chain(missing).collect(), differs))
    }

    /// The records of a broken file as the checkpoint and the journal have them. Its bytes go to quarantine.
    fn rebuilt(
        &mut self,
        kind: Kind,
        ground: &Ground,
        contents: &Contents,
        broken: &Broken,
    ) -> Result<Vec<String>> {
        if !ground.crashed
            || (ground.records.is_empty() && !versions::has_base(&self.directory, self.head.checkpoint)?)
        {
            return Err(broken_file(&self.directory, kind, broken));
        }
        let kept = quarantine::keep(&self.directory, kind.file(), &contents.bytes, self.now)?;
        self.warnings.push(format!(
            "{} was broken after a crash ({broken}); it was rebuilt, and its bytes are kept in {kept}",
            kind.file()
        ));
        let array = versions::rebuild(&self.directory, kind, self.head.checkpoint, &ground.records)?;
        Ok(array.records().map(ToOwned::to_owned).collect())
    }

    fn replay_velocity(&self, ground: &Ground) -> Result<()> {
        if ground.rebooted {
            velocity::cut_zeros(&self.directory)?;
        }
        let unpublished = ground.records.iter().filter(|record| record.entry.seq >= ground.certain_from);
        velocity::replay(&self.directory, unpublished.flat_map(|record| &record.entry.puts.velocity))
    }

    /// Notes the edits of others in the journal, so that they have a past too. Each round is a record of its own,
    /// because the other program may go on from any of them.
    fn record_edits(&mut self, kind: Kind, merged: &merge::Merged) -> Result<()> {
        if merged.edits.is_empty() && merged.removals.is_empty() && merged.seen.is_empty() {
            return Ok(());
        }
        let images = |records: &[String]| {
            records.iter().filter_map(|json| RawValue::from_string(json.clone()).ok()).collect()
        };
        let (mut puts, mut drops) = (Written::default(), Dropped::default());
        let (put, dropped) = match kind {
            Kind::Agents => (&mut puts.agents, &mut drops.agents),
            Kind::Items | Kind::Completions => (&mut puts.items, &mut drops.items),
        };
        *put = images(&merged.edits);
        dropped.clone_from(&merged.removals);
        let conflicts = merged.conflicts.join(", ");
        let reason = (!conflicts.is_empty()).then(|| format!("kept ours where both changed: {conflicts}"));
        let entry = self.entry("foreign_edit", puts, drops, reason);
        let recovery = Recovery { seen: images(&merged.seen), ..Recovery::default() };
        self.append_record(entry, recovery).map(drop)
    }

    /// A record that the store makes of its own accord.
    pub(super) fn entry(
        &self,
        op: &str,
        puts: Written,
        drops: Dropped,
        reason: Option<String>,
    ) -> JournalEntry {
        JournalEntry {
            seq: self.head.seq + 1,
            at: self.now.stamp(),
            op: op.to_owned(),
            actor: None,
            trace_id: String::new(),
            request_id: None,
            reason,
            answer: None,
            events: Vec::new(),
            calls: Vec::new(),
            puts,
            drops,
        }
    }

    /// Appends a record to the journal and moves the head behind it. Returns the open segment, for its sync.
    ///
    /// # Errors
    /// What the disk says; the journal and the head are then as they were.
    pub(super) fn append_record(&mut self, entry: JournalEntry, recovery: Recovery) -> Result<std::fs::File> {
        let recovery = Recovery { last_id: self.head.last_id, prev: self.head.hash.clone(), ..recovery };
        let seq = entry.seq;
        let (line, hash) = journal::line(&Record { entry, recovery })?;
        let mut file = super::session::open_journal(self)?;
        journal::append(&mut file, self.head.journal_size, &line).map_err(|error| {
            let path = self.directory.path(&journal::segment_name(self.head.segment));
            Error::io("nothing was changed: cannot append to", &path, &error)
        })?;
        self.head.seq = seq;
        self.head.hash = hash;
        self.head.journal_size += line.len() as u64;
        Ok(file)
    }
}
