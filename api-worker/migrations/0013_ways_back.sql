-- What the desk cancelled a moment ago can be taken back by whoever did it. `gone_by`: who of the staff; absent where the visitor
-- did. `gone_with`: a seat that went because its group does not meet, and comes back with it.
ALTER TABLE reservations ADD COLUMN gone_by TEXT;
ALTER TABLE reservations ADD COLUMN gone_at INTEGER;
ALTER TABLE reservations ADD COLUMN gone_with TEXT;
