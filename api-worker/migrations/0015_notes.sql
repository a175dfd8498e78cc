-- For whom a talk without a consultation is, and how to reach them: sealed to the team's key of version `note_key`. Gone thirty days
-- after the talk began.
ALTER TABLE reservations ADD COLUMN note TEXT;
ALTER TABLE reservations ADD COLUMN note_key INTEGER;
CREATE INDEX reservations_note ON reservations (start) WHERE note IS NOT NULL;
