//! Finding the state directory (CONTRACT, section 2).

use std::path::{Path, PathBuf};

/// Names that a state directory may have.
const NAMES: [&str; 2] = [".coord", "agent_coordination"];
/// A directory of that name is a state directory if it holds one of these.
const MARKS: [&str; 3] = ["work_claims.json", "agent_status.json", "config.toml"];

/// The nearest state directory from `start` upwards, in the main worktree when `start` is in a linked one; else
/// where a new one goes.
pub(super) fn state_directory(start: &Path) -> PathBuf {
    let root = work_tree(start);
    let start = root.as_ref().map_or_else(|| start.to_owned(), |tree| tree.in_main(start));
    let nearest = start
        .ancestors()
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|candidate| is_state(candidate));
    nearest.unwrap_or_else(|| root.map_or(start, |tree| tree.main).join(NAMES[0]))
}

fn is_state(directory: &Path) -> bool {
    MARKS.iter().any(|mark| directory.join(mark).exists())
}

/// A git work tree and the main one of its repository.
struct WorkTree {
    root: PathBuf,
    main: PathBuf,
}

impl WorkTree {
    /// The place in the main work tree that `path` has in this one; its root where there is none.
    fn in_main(&self, path: &Path) -> PathBuf {
        let inner = path.strip_prefix(&self.root).map(|inner| self.main.join(inner));
        inner.ok().filter(|place| place.is_dir()).unwrap_or_else(|| self.main.clone())
    }
}

/// The work tree that `start` is in.
fn work_tree(start: &Path) -> Option<WorkTree> {
    let root = start.ancestors().find(|folder| folder.join(".git").exists())?.to_owned();
    let main = linked_main(&root).unwrap_or_else(|| root.clone());
    Some(WorkTree { root, main })
}

/// The main work tree of a linked one: its `.git` is a file that names a directory, and a `commondir` in there names
/// the repository. A submodule has such a file too, but no `commondir`.
fn linked_main(root: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(root.join(".git")).ok()?;
    let git_directory = root.join(text.strip_prefix("gitdir:")?.trim());
    let common = std::fs::read_to_string(git_directory.join("commondir")).ok()?;
    let repository = git_directory.join(common.trim()).canonicalize().ok()?;
    // A bare repository has no main work tree.
    (repository.file_name()? == ".git").then(|| repository.parent().map(Path::to_owned))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn home() -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().canonicalize().unwrap();
        (home, path)
    }

    #[test]
    fn the_nearest_directory_with_state_in_it_is_taken() {
        let (_home, home) = home();
        fs::create_dir_all(home.join("a/b/.coord")).unwrap();
        fs::create_dir_all(home.join("agent_coordination")).unwrap();
        fs::write(home.join("agent_coordination/work_claims.json"), "[]").unwrap();
        assert_eq!(state_directory(&home.join("a/b")), home.join("agent_coordination"));
        fs::write(home.join("a/b/.coord/config.toml"), "").unwrap();
        assert_eq!(state_directory(&home.join("a/b")), home.join("a/b/.coord"));
    }

    #[test]
    fn without_one_it_goes_to_the_root_of_the_repository() {
        let (_home, home) = home();
        fs::create_dir_all(home.join("repo/.git")).unwrap();
        fs::create_dir_all(home.join("repo/src")).unwrap();
        assert_eq!(state_directory(&home.join("repo/src")), home.join("repo/.coord"));
        assert_eq!(state_directory(&home), home.join(".coord"));
    }

    #[test]
    fn linked_work_trees_share_the_board_of_the_main_one() {
        let (_home, home) = home();
        fs::create_dir_all(home.join("main/.git/worktrees/two")).unwrap();
        fs::create_dir_all(home.join("two/src")).unwrap();
        fs::write(home.join("main/.git/worktrees/two/commondir"), "../..\n").unwrap();
        fs::write(
            home.join("two/.git"),
            format!("gitdir: {}\n", home.join("main/.git/worktrees/two").display()),
        )
        .unwrap();
        assert_eq!(state_directory(&home.join("two/src")), home.join("main/.coord"));
        // Even where the linked tree has a copy of its own checked out.
        fs::create_dir_all(home.join("two/.coord")).unwrap();
        fs::write(home.join("two/.coord/config.toml"), "").unwrap();
        assert_eq!(state_directory(&home.join("two/src")), home.join("main/.coord"));
    }

    #[test]
    fn a_submodule_is_a_repository_of_its_own() {
        let (_home, home) = home();
        fs::create_dir_all(home.join("main/.git/modules/sub")).unwrap();
        fs::create_dir_all(home.join("main/sub")).unwrap();
        fs::write(home.join("main/sub/.git"), "gitdir: ../.git/modules/sub\n").unwrap();
        assert_eq!(state_directory(&home.join("main/sub")), home.join("main/sub/.coord"));
    }
}
