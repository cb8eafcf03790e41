-- What was known when, so that any moment of the last weeks can be shown as it stood.

-- One row for each thing that really became different, with the whole of it as its own table had it. `at` is
-- when the centre wrote it down. Positions, readings and reports are not repeated here: their own tables
-- have their past. Writers only ever add at the end of one index.
CREATE TABLE past (
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    subject text NOT NULL,
    key text NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX past_by_time ON past (at);

-- Every hour the last row of everything is written once more: a moment is read from the hour before it on,
-- however much there is and however long ago a thing changed.
CREATE TABLE past_keyframe (at timestamptz PRIMARY KEY);

INSERT INTO retention (relation, keep) VALUES ('past', '30 days');

DO $$
BEGIN
    IF to_regclass('partitioned_by_day') IS NULL THEN
        PERFORM create_hypertable('past', by_range('at', interval '1 day'), create_default_indexes => false);
        -- By time within a subject: an hour lies in a few batches.
        ALTER TABLE past SET (timescaledb.enable_columnstore,
            timescaledb.segmentby = 'subject', timescaledb.orderby = 'at, key');
        CALL add_columnstore_policy('past', after => interval '2 days');
        PERFORM add_retention_policy('past', (SELECT keep FROM retention WHERE relation = 'past'));
    ELSE
        ALTER TABLE past RENAME TO past_shape;
        EXECUTE 'CREATE TABLE past (LIKE past_shape INCLUDING ALL) PARTITION BY RANGE (at)';
        DROP TABLE past_shape;
        EXECUTE 'CREATE TABLE past_elsewhen PARTITION OF past DEFAULT';
        INSERT INTO partitioned_by_day VALUES ('past', 'at');
        PERFORM make_day('past', (now() AT TIME ZONE 'UTC')::date + days) FROM generate_series(-1, 1) AS days;
    END IF;
END $$;

-- Writes down what a row has become: the arguments are its subject and the columns that make up its key.
CREATE FUNCTION keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    body jsonb := to_jsonb(NEW);
BEGIN
    INSERT INTO past (subject, key, body)
    VALUES (TG_ARGV[0],
            concat_ws('/', body ->> TG_ARGV[1], body ->> TG_ARGV[2], body ->> TG_ARGV[3]), body);
    RETURN NULL;
END $$;

-- The conditions are looked at without calling the function: what only says again how it is costs nothing.
-- A camera that moves is kept every ten seconds, a unit without its position, a ward and a street every minute.
CREATE TRIGGER camera_is_new AFTER INSERT ON camera_state
    FOR EACH ROW EXECUTE FUNCTION keep_past('camera', 'camera_code');
CREATE TRIGGER camera_is_different AFTER UPDATE ON camera_state FOR EACH ROW
    WHEN ((OLD.state, OLD.reason, OLD.gateway, OLD.provenance, OLD.exercise)
              IS DISTINCT FROM (NEW.state, NEW.reason, NEW.gateway, NEW.provenance, NEW.exercise)
          OR ((OLD.lat, OLD.lon) IS DISTINCT FROM (NEW.lat, NEW.lon)
              AND date_bin('10 seconds', OLD.observed_at, 'epoch') <> date_bin('10 seconds', NEW.observed_at, 'epoch')))
    EXECUTE FUNCTION keep_past('camera', 'camera_code');

CREATE TRIGGER gateway_is_new AFTER INSERT ON gateway_state
    FOR EACH ROW EXECUTE FUNCTION keep_past('gateway', 'gateway');
CREATE TRIGGER gateway_is_different AFTER UPDATE ON gateway_state
    FOR EACH ROW EXECUTE FUNCTION keep_past('gateway', 'gateway');

CREATE TRIGGER unit_is_new AFTER INSERT ON unit_state FOR EACH ROW
    WHEN (NEW.state IS NOT NULL) EXECUTE FUNCTION keep_past('unit', 'unit_code');
CREATE TRIGGER unit_is_different AFTER UPDATE OF state ON unit_state FOR EACH ROW
    WHEN ((OLD.state, OLD.provenance, OLD.exercise) IS DISTINCT FROM (NEW.state, NEW.provenance, NEW.exercise))
    EXECUTE FUNCTION keep_past('unit', 'unit_code');

CREATE TRIGGER alert_is_new AFTER INSERT ON alert
    FOR EACH ROW EXECUTE FUNCTION keep_past('alert', 'id');
CREATE TRIGGER alert_is_different AFTER UPDATE ON alert
    FOR EACH ROW EXECUTE FUNCTION keep_past('alert', 'id');

CREATE TRIGGER ward_is_new AFTER INSERT ON ward_state
    FOR EACH ROW EXECUTE FUNCTION keep_past('ward', 'ward_code', 'provenance');
CREATE TRIGGER ward_is_different AFTER UPDATE ON ward_state FOR EACH ROW
    WHEN (date_bin('1 minute', OLD.observed_at, 'epoch') <> date_bin('1 minute', NEW.observed_at, 'epoch'))
    EXECUTE FUNCTION keep_past('ward', 'ward_code', 'provenance');

CREATE TRIGGER segment_is_new AFTER INSERT ON segment_state
    FOR EACH ROW EXECUTE FUNCTION keep_past('segment', 'ward_code', 'street', 'provenance');
CREATE TRIGGER segment_is_different AFTER UPDATE ON segment_state FOR EACH ROW
    WHEN (date_bin('1 minute', OLD.observed_at, 'epoch') <> date_bin('1 minute', NEW.observed_at, 'epoch'))
    EXECUTE FUNCTION keep_past('segment', 'ward_code', 'street', 'provenance');

-- The past begins with what is known now.
INSERT INTO past (at, subject, key, body)
SELECT now(), 'camera', camera_code, to_jsonb(camera_state) FROM camera_state
UNION ALL SELECT now(), 'gateway', gateway, to_jsonb(gateway_state) FROM gateway_state
UNION ALL SELECT now(), 'unit', unit_code, to_jsonb(unit_state) FROM unit_state WHERE state IS NOT NULL
UNION ALL SELECT now(), 'ward', ward_code || '/' || provenance, to_jsonb(ward_state) FROM ward_state
UNION ALL SELECT now(), 'alert', id::text, to_jsonb(alert) FROM alert
          WHERE state IN ('unacknowledged', 'acknowledged', 'shelved');
INSERT INTO past_keyframe VALUES (now());
