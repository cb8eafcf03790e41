-- name: cameras_called
-- Cameras by a part of their code or of their name without marks; the registry is small enough to be read through.
SELECT code, name, ward_code, lat, lon FROM camera
WHERE code LIKE %(code)s OR search_key LIKE %(name)s
ORDER BY code NOT LIKE %(end)s, code
LIMIT %(limit)s
