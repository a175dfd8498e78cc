//! The statements that take people, rooms and seats, and let them go.

use crate::ports::{Fault, Statement, Value};
use madobe_domain::booking::need::Need;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::ReservationId;

/// What was held too long is free for whoever comes next: the first two statements of every batch that takes something.
const LAPSE: [&str; 2] = [
    "DELETE FROM occupied WHERE reservation IN \
        (SELECT id FROM reservations WHERE state = 1 AND expires_at <= ?1)",
    "UPDATE reservations SET state = 0 WHERE state = 1 AND expires_at <= ?1",
];

pub fn lapse(now: Timestamp) -> Vec<Statement> {
    LAPSE.map(|sql| Statement::new(sql).bind(now)).into()
}

/// Of each need, the first so many that nobody has: `?1` the needs as JSON, `?2` how many in all, `?3` the reservation
/// and `?4` the mailbox whose own rows do not stand in the way. `picked.taken` is there only if every need is met.
macro_rules! pick {
    () => {
        "WITH able AS ( \
            SELECT json_extract(need.value, '$[0]') AS wanted, one.value, \
                row_number() OVER (PARTITION BY need.key ORDER BY one.key) AS place \
            FROM json_each(?1) need, json_each(need.value, '$[1]') one \
            WHERE NOT EXISTS (SELECT 1 FROM occupied o \
                WHERE o.resource = json_extract(one.value, '$[0]') \
                  AND o.tick >= json_extract(one.value, '$[1]') AND o.tick < json_extract(one.value, '$[2]') \
                  AND o.reservation <> ?3 \
                  AND NOT EXISTS (SELECT 1 FROM reservations own \
                      WHERE own.id = o.reservation AND own.state = 1 AND own.mailbox = ?4))), \
        picked AS (SELECT json_group_array(json(value)) AS taken FROM able WHERE place <= wanted \
            HAVING count(*) = ?2) "
    };
}
pub(super) use pick;

/// Binds `?1` to `?4` of [`pick`].
pub fn picking(
    sql: &'static str,
    needs: &[Need],
    id: &ReservationId,
    mailbox: impl Into<Value>,
) -> Result<Statement, Fault> {
    let all: u32 = needs.iter().map(|need| u32::from(need.0)).sum();
    let needs = serde_json::to_string(needs).map_err(|_| Fault::new("json"))?;
    Ok(Statement::new(sql).bind(needs).bind(all).bind(id).bind(mailbox))
}

/// One row for each tick of everything that the reservation takes, if this act is its last. Done already: nothing.
const OCCUPY: &str = "WITH RECURSIVE each (resource, tick, last) AS ( \
        SELECT json_extract(one.value, '$[0]'), json_extract(one.value, '$[1]'), json_extract(one.value, '$[2]') \
        FROM reservations r, json_each(r.taken) one \
        WHERE r.id = ?1 AND r.act = ?2 AND r.state IN (1, 2) \
          AND NOT EXISTS (SELECT 1 FROM occupied WHERE reservation = ?1) \
        UNION ALL SELECT resource, tick + 1, last FROM each WHERE tick + 1 < last) \
    INSERT INTO occupied (resource, tick, reservation) SELECT resource, tick, ?1 FROM each";
const FREE: &str = "DELETE FROM occupied WHERE reservation = ?1 \
    AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND act = ?2)";

pub fn occupy(id: &ReservationId, act: impl Into<Value>) -> Statement {
    Statement::new(OCCUPY).bind(id).bind(act)
}

/// Lets go of what the reservation had before this act.
pub fn free(id: &ReservationId, act: impl Into<Value>) -> Statement {
    Statement::new(FREE).bind(id).bind(act)
}

/// Right after a cancelled time was booked again: who was told of that very time a moment ago is told of the next one.
const UNTELL: &str = "UPDATE waiting SET told = told - 1, start = NULL \
    WHERE changes() = 1 AND told > 0 AND kind = (SELECT kind FROM reservations WHERE id = ?1) \
      AND start = (SELECT start FROM reservations WHERE id = ?1) \
      AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND seats IS NULL)";

pub fn untell(id: &ReservationId) -> Statement {
    Statement::new(UNTELL).bind(id)
}
