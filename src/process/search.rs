//! Finding a program before it is started.

use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

/// The file that a shell in `directory` with this `PATH` would run for `name`.
///
/// # Errors
/// There is none, or it may not be executed.
pub fn find(name: &str, directory: &Path, search_path: &str) -> io::Result<PathBuf> {
    if name.contains('/') {
        return runnable(directory.join(name));
    }
    let mut refused = None;
    for folder in search_path.split(':') {
        // An empty part is the working directory, as in every shell.
        match runnable(directory.join(folder).join(name)) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => refused = Some(error),
            Err(_) => {}
            found => return found,
        }
    }
    Err(refused.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
}

fn runnable(path: PathBuf) -> io::Result<PathBuf> {
    let is_file = std::fs::metadata(&path)?.is_file();
    if !is_file || access(&path, Access::EXEC_OK).is_err() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_program_is_found_as_a_shell_finds_it() {
        let home = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            fs::create_dir(home.path().join(folder)).unwrap();
            fs::write(home.path().join(folder).join("tool"), "").unwrap();
        }
        let kind = |name: &str, path: &str| find(name, home.path(), path).map_err(|error| error.kind());
        assert_eq!(kind("tool", "a:b"), Err(io::ErrorKind::PermissionDenied));
        fs::set_permissions(home.path().join("b/tool"), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(kind("tool", "a:b"), Ok(home.path().join("b/tool")));
        assert_eq!(kind("./b/tool", ""), Ok(home.path().join("./b/tool")));
        assert_eq!(kind("tool", "a"), Err(io::ErrorKind::PermissionDenied));
        assert_eq!(kind("tool", "c"), Err(io::ErrorKind::NotFound));
        assert_eq!(kind("a/", "a"), Err(io::ErrorKind::PermissionDenied));
    }
}
