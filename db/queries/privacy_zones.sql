-- name: painted
-- What is painted out of every camera's pictures now: a row for each zone; zones are few.
SELECT camera_code, outline FROM privacy_zone_painted ORDER BY camera_code, id

-- name: zones
-- The zones of one camera (of every camera when none is named) that are alive, or all there ever were; the newest first.
SELECT zone.id, zone.camera_code, camera.name AS camera_name, camera.ward_code, zone.outline, zone.reason,
       zone.proposed_at, zone.proposed_by, zone.proposed_by_name, zone.lapses_at,
       zone.approved_at, zone.approved_by_name, zone.refused_at, zone.refused_by_name, zone.refused_reason,
       zone.removal_at, zone.removal_by, zone.removal_by_name, zone.removal_reason,
       zone.removed_at, zone.removed_by_name,
       (zone.lapses_at <= clock_timestamp()) IS TRUE AS has_lapsed
FROM privacy_zone AS zone JOIN camera ON camera.code = zone.camera_code
WHERE (%(camera_code)s::text IS NULL OR zone.camera_code = %(camera_code)s::text)
  AND (%(with_ended)s OR (zone.removed_at IS NULL AND zone.refused_at IS NULL))
ORDER BY zone.id DESC
LIMIT %(limit)s

-- name: ward_of_camera
-- In which ward a camera stands; no row when there is no such camera.
SELECT ward_code FROM camera WHERE code = %(camera_code)s FOR UPDATE

-- name: alive_of_camera
-- How many zones of a camera are painted or proposed.
SELECT count(*) AS n FROM privacy_zone
WHERE camera_code = %(camera_code)s AND removed_at IS NULL AND refused_at IS NULL
  AND (approved_at IS NOT NULL OR lapses_at IS NULL OR lapses_at > clock_timestamp())

-- name: propose
-- Propose a zone; an immediate one is painted until it lapses.
INSERT INTO privacy_zone (camera_code, outline, reason, proposed_by, proposed_by_name, lapses_at)
VALUES (%(camera_code)s, %(outline)s::jsonb, %(reason)s, %(account_id)s, %(name)s,
        clock_timestamp() + %(lapses_after_s)s * interval '1 second')
RETURNING id

-- name: zone
-- One zone as it stands, held until the transaction's end.
SELECT id, camera_code, proposed_by, approved_at IS NOT NULL AS is_approved,
       refused_at IS NOT NULL OR removed_at IS NOT NULL AS is_over, removal_by
FROM privacy_zone WHERE id = %(id)s FOR UPDATE

-- name: approve
-- Somebody else approves a zone: painted from now on, without end.
UPDATE privacy_zone
SET approved_at = clock_timestamp(), approved_by = %(account_id)s, approved_by_name = %(name)s
WHERE id = %(id)s

-- name: refuse
-- A zone is refused, or withdrawn by who proposed it.
UPDATE privacy_zone
SET refused_at = clock_timestamp(), refused_by_name = %(name)s, refused_reason = %(reason)s
WHERE id = %(id)s

-- name: propose_removal
-- Propose to paint a zone no more; until somebody else agrees it is painted.
UPDATE privacy_zone
SET removal_at = clock_timestamp(), removal_by = %(account_id)s, removal_by_name = %(name)s,
    removal_reason = %(reason)s
WHERE id = %(id)s

-- name: approve_removal
-- Somebody else agrees: the zone is painted no more.
UPDATE privacy_zone
SET removed_at = clock_timestamp(), removed_by = %(account_id)s, removed_by_name = %(name)s
WHERE id = %(id)s

-- name: refuse_removal
-- A removal is refused, or withdrawn: the zone stays as it was.
UPDATE privacy_zone
SET removal_at = NULL, removal_by = NULL, removal_by_name = NULL, removal_reason = NULL
WHERE id = %(id)s
