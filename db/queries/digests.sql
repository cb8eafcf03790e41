-- name: position
-- Up to where a digest is computed.
SELECT until FROM digest_position WHERE digest = %(digest)s

-- name: save_position
-- Remember up to where a digest is computed; a look back at what came late does not move it.
INSERT INTO digest_position AS known (digest, until) VALUES (%(digest)s, %(until)s)
ON CONFLICT (digest) DO UPDATE SET until = greatest(known.until, excluded.until)

-- name: first_of_ward_traffic_5m
-- Where the figures begin that wards' five minutes are computed from.
SELECT bucket FROM flow_5m WHERE bucket >= %(since)s ORDER BY bucket LIMIT 1

-- name: first_of_ward_traffic_1h
-- Where the figures begin that wards' hours are computed from.
SELECT bucket FROM flow_1h WHERE bucket >= %(since)s ORDER BY bucket LIMIT 1

-- name: first_of_system_15m
-- Systems' figures begin a day ago at the most: older readings are many and nobody has looked at them.
SELECT date_bin('15 minutes', greatest(%(since)s::timestamptz, now() - interval '24 hours'), 'epoch') AS bucket

-- name: first_of_event_day
-- Where the hours begin that days of events are computed from.
SELECT bucket FROM event_1h WHERE bucket >= %(since)s ORDER BY bucket LIMIT 1

-- name: first_of_ward_event_day
-- Where the hours begin that wards' days of events are computed from.
SELECT bucket FROM event_1h WHERE bucket >= %(since)s ORDER BY bucket LIMIT 1

-- name: ward_traffic_5m
-- Compute wards' traffic by five minutes: counts, and congestion as the mean of the worst quarter of cameras.
INSERT INTO ward_traffic_5m AS known (bucket, ward_code, provenance, cameras, vehicles, vehicles_per_min,
                                      speed_kmh, congestion)
SELECT bucket, ward_code, provenance, count(*), sum(vehicles), avg(vehicles)::float8 / 5,
       sum(speed_kmh * vehicles) / nullif(sum(vehicles), 0),
       avg(level) FILTER (WHERE place <= greatest(1, round(measured * %(worst_share)s::float8)))
FROM (
    SELECT flow.*,
           count(level) OVER (PARTITION BY bucket, ward_code, provenance)::float8 AS measured,
           row_number() OVER (PARTITION BY bucket, ward_code, provenance ORDER BY level DESC NULLS LAST) AS place
    FROM (
        SELECT bucket, ward_code, provenance, vehicles, speed_kmh,
               CASE WHEN speed_kmh IS NOT NULL
                    THEN 0.5 * (1 - least(1, greatest(0, speed_kmh) / %(free_speed_kmh)s::float8))
                         + 0.5 * least(1, greatest(0, occupancy) / %(full_occupancy)s::float8) END AS level
        FROM flow_5m WHERE bucket >= %(first)s AND bucket < %(beyond)s
    ) AS flow
) AS ranked
GROUP BY 1, 2, 3
ON CONFLICT (bucket, ward_code, provenance) DO UPDATE
SET cameras = excluded.cameras, vehicles = excluded.vehicles, vehicles_per_min = excluded.vehicles_per_min,
    speed_kmh = excluded.speed_kmh, congestion = excluded.congestion
WHERE (known.cameras, known.vehicles) <> (excluded.cameras, excluded.vehicles)

-- name: ward_traffic_1h
-- Compute wards' traffic by hours: counts, and congestion as the mean of the worst quarter of cameras.
INSERT INTO ward_traffic_1h AS known (bucket, ward_code, provenance, cameras, vehicles, vehicles_per_min,
                                      speed_kmh, congestion)
SELECT bucket, ward_code, provenance, count(*), sum(vehicles), avg(vehicles)::float8 / 60,
       sum(speed_kmh * vehicles) / nullif(sum(vehicles), 0),
       avg(level) FILTER (WHERE place <= greatest(1, round(measured * %(worst_share)s::float8)))
FROM (
    SELECT flow.*,
           count(level) OVER (PARTITION BY bucket, ward_code, provenance)::float8 AS measured,
           row_number() OVER (PARTITION BY bucket, ward_code, provenance ORDER BY level DESC NULLS LAST) AS place
    FROM (
        SELECT bucket, ward_code, provenance, vehicles, speed_kmh,
               CASE WHEN speed_kmh IS NOT NULL
                    THEN 0.5 * (1 - least(1, greatest(0, speed_kmh) / %(free_speed_kmh)s::float8))
                         + 0.5 * least(1, greatest(0, occupancy) / %(full_occupancy)s::float8) END AS level
        FROM flow_1h WHERE bucket >= %(first)s AND bucket < %(beyond)s
    ) AS flow
) AS ranked
GROUP BY 1, 2, 3
ON CONFLICT (bucket, ward_code, provenance) DO UPDATE
SET cameras = excluded.cameras, vehicles = excluded.vehicles, vehicles_per_min = excluded.vehicles_per_min,
    speed_kmh = excluded.speed_kmh, congestion = excluded.congestion
WHERE (known.cameras, known.vehicles) <> (excluded.cameras, excluded.vehicles)

-- name: system_15m
-- Compute the mean of every figure of every site in each quarter of an hour; each is found by its key.
INSERT INTO system_15m AS known (bucket, system, metric, site, provenance, mean)
SELECT bucket, newest.system, newest.metric, newest.site, told.provenance, told.mean
FROM generate_series(%(first)s::timestamptz, %(beyond)s::timestamptz - interval '1 us', interval '15 minutes') AS bucket
CROSS JOIN system_state AS newest
CROSS JOIN LATERAL (
    SELECT provenance, avg(value) AS mean FROM reading
    WHERE reading.system = newest.system AND reading.site = newest.site AND reading.metric = newest.metric
      AND observed_at >= bucket AND observed_at < bucket + interval '15 minutes' AND NOT exercise
    GROUP BY provenance
) AS told
WHERE newest.observed_at >= bucket
ON CONFLICT (system, metric, bucket, site, provenance) DO UPDATE SET mean = excluded.mean
WHERE known.mean <> excluded.mean

-- name: event_day
-- Compute the days of events, by ward and kind, that a span touches; each of them whole.
INSERT INTO event_day AS known (ward_code, provenance, day, kind, events, hours, counts)
SELECT ward_code, provenance, (bucket AT TIME ZONE %(zone)s)::date, kind, sum(events),
       array_agg(extract(hour FROM bucket AT TIME ZONE %(zone)s)::smallint ORDER BY bucket),
       array_agg(events ORDER BY bucket)
FROM event_1h
WHERE bucket >= date_trunc('day', %(first)s::timestamptz, %(zone)s)
  AND bucket < date_trunc('day', %(beyond)s::timestamptz - interval '1 us', %(zone)s) + interval '1 day'
GROUP BY 1, 2, 3, 4
ON CONFLICT (ward_code, provenance, day, kind) DO UPDATE
SET events = excluded.events, hours = excluded.hours, counts = excluded.counts
WHERE known.counts <> excluded.counts

-- name: ward_event_day
-- Compute the days of events, of all kinds together, that a span touches; each of them whole.
INSERT INTO ward_event_day AS known (ward_code, provenance, day, events, hours, counts)
SELECT ward_code, provenance, (bucket AT TIME ZONE %(zone)s)::date, sum(events),
       array_agg(extract(hour FROM bucket AT TIME ZONE %(zone)s)::smallint ORDER BY bucket),
       array_agg(events ORDER BY bucket)
FROM (
    SELECT ward_code, provenance, bucket, sum(events)::bigint AS events
    FROM event_1h
    WHERE bucket >= date_trunc('day', %(first)s::timestamptz, %(zone)s)
      AND bucket < date_trunc('day', %(beyond)s::timestamptz - interval '1 us', %(zone)s) + interval '1 day'
    GROUP BY 1, 2, 3
) AS hourly
GROUP BY 1, 2, 3
ON CONFLICT (ward_code, provenance, day) DO UPDATE
SET events = excluded.events, hours = excluded.hours, counts = excluded.counts
WHERE known.counts <> excluded.counts

-- name: note_cameras
-- Note how many of each ward's cameras are online and how many are not, for the camera system's own figures.
INSERT INTO system_15m (bucket, system, metric, site, provenance, mean)
SELECT date_bin('15 minutes', %(now)s::timestamptz, 'epoch'), 'security_cameras', told.metric, ward_code, provenance,
       told.cameras
FROM (
    SELECT ward_code, provenance, count(*) FILTER (WHERE state = 'online') AS online, count(*) AS cameras
    FROM camera_now GROUP BY 1, 2
) AS counted
CROSS JOIN LATERAL (VALUES ('online', online), ('not_online', counted.cameras - online)) AS told (metric, cameras)
ON CONFLICT (system, metric, bucket, site, provenance) DO UPDATE SET mean = excluded.mean

-- name: drop_old_ward_traffic_5m
-- Delete wards' five minutes that are older than they are kept.
DELETE FROM ward_traffic_5m
WHERE bucket < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'ward_traffic_5m')

-- name: drop_old_ward_traffic_1h
-- Delete wards' hours that are older than they are kept.
DELETE FROM ward_traffic_1h
WHERE bucket < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'ward_traffic_1h')

-- name: drop_old_system_15m
-- Delete systems' quarters of an hour that are older than they are kept.
DELETE FROM system_15m
WHERE bucket < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'system_15m')

-- name: drop_old_event_day
-- Delete days of events that are older than they are kept.
DELETE FROM event_day
WHERE day < (%(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'event_day'))::date

-- name: drop_old_ward_event_day
-- Delete wards' days of events that are older than they are kept.
DELETE FROM ward_event_day
WHERE day < (%(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'ward_event_day'))::date
