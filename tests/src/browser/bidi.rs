//! WebDriver BiDi, as far as one command needs it: asked, answered, closed.
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::Capabilities;
use tungstenite::{Message, connect};

/// `capabilities`: those of the session, which name its address.
pub(super) fn command(capabilities: &Capabilities, method: &str, parameters: &Value) -> Result<()> {
    let address = capabilities.get("webSocketUrl").and_then(Value::as_str).context("no address")?;
    let (mut socket, _) = connect(address).context("no way to the browser")?;
    let text = json!({ "id": 1, "method": method, "params": parameters }).to_string();
    socket.send(Message::text(text))?;
    loop {
        let Message::Text(text) = socket.read()? else { continue };
        let answer: Value = serde_json::from_str(&text)?;
        // Whatever else is told meanwhile has no number.
        if answer["id"] == 1 {
            let _ = socket.close(None);
            if answer["type"] == "error" {
                bail!("{method}: {answer}");
            }
            return Ok(());
        }
    }
}
