//! A talk that is taken with the mouse or a pen and put down on another day, at another time, with somebody else or in another room;
//! and a press on a free place. Nothing is moved or booked by that alone: the same dialog asks as after the button, which is there
//! for keys and for fingers, since those scroll.
use leptos::ev;
use leptos::prelude::*;
use madobe_domain::booking::tick::{Tick, ticks};
use madobe_domain::desk::hours::Minute;
use madobe_domain::ids::ReservationId;
use madobe_domain::wire::calendar::StaffTalk;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::Calendar;
use super::asking::What;
use super::grid::{carried, minutes, pressed};
use super::place::View;
use super::shown::{Head, columns, is_movable};
use crate::{page, time};

/// In pixels: a hand that trembles drags nothing.
const SLACK: i32 = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drag {
    pub talk: ReservationId,
    from: (i32, i32),
    by: (i32, i32),
    /// Far enough to be meant.
    pub begun: bool,
    /// The column under the pointer.
    pub over: Option<usize>,
}

impl Drag {
    fn to(self, at: (i32, i32)) -> Self {
        let by = (at.0.saturating_sub(self.from.0), at.1.saturating_sub(self.from.1));
        let far = by.0.saturating_abs().max(by.1.saturating_abs()) > SLACK;
        Self { by, begun: self.begun || far, ..self }
    }

    /// Where the card is drawn meanwhile.
    pub fn shift(self) -> String {
        ["translate(", &self.by.0.to_string(), "px,", &self.by.1.to_string(), "px)"].concat()
    }
}

/// The place of the column there; the card itself is not in the way while it is dragged.
fn column_at((x, y): (i32, i32)) -> Option<usize> {
    let there = page::document().element_from_point(x as f32, y as f32)?;
    there.closest("[data-place]").ok()??.get_attribute("data-place")?.parse().ok()
}

fn at(event: &ev::PointerEvent) -> (i32, i32) {
    (event.client_x(), event.client_y())
}

/// With the mouse or a pen: fingers scroll.
fn grabs(event: &ev::PointerEvent) -> bool {
    event.pointer_type() != "touch" && event.is_primary() && event.button() == 0
}

/// How high the hours of the day are drawn, in pixels; nothing where the day is a list.
fn height() -> Option<i64> {
    let hours = page::document().query_selector(".cal-hours").ok()??;
    Some(i64::from(hours.client_height())).filter(|height| *height > 0)
}

/// A column where nothing lies under the pointer, and how far below its first hour that is.
fn free_place(event: &ev::PointerEvent) -> Option<(usize, i32)> {
    let list = event.target()?.dyn_into::<Element>().ok()?;
    let free = grabs(event) && list.matches(".cal-day .talks").ok()?;
    free.then(|| column_at(at(event)))?.map(|column| (column, event.offset_y()))
}

/// For as long as the calendar is on the screen.
pub fn listen(here: Calendar) {
    let free = StoredValue::new(None::<(usize, i32)>);
    let pressing = window_event_listener(ev::pointerdown, move |event| free.set_value(free_place(&event)));
    let moved = window_event_listener(ev::pointermove, move |event| {
        let Some(drag) = here.drag.get_untracked() else { return };
        let mut drag = drag.to(at(&event));
        if drag.begun {
            drag.over = column_at(at(&event));
        }
        here.drag.set(Some(drag));
    });
    let put_down = window_event_listener(ev::pointerup, move |event| {
        if let Some(drag) = here.drag.get_untracked() {
            here.drag.set(None);
            here.put_down(drag);
        } else if let (Some((column, down)), Some((still, now))) = (free.get_value(), free_place(&event))
            && column == still
            && down.abs_diff(now) <= SLACK.unsigned_abs()
        {
            here.ask_at(column, down);
        }
    });
    let lost = window_event_listener(ev::pointercancel, move |_| here.drag.set(None));
    let escaped = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && here.drag.with_untracked(Option::is_some) {
            event.prevent_default();
            here.drag.set(None);
        }
    });
    on_cleanup(move || {
        pressing.remove();
        moved.remove();
        put_down.remove();
        lost.remove();
        escaped.remove();
    });
}

impl Calendar {
    pub(super) fn take(self, talk: ReservationId, event: &ev::PointerEvent) {
        let columns = self.place.with_untracked(|place| place.view != View::List);
        let movable = self.talk(talk).is_some_and(|talk| is_movable(&talk));
        if grabs(event) && columns && movable {
            let from = at(event);
            self.drag.set(Some(Drag { talk, from, by: (0, 0), begun: false, over: None }));
        }
    }

    /// Asks, unless it lies where it lay.
    fn put_down(self, drag: Drag) {
        let Some(over) = drag.over.filter(|_| drag.begun) else { return };
        let Some((place, talks)) = self.shown.get_untracked() else { return };
        let plan = self.plan.get_untracked();
        let Some((head, there)) = columns(place, &plan, &talks).into_iter().nth(over) else { return };
        let Some(talk) = talks.iter().find(|talk| talk.id == drag.talk) else { return };
        let stays = there.iter().any(|known| known.id == drag.talk);
        let minute = self.minute(talk, drag.by.1);
        if stays && minute == talk.start.minute() {
            return;
        }
        let (day, person, room) = match head {
            _ if stays => (talk.start.day(), String::new(), None),
            Head::Day(day) => (day, String::new(), None),
            Head::Person(person) => (talk.start.day(), person, None),
            // A talk of another kind cannot be in it.
            Head::Room(room) if plan.kind(&talk.kind).is_some_and(|kind| kind.rooms.contains(&room)) => {
                (talk.start.day(), String::new(), Some(room))
            }
            Head::Room(_) | Head::Others => return,
        };
        let start = Tick::of_day(day).plus(ticks(minute));
        self.asking.set(Some(What::Move { talk: talk.clone(), start, person, room }));
    }

    /// When it begins, put down so many pixels below where it lay. Where no hours are drawn, as before.
    fn minute(self, talk: &StaffTalk, down: i32) -> Minute {
        let before = talk.start.minute();
        let (Some(hours), Some(height)) = (self.hours.get_value(), height()) else { return before };
        let kind = self.plan.with_untracked(|plan| plan.kind(&talk.kind).cloned());
        // A group meets whenever it is set.
        let step = kind.filter(|kind| !kind.is_group()).map(|kind| kind.step).unwrap_or_default();
        carried(before, minutes(down, height, hours), step)
    }

    /// A free place of the day: who is there, or which room it is, and when.
    fn ask_at(self, column: usize, down: i32) {
        let (Some(hours), Some(height)) = (self.hours.get_value(), height()) else { return };
        let Some((place, talks)) = self.shown.get_untracked() else { return };
        let plan = self.plan.get_untracked();
        let Some((head, _)) = columns(place, &plan, &talks).into_iter().nth(column) else { return };
        let (person, room) = match head {
            Head::Person(person) => (person, None),
            Head::Room(room) => (String::new(), Some(room)),
            Head::Day(_) | Head::Others => return,
        };
        let start = pressed(hours, minutes(down, height, hours));
        // Nothing is planned in days that are over.
        if start.day() >= time::now().date_in_japan() {
            self.asking.set(Some(What::At { start, person, room }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_that_trembles_drags_nothing() {
        let talk = ReservationId::from_bytes([1; 16]);
        let drag = Drag { talk, from: (100, 100), by: (0, 0), begun: false, over: None };
        assert!(!drag.to((104, 95)).begun);
        let far = drag.to((100, 140));
        assert!(far.begun);
        assert_eq!(far.shift(), "translate(0px,40px)");
        // Once it is meant, it stays so on the way back.
        assert!(far.to((100, 100)).begun);
    }
}
