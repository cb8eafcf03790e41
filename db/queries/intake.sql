-- name: staging
-- Where a batch waits, in one temporary table per kind of row; emptied at every commit.
CREATE TEMPORARY TABLE stage_event (
    id uuid, observed_at timestamptz, received_at timestamptz, source text, camera_code text, ward_code text,
    kind text, score real, label text, box real[], lat double precision, lon double precision,
    provenance text, exercise boolean, dialect text, seq bigint, revised_at timestamptz,
    ended_at timestamptz, details jsonb
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_flow (
    camera_code text, observed_at timestamptz, received_at timestamptz, ward_code text, seq bigint,
    period_s real, motorcycles integer, cars integer, buses integer, trucks integer, bicycles integer,
    speed_kmh real, occupancy real, provenance text, exercise boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_reading (
    system text, site text, metric text, observed_at timestamptz, received_at timestamptz, ward_code text,
    source text, seq bigint, value double precision, unit text, lat double precision, lon double precision,
    provenance text, exercise boolean, reported_at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_report (
    id uuid, observed_at timestamptz, received_at timestamptz, channel text, via text, source text,
    ward_code text, seq bigint, kind text, lat double precision, lon double precision, text text,
    provenance text, exercise boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_unit_position (
    unit_code text, observed_at timestamptz, received_at timestamptz, seq bigint, lat double precision,
    lon double precision, heading_deg real, speed_kmh real, provenance text, exercise boolean,
    reported_at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_unit_status (
    unit_code text, seq bigint, state text, provenance text, exercise boolean, reported_at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_camera_status (
    camera_code text, observed_at timestamptz, received_at timestamptz, seq bigint, state text, gateway text,
    lat double precision, lon double precision, heading_deg real, provenance text, exercise boolean,
    reported_at timestamptz
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_gateway_status (
    n integer, gateway text, ward_code text, state text, observed_at timestamptz, received_at timestamptz,
    seq bigint, provenance text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_post_link (
    n integer, post_code text, state text, observed_at timestamptz, received_at timestamptz, provenance text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_snapshot (
    event_id uuid, moment text, rendition text, observed_at timestamptz, received_at timestamptz,
    camera_code text, ward_code text, seq bigint, sha256 text, width integer, height integer, jpeg bytea,
    provenance text, exercise boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_command (
    id uuid, unit_code text, "order" text, lat double precision, lon double precision, alert_id uuid,
    incident_id uuid, ward_code text, text text, sent_at timestamptz, verified_by text, provenance text,
    exercise boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_command_answer (
    command_id uuid, unit_code text, observed_at timestamptz, seq bigint, answer text, text text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE stage_number (
    source text, observed_at timestamptz, seq bigint, provenance text
) ON COMMIT DELETE ROWS

-- name: copy_events
-- Send events to where they wait.
COPY stage_event FROM STDIN

-- name: store_events
-- Keep the waiting events that are new, and tell of them.
WITH fresh AS (
    INSERT INTO event (id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box,
                       lat, lon, provenance, exercise, dialect, seq, revised_at, ended_at, details)
    SELECT DISTINCT ON (id, observed_at) * FROM stage_event
    ORDER BY id, observed_at, revised_at DESC
    ON CONFLICT DO NOTHING
    RETURNING *
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'event', id::text, ward_code, to_jsonb(fresh) FROM fresh

-- name: revise_events
-- Bring events up to date that are known in an older revision, and tell of them.
WITH newest AS MATERIALIZED (
    SELECT DISTINCT ON (id, observed_at) * FROM stage_event
    ORDER BY id, observed_at, revised_at DESC
), revised AS (
    UPDATE event
    SET received_at = newest.received_at, stored_at = now(), kind = newest.kind, score = newest.score,
        label = newest.label, box = newest.box, lat = newest.lat, lon = newest.lon,
        exercise = newest.exercise, seq = newest.seq, revised_at = newest.revised_at,
        ended_at = coalesce(newest.ended_at, event.ended_at), details = newest.details
    FROM newest
    WHERE event.id = newest.id AND event.observed_at = newest.observed_at
      AND event.observed_at BETWEEN %(oldest)s AND %(newest)s
      AND event.revised_at < newest.revised_at
    RETURNING event.*
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'event', id::text, ward_code, to_jsonb(revised) FROM revised

-- name: copy_flows
-- Send counts to where they wait.
COPY stage_flow FROM STDIN WITH (FORMAT csv, NULL 'null')

-- name: copy_flows_straight
-- Send counts straight into their table; refused as a whole when one of them is there already.
COPY flow (camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses, trucks,
           bicycles, speed_kmh, occupancy, provenance, exercise) FROM STDIN WITH (FORMAT csv, NULL 'null')

-- name: store_flows
-- Keep the waiting counts that are new; their speed and share were rounded before.
INSERT INTO flow (camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses,
                  trucks, bicycles, speed_kmh, occupancy, provenance, exercise)
SELECT camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses,
       trucks, bicycles, speed_kmh, occupancy, provenance, exercise
FROM stage_flow ORDER BY camera_code, observed_at
ON CONFLICT DO NOTHING

-- name: copy_readings
-- Send readings to where they wait.
COPY stage_reading FROM STDIN

-- name: store_readings
-- Keep the waiting readings that are new.
INSERT INTO reading (system, site, metric, observed_at, received_at, ward_code, source, seq, value, unit,
                     lat, lon, provenance, exercise)
SELECT system, site, metric, observed_at, received_at, ward_code, source, seq, value, unit, lat, lon,
       provenance, exercise
FROM stage_reading ORDER BY system, site, metric, observed_at
ON CONFLICT DO NOTHING

-- name: update_systems
-- Let the newest waiting readings be what is known of the systems, and tell of it.
WITH newer AS (
    INSERT INTO system_state AS known (system, site, metric, ward_code, value, unit, lat, lon, observed_at,
                                       seq, provenance, exercise)
    SELECT DISTINCT ON (system, site, metric)
           system, site, metric, ward_code, value, unit, lat, lon, reported_at, seq, provenance, exercise
    FROM stage_reading
    ORDER BY system, site, metric, reported_at DESC, seq DESC
    ON CONFLICT (system, site, metric) DO UPDATE
    SET ward_code = excluded.ward_code, value = excluded.value, unit = excluded.unit, lat = excluded.lat,
        lon = excluded.lon, observed_at = excluded.observed_at, seq = excluded.seq,
        provenance = excluded.provenance, exercise = excluded.exercise
    WHERE (excluded.observed_at, excluded.seq) > (known.observed_at, known.seq)
    RETURNING known.*
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'reading', system || '/' || site || '/' || metric, ward_code, to_jsonb(newer) FROM newer

-- name: copy_reports
-- Send reports to where they wait.
COPY stage_report FROM STDIN

-- name: store_reports
-- Keep the waiting reports that are new, and tell of them.
WITH fresh AS (
    INSERT INTO report (id, observed_at, received_at, channel, via, source, ward_code, seq, kind, lat, lon,
                        text, provenance, exercise)
    SELECT * FROM stage_report ORDER BY id, observed_at
    ON CONFLICT DO NOTHING
    RETURNING *
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'report', id::text, ward_code, to_jsonb(fresh) FROM fresh

-- name: copy_unit_positions
-- Send positions to where they wait.
COPY stage_unit_position FROM STDIN WITH (FORMAT csv, NULL 'null')

-- name: store_unit_positions
-- Keep the waiting positions that are new; to half a metre and an eighth of a km/h, which compress to half.
INSERT INTO unit_position (unit_code, observed_at, received_at, seq, lat, lon, heading_deg, speed_kmh,
                           provenance, exercise)
SELECT unit_code, observed_at, received_at, seq, round(lat * 262144) / 262144, round(lon * 262144) / 262144,
       heading_deg, round(speed_kmh * 8) / 8, provenance, exercise
FROM stage_unit_position ORDER BY unit_code, observed_at
ON CONFLICT DO NOTHING

-- name: move_units
-- Let the newest waiting positions be where the units are; returns the units that moved.
INSERT INTO unit_state AS known (unit_code, lat, lon, heading_deg, speed_kmh, position_at, position_seq,
                                 provenance, exercise)
SELECT DISTINCT ON (unit_code)
       unit_code, lat, lon, heading_deg, speed_kmh, reported_at, seq, provenance, exercise
FROM stage_unit_position
ORDER BY unit_code, reported_at DESC, seq DESC
ON CONFLICT (unit_code) DO UPDATE
SET lat = excluded.lat, lon = excluded.lon, heading_deg = excluded.heading_deg,
    speed_kmh = excluded.speed_kmh, position_at = excluded.position_at,
    position_seq = excluded.position_seq, provenance = excluded.provenance, exercise = excluded.exercise
WHERE known.position_at IS NULL
   OR (excluded.position_at, excluded.position_seq) > (known.position_at, known.position_seq)
RETURNING known.unit_code

-- name: copy_unit_statuses
-- Send units' states to where they wait.
COPY stage_unit_status FROM STDIN

-- name: update_units
-- Let the newest waiting states be what the units do; returns the units that changed.
INSERT INTO unit_state AS known (unit_code, state, state_at, state_seq, provenance, exercise, since)
SELECT DISTINCT ON (unit_code) unit_code, state, reported_at, seq, provenance, exercise, reported_at
FROM stage_unit_status
ORDER BY unit_code, reported_at DESC, seq DESC
ON CONFLICT (unit_code) DO UPDATE
SET state = excluded.state, state_at = excluded.state_at, state_seq = excluded.state_seq,
    provenance = excluded.provenance, exercise = excluded.exercise,
    since = CASE WHEN known.state = excluded.state THEN coalesce(known.since, excluded.since)
                 ELSE excluded.since END
WHERE known.state_at IS NULL OR (excluded.state_at, excluded.state_seq) > (known.state_at, known.state_seq)
RETURNING known.unit_code

-- name: tell_units
-- Tell of units as they are now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'unit', code, ward_code, to_jsonb(unit_now) FROM unit_now WHERE code = ANY (%(codes)s) ORDER BY code

-- name: copy_camera_statuses
-- Send cameras' states to where they wait.
COPY stage_camera_status FROM STDIN

-- name: update_cameras
-- Let the newest waiting states be what the cameras are; returns the cameras that changed.
INSERT INTO camera_state AS known (camera_code, state, lat, lon, heading_deg, gateway, observed_at,
                                   received_at, reported_at, seq, provenance, exercise)
SELECT DISTINCT ON (camera_code)
       camera_code, state, lat, lon, heading_deg, gateway, observed_at, received_at, reported_at, seq,
       provenance, exercise
FROM stage_camera_status
ORDER BY camera_code, reported_at DESC, seq DESC
ON CONFLICT (camera_code) DO UPDATE
SET state = excluded.state, reason = NULL, lat = excluded.lat, lon = excluded.lon,
    heading_deg = excluded.heading_deg, gateway = excluded.gateway, observed_at = excluded.observed_at,
    received_at = excluded.received_at, reported_at = excluded.reported_at, seq = excluded.seq,
    provenance = excluded.provenance, exercise = excluded.exercise
WHERE (excluded.reported_at, excluded.seq) > (known.reported_at, known.seq)
RETURNING known.camera_code

-- name: copy_gateway_statuses
-- Send gateways' states to where they wait.
COPY stage_gateway_status FROM STDIN

-- name: update_gateways
-- Let the last waiting states be what the gateways are, tell of it, and return the gateways that changed.
WITH newer AS (
    INSERT INTO gateway_state AS known (gateway, ward_code, state, observed_at, received_at, seq, provenance)
    SELECT DISTINCT ON (gateway) gateway, ward_code, state, observed_at, received_at, seq, provenance
    FROM stage_gateway_status
    ORDER BY gateway, received_at DESC, n DESC
    ON CONFLICT (gateway) DO UPDATE
    SET ward_code = excluded.ward_code, state = excluded.state, observed_at = excluded.observed_at,
        received_at = excluded.received_at, seq = excluded.seq, provenance = excluded.provenance
    WHERE excluded.received_at > known.received_at
      AND (excluded.state, excluded.observed_at, excluded.seq)
          IS DISTINCT FROM (known.state, known.observed_at, known.seq)
    RETURNING known.*
), told AS (
    INSERT INTO change (subject, key, ward_code, body)
    SELECT 'gateway', gateway, ward_code, to_jsonb(newer) FROM newer
)
SELECT gateway FROM newer

-- name: copy_post_links
-- Send posts' words about their link to where they wait.
COPY stage_post_link FROM STDIN

-- name: update_post_links
-- Let the last waiting words be whether the posts can be reached; returns the posts whose link changed.
-- A retained word is heard again whenever we come back: it is as old as it says. What is simulated or
-- replayed never speaks for a post that has spoken itself.
WITH last AS (
    SELECT DISTINCT ON (post_code)
           post_code, least(observed_at, received_at) AS heard_at, received_at, provenance,
           CASE WHEN state = 'online' AND observed_at < received_at - interval '2 minutes' THEN 'silent'
                ELSE state END AS state
    FROM stage_post_link JOIN post ON post.code = post_code
    ORDER BY post_code, received_at DESC, n DESC
), before AS (
    SELECT post_code, state FROM post_link WHERE post_code IN (SELECT post_code FROM last)
), kept AS (
    INSERT INTO post_link AS known (post_code, state, since, heard_at, via, provenance)
    SELECT post_code, state, received_at, CASE WHEN state = 'lost' THEN NULL ELSE heard_at END, 'mqtt', provenance
    FROM last
    ON CONFLICT (post_code) DO UPDATE
    SET state = excluded.state, via = excluded.via, provenance = excluded.provenance,
        since = CASE WHEN known.state = excluded.state THEN known.since ELSE excluded.since END,
        heard_at = greatest(known.heard_at, excluded.heard_at)
    WHERE excluded.provenance = 'real' OR known.provenance <> 'real'
    RETURNING known.post_code, known.state
)
SELECT kept.post_code FROM kept LEFT JOIN before USING (post_code)
WHERE kept.state IS DISTINCT FROM before.state

-- name: lose_cameras
-- Make the cameras of gateways that were lost unknown, since the centre heard of it; returns the cameras.
WITH silent AS (
    SELECT camera_state.camera_code, gateway_state.received_at AS lost_at
    FROM camera_state JOIN gateway_state USING (gateway)
    WHERE gateway = ANY (%(gateways)s) AND gateway_state.state = 'lost'
      AND camera_state.received_at <= gateway_state.received_at
    ORDER BY camera_state.camera_code
    FOR UPDATE OF camera_state
)
UPDATE camera_state
SET state = 'unknown', reason = 'gateway lost', observed_at = silent.lost_at
FROM silent WHERE camera_state.camera_code = silent.camera_code
RETURNING camera_state.camera_code

-- name: tell_cameras
-- Tell of cameras as they are now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'camera', code, ward_code, to_jsonb(camera_now) FROM camera_now WHERE code = ANY (%(codes)s) ORDER BY code

-- name: copy_snapshots
-- Send pictures to where they wait.
COPY stage_snapshot FROM STDIN

-- name: store_snapshots
-- Keep the waiting pictures that are new, and tell of them without their bytes.
WITH fresh AS (
    INSERT INTO snapshot (event_id, moment, rendition, observed_at, received_at, camera_code, ward_code, seq,
                          sha256, width, height, jpeg, provenance, exercise)
    SELECT * FROM stage_snapshot ORDER BY event_id, moment, rendition, observed_at
    ON CONFLICT DO NOTHING
    RETURNING event_id, moment, rendition, observed_at, camera_code, ward_code, sha256, width, height,
              retention_class, provenance, exercise
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'snapshot', event_id || '/' || moment || '/' || rendition, ward_code, to_jsonb(fresh) FROM fresh

-- name: copy_commands
-- Send orders to where they wait.
COPY stage_command FROM STDIN

-- name: store_commands
-- Keep the waiting orders that are new, and tell of them; an incident that is not ours is left out.
WITH fresh AS (
    INSERT INTO command (id, unit_code, "order", lat, lon, alert_id, incident_id, ward_code, text, sent_at,
                         verified_by, provenance, exercise, sent_by)
    SELECT waiting.id, waiting.unit_code, waiting."order", waiting.lat, waiting.lon, waiting.alert_id, incident.id,
           waiting.ward_code, waiting.text, waiting.sent_at, waiting.verified_by, waiting.provenance,
           waiting.exercise, ''
    FROM stage_command AS waiting LEFT JOIN incident ON incident.id = waiting.incident_id
    ORDER BY waiting.id
    ON CONFLICT DO NOTHING
    RETURNING *
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'command', id::text, ward_code, to_jsonb(fresh) FROM fresh

-- name: copy_command_answers
-- Send units' answers to where they wait.
COPY stage_command_answer FROM STDIN

-- name: answer_commands
-- Let the newest waiting answers be how far the orders have come, and tell of it.
WITH newest AS (
    SELECT DISTINCT ON (command_id) * FROM stage_command_answer
    ORDER BY command_id, observed_at DESC, seq DESC
), answered AS (
    UPDATE command
    SET answer = newest.answer, answered_at = newest.observed_at, answered_seq = newest.seq,
        answer_text = newest.text
    FROM newest
    WHERE command.id = newest.command_id AND command.unit_code = newest.unit_code
      AND (command.answered_at IS NULL
           OR (newest.observed_at, newest.seq) > (command.answered_at, command.answered_seq))
    RETURNING command.*
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'command', id::text, ward_code, to_jsonb(answered) FROM answered

-- name: copy_numbers
-- Send the numbers of messages without a row to where they wait.
COPY stage_number FROM STDIN WITH (FORMAT csv, NULL 'null')

-- name: store_numbers
-- Keep the waiting numbers that are new.
INSERT INTO seq_without_row (source, observed_at, seq, provenance)
SELECT * FROM stage_number ORDER BY source, observed_at, seq
ON CONFLICT DO NOTHING
