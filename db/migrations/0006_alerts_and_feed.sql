-- Alerts with their lives, commands to units, what could not be understood, and the change feed.

CREATE TABLE alert (
    id uuid PRIMARY KEY,
    rule text NOT NULL,
    place_key text NOT NULL,
    ward_code text NOT NULL,
    kind text NOT NULL,
    severity text NOT NULL,
    state text NOT NULL,
    camera_code text,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    place text NOT NULL,
    source_channel text NOT NULL,
    event_id uuid,
    event_at timestamptz,
    opened_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    repeats integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    owner_id bigint,
    owner_name text,
    acknowledged_at timestamptz,
    closed_at timestamptz,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    details jsonb
);
-- The last guard against the same alert twice. A drill never swallows what is real.
CREATE UNIQUE INDEX alert_is_open_once ON alert (rule, place_key, kind, provenance, exercise)
    WHERE state IN ('unacknowledged', 'acknowledged', 'shelved');
CREATE INDEX alert_by_time ON alert (opened_at DESC);
CREATE INDEX alert_of_camera ON alert (camera_code, opened_at DESC);

CREATE TABLE alert_transition (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id uuid NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    before text,
    action text NOT NULL,
    after text NOT NULL,
    account_id bigint,
    by_name text NOT NULL,
    reason text NOT NULL DEFAULT ''
);
CREATE INDEX alert_transition_of_alert ON alert_transition (alert_id, id);

CREATE TABLE command (
    id uuid PRIMARY KEY,
    unit_code text NOT NULL,
    "order" text NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    alert_id uuid,
    ward_code text NOT NULL,
    text text NOT NULL DEFAULT '',
    sent_at timestamptz NOT NULL,
    sent_by text NOT NULL,
    provenance text NOT NULL,
    exercise boolean NOT NULL,
    answer text,
    answered_at timestamptz,
    answered_seq bigint
);
CREATE INDEX command_of_unit ON command (unit_code, sent_at DESC);

CREATE TABLE dead_letter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL,
    topic text NOT NULL,
    payload bytea NOT NULL,
    reason text NOT NULL,
    dialect text NOT NULL,
    readable boolean NOT NULL,
    resent_at timestamptz
);
CREATE INDEX dead_letter_by_time ON dead_letter (received_at);

-- Every row that readers follow, in the order (xid, id). The id of a change is drawn while the row it
-- tells of is locked, so for one key a higher id is always the newer truth.
CREATE TABLE change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    subject text NOT NULL,
    key text NOT NULL,
    ward_code text,
    body jsonb NOT NULL
);
CREATE INDEX change_in_order ON change (xid, id);
CREATE INDEX change_of_key ON change (key, subject, id);

-- Up to where changes are complete: every transaction before it has ended. To be asked for in a statement
-- of its own, before the one that reads. The oldest running transaction of the whole server
-- (pg_snapshot_xmin) would be right as well, but it lets the feed stand still while TimescaleDB
-- compresses a day or somebody works long in another database. So only those count that can write
-- changes: clients of this database. Where their transactions may not be seen, all do.
CREATE FUNCTION change_horizon() RETURNS xid8 LANGUAGE plpgsql AS $$
DECLARE
    newest bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    oldest bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the feed cannot be followed inside of a snapshot';
    END IF;
    PERFORM pg_stat_clear_snapshot();
    IF pg_is_in_recovery() OR EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type IS NULL
    ) THEN
        RETURN pg_snapshot_xmin(pg_current_snapshot());
    END IF;
    -- The views give 32 bits; the missing epoch is the one that lies nearest to the newest.
    SELECT min(newest + ((running.xid::text::bigint - newest) & 4294967295)
               - CASE WHEN ((running.xid::text::bigint - newest) & 4294967295) > 2147483647
                      THEN 4294967296 ELSE 0 END)
    INTO oldest
    FROM (
        SELECT backend_xid AS xid FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL
        UNION ALL
        SELECT transaction FROM pg_prepared_xacts
    ) AS running;
    RETURN least(newest, oldest)::text::xid8;
END $$;

-- What has been pruned: a reader whose position lies before this has missed something and is told.
CREATE TABLE change_pruned (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    xid xid8 NOT NULL DEFAULT '0',
    id bigint NOT NULL DEFAULT 0
);
INSERT INTO change_pruned DEFAULT VALUES;

CREATE TABLE reader_position (
    reader text PRIMARY KEY,
    xid xid8 NOT NULL,
    id bigint NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE maintenance_run (
    task text PRIMARY KEY,
    ran_at timestamptz NOT NULL
);
