//! The world outside the process, read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::{Instant, Stamp, id};
use crate::error::{Error, Kind, Result};

/// A variable of ours holds a secret if its name ends so.
const OWN_SECRETS: [&str; 4] = ["_KEY", "_PASSWORD", "_SECRET", "_TOKEN"];

/// Environment variables, working directory and clock.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The variables of the process; shared, because a batch makes a world for each of its lines.
    variables: Arc<BTreeMap<String, String>>,
    /// Variables that were set on top.
    own: BTreeMap<String, String>,
    /// `COORDINATION_DIR`, which may be any path.
    coordination_dir: Option<PathBuf>,
    working_directory: PathBuf,
    now: Instant,
}

impl Environment {
    /// The world of this process. `COORD_NOW` (RFC 3339, or nanoseconds since the epoch) stands in for the clock.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let variables: BTreeMap<String, String> = variables.collect();
        let now = variables.get("COORD_NOW").and_then(|text| fixed_clock(text)).unwrap_or_else(clock);
        let coordination_dir = std::env::var_os("COORDINATION_DIR").filter(|path| !path.is_empty());
        Self {
            variables: Arc::new(variables),
            own: BTreeMap::new(),
            coordination_dir: coordination_dir.map(PathBuf::from),
            working_directory: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            now,
        }
    }

    /// A world made of these parts, for tests and other doors.
    pub fn new(variables: BTreeMap<String, String>, working_directory: PathBuf, now: Instant) -> Self {
        let named = variables.get("COORDINATION_DIR").filter(|path| !path.is_empty());
        let coordination_dir = named.map(PathBuf::from);
        Self {
            variables: Arc::new(variables),
            own: BTreeMap::new(),
            coordination_dir,
            working_directory,
            now,
        }
    }

    /// `COORDINATION_DIR`; an empty one counts as not set.
    pub fn coordination_dir(&self) -> Option<&Path> {
        self.coordination_dir.as_deref()
    }

    /// An environment variable; one that is empty counts as not set.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.own.get(name).or_else(|| self.variables.get(name)).filter(|value| !value.is_empty()).cloned()
    }

    /// The variables that hold secrets of this program alone, which nothing that it starts gets to see.
    pub fn own_secrets(&self) -> Vec<String> {
        let is_secret = |name: &&String| {
            name.starts_with("COORD_") && OWN_SECRETS.iter().any(|ending| name.ends_with(ending))
        };
        self.variables.keys().filter(is_secret).cloned().collect()
    }

    /// Where the command was started.
    pub fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    /// The clock reading that the whole command works with.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The path of this program.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn executable(&self) -> Result<PathBuf> {
        std::env::current_exe()
            .map_err(|error| Error::new(Kind::General, format!("the path of coord is not known: {error}")))
    }

    /// A number that no other process of this machine makes: the clock in nanoseconds, then the id of this process.
    /// For ids without a state directory, where no lock can keep them apart.
    pub fn unique_number(&self) -> String {
        format!("{}{:07}", id::next(0, self.now.nanos()), std::process::id())
    }

    /// The same world a moment later, with these variables on top.
    #[must_use]
    pub fn later(&self, variables: &[(&str, &str)]) -> Self {
        Self { now: self.clock(), ..self.with(variables) }
    }

    /// The same world at the same instant, with these variables on top.
    #[must_use]
    pub fn with(&self, variables: &[(&str, &str)]) -> Self {
        let mut with = self.clone();
        with.own.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        with
    }

    /// A random number from 0 up to 1.
    pub fn random(&self) -> f64 {
        let mut bytes = [0_u8; 4];
        // Where the system has no randomness, the clock has to do.
        if rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).is_err() {
            bytes = std::process::id().to_le_bytes();
        }
        f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }

    /// A new secret: 32 random bytes in hexadecimal digits.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn secret(&self) -> Result<String> {
        let mut bytes = [0_u8; 32];
        let drawn = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
        if drawn != Ok(bytes.len()) {
            return Err(Error::new(Kind::General, "the system has no random numbers for a secret"));
        }
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The clock as it reads now: for durations, and for commands that go on.
    pub fn clock(&self) -> Instant {
        self.variable("COORD_NOW").and_then(|text| fixed_clock(&text)).unwrap_or_else(clock)
    }
}

fn fixed_clock(text: &str) -> Option<Instant> {
    text.parse().ok().map(Instant::from_nanos).or_else(|| Stamp(text.to_owned()).instant())
}

fn clock() -> Instant {
    let nanos = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    };
    Instant::from_nanos(nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_can_be_fixed() {
        assert_eq!(fixed_clock("2025-06-15T15:06:40Z"), Some(Instant::from_unix(1_750_000_000)));
        assert_eq!(fixed_clock("-5"), Some(Instant::from_nanos(-5)));
        assert_eq!(fixed_clock("noon"), None);
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        let variables = BTreeMap::from([("A".to_owned(), String::new()), ("B".to_owned(), "b".to_owned())]);
        let environment = Environment::new(variables, PathBuf::from("/"), Instant::from_unix(0));
        assert_eq!(environment.variable("A"), None);
        assert_eq!(environment.variable("B").as_deref(), Some("b"));
        assert_eq!(environment.with(&[("B", "c")]).variable("B").as_deref(), Some("c"));
        assert_eq!(environment.with(&[("B", "")]).variable("B"), None);
    }
}
