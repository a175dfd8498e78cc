//! The code as a QR code: the digits alone, no address, so that reading it leaves nothing in a history.

use crate::words::public::receipt as words;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};

/// The quiet zone that readers need.
const BORDER: i32 = 4;

pub fn view(digits: &str) -> Option<AnyView> {
    let segment = QrSegment::make_numeric(digits);
    let code = QrCode::encode_segments(&[segment], QrCodeEcc::Medium).ok()?;
    let side = (code.size() + 2 * BORDER).to_string();
    let picture = view! {
        <div class="qr" id="qr">
            <svg role="img" aria-label=words::QR_LABEL viewBox=["0 0 ", &side, " ", &side].concat() width="224" height="224">
                <path d=path(&code) fill="currentColor" shape-rendering="crispEdges"/>
            </svg>
        </div>
    };
    Some(picture.into_any())
}

/// One square per dark module.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let (x, y) = ((x + BORDER).to_string(), (y + BORDER).to_string());
                path.extend(["M", &x, " ", &y, "h1v1h-1z"]);
            }
        }
    }
    path
}
