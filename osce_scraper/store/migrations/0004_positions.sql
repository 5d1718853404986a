-- How far a walk over a source has come, so that a run that is cut short is gone on with by the next.
CREATE TABLE positions (
  source $key NOT NULL PRIMARY KEY,
  began_at $time NOT NULL,
  state TEXT NOT NULL
);
CREATE TABLE staged_positions (
  batch INTEGER NOT NULL,
  source $key NOT NULL,
  began_at $time NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (batch, source)
);
