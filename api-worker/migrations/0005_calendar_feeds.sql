-- Addresses under which a calendar program fetches one person's talks of one team. Of the secret in an address only the
-- hash is kept; a new address takes the place of the one before.
CREATE TABLE calendar_feeds (
  team TEXT NOT NULL REFERENCES teams (id),
  staff TEXT NOT NULL REFERENCES staff (id),
  secret_hash TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (team, staff)
) STRICT, WITHOUT ROWID;
