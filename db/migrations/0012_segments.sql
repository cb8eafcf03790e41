-- The traffic of each street within a ward, and the last reports by time alone.

CREATE TABLE segment_state (
    ward_code text NOT NULL,
    street text NOT NULL,
    provenance text NOT NULL,
    congestion real NOT NULL CHECK (congestion BETWEEN 0 AND 1),
    speed_kmh real NOT NULL,
    vehicles_per_min real NOT NULL,
    usual real,
    cameras integer NOT NULL,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (ward_code, street, provenance)
) WITH (fillfactor = 70);

CREATE INDEX report_by_time ON report (observed_at DESC);
