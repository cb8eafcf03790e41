-- Smaller and faster on TimescaleDB.

-- Events are few beside counts: a week to a chunk fills the columnstore's batches of a thousand rows, and
-- leaves a fifty-second part of a year to be planned for. Chunks that are there stay as they are.
SELECT set_chunk_time_interval('event', interval '7 days');
ALTER TABLE event SET (timescaledb.orderby = 'observed_at', timescaledb.index = 'bloom(id),bloom(camera_code)');

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
