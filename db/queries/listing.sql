-- name: camera
-- One camera with its newest state.
SELECT * FROM camera_now WHERE code = %(code)s

-- name: cameras
-- Cameras in the order of their codes, a page at a time.
SELECT * FROM camera_now
WHERE (%(after)s::text IS NULL OR code > %(after)s::text)
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
  AND (%(state)s::text IS NULL OR state = %(state)s::text)
  AND (%(provenance)s::text IS NULL OR provenance = %(provenance)s::text)
ORDER BY code
LIMIT %(limit)s

-- name: alerts
-- Alerts, the newest first, a page at a time.
SELECT * FROM alert
WHERE (%(before_at)s::timestamptz IS NULL
       OR (opened_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s::text[]))
  AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
  AND (%(severity)s::text IS NULL OR severity = %(severity)s::text)
  AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s::text[]))
  AND (%(provenance)s::text IS NULL OR provenance = %(provenance)s::text)
ORDER BY opened_at DESC, id DESC
LIMIT %(limit)s
