//! The state directory: opened by descriptor, checked before use, and the only way to the files in it.
//!
//! Every name is resolved below the descriptor without following a link, and only regular files with one name
//! are read or written, so that a link or a special file planted in the directory can neither redirect nor
//! block us (RELIABILITY, section 3).

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;

use super::super::Options;
use super::identity::Identity;
use crate::error::{Error, Kind, Result};

/// Where the store keeps what is its own.
pub(super) const STORE: &str = ".store";
/// The lock file, whose bytes are the head record.
pub(super) const LOCK: &str = ".store/lock";
/// Segments of the journal.
pub(super) const JOURNAL: &str = ".store/journal";
/// The JSON files as of the last checkpoint.
pub(super) const BASE: &str = ".store/base";
/// Broken files that were moved out of the way.
pub(super) const QUARANTINE: &str = ".store/quarantine";
/// Staged files.
pub(super) const STAGE: &str = ".store/tmp";

/// No file of a board is read beyond this: 1 GiB.
pub(super) const LARGEST: u64 = 1 << 30;

/// An open, checked state directory.
#[derive(Debug)]
pub(super) struct Directory {
    fd: OwnedFd,
    path: PathBuf,
    group: bool,
}

/// A file that was read whole, and what it was at that moment.
pub(super) struct Contents {
    pub(super) bytes: Vec<u8>,
    pub(super) identity: Identity,
}

impl Directory {
    /// Opens the directory; `None` if it does not exist.
    ///
    /// # Errors
    /// It is no directory or a link, belongs to somebody else, may be written by everybody, or lies on a file
    /// system whose locks cannot be trusted.
    pub(super) fn open(options: &Options) -> Result<Option<Self>> {
        let path = &options.dir;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = match fs::open(path, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => return Err(not_a_directory(path)),
            Err(errno) => return Err(failed("cannot open", path, errno)),
        };
        let directory = Self { fd, path: path.clone(), group: options.group };
        directory.check_owner()?;
        if !options.allow_network_fs {
            super::file_system::check(&directory.fd, path)?;
        }
        Ok(Some(directory))
    }

    /// Opens the directory, and makes it and the store's own folders where they are missing.
    ///
    /// # Errors
    /// As [`Directory::open`]; or a folder cannot be made.
    pub(super) fn create(options: &Options) -> Result<Self> {
        if let Some(directory) = Self::open(options)? {
            directory.make_folders()?;
            return Ok(directory);
        }
        let path = &options.dir;
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(|error| Error::io("cannot create", parent, &error))?;
        }
        match fs::mkdir(path, Self::folder_mode(options.group)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(failed("cannot create", path, errno)),
        }
        let missing = || Error::new(Kind::FileNotFound, format!("{} went away", path.display()));
        let directory = Self::open(options)?.ok_or_else(missing)?;
        if options.group {
            fs::fchmod(&directory.fd, Self::folder_mode(true))
                .map_err(|errno| failed("cannot set the mode of", path, errno))?;
        }
        directory.make_folders()?;
        Ok(directory)
    }

    fn make_folders(&self) -> Result<()> {
        // The stage is made last: where it is, the others are.
        if self.stat(STAGE)?.is_some_and(|stat| is_directory(&stat)) {
            return Ok(());
        }
        for folder in [STORE, JOURNAL, BASE, QUARANTINE, STAGE] {
            match fs::mkdirat(&self.fd, folder, Self::folder_mode(self.group)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(errno) => return Err(failed("cannot create", &self.path.join(folder), errno)),
            }
            // Fails on a link or a file of that name.
            self.open_at(folder, OFlags::RDONLY | OFlags::DIRECTORY)?;
        }
        Ok(())
    }

    fn check_owner(&self) -> Result<()> {
        let stat = fs::fstat(&self.fd).map_err(|errno| failed("cannot look at", &self.path, errno))?;
        let mode = Mode::from_raw_mode(stat.st_mode);
        let shown = self.path.display();
        if mode.contains(Mode::WOTH) && !mode.contains(Mode::SVTX) {
            return Err(Error::new(Kind::PermissionDenied, format!("{shown} may be written by everybody"))
                .hint(format!("take the right away: chmod o-w '{shown}'")));
        }
        let shared = self.group && mode.contains(Mode::SGID | Mode::WGRP);
        if stat.st_uid != rustix::process::geteuid().as_raw() && !shared {
            return Err(Error::new(Kind::PermissionDenied, format!("{shown} belongs to another user (uid {})", stat.st_uid))
                .hint("use a directory of your own with --dir, or share one on purpose: shared = \"group\" in config.toml and mode 2770"));
        }
        Ok(())
    }

    fn folder_mode(group: bool) -> Mode {
        Mode::from_raw_mode(if group { 0o2770 } else { 0o700 })
    }

    /// The mode of new files.
    pub(super) fn file_mode(&self) -> Mode {
        Mode::from_raw_mode(if self.group { 0o660 } else { 0o600 })
    }

    /// The path of `name`, for messages.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Where the directory is.
    pub(super) fn root(&self) -> &Path {
        &self.path
    }

    /// The descriptor, for calls relative to it.
    pub(super) fn fd(&self) -> &OwnedFd {
        &self.fd
    }

    /// What stands at `name`, without following a link; `None` if nothing does.
    pub(super) fn stat(&self, name: &str) -> Result<Option<Stat>> {
        match fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => Err(self.unsafe_file(name, "a folder on the way is none")),
            Err(errno) => Err(failed("cannot look at", &self.path(name), errno)),
        }
    }

    /// Which file stands at `name`; `None` if there is none.
    pub(super) fn identity(&self, name: &str) -> Result<Option<Identity>> {
        Ok(self.stat(name)?.map(|stat| Identity::of(&stat)))
    }

    /// Opens a regular file below the directory; `None` if there is none.
    pub(super) fn open_file(&self, name: &str, flags: OFlags) -> Result<Option<File>> {
        // Without NONBLOCK the open of a FIFO would wait for its other end.
        match self.open_raw(name, flags | OFlags::NONBLOCK) {
            Ok(fd) => {
                let stat =
                    fs::fstat(&fd).map_err(|errno| failed("cannot look at", &self.path(name), errno))?;
                self.check_plain(name, &stat)?;
                Ok(Some(File::from(fd)))
            }
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::LOOP) => Err(self.unsafe_file(name, "it is a symbolic link")),
            Err(Errno::NOTDIR) => Err(self.unsafe_file(name, "a folder on the way is none")),
            Err(Errno::NXIO | Errno::ISDIR) => Err(self.unsafe_file(name, "it is no regular file")),
            Err(errno) => Err(failed("cannot open", &self.path(name), errno)),
        }
    }

    fn open_at(&self, name: &str, flags: OFlags) -> Result<OwnedFd> {
        self.open_raw(name, flags).map_err(|errno| match errno {
            Errno::LOOP | Errno::NOTDIR => self.unsafe_file(name, "it is no directory of its own"),
            errno => failed("cannot open", &self.path(name), errno),
        })
    }

    fn open_raw(&self, name: &str, flags: OFlags) -> rustix::io::Result<OwnedFd> {
        let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let mode = if flags.contains(OFlags::CREATE) { self.file_mode() } else { Mode::empty() };
        match fs::openat2(&self.fd, name, flags, mode, ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH) {
            // Older kernels and some sandboxes do not have it; the last part of the name is still not followed.
            Err(Errno::NOSYS | Errno::PERM) => fs::openat(&self.fd, name, flags, mode),
            other => other,
        }
    }

    fn check_plain(&self, name: &str, stat: &Stat) -> Result<()> {
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(self.unsafe_file(name, "it is no regular file"));
        }
        if stat.st_nlink > 1 {
            return Err(self.unsafe_file(name, "it has a second name (a hard link)"));
        }
        Ok(())
    }

    fn unsafe_file(&self, name: &str, why: &str) -> Error {
        let path = self.path(name);
        Error::new(Kind::PermissionDenied, format!("{} is not safe to use: {why}", path.display()))
            .hint("put a plain file of your own in its place, or move it away")
            .with("path", path.display().to_string())
    }

    /// Reads a whole file; `None` if there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Contents>> {
        let Some(mut file) = self.open_file(name, OFlags::RDONLY)? else { return Ok(None) };
        let stat = fs::fstat(&file).map_err(|errno| failed("cannot look at", &self.path(name), errno))?;
        let identity = Identity::of(&stat);
        if identity.size > LARGEST {
            return Err(Error::new(
                Kind::BrokenState,
                format!("{} is larger than 1 GiB", self.path(name).display()),
            )
            .hint("archive its completed items: coord optimize"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(identity.size).unwrap_or(0) + 1);
        // Asked for by size: reading to the end of a limited file starts with small pieces.
        file.read_to_end(&mut bytes).map_err(|error| Error::io("cannot read", &self.path(name), &error))?;
        Ok(Some(Contents { bytes, identity }))
    }

    /// Makes a new, empty file at `name`, in place of what a killed process left there.
    pub(super) fn create_new(&self, name: &str) -> Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let fd = match self.open_raw(name, flags) {
            Err(Errno::EXIST) => {
                self.remove(name)?;
                self.open_raw(name, flags)
            }
            other => other,
        };
        fd.map(File::from).map_err(|errno| failed("cannot create", &self.path(name), errno))
    }

    /// Removes a file; nothing happens if there is none.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        match fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(failed("cannot remove", &self.path(name), errno)),
        }
    }

    /// Removes an empty folder; nothing happens if there is none.
    pub(super) fn remove_folder(&self, name: &str) -> Result<()> {
        match fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(failed("cannot remove", &self.path(name), errno)),
        }
    }

    /// How many bytes the disk has room for.
    pub(super) fn room(&self) -> Result<u64> {
        let stat = fs::fstatvfs(&self.fd)
            .map_err(|errno| failed("cannot look at the file system of", &self.path, errno))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    /// Renames a file within the directory.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<()> {
        fs::renameat(&self.fd, from, &self.fd, to)
            .map_err(|errno| failed("cannot replace", &self.path(to), errno))
    }

    /// Makes a folder, if it is not there.
    pub(super) fn make_folder(&self, name: &str) -> Result<()> {
        match fs::mkdirat(&self.fd, name, Self::folder_mode(self.group)) {
            Ok(()) | Err(Errno::EXIST) => self.open_at(name, OFlags::RDONLY | OFlags::DIRECTORY).map(drop),
            Err(errno) => Err(failed("cannot create", &self.path(name), errno)),
        }
    }

    /// Syncs a folder, so that the names in it survive a loss of power.
    pub(super) fn sync_folder(&self, name: &str) -> Result<()> {
        let folder = self.open_at(name, OFlags::RDONLY | OFlags::DIRECTORY)?;
        fs::fsync(folder).map_err(|errno| failed("cannot sync", &self.path(name), errno))
    }

    /// The names in a folder, sorted.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>> {
        let doing = |errno| failed("cannot list", &self.path(name), errno);
        let folder = match self.open_raw(name, OFlags::RDONLY | OFlags::DIRECTORY) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(Vec::new()),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                return Err(self.unsafe_file(name, "it is no directory of its own"));
            }
            Err(errno) => return Err(doing(errno)),
        };
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&folder).map_err(doing)? {
            let entry = entry.map_err(doing)?;
            if let Ok(name) = entry.file_name().to_str()
                && name != "."
                && name != ".."
            {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// Whether a regular file can be reached at all by this process: used by checks that must not fail.
pub(super) fn is_directory(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::Directory
}

/// A failed system call as an error.
pub(super) fn failed(doing: &str, path: &Path, errno: Errno) -> Error {
    Error::io(doing, path, &io::Error::from(errno))
}

/// Gives a staged file the mode and the group of the file that it will replace. A failure leaves the stricter mode of
/// a new file, which is safe.
pub(super) fn inherit(file: impl AsFd, staged: &Stat, replaced: &Stat) {
    if staged.st_mode != replaced.st_mode {
        let _ = fs::fchmod(&file, Mode::from_raw_mode(replaced.st_mode & 0o7777));
    }
    if staged.st_gid != replaced.st_gid {
        let _ = fs::fchown(&file, None, Some(fs::Gid::from_raw(replaced.st_gid)));
    }
}

fn not_a_directory(path: &Path) -> Error {
    Error::new(Kind::PermissionDenied, format!("{} is a link or no directory", path.display()))
        .hint("name the directory itself with --dir or COORDINATION_DIR")
}
