//! A QR code as an inline picture: drawn here, sent nowhere.
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of white around it, so that cameras find it.
const QUIET: i32 = 4;

/// The dark squares as one path, and how many modules a side has.
pub fn squares(text: &str) -> Option<(String, i32)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(
                &["M", &(x + QUIET).to_string(), " ", &(y + QUIET).to_string(), "h1v1h-1z"].concat(),
            );
        }
    }
    Some((path, code.size() + 2 * QUIET))
}

/// Black on white in the dark too: cameras do not read it the other way round.
#[component]
pub fn Qr(text: String, label: String) -> impl IntoView {
    squares(&text).map(|(path, side)| {
        let side = side.to_string();
        view! {
            <div class="qr">
                <svg
                    role="img"
                    aria-label=label
                    width="240"
                    height="240"
                    viewBox=["0 0 ", &side, " ", &side].concat()
                    shape-rendering="crispEdges"
                >
                    <path fill="#fff" d=["M0 0h", &side, "v", &side, "H0z"].concat()></path>
                    <path fill="#000" d=path></path>
                </svg>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_has_finders_in_its_corners() {
        let (path, side) = super::squares("otpauth://totp/a?secret=b").unwrap();
        assert!((29..=60).contains(&side));
        assert!(path.starts_with("M4 4h1v1h-1z"));
        assert!(super::squares(&"x".repeat(5000)).is_none());
    }
}
