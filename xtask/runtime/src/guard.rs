//! Sees to it that a runtime does not outlive the program that started it, however that program ends: tests keep a
//! runtime in a static that is never dropped, and a killed program runs no clean-up at all.
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::Pid;

/// Waits for a line. The end of the pipe without one means that the starter is gone.
const SCRIPT: &str = "read -r line || kill -9 -\"$1\"";

pub struct Guard(Child);

impl Guard {
    pub fn over(group: Pid) -> Result<Self> {
        Command::new("sh")
            .args(["-c", SCRIPT, "guard", &group.as_raw_nonzero().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C in a terminal must not end the guard before the guarded.
            .process_group(0)
            .spawn()
            .map(Self)
            .context("could not start a shell")
    }

    /// The group has ended in the ordinary way.
    pub fn dismiss(&mut self) {
        if let Some(mut pipe) = self.0.stdin.take() {
            // An error says that the guard is gone already, which is what we want.
            let _ = pipe.write_all(b"done\n");
            let _ = self.0.wait();
        }
    }
}
