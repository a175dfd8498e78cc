//! Plain forms: from a press to the page that answers it, without any program in between.
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use madobe_client::{Form, Server};
use madobe_tests::desk::Desk;

use crate::Wish;
use crate::report::{Report, Target};
use crate::stats::{median, percentile};

const NAME: &str = "plain";
const PEOPLE: usize = 40;
/// The first wake the instance up; nobody takes their numbers.
const WARMING: usize = 2;

fn timed(server: &Server, form: &Form, times: &mut Vec<f64>) -> Result<String> {
    let began = Instant::now();
    let answer = server.submit(form)?;
    times.push(began.elapsed().as_secs_f64() * 1e3);
    ensure!(answer.status == 200, "{}: {}", answer.status, answer.text());
    Ok(answer.text())
}

fn form(server: &Server, path: &str, button: &str) -> Result<Form> {
    Form::of(&server.raw("GET", path, &[], None)?.text(), button).context("no form")
}

pub fn measure(_: &Wish, report: &mut Report) -> Result<()> {
    let desk = Desk::start()?;
    let (mut sent, mut again, mut opened) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..PEOPLE + WARMING {
        // Everybody from home: the brakes are for crowds behind one address.
        let home = desk.from_home();
        let letter = form(&home, "/plain/write", "check")?.set("letter", "朝、起きられません。");
        let check = home.submit(&letter)?.text();
        let send = Form::of(&check, "send").context("no check page")?;
        let receipt = timed(&home, &send, &mut sent)?;
        timed(&home, &send, &mut again)?;
        let code = receipt.split_once("id=\"plain-code\">").and_then(|(_, rest)| rest.split_once("</div>"));
        let code = code.context("no code")?.0;
        let door = form(&home, "/plain/mailbox", "open")?.set("code", &digits(code));
        let room = timed(&home, &door, &mut opened)?;
        ensure!(room.contains("起きられません"), "{room}");
        if number < WARMING {
            for times in [&mut sent, &mut again, &mut opened] {
                times.clear();
            }
        }
    }
    for (what, times) in [("send to code", &sent), ("the same again", &again), ("code to letters", &opened)] {
        report.add(NAME, what, median(times), "ms", Target::None).beside(format!(
            "{} runs, p99 {:.0} ms",
            times.len(),
            percentile(times, 0.99)
        ));
    }
    report.note(
        "plain: one person after the other on this machine, the Worker seals and opens; nearly all of it is the stretching \
         of the code (64 MiB, three passes), which is processor time that the operator pays for",
    );
    Ok(())
}

/// The code as it would be typed: what stands between the tags.
fn digits(html: &str) -> String {
    let texts = html.split('>').filter_map(|part| part.split('<').next());
    texts.collect::<String>().chars().filter(char::is_ascii_digit).collect()
}
