//! The table of routes, as its document tells it.
use anyhow::{Context, Result, ensure};
use madobe_domain::wire::error::ErrorBody;
use madobe_tests::desk::Desk;
use serde_json::Value;

/// What the client and the applications ask for. Each must stand in the document, and the document names nothing else
/// but itself and the health.
const KNOWN: [&str; 117] = [
    "put /api/mailbox/files/{file}",
    "get /api/mailbox/files/{file}",
    "put /api/staff/cases/{case}/files/{file}",
    "get /api/staff/cases/{case}/files/{file}",
    "delete /api/staff/cases/{case}/files/{file}",
    "post /api/staff/cases/{case}/exports",
    "post /api/staff/exports",
    "get /api/staff/exports/{export}",
    "get /api/staff/exports/{export}/cases",
    "get /api/staff/exports/{export}/files/{case}/{file}",
    "put /api/staff/import/files/{case}/{file}",
    "get /api/staff/import",
    "post /api/staff/import/lines",
    "post /api/staff/import/teams/{team}",
    "get /api/staff/cases/{case}/drafts",
    "put /api/staff/cases/{case}/drafts/{draft}",
    "delete /api/staff/cases/{case}/drafts/{draft}",
    "put /api/staff/presence",
    "get /api/staff/books/{book}",
    "put /api/staff/books/{book}",
    "get /api/staff/teams/{team}/books/{book}",
    "put /api/staff/teams/{team}/books/{book}",
    "post /api/staff/sign-in/passkey/start",
    "post /api/staff/sign-in/passkey",
    "get /api/staff/passkeys",
    "post /api/staff/passkeys",
    "post /api/staff/passkeys/start",
    "put /api/staff/passkeys/{passkey}",
    "delete /api/staff/passkeys/{passkey}",
    "get /api/staff/sessions",
    "delete /api/staff/sessions",
    "delete /api/staff/sessions/{session}",
    "get /api/staff/cases/{case}/holders",
    "post /api/staff/cases/{case}/grants",
    "post /api/staff/facts",
    "put /api/staff/colleagues/{staff}/role",
    "put /api/staff/colleagues/{staff}/suspension",
    "delete /api/staff/colleagues/{staff}/suspension",
    "post /api/staff/colleagues/{staff}/resets",
    "post /api/staff/reset/check",
    "post /api/staff/reset/one-time-code",
    "post /api/staff/reset/account",
    "get /api/staff/teams",
    "post /api/staff/teams",
    "put /api/staff/teams/{team}",
    "put /api/staff/teams/{team}/members/{staff}",
    "delete /api/staff/teams/{team}/members/{staff}",
    "post /api/staff/teams/{team}/keys",
    "get /api/staff/teams/{team}/reseal",
    "post /api/staff/teams/{team}/reseal",
    "get /api/staff/recovery",
    "post /api/staff/recovery/drills",
    "post /api/staff/recovery/keys",
    "get /api/staff/audit",
    "get /api/staff/names",
    "get /api/staff/retention",
    "put /api/staff/retention/{case}",
    "delete /api/staff/retention/{case}",
    "post /api/staff/retention/{case}/erasure",
    "get /api/staff/feedback",
    "post /api/feedback",
    "get /api/health",
    "get /api/openapi.json",
    "get /api/desk",
    "post /api/arrivals",
    "post /api/intake/challenge",
    "post /api/mailboxes",
    "get /api/mailbox",
    "delete /api/mailbox",
    "post /api/mailbox/entries",
    "get /api/staff/setup",
    "post /api/staff/setup",
    "post /api/staff/join/check",
    "post /api/staff/join",
    "post /api/staff/sign-in/start",
    "post /api/staff/sign-in",
    "get /api/staff/session",
    "delete /api/staff/session",
    "get /api/staff/sync",
    "get /api/staff/live",
    "post /api/staff/cases/{case}/entries",
    "put /api/staff/cases/{case}/seen",
    "get /api/staff/colleagues",
    "post /api/staff/invites",
    "delete /api/staff/invites/{invite}",
    "post /api/staff/teams/{team}/members",
    "get /api/staff/desk",
    "put /api/staff/desk",
    "get /api/staff/desk/versions",
    "get /api/staff/print",
    "get /api/staff/print/sheet",
    "get /api/booking",
    "get /api/booking/free",
    "post /api/booking/holds",
    "get /api/booking/reservations",
    "put /api/booking/reservations/{reservation}",
    "delete /api/booking/reservations/{reservation}",
    "post /api/booking/reservations/{reservation}/extend",
    "post /api/booking/reservations/{reservation}/confirm",
    "put /api/booking/waiting/{kind}",
    "delete /api/booking/waiting/{kind}",
    "get /api/staff/teams/{team}/booking/plan",
    "put /api/staff/teams/{team}/booking/plan",
    "put /api/staff/teams/{team}/booking/absences",
    "get /api/staff/teams/{team}/booking/calendar",
    "get /api/staff/teams/{team}/booking/free",
    "post /api/staff/teams/{team}/booking/reservations",
    "put /api/staff/teams/{team}/booking/reservations/{reservation}",
    "delete /api/staff/teams/{team}/booking/reservations/{reservation}",
    "put /api/staff/teams/{team}/booking/reservations/{reservation}/came",
    "put /api/staff/teams/{team}/booking/reservations/{reservation}/note",
    "post /api/staff/teams/{team}/booking/reservations/{reservation}/return",
    "get /api/staff/teams/{team}/booking/months",
    "get /api/staff/teams/{team}/booking/feed",
    "put /api/staff/teams/{team}/booking/feed",
    "delete /api/staff/teams/{team}/booking/feed",
    "get /api/booking/feed/{secret}",
];

pub fn documented(desk: &Desk) -> Result<()> {
    let document: Value = desk.server.get("/api/openapi.json")?;
    let paths = document["paths"].as_object().context("no paths")?;
    let mut listed: Vec<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().into_iter().flatten().map(move |(method, _)| format!("{method} {path}"))
        })
        .collect();
    listed.sort();
    let mut known = KNOWN.map(str::to_owned).to_vec();
    known.sort();
    ensure!(listed == known, "the document lists {listed:#?}");
    for (path, methods) in paths {
        let names = ["{case}", "{file}", "{invite}", "{kind}", "{reservation}", "{team}"];
        let path = names.iter().fold(path.clone(), |path, name| path.replace(name, "x"));
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let known = methods.get(method.to_lowercase()).is_some();
            let answer = desk.from_home().raw(method, &path, &[], None)?;
            ensure!(answer.status < 500, "{method} {path}: {}", answer.status);
            ensure!((answer.status == 405) != known, "{method} {path}: {}", answer.status);
            if answer.status >= 400 {
                let body: ErrorBody = serde_json::from_slice(&answer.body)
                    .with_context(|| format!("{method} {path}: {}", answer.text()))?;
                ensure!(body.error.code.status() == answer.status);
            }
        }
    }
    Ok(())
}

pub fn missing(desk: &Desk) -> Result<()> {
    let odd = [
        "/api",
        "/api/",
        "/api/none",
        "/api/desk/",
        "/api/desk/x",
        "/api//desk",
        "/api/%00",
        "/api/..%2fdesk",
    ];
    for path in odd {
        let answer = desk.server.raw("GET", path, &[], None)?;
        ensure!(answer.status == 404 && answer.text().contains("\"not_found\""), "{path}: {}", answer.text());
    }
    for path in ["/none", "/write/x", "/index.html", "/assets/none.js", "/assets/../.dev.vars", "/secrets"] {
        let answer = desk.server.raw("GET", path, &[], None)?;
        ensure!(answer.status == 404, "{path}: {}", answer.status);
        ensure!(!answer.text().contains(path), "{path} is not repeated");
    }
    let answer = desk.server.raw("POST", "/write", &[("content-type", "text/plain")], Some(b"words"))?;
    ensure!(answer.status == 405);
    Ok(())
}
