//! A picture drawn anew: upright, not larger than needed, and without anything that a camera wrote beside it.

use crate::page::document;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Of the longer side.
const PIXELS: u32 = 2_000;
const KIND: &str = "image/jpeg";
const QUALITY: f64 = 0.85;

/// Nothing where a browser does not know it for a picture.
pub async fn draw_anew(file: &Blob) -> Option<Vec<u8>> {
    let address = Url::create_object_url_with_blob(file).ok()?;
    let canvas = drawn(&address).await;
    let _ = Url::revoke_object_url(&address);
    let canvas = canvas?;
    let promise = Promise::new(&mut |resolve, _| {
        let _ = canvas.to_blob_with_type_and_encoder_options(&resolve, KIND, &QUALITY.into());
    });
    let blob = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    super::bytes(&blob).await
}

/// By way of an element: that one turns a photo the way it was taken, in every browser.
async fn drawn(address: &str) -> Option<HtmlCanvasElement> {
    let image: HtmlImageElement = document().create_element("img").ok()?.unchecked_into();
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = fitted(image.natural_width(), image.natural_height())?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let paper: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let (across, down) = (f64::from(width), f64::from(height));
    // What was transparent is white, not black.
    paper.set_fill_style_str("#fff");
    paper.fill_rect(0.0, 0.0, across, down);
    paper.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, across, down).ok()?;
    Some(canvas)
}

/// The same shape, with no side longer than [`PIXELS`]; nothing where there is nothing to see.
fn fitted(width: u32, height: u32) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if longer <= PIXELS {
        return Some((width, height));
    }
    let fit = |side: u32| (u64::from(side) * u64::from(PIXELS) / u64::from(longer)).max(1) as u32;
    Some((fit(width), fit(height)))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn a_picture_keeps_its_shape_and_is_not_larger_than_needed() {
        assert_eq!(fitted(4_000, 3_000), Some((2_000, 1_500)));
        assert_eq!(fitted(3_024, 4_032), Some((1_500, 2_000)));
        assert_eq!(fitted(640, 480), Some((640, 480)));
        assert_eq!(fitted(100_000, 10), Some((2_000, 1)));
        assert_eq!(fitted(0, 480), None);
    }
}
