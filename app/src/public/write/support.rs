//! Other places to turn, where somebody's words are heavy. Beside the flow, never in its way.

use crate::words::public::support as words;
use leptos::prelude::*;
use madobe_domain::desk::settings::{CrisisLine, LineKind};

pub fn view(worried: RwSignal<bool>, lines: Signal<Vec<CrisisLine>, LocalStorage>) -> AnyView {
    let region = move || {
        worried.get().then(|| {
            let texts: Vec<CrisisLine> =
                lines.get().into_iter().filter(|line| line.kind == LineKind::Text).take(3).collect();
            let rows = texts.into_iter().map(row).collect_view();
            view! {
                <section class="panel support" id="support" aria-labelledby="support-h">
                    <h2 id="support-h">{words::HEADING}</h2>
                    <p>{words::KIND}<br/>{words::TEXT}</p>
                    <ul class="lines">{rows}</ul>
                    <p>{words::DANGER}" "<a class="line-link" href="/crisis" target="_blank" rel="noreferrer">{words::MORE}</a></p>
                    <p>{words::SEND}</p>
                    <p class="hint">{words::LOCAL}</p>
                    <button class="button" type="button" id="support-close" on:click=move |_| worried.set(false)>{words::CLOSE}</button>
                </section>
            }
        })
    };
    region.into_any()
}

fn row(line: CrisisLine) -> AnyView {
    view! {
        <li class="line">
            <h3 class="line-name"><a href=line.contact target="_blank" rel="noreferrer">{line.name}</a></h3>
            <p class="line-when">{line.hours}" "{line.free.then_some(words::FREE)}</p>
        </li>
    }
    .into_any()
}
