-- name: try_rules_lock
-- Become the one rules process, if nobody is; held until this connection ends.
SELECT pg_try_advisory_lock(7602) AS is_ours

-- name: open_or_repeat
-- Open an alert, or count one more sign of the one that is open, and tell of it; returns it as it is then.
WITH sign AS (
INSERT INTO alert AS known (id, rule, place_key, ward_code, kind, severity, state, camera_code, lat, lon, place,
                            source_channel, event_id, event_at, opened_at, last_at, provenance, exercise, details)
VALUES (%(id)s, %(rule)s, %(place_key)s, %(ward_code)s, %(kind)s, %(severity)s, 'unacknowledged', %(camera_code)s,
        %(lat)s, %(lon)s, %(place)s, %(source_channel)s, %(event_id)s, %(event_at)s, %(at)s, %(at)s,
        %(provenance)s, %(exercise)s, %(details)s::jsonb)
ON CONFLICT (rule, place_key, kind, provenance, exercise)
    WHERE state IN ('unacknowledged', 'acknowledged', 'shelved')
DO UPDATE
SET repeats = known.repeats + 1,
    last_at = greatest(known.last_at, excluded.last_at),
    severity = CASE WHEN array_position(%(severities)s::text[], excluded.severity)
                         > array_position(%(severities)s::text[], known.severity)
                    THEN excluded.severity ELSE known.severity END
RETURNING known.*
), step AS (
    INSERT INTO alert_transition (alert_id, at, action, after, by_name)
    SELECT id, clock_timestamp(), 'open', state, rule FROM sign WHERE id = %(id)s
), told AS (
    INSERT INTO change (subject, key, ward_code, body) SELECT 'alert', id::text, ward_code, to_jsonb(sign) FROM sign
), noticed AS MATERIALIZED (
    SELECT pg_notify('change', '') FROM sign
)
SELECT sign.* FROM sign, noticed

-- name: tell_alert
-- Tell of an alert as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'alert', id::text, ward_code, to_jsonb(alert) FROM alert WHERE id = %(id)s

-- name: add_transition
-- Write one step into an alert's life.
INSERT INTO alert_transition (alert_id, at, before, action, after, account_id, by_name, reason)
VALUES (%(alert_id)s, %(at)s, %(before)s, %(action)s, %(after)s, %(account_id)s, %(by_name)s, %(reason)s)

-- name: lock_open_alert
-- The open alert of a rule at a place, locked against everybody else.
SELECT * FROM alert
WHERE rule = %(rule)s AND place_key = %(place_key)s AND kind = %(kind)s AND provenance = %(provenance)s
  AND exercise = %(exercise)s AND state IN ('unacknowledged', 'acknowledged', 'shelved')
FOR UPDATE

-- name: lock_alert
-- An alert, locked against everybody else.
SELECT * FROM alert WHERE id = %(id)s FOR UPDATE

-- name: change_alert
-- Bring a locked alert into its next state.
UPDATE alert
SET state = %(state)s, version = version + 1, owner_id = %(owner_id)s, owner_name = %(owner_name)s,
    acknowledged_at = %(acknowledged_at)s, closed_at = %(closed_at)s, shelved_until = %(shelved_until)s,
    shelved_by = %(shelved_by)s, shelved_reason = %(shelved_reason)s
WHERE id = %(id)s
RETURNING *

-- name: open_alerts
-- All open alerts, the oldest first.
SELECT * FROM alert WHERE state IN ('unacknowledged', 'acknowledged', 'shelved') ORDER BY opened_at, id

-- name: flow_lately
-- What passed each camera since a moment, drills apart.
SELECT flow.camera_code, flow.ward_code, flow.provenance, flow.exercise,
       sum(motorcycles + cars + buses + trucks + bicycles)::bigint AS vehicles,
       (60 * sum(motorcycles + cars + buses + trucks + bicycles) / sum(period_s))::float8 AS vehicles_per_min,
       coalesce(sum(speed_kmh::float8 * (motorcycles + cars + buses + trucks + bicycles))
                / nullif(sum(motorcycles + cars + buses + trucks + bicycles), 0), avg(speed_kmh)) AS speed_kmh,
       avg(occupancy)::float8 AS occupancy,
       max(observed_at) AS last_at
FROM flow
WHERE observed_at > %(since)s AND observed_at <= %(until)s
GROUP BY 1, 2, 3, 4
ORDER BY 1, 3, 4

-- name: usual_flow
-- What usually passes each camera in an hour of the week: its mean over the last four weeks.
SELECT camera_code, ward_code, provenance,
       avg(vehicles)::float8 / 60 AS vehicles_per_min, avg(speed_kmh)::float8 AS speed_kmh,
       avg(occupancy)::float8 AS occupancy, count(*) AS weeks
FROM flow_1h
WHERE bucket = ANY (%(hours)s::timestamptz[])
GROUP BY 1, 2, 3
ORDER BY 1, 3

-- name: put_ward_state
-- Write down a ward's traffic unless newer is known; returns the ward when it was written.
INSERT INTO ward_state AS known (ward_code, provenance, congestion, speed_kmh, vehicles_per_min, usual, observed_at)
VALUES (%(ward_code)s, %(provenance)s, %(congestion)s, %(speed_kmh)s, %(vehicles_per_min)s, %(usual)s,
        %(observed_at)s)
ON CONFLICT (ward_code, provenance) DO UPDATE
SET congestion = excluded.congestion, speed_kmh = excluded.speed_kmh,
    vehicles_per_min = excluded.vehicles_per_min, usual = excluded.usual, observed_at = excluded.observed_at
WHERE excluded.observed_at > known.observed_at
RETURNING ward_code

-- name: tell_wards
-- Tell of wards' traffic as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'ward', ward_code || '/' || provenance, ward_code, to_jsonb(ward_state)
FROM ward_state WHERE ward_code = ANY (%(codes)s) AND provenance = %(provenance)s

-- name: silent_gateways
-- Gateways that are lost, and those said to be there whose cameras counted a quarter of an hour ago but no longer do.
WITH heard AS (
    SELECT coalesce(known.gateway, camera.gateway) AS gateway, max(newest.observed_at) AS last_at
    FROM camera LEFT JOIN camera_state AS known ON known.camera_code = camera.code
    CROSS JOIN LATERAL (
        SELECT observed_at FROM flow
        WHERE camera_code = camera.code AND observed_at > %(now)s::timestamptz - interval '15 minutes'
        ORDER BY observed_at DESC
        LIMIT 1
    ) AS newest
    GROUP BY 1
)
SELECT gateway_state.gateway, gateway_state.ward_code, gateway_state.state, gateway_state.provenance,
       gateway_state.received_at AS since, heard.last_at AS last_heard_at
FROM gateway_state LEFT JOIN heard USING (gateway)
WHERE (gateway_state.state = 'lost' AND gateway_state.received_at <= %(silent_since)s)
   OR (gateway_state.state <> 'lost' AND heard.last_at <= %(silent_since)s)
ORDER BY gateway_state.gateway
