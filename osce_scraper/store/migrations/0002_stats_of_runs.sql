-- What monitors need of a run; those of before have nothing to learn from.
ALTER TABLE runs ADD COLUMN stats TEXT NOT NULL DEFAULT '{}';
