-- Every version of the desk's settings, the present one among them. `saved_by` is a staff id; both are absent for what
-- was there before this table.
CREATE TABLE settings_versions (
  version INTEGER PRIMARY KEY,
  json TEXT NOT NULL,
  saved_at INTEGER,
  saved_by TEXT
) STRICT;
INSERT INTO settings_versions (version, json) SELECT version, json FROM settings;

-- How often somebody came by the printed address of a place, by month (2026-11): a number, and nothing about anyone.
CREATE TABLE arrivals (
  place TEXT NOT NULL,
  month TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (place, month)
) STRICT, WITHOUT ROWID;
