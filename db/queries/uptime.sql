-- name: camera_states
-- What one camera was since a moment, beginning with the row that held then: hourly keyframes make one certain.
SELECT past.at, past.body ->> 'state' AS state
FROM past
WHERE past.subject = 'camera' AND past.key = %(code)s
  AND past.at > %(since)s::timestamptz - interval '65 minutes' AND past.at <= %(until)s
ORDER BY past.at
