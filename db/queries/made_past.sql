-- name: set_seed
-- Begin the same randomness again.
SELECT setseed(%(seed)s)

-- name: make_day
-- Make the partition of a day of a stream, where the engine does not make it by itself.
SELECT make_day(%(stream)s, %(day)s) AS made

-- name: make_flow
-- What fixed cameras count: Poisson numbers of a spot's traffic, speed and share that agree, three clocks.
INSERT INTO flow (camera_code, observed_at, received_at, stored_at, ward_code, seq, period_s, motorcycles, cars,
                  buses, trucks, bicycles, speed_kmh, occupancy, provenance, exercise)
SELECT code, at, at + transit, at + transit + commit_after, ward_code,
       (extract(epoch FROM tick) / extract(epoch FROM %(period)s::interval))::bigint,
       extract(epoch FROM %(period)s::interval), pg_temp.about(passing * 0.82), pg_temp.about(passing * 0.14),
       pg_temp.about(passing * 0.01), pg_temp.about(passing * 0.01), pg_temp.about(passing * 0.02),
       round((30 + n %% 9) * (1 - density) * (0.93 + 0.14 * random()) * 8) / 8,
       round(density * 0.9 * (0.94 + 0.12 * random()) * 1024) / 1024, 'simulated', false
FROM (
    SELECT moment.*, 4 * (8 + n %% 26) * density * (1 - density) AS passing,
           tick + n * %(period)s::interval / %(sources)s + random() * interval '10 ms' AS at,
           (0.02 - 0.03 * ln(1 - random())) * interval '1 s' AS transit,
           (0.02 + 0.1 * random()) * interval '1 s' AS commit_after
    FROM (
        SELECT source.*, tick,
               0.1 + (0.15 + 0.02 * (n %% 9)) * (1 - cos(extract(epoch FROM tick) * pi() / 43200)) AS density
        FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz - interval '1 us',
                             %(period)s::interval) AS tick
        CROSS JOIN (
            SELECT code, ward_code, row_number() OVER (ORDER BY code) AS n
            FROM camera WHERE kind <> 'vehicle' ORDER BY code LIMIT %(sources)s
        ) AS source
        ORDER BY tick
    ) AS moment
) AS passed

-- name: make_unit_position
-- Where units are: a slow round through the streets, with stops.
INSERT INTO unit_position (unit_code, observed_at, received_at, stored_at, seq, lat, lon, heading_deg, speed_kmh,
                           provenance, exercise)
SELECT code, at, at + transit, at + transit + commit_after, extract(epoch FROM tick)::bigint,
       round((lat + 0.003 * sin(way)) * 262144) / 262144, round((lon + 0.003 * cos(way)) * 262144) / 262144,
       round(degrees(way)::numeric %% 360), CASE WHEN is_driving THEN round((18 + 6 * random()) * 8) / 8 ELSE 0 END,
       'simulated', false
FROM (
    SELECT source.*, tick, extract(epoch FROM tick)::bigint / 60 %% 5 > 0 AS is_driving,
           (extract(epoch FROM tick) - greatest(0, extract(epoch FROM tick)::bigint %% 300 - 240)) / 55 AS way,
           tick + n * %(period)s::interval / %(sources)s + random() * interval '10 ms' AS at,
           (0.02 - 0.03 * ln(1 - random())) * interval '1 s' AS transit,
           (0.02 + 0.1 * random()) * interval '1 s' AS commit_after
    FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz - interval '1 us',
                         %(period)s::interval) AS tick
    CROSS JOIN (
        SELECT code, lat, lon, row_number() OVER (ORDER BY code) AS n FROM unit ORDER BY code LIMIT %(sources)s
    ) AS source
    ORDER BY tick
) AS driven

-- name: make_reading
-- What the eight systems measure: figures that wander around what is usual.
INSERT INTO reading (system, site, metric, observed_at, received_at, stored_at, ward_code, source, seq, value, unit,
                     lat, lon, provenance, exercise)
SELECT (ARRAY['healthcare', 'education', 'tourism', 'firefighting', 'public_services'])[1 + n %% 5],
       'site-' || n / 5, (ARRAY['waiting', 'panels_online', 'rooms_taken'])[1 + n %% 3], at, at + transit,
       at + transit + commit_after, ward_code, 'system-' || ward_code || '-' || n %% 5,
       extract(epoch FROM tick)::bigint / 15 * 25 + n / 5,
       greatest(0, round((20 + n %% 50 + (n %% 3) * 3 * (random() + random() - 1))::numeric)),
       (ARRAY['lượt', 'tủ', '%%'])[1 + n %% 3], label_lat, label_lon, 'simulated', false
FROM (
    SELECT source.*, tick,
           tick + n * %(period)s::interval / %(sources)s + random() * interval '10 ms' AS at,
           (0.02 - 0.03 * ln(1 - random())) * interval '1 s' AS transit,
           (0.02 + 0.1 * random()) * interval '1 s' AS commit_after
    FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz - interval '1 us',
                         %(period)s::interval) AS tick
    CROSS JOIN (
        SELECT ward.code AS ward_code, label_lat, label_lon, n::integer AS n
        FROM generate_series(1, %(sources)s) AS n
        JOIN (SELECT *, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS places
              FROM ward WHERE valid_to IS NULL) AS ward ON ward.place = 1 + n %% ward.places
    ) AS source
    ORDER BY tick
) AS taken

-- name: make_event
-- What cameras see: kinds as often as they are, ids that carry their time, boxes of some spots.
INSERT INTO event (id, observed_at, received_at, stored_at, source, camera_code, ward_code, kind, score, label, box,
                   provenance, exercise, dialect, seq, revised_at)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(noise, 3) || '8'
        || right(noise, 15))::uuid,
       at, at + transit, at + transit + commit_after, code, code, ward_code, kind,
       round((0.55 + 0.2 * (random() + random()))::numeric, 2), 'nhãn ' || kind,
       ARRAY[spot, spot + 0.1, spot + 0.2, spot + 0.3], 'simulated', false, 'opscenter',
       (extract(epoch FROM tick) / 10)::bigint, at
FROM (
    SELECT tick, tick + random() * %(period)s::interval AS at, md5(random()::text || tick::text) AS noise,
           (0.02 - 0.03 * ln(1 - random())) * interval '1 s' AS transit,
           (0.02 + 0.1 * random()) * interval '1 s' AS commit_after,
           round((0.6 * random())::numeric, 3) AS spot,
           (ARRAY['illegal_parking', 'illegal_parking', 'illegal_parking', 'red_light', 'red_light', 'wrong_way',
                  'sidewalk', 'street_vending', 'crowd', 'crash', 'smoke', 'waste'])[1 + (random() * 11)::integer]
               AS kind,
           1 + (random() * (%(cameras)s - 1))::integer AS n
    FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz - interval '1 us',
                         %(period)s::interval) AS tick
) AS seen
JOIN (SELECT code, ward_code, row_number() OVER (ORDER BY code) AS n FROM camera) AS source USING (n)
ON CONFLICT DO NOTHING

-- name: make_alerts
-- What became of a third of the events: alerts that were worked off, and the newest forty that are open.
INSERT INTO alert (id, rule, place_key, ward_code, kind, severity, state, camera_code, lat, lon, place,
                   source_channel, event_id, event_at, opened_at, last_at, repeats, version, provenance, exercise)
SELECT md5(id::text)::uuid, 'camera_event', camera_code || '/' || id, ward_code, kind, 'medium',
       CASE WHEN row_number() OVER (ORDER BY observed_at DESC) <= 40 THEN 'unacknowledged' ELSE 'cleared' END,
       camera_code, 10.77, 106.7, 'Lê Lợi', 'camera', id, observed_at, received_at, received_at, 1, 3, provenance,
       false
FROM event WHERE observed_at >= %(first)s AND hashtext(id::text) %% 3 = 0
ON CONFLICT DO NOTHING

-- name: make_transitions
-- The life of every alert in three steps.
INSERT INTO alert_transition (alert_id, at, before, action, after, by_name)
SELECT id, opened_at + step * interval '1 minute', (ARRAY[NULL, 'unacknowledged', 'acknowledged'])[step],
       (ARRAY['open', 'acknowledge', 'clear'])[step], (ARRAY['unacknowledged', 'acknowledged', 'cleared'])[step], 'lan'
FROM alert CROSS JOIN generate_series(1, 3) AS step

-- name: make_pictures
-- Three small pictures of each of the newest events (2 kB: what is measured is finding them).
INSERT INTO snapshot (event_id, moment, rendition, observed_at, received_at, camera_code, ward_code, seq, sha256,
                      width, height, jpeg, provenance, exercise)
SELECT id, moment, 'masked', observed_at, received_at, camera_code, ward_code, seq, repeat(md5(id::text), 2), 640, 360,
       decode(repeat(md5(id::text || moment), 128), 'hex'), provenance, false
FROM event CROSS JOIN unnest(ARRAY['before', 'at', 'after']) AS moment
WHERE observed_at >= %(first)s AND camera_code IS NOT NULL
ON CONFLICT DO NOTHING

-- name: make_dead_letters
-- What could not be understood: a hundred letters a day.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT at, 'd1-sim/v1/26740/camera/q1-bn-001/event', 'not JSON'::bytea, 8, 'this is not JSON', 'opscenter', true
FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz, interval '864 s') AS at

-- name: make_states
-- The newest state of every camera, unit and system, and the traffic of every ward.
WITH cameras AS (
    INSERT INTO camera_state (camera_code, state, gateway, observed_at, received_at, reported_at, seq, provenance,
                              exercise)
    SELECT code, 'online', gateway, %(now)s, %(now)s, %(now)s, 1, provenance, false FROM camera
    ON CONFLICT DO NOTHING
), units AS (
    INSERT INTO unit_state (unit_code, lat, lon, heading_deg, speed_kmh, position_at, position_seq, provenance, exercise)
    SELECT code, lat, lon, 0, 0, %(now)s, 1, provenance, false FROM unit
    ON CONFLICT DO NOTHING
), gateways AS (
    INSERT INTO gateway_state (gateway, ward_code, state, observed_at, received_at, seq, provenance)
    SELECT DISTINCT ON (gateway) gateway, ward_code, 'online', %(now)s::timestamptz, %(now)s::timestamptz, 1, provenance
    FROM camera ORDER BY gateway
    ON CONFLICT DO NOTHING
), systems AS (
    INSERT INTO system_state (system, site, metric, ward_code, value, unit, observed_at, seq, provenance, exercise)
    SELECT 'healthcare', 'site-' || n, 'waiting', '26740', n, 'persons', %(now)s, 1, 'simulated', false
    FROM generate_series(1, 225) AS n
    ON CONFLICT DO NOTHING
)
INSERT INTO ward_state (ward_code, provenance, congestion, speed_kmh, vehicles_per_min, observed_at)
SELECT DISTINCT ward_code, 'simulated', 0.4, 22, 600, %(now)s::timestamptz FROM camera
ON CONFLICT DO NOTHING

-- name: make_system_figures
-- Four weeks and a day of systems' quarters of an hour, of as many sites as there are sources.
INSERT INTO system_15m (bucket, system, metric, site, provenance, mean)
SELECT tick, system, metric, site, provenance, value * (0.9 + 0.2 * random())
FROM (SELECT * FROM system_state ORDER BY site LIMIT %(sources)s) AS told
CROSS JOIN generate_series(date_bin('15 minutes', %(now)s::timestamptz - interval '29 days', 'epoch'),
                           %(now)s::timestamptz, interval '15 minutes') AS tick
ON CONFLICT DO NOTHING

-- name: make_kept_past
-- What was kept: every hour everything that stands, every step the wards and some streets of each.
-- Keyframes have no closed alerts.
INSERT INTO past (at, subject, key, body)
SELECT hour, standing.subject, standing.key, standing.body
FROM generate_series(date_trunc('hour', %(first)s::timestamptz), %(now)s, interval '1 hour') AS hour
CROSS JOIN (SELECT DISTINCT ON (subject, key) subject, key, body FROM past ORDER BY subject, key, at DESC) AS standing
WHERE standing.subject <> 'alert' OR standing.body ->> 'state' IN ('unacknowledged', 'acknowledged', 'shelved')
UNION ALL
SELECT tick, CASE WHEN street = 0 THEN 'ward' ELSE 'segment' END,
       concat_ws('/', ward_code, nullif(street, 0), provenance),
       to_jsonb(ward_state) || jsonb_build_object('street', street::text, 'cameras', 4, 'observed_at', tick)
FROM generate_series(%(first)s::timestamptz, %(now)s, %(step)s::interval) AS tick
CROSS JOIN generate_series(0, 12) AS street
CROSS JOIN ward_state

-- name: note_kept_hours
-- Where each of those hours is read from.
INSERT INTO past_keyframe (at)
SELECT hour FROM generate_series(date_trunc('hour', %(first)s::timestamptz), %(now)s, interval '1 hour') AS hour
ON CONFLICT DO NOTHING

-- name: make_changes
-- The last ten minutes of the change feed: every camera once a minute.
INSERT INTO change (at, subject, key, ward_code, body)
SELECT at, 'camera', code, ward_code, to_jsonb(camera_now)
FROM generate_series(%(now)s::timestamptz - interval '9 minutes', %(now)s::timestamptz, interval '1 minute') AS at
CROSS JOIN camera_now

-- name: filling
-- Settings for long statements, numbers that scatter as counts do, and what fills figures whose rows are gone.
SET work_mem = '128MB';
SET synchronous_commit = off;
CREATE OR REPLACE FUNCTION pg_temp.about(mean double precision) RETURNS integer LANGUAGE sql VOLATILE AS $$
    SELECT greatest(0, round(mean + sqrt(mean) * 2 * (random() + random() + random() - 1.5)))::integer
$$;
CREATE OR REPLACE FUNCTION pg_temp.fill_figures(
    target regclass, first timestamptz, beyond timestamptz, step interval, sources integer
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    filled bigint;
BEGIN
    EXECUTE format(
        'INSERT INTO %s (bucket, camera_code, ward_code, provenance, rows, vehicles, motorcycles, cars, '
        '                speed_weighted, occupancy_sum) '
        'SELECT tick, code, ward_code, ''simulated'', $4, $4 * count, $4 * count * 4 / 5, $4 * count / 5, '
        '       24.5 * $4 * count, 0.25 * $4 '
        'FROM (SELECT tick, code, ward_code, 5 + (random() * 30)::bigint AS count '
        '      FROM generate_series($1, $2 - interval ''1 us'', $3) AS tick '
        '      CROSS JOIN (SELECT code, ward_code FROM camera WHERE kind <> ''vehicle'' ORDER BY code LIMIT $5) '
        '          AS source ORDER BY tick) AS counted ON CONFLICT DO NOTHING', target)
    USING first, beyond, step, (extract(epoch FROM step) / 10)::bigint, sources;
    GET DIAGNOSTICS filled = ROW_COUNT;
    RETURN filled;
END $$;

-- name: fill_figures
-- Fill traffic figures of days whose rows are gone; returns how many.
SELECT pg_temp.fill_figures(%(target)s::text::regclass, %(first)s, %(last)s, %(step)s, %(sources)s) AS filled

-- name: figures_table
-- Where TimescaleDB keeps what a continuous aggregate has computed.
SELECT format('%%I.%%I', materialization_hypertable_schema, materialization_hypertable_name) AS target
FROM timescaledb_information.continuous_aggregates WHERE view_name = %(view)s

-- name: refresh_figures
-- Let TimescaleDB compute figures from the rows that are there.
CALL refresh_continuous_aggregate(%(view)s, %(first)s, %(last)s)

-- name: compress_older
-- Compress the chunks of a stream that ended before a time, the figures' tables too; returns how many.
SELECT count(compress_chunk(format('%%I.%%I', chunk_schema, chunk_name)::regclass)) AS compressed
FROM timescaledb_information.chunks
WHERE hypertable_name = %(stream)s AND range_end <= %(before)s AND NOT is_compressed

-- name: analyze
-- Let the planner know what is there.
ANALYZE

-- name: kept_since
-- From when on states were kept.
SELECT min(at) FROM past_keyframe

-- name: some_alerts
-- Alerts from all of the past, by chance.
SELECT id, opened_at FROM alert ORDER BY random() LIMIT 200

-- name: some_pictured_events
-- Events that have pictures, by chance.
SELECT DISTINCT event_id FROM snapshot LIMIT 200

-- name: some_counting_cameras
-- Cameras that counted in the last hour, by chance.
SELECT camera_code FROM (SELECT DISTINCT camera_code FROM flow WHERE observed_at >= %(since)s) AS counting
ORDER BY random() LIMIT 200

-- name: some_letters
-- Dead letters, by chance.
SELECT id FROM dead_letter ORDER BY random() LIMIT 200

-- name: some_positions
-- Positions of the last minutes in the change feed, by chance: a reader that was away is given a new state.
SELECT xid::text::bigint AS xid, id FROM (SELECT * FROM change ORDER BY id DESC LIMIT 2000) AS newest ORDER BY random() LIMIT 200
