-- What people thought of the desk, sealed to its team. Tied to no case and no mailbox: a day, and not even an order of arrival,
-- since rows without a number lie by their random ids.
CREATE TABLE feedback (
  id TEXT PRIMARY KEY,
  team TEXT NOT NULL,
  version INTEGER NOT NULL,
  day TEXT NOT NULL,
  sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_team ON feedback (team, day);
CREATE INDEX feedback_day ON feedback (day);
