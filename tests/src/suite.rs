//! Runs the tests of one file against one desk, which ends with them. The ordinary harness exits without dropping
//! anything, and would leave the runtime behind.
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use libtest_mimic::{Arguments, Completion, Trial};

use crate::browser::Engine;
use crate::desk::Desk;

pub type Test = (&'static str, fn(&Desk) -> Result<()>);
/// A test that is made in every engine.
pub type Journey = (&'static str, fn(&Desk, Engine) -> Result<()>);
/// A journey that an engine has no way to take, and why.
pub type Exception = (&'static str, Engine, &'static str);

/// A test that starts and stops a desk of its own.
pub type Alone = (&'static str, fn(&mut Desk) -> Result<()>);

type Work = Box<dyn FnOnce(&Desk) -> Result<()> + Send>;

/// Starts a desk that is set up, and runs all tests on it, several at a time.
pub fn run(tests: &[Test]) -> ExitCode {
    run_all(tests.iter().map(|&(name, test)| (name.to_owned(), Ok(Box::new(test) as Work))).collect())
}

/// The same, with each journey in each of the engines that there are.
pub fn run_in_engines(tests: &[Test], journeys: &[Journey], exceptions: &[Exception]) -> ExitCode {
    let engines = match Engine::present() {
        Ok(engines) => engines,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let plain = tests.iter().filter(|_| engines.contains(&Engine::Chromium));
    let mut all: Vec<_> = plain.map(|&(name, test)| (name.to_owned(), Ok(Box::new(test) as Work))).collect();
    for engine in engines {
        for &(name, journey) in journeys {
            let title = if engine == Engine::Chromium {
                name.to_owned()
            } else {
                format!("{name}_in_{}", engine.name())
            };
            let exception = exceptions.iter().find(|(title, other, _)| *title == name && *other == engine);
            let work: Work = Box::new(move |desk| journey(desk, engine));
            all.push((title, exception.map_or(Ok(work), |(.., why)| Err(*why))));
        }
    }
    let outcome = run_all(all);
    for line in Engine::not_checked() {
        println!("{line}");
    }
    outcome
}

/// Each test on a desk of its own.
pub fn run_alone(tests: &[Alone]) -> ExitCode {
    let trial = |&(name, test): &Alone| {
        Trial::test(name, move || {
            let outcome = Desk::start().and_then(|mut desk| test(&mut desk));
            outcome.map_err(|error| format!("{error:#}").into())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), tests.iter().map(trial).collect()).exit_code()
}

fn run_all(tests: Vec<(String, Result<Work, &'static str>)>) -> ExitCode {
    let arguments = Arguments::from_args();
    let desk: Arc<OnceLock<Desk>> = Arc::default();
    let trials = tests.into_iter().map(|(name, work)| {
        let desk = Arc::clone(&desk);
        let run = move || match (work, desk.get()) {
            (Ok(work), Some(desk)) => {
                work(desk).map(|()| Completion::Completed).map_err(|error| format!("{error:#}").into())
            }
            (Err(why), _) => Ok(Completion::ignored_with(why)),
            (_, None) => Err("there is no desk".into()),
        };
        Trial::ignorable_test(name, run)
    });
    let trials = trials.collect();
    if !arguments.list {
        match Desk::start() {
            Ok(started) => drop(desk.set(started)),
            Err(error) => {
                eprintln!("the desk did not start: {error:#}");
                return ExitCode::FAILURE;
            }
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Some(desk) = desk.get()
        && conclusion.has_failed()
    {
        eprintln!("the runtime's log:\n{}", desk.log());
    }
    conclusion.exit_code()
}
