//! What is different between two versions of the settings, in words.
use super::form::{Form, filled};
use crate::time;
use crate::ui::told::then;
use crate::words::common::list;
use crate::words::staff::desk::{self, changed};

/// The fields that are not the same, in the order of the screen, each with what became of it.
pub fn changes(before: &Form, after: &Form) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut add = |differs: bool, name, words: String| {
        if differs {
            all.push((name, words));
        }
    };
    let plain = |before: &str, after: &str| changed::became(said(before), said(after));
    add(before.name != after.name, desk::NAME, plain(&before.name, &after.name));
    let days = before.week.iter().zip(&after.week).zip(time::weekdays());
    let days = days.filter(|((before, after), _)| before.words() != after.words());
    let days: Vec<String> = days
        .map(|((before, after), day)| {
            [&desk::weekday(day), " ", &plain(&before.words(), &after.words())].concat()
        })
        .collect();
    add(!days.is_empty(), desk::HOURS, days.join(list::JOINT));
    let yes = |on: bool| if on { changed::YES } else { changed::NO };
    add(before.holidays != after.holidays, desk::HOLIDAYS, plain(yes(before.holidays), yes(after.holidays)));
    let texts = |text: &str| filled(text).map(str::to_owned).collect::<Vec<_>>();
    add(
        before.closed_days != after.closed_days,
        desk::CLOSED_DAYS,
        lists(&texts(&before.closed_days), &texts(&after.closed_days)),
    );
    add(
        before.reply_days != after.reply_days,
        desk::REPLY_DAYS,
        plain(&before.reply_days, &after.reply_days),
    );
    add(
        before.retention_days != after.retention_days,
        desk::RETENTION_DAYS,
        plain(&before.retention_days, &after.retention_days),
    );
    add(before.wards != after.wards, desk::WARDS, lists(&texts(&before.wards), &texts(&after.wards)));
    add(before.lines != after.lines, desk::LINES, lines(before, after));
    let places = |form: &Form| {
        let named = form.places.iter().map(|place| list::bracket(&place.name, &place.code));
        named.collect::<Vec<_>>()
    };
    add(before.places != after.places, desk::PLACES, lists(&places(before), &places(after)));
    add(before.exit_url != after.exit_url, desk::EXIT_URL, plain(&before.exit_url, &after.exit_url));
    add(
        before.complaints != after.complaints,
        desk::COMPLAINTS,
        plain(&before.complaints, &after.complaints),
    );
    add(
        before.changes != after.changes,
        desk::CHANGES,
        lists(&texts(&before.changes), &texts(&after.changes)),
    );
    let pause = |form: &Form| if form.paused { form.notice.clone() } else { String::new() };
    add(pause(before) != pause(after), desk::PAUSE, plain(&pause(before), &pause(after)));
    all
}

fn said(text: &str) -> &str {
    if text.is_empty() { changed::NOTHING } else { text }
}

/// What came, what went; and where neither did, that the order is another.
fn lists(before: &[String], after: &[String]) -> String {
    let missing = |from: &[String], there: &[String]| {
        from.iter()
            .filter(|one| !there.contains(one))
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(list::JOINT)
    };
    let (came, went) = (missing(after, before), missing(before, after));
    let some = |names: &str, words: fn(&str) -> String| {
        if names.is_empty() { String::new() } else { words(names) }
    };
    let words = then(&some(&came, changed::came), &some(&went, changed::went));
    if words.is_empty() { changed::ORDER.to_owned() } else { words }
}

fn lines(before: &Form, after: &Form) -> String {
    let names = |form: &Form| form.lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
    let (old, new) = (names(before), names(after));
    let touched: Vec<&str> = after
        .lines
        .iter()
        .filter(|line| old.contains(&line.name) && !before.lines.contains(line))
        .map(|line| line.name.as_str())
        .collect();
    let order = if old == new { String::new() } else { lists(&old, &new) };
    let touched =
        if touched.is_empty() { String::new() } else { changed::touched(&touched.join(list::JOINT)) };
    then(&order, &touched)
}

#[cfg(test)]
mod tests {
    use super::super::place::Place;
    use super::*;
    use madobe_domain::desk::settings::{CrisisLine, DeskSettings};

    fn form(change: impl FnOnce(&mut DeskSettings)) -> Form {
        let line = |name: &str| CrisisLine { name: name.to_owned(), ..CrisisLine::default() };
        let mut settings = DeskSettings {
            wards: vec!["北".to_owned(), "南".to_owned()],
            lines: vec![line("ひとつめ"), line("ふたつめ")],
            ..DeskSettings::default()
        };
        change(&mut settings);
        Form::of(&settings)
    }

    #[test]
    fn only_what_differs_is_said() {
        let before = form(|_| ());
        assert!(changes(&before, &before).is_empty());
        let said = |change: &dyn Fn(&mut DeskSettings)| changes(&before, &form(change));
        assert_eq!(said(&|s| s.reply_days = 5), [(desk::REPLY_DAYS, changed::became("2", "5"))]);
        assert_eq!(
            said(&|s| s.wards = vec!["南".to_owned(), "東".to_owned()]),
            [(desk::WARDS, [changed::came("東"), changed::went("北")].concat())]
        );
        assert_eq!(said(&|s| s.wards.reverse()), [(desk::WARDS, changed::ORDER.to_owned())]);
        assert_eq!(
            said(&|s| s.week.0[5] = s.week.0[0].clone()),
            [(
                desk::HOURS,
                [&desk::weekday("土"), " ", &*changed::became(changed::NOTHING, "9:00-17:00")].concat()
            )]
        );
        assert_eq!(
            said(&|s| {
                s.lines.remove(0);
                s.lines[0].hours = "毎日".to_owned();
            }),
            [(desk::LINES, [changed::went("ひとつめ"), changed::touched("ふたつめ")].concat())]
        );
    }

    #[test]
    fn a_place_is_named_with_its_code() {
        let before = form(|_| ());
        let mut after = before.clone();
        after.places.push(Place { code: "bcd2".to_owned(), name: "図書館".to_owned() });
        assert_eq!(changes(&before, &after), [(desk::PLACES, changed::came("図書館（bcd2）"))]);
    }
}
