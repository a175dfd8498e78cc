//! `cargo xtask run --demo`: a desk at work. Everything goes through the running server, sealed as in a browser;
//! who may sign in, and the codes of the mailboxes, end up in `demo.json` beside the database.
mod past;
mod people;
mod settings;
mod story;
mod talks;
mod tell;
mod work;

use std::fs;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use madobe_client::Server;
use madobe_domain::clock::Timestamp;
use madobe_runtime::{Options, Runtime, execute, write_private};
use serde::Serialize;

const FILE: &str = "demo.json";

#[derive(Serialize)]
struct Written {
    about: &'static str,
    staff: Vec<people::Login>,
    recovery_key: String,
    mailboxes: Vec<Code>,
}

#[derive(Serialize)]
struct Code {
    code: String,
    hint: String,
}

/// Fills a new deployment, and starts it again on what it then holds. One that is set up stays as it is.
pub fn fill(options: &Options, runtime: Runtime, count: usize) -> Result<Runtime> {
    let file = runtime.data_dir.join(FILE);
    let server = Server::new(&runtime.base_url);
    let setup: madobe_domain::wire::setup::SetupState = server.get("/api/staff/setup")?;
    if !setup.open {
        println!("  this desk is set up already; nothing was added");
        return Ok(runtime);
    }
    let started = Instant::now();
    let mut people = people::hire(&server, &runtime.secrets.setup_token)?;
    let administrator = people.members.first().context("nobody was hired")?;
    let desk = administrator.change_desk(|desk| settings::apply(desk, now().date_in_japan()))?.settings;
    talks::offer(&people.members)?;
    let told = tell::first_letters(&server, story::stories(count)?, &desk.wards)?;
    tell::the_rest(&told, &mut people.members)?;
    talks::book(&server, &told, &people.members)?;
    work::work(&told, &mut people.members, now().date_in_japan())?;
    let administrator = people.members.first().context("nobody was hired")?;
    let past = past::statements(&told, administrator, &desk, now())?;
    for member in &people.members {
        member.sign_out()?;
    }
    let codes =
        told.iter().map(|one| Code { code: one.mailbox.code.clone(), hint: one.story.hint() }).collect();
    let written = Written {
        about: "For the demonstration alone. Times were moved back in the local database.",
        staff: people.logins,
        recovery_key: people.recovery_key,
        mailboxes: codes,
    };
    write_private(&file, &serde_json::to_vec_pretty(&written)?)?;
    runtime.stop()?;
    execute(options, &past)?;
    println!(
        "  {count} consultations in {:.0} s; who may sign in: {}",
        started.elapsed().as_secs_f32(),
        file.display()
    );
    Runtime::start(options)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or_default())
}

/// For people who have just started it.
pub fn hint(data: &std::path::Path) {
    if fs::exists(data.join(FILE)).unwrap_or(false) {
        println!("  demonstration    {}", data.join(FILE).display());
    }
}
