//! The `Database` port over SQLite in memory: one transaction for each batch, as D1 has it, and faults on demand.

use madobe_api::ports::{Database, Fault, Outcome, Outcomes, Pending, Statement, Value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use serde_json::{Map, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Every migration, in order.
fn migrations() -> Vec<String> {
    let directory = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
    let mut paths: Vec<_> = directory.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// How the next batch fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Before anything is written.
    Before,
    /// After everything was written: the answer was lost.
    After,
}

#[derive(Clone)]
pub struct Sqlite(Rc<State>);

struct State {
    connection: RefCell<Connection>,
    breaking: Cell<Option<(u32, Break)>>,
    batches: Cell<u32>,
    seen: RefCell<Vec<Statement>>,
}

impl Sqlite {
    pub fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        for migration in migrations() {
            connection.execute_batch(&migration).unwrap();
        }
        Self(Rc::new(State {
            connection: RefCell::new(connection),
            breaking: Cell::new(None),
            batches: Cell::new(0),
            seen: RefCell::default(),
        }))
    }

    pub fn break_next(&self, how: Break) {
        self.break_later(0, how);
    }

    /// The batch after so many good ones.
    pub fn break_later(&self, good: u32, how: Break) {
        self.0.breaking.set(Some((good, how)));
    }

    /// Round trips since the last time this was asked.
    pub fn round_trips(&self) -> u32 {
        self.0.batches.replace(0)
    }

    /// Every statement that ran since the last time this was asked.
    pub fn statements(&self) -> Vec<Statement> {
        self.0.seen.take()
    }

    pub fn query(&self, sql: &str) -> Vec<Map<String, serde_json::Value>> {
        rows(&self.0.connection.borrow(), sql, &[]).unwrap()
    }

    pub fn count(&self, table: &str) -> i64 {
        self.0
            .connection
            .borrow()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    }

    pub fn execute(&self, sql: &str) {
        self.0.connection.borrow().execute_batch(sql).unwrap();
    }

    pub fn plan(&self, statement: &Statement) -> Vec<String> {
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let rows = rows(&self.0.connection.borrow(), &sql, &statement.values).unwrap();
        rows.into_iter().map(|row| row["detail"].as_str().unwrap().to_owned()).collect()
    }

    fn run(&self, statements: &[Statement]) -> rusqlite::Result<Vec<Outcome>> {
        let mut connection = self.0.connection.borrow_mut();
        let transaction = connection.transaction()?;
        let mut outcomes = Vec::new();
        for statement in statements {
            let rows = rows(&transaction, statement.sql, &statement.values)?;
            outcomes.push(Outcome { json: serde_json::to_string(&rows).unwrap() });
        }
        transaction.commit()?;
        Ok(outcomes)
    }
}

fn rows(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> rusqlite::Result<Vec<Map<String, serde_json::Value>>> {
    let mut prepared = connection.prepare(sql)?;
    let names: Vec<String> = prepared.column_names().map(str::to_owned).collect();
    let values = values.iter().map(|value| match value {
        Value::Null => rusqlite::types::Value::Null,
        // D1 takes every number as a double.
        Value::Integer(number) => rusqlite::types::Value::Real(*number as f64),
        Value::Text(text) => rusqlite::types::Value::Text(text.clone()),
    });
    let mut found = prepared.query(params_from_iter(values))?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        let mut object = Map::new();
        for (index, name) in names.iter().enumerate() {
            let value = match row.get_ref(index)? {
                ValueRef::Null => json!(null),
                ValueRef::Integer(number) => json!(number),
                ValueRef::Real(number) => json!(number as i64),
                ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
                ValueRef::Blob(_) => panic!("no column holds a blob"),
            };
            object.insert(name.clone(), value);
        }
        all.push(object);
    }
    Ok(all)
}

impl Database for Sqlite {
    fn batch(&self, statements: Vec<Statement>) -> Pending<'_, Result<Outcomes, Fault>> {
        self.0.batches.set(self.0.batches.get() + 1);
        let breaking = match self.0.breaking.take() {
            Some((0, how)) => Some(how),
            Some((good, how)) => {
                self.0.breaking.set(Some((good - 1, how)));
                None
            }
            None => None,
        };
        let outcome = if breaking == Some(Break::Before) {
            Err(Fault::new("broken before"))
        } else {
            self.run(&statements).map_err(|error| Fault(format!("sqlite: {error}").into()))
        };
        self.0.seen.borrow_mut().extend(statements);
        let outcome = match breaking {
            Some(Break::After) => outcome.and(Err(Fault::new("broken after"))),
            _ => outcome,
        };
        Box::pin(async move { outcome.map(Outcomes::new) })
    }
}
