//! The Worker: keeps sealed entries in order, and lets the right people fetch them.
//!
//! Only this crate names `worker`. `http` asks `service`, `service` uses `ports`, `cloudflare` fills them in.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod cloudflare;
pub mod deps;
pub mod http;
pub mod keys;
pub mod ports;
pub mod service;

use cloudflare::bell::Bell;
use cloudflare::encoding::accepts_brotli;
use cloudflare::{assets, clock, d1, edge, files, limiter, log, random};
use deps::Deps;
use http::app::App;
use http::live::{Listen, News};
use http::router::{router, serve};
use keys::ServerKeys;
use madobe_domain::bytes::Fixed;
use madobe_domain::limits::RECALL_SECONDS;
use ports::Fault;
use service::{draft, feedback, file, retention};
use std::cell::RefCell;
use std::rc::Rc;
use worker::web_sys::Response;
use worker::{Context, Env, ScheduleContext, ScheduledEvent, event, web_sys};

/// What one instance of the Worker keeps from request to request: bindings and routes, never anything of a request.
struct Instance {
    app: App,
    router: axum::Router,
    files: assets::PlatformAssets,
    bell: Bell,
}

thread_local! {
    static INSTANCE: RefCell<Option<Rc<Instance>>> = const { RefCell::new(None) };
}

fn instance(env: &Env) -> worker::Result<Rc<Instance>> {
    if let Some(instance) = INSTANCE.with_borrow(Clone::clone) {
        return Ok(instance);
    }
    let secret = env.secret("SERVER_SECRET")?.to_string();
    let keys = ServerKeys::derive(&secret).map_err(|fault| worker::Error::RustError(fault.0.into_owned()))?;
    let setup_token = env.var("SETUP_TOKEN").ok().and_then(|token| Fixed::parse(&token.to_string()).ok());
    let app = App::new(Deps {
        database: Box::new(d1::D1(env.d1("DB")?)),
        limiter: Box::new(limiter::PlatformLimiter::new(env)),
        clock: Box::new(clock::PlatformClock),
        random: Box::new(random::PlatformRandomness),
        assets: Box::new(assets::PlatformAssets::new(env)?),
        edge: Box::new(edge::PlatformEdge::new(env)),
        files: Box::new(files::PlatformFiles::new(env)),
        log: Box::new(log::PlatformLog),
        keys,
        setup_token,
        plain: plain_forms(env),
        recall_seconds: recall_seconds(env),
        memory: RefCell::new(None),
        seen: RefCell::new(None),
    });
    let router = router(app.clone());
    let made =
        Rc::new(Instance { app, router, files: assets::PlatformAssets::new(env)?, bell: Bell::new(env) });
    INSTANCE.set(Some(Rc::clone(&made)));
    Ok(made)
}

/// The operator's switch. What was built without them cannot offer them.
fn plain_forms(env: &Env) -> bool {
    let wish = env.var("PLAIN_FORMS").ok().map(|wish| wish.to_string());
    cfg!(feature = "plain") && wish.as_deref() == Some("on")
}

/// The operator's wish, as far as it can be granted.
fn recall_seconds(env: &Env) -> u32 {
    let wish = env.var("RECALL_SECONDS").ok().and_then(|wish| wish.to_string().parse::<u32>().ok());
    let (least, most) = RECALL_SECONDS.into_inner();
    wish.unwrap_or(least).clamp(least, most)
}

/// What is kept for a time of its own.
async fn erase_old(app: &App) -> Result<(), Fault> {
    feedback::erase_old(app).await?;
    draft::erase_old(app).await?;
    file::erase_old(app).await
}

/// Once a day: erases what has been kept as long as was promised.
#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    let erased = match instance(&env) {
        Ok(instance) => match erase_old(&instance.app).await {
            Ok(()) => match retention::erase_due(&instance.app).await {
                Ok(_) => file::sweep(&instance.app).await,
                Err(fault) => Err(fault),
            },
            Err(fault) => Err(fault),
        },
        Err(_) => Err(Fault::new("instance")),
    };
    if let Err(fault) = erased {
        worker::console_error!("{}", fault.0);
    }
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> worker::Result<Response> {
    let instance = instance(&env)?;
    let request = cloudflare::request::take(request)?;
    if let Some(file) = instance.files.file(&request).await {
        return Ok(file);
    }
    let brotli = accepts_brotli(request.headers());
    let mut router = instance.router.clone();
    let mut response = serve(&mut router, &instance.app, request).await;
    if response.extensions_mut().remove::<Listen>().is_some() {
        return instance.bell.listen().await;
    }
    if response.extensions_mut().remove::<News>().is_some() {
        context.wait_until(instance.bell.clone().ring());
    }
    cloudflare::response::give(response, brotli).await
}
