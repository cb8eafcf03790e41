-- name: papers
-- The papers of cameras: of one, of all real ones, or of those that match; held ones first, then by code.
-- Reads the registry alone; the standing is judged from its few columns.
SELECT camera.code, camera.name, camera.ward_code, camera.street, camera.provenance, camera.owner, camera.purpose,
       camera.held_since, camera.papers_due::date AS papers_due,
       coalesce(papers.has_notice_sign, false) AS has_notice_sign, papers.notice_on,
       coalesce(papers.notice_place, '') AS notice_place, papers.review_due,
       coalesce(papers.requirements, '{}'::jsonb) AS requirements,
       coalesce(papers.is_complete, false) AS is_complete, papers.updated_at, papers.updated_by
FROM camera LEFT JOIN camera_papers AS papers ON papers.camera_code = camera.code
WHERE (%(codes)s::text[] IS NULL OR camera.code = ANY (%(codes)s::text[]))
  AND (NOT %(only_real)s OR camera.provenance = 'real')
ORDER BY camera.held_since IS NULL, papers.review_due NULLS FIRST, camera.code
LIMIT %(limit)s

-- name: put_owner
-- Whose camera it is and what for; no row when there is no such camera.
UPDATE camera SET owner = %(owner)s, purpose = %(purpose)s WHERE code = %(camera_code)s RETURNING code

-- name: put
-- Keep the papers of a camera.
INSERT INTO camera_papers (camera_code, has_notice_sign, notice_on, notice_place, review_due, requirements,
                           is_complete, updated_by)
VALUES (%(camera_code)s, %(has_notice_sign)s, %(notice_on)s, %(notice_place)s, %(review_due)s,
        %(requirements)s::jsonb, %(is_complete)s, %(updated_by)s)
ON CONFLICT (camera_code) DO UPDATE
SET has_notice_sign = excluded.has_notice_sign, notice_on = excluded.notice_on,
    notice_place = excluded.notice_place, review_due = excluded.review_due,
    requirements = excluded.requirements, is_complete = excluded.is_complete,
    updated_at = clock_timestamp(), updated_by = excluded.updated_by

-- name: refresh_holds
-- Hold the real cameras that may not be live, release those that may, and return those that changed.
UPDATE camera SET held_since = CASE WHEN judged.is_held THEN clock_timestamp() END
FROM (
    SELECT known.code,
           known.provenance = 'real'
           AND NOT coalesce(papers.is_complete AND papers.review_due >= %(held_before)s
                            AND known.owner <> '' AND known.purpose <> '', false)
           AND NOT coalesce(known.papers_due > clock_timestamp(), false) AS is_held
    FROM camera AS known LEFT JOIN camera_papers AS papers ON papers.camera_code = known.code
    WHERE (known.provenance = 'real' OR known.held_since IS NOT NULL)
      AND (%(codes)s::text[] IS NULL OR known.code = ANY (%(codes)s::text[]))
) AS judged
WHERE camera.code = judged.code AND (camera.held_since IS NOT NULL) <> judged.is_held
RETURNING camera.code

-- name: held
-- The cameras that are held now.
SELECT code FROM camera WHERE held_since IS NOT NULL
