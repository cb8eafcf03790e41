-- name: flows_since
-- Which counts observed since a moment are committed.
SELECT camera_code AS source, seq FROM flow WHERE observed_at >= %(since)s

-- name: events_since
-- Which camera events observed since a moment are committed.
SELECT source, seq FROM event WHERE observed_at >= %(since)s

-- name: dead_letters
-- How many messages could not be stored.
SELECT count(*) FROM dead_letter

-- name: stream_bytes
-- What the rows of the streams take with their indexes: rows and bytes by stream.
SELECT 'flow' AS stream, (SELECT count(*) FROM flow) AS rows, coalesce(sum(bytes), 0)::bigint AS bytes
FROM stream_day WHERE relation = 'flow'
UNION ALL
SELECT 'event', (SELECT count(*) FROM event), coalesce(sum(bytes), 0)::bigint
FROM stream_day WHERE relation = 'event'
