-- name: cameras_to_look_at
-- Cameras as one may look at them: where they are asked, their stream, and the open alert that is the reason.
-- One index probe a camera, whatever there was before. A camera that is held is looked at by nobody.
SELECT camera.code, camera.ward_code, camera.provenance, camera.stream_url, opened.id AS alert_id
FROM camera
LEFT JOIN LATERAL (
    SELECT id FROM alert
    WHERE camera_code = camera.code AND state IN ('unacknowledged', 'acknowledged', 'shelved')
    ORDER BY opened_at LIMIT 1
) AS opened ON true
WHERE camera.code = ANY (%(codes)s::text[]) AND camera.held_since IS NULL

-- name: begin
-- Write down who begins to look at a camera, and why.
INSERT INTO camera_look (account_id, username, camera_code, ward_code, purpose, alert_id)
SELECT %(account_id)s, %(username)s, camera_code, ward_code, purpose, alert_id
FROM unnest(%(camera_codes)s::text[], %(ward_codes)s::text[], %(purposes)s::text[], %(alert_ids)s::uuid[])
     AS looked (camera_code, ward_code, purpose, alert_id)
RETURNING id

-- name: extend
-- Looks that go on, or end now: for how long by now.
UPDATE camera_look SET seconds = extract(epoch FROM clock_timestamp() - started_at)
WHERE id = ANY (%(ids)s::bigint[])

-- name: is_looking
-- Whether a person looks at a camera now, or did a moment ago; a look is extended every few seconds.
SELECT EXISTS (
    SELECT FROM camera_look
    WHERE account_id = %(account_id)s AND camera_code = %(camera_code)s
      AND started_at > clock_timestamp() - interval '12 hours'
      AND started_at + seconds * interval '1 second' > clock_timestamp() - interval '30 seconds'
) AS is_so

-- name: has_open_alert
-- Whether a camera has an open alert: then that is the reason to look.
SELECT EXISTS (
    SELECT FROM alert
    WHERE camera_code = %(camera_code)s AND state IN ('unacknowledged', 'acknowledged', 'shelved')
) AS is_so

-- name: hit_rate
-- Of a rule's alerts of one kind that people closed since a moment: how many were so, how many were not.
-- The index holds every column asked for, so it alone is read.
SELECT count(*) FILTER (WHERE state = 'cleared' AND acknowledged_at IS NOT NULL) AS confirmed,
       count(*) FILTER (WHERE state = 'false_alarm') AS refuted
FROM alert
WHERE rule = %(rule)s AND kind = %(kind)s AND provenance = %(provenance)s
  AND closed_at >= %(since)s AND NOT exercise

-- name: looks
-- Who looked at what, the newest first, a page at a time.
SELECT id, account_id, username, camera_code, ward_code, purpose, alert_id, started_at, seconds
FROM camera_look
WHERE (%(before_id)s::bigint IS NULL OR id < %(before_id)s::bigint)
  AND (%(camera_code)s::text IS NULL OR camera_code = %(camera_code)s::text)
ORDER BY id DESC
LIMIT %(limit)s

-- name: expire_looks
-- Forget looks after a year.
DELETE FROM camera_look WHERE started_at < %(now)s::timestamptz - interval '365 days'
