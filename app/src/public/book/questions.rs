//! What a group asks of whoever takes a seat: one quiet step, of which everything may be left open.

use super::form::Form;
use super::lists::as_written;
use super::steps::Step;
use super::{Book, Handle, handle};
use crate::page::element;
use crate::public::dom;
use crate::public::error_summary::FieldFault;
use crate::words::public::{book as words, choose};
use leptos::prelude::*;
use madobe_domain::booking::question::{Answer, Question};
use madobe_domain::limits::QUESTIONS;
use madobe_domain::text::TextFault;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

/// The fields, in the order of the questions.
const FIELDS: [&str; QUESTIONS] = ["answer-1", "answer-2", "answer-3"];

pub fn mount(book: &Rc<Book>) {
    let (this, form) = (handle(book), book.form);
    // Nobody's field is drawn anew while they type.
    let asked = Memo::new(move |_| form.with(|form| form.questions().to_vec()));
    let fields =
        move || asked.get().into_iter().zip(FIELDS).map(|(one, id)| field(this, one, id)).collect::<Vec<_>>();
    dom::island("questions", fields.into_any());
    dom::shown("ask-more", move || asked.with(|asked| !asked.is_empty()));
}

fn field(book: Handle, question: Question, id: &'static str) -> AnyView {
    let typed = book.get_value().form.with_untracked(|form| form.answer(&question).to_owned());
    let (label, error) = (as_written(question.as_str()), [id, "-error"].concat());
    let described = error.clone();
    view! {
        <div class="field">
            <label class="label" for=id>{label}" "<span class="optional">{choose::OPTIONAL}</span></label>
            <p class="error" id=error hidden=true></p>
            <textarea class="input" id=id rows="2" autocomplete="off" autocapitalize="off" aria-describedby=described
                prop:value=typed
                on:input:target=move |event| {
                    let typed = event.target().value();
                    book.get_value().form.update(|form| form.set_answer(&question, typed));
                }></textarea>
        </div>
    }
    .into_any()
}

/// The answers that cannot be taken as they stand.
fn faults(form: &Form) -> Vec<FieldFault> {
    let fault = |(question, field)| match Answer::parse(form.answer(question)) {
        Err(TextFault::TooLong { over }) => {
            Some(FieldFault { field, words: words::answer_long(&over.to_string()) })
        }
        _ => None,
    };
    form.questions().iter().zip(FIELDS).filter_map(fault).collect()
}

impl Book {
    /// In every field stands what is known of it, also where it is not seen.
    pub fn fill_fields(&self) {
        let form = self.form.get_untracked();
        if let Some(input) = element::<HtmlInputElement>("call-me") {
            input.set_value(&form.call_me);
        }
        let answers = form.questions().iter().zip(FIELDS).map(|(one, id)| (id, form.answer(one)));
        for (id, typed) in answers.chain([("words", form.text.as_str())]) {
            if let Some(area) = element::<HtmlTextAreaElement>(id) {
                area.set_value(typed);
            }
        }
    }

    /// Whether the questions of this group were passed already.
    pub fn asks(&self) -> bool {
        self.form.with_untracked(|form| !form.questions().is_empty() && !form.passed)
    }

    /// On from the questions.
    pub fn asked(&self) {
        if self.answers_are_sound() {
            self.form.update(|form| form.passed = true);
            self.go(Step::Check);
        }
    }

    /// Where one is not, its step comes back with it.
    pub fn answers_are_sound(&self) -> bool {
        self.summary.clear();
        let faults = self.form.with_untracked(faults);
        let sound = faults.is_empty();
        if !sound {
            if self.way.now() != Step::Ask {
                self.go(Step::Ask);
            }
            self.summary.show_all(faults);
        }
        sound
    }
}
