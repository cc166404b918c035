//! The plan by which one board takes the place of another: from the instant it stands on the disk, the other board is
//! the one that counts.
//!
//! Everything of the new board lies staged and synced before. What is left is to rename files, which any command does
//! that finds the plan, from wherever a killed one stopped. A file at a name is exchanged for the staged one in one
//! call, so that it is whole at every instant. The head is emptied at the end, so that the next command looks at the
//! board as after a reboot.

use std::collections::BTreeSet;
use std::io::Write;

use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};

use super::directory::{BASE, Directory, LOCK, STORE};
use super::lock::Lock;
use super::{backup, parts, publish};
use crate::error::{Error, Kind, Result};

/// Where the new board lies staged.
pub(super) const STAGE: &str = ".store/restore";
/// The plan's name, once it counts.
const PLAN: &str = ".store/restore/plan.json";
/// Its name before.
const DRAFT: &str = ".store/restore/plan.new";
/// The index, which is made anew.
const INDEX: &str = ".store/index";

/// How one board takes the place of another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// Where the files of the old board go.
    pub(super) kept: String,
    /// Files of the new board.
    pub(super) moves: Vec<Move>,
    /// Files of the old board that the new one does not have.
    pub(super) gone: Vec<String>,
}

/// A staged file, and where it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Move {
    /// Its name on the stage.
    pub(super) from: String,
    /// Its name on the board.
    pub(super) to: String,
    /// Its inode: tells it from the file that an exchange brings to the stage.
    pub(super) inode: u64,
}

/// Whether a board is about to take the place of the one that is there.
///
/// # Errors
/// The directory cannot be looked at.
pub(super) fn is_pending(directory: &Directory) -> Result<bool> {
    Ok(directory.stat(PLAN)?.is_some())
}

/// Goes on with a plan that a killed command left. The lock is held.
///
/// # Errors
/// The plan is none of ours, or what the disk says.
pub(super) fn resume(directory: &Directory, lock: &Lock) -> Result<()> {
    let Some(contents) = directory.read(PLAN)? else { return Ok(()) };
    let plan: Option<Plan> = serde_json::from_slice(&contents.bytes).ok();
    let Some(plan) = plan.filter(Plan::is_ours) else {
        let path = directory.path(PLAN).display().to_string();
        return Err(Error::new(Kind::BrokenState, format!("{path} is no plan of this program"))
            .hint("look at who put it there, and move it away")
            .with("path", path));
    };
    plan.carry_out(directory, lock)
}

/// Removes what a killed command staged that did not get as far as a plan. The lock is held.
///
/// # Errors
/// What the disk says.
pub(super) fn clear(directory: &Directory) -> Result<()> {
    for name in directory.list(STAGE)? {
        directory.remove(&format!("{STAGE}/{name}"))?;
    }
    directory.remove_folder(STAGE)
}

impl Plan {
    /// Whether it names nothing but parts of a board, and a place of ours for the old ones. A board may come from
    /// anywhere, and a plan in it must not rename files of others.
    fn is_ours(&self) -> bool {
        let is_staged = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        let is_target = |name: &str| parts::is_part(name) || is_copy(name);
        let kept =
            self.kept.strip_prefix(backup::FOLDER).and_then(|name| name.strip_prefix("/before_restore_"));
        let is_place =
            kept.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_'));
        is_place
            && self.moves.iter().all(|one| is_staged(&one.from) && is_target(&one.to))
            && self.gone.iter().all(|name| is_target(name))
    }

    /// Makes the folders that carrying it out needs, while there is still a way back.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn prepare(&self, directory: &Directory) -> Result<()> {
        self.folders().iter().try_for_each(|folder| directory.make_folder(folder))
    }

    /// Makes it count: from here on there is no way back.
    ///
    /// # Errors
    /// What the disk says; it does not count then.
    pub(super) fn commit(&self, directory: &Directory) -> Result<()> {
        let text = serde_json::to_string(self)
            .map_err(|error| Error::new(Kind::General, format!("the plan cannot be written: {error}")))?;
        let mut file = directory.create_new(DRAFT)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| Error::io("cannot write", &directory.path(DRAFT), &error))?;
        // What it names must be there after a loss of power, too.
        for folder in [STAGE, STORE, "."] {
            directory.sync_folder(folder)?;
        }
        directory.rename(DRAFT, PLAN)
    }

    /// Puts the new board in its place. May be killed anywhere, and is gone on with by [`resume`].
    ///
    /// # Errors
    /// What the disk says. The plan stands, and the next command tries again.
    pub(super) fn carry_out(&self, directory: &Directory, lock: &Lock) -> Result<()> {
        directory.sync_folder(STAGE)?;
        self.prepare(directory)?;
        for name in &self.gone {
            if directory.stat(name)?.is_some() {
                directory.rename(name, &self.kept_name(name))?;
            }
        }
        for one in &self.moves {
            self.put(one, directory)?;
        }
        directory.remove(INDEX)?;
        for folder in self.folders().iter().map(String::as_str).chain([STORE, "."]) {
            directory.sync_folder(folder)?;
        }
        // Without a head the next command looks at everything, and takes a checkpoint.
        lock.file().set_len(0).map_err(|error| Error::io("cannot empty", &directory.path(LOCK), &error))?;
        directory.remove(PLAN)?;
        directory.sync_folder(STAGE)?;
        // What stays on the stage is removed by the next command of this kind.
        let _ = clear(directory);
        Ok(())
    }

    /// Puts a staged file in its place, and the one that was there to the old board.
    fn put(&self, one: &Move, directory: &Directory) -> Result<()> {
        let (from, kept) = (format!("{STAGE}/{}", one.from), self.kept_name(&one.to));
        let Some(staged) = directory.identity(&from)? else { return Ok(()) };
        if staged.inode != one.inode {
            // Killed behind the exchange: what is on the stage now was on the board.
            return directory.rename(&from, &kept);
        }
        if directory.stat(&one.to)?.is_none() {
            return directory.rename(&from, &one.to);
        }
        if !publish::exchange(directory, &from, &one.to)? {
            directory.rename(&one.to, &kept)?;
            return directory.rename(&from, &one.to);
        }
        // Unless the file went away in that instant.
        if directory.stat(&from)?.is_some() { directory.rename(&from, &kept) } else { Ok(()) }
    }

    fn kept_name(&self, name: &str) -> String {
        format!("{}/{name}", self.kept)
    }

    /// The folders that it renames files into or out of, outer ones first.
    fn folders(&self) -> BTreeSet<String> {
        let kept = self.moves.iter().map(|one| &one.to).chain(&self.gone).map(|name| self.kept_name(name));
        let targets = self.moves.iter().map(|one| one.to.clone());
        let mut folders = BTreeSet::new();
        for name in kept.chain(targets) {
            let ends = name.match_indices('/').map(|(end, _)| end);
            folders.extend(ends.map(|end| name[..end].to_owned()));
        }
        folders
    }
}

/// The copies of a checkpoint that stand in the directory.
///
/// # Errors
/// It cannot be listed.
pub(super) fn copies(directory: &Directory) -> Result<Vec<String>> {
    let names = directory.list(BASE)?.into_iter().map(|name| format!("{BASE}/{name}"));
    Ok(names.filter(|name| is_copy(name)).collect())
}

/// Whether it is the name of a copy of a checkpoint: `.store/base/00000001-work_claims.json`.
fn is_copy(name: &str) -> bool {
    let copy = name.strip_prefix(BASE).and_then(|name| name.strip_prefix('/')?.split_once('-'));
    copy.is_some_and(|(number, file)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && super::array::KINDS.iter().any(|kind| kind.file() == file)
    })
}

/// Opens a staged file for reading.
///
/// # Errors
/// It cannot be read.
pub(super) fn open_staged(directory: &Directory, name: &str) -> Result<std::fs::File> {
    let missing = || Error::new(Kind::Io, format!("{} went away", directory.path(name).display()));
    directory.open_file(name, OFlags::RDONLY)?.ok_or_else(missing)
}
