-- name: rows_of_streams
-- How many rows each stream holds, by the rows themselves.
SELECT 'flow' AS relation, count(*) AS rows FROM flow
UNION ALL SELECT 'unit_position', count(*) FROM unit_position
UNION ALL SELECT 'reading', count(*) FROM reading
UNION ALL SELECT 'event', count(*) FROM event

-- name: raw_bytes
-- What the rows of a stream take with their indexes, by PostgreSQL's own count; nothing compressed.
SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM stream_day WHERE relation = %(relation)s

-- name: compressed_bytes
-- What a stream's compressed chunks took and take with their indexes, by TimescaleDB's own count.
SELECT sum(before_compression_total_bytes)::bigint AS before_bytes,
       sum(after_compression_total_bytes)::bigint AS after_bytes
FROM chunk_columnstore_stats(%(relation)s::text::regclass)
