-- name: cameras
-- Every camera with its newest state; by bytes, which is five times as fast as by the locale, and the same here.
SELECT * FROM camera_now ORDER BY code COLLATE "C"

-- name: units
-- Every unit with where it is and what it does.
SELECT * FROM unit_now ORDER BY code COLLATE "C"

-- name: gateways
-- Every gateway that was ever heard of.
SELECT * FROM gateway_state ORDER BY gateway

-- name: ward_states
-- The traffic of every ward.
SELECT * FROM ward_state ORDER BY ward_code, provenance

-- name: systems
-- The newest figure of every site of the eight systems.
SELECT * FROM system_state ORDER BY system COLLATE "C", site COLLATE "C", metric COLLATE "C"

-- name: camera
-- One camera with its newest state.
SELECT * FROM camera_now WHERE code = %(code)s

-- name: camera_events
-- What one camera saw from one moment to another, the newest first.
SELECT id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
       provenance, exercise, dialect, revised_at, ended_at, details
FROM event
WHERE camera_code = %(code)s AND observed_at >= %(since)s
  AND observed_at <= coalesce(%(until)s::timestamptz, 'infinity')
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
  AND observed_at <= %(now)s
  AND (NOT %(real_only)s OR provenance = 'real')
GROUP BY 1, 2
ORDER BY bucket, provenance

-- name: camera_usual_flow
-- What one camera usually counts by five minutes from a moment to another: the mean of the last four weeks.
-- Each week is asked for by itself, so that only its own chunks or partitions are looked at.
SELECT bucket + weeks * interval '7 days' AS bucket, provenance, avg(vehicles)::float8 AS vehicles,
       avg(speed_kmh)::float8 AS speed_kmh, count(*) AS weeks
FROM (
    SELECT 1 AS weeks, bucket, provenance, vehicles, speed_kmh FROM flow_5m
    WHERE camera_code = %(code)s AND bucket >= %(since_1)s AND bucket < %(until_1)s
    UNION ALL
    SELECT 2 AS weeks, bucket, provenance, vehicles, speed_kmh FROM flow_5m
    WHERE camera_code = %(code)s AND bucket >= %(since_2)s AND bucket < %(until_2)s
    UNION ALL
    SELECT 3 AS weeks, bucket, provenance, vehicles, speed_kmh FROM flow_5m
    WHERE camera_code = %(code)s AND bucket >= %(since_3)s AND bucket < %(until_3)s
    UNION ALL
    SELECT 4 AS weeks, bucket, provenance, vehicles, speed_kmh FROM flow_5m
    WHERE camera_code = %(code)s AND bucket >= %(since_4)s AND bucket < %(until_4)s
) AS past
WHERE NOT %(real_only)s OR provenance = 'real'
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
-- What pictures there are of an event, without their bytes; none of a camera that is held.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise
FROM snapshot
WHERE event_id = %(event_id)s AND rendition = 'masked'
  AND NOT EXISTS (SELECT FROM camera WHERE code = snapshot.camera_code AND held_since IS NOT NULL)
ORDER BY observed_at

-- name: picture
-- One picture with its bytes; none of a camera that is held.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise, jpeg
FROM snapshot
WHERE event_id = %(event_id)s AND moment = %(moment)s AND rendition = 'masked'
  AND NOT EXISTS (SELECT FROM camera WHERE code = snapshot.camera_code AND held_since IS NOT NULL)
ORDER BY observed_at DESC
LIMIT 1

-- name: camera_pictures
-- The newest pictures of a camera, without their bytes; none while it is held.
SELECT event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
       retention_class, provenance, exercise
FROM snapshot
WHERE camera_code = %(code)s AND rendition = 'masked' AND observed_at >= %(since)s
  AND observed_at <= coalesce(%(until)s::timestamptz, 'infinity')
  AND NOT EXISTS (SELECT FROM camera WHERE code = snapshot.camera_code AND held_since IS NOT NULL)
ORDER BY observed_at DESC
LIMIT %(limit)s

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

-- name: last_transition
-- Who changed an alert last.
SELECT at, before, action, after, account_id, by_name, reason
FROM alert_transition WHERE alert_id = %(id)s ORDER BY id DESC LIMIT 1
