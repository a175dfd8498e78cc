-- Talks: what is offered, who asked for which time, and what of it is taken. A tick is five minutes since 1970.

-- What a team offers, as a whole. `offers`: something of it to those who write.
CREATE TABLE plans (
  team TEXT PRIMARY KEY REFERENCES teams (id),
  version INTEGER NOT NULL,
  offers INTEGER NOT NULL CHECK (offers IN (0, 1)),
  json TEXT NOT NULL
) STRICT;

-- One talk that somebody holds for a moment or has booked; with `seats`, a group's session that the desk has set.
-- `state` 0: lapsed, 1: held, 2: booked, 3: cancelled. `act` is the id of the last change, so that a retry is known.
-- `taken`: the people, the room or the seat, as [[handle, first tick, tick after the last], …].
-- A mailbox and its token are named before it is made: the time is held first.
CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  team TEXT NOT NULL,
  kind TEXT NOT NULL,
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2, 3)),
  start INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  taken TEXT NOT NULL,
  act TEXT NOT NULL,
  mailbox TEXT,
  token_hash TEXT,
  session TEXT,
  seats INTEGER,
  made_by TEXT,
  made_at INTEGER NOT NULL,
  expires_at INTEGER,
  was INTEGER,
  moves INTEGER NOT NULL DEFAULT 0,
  came INTEGER CHECK (came IN (0, 1)),
  CHECK (state <> 1 OR expires_at IS NOT NULL)
) STRICT;
CREATE INDEX reservations_start ON reservations (start);
CREATE INDEX reservations_mailbox ON reservations (mailbox, start) WHERE mailbox IS NOT NULL;
CREATE INDEX reservations_session ON reservations (session) WHERE session IS NOT NULL;
-- What may be let go: those that are held, by when.
CREATE INDEX reservations_held ON reservations (expires_at) WHERE state = 1;

-- The promise that nobody is booked twice: one row for each person, room or seat and each tick, for what is held as
-- for what is booked. Nothing in it may be absent, since SQLite takes two absent values for different ones.
CREATE TABLE occupied (
  resource TEXT NOT NULL,
  tick INTEGER NOT NULL,
  reservation TEXT NOT NULL,
  PRIMARY KEY (resource, tick)
) STRICT, WITHOUT ROWID;
CREATE INDEX occupied_reservation ON occupied (reservation);

-- Whoever would like a time that is not there. Told at most three times, in the mailbox.
CREATE TABLE waiting (
  kind TEXT NOT NULL,
  mailbox TEXT NOT NULL,
  since INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0,
  start INTEGER,
  PRIMARY KEY (kind, mailbox)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_mailbox ON waiting (mailbox);
