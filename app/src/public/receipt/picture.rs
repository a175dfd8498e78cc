//! The code as a picture: black on white, five lines, under a file name that says nothing.

use crate::page::{document, window};
use crate::words::public::receipt as words;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

const WIDTH: u32 = 480;
const LINE: u32 = 96;

/// Hands it to the browser, and tells whether that went well; nothing, where this browser cannot even begin.
pub fn save(groups: &[String; 5], told: impl FnOnce(bool) + 'static) -> Option<()> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    let height = LINE * (groups.len() as u32 + 1);
    canvas.set_width(WIDTH);
    canvas.set_height(height);
    let paper: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    paper.set_fill_style_str("#fff");
    paper.fill_rect(0.0, 0.0, f64::from(WIDTH), f64::from(height));
    paper.set_fill_style_str("#000");
    paper.set_font("700 64px ui-monospace, monospace");
    paper.set_text_align("center");
    paper.set_text_baseline("middle");
    for (line, group) in (1_u32..).zip(groups) {
        paper.fill_text(group, f64::from(WIDTH / 2), f64::from(line * LINE)).ok()?;
    }
    let download = Closure::once_into_js(move |blob: Option<Blob>| {
        told(blob.and_then(|blob| download(&blob)).is_some());
    });
    canvas.to_blob(download.unchecked_ref()).ok()
}

fn download(blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(words::PICTURE_FILE);
    link.click();
    // The browser has taken it by the next minute; until then the address must live.
    let forget = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 60_000);
    Some(())
}
