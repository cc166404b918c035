//! What the machine offers, and what a test does where something is missing: it says so and passes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Whether `COORD_SOAK=1` asks for the large sizes.
fn soak() -> bool {
    std::env::var("COORD_SOAK").is_ok_and(|word| word == "1")
}

/// `small` in CI, `large` with `COORD_SOAK=1`.
pub(crate) fn scale<T>(small: T, large: T) -> T {
    if soak() { large } else { small }
}

/// Prints why a test shows nothing here.
pub(crate) fn skip(what: &str) {
    eprintln!("skipped: {what}");
}

/// Whether we may mount, change owners and make device nodes.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether all of `programs` can be started; says which one is missing.
pub(crate) fn has(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|program| !found(program));
    if let Some(program) = missing {
        skip(&format!("{program} is not installed"));
    }
    missing.is_none()
}

fn found(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

/// Whether `strace` is here and may trace; says so when not.
pub(crate) fn can_trace() -> bool {
    if !has(&["strace"]) {
        return false;
    }
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let works = tried.is_ok_and(|status| status.success());
    if !works {
        skip("strace may not trace here");
    }
    works
}

/// A file in `dir` with another boot id than the machine's.
pub(super) fn boot_id_file(dir: &Path, boot: u32) -> PathBuf {
    let path = dir.join(format!("boot_id_{boot}"));
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "00000000-0000-4000-8000-{boot:012}").unwrap();
    path
}

/// `command`, run where the kernel names the boot in `boot_id` instead of its own: a reboot as a program sees it.
/// Needs root.
pub(super) fn under_boot_id(boot_id: &Path, command: &Command) -> Command {
    const SCRIPT: &str = r#"mount --bind "$1" /proc/sys/kernel/random/boot_id && shift && exec "$@""#;
    let mut wrapped = Command::new("unshare");
    wrapped.args(["-m", "sh", "-c", SCRIPT, "sh"]).arg(boot_id).arg(command.get_program());
    wrapped.args(command.get_args());
    copy_surroundings(command, &mut wrapped);
    wrapped
}

/// `command` under `strace` with `options`, writing what it saw to `output`.
pub(crate) fn traced(command: &Command, output: &Path, options: &[&str]) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-o"]).arg(output).args(options).arg("--");
    strace.arg(command.get_program()).args(command.get_args());
    copy_surroundings(command, &mut strace);
    strace
}

/// Gives `to` the environment and the working directory of `from`, whose own environment was cleared.
fn copy_surroundings(from: &Command, to: &mut Command) {
    to.env_clear();
    for (name, value) in from.get_envs() {
        if let Some(value) = value {
            to.env(name, value);
        }
    }
    if let Some(dir) = from.get_current_dir() {
        to.current_dir(dir);
    }
}
