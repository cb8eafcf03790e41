-- What the centre's own processes last said of themselves, so that others notice when they fall silent
-- or behind. Times are the database's own: the machines' clocks need not agree.

-- One row for each lane of each ingest worker. `lag_s` is how old what it stores is by its sources'
-- clocks, null while nothing comes; `is_pressed` says that its hands are full, so that more is waiting.
CREATE TABLE lane_pulse (
    worker text NOT NULL,
    lane text NOT NULL,
    slot integer NOT NULL,
    workers integer NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_connected boolean NOT NULL,
    is_pressed boolean NOT NULL,
    lag_s double precision,
    PRIMARY KEY (worker, lane)
) WITH (fillfactor = 50);

-- When the rules process that leads last turned its loop.
CREATE TABLE leader_pulse (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);
