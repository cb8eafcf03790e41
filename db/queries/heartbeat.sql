-- name: last_words
-- When each ward was last heard, by its newest states and the counts observed since a moment; null for never a word.
-- Cheap at any age of the streams: the state tables hold a row for each thing, and flow_by_time the last minutes.
WITH heard AS (
    SELECT camera.ward_code, known.received_at AS at
    FROM camera_state AS known JOIN camera ON camera.code = known.camera_code
    UNION ALL
    SELECT ward_code, received_at FROM gateway_state WHERE state <> 'lost'
    UNION ALL
    SELECT unit.ward_code, greatest(known.position_at, known.state_at)
    FROM unit_state AS known JOIN unit ON unit.code = known.unit_code
    UNION ALL
    SELECT ward_code, observed_at FROM system_state
    UNION ALL
    SELECT ward_code, max(received_at) FROM flow WHERE observed_at > %(since)s GROUP BY ward_code
    UNION ALL
    SELECT DISTINCT ward_code, NULL::timestamptz FROM camera
)
SELECT ward_code, max(CASE WHEN at > %(now)s THEN %(now)s ELSE at END) AS heard_at FROM heard GROUP BY ward_code ORDER BY ward_code

-- name: counted_lately
-- When each ward that counted something since a moment was last heard: counts are not told of in the change feed.
SELECT ward_code, max(received_at) AS heard_at
FROM flow WHERE observed_at > %(since)s GROUP BY ward_code ORDER BY ward_code
