-- name: cameras
-- Every camera with its newest state.
SELECT * FROM camera_now ORDER BY code

-- name: units
-- Every unit with where it is and what it does.
SELECT * FROM unit_now ORDER BY code

-- name: gateways
-- Every gateway that was ever heard of.
SELECT * FROM gateway_state ORDER BY gateway

-- name: ward_states
-- The traffic of every ward.
SELECT * FROM ward_state ORDER BY ward_code, provenance

-- name: systems
-- The newest figure of every site of the eight systems.
SELECT * FROM system_state ORDER BY system, site, metric

-- name: camera
-- One camera with its newest state.
SELECT * FROM camera_now WHERE code = %(code)s

-- name: camera_events
-- What one camera saw since a moment, the newest first.
SELECT id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
       provenance, exercise, dialect, revised_at, ended_at, details
FROM event
WHERE camera_code = %(code)s AND observed_at >= %(since)s
  AND (NOT %(real_only)s OR (provenance = 'real' AND NOT exercise))
ORDER BY observed_at DESC
LIMIT %(limit)s

-- name: camera_flow
-- One camera's counts by five minutes since a moment: finished buckets from the figures, the last three from the rows.
SELECT bucket, provenance, vehicles, motorcycles, cars, speed_kmh, occupancy
FROM flow_5m
WHERE camera_code = %(code)s AND bucket >= %(since)s
  AND bucket < date_bin('5 minutes', %(now)s::timestamptz, 'epoch') - interval '10 minutes'
  AND (NOT %(real_only)s OR provenance = 'real')
UNION ALL
SELECT date_bin('5 minutes', observed_at, 'epoch') AS bucket, provenance,
       sum(motorcycles + cars + buses + trucks + bicycles) AS vehicles,
       sum(motorcycles) AS motorcycles, sum(cars) AS cars,
       sum(speed_kmh::float8 * (motorcycles + cars + buses + trucks + bicycles))
           / nullif(sum(motorcycles + cars + buses + trucks + bicycles), 0) AS speed_kmh,
       avg(occupancy::float8) AS occupancy
FROM flow
WHERE camera_code = %(code)s AND NOT exercise
  AND observed_at >= greatest(%(since)s::timestamptz,
                              date_bin('5 minutes', %(now)s::timestamptz, 'epoch') - interval '10 minutes')
  AND (NOT %(real_only)s OR provenance = 'real')
GROUP BY 1, 2
ORDER BY bucket, provenance

-- name: camera_usual_flow
-- What one camera usually counts by five minutes from a moment to another: the mean of the last four weeks.
SELECT flow_5m.bucket + weeks.n * interval '7 days' AS bucket, flow_5m.provenance,
       avg(flow_5m.vehicles)::float8 AS vehicles, avg(flow_5m.speed_kmh)::float8 AS speed_kmh,
       count(*) AS weeks
FROM generate_series(1, 4) AS weeks (n)
JOIN flow_5m ON flow_5m.camera_code = %(code)s
    AND flow_5m.bucket >= %(since)s::timestamptz - weeks.n * interval '7 days'
    AND flow_5m.bucket < %(until)s::timestamptz - weeks.n * interval '7 days'
WHERE NOT %(real_only)s OR flow_5m.provenance = 'real'
GROUP BY 1, 2
ORDER BY 1, 2

-- name: alert
-- One alert.
SELECT * FROM alert WHERE id = %(id)s

-- name: alert_transitions
-- The life of one alert.
SELECT at, before, action, after, account_id, by_name, reason
FROM alert_transition WHERE alert_id = %(id)s ORDER BY id

-- name: alert_event
-- The event that opened an alert.
SELECT id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
       provenance, exercise, dialect, revised_at, ended_at, details
FROM event WHERE id = %(event_id)s AND observed_at = %(event_at)s

-- name: alert_history
-- Alerts opened in a span of time, the newest first.
SELECT * FROM alert
WHERE opened_at >= %(since)s AND opened_at < %(until)s
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
  AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
  AND (%(camera_code)s::text IS NULL OR camera_code = %(camera_code)s::text)
  AND (NOT %(real_only)s OR (provenance = 'real' AND NOT exercise))
ORDER BY opened_at DESC, id
LIMIT %(limit)s

-- name: event_counts
-- Events by hour, ward and kind since a moment.
SELECT bucket, ward_code, kind, provenance, events
FROM event_1h
WHERE bucket >= %(since)s AND (NOT %(real_only)s OR provenance = 'real')
ORDER BY bucket, ward_code, kind, provenance

-- name: pictures
-- What pictures there are of an event, without their bytes.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise
FROM snapshot
WHERE event_id = %(event_id)s AND rendition = 'masked'
ORDER BY observed_at

-- name: picture
-- One picture with its bytes.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise, jpeg
FROM snapshot
WHERE event_id = %(event_id)s AND moment = %(moment)s AND rendition = 'masked'
ORDER BY observed_at DESC
LIMIT 1

-- name: camera_pictures
-- The newest pictures of a camera, without their bytes.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise
FROM snapshot
WHERE camera_code = %(code)s AND rendition = 'masked' AND observed_at >= %(since)s
ORDER BY observed_at DESC
LIMIT %(limit)s

-- name: system_tiles
-- Each figure of the eight systems over all its sites.
SELECT system, metric, unit, provenance, sum(value)::float8 AS total, avg(value)::float8 AS mean,
       count(*) AS sites, max(observed_at) AS observed_at
FROM system_state WHERE NOT exercise
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4

-- name: provenance_shares
-- How many cameras, units and system sites there are of each provenance.
SELECT provenance, count(*) AS sources
FROM (
    SELECT provenance FROM camera_now
    UNION ALL SELECT provenance FROM unit_now
    UNION ALL (SELECT DISTINCT ON (system, site) provenance FROM system_state ORDER BY system, site, observed_at DESC)
) AS sources
GROUP BY 1
ORDER BY 1

-- name: record_command
-- Write down an order before it is sent.
INSERT INTO command (id, unit_code, "order", lat, lon, alert_id, ward_code, text, sent_at, sent_by, provenance,
                     exercise)
VALUES (%(id)s, %(unit_code)s, %(order)s, %(lat)s, %(lon)s, %(alert_id)s, %(ward_code)s, %(text)s, %(sent_at)s,
        %(sent_by)s, %(provenance)s, %(exercise)s)
ON CONFLICT DO NOTHING

-- name: tell_command
-- Tell of an order as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'command', id::text, ward_code, to_jsonb(command) FROM command WHERE id = %(id)s

-- name: last_transition
-- Who changed an alert last.
SELECT at, before, action, after, account_id, by_name, reason
FROM alert_transition WHERE alert_id = %(id)s ORDER BY id DESC LIMIT 1
