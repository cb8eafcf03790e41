-- Roll-ups in plain tables. Whoever writes a row marks its bucket; a job recomputes marked buckets
-- whole from the rows, so late, repeated and out-of-order data end in the same figures.

CREATE TABLE flow_5m_sums (
    bucket timestamptz NOT NULL,
    camera_code text NOT NULL,
    ward_code text NOT NULL,
    provenance text NOT NULL,
    rows bigint NOT NULL,
    vehicles bigint NOT NULL,
    motorcycles bigint NOT NULL,
    cars bigint NOT NULL,
    speed_weighted double precision NOT NULL,
    occupancy_sum double precision NOT NULL,
    PRIMARY KEY (camera_code, bucket, ward_code, provenance)
) PARTITION BY RANGE (bucket);
CREATE TABLE flow_5m_sums_elsewhen PARTITION OF flow_5m_sums DEFAULT;
CREATE INDEX flow_5m_sums_by_time ON flow_5m_sums (bucket);
INSERT INTO partitioned_by_day VALUES ('flow_5m_sums', 'bucket');
SELECT make_days((now() AT TIME ZONE 'UTC')::date - 1, (now() AT TIME ZONE 'UTC')::date + 1);

CREATE TABLE flow_1h_sums (
    bucket timestamptz NOT NULL,
    camera_code text NOT NULL,
    ward_code text NOT NULL,
    provenance text NOT NULL,
    rows bigint NOT NULL,
    vehicles bigint NOT NULL,
    motorcycles bigint NOT NULL,
    cars bigint NOT NULL,
    speed_weighted double precision NOT NULL,
    occupancy_sum double precision NOT NULL,
    PRIMARY KEY (camera_code, bucket, ward_code, provenance)
);
CREATE INDEX flow_1h_sums_by_time ON flow_1h_sums (bucket);

CREATE TABLE event_1h_counts (
    bucket timestamptz NOT NULL,
    ward_code text NOT NULL,
    kind text NOT NULL,
    provenance text NOT NULL,
    events bigint NOT NULL,
    PRIMARY KEY (bucket, ward_code, kind, provenance)
);

-- No unique key, and on purpose: a mark that is not there yet cannot be swallowed by one that is
-- just being worked off.
CREATE TABLE rollup_mark (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rollup text NOT NULL,
    bucket timestamptz NOT NULL
);

CREATE FUNCTION mark_flow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup_mark (rollup, bucket)
    SELECT DISTINCT 'flow_5m', date_bin('5 minutes', fresh.observed_at, 'epoch') FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER flow_is_marked AFTER INSERT ON flow
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_flow();

CREATE FUNCTION mark_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO rollup_mark (rollup, bucket)
    SELECT DISTINCT 'event_1h', date_bin('1 hour', fresh.observed_at, 'epoch') FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER event_is_marked AFTER INSERT ON event
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_event();
CREATE TRIGGER revised_event_is_marked AFTER UPDATE ON event
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_event();
