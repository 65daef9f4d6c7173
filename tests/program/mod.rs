//! The program as the tests call it.
#![allow(dead_code, reason = "each test looks at a part of this")]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// What the program said and how it ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Calls the program in a folder.
pub(crate) fn stance(folder: &Path, arguments: &[&str]) -> Ran {
    stance_with(folder, arguments, b"")
}

/// The same with something on standard input.
pub(crate) fn stance_with(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut command = Command::cargo_bin("stance").expect("the program is built");
    let output = command.current_dir(folder).args(arguments).write_stdin(stdin).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A line of a page, to be run by bash in a folder, with the program on its path.
pub(crate) fn bash(script: &str, folder: &Path) -> std::process::Command {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_stance"));
    let path =
        format!("{}:{}", program.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
    let mut command = std::process::Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script]).current_dir(folder).env("PATH", path);
    command
}
