-- TimescaleDB: hypertables in chunks of a day, columnstore for what is old, retention by policy.

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['event', 'flow', 'reading', 'report', 'unit_position', 'snapshot'] LOOP
        PERFORM create_hypertable(relation::regclass, by_range('observed_at', interval '1 day'),
                                  create_default_indexes => false);
    END LOOP;
END $$;

ALTER TABLE event SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'ward_code', timescaledb.orderby = 'observed_at, id');
ALTER TABLE flow SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'camera_code', timescaledb.orderby = 'observed_at');
ALTER TABLE reading SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'system, site, metric', timescaledb.orderby = 'observed_at');
ALTER TABLE report SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'ward_code', timescaledb.orderby = 'observed_at, id');
ALTER TABLE unit_position SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'unit_code', timescaledb.orderby = 'observed_at');

CALL add_columnstore_policy('event', after => interval '7 days');
CALL add_columnstore_policy('flow', after => interval '2 days');
CALL add_columnstore_policy('reading', after => interval '2 days');
CALL add_columnstore_policy('report', after => interval '14 days');
CALL add_columnstore_policy('unit_position', after => interval '2 days');

SELECT add_retention_policy(relation::regclass, keep) FROM retention
WHERE relation IN ('event', 'flow', 'reading', 'report', 'unit_position', 'snapshot');

-- The days of every stream, as the chunks tell them.
CREATE VIEW stream_day AS
SELECT chunks.hypertable_name::text AS relation, chunks.chunk_name::text AS part,
       (chunks.range_start AT TIME ZONE 'UTC')::date AS day,
       sizes.total_bytes AS bytes, chunks.is_compressed
FROM timescaledb_information.chunks AS chunks
JOIN retention ON retention.relation = chunks.hypertable_name
CROSS JOIN LATERAL (
    SELECT detail.total_bytes
    FROM chunks_detailed_size(format('%I.%I', chunks.hypertable_schema, chunks.hypertable_name)::regclass)
        AS detail
    WHERE detail.chunk_name = chunks.chunk_name
) AS sizes;

-- Chunks are made by the engine when the first row of a day comes.
CREATE FUNCTION make_days(first date, last date) RETURNS integer LANGUAGE sql AS $$ SELECT 0 $$;

-- The policies do this by themselves; asked for, it is done now.
CREATE FUNCTION drop_days_before(stream text, cutoff timestamptz) RETURNS integer LANGUAGE sql AS $$
    SELECT count(*)::integer FROM drop_chunks(stream::regclass, older_than => cutoff)
$$;

-- Drops the chunks that ended before `cutoff` and hold nothing any more.
CREATE FUNCTION drop_empty_days(stream text, cutoff timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    chunk record;
    is_empty boolean;
    dropped integer := 0;
BEGIN
    FOR chunk IN
        SELECT chunks.chunk_schema, chunks.chunk_name, chunks.range_start, chunks.range_end
        FROM timescaledb_information.chunks AS chunks
        WHERE chunks.hypertable_name = stream AND chunks.range_end <= cutoff
        ORDER BY chunks.range_start
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %I.%I)', chunk.chunk_schema, chunk.chunk_name)
            INTO is_empty;
        IF is_empty THEN
            PERFORM drop_chunks(stream::regclass, older_than => chunk.range_end,
                                newer_than => chunk.range_start);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;
