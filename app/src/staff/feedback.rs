//! `/staff/feedback`: what people thought of the desk. Opened here, counted here; nothing ties it to a case.
use leptos::prelude::*;

use super::app::App;
use super::trouble::Trouble;
use crate::api::staff::Staff;
use crate::time;
use crate::ui::place::{focus_soon, title};
use crate::vault::{Counts, Gathered, Wanted};
use crate::words::common::list;
use crate::words::staff::{self, feedback};

const NAMES: [&str; 3] = [feedback::YES, feedback::BETWEEN, feedback::NO];

#[component]
pub fn FeedbackScreen() -> impl IntoView {
    title(feedback::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let gathered = LocalResource::new(move || async move {
        let page = app.watch(Staff.feedback()).await?;
        Ok::<Gathered, Trouble>(app.vault().gather(page).await??)
    });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{feedback::HEADING}</h1>
            <p>{feedback::LEAD}</p>
            {move || match gathered.get() {
                None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                Some(Err(trouble)) => view! {
                    <div class="panel warning" role="alert">
                        <p>{list::sentences(feedback::FAILED, &trouble.words())}</p>
                        <button class="button small" type="button" on:click=move |_| gathered.refetch()>{staff::AGAIN}</button>
                    </div>
                }.into_any(),
                Some(Ok(gathered)) => view! { <Shown gathered /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Shown(gathered: Gathered) -> impl IntoView {
    let today = App::of_context().list.now.get_untracked().date_in_japan();
    let Gathered { opened, total, shut, easy, useful, wanted } = gathered;
    if total == 0 {
        return view! { <p class="empty">{feedback::NONE}</p> }.into_any();
    }
    let rows = wanted.into_iter().map(|Wanted { day, words, .. }| {
        view! {
            <li><article class="letter">
                <header class="letter-head"><time datetime=time::iso_day(day)>{time::day_seen_from(day, today)}</time></header>
                <div class="letter-body">{words}</div>
            </article></li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p id="count">{if opened + shut < total {
            feedback::newest(&(opened + shut).to_string(), &total.to_string())
        } else {
            feedback::all(&total.to_string())
        }}</p>
        {(shut > 0).then(|| view! { <p class="panel warning">{feedback::shut(&shut.to_string())}</p> })}
        <Scales id="easy" question=feedback::EASY counts=easy />
        <Scales id="useful" question=feedback::USEFUL counts=useful />
        <section class="stack" aria-labelledby="wanted">
            <h2 id="wanted">{feedback::WANTED}</h2>
            <ul class="thread">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Counts in words, with a bar beside each for the eyes.
#[component]
fn Scales(id: &'static str, question: &'static str, counts: Counts) -> impl IntoView {
    let most = counts.iter().sum::<u32>().max(1).to_string();
    let row = move |(name, count): (&'static str, u32)| {
        let (max, value) = (most.clone(), count.to_string());
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{feedback::count(&value)}</td>
                <td aria-hidden="true"><meter min="0" max=max value=value></meter></td>
            </tr>
        }
    };
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{question}</h2>
            <table class="table scale"><tbody>{NAMES.into_iter().zip(counts).map(row).collect_view()}</tbody></table>
        </section>
    }
}
