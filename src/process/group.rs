//! The near side of a guard: starting it, hearing of it, ending its group.

use std::io::{self, Read as _, Write as _};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use super::guard;
use super::supervise::Program;

/// The running program, by its own name even where the file was replaced since.
const THIS_PROGRAM: &str = "/proc/self/exe";

/// What a guard tells of its program.
#[derive(Debug)]
pub(super) enum Told {
    /// It could not be started.
    Refused(io::Error),
    /// It ended with this code.
    Exited(i32),
    /// This signal ended it.
    Killed(i32),
    /// The guard itself is gone, and whatever there was to tell with it.
    Gone,
}

/// A process group with a guard.
pub(super) struct Group {
    guard: Child,
    id: Pid,
    socket: UnixStream,
    heard: Vec<u8>,
}

impl Group {
    /// Starts a guard, and through it the program, with `input` and the end of a line on its stdin.
    pub(super) fn start(program: &Program<'_>, input: &str) -> io::Result<(Self, ChildStdout, ChildStderr)> {
        let (socket, far) = UnixStream::pair()?;
        let mut command = Command::new(THIS_PROGRAM);
        command
            .arg0("coord")
            .arg(guard::WORD)
            .arg(program.grace.as_millis().to_string())
            .args(program.command);
        command.envs(program.variables.iter().map(|(name, value)| (name, value)));
        for name in &program.hidden {
            command.env_remove(name);
        }
        if let Some(directory) = program.directory {
            command.current_dir(directory);
        }
        command.stdin(Stdio::from(OwnedFd::from(far))).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut guard = command.process_group(0).spawn()?;
        // Held by the command, it would keep the far end open here.
        drop(command);
        let (out, err) = (guard.stdout.take(), guard.stderr.take());
        let group = Self { id: Pid::from_child(&guard), guard, socket, heard: Vec::new() };
        let (Some(out), Some(err)) = (out, err) else { return Err(io::ErrorKind::BrokenPipe.into()) };
        // Should the guard be gone already, its silence tells so.
        let _ = (&group.socket).write_all(announced(input).as_bytes());
        group.socket.set_nonblocking(true)?;
        Ok((group, out, err))
    }

    /// What the guard has told, once it has.
    pub(super) fn told(&mut self) -> Option<Told> {
        let mut piece = [0; 64];
        loop {
            match self.socket.read(&mut piece) {
                Ok(0) => return Some(Told::Gone),
                Ok(count) => self.heard.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
                Err(_) => return Some(Told::Gone),
            }
            if self.heard.ends_with(b"\n") {
                return Some(understand(&String::from_utf8_lossy(&self.heard)));
            }
        }
    }

    /// Sends a signal to everything in the group.
    pub(super) fn signal(&self, signal: Signal) {
        // Gone is what it should be.
        let _ = kill_process_group(self.id, signal);
    }

    /// Sends the guard away, and ends what the program left behind in the group.
    pub(super) fn finish(mut self, grace: Duration) -> io::Result<()> {
        let _ = self.socket.set_nonblocking(false);
        let _ = self.socket.write_all(&[guard::FAREWELL]);
        let _ = self.socket.shutdown(Shutdown::Both);
        self.guard.wait()?;
        // While anything is left in the group, its id belongs to nobody else.
        if !self.is_empty() {
            self.signal(Signal::TERM);
            let end = Instant::now() + grace;
            while !self.is_empty() && Instant::now() < end {
                thread::sleep(Duration::from_millis(5));
            }
            self.signal(Signal::KILL);
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        test_kill_process_group(self.id).is_err()
    }
}

impl AsFd for Group {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// What a guard is told first: `input` and the end of a line, and before it how many bytes that is. The guard takes
/// every byte beyond for the farewell, so there is none.
fn announced(input: &str) -> String {
    format!("{}\n{input}\n", input.len() + 1)
}

fn understand(line: &str) -> Told {
    let mut words = line.split_whitespace();
    let (word, number) = (words.next(), words.next().and_then(|number| number.parse().ok()));
    match (word, number) {
        (Some("exited"), Some(code)) => Told::Exited(code),
        (Some("killed"), Some(signal)) => Told::Killed(signal),
        (Some("refused"), Some(code)) => Told::Refused(io::Error::from_raw_os_error(code)),
        _ => Told::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::announced;

    #[test]
    fn as_many_bytes_follow_as_are_announced() {
        for input in ["", "{}", "{\"description\":\"é 😀\"}"] {
            let message = announced(input);
            let (length, rest) = message.split_once('\n').unwrap();
            assert_eq!((length.parse(), rest), (Ok(rest.len()), format!("{input}\n").as_str()));
        }
    }
}
