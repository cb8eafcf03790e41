-- name: links
-- What belongs to an incident, or did, the oldest first.
SELECT * FROM incident_link WHERE incident_id = %(id)s ORDER BY id

-- name: incident_of
-- The incident that an alert or a report belongs to now.
SELECT incident.* FROM incident_link JOIN incident ON incident.id = incident_link.incident_id
WHERE subject = %(subject)s AND key = %(key)s AND unlinked_at IS NULL

-- name: add_link
-- Let a thing belong to an incident, and say why; an alert or a report that belongs to another one stays there.
INSERT INTO incident_link (incident_id, subject, key, linked_by, is_automatic, why)
SELECT %(incident_id)s, %(subject)s, %(key)s, %(linked_by)s, %(is_automatic)s, %(why)s
WHERE NOT EXISTS (SELECT FROM incident_link
                  WHERE incident_id = %(incident_id)s AND subject = %(subject)s AND key = %(key)s
                    AND unlinked_at IS NULL)
ON CONFLICT (subject, key) WHERE unlinked_at IS NULL AND subject IN ('alert', 'report') DO NOTHING

-- name: end_link
-- Let a thing no longer belong to an incident.
UPDATE incident_link SET unlinked_at = clock_timestamp(), unlinked_by = %(unlinked_by)s
WHERE incident_id = %(incident_id)s AND subject = %(subject)s AND key = %(key)s AND unlinked_at IS NULL

-- name: near
-- Open incidents around a point, the nearest first; a district's open ones are few.
SELECT found.* FROM (
    SELECT incident.*,
           sqrt(((lat - %(lat)s) * 111195) ^ 2
                + ((lon - %(lon)s) * 111195 * cos(radians(%(lat)s))) ^ 2) AS distance_m
    FROM incident
    WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
      AND (%(kind)s::text IS NULL OR kind = %(kind)s)
) AS found
WHERE distance_m <= %(radius_m)s
ORDER BY distance_m
LIMIT %(limit)s

-- name: standing_links
-- What belongs to an incident now, the oldest first.
SELECT * FROM incident_link WHERE incident_id = %(id)s AND unlinked_at IS NULL ORDER BY id

-- name: alert
-- An alert as it stands.
SELECT * FROM alert WHERE id = %(id)s

-- name: move_orders
-- Let the orders given for an incident count for the one that it was merged into.
UPDATE command SET incident_id = %(into)s WHERE incident_id = %(id)s

-- name: alerts_of
-- The alerts that belong to an incident, the oldest first.
SELECT * FROM alert WHERE incident_id = %(id)s ORDER BY opened_at, id

-- name: taken_out
-- The incidents that a person took an alert out of, or another of its rule, place and kind while it is not closed.
SELECT incident_link.incident_id, true AS is_itself FROM incident_link
WHERE subject = 'alert' AND key = %(id)s::text AND unlinked_at IS NOT NULL
UNION ALL
SELECT incident.id, false
FROM incident
JOIN incident_link ON incident_link.incident_id = incident.id AND subject = 'alert' AND unlinked_at IS NOT NULL
JOIN alert ON alert.id = incident_link.key::uuid
WHERE incident.state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
  AND alert.rule = %(rule)s AND alert.place_key = %(place_key)s AND alert.kind = %(kind)s

-- name: lock_incident_of_alert
-- The incident that an alert belongs to, locked against everybody else.
SELECT incident.* FROM incident JOIN alert ON alert.incident_id = incident.id
WHERE alert.id = %(id)s
FOR UPDATE OF incident

-- name: lock_open_alerts_of
-- The alerts of an incident that are open, locked against everybody else.
SELECT * FROM alert
WHERE incident_id = %(id)s AND state IN ('unacknowledged', 'acknowledged', 'shelved')
ORDER BY id
FOR UPDATE

-- name: other_signs
-- How many alerts and reports speak for an incident that are no false alarm.
SELECT count(*) AS signs FROM incident_link
WHERE incident_id = %(id)s AND unlinked_at IS NULL AND subject IN ('alert', 'report')
  AND NOT EXISTS (SELECT FROM alert
                  WHERE alert.incident_id = %(id)s AND alert.state = 'false_alarm'
                    AND incident_link.key IN (alert.id::text, alert.event_id::text))
