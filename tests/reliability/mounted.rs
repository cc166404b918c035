//! File systems of their own for tests that fill them up or pull their plug. They are gone when the test ends.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

use crate::support::{Running, has, is_root, skip};

/// A mounted file system; unmounted when dropped.
pub(crate) struct Mounted {
    room: TempDir,
    point: PathBuf,
    in_place: bool,
    _turn: Option<MutexGuard<'static, ()>>,
}

/// One disk loses its power at a time: a command of another one that sees another boot has a copy of all mounts, and a
/// disk that it still sees comes back without having been away.
static TURN: Mutex<()> = Mutex::new(());

impl Mounted {
    /// A tmpfs with these options; says why when there can be none.
    pub(crate) fn tmpfs(options: &str) -> Option<Self> {
        if !may_mount(&["mount", "umount"]) {
            return None;
        }
        Self::room(None).mount(&["-t", "tmpfs", "-o", options, "tmpfs"])
    }

    /// A fresh ext4 in an image file, behind a loop device. Nothing reaches the image by itself for a long time,
    /// only what somebody syncs.
    pub(crate) fn ext4() -> Option<Self> {
        if !may_mount(&["mount", "umount", "losetup", "mkfs.ext4", "unshare", "python3"]) {
            return None;
        }
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut mounted = Self::room(Some(turn));
        File::create(mounted.image()).unwrap().set_len(32 << 20).unwrap();
        Running::start(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(mounted.image())).finish().ok();
        mounted.mount_image().then_some(mounted)
    }

    /// Where it is mounted.
    pub(crate) fn point(&self) -> &Path {
        &self.point
    }

    /// A switch that cuts the power of this disk.
    pub(crate) fn switch(&self) -> Switch {
        Switch::ready(&self.point)
    }

    /// Mounts the disk again after a power cut.
    pub(crate) fn power_on(&mut self) {
        Running::start(Command::new("umount").arg(&self.point)).finish().ok();
        self.in_place = false;
        assert!(self.mount_image(), "the disk cannot be mounted after the power cut");
    }

    fn room(turn: Option<MutexGuard<'static, ()>>) -> Self {
        let room = TempDir::new().unwrap();
        let point = room.path().join("mounted");
        std::fs::create_dir(&point).unwrap();
        Self { room, point, in_place: false, _turn: turn }
    }

    fn image(&self) -> PathBuf {
        self.room.path().join("disk.img")
    }

    fn mount_image(&mut self) -> bool {
        let mut command = Command::new("mount");
        command.args(["-o", "loop,commit=600"]).arg(self.image()).arg(&self.point);
        self.note(&mut command)
    }

    fn mount(mut self, arguments: &[&str]) -> Option<Self> {
        let mut command = Command::new("mount");
        command.args(arguments).arg(&self.point);
        self.note(&mut command).then_some(self)
    }

    fn note(&mut self, command: &mut Command) -> bool {
        let outcome = Running::start(command).finish();
        self.in_place = outcome.succeeded();
        if !self.in_place {
            skip(&format!("cannot mount here: {}", outcome.err().trim()));
        }
        self.in_place
    }
}

/// A process that only waits for the word to cut the power, so that the cut comes in an instant.
pub(crate) struct Switch(Child);

impl Switch {
    /// Says that it is ready, waits for its input to end, then shuts ext4 down without flushing its journal.
    const SCRIPT: &str = "import os,sys,fcntl,struct\n\
        disk=os.open(sys.argv[1], os.O_RDONLY)\n\
        print('ready', flush=True)\n\
        sys.stdin.read()\n\
        fcntl.ioctl(disk, 0x8004587D, struct.pack('I', 2))";

    fn ready(disk: &Path) -> Self {
        let mut command = Command::new("python3");
        command.args(["-c", Self::SCRIPT]).arg(disk).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "the switch does not work");
        Self(child)
    }

    /// Cuts the power: what is not on the disk now never gets there, the journal of ext4 included.
    pub(crate) fn cut(mut self) {
        drop(self.0.stdin.take());
        assert!(self.0.wait().unwrap().success(), "the power could not be cut");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if self.in_place {
            let _ = Command::new("umount").arg("--lazy").arg(&self.point).status();
        }
    }
}

fn may_mount(programs: &[&str]) -> bool {
    if !is_root() {
        skip("mounting needs root");
        return false;
    }
    has(programs)
}
