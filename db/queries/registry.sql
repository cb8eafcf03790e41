-- name: put_ward
-- Register a ward for a time of validity, or bring it up to date.
INSERT INTO ward (code, name, sort_key, label_lat, label_lon, ring, valid_from, valid_to)
VALUES (%(code)s, %(name)s, %(sort_key)s, %(label_lat)s, %(label_lon)s, %(ring)s::jsonb,
        %(valid_from)s, %(valid_to)s)
ON CONFLICT (code, valid_from) DO UPDATE
SET name = excluded.name, sort_key = excluded.sort_key, label_lat = excluded.label_lat,
    label_lon = excluded.label_lon, ring = excluded.ring, valid_to = excluded.valid_to

-- name: wards_on
-- The wards that are valid on a day, in dictionary order.
SELECT code, name, label_lat, label_lon, ring, valid_from, valid_to
FROM ward
WHERE valid_from <= %(day)s AND (valid_to IS NULL OR %(day)s < valid_to)
ORDER BY sort_key, code

-- name: camera_staging
-- Where cameras wait to be compared with the registry.
CREATE TEMPORARY TABLE IF NOT EXISTS stage_camera (
    code text, name text, search_key text, ward_code text, lat double precision, lon double precision,
    heading_deg real, fov_deg real, range_m real, kind text, recorder text, gateway text, street text,
    owner text, purpose text, provenance text, stream_url text
) ON COMMIT DELETE ROWS

-- name: copy_cameras
-- Send cameras to where they wait.
COPY stage_camera FROM STDIN

-- name: put_cameras
-- Register the waiting cameras or bring them up to date; returns the codes of those that changed.
-- An owner or a purpose that is left out is no news: what is known of it stays.
INSERT INTO camera AS known (code, name, search_key, ward_code, lat, lon, heading_deg, fov_deg, range_m, kind,
                             recorder, gateway, street, owner, purpose, provenance, stream_url)
SELECT DISTINCT ON (waiting.code)
       waiting.code, waiting.name, waiting.search_key, waiting.ward_code, waiting.lat, waiting.lon,
       waiting.heading_deg, waiting.fov_deg, waiting.range_m, waiting.kind, waiting.recorder, waiting.gateway,
       waiting.street, coalesce(nullif(waiting.owner, ''), before.owner, ''),
       coalesce(nullif(waiting.purpose, ''), before.purpose, ''), waiting.provenance, waiting.stream_url
FROM stage_camera AS waiting LEFT JOIN camera AS before ON before.code = waiting.code
ORDER BY waiting.code
ON CONFLICT (code) DO UPDATE
SET name = excluded.name, search_key = excluded.search_key, ward_code = excluded.ward_code,
    lat = excluded.lat, lon = excluded.lon, heading_deg = excluded.heading_deg, fov_deg = excluded.fov_deg,
    range_m = excluded.range_m, kind = excluded.kind, recorder = excluded.recorder,
    gateway = excluded.gateway, street = excluded.street, owner = excluded.owner,
    purpose = excluded.purpose, provenance = excluded.provenance, stream_url = excluded.stream_url
WHERE (known.name, known.ward_code, known.lat, known.lon, known.heading_deg, known.fov_deg, known.range_m,
       known.kind, known.recorder, known.gateway, known.street, known.owner, known.purpose, known.provenance,
       known.stream_url)
   IS DISTINCT FROM
      (excluded.name, excluded.ward_code, excluded.lat, excluded.lon, excluded.heading_deg, excluded.fov_deg,
       excluded.range_m, excluded.kind, excluded.recorder, excluded.gateway, excluded.street, excluded.owner,
       excluded.purpose, excluded.provenance, excluded.stream_url)
RETURNING known.code

-- name: put_unit
-- Register a unit or bring it up to date; returns its code when something changed.
INSERT INTO unit AS known (code, callsign, kind, ward_code, lat, lon, provenance)
VALUES (%(code)s, %(callsign)s, %(kind)s, %(ward_code)s, %(lat)s, %(lon)s, %(provenance)s)
ON CONFLICT (code) DO UPDATE
SET callsign = excluded.callsign, kind = excluded.kind, ward_code = excluded.ward_code,
    lat = excluded.lat, lon = excluded.lon, provenance = excluded.provenance
WHERE (known.callsign, known.kind, known.ward_code, known.lat, known.lon, known.provenance)
   IS DISTINCT FROM
      (excluded.callsign, excluded.kind, excluded.ward_code, excluded.lat, excluded.lon, excluded.provenance)
RETURNING known.code

-- name: known_cameras
-- What a message from a camera is checked against.
SELECT code, ward_code, provenance, gateway, lat, lon, recorder FROM camera

-- name: known_units
-- What a message from a unit is checked against.
SELECT code, ward_code, provenance FROM unit

-- name: registered_cameras
-- The whole registry of cameras.
SELECT code, name, ward_code, lat, lon, heading_deg, fov_deg, range_m, kind, recorder, gateway, street,
       owner, purpose, provenance, stream_url
FROM camera ORDER BY code
