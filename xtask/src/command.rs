//! Running other programs, with an error that says which one failed.
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs to the end; its output is shown as it comes.
pub fn run(command: &mut Command) -> Result<()> {
    let name = display(command);
    let status = command.status().with_context(|| format!("could not start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Runs to the end; its output is shown only when it fails.
pub fn quiet(command: &mut Command) -> Result<()> {
    let name = display(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {name}"))?;
    if !output.status.success() {
        bail!(
            "{name} failed ({})\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

/// Runs to the end and hands back what it printed.
pub fn read(command: &mut Command) -> Result<String> {
    let name = display(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    // `cargo run` tells us about xtask itself; the builds we start must not inherit that.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    command
}

fn display(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    format!("`{}`", words.join(" "))
}
