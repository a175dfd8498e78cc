//! The floor under our own figures: a Worker made the same way as ours that does nothing but one thing. What it
//! needs is the price of the platform; what ours needs more is the price of what ours does.
use worker::{Context, D1Database, Env, Request, Response, Result, event};

#[event(fetch)]
async fn fetch(mut request: Request, env: Env, _: Context) -> Result<Response> {
    match request.path().as_str() {
        "/api/health" | "/bare" => Response::ok("ok"),
        "/make" => make(&env.d1("DB")?).await,
        "/insert" => insert(&env.d1("DB")?, request.text().await?).await,
        "/read" => read(&env.d1("DB")?).await,
        _ => Response::error("", 404),
    }
}

async fn make(database: &D1Database) -> Result<Response> {
    database
        .exec("CREATE TABLE IF NOT EXISTS bare (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        .await?;
    Response::ok("ok")
}

async fn insert(database: &D1Database, text: String) -> Result<Response> {
    database.prepare("INSERT INTO bare (text) VALUES (?1)").bind(&[text.into()])?.run().await?;
    Response::ok("ok")
}

async fn read(database: &D1Database) -> Result<Response> {
    let statement = database.prepare("SELECT text FROM bare WHERE n = ?1").bind(&[1.into()])?;
    Response::ok(statement.first::<String>(Some("text")).await?.unwrap_or_default())
}
