-- name: live
-- The version of the settings that is in force; no row while the shipped ones are.
SELECT version.number, version.settings::text AS settings
FROM rule_live AS live JOIN rule_version AS version USING (number)
ORDER BY live.id DESC LIMIT 1

-- name: live_number
-- The number of the version that is in force, 0 while the shipped settings are.
SELECT coalesce((SELECT number FROM rule_live ORDER BY id DESC LIMIT 1), 0)

-- name: versions
-- The versions of the settings, the newest first, with what their trial said and when they went live.
SELECT version.number, version.written_at, version.written_by, version.why, version.trial_asked_at,
       version.trial_at, version.trial, live.at AS live_at, live.by_name AS live_by, live.why AS live_why,
       version.number = coalesce((SELECT number FROM rule_live ORDER BY id DESC LIMIT 1), 0) AS is_live
FROM rule_version AS version
LEFT JOIN LATERAL (
    SELECT at, by_name, why FROM rule_live WHERE rule_live.number = version.number ORDER BY id DESC LIMIT 1
) AS live ON true
ORDER BY version.number DESC
LIMIT %(limit)s

-- name: version
-- One version of the settings, whole.
SELECT number, settings::text AS settings, why, trial_at FROM rule_version WHERE number = %(number)s

-- name: lock_versions
-- Let one at a time write a version or make one live.
SELECT pg_advisory_xact_lock(7622) IS NULL AS is_locked

-- name: write_version
-- Write a new version, numbered after the last.
INSERT INTO rule_version (number, settings, written_by, why)
SELECT coalesce(max(number), 0) + 1, %(settings)s::jsonb, %(by_name)s, %(why)s FROM rule_version
RETURNING number

-- name: ask_trial
-- Ask the rules process to try a version against the last 24 hours.
UPDATE rule_version SET trial_asked_at = clock_timestamp(), trial_at = NULL, trial = NULL WHERE number = %(number)s

-- name: asked_trial
-- The version whose trial was asked for longest ago and is not made yet; what was asked an hour ago is forgotten.
SELECT number, settings::text AS settings FROM rule_version
WHERE trial_asked_at > clock_timestamp() - interval '1 hour' AND trial_at IS NULL
ORDER BY trial_asked_at LIMIT 1

-- name: keep_trial
-- Keep what a trial said.
UPDATE rule_version SET trial_at = clock_timestamp(), trial = %(trial)s::jsonb WHERE number = %(number)s

-- name: make_live
-- Put a version in force.
INSERT INTO rule_live (number, by_name, why) VALUES (%(number)s, %(by_name)s, %(why)s)

-- name: windows
-- Times of work on cameras that are not over.
SELECT id, camera_code, ward_code, begins_at, ends_at, reason, by_name
FROM camera_window WHERE ends_at > clock_timestamp() AND ended_by IS NULL ORDER BY begins_at, id LIMIT 500

-- name: add_window
-- Plan work on a camera, or on all of a ward; no row when there is no such camera or ward.
INSERT INTO camera_window (camera_code, ward_code, begins_at, ends_at, reason, by_name)
SELECT %(camera_code)s::text, found.ward_code, %(begins_at)s, %(ends_at)s, %(reason)s, %(by_name)s
FROM (
    SELECT ward_code FROM camera WHERE code = %(camera_code)s::text
    UNION ALL
    SELECT code FROM ward WHERE code = %(ward_code)s::text AND %(camera_code)s::text IS NULL
) AS found
LIMIT 1
RETURNING id

-- name: end_window
-- End planned work early.
UPDATE camera_window SET ended_by = %(by_name)s WHERE id = %(id)s AND ended_by IS NULL AND ends_at > clock_timestamp()

-- name: verdicts
-- How often alerts of each rule and kind were confirmed (taken up and then cleared) and rejected since a moment.
SELECT alert.rule, alert.kind, alert.provenance,
       count(*) FILTER (WHERE step.action = 'clear')::integer AS confirmed,
       count(*) FILTER (WHERE step.action = 'reject')::integer AS rejected
FROM alert_transition AS step JOIN alert ON alert.id = step.alert_id
LEFT JOIN rule_mode AS known USING (rule, kind, provenance)
WHERE step.at > %(since)s AND (known.released_at IS NULL OR step.at > known.released_at) AND NOT alert.exercise
  AND (step.action = 'reject' OR (step.action = 'clear' AND step.before = 'acknowledged' AND step.account_id IS NOT NULL))
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

-- name: put_mode
-- Write down what the verdicts found of a rule; what was found already keeps its time.
INSERT INTO rule_mode AS known (rule, kind, provenance, finding, confirmed, rejected)
VALUES (%(rule)s, %(kind)s, %(provenance)s, %(finding)s, %(confirmed)s, %(rejected)s)
ON CONFLICT (rule, kind, provenance) DO UPDATE
SET finding = excluded.finding, confirmed = excluded.confirmed, rejected = excluded.rejected,
    since = CASE WHEN known.released_at IS NULL THEN known.since ELSE clock_timestamp() END,
    released_at = NULL, released_by = NULL, released_why = NULL
WHERE known.finding <> excluded.finding OR known.released_at IS NOT NULL
   OR known.confirmed <> excluded.confirmed OR known.rejected <> excluded.rejected

-- name: modes
-- What the verdicts found of rules, the newest first; those that were released stay to be seen.
SELECT rule, kind, provenance, finding, confirmed, rejected, since, released_at, released_by, released_why
FROM rule_mode ORDER BY since DESC LIMIT 200

-- name: release_mode
-- Let a rule call again; verdicts count anew from now on.
UPDATE rule_mode SET released_at = clock_timestamp(), released_by = %(by_name)s, released_why = %(why)s
WHERE rule = %(rule)s AND kind = %(kind)s AND provenance = %(provenance)s AND released_at IS NULL

-- name: keep_suppressed
-- Keep a sign that called nobody, with the others of its hour, place and cause.
INSERT INTO suppressed_sign AS known (hour, rule, place_key, kind, cause, provenance, exercise, severity, ward_code,
                                      lat, lon, place, source_channel, camera_code, event_id, event_at, why,
                                      first_at, last_at)
VALUES (date_trunc('hour', %(at)s::timestamptz), %(rule)s, %(place_key)s, %(kind)s, %(cause)s, %(provenance)s,
        %(exercise)s, %(severity)s, %(ward_code)s, %(lat)s, %(lon)s, %(place)s, %(source_channel)s,
        %(camera_code)s, %(event_id)s, %(event_at)s, %(why)s, %(at)s, %(at)s)
ON CONFLICT (hour, rule, place_key, kind, cause, provenance, exercise) DO UPDATE
SET signs = known.signs + 1, last_at = greatest(known.last_at, excluded.last_at), why = excluded.why,
    event_id = excluded.event_id, event_at = excluded.event_at

-- name: suppressed
-- The signs that called nobody since a moment, the newest first.
SELECT id, rule, kind, cause, severity, ward_code, lat, lon, place, source_channel, camera_code, event_id, event_at,
       why, first_at, last_at, signs, provenance, exercise
FROM suppressed_sign
WHERE last_at > %(since)s AND (%(cause)s::text IS NULL OR cause = %(cause)s::text)
ORDER BY last_at DESC, id DESC
LIMIT %(limit)s

-- name: suppressed_by_cause
-- How many signs called nobody since a moment, by cause.
SELECT cause, sum(signs)::bigint AS signs, count(*) AS places FROM suppressed_sign WHERE last_at > %(since)s
GROUP BY 1 ORDER BY 1

-- name: forget_suppressed
-- Forget what called nobody a month ago.
DELETE FROM suppressed_sign WHERE last_at < %(before)s

-- name: past_events
-- What cameras saw since a moment, in the order it was observed, for a trial of other settings.
SELECT * FROM (
    SELECT id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon, provenance,
           exercise, dialect, revised_at, ended_at, details
    FROM event WHERE observed_at > %(since)s AND observed_at <= %(until)s
    ORDER BY observed_at DESC LIMIT %(limit)s
) AS newest
ORDER BY observed_at, id

-- name: past_reports
-- What police and citizens reported since a moment, in order, for a trial of other settings.
SELECT * FROM (
    SELECT id, observed_at, received_at, channel, via, source, ward_code, kind, lat, lon, text, provenance, exercise
    FROM report WHERE observed_at > %(since)s AND observed_at <= %(until)s
    ORDER BY observed_at DESC LIMIT %(limit)s
) AS newest
ORDER BY observed_at, id
