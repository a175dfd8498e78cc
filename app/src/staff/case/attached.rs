//! Files beside a letter: fetched where somebody reads it, opened from their sealed bytes, and let go of with the screen. A picture
//! is drawn; anything else is for saving, and opens elsewhere.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::log::file::{FileKind, FileRef, Files};
use web_sys::Url;

use crate::api::staff::Staff;
use crate::file::{megabytes, open, saved_name};
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::words::staff::attached;

pub fn shown_files(app: App, case: CaseId, files: &Files) -> AnyView {
    let all: Vec<FileRef> = files.iter().cloned().collect();
    let rows = all
        .into_iter()
        .enumerate()
        .map(|(place, file)| view! { <Attached app case file place /> }.into_any());
    view! { <ul class="photos">{rows.collect::<Vec<_>>()}</ul> }.into_any()
}

#[component]
fn Attached(app: App, case: CaseId, file: FileRef, place: usize) -> impl IntoView {
    let (at, said) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let picture = file.kind.is_picture();
    let name = saved_name(&file, place);
    let words = label(&file, place);
    let (alt, large) = (words.clone(), RwSignal::new(false));
    let fetch = {
        let file = file.clone();
        move || {
            said.set(Some(attached::FETCHING.to_owned()));
            let file = file.clone();
            spawn(async move {
                let found = match app.watch(Staff.carry(case, file.id, None)).await {
                    Ok(sealed) => open(&file, &sealed).await.ok_or_else(|| attached::ALTERED.to_owned()),
                    Err(error) if error.is_passing() => Err(Trouble::from(error).words()),
                    Err(_) => Err(attached::GONE.to_owned()),
                };
                match found {
                    Ok(address) => {
                        said.try_set(None);
                        // Nobody looks any more: it ends here.
                        if let Some(Some(late)) = at.try_set(Some(address)) {
                            let _ = Url::revoke_object_url(&late);
                        }
                    }
                    Err(words) => {
                        said.try_set(Some(words));
                    }
                }
            });
        }
    };
    // A picture is there with the letter; a document comes when somebody asks for it.
    if picture {
        fetch();
    }
    on_cleanup(move || {
        if let Some(Some(address)) = at.try_get_untracked() {
            let _ = Url::revoke_object_url(&address);
        }
    });
    let there = move || {
        at.get().map(|address| {
            let drawn = picture.then(|| {
                view! {
                    <button
                        class=move || if large.get() { "picture large" } else { "picture" }
                        type="button"
                        aria-pressed=move || large.get().to_string()
                        title=move || if large.get() { attached::SMALLER } else { attached::LARGER }
                        on:click=move |_| large.update(|large| *large = !*large)
                    >
                        <img src=address.clone() alt=alt.clone() />
                    </button>
                }
            });
            view! {
                {drawn}
                <a class="button small" href=address.clone() download=name.clone()>{attached::SAVE}</a>
            }
            .into_any()
        })
    };
    let door = move || {
        at.with(Option::is_none).then(|| {
            let (fetch, words) = (fetch.clone(), words.clone());
            // What is on its way needs no button.
            let asks = move || said.with(|said| said.as_deref() != Some(attached::FETCHING));
            view! {
                {move || {
                    let fetch = fetch.clone();
                    asks().then(|| view! {
                        <button class="button small" type="button" on:click=move |_| fetch()>{words.clone()}</button>
                    })
                }}
                <span class="status" role="status">{move || said.get()}</span>
            }
            .into_any()
        })
    };
    view! { <li>{there}{door}</li> }
}

pub fn label(file: &FileRef, place: usize) -> String {
    let number = (place + 1).to_string();
    match file.kind {
        FileKind::Pdf => attached::document(&number, &megabytes(file)),
        FileKind::Other => attached::other(&number),
        _ => attached::picture(&number),
    }
}
