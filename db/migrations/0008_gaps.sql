-- Loss seen: `seq` counts per source over all kinds of its messages, so a number that never came is a gap.

-- The numbers of messages that keep no row of their own (statuses, answers, what was refused). Whoever
-- stores such a message leaves its number here; the gap job reads it once, and it is pruned an hour later.
CREATE TABLE seq_without_row (
    source text NOT NULL,
    observed_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    provenance text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, observed_at, seq)
);
CREATE INDEX seq_without_row_as_stored ON seq_without_row (stored_at);

-- The streams are read in the order in which they were stored, a few seconds at a time. Rows lie in that
-- order, so a block range index finds them and costs writers next to nothing.
CREATE INDEX event_as_stored ON event USING brin (stored_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX flow_as_stored ON flow USING brin (stored_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX reading_as_stored ON reading USING brin (stored_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX report_as_stored ON report USING brin (stored_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX unit_position_as_stored ON unit_position USING brin (stored_at)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX snapshot_as_stored ON snapshot USING brin (stored_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX reading_of_source ON reading (source, observed_at);
CREATE INDEX report_of_source ON report (source, observed_at);

-- Every number that came. `at` orders the messages of one source: its own clock, unless that runs ahead.
-- Each part names its source by the column that an index of it begins with.
CREATE VIEW numbered_message AS
SELECT camera_code AS source, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END AS at
FROM event
UNION ALL
SELECT camera_code, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END
FROM flow
UNION ALL
SELECT source, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END
FROM reading
UNION ALL
SELECT source, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END
FROM report
UNION ALL
SELECT unit_code, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END
FROM unit_position
UNION ALL
SELECT camera_code, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > received_at + interval '1 minute' THEN received_at ELSE observed_at END
FROM snapshot
UNION ALL
SELECT source, provenance, seq, observed_at, stored_at,
       CASE WHEN observed_at > stored_at + interval '1 minute' THEN stored_at ELSE observed_at END
FROM seq_without_row;

-- Up to when the gap job has read, and the foremost number it knows of each source.
CREATE TABLE gap_cursor (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    read_until timestamptz NOT NULL DEFAULT now()
);
INSERT INTO gap_cursor DEFAULT VALUES;

CREATE TABLE seq_front (
    source text NOT NULL,
    provenance text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (source, provenance)
) WITH (fillfactor = 70);

-- One row for each run of numbers that did not come. `missing` shrinks as they come late after all;
-- `filled_at` is when none was left.
CREATE TABLE seq_gap (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL,
    provenance text NOT NULL,
    after_seq bigint NOT NULL,
    before_seq bigint NOT NULL,
    after_at timestamptz NOT NULL,
    before_at timestamptz NOT NULL,
    missing int8multirange NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    filled_at timestamptz,
    CHECK (before_seq > after_seq + 1)
);
CREATE INDEX seq_gap_of_source ON seq_gap (source, provenance) WHERE filled_at IS NULL;
CREATE INDEX seq_gap_by_time ON seq_gap (found_at);
