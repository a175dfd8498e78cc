//! Many screens of one person at once.
use std::net::TcpStream;

use anyhow::{Context, Result, ensure};
use madobe_client::StaffMember;
use madobe_domain::wire::sync::SyncPage;
use madobe_tests::desk::Desk;
use madobe_tests::together::together;
use madobe_tests::wait::PATIENCE;
use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{WebSocket, connect};

const TABS: usize = 30;

/// One tab's socket at the bell.
fn listen(member: &StaffMember) -> Result<WebSocket<MaybeTlsStream<TcpStream>>> {
    let address = format!("{}/api/staff/live", member.server().base().replacen("http", "ws", 1));
    let mut asked = address.into_client_request()?;
    asked.headers_mut().insert("cookie", HeaderValue::from_str(&member.cookie())?);
    let (socket, _) = connect(asked).context("no bell")?;
    if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
        stream.set_read_timeout(Some(PATIENCE))?;
    }
    Ok(socket)
}

/// Each tab of thirty hears that something came, and all may ask for it in the same moment.
pub fn tabs(desk: &Desk) -> Result<()> {
    let (member, _) = desk.colleague()?;
    let mut tabs = (0..TABS).map(|_| listen(&member)).collect::<Result<Vec<_>>>()?;
    let case = desk.letter("三十の画面で待たれていた手紙。")?.page(0)?.case;
    for (place, tab) in tabs.iter_mut().enumerate() {
        let heard = tab.read().with_context(|| format!("tab {place} heard nothing"))?;
        ensure!(heard.to_text()? == "news", "tab {place} heard {heard}");
    }
    let asked = together((0..TABS).collect(), |_| knows(&member, case))?;
    for (place, knows) in asked.into_iter().enumerate() {
        ensure!(knows?, "tab {place} was not given the letter");
    }
    Ok(())
}

fn knows(member: &StaffMember, case: madobe_domain::ids::CaseId) -> Result<bool> {
    let mut after = 0;
    loop {
        let page: SyncPage = member.get(&format!("/api/staff/sync?after={after}"))?;
        if page.entries.iter().any(|stored| stored.entry.case == case) {
            return Ok(true);
        }
        if !page.more {
            return Ok(false);
        }
        after = page.cursor;
    }
}
