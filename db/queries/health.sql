-- name: camera_counts
-- How many cameras of each ward and recorder are in each state; reads the registry and the newest states alone.
SELECT ward_code, recorder, provenance,
       CASE WHEN reason = 'not released' THEN 'held' ELSE state END AS state, count(*) AS cameras
FROM camera_now
WHERE NOT %(real_only)s OR provenance = 'real'
GROUP BY 1, 2, 3, 4

-- name: cameras
-- Cameras of a ward, a state, a recorder (each, or all) whose code, name or street holds a text; the longest first.
SELECT shown.code, shown.name, shown.ward_code, shown.street, shown.recorder, shown.gateway, shown.provenance,
       CASE WHEN shown.reason = 'not released' THEN 'held' ELSE shown.state END AS state,
       shown.reason, shown.observed_at, count(*) OVER () AS found
FROM camera_now AS shown JOIN camera ON camera.code = shown.code
WHERE (%(ward_code)s::text IS NULL OR shown.ward_code = %(ward_code)s::text)
  AND (%(state)s::text IS NULL
       OR CASE WHEN shown.reason = 'not released' THEN 'held' ELSE shown.state END = %(state)s::text)
  AND (%(recorder)s::text IS NULL OR shown.recorder = %(recorder)s::text)
  AND (%(text)s::text = '' OR strpos(camera.search_key, %(text)s::text) > 0)
  AND (NOT %(real_only)s OR shown.provenance = 'real')
ORDER BY (shown.state = 'online'), shown.observed_at NULLS FIRST, shown.code
LIMIT %(limit)s

-- name: gateways
-- Every gateway, whether it speaks, and how many cameras it speaks for.
SELECT known.gateway, known.ward_code, known.state, known.received_at AS since, known.provenance,
       (SELECT count(*) FROM camera_state WHERE gateway = known.gateway) AS cameras
FROM gateway_state AS known
WHERE NOT %(real_only)s OR known.provenance = 'real'
ORDER BY known.state = 'online', known.ward_code, known.gateway

-- name: count_delays
-- How late the newest counts of vehicles were: of ten minutes, at most 5,000, by the index over time.
SELECT provenance, max(observed_at) AS last_at, count(*) AS messages,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM stored_at - observed_at))::float8 AS lag_p95_s
FROM (
    SELECT provenance, observed_at, stored_at FROM flow
    WHERE observed_at >= %(since)s AND observed_at <= %(until)s
    ORDER BY observed_at DESC LIMIT 5000
) AS newest
WHERE NOT %(real_only)s OR provenance = 'real'
GROUP BY provenance
