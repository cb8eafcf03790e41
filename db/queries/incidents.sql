-- name: next_number
-- Draw the next running number of a day; who draws at the same time waits.
INSERT INTO incident_number AS known (day, last) VALUES (%(day)s, 1)
ON CONFLICT (day) DO UPDATE SET last = known.last + 1
RETURNING last

-- name: open_incident
-- Open an incident.
INSERT INTO incident (id, number, kind, severity, priority, state, origin, ward_code, lat, lon, place, words,
                      happened_at, opened_at, is_late_entry, opened_by, owner_id, owner_name, taken_at, due_at,
                      provenance, exercise)
VALUES (%(id)s, %(number)s, %(kind)s, %(severity)s, %(priority)s, %(state)s, %(origin)s, %(ward_code)s, %(lat)s,
        %(lon)s, %(place)s, %(words)s, %(happened_at)s, %(opened_at)s, %(is_late_entry)s, %(opened_by)s, %(owner_id)s,
        %(owner_name)s, %(taken_at)s, %(due_at)s, %(provenance)s, %(exercise)s)

-- name: keep_caller
-- Keep who told of an incident, apart from it.
INSERT INTO incident_caller (incident_id, name, phone) VALUES (%(incident_id)s, %(name)s, %(phone)s)

-- name: callers
-- Who told of an incident, the first first.
SELECT at, name, phone FROM incident_caller WHERE incident_id = %(id)s ORDER BY id

-- name: incident
-- An incident as it stands.
SELECT * FROM incident WHERE id = %(id)s

-- name: lock_incident
-- An incident, locked against everybody else.
SELECT * FROM incident WHERE id = %(id)s FOR UPDATE

-- name: open_incidents
-- What is not closed, the oldest first; by the partial index of what is not.
SELECT * FROM incident
WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
ORDER BY opened_at, id

-- name: change_incident
-- Bring a locked incident to what it has become.
UPDATE incident
SET kind = %(kind)s, severity = %(severity)s, priority = %(priority)s, state = %(state)s,
    state_before_hold = %(state_before_hold)s, owner_id = %(owner_id)s, owner_name = %(owner_name)s,
    verified_by = %(verified_by)s, verified_at = %(verified_at)s, taken_at = %(taken_at)s,
    dispatched_at = %(dispatched_at)s, on_scene_at = %(on_scene_at)s, resolved_at = %(resolved_at)s,
    closed_at = %(closed_at)s, due_at = %(due_at)s, escalated_to = %(escalated_to)s,
    escalated_at = %(escalated_at)s, hold_until = %(hold_until)s, reopened = %(reopened)s,
    duplicate_of = %(duplicate_of)s, result = %(result)s, version = version + 1, acted_version = version + 1
WHERE id = %(id)s

-- name: set_priority
-- Set an incident's priority.
UPDATE incident SET priority = %(priority)s, version = version + 1, acted_version = version + 1 WHERE id = %(id)s

-- name: raise_version
-- An incident that something was added to is a new version; who acts on the one before contradicts nobody.
UPDATE incident SET version = version + 1 WHERE id = %(id)s

-- name: settle_incident
-- Let an incident name the alerts that belong to it and the units that are under way for it.
UPDATE incident SET alert_ids = now.alert_ids, unit_codes = now.unit_codes
FROM (
    SELECT ARRAY(SELECT key::uuid FROM incident_link
                 WHERE incident_id = %(id)s AND subject = 'alert' AND unlinked_at IS NULL ORDER BY id) AS alert_ids,
           ARRAY(SELECT last.unit_code
                 FROM (SELECT DISTINCT ON (unit_code) unit_code, "order", answer FROM command
                       WHERE incident_id = %(id)s ORDER BY unit_code, sent_at DESC, id DESC) AS last
                 WHERE last."order" <> 'recall' AND coalesce(last.answer, '') NOT IN ('refused', 'done')
                 ORDER BY last.unit_code) AS unit_codes
) AS now
WHERE incident.id = %(id)s AND (incident.alert_ids, incident.unit_codes) <> (now.alert_ids, now.unit_codes)

-- name: settle_alerts
-- Let the alerts of an incident say so, those that were its own no more, and tell of each that changed.
WITH own AS (
    SELECT key::uuid AS id FROM incident_link
    WHERE incident_id = %(id)s AND subject = 'alert' AND unlinked_at IS NULL
), moved AS (
    UPDATE alert SET incident_id = CASE WHEN id IN (SELECT id FROM own) THEN %(id)s::uuid END
    WHERE (id IN (SELECT id FROM own) AND incident_id IS DISTINCT FROM %(id)s)
       OR (incident_id = %(id)s AND id NOT IN (SELECT id FROM own))
    RETURNING *
)
INSERT INTO change (subject, key, ward_code, body)
SELECT 'alert', id::text, ward_code, to_jsonb(moved) FROM moved

-- name: tell_incident
-- Tell of an incident as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'incident', id::text, ward_code, to_jsonb(incident) FROM incident WHERE id = %(id)s

-- name: write_entry
-- Write one line into an incident's timeline.
INSERT INTO incident_entry (incident_id, happened_at, kind, before, action, after, account_id, by_name, text, details)
VALUES (%(incident_id)s, %(happened_at)s, %(kind)s, %(before)s, %(action)s, %(after)s, %(account_id)s, %(by_name)s,
        %(text)s, %(details)s::jsonb)

-- name: lock_due
-- What nobody has reacted to in time and was not brought up for it yet; by the index of what is due.
SELECT * FROM incident
WHERE due_at <= %(now)s AND (escalated_at IS NULL OR escalated_at < due_at)
  AND state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold')
ORDER BY due_at
LIMIT 100
FOR UPDATE SKIP LOCKED

-- name: escalate
-- Bring an incident to a role; whoever is just taking it does not trip over that.
UPDATE incident SET escalated_to = %(role)s, escalated_at = %(at)s, version = version + 1 WHERE id = %(id)s

-- name: timeline
-- Everything that was done and said about an incident, the oldest first.
SELECT * FROM incident_entry WHERE incident_id = %(id)s ORDER BY id

-- name: last_act
-- Who moved, took or judged an incident last.
SELECT * FROM incident_entry
WHERE incident_id = %(id)s
  AND kind IN ('opened', 'transition', 'owner', 'verified', 'priority', 'merge', 'escalation', 'handover', 'transfer', 'order')
ORDER BY id DESC
LIMIT 1

-- name: listed
-- Incidents by when they were opened, the newest first: the page after a moment and number.
SELECT * FROM incident
WHERE (%(before)s::timestamptz IS NULL OR opened_at < %(before)s)
  AND (%(since)s::timestamptz IS NULL OR opened_at >= %(since)s)
  AND (%(ward_codes)s::text[] IS NULL OR ward_code = ANY (%(ward_codes)s))
  AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s))
  AND (%(provenance)s::text IS NULL OR provenance = %(provenance)s)
ORDER BY opened_at DESC, id DESC
LIMIT %(limit)s
