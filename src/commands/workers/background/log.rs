//! What the workers of a pool say, on disk: a line each, with the time, and never more than two files of a size.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::super::outlet::Sink;
use crate::context::{Context, Surroundings};
use crate::error::{Error, Result};
use crate::output::escape;
use crate::process::Stream;
use crate::telemetry;

/// The log is put aside once it is so large: 4 MiB.
const LARGEST: u64 = 4 << 20;

/// An open log.
pub(super) struct Log {
    path: PathBuf,
    largest: u64,
    open: Mutex<Option<Open>>,
    surroundings: Surroundings,
}

struct Open {
    file: File,
    length: u64,
}

/// Where the log of the pool of this board is.
pub(in super::super) fn path(dir: &Path) -> PathBuf {
    dir.join("logs").join("workers.log")
}

/// Opens the log for others too, such as the pool's own stderr.
pub(in super::super) fn file(dir: &Path) -> io::Result<File> {
    let path = path(dir);
    if let Some(folder) = path.parent() {
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ if fs::symlink_metadata(folder)?.is_dir() => {}
            _ => return Err(io::ErrorKind::NotADirectory.into()),
        }
    }
    append_to(&path)
}

fn append_to(path: &Path) -> io::Result<File> {
    telemetry::open(path, OpenOptions::new().append(true).create(true).mode(0o600))
}

impl Log {
    /// Opens the log of the pool of this board.
    ///
    /// # Errors
    /// The folder or the file cannot be made, or is not safe to use.
    pub(super) fn open(context: &Context) -> Result<Self> {
        let path = path(context.dir());
        let open = file(context.dir()).and_then(Open::of);
        let open = open.map_err(|error| Error::io("cannot open", &path, &error))?;
        Ok(Self {
            path,
            largest: LARGEST,
            open: Mutex::new(Some(open)),
            surroundings: context.surroundings(),
        })
    }

    fn write(&self, line: &str) -> io::Result<()> {
        let mut guard = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = match guard.take() {
            Some(open) if open.length < self.largest => open,
            Some(_) => {
                fs::rename(&self.path, self.path.with_extension("log.1"))?;
                Open::of(append_to(&self.path)?)?
            }
            None => Open::of(append_to(&self.path)?)?,
        };
        open.file.write_all(line.as_bytes())?;
        open.length += line.len() as u64;
        *guard = Some(open);
        Ok(())
    }
}

impl Open {
    fn of(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }
}

impl Sink for Log {
    fn line(&self, _stream: Stream, line: &[u8]) {
        let text = escape::line(&String::from_utf8_lossy(line));
        // A full disk must not stop the work; what is said meanwhile is gone.
        let _ = self.write(&format!("{} {text}\n", self.surroundings.stamp()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{Environment, Settings};

    #[test]
    fn it_is_put_aside_when_it_is_large_and_never_steers_a_terminal() {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings { dir: Some(home.path().to_owned()), ..Settings::default() };
        let context = Context::new(Environment::of_process(), settings, || clap::Command::new("coord"));
        let log = Log { largest: 1_000, ..Log::open(&context).unwrap() };
        (0..100).for_each(|number| log.line(Stream::Out, format!("{number} \u{1b}[2J").as_bytes()));
        let read = |name: &str| fs::read_to_string(home.path().join("logs").join(name)).unwrap();
        let (new, old) = (read("workers.log"), read("workers.log.1"));
        assert!(new.ends_with("99 \\u{1b}[2J\n"), "{new}");
        assert!(new.len() < 1_100 && old.len() < 1_100 && old.len() >= 1_000);
    }
}
