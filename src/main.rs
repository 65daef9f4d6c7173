//! The program: parses, calls one function, maps the outcome to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(stance::cli::run(std::env::args_os()) as u8)
}
