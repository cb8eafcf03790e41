-- name: ask_transfer
-- Ask a party to take an incident over.
INSERT INTO incident_transfer (id, incident_id, party, ward_code, asked_at, asked_by, asked_by_id, why, due_at, state,
                               answered_at, answered_by, phone_number, phone_name, phone_at)
VALUES (%(id)s, %(incident_id)s, %(party)s, %(ward_code)s, %(asked_at)s, %(asked_by)s, %(asked_by_id)s, %(why)s,
        %(due_at)s, %(state)s, %(answered_at)s, %(answered_by)s, %(phone_number)s, %(phone_name)s, %(phone_at)s)
RETURNING *

-- name: lock_transfer
-- A transfer, locked so that it is answered once.
SELECT * FROM incident_transfer WHERE id = %(id)s FOR UPDATE

-- name: answer_transfer
-- Note what became of a transfer, when and by whom.
UPDATE incident_transfer
SET state = %(state)s, answered_at = %(at)s, answered_by = %(by)s, answer_text = %(text)s
WHERE id = %(id)s
RETURNING *

-- name: transfers_of_incident
-- To whom an incident was handed, and what became of it.
SELECT * FROM incident_transfer WHERE incident_id = %(id)s ORDER BY asked_at, id

-- name: transfers_overdue
-- Transfers that nobody answered in time, locked; by the index of the waiting.
SELECT * FROM incident_transfer WHERE state = 'asked' AND due_at <= %(now)s ORDER BY id FOR UPDATE SKIP LOCKED

-- name: transfers_to_wards
-- What wards' posts are asked, or have accepted, of incidents that are not closed.
SELECT incident_transfer.* FROM incident_transfer JOIN incident ON incident.id = incident_transfer.incident_id
WHERE incident_transfer.ward_code = ANY (%(ward_codes)s) AND incident_transfer.state IN ('asked', 'accepted')
  AND incident.state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
ORDER BY incident_transfer.asked_at, incident_transfer.id

-- name: incidents_of_wards
-- What is not closed in these wards, or was handed to their posts and not refused, the newest first.
SELECT * FROM incident
WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
  AND (ward_code = ANY (%(ward_codes)s)
       OR id IN (SELECT incident_id FROM incident_transfer
                 WHERE incident_transfer.ward_code = ANY (%(ward_codes)s)
                   AND incident_transfer.state IN ('asked', 'accepted')))
ORDER BY opened_at DESC, id
LIMIT %(limit)s

-- name: orders_in_wards
-- The orders under way of these wards' units, the newest last.
SELECT * FROM command
WHERE "order" = 'dispatch' AND recalled_at IS NULL AND (answer IS NULL OR answer IN ('accepted', 'en_route', 'on_scene'))
  AND sent_at > %(since)s AND ward_code = ANY (%(ward_codes)s)
ORDER BY sent_at, id
