-- name: lock_unit
-- A unit, locked so that it is sent to one place at a time.
SELECT code FROM unit WHERE code = %(code)s FOR UPDATE

-- name: unit
-- A unit with where it is and what it does.
SELECT * FROM unit_now WHERE code = %(code)s

-- name: waiting_order
-- The newest order that a unit was sent since a moment and has not answered.
SELECT * FROM command
WHERE unit_code = %(code)s AND "order" = 'dispatch' AND answer IS NULL AND sent_at > %(since)s
ORDER BY sent_at DESC
LIMIT 1

-- name: keep_order
-- Keep an order as the centre gave it; what ingest heard of it first is completed with who gave it, and until when.
INSERT INTO command (id, unit_code, "order", lat, lon, alert_id, incident_id, ward_code, text, sent_at, sent_by,
                     verified_by, due_at, provenance, exercise)
VALUES (%(id)s, %(unit_code)s, %(order)s, %(lat)s, %(lon)s, %(alert_id)s, %(incident_id)s, %(ward_code)s, %(text)s,
        %(sent_at)s, %(sent_by)s, %(verified_by)s, %(due_at)s, %(provenance)s, %(exercise)s)
ON CONFLICT (id) DO UPDATE
SET sent_by = excluded.sent_by, due_at = excluded.due_at, incident_id = excluded.incident_id
RETURNING *

-- name: tell_order
-- Tell of an order as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'command', id::text, ward_code, to_jsonb(command) FROM command WHERE id = %(id)s

-- name: count_dispatch
-- An alert to which a unit was sent is a new version: who saw it before is told.
UPDATE alert SET version = version + 1 WHERE id = %(id)s RETURNING *

-- name: act_by_order
-- A person has acted on an incident by sending or calling back: who saw it before and acts is told.
UPDATE incident SET version = version + 1, acted_version = version + 1 WHERE id = %(id)s

-- name: keep_acted_version
-- What a unit answers contradicts nobody who acts: from which version on they are told stays.
UPDATE incident SET acted_version = %(acted_version)s WHERE id = %(id)s

-- name: orders_of_open_alerts
-- The orders that were given for the alerts that are open now, the newest last; by the index of orders by alert.
SELECT command.* FROM alert JOIN command ON command.alert_id = alert.id
WHERE alert.state IN ('unacknowledged', 'acknowledged', 'shelved')
ORDER BY command.sent_at, command.id

-- name: orders_under_way
-- Orders that are not over, the newest last: what each unit is on; by the index of those.
SELECT * FROM command
WHERE "order" = 'dispatch' AND recalled_at IS NULL AND (answer IS NULL OR answer IN ('accepted', 'en_route', 'on_scene'))
  AND sent_at > %(since)s
ORDER BY sent_at, id

-- name: orders_of_incident
-- The orders that were given for an incident, the newest last.
SELECT * FROM command WHERE incident_id = %(id)s ORDER BY sent_at, id

-- name: lock_order
-- An order, locked so that it is called back once.
SELECT * FROM command WHERE id = %(id)s FOR UPDATE

-- name: recall_order
-- Note that a unit was called back from an order, and by whom.
UPDATE command SET recalled_at = %(at)s, recalled_by = %(by)s WHERE id = %(id)s

-- name: units
-- Every unit with where it is and what it does.
SELECT * FROM unit_now ORDER BY code COLLATE "C"

-- name: channels_of_incident
-- By which channels those spoke whose alerts and reports belong to an incident.
SELECT source_channel AS channel FROM alert WHERE incident_id = %(id)s
UNION
SELECT 'report' FROM incident_link WHERE incident_id = %(id)s AND subject = 'report' AND unlinked_at IS NULL

-- name: flag_late_orders
-- Flag, once, the orders that were not answered in time; by the index of the unanswered.
UPDATE command SET flagged_at = %(now)s
WHERE answer IS NULL AND flagged_at IS NULL AND due_at IS NOT NULL AND due_at <= %(now)s AND recalled_at IS NULL
RETURNING *

-- name: is_answer_told
-- Whether an incident's timeline tells of this answer to this order already.
SELECT EXISTS (SELECT FROM incident_entry
               WHERE incident_id = %(incident_id)s AND kind = 'answer' AND action = %(answer)s
                 AND details ->> 'order' = %(order_id)s) AS is_told
