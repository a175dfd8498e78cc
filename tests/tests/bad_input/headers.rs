//! What answers carry, and what a request may not come with.
use anyhow::{Context, Result, ensure};
use madobe_client::staff::COOKIE;
use madobe_client::{Answer, Server};
use madobe_domain::wire::error::ErrorCode;
use madobe_tests::desk::Desk;
use madobe_tests::pages::public;

const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
];

fn check(path: &str, answer: &Answer) -> Result<()> {
    for (name, wanted) in ALWAYS {
        let found = answer.header(name).unwrap_or_default();
        ensure!(found.contains(wanted), "{path}: {name} is {found:?}");
    }
    let policy = answer.header("content-security-policy").with_context(|| format!("{path}: no policy"))?;
    ensure!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    for banned in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        ensure!(!policy.contains(banned), "{path}: {banned} in the policy");
    }
    for wanted in ["script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'"] {
        ensure!(policy.contains(wanted), "{path}: no {wanted}");
    }
    Ok(())
}

/// The build's twins as they are, pages and the desk's facts by the runtime; nothing that is one person's.
pub fn packed(desk: &Desk) -> Result<()> {
    let ask =
        |path: &str, accepted: &str| desk.server.raw("GET", path, &[("accept-encoding", accepted)], None);
    let page = desk.server.raw("GET", "/write", &[], None)?.text();
    let wasm = page.split('"').find(|part| part.ends_with(".wasm")).context("no program")?;
    for path in ["/", "/write", "/staff", "/api/desk", wasm] {
        let (plain, packed) = (ask(path, "identity")?, ask(path, "gzip, deflate, br;q=0.9, zstd")?);
        ensure!(plain.header("content-encoding").is_none(), "{path} is packed for who did not ask");
        ensure!(packed.header("content-encoding") == Some("br"), "{path} is not packed");
        ensure!(packed.header("vary") == Some("accept-encoding"), "{path}: one answer for all");
        ensure!(path == wasm || packed.header("etag") == plain.header("etag"), "{path}: another etag");
        ensure!(packed.body.len() * 10 < plain.body.len() * 8, "{path}: {} bytes", packed.body.len());
    }
    for path in ["/api/mailbox", "/api/staff/sync", "/api/staff/session"] {
        ensure!(ask(path, "br")?.header("content-encoding").is_none(), "{path} is packed");
    }
    Ok(())
}

pub fn everywhere(desk: &Desk) -> Result<()> {
    for path in public().chain(["/staff", "/staff/setup", "/nothing-here"]) {
        let answer = desk.server.raw("GET", path, &[], None)?;
        check(path, &answer)?;
        ensure!(answer.header("set-cookie").is_none(), "{path} sets a cookie");
        let html = answer.text();
        ensure!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains("<!--madobe:"),
            "{path}"
        );
        ensure!(
            !html.contains(" onclick=") && !html.contains("<script>"),
            "{path}: a script within the page"
        );
        let assets: Vec<_> = html.split('"').filter(|part| part.starts_with("/assets/")).collect();
        ensure!(assets.len() > 1, "{path} names no files");
        for asset in assets {
            let answer = desk.server.raw("GET", asset, &[], None)?;
            ensure!(answer.status == 200, "{asset}: {}", answer.status);
            check(asset, &answer)?;
            let cache = answer.header("cache-control").unwrap_or_default();
            ensure!(cache.contains("immutable"), "{asset}: {cache}");
        }
    }
    for path in
        ["/api/health", "/api/desk", "/api/none", "/api/mailbox", "/api/staff/sync", "/leave", "/sw.js"]
    {
        let answer = desk.server.raw("GET", path, &[], None)?;
        check(path, &answer)?;
        let cache = answer.header("cache-control").unwrap_or_default();
        ensure!(cache.contains("no-store") || cache.contains("no-cache"), "{path}: {cache:?}");
    }
    Ok(())
}

pub fn cross_site(desk: &Desk) -> Result<()> {
    let plain = desk.from_home().without_site();
    let other = "https://elsewhere.example";
    let from: [(&str, Server); 5] = [
        ("another origin", plain.saying("origin", other)),
        ("no origin at all, hidden", plain.saying("origin", "null")),
        ("a sibling site", plain.saying("sec-fetch-site", "same-site")),
        ("another site", plain.saying("sec-fetch-site", "cross-site")),
        ("both at odds", plain.saying("origin", desk.server.base()).saying("sec-fetch-site", "cross-site")),
    ];
    let cookie = desk.administrator().cookie();
    for (what, server) in &from {
        for (method, path) in [
            ("POST", "/api/intake/challenge"),
            ("POST", "/api/staff/sign-in/start"),
            ("DELETE", "/api/staff/session"),
            ("PUT", "/api/staff/desk"),
        ] {
            let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
            let answer = server.raw(method, path, &headers, Some(b"{}"))?;
            let code = answer.refusal().code();
            ensure!(code == Some(ErrorCode::CrossSite), "{what}, {path}: {code:?}");
        }
        ensure!(server.raw("GET", "/api/desk", &[], None)?.status == 200, "reading changes nothing");
    }
    ensure!(desk.administrator().desk().is_ok(), "nobody was signed out by that");
    ensure!(plain.raw("POST", "/api/intake/challenge", &[], None)?.status == 200, "a tool is no site");
    Ok(())
}

pub fn cookie(desk: &Desk) -> Result<()> {
    let (_, mut credentials) = desk.newcomer()?;
    let server = desk.from_home();
    let (request, _) = credentials.sign_in_request(&server)?;
    let answer = server.ask("POST", "/api/staff/sign-in", &[], Some(&request))?;
    let set = answer.header("set-cookie").context("no cookie")?;
    ensure!(set.starts_with(&format!("{COOKIE}=")));
    for wanted in ["HttpOnly", "SameSite=Strict", "Path=/api/staff"] {
        ensure!(set.contains(wanted), "{set}");
    }
    ensure!(!set.contains("Domain") && !set.contains("Expires") && !set.contains("Max-Age"), "{set}");
    Ok(())
}

pub fn leaving(desk: &Desk) -> Result<()> {
    let answer = desk.server.raw("GET", "/leave", &[], None)?;
    ensure!(answer.status == 303);
    let clear = answer.header("clear-site-data").unwrap_or_default();
    ensure!(clear.contains("\"storage\"") && clear.contains("\"cache\""), "{clear}");
    ensure!(answer.header("cache-control") == Some("no-store"));
    let to = answer.header("location").unwrap_or_default();
    ensure!(to == desk.visitor().desk()?.settings.exit_url, "{to}");
    // Where a letter was left on the device on purpose, the storage stays; everything else goes all the same.
    let keeping = desk.server.raw("GET", "/leave?keep", &[], None)?;
    let clear = keeping.header("clear-site-data").unwrap_or_default();
    ensure!(keeping.status == 303 && keeping.header("location") == Some(to));
    ensure!(
        !clear.contains("storage") && clear.contains("\"cache\"") && clear.contains("\"cookies\""),
        "{clear}"
    );
    Ok(())
}
