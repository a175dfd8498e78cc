//! The code as a QR code: the digits alone, no address, so that reading it leaves nothing in a history.

use crate::page::document;
use crate::public::dom;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use web_sys::Element;

/// The quiet zone that readers need.
const BORDER: i32 = 4;

pub fn draw(digits: &str, into: &str) -> Option<()> {
    let segment = QrSegment::make_numeric(digits);
    let code = QrCode::encode_segments(&[segment], QrCodeEcc::Medium).ok()?;
    let side = (code.size() + 2 * BORDER).to_string();
    let picture = svg("svg")?;
    let label = dom::data(into, "label");
    let view = ["0 0 ", &side, " ", &side].concat();
    let attributes =
        [("role", "img"), ("aria-label", &label), ("viewBox", &view), ("width", "224"), ("height", "224")];
    for (name, value) in attributes {
        picture.set_attribute(name, value).ok()?;
    }
    let squares = svg("path")?;
    for (name, value) in
        [("d", path(&code).as_str()), ("fill", "currentColor"), ("shape-rendering", "crispEdges")]
    {
        squares.set_attribute(name, value).ok()?;
    }
    picture.append_child(&squares).ok()?;
    let frame = dom::make("div", "qr", "")?;
    frame.append_child(&picture).ok()?;
    dom::at(into)?.append_child(&frame).ok()?;
    Some(())
}

fn svg(tag: &str) -> Option<Element> {
    document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).ok()
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
