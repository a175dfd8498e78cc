-- Taking a desk along: what was taken out of it, and what was taken in from another one.

-- A sealed export may be gone on with by whoever began it. `newest`: the last number there was when it was begun.
CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  form TEXT NOT NULL,
  newest INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The one export that was taken in: how many lines, and what the next ones are checked by. `page`: drawn for each call, so that
-- the statements of a batch know whether it is theirs. `recovery`: the public half of the former recovery key.
CREATE TABLE imports (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  page TEXT NOT NULL,
  lines INTEGER NOT NULL,
  state TEXT NOT NULL,
  recovery TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  begun_by TEXT NOT NULL,
  done_at INTEGER
) STRICT;

-- Seeds of teams that came along, sealed to the former recovery key.
CREATE TABLE former_seeds (
  team TEXT NOT NULL REFERENCES teams (id),
  version INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (team, version)
) STRICT, WITHOUT ROWID;

-- Who wrote in the desk that was taken in. They have no account here by it.
CREATE TABLE former_people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The mailboxes of a case.
CREATE INDEX mailboxes_case ON mailboxes (case_id);
