//! The summary of what needs a look, at the top of the page, in the same words as beside the field.

use super::dom;
use crate::page::{focus, focus_soon, listen, mark_title};
use crate::words::public::{summary, title};
use std::cell::RefCell;

const PLACE: &str = "error-summary";
const ID: &str = "summary";

/// What is wrong, and with which field.
#[derive(Clone, PartialEq)]
pub struct FieldFault {
    pub field: &'static str,
    pub words: String,
}

#[derive(Default)]
pub struct ErrorSummary(RefCell<Option<FieldFault>>);

impl ErrorSummary {
    /// Shows the fault above and beside its field, and moves the focus to it.
    pub fn show(&self, fault: FieldFault) {
        self.clear();
        dom::beside(fault.field, Some(&fault.words));
        draw(&fault);
        mark_title(title::error, true);
        focus_soon(ID);
        *self.0.borrow_mut() = Some(fault);
    }

    pub fn clear(&self) {
        if let Some(fault) = self.0.take() {
            dom::beside(fault.field, None);
            dom::clear(PLACE);
            mark_title(title::error, false);
        }
    }
}

fn draw(fault: &FieldFault) -> Option<()> {
    let field = fault.field;
    let panel = dom::make("div", "error-summary", "")?;
    for (name, value) in [("role", "alert"), ("tabindex", "-1"), ("id", ID)] {
        panel.set_attribute(name, value).ok()?;
    }
    let link = dom::make("a", "", &fault.words)?;
    link.set_attribute("href", &["#", field].concat()).ok()?;
    listen(&link, "click", move |event| {
        // Following the link would add a step to the history.
        event.prevent_default();
        focus(field);
    });
    let (list, item) = (dom::make("ul", "", "")?, dom::make("li", "", "")?);
    item.append_child(&link).ok()?;
    list.append_child(&item).ok()?;
    dom::append(&panel, dom::make("h2", "", summary::HEADING));
    panel.append_child(&list).ok()?;
    dom::at(PLACE)?.append_child(&panel).ok()?;
    Some(())
}
