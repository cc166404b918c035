//! The key of the Messages API: where it comes from, and that it goes nowhere but there.

use std::fmt;
use std::fs::OpenOptions;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use sha2::{Digest as _, Sha256};

use super::{Failure, FailureKind, Seen};
use crate::config::Claude;

/// The longest key file, in bytes.
const LONGEST: u64 = 10_000;
/// The shortest text that is a secret, in bytes.
const SHORTEST: usize = 8;
/// The rights that others must not have.
const OF_OTHERS: u32 = 0o077;

/// A text that shows itself nowhere.
pub struct Secret(String);

/// A key, and where it comes from.
pub struct Key {
    secret: Secret,
    /// How it is sent.
    pub form: Form,
    /// The variable or the file that it comes from, for messages.
    pub origin: String,
}

/// How a key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `x-api-key: KEY`
    ApiKey,
    /// `Authorization: Bearer KEY`
    Bearer,
}

impl Secret {
    /// That text.
    pub const fn of(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for who sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A text of others without the secret in it. What is shorter than any key is no secret, and may be part of words.
    pub fn hide(&self, text: &str) -> String {
        if self.0.len() < SHORTEST { text.to_owned() } else { text.replace(&self.0, "…") }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("…")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Key({}, …)", self.origin)
    }
}

impl Key {
    /// A key that comes from `origin`.
    ///
    /// # Errors
    /// No key looks like that.
    pub fn new(text: &str, form: Form, origin: impl Into<String>) -> Result<Self, Failure> {
        let (text, origin) = (text.trim(), origin.into());
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = format!("{origin} holds no key: a key is one word of letters, digits and signs");
            return Err(Failure::new(FailureKind::Unavailable, message));
        }
        Ok(Self { secret: Secret(text.to_owned()), form, origin })
    }

    /// The key that the environment or the settings give: `ANTHROPIC_API_KEY`, else `ANTHROPIC_AUTH_TOKEN`, else
    /// `claude.key_file`.
    ///
    /// # Errors
    /// What is there is no key, or the file is not safe to use.
    pub fn find(settings: &Claude, seen: &Seen<'_>) -> Result<Option<Self>, Failure> {
        let variables = [("ANTHROPIC_API_KEY", Form::ApiKey), ("ANTHROPIC_AUTH_TOKEN", Form::Bearer)];
        for (name, form) in variables {
            if let Some(text) = (seen.variable)(name) {
                return Self::new(&text, form, name).map(Some);
            }
        }
        let Some(path) = settings.key_file.as_deref().filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        let home = (seen.variable)("HOME");
        let path = match (path.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => Path::new(&home).join(rest),
            _ => PathBuf::from(path),
        };
        Self::new(&read(&path)?, Form::ApiKey, format!("the key file {}", path.display())).map(Some)
    }

    /// That there is none.
    pub fn missing() -> Failure {
        Failure::new(FailureKind::Unavailable, "there is no key for the Messages API")
            .hint("set ANTHROPIC_API_KEY, or name a file that only you can read in claude.key_file")
    }

    /// The secret itself.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// A mark that is the same for the same key and says nothing of it.
    pub fn mark(&self) -> String {
        let digest =
            Sha256::new().chain_update("coord account ").chain_update(self.secret.reveal()).finalize();
        digest[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The text of a key file, which must be a plain file that nobody but its owner can read.
fn read(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let unavailable = |what: String| Failure::new(FailureKind::Unavailable, what);
    let unreadable = |error: std::io::Error| {
        let error = crate::error::Error::io("cannot read the key file", path, &error);
        unavailable(error.message().to_owned())
            .hint("it is named by claude.key_file or COORD_CLAUDE_KEY_FILE")
    };
    // A pipe must not hold the command up before it is seen to be one.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(unavailable(format!("the key file {shown} is no plain file")));
    }
    let mode = about.mode() & 0o7777;
    if mode & OF_OTHERS != 0 {
        let message = format!("the key file {shown} is open to others: its mode is {mode:04o}");
        return Err(unavailable(message).hint(format!("run: chmod 600 {shown}")));
    }
    let mut text = String::new();
    file.take(LONGEST + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > LONGEST {
        return Err(unavailable(format!("the key file {shown} holds no key: it is too long")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    const CANARY: &str = "sk-ant-canary-1";

    fn found(variables: &[(&str, &str)], key_file: Option<&Path>) -> Result<Option<Key>, Failure> {
        let settings =
            Claude { key_file: key_file.map(|path| path.display().to_string()), ..Claude::default() };
        let variable =
            |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        Key::find(&settings, &Seen { variable: &variable, own_secrets: Vec::new() })
    }

    fn file(text: &str, mode: u32) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    #[test]
    fn the_key_of_the_environment_wins_over_the_token_and_the_file() {
        let (_dir, path) = file(" sk-file\n", 0o600);
        let both = [("ANTHROPIC_AUTH_TOKEN", "token"), ("ANTHROPIC_API_KEY", CANARY)];
        let key = found(&both, Some(&path)).unwrap().unwrap();
        assert_eq!(
            (key.secret().reveal(), key.form, &*key.origin),
            (CANARY, Form::ApiKey, "ANTHROPIC_API_KEY")
        );
        let key = found(&both[..1], Some(&path)).unwrap().unwrap();
        assert_eq!((key.secret().reveal(), key.form), ("token", Form::Bearer));
        let key = found(&[], Some(&path)).unwrap().unwrap();
        assert_eq!((key.secret().reveal(), key.form), ("sk-file", Form::ApiKey));
        assert_eq!(key.origin, format!("the key file {}", path.display()));
        assert!(found(&[], None).unwrap().is_none());
    }

    #[test]
    fn the_home_directory_can_be_meant() {
        let (dir, _path) = file("sk-file", 0o400);
        let home = dir.path().display().to_string();
        let key = found(&[("HOME", &home)], Some(Path::new("~/key"))).unwrap().unwrap();
        assert_eq!(key.secret().reveal(), "sk-file");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_with_its_mode() {
        for mode in [0o640, 0o604, 0o610, 0o644, 0o666] {
            let (_dir, path) = file(CANARY, mode);
            let failure = found(&[], Some(&path)).unwrap_err();
            assert!(failure.message.ends_with(&format!("its mode is {mode:04o}")), "{}", failure.message);
            assert_eq!(failure.hint.unwrap(), format!("run: chmod 600 {}", path.display()));
        }
        let (dir, path) = file(CANARY, 0o644);
        let link = dir.path().join("link");
        symlink(path, &link).unwrap();
        assert!(found(&[], Some(&link)).unwrap_err().message.contains("0644"));
    }

    #[test]
    fn what_is_no_key_file_is_said() {
        let (dir, path) = file(&"x".repeat(20_000), 0o600);
        assert!(found(&[], Some(&path)).unwrap_err().message.ends_with("it is too long"));
        assert!(found(&[], Some(dir.path())).unwrap_err().message.ends_with("is no plain file"));
        let pipe = dir.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        assert!(found(&[], Some(&pipe)).unwrap_err().message.ends_with("is no plain file"));
        let missing = found(&[], Some(&dir.path().join("missing"))).unwrap_err();
        assert_eq!(missing.kind, FailureKind::Unavailable);
        assert!(missing.message.ends_with("missing: no such file or directory"), "{}", missing.message);
    }

    #[test]
    fn what_is_no_key_is_said_without_telling_it() {
        for text in ["  ", "two words", "with\nline", "bell\u{7}", "clé"] {
            let failure = found(&[("ANTHROPIC_API_KEY", text)], None).unwrap_err();
            assert!(failure.message.starts_with("ANTHROPIC_API_KEY holds no key"), "{text:?}");
            assert!(text.trim().is_empty() || !failure.message.contains(text.trim()), "{}", failure.message);
        }
    }

    #[test]
    fn a_key_shows_itself_nowhere() {
        let key = Key::new(CANARY, Form::ApiKey, "ANTHROPIC_API_KEY").unwrap();
        let shown =
            format!("{key:?} {:?} {} {}", key.secret(), key.mark(), key.secret().hide("no sk-ant-canary-1!"));
        assert!(!shown.contains("canary"), "{shown}");
        let short = Key::new("x", Form::ApiKey, "ANTHROPIC_API_KEY").unwrap();
        assert_eq!(short.secret().hide("max"), "max");
        assert_eq!(key.mark().len(), 8);
        assert_ne!(key.mark(), Key::new("sk-2", Form::ApiKey, "x").unwrap().mark());
    }
}
