-- Smaller and faster on TimescaleDB.

-- Events and reports are few beside counts and kept for a year: a week to a chunk fills the columnstore's
-- batches of a thousand rows, and leaves 52 chunks to be planned for, not 365. Those that are there stay.
SELECT set_chunk_time_interval('event', interval '7 days');
SELECT set_chunk_time_interval('report', interval '7 days');
ALTER TABLE event SET (timescaledb.index = 'bloom(camera_code)');

-- Events by time alone: the hours that no job has counted yet are read without the rest of their week.
CREATE INDEX event_by_time ON event (observed_at);

-- Figures are read as their jobs left them. Read in real time, a question about an hour four weeks ago
-- went through all rows that no job had seen yet; what is newer comes from the rows of one camera.
ALTER MATERIALIZED VIEW flow_5m_sums SET (timescaledb.materialized_only = true);
ALTER MATERIALIZED VIEW flow_1h_sums SET (timescaledb.materialized_only = true);

-- Figures outlive their rows by far: what is never computed again goes to the columnstore too.
ALTER MATERIALIZED VIEW flow_5m_sums SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'camera_code', timescaledb.orderby = 'bucket');
ALTER MATERIALIZED VIEW flow_1h_sums SET (timescaledb.enable_columnstore,
    timescaledb.segmentby = 'camera_code', timescaledb.orderby = 'bucket');
CALL add_columnstore_policy('flow_5m_sums', after => interval '8 days');
CALL add_columnstore_policy('flow_1h_sums', after => interval '8 days');

-- The same answer as before with each stream's chunks weighed once, not once for every chunk.
CREATE OR REPLACE VIEW stream_day AS
SELECT chunks.hypertable_name::text AS relation, chunks.chunk_name::text AS part,
       (chunks.range_start AT TIME ZONE 'UTC')::date AS day,
       sizes.total_bytes AS bytes, chunks.is_compressed
FROM retention
JOIN timescaledb_information.hypertables AS streams ON streams.hypertable_name = retention.relation
CROSS JOIN LATERAL chunks_detailed_size(
    format('%I.%I', streams.hypertable_schema, streams.hypertable_name)::regclass) AS sizes
JOIN timescaledb_information.chunks AS chunks
    ON chunks.hypertable_name = streams.hypertable_name AND chunks.chunk_name = sizes.chunk_name;
