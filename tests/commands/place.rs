//! Where the state lives: flag, variable, the nearest directory, the main worktree, the working directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::{Outcome, Running, has, program};

/// A directory of its own in which commands run wherever a test says.
struct Land {
    _home: TempDir,
    home: PathBuf,
}

impl Land {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        let path = home.path().canonicalize().unwrap();
        Self { _home: home, home: path }
    }

    fn place(&self, name: &str) -> PathBuf {
        let place = self.home.join(name);
        fs::create_dir_all(&place).unwrap();
        place
    }

    fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(dir).env("HOME", &self.home).env("AGENT_ID", "agent_7");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CEILING_DIRECTORIES", &self.home);
        command
    }

    /// Claims in `dir` and says where the board is that got the item.
    #[track_caller]
    fn claims_in(&self, dir: &Path, variables: &[(&str, &Path)], flags: &[&str]) -> PathBuf {
        let mut command = self.command(&program(), dir);
        command.envs(variables.iter().copied()).args(["claim", "feature", "x", "-q"]).args(flags);
        let id = Running::start(&mut command).finish().ok().out();
        let found = self.boards().into_iter().find(|board| {
            fs::read_to_string(board.join("work_claims.json")).is_ok_and(|text| text.contains(id.trim()))
        });
        found.unwrap_or_else(|| panic!("{id} is on no board below {}", self.home.display()))
    }

    /// Every directory below the home that holds a `work_claims.json` of its own.
    fn boards(&self) -> Vec<PathBuf> {
        let files = crate::support::files_below(&self.home);
        let claims = files.iter().filter(|path| path.ends_with("work_claims.json"));
        let boards = claims.filter_map(|path| Some(self.home.join(path.parent()?)));
        boards.filter(|board| !board.ends_with(".store/base")).collect()
    }

    #[track_caller]
    fn git(&self, dir: &Path, arguments: &[&str]) -> Outcome {
        let mut command = self.command(Path::new("git"), dir);
        command.args(["-c", "user.name=Test", "-c", "user.email=test@example.org"]).args(arguments);
        Running::start(&mut command).finish().ok()
    }

    /// A repository with one commit, and a linked worktree beside it.
    fn repository(&self) -> (PathBuf, PathBuf) {
        let main = self.place("main");
        self.git(&main, &["init", "-q"]);
        self.git(&main, &["commit", "-q", "--allow-empty", "-m", "first"]);
        self.git(&main, &["worktree", "add", "-q", "../linked"]);
        (main, self.home.join("linked"))
    }
}

#[test]
fn the_flag_goes_before_the_variable_and_the_variable_before_the_search() {
    let land = Land::new();
    let (flag, variable) = (land.home.join("by-flag"), land.home.join("by-variable"));
    let here = land.place("here");
    fs::create_dir(here.join(".coord")).unwrap();
    fs::write(here.join(".coord/config.toml"), "").unwrap();
    let set = [("COORDINATION_DIR", variable.as_path())];
    assert_eq!(land.claims_in(&here, &set, &["--dir", flag.to_str().unwrap()]), flag);
    assert_eq!(land.claims_in(&here, &set, &[]), variable);
    assert_eq!(land.claims_in(&here, &set, &["--dir", ""]), variable);
    assert_eq!(land.claims_in(&here, &[("COORDINATION_DIR", Path::new(""))], &[]), here.join(".coord"));
}

#[test]
fn a_path_that_does_not_start_at_the_root_starts_at_the_working_directory() {
    let land = Land::new();
    let here = land.place("a/b");
    assert_eq!(land.claims_in(&here, &[], &["--dir", "../board"]), land.home.join("a/board"));
    assert_eq!(land.claims_in(&here, &[("COORDINATION_DIR", Path::new("c/d"))], &[]), here.join("c/d"));
}

#[test]
fn the_nearest_directory_that_holds_state_is_found_from_below() {
    let land = Land::new();
    let deep = land.place("a/b/c");
    for mark in ["work_claims.json", "agent_status.json", "config.toml"] {
        let old = land.place("a/agent_coordination");
        fs::write(old.join(mark), if mark == "config.toml" { "" } else { "[]\n" }).unwrap();
        assert_eq!(land.claims_in(&deep, &[], &[]), old, "{mark}");
        fs::remove_dir_all(&old).unwrap();
    }
    let far = land.place("a/agent_coordination");
    fs::write(far.join("config.toml"), "").unwrap();
    let near = land.place("a/b/.coord");
    assert_eq!(land.claims_in(&deep, &[], &[]), far, "an empty directory is no state");
    fs::write(near.join("config.toml"), "").unwrap();
    assert_eq!(land.claims_in(&deep, &[], &[]), near);
}

#[test]
fn outside_of_git_a_new_board_is_in_the_working_directory() {
    let land = Land::new();
    let here = land.place("here");
    assert_eq!(land.claims_in(&here, &[], &[]), here.join(".coord"));
}

#[test]
fn in_a_repository_a_new_board_is_at_its_root() {
    if !has(&["git"]) {
        return;
    }
    let land = Land::new();
    let repository = land.place("repository");
    land.git(&repository, &["init", "-q"]);
    let deep = land.place("repository/src/deep");
    assert_eq!(land.claims_in(&deep, &[], &[]), repository.join(".coord"));
}

#[test]
fn all_worktrees_of_a_repository_share_the_board_of_the_main_one() {
    if !has(&["git"]) {
        return;
    }
    let land = Land::new();
    let (main, linked) = land.repository();
    let deep = linked.join("src/deep");
    fs::create_dir_all(&deep).unwrap();
    assert_eq!(land.claims_in(&linked, &[], &[]), main.join(".coord"));
    assert_eq!(land.claims_in(&deep, &[], &[]), main.join(".coord"));
    assert_eq!(land.claims_in(&main, &[], &[]), main.join(".coord"));
    assert_eq!(land.boards().len(), 1);
}

#[test]
fn a_board_that_git_tracks_is_used_in_the_main_worktree_only() {
    if !has(&["git"]) {
        return;
    }
    let land = Land::new();
    let main = land.place("main");
    land.git(&main, &["init", "-q"]);
    let board = land.place("main/agent_coordination");
    fs::write(board.join("work_claims.json"), "[]\n").unwrap();
    land.git(&main, &["add", "."]);
    land.git(&main, &["commit", "-q", "-m", "a tracked board"]);
    land.git(&main, &["worktree", "add", "-q", "../linked"]);
    let linked = land.home.join("linked");
    assert!(linked.join("agent_coordination/work_claims.json").is_file());
    assert_eq!(land.claims_in(&linked, &[], &[]), board);
    let inner = linked.join("agent_coordination");
    assert_eq!(land.claims_in(&inner, &[], &[]), board);
}

#[test]
fn a_worktree_inside_of_the_main_one_shares_its_board_too() {
    if !has(&["git"]) {
        return;
    }
    let land = Land::new();
    let (main, _) = land.repository();
    land.git(&main, &["worktree", "add", "-q", "trees/inner"]);
    assert_eq!(land.claims_in(&main.join("trees/inner"), &[], &[]), main.join(".coord"));
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    if !has(&["git"]) {
        return;
    }
    let land = Land::new();
    let (main, _) = land.repository();
    let inner = land.place("inner");
    land.git(&inner, &["init", "-q"]);
    land.git(&inner, &["commit", "-q", "--allow-empty", "-m", "inner"]);
    let source = inner.display().to_string();
    land.git(&main, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "sub"]);
    assert_eq!(land.claims_in(&main.join("sub"), &[], &[]), main.join("sub/.coord"));
}

#[test]
fn a_command_that_only_looks_makes_no_board() {
    let land = Land::new();
    let here = land.place("here");
    for line in [vec!["list-work"], vec!["history"], vec!["doctor"], vec!["audit", "verify"], vec!["help"]] {
        let mut command = land.command(&program(), &here);
        Running::start(command.args(&line)).finish().ok();
    }
    assert_eq!(fs::read_dir(&here).unwrap().count(), 0);
}

#[test]
fn a_variable_that_is_no_text_never_means_another_board() {
    use std::os::unix::ffi::OsStrExt as _;
    let land = Land::new();
    let here = land.place("here");
    let mut path = land.home.as_os_str().as_bytes().to_vec();
    path.extend(b"/board-\xff");
    let path = Path::new(std::ffi::OsStr::from_bytes(&path));
    let mut command = land.command(&program(), &here);
    let claim = ["claim", "feature", "x"];
    let outcome = Running::start(command.env("COORDINATION_DIR", path).args(claim)).finish().without_panic();
    assert!(path.join("work_claims.json").exists() || !outcome.succeeded(), "{outcome}");
    assert!(!here.join(".coord").exists(), "another board was made: {outcome}");
}

#[test]
fn a_flag_that_is_no_text_is_a_path_too() {
    use std::os::unix::ffi::OsStrExt as _;
    let land = Land::new();
    let here = land.place("here");
    let name = std::ffi::OsStr::from_bytes(b"board-\xff");
    let mut command = land.command(&program(), &here);
    Running::start(command.arg("--dir").arg(name).args(["claim", "feature", "x"])).finish().ok();
    assert!(here.join(name).join("work_claims.json").exists());
}
