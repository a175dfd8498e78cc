//! What was answered to what a group asks: read from the case, since the server does not know it.
use leptos::prelude::*;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use crate::words::staff::calendar;

#[component]
pub fn Answers(talk: Memo<Option<StaffTalk>>) -> impl IntoView {
    let here = Calendar::of_context();
    let answers = move || {
        let (id, case) = talk.with(|talk| talk.as_ref().map(|talk| (talk.id, talk.case)))?;
        let row = here.app.list.row(case?)?;
        let found = row.answers.iter().find(|(of, _)| *of == id)?;
        Some(found.1.clone())
    };
    move || {
        answers().map(|answers| {
            let one = |one: &madobe_domain::booking::question::Answered| {
                let (question, answer) = (one.question.as_str().to_owned(), one.answer.as_str().to_owned());
                view! { <div><dt>{question}</dt><dd>{answer}</dd></div> }
            };
            view! { <dl class="answers" aria-label=calendar::ANSWERS>{answers.iter().map(one).collect_view()}</dl> }
        })
    }
}
