//! Runs the tests of one file against one desk, which ends with them. The ordinary harness exits without dropping
//! anything, and would leave the runtime behind.
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

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

/// How long each test took: whoever wants the whole faster begins with those that are told at the end.
static TOOK: Mutex<Vec<(Duration, String)>> = Mutex::new(Vec::new());
const TOLD: usize = 12;

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let outcome = work();
    TOOK.lock().unwrap_or_else(PoisonError::into_inner).push((started.elapsed(), name.to_owned()));
    outcome
}

fn tell_slowest() {
    let mut took = TOOK.lock().unwrap_or_else(PoisonError::into_inner);
    took.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (time, name) in took.iter().take(TOLD) {
        println!("{:6.1} s  {name}", time.as_secs_f32());
    }
}

/// A desk that is set up when somebody first needs it.
#[derive(Clone, Default)]
struct Shared(Arc<OnceLock<Result<Desk, String>>>);

impl Shared {
    fn desk(&self) -> Result<&Desk, String> {
        let started = self.0.get_or_init(|| Desk::start().map_err(|error| format!("{error:#}")));
        started.as_ref().map_err(|why| format!("the desk did not start: {why}"))
    }

    fn trial(&self, name: String, work: Result<Work, &'static str>) -> Trial {
        let shared = self.clone();
        let title = name.clone();
        Trial::ignorable_test(name, move || match work {
            Ok(work) => {
                let desk = shared.desk()?;
                timed(&title, || work(desk))
                    .map(|()| Completion::Completed)
                    .map_err(|error| format!("{error:#}").into())
            }
            Err(why) => Ok(Completion::ignored_with(why)),
        })
    }
}

/// Runs all tests on one desk, several at a time.
pub fn run(tests: &[Test]) -> ExitCode {
    let desk = Shared::default();
    let trials = tests.iter().map(|&(name, test)| desk.trial(name.to_owned(), Ok(Box::new(test))));
    conclude(trials.collect(), &[desk])
}

/// The same, with the journeys in each of the engines that there are; where not every one is asked for, engines other than Chromium
/// take the essential ones alone. Each engine is on a desk of its own, since the lists of one that several have used are longer
/// than a screen shows.
pub fn run_in_engines(
    tests: &[Test],
    essential: &[Journey],
    journeys: &[Journey],
    exceptions: &[Exception],
) -> ExitCode {
    let engines = match Engine::present() {
        Ok(engines) => engines,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let (mut trials, mut desks) = (Vec::new(), Vec::new());
    for engine in engines {
        let desk = Shared::default();
        let chromium = engine == Engine::Chromium;
        let plain = tests.iter().filter(|_| chromium);
        trials.extend(plain.map(|&(name, test)| desk.trial(name.to_owned(), Ok(Box::new(test)))));
        let further = journeys.iter().filter(|_| engine.takes_every_journey());
        for &(name, journey) in essential.iter().chain(further) {
            let title = if chromium { name.to_owned() } else { format!("{name}_in_{}", engine.name()) };
            let exception = exceptions.iter().find(|(title, other, _)| *title == name && *other == engine);
            let work: Work = Box::new(move |desk| journey(desk, engine));
            trials.push(desk.trial(title, exception.map_or(Ok(work), |(.., why)| Err(*why))));
        }
        desks.push(desk);
    }
    let outcome = conclude(trials, &desks);
    for line in Engine::not_checked() {
        println!("{line}");
    }
    outcome
}

/// Each test on a desk of its own.
pub fn run_alone(tests: &[Alone]) -> ExitCode {
    let trial = |&(name, test): &Alone| {
        Trial::test(name, move || {
            let take = || Desk::start().and_then(|mut desk| test(&mut desk));
            let told = |error: anyhow::Error| format!("{error:#}");
            // A renderer that died shows nothing of the desk: once more, on a new one, and said aloud. A second time is a failure.
            let outcome = timed(name, take).map_err(told).or_else(|why| {
                if !why.contains("tab crashed") {
                    return Err(why);
                }
                eprintln!("{name}: the browser's tab crashed; once more");
                take().map_err(told)
            });
            outcome.map_err(Into::into)
        })
    };
    let conclusion = libtest_mimic::run(&Arguments::from_args(), tests.iter().map(trial).collect());
    tell_slowest();
    conclusion.exit_code()
}

fn conclude(trials: Vec<Trial>, desks: &[Shared]) -> ExitCode {
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    tell_slowest();
    if conclusion.has_failed() {
        for desk in desks.iter().filter_map(|desk| desk.0.get()?.as_ref().ok()) {
            eprintln!("the runtime's log:\n{}", desk.log());
        }
    }
    conclusion.exit_code()
}
