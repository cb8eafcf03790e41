-- name: reach
-- How far back the past and the units' places go, and the keyframe that a moment is read from.
SELECT min(at) AS oldest_at, max(at) FILTER (WHERE at <= %(at)s) AS keyframe_at,
       now() - (SELECT keep FROM retention WHERE relation = 'unit_position') AS units_since
FROM past_keyframe

-- name: state
-- Everything as it stood at a moment: the last that was kept since the keyframe, and what has its own past.
WITH last AS MATERIALIZED (
    SELECT DISTINCT ON (subject, key) subject, key, body FROM past
    WHERE at >= %(keyframe_at)s AND at <= %(at)s
    ORDER BY subject, key, at DESC
)
SELECT 0 AS xid, 0 AS id, %(at)s::timestamptz AS at, found.subject, found.key, found.ward_code, found.body::text AS body
FROM (
    SELECT 'camera' AS subject, camera.code AS key, camera.ward_code,
           to_jsonb(camera) || '{"state": "unknown", "reason": null, "observed_at": null, "exercise": false}'
               || coalesce(jsonb_strip_nulls(last.body), '{}') AS body
    FROM camera LEFT JOIN last ON last.subject = 'camera' AND last.key = camera.code
    WHERE camera.registered_at <= %(at)s
    UNION ALL
    SELECT 'unit', unit.code, unit.ward_code,
           to_jsonb(unit)
               || '{"heading_deg": 0, "speed_kmh": 0, "state": "off_duty", "exercise": false}'
               || coalesce(jsonb_strip_nulls(last.body - '{lat,lon,heading_deg,speed_kmh}'::text[]), '{}')
               || coalesce(to_jsonb(spot), '{}')
               || jsonb_build_object('observed_at',
                                     greatest((last.body ->> 'state_at')::timestamptz, spot.observed_at))
    FROM unit LEFT JOIN last ON last.subject = 'unit' AND last.key = unit.code
    LEFT JOIN LATERAL (
        SELECT lat, lon, heading_deg, speed_kmh, observed_at FROM unit_position
        WHERE unit_code = unit.code AND observed_at <= %(at)s::timestamptz + interval '1 minute'
          AND stored_at <= %(at)s
        ORDER BY observed_at DESC
        LIMIT 1
    ) AS spot ON true
    WHERE %(at)s > %(units_since)s
    UNION ALL
    SELECT subject, key, body ->> 'ward_code', body FROM last
    WHERE subject IN ('gateway', 'ward')
       OR (subject = 'segment' AND (body ->> 'observed_at')::timestamptz > %(segments_since)s)
       OR (subject = 'alert' AND body ->> 'state' IN ('unacknowledged', 'acknowledged', 'shelved'))
       OR (subject = 'incident' AND body ->> 'state' NOT IN ('closed', 'duplicate', 'false_alarm'))
    UNION ALL
    SELECT 'command', command.id::text, command.ward_code,
           to_jsonb(command)
               || CASE WHEN command.answered_at <= %(at)s THEN '{}'::jsonb
                       ELSE '{"answer": null, "answered_at": null, "answer_text": ""}' END
    FROM last JOIN command ON command.alert_id = last.key::uuid AND command.sent_at <= %(at)s
    WHERE last.subject = 'alert' AND last.body ->> 'state' IN ('unacknowledged', 'acknowledged', 'shelved')
    UNION ALL
    SELECT 'reading', figure.system || '/' || figure.site || '/' || figure.metric, newest.ward_code, to_jsonb(newest)
    FROM (SELECT system, site, metric FROM system_state) AS figure
    CROSS JOIN LATERAL (
        SELECT system, site, metric, ward_code, value, unit, lat, lon, observed_at, provenance, exercise
        FROM reading
        WHERE reading.system = figure.system AND reading.site = figure.site AND reading.metric = figure.metric
          AND observed_at <= %(at)s::timestamptz + interval '1 minute'
          AND observed_at > %(at)s::timestamptz - interval '1 day' AND stored_at <= %(at)s
        ORDER BY observed_at DESC
        LIMIT 1
    ) AS newest
    UNION ALL
    (SELECT 'report', id::text, ward_code, to_jsonb(report) FROM report
     WHERE observed_at > %(reports_since)s AND observed_at <= %(at)s
     ORDER BY observed_at DESC
     LIMIT %(most_reports)s)
    UNION ALL
    (SELECT 'event', id::text, ward_code, to_jsonb(event) FROM event
     WHERE observed_at > %(events_since)s AND observed_at <= %(at)s
     ORDER BY observed_at DESC
     LIMIT %(most_events)s)
) AS found

-- name: changes
-- What became different in a span of time, in order, without the units; of readings one for each step.
-- IS TRUE keeps the block range index of stored_at out of it: read once for each key, it costs more than it saves.
SELECT 0 AS xid, 0 AS id, found.at, found.subject, found.key, found.ward_code, found.body::text AS body
FROM (
    SELECT past.at, past.subject, past.key, coalesce(camera.ward_code, past.body ->> 'ward_code') AS ward_code,
           CASE WHEN camera.code IS NULL THEN past.body
                ELSE to_jsonb(camera) || '{"reason": null}' || jsonb_strip_nulls(past.body) END AS body
    FROM past LEFT JOIN camera ON past.subject = 'camera' AND camera.code = past.key
    WHERE past.at > %(since)s AND past.at <= %(until)s AND past.subject <> 'unit'
      AND past.at NOT IN (SELECT at FROM past_keyframe WHERE at > %(since)s AND at <= %(until)s)
    UNION ALL
    SELECT newest.stored_at, 'reading', figure.system || '/' || figure.site || '/' || figure.metric,
           newest.ward_code, to_jsonb(newest)
    FROM (SELECT system, site, metric FROM system_state) AS figure
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (date_bin(%(step)s, stored_at, 'epoch'))
               system, site, metric, ward_code, value, unit, lat, lon, observed_at, provenance, exercise, stored_at
        FROM reading
        WHERE reading.system = figure.system AND reading.site = figure.site AND reading.metric = figure.metric
          AND observed_at > %(since)s::timestamptz - interval '2 minutes'
          AND observed_at <= %(until)s::timestamptz + interval '1 minute'
          AND (stored_at > %(since)s) IS TRUE AND (stored_at <= %(until)s) IS TRUE
        ORDER BY date_bin(%(step)s, stored_at, 'epoch'), observed_at DESC
    ) AS newest
    UNION ALL
    SELECT observed_at, 'report', id::text, ward_code, to_jsonb(report) FROM report
    WHERE observed_at > %(since)s AND observed_at <= %(until)s
    UNION ALL
    SELECT observed_at, 'event', id::text, ward_code, to_jsonb(event) FROM event
    WHERE observed_at > %(since)s AND observed_at <= %(until)s
    UNION ALL
    SELECT sent_at, 'command', id::text, ward_code,
           to_jsonb(command) || '{"answer": null, "answered_at": null, "answer_text": ""}' FROM command
    WHERE sent_at > %(since)s AND sent_at <= %(until)s
    UNION ALL
    SELECT answered_at, 'command', id::text, ward_code, to_jsonb(command) FROM command
    WHERE answered_at > %(since)s AND answered_at <= %(until)s
) AS found
ORDER BY found.at

-- name: unit_moves
-- Where each unit went in a span of time, its last place in each step.
SELECT newest.*
FROM unit CROSS JOIN LATERAL (
    SELECT DISTINCT ON (date_bin(%(step)s, stored_at, 'epoch'))
           stored_at AS at, unit_code AS code, lat, lon, heading_deg, speed_kmh, observed_at, provenance, exercise
    FROM unit_position
    WHERE unit_code = unit.code
      AND observed_at > %(since)s::timestamptz - interval '2 minutes'
      AND observed_at <= %(until)s::timestamptz + interval '1 minute'
      AND (stored_at > %(since)s) IS TRUE AND (stored_at <= %(until)s) IS TRUE
    ORDER BY date_bin(%(step)s, stored_at, 'epoch'), observed_at DESC
) AS newest

-- name: unit_turns
-- What units began to do in a span of time.
SELECT past.at, past.key AS code, turn.state, turn.state_at AS observed_at, turn.since, turn.provenance, turn.exercise
FROM past CROSS JOIN LATERAL jsonb_populate_record(NULL::unit_state, past.body) AS turn
WHERE past.at > %(since)s AND past.at <= %(until)s AND past.subject = 'unit'
  AND past.at NOT IN (SELECT at FROM past_keyframe WHERE at > %(since)s AND at <= %(until)s)

-- name: opened_alerts
-- How many alerts were opened in each five minutes of a span, by severity and provenance.
SELECT date_bin('5 minutes', opened_at, 'epoch') AS at, severity, provenance, count(*) AS alerts
FROM alert
WHERE opened_at >= %(since)s AND opened_at < %(until)s
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

-- name: last_keyframe
-- When everything was written once more last.
SELECT max(at) AS at FROM past_keyframe

-- name: write_keyframe
-- Write the last row of everything that still counts once more, as of a moment.
INSERT INTO past (at, subject, key, body)
SELECT %(at)s, last.subject, last.key, last.body
FROM (
    SELECT DISTINCT ON (subject, key) subject, key, body FROM past
    WHERE at >= %(before)s AND at <= %(at)s
    ORDER BY subject, key, at DESC
) AS last
WHERE CASE last.subject
          WHEN 'alert' THEN last.body ->> 'state' IN ('unacknowledged', 'acknowledged', 'shelved')
          WHEN 'incident' THEN last.body ->> 'state' NOT IN ('closed', 'duplicate', 'false_alarm')
          ELSE true END

-- name: note_keyframe
-- Remember a keyframe.
INSERT INTO past_keyframe (at) VALUES (%(at)s)

-- name: forget_keyframes
-- Forget the keyframes whose rows are no longer kept.
DELETE FROM past_keyframe
WHERE at < %(now)s::timestamptz - (SELECT keep FROM retention WHERE relation = 'past')
