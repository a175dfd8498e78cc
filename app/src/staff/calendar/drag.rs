//! A talk that is taken with the mouse or a pen and put down on another day, or with somebody else. Nothing is moved by
//! that alone: the same dialog asks as after the button, which is there for keys and for fingers, since those scroll.
use leptos::ev;
use leptos::prelude::*;
use madobe_domain::ids::ReservationId;

use super::Calendar;
use super::asking::What;
use super::place::View;
use super::shown::{Head, columns, is_movable};
use crate::page;

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

/// For as long as the calendar is on the screen.
pub fn listen(here: Calendar) {
    let moved = window_event_listener(ev::pointermove, move |event| {
        let Some(drag) = here.drag.get_untracked() else { return };
        let mut drag = drag.to(at(&event));
        if drag.begun {
            drag.over = column_at(at(&event));
        }
        here.drag.set(Some(drag));
    });
    let put_down = window_event_listener(ev::pointerup, move |_| {
        if let Some(drag) = here.drag.get_untracked() {
            here.drag.set(None);
            here.put_down(drag);
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
        moved.remove();
        put_down.remove();
        lost.remove();
        escaped.remove();
    });
}

impl Calendar {
    pub(super) fn take(self, talk: ReservationId, event: &ev::PointerEvent) {
        let grabs = event.pointer_type() != "touch" && event.is_primary() && event.button() == 0;
        let columns = self.place.with_untracked(|place| place.view != View::List);
        let movable = self.talk(talk).is_some_and(|talk| is_movable(&talk));
        if grabs && columns && movable {
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
        if there.iter().any(|known| known.id == drag.talk) {
            return;
        }
        let (day, person) = match head {
            Head::Day(day) => (day, String::new()),
            Head::Person(person) => (talk.start.day(), person),
            Head::Others => return,
        };
        self.asking.set(Some(What::Move { talk: talk.clone(), day, person }));
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
