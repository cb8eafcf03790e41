-- name: steps
-- The steps of an incident's procedure that were done, in the order of doing.
SELECT * FROM incident_step WHERE incident_id = %(id)s ORDER BY done_at, step

-- name: tick_step
-- A step of an incident's procedure was done; done twice it says who did it last.
INSERT INTO incident_step (incident_id, step, done_by, note)
VALUES (%(incident_id)s, %(step)s, %(done_by)s, %(note)s)
ON CONFLICT (incident_id, step) DO UPDATE
SET done_at = clock_timestamp(), done_by = excluded.done_by, note = excluded.note

-- name: untick_step
-- A step of an incident's procedure was not done after all.
DELETE FROM incident_step WHERE incident_id = %(incident_id)s AND step = %(step)s

-- name: attachments
-- What is attached to an incident, without the bytes.
SELECT id, incident_id, at, by_name, name, media_type, sha256, octet_length(content) AS size_bytes
FROM incident_attachment WHERE incident_id = %(id)s ORDER BY at, id

-- name: attach
-- Attach a file to an incident.
INSERT INTO incident_attachment (id, incident_id, by_name, name, media_type, sha256, content)
VALUES (%(id)s, %(incident_id)s, %(by_name)s, %(name)s, %(media_type)s, %(sha256)s, %(content)s)

-- name: attachment
-- A file that is attached to an incident.
SELECT id, incident_id, name, media_type, sha256, content FROM incident_attachment
WHERE id = %(id)s AND incident_id = %(incident_id)s
