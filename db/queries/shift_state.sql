-- name: incidents
-- What is not closed, the gravest first, with how many signed hand-overs it has come through.
SELECT incident.id::text AS key, number, kind, severity, state, place, ward_code, opened_at, due_at,
       owner_name AS owner, verified_by, is_late_entry, provenance, exercise,
       (SELECT count(*) FROM handover_item AS item JOIN handover ON handover.id = item.handover_id
        WHERE item.subject = 'incident' AND item.key = incident.id::text
          AND handover.taken_at IS NOT NULL) AS times_handed
FROM incident
WHERE state IN ('new', 'verifying', 'dispatched', 'handling', 'on_hold', 'resolved')
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], severity), opened_at, number
LIMIT %(limit)s

-- name: alerts
-- Alerts of these states that belong to no incident, the gravest first, with their signed hand-overs.
SELECT alert.id::text AS key, kind, severity, place, ward_code, opened_at, owner_name AS owner,
       shelved_until, shelved_by, shelved_reason, provenance, exercise,
       (SELECT count(*) FROM handover_item AS item JOIN handover ON handover.id = item.handover_id
        WHERE item.subject = 'alert' AND item.key = alert.id::text
          AND handover.taken_at IS NOT NULL) AS times_handed
FROM alert
WHERE state = ANY (%(states)s) AND state IN ('unacknowledged', 'acknowledged', 'shelved')
  AND NOT EXISTS (SELECT FROM incident_link
                  WHERE subject = 'alert' AND key = alert.id::text AND unlinked_at IS NULL)
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], severity), opened_at, id
LIMIT %(limit)s

-- name: alerts_open
-- How many open alerts belong to no incident and are not shelved.
SELECT count(*) AS number FROM alert
WHERE state IN ('unacknowledged', 'acknowledged')
  AND NOT EXISTS (SELECT FROM incident_link
                  WHERE subject = 'alert' AND key = alert.id::text AND unlinked_at IS NULL)

-- name: cameras_out
-- How many cameras of each provenance there are, and how many give no picture as they should.
SELECT provenance, count(*) AS cameras,
       count(*) FILTER (WHERE state = 'offline') AS offline,
       count(*) FILTER (WHERE state = 'maintenance') AS maintenance,
       count(*) FILTER (WHERE state = 'obscured') AS obscured,
       count(*) FILTER (WHERE state = 'moved') AS moved,
       count(*) FILTER (WHERE state = 'unknown') AS unknown
FROM camera_now GROUP BY 1 ORDER BY 1

-- name: cameras
-- Cameras that give no picture as they should; those of a lost gateway are told by their gateway.
SELECT code, name, ward_code, state, reason, observed_at AS since, provenance
FROM camera_now
WHERE state <> 'online'
  AND NOT EXISTS (SELECT FROM gateway_state WHERE gateway_state.gateway = camera_now.gateway
                  AND gateway_state.state <> 'online')
ORDER BY ward_code, code COLLATE "C"
LIMIT %(limit)s

-- name: gateways
-- Gateways that are lost.
SELECT gateway, ward_code, received_at AS since, provenance
FROM gateway_state WHERE state <> 'online' ORDER BY ward_code, gateway

-- name: systems
-- Systems that are silent or disconnected, as their open alerts tell.
SELECT place, kind, ward_code, opened_at AS since, provenance
FROM alert
WHERE state IN ('unacknowledged', 'acknowledged', 'shelved')
  AND (rule = 'system_silent' OR (kind = 'system_down' AND camera_code IS NULL AND rule <> 'gateway_lost'))
ORDER BY opened_at, place

-- name: units
-- Units that are off duty or were not heard of since a moment.
SELECT code, callsign, ward_code, state, observed_at AS heard_at, provenance
FROM unit_now
WHERE state = 'off_duty' OR observed_at IS NULL OR observed_at < %(silent_since)s
ORDER BY ward_code, callsign

-- name: orders
-- Orders since a moment that their unit has not answered, the oldest first; by the index of those under way.
SELECT coalesce(unit.callsign, command.unit_code) AS callsign, command.ward_code, command.text, incident.number,
       command.sent_at, command.sent_by, command.due_at, command.provenance, command.exercise
FROM command
LEFT JOIN unit ON unit.code = command.unit_code
LEFT JOIN incident ON incident.id = command.incident_id
WHERE command."order" = 'dispatch' AND command.recalled_at IS NULL AND command.answer IS NULL
  AND command.sent_at > %(since)s
ORDER BY command.sent_at, callsign

-- name: transfers
-- Incidents that were offered to another party, which has not answered yet.
SELECT incident.number, transfer.party, transfer.ward_code, transfer.asked_at, transfer.asked_by, transfer.due_at
FROM incident_transfer AS transfer JOIN incident ON incident.id = transfer.incident_id
WHERE transfer.state = 'asked'
ORDER BY transfer.asked_at, incident.number

-- name: notes
-- What was written down since a moment, the oldest first.
SELECT at, by_name, text FROM shift_note WHERE at >= %(since)s AND at < %(until)s ORDER BY at, id

-- name: counts
-- How much there was between two moments, by provenance and without drills.
SELECT provenance,
       sum(alerts_opened)::bigint AS alerts_opened, sum(alerts_closed)::bigint AS alerts_closed,
       sum(false_alarms)::bigint AS false_alarms,
       sum(incidents_opened)::bigint AS incidents_opened, sum(incidents_closed)::bigint AS incidents_closed
FROM (
    SELECT provenance, count(*) AS alerts_opened, count(closed_at) AS alerts_closed,
           count(*) FILTER (WHERE state = 'false_alarm') AS false_alarms, 0 AS incidents_opened, 0 AS incidents_closed
    FROM alert WHERE opened_at >= %(since)s AND opened_at < %(until)s AND NOT exercise GROUP BY 1
    UNION ALL
    SELECT provenance, 0, 0, 0, count(*), count(closed_at)
    FROM incident WHERE opened_at >= %(since)s AND opened_at < %(until)s AND NOT exercise GROUP BY 1
) AS counted
GROUP BY 1 ORDER BY 1

-- name: all_units
-- Every unit with where it was heard last and what it does.
SELECT callsign, kind, ward_code, state, observed_at AS heard_at, lat, lon, provenance
FROM unit_now ORDER BY ward_code, callsign
