-- name: put_segments
-- Write down and tell of the traffic of streets within wards unless newer is known; returns how many were written.
WITH written AS (
    INSERT INTO segment_state AS known
    SELECT ward_code, street, provenance, congestion, speed_kmh, vehicles_per_min, usual, cameras, observed_at
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS told (
        ward_code text, street text, provenance text, congestion real, speed_kmh real, vehicles_per_min real,
        usual real, cameras integer, observed_at timestamptz
    )
    ORDER BY ward_code, street, provenance
    ON CONFLICT (ward_code, street, provenance) DO UPDATE
    SET congestion = excluded.congestion, speed_kmh = excluded.speed_kmh,
        vehicles_per_min = excluded.vehicles_per_min, usual = excluded.usual, cameras = excluded.cameras,
        observed_at = excluded.observed_at
    WHERE excluded.observed_at > known.observed_at
    RETURNING known.*
), told AS (
    INSERT INTO change (subject, key, ward_code, body)
    SELECT 'segment', ward_code || '/' || street || '/' || provenance, ward_code, to_jsonb(written) FROM written
    RETURNING 1
)
SELECT count(*) AS written FROM told

-- name: segments
-- The traffic of streets within wards, as far as it is of the last minutes.
SELECT ward_code, street, provenance, congestion, speed_kmh, vehicles_per_min, usual, cameras, observed_at
FROM segment_state
WHERE observed_at > %(since)s
ORDER BY ward_code, street, provenance

-- name: recent_reports
-- The newest reports since a moment, the oldest of them first.
SELECT * FROM (
    SELECT id, observed_at, received_at, channel, via, source, ward_code, kind, lat, lon, text, provenance, exercise
    FROM report
    WHERE observed_at > %(since)s
    ORDER BY observed_at DESC
    LIMIT %(limit)s
) AS newest
ORDER BY observed_at

-- name: recent_events
-- The newest events since a moment, the oldest of them first.
SELECT * FROM (
    SELECT id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
           provenance, exercise, dialect, revised_at, ended_at, details
    FROM event
    WHERE observed_at > %(since)s
    ORDER BY observed_at DESC
    LIMIT %(limit)s
) AS newest
ORDER BY observed_at
