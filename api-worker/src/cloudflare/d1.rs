//! D1. Every failure of it ends here, as one fault with SQLite's own message: that names tables and constraints,
//! never values.

use crate::ports::{Database, Fault, Outcome, Outcomes, Pending, Statement, Value};
use worker::js_sys::{Array, JSON};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;
use worker::worker_sys::types;
use worker::{D1Database, D1PreparedStatement};

pub struct D1(pub D1Database);

fn fault(error: &worker::Error) -> Fault {
    let text: String = error.to_string().chars().take(200).collect();
    Fault(format!("d1: {text}").into())
}

fn js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        // D1 takes no BigInt; times in milliseconds are exact in a double for 280,000 years.
        Value::Integer(number) => JsValue::from_f64(*number as f64),
        Value::Text(text) => JsValue::from_str(text),
    }
}

impl D1 {
    fn prepare(&self, statement: &Statement) -> worker::Result<D1PreparedStatement> {
        let prepared = self.0.prepare(statement.sql);
        if statement.values.is_empty() {
            return Ok(prepared);
        }
        let values: Vec<JsValue> = statement.values.iter().map(js).collect();
        prepared.bind(&values)
    }
}

/// The rows of one result go through the engine's own JSON writer: one call for all of them.
fn outcome(result: JsValue) -> Option<Outcome> {
    let rows = result.unchecked_into::<types::D1Result>().results().ok()?.unwrap_or_else(Array::new);
    Some(Outcome { json: JSON::stringify(&rows).ok()?.as_string()? })
}

impl D1 {
    async fn run(&self, statements: &[Statement]) -> Result<JsValue, worker::Error> {
        let batch = Array::new();
        for statement in statements {
            batch.push(self.prepare(statement)?.inner().as_ref());
        }
        let database: &types::D1Database = self.0.as_ref().unchecked_ref();
        Ok(JsFuture::from(database.batch(batch)?).await?)
    }
}

impl Database for D1 {
    fn batch(&self, statements: Vec<Statement>) -> Pending<'_, Result<Outcomes, Fault>> {
        Box::pin(async move {
            let results = self.run(&statements).await.map_err(|error| fault(&error))?;
            let outcomes = results.unchecked_into::<Array>().iter().map(outcome).collect::<Option<Vec<_>>>();
            Ok(Outcomes::new(outcomes.ok_or(Fault::new("d1: result"))?))
        })
    }
}
