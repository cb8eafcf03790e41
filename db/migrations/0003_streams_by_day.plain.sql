-- Plain PostgreSQL: range partitions by day (UTC), made ahead, and one for times outside of them.

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['event', 'flow', 'reading', 'report', 'unit_position', 'snapshot'] LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', relation, relation || '_shape');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) PARTITION BY RANGE (observed_at)',
                       relation, relation || '_shape');
        EXECUTE format('DROP TABLE %I', relation || '_shape');
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', relation || '_elsewhen', relation);
    END LOOP;
END $$;

CREATE TABLE partitioned_by_day (relation text PRIMARY KEY, time_column text NOT NULL);
INSERT INTO partitioned_by_day VALUES
    ('event', 'observed_at'), ('flow', 'observed_at'), ('reading', 'observed_at'),
    ('report', 'observed_at'), ('unit_position', 'observed_at'), ('snapshot', 'observed_at');

-- The days of every stream, as the names of the partitions tell them.
CREATE VIEW stream_day AS
SELECT parent.relname::text AS relation, child.relname::text AS part,
       to_date(right(child.relname, 8), 'YYYYMMDD') AS day,
       pg_total_relation_size(child.oid) AS bytes, false AS is_compressed
FROM partitioned_by_day AS streams
JOIN pg_class AS parent ON parent.oid = streams.relation::regclass
JOIN pg_inherits ON pg_inherits.inhparent = parent.oid
JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
WHERE child.relname ~ '_[0-9]{8}$';

-- A day is filled before it is attached, so that writers wait for nothing but a moment's lock.
CREATE FUNCTION make_day(stream text, wanted date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    part text := stream || '_' || to_char(wanted, 'YYYYMMDD');
    time_column text := (SELECT p.time_column FROM partitioned_by_day AS p WHERE p.relation = stream);
    first timestamptz := wanted::timestamp AT TIME ZONE 'UTC';
    beyond timestamptz := (wanted + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', stream);
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', stream || '_elsewhen');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, stream);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= $1 AND %I < $2 RETURNING *) '
                   'INSERT INTO %I SELECT * FROM moved',
                   stream || '_elsewhen', time_column, time_column, part) USING first, beyond;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   stream, part, first, beyond);
    RETURN true;
END $$;

CREATE FUNCTION make_days(first date, last date) RETURNS integer LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE make_day(streams.relation, days.day::date))::integer
    FROM partitioned_by_day AS streams,
         generate_series(first::timestamp, last::timestamp, interval '1 day') AS days (day)
$$;

-- Drops every day that ended before `cutoff`, and clears what lies outside of the days.
CREATE FUNCTION drop_days_before(stream text, cutoff timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    part text;
    dropped integer := 0;
BEGIN
    FOR part IN
        SELECT stream_day.part FROM stream_day
        WHERE stream_day.relation = stream
          AND (stream_day.day + 1)::timestamp AT TIME ZONE 'UTC' <= cutoff
        ORDER BY stream_day.day
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
    END LOOP;
    EXECUTE format('DELETE FROM %I WHERE %I < $1', stream || '_elsewhen',
                   (SELECT p.time_column FROM partitioned_by_day AS p WHERE p.relation = stream))
        USING cutoff;
    RETURN dropped;
END $$;

-- Drops the days that ended before `cutoff` and hold nothing any more.
CREATE FUNCTION drop_empty_days(stream text, cutoff timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    part text;
    is_empty boolean;
    dropped integer := 0;
BEGIN
    FOR part IN
        SELECT stream_day.part FROM stream_day
        WHERE stream_day.relation = stream
          AND (stream_day.day + 1)::timestamp AT TIME ZONE 'UTC' <= cutoff
        ORDER BY stream_day.day
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I)', part) INTO is_empty;
        IF is_empty THEN
            EXECUTE format('DROP TABLE %I', part);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;

SELECT make_days((now() AT TIME ZONE 'UTC')::date - 1, (now() AT TIME ZONE 'UTC')::date + 1);
