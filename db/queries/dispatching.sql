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
-- Keep an order as the centre gave it; what ingest heard of it first is completed with who gave it.
INSERT INTO command (id, unit_code, "order", lat, lon, alert_id, ward_code, text, sent_at, sent_by, verified_by,
                     provenance, exercise)
VALUES (%(id)s, %(unit_code)s, %(order)s, %(lat)s, %(lon)s, %(alert_id)s, %(ward_code)s, %(text)s, %(sent_at)s,
        %(sent_by)s, %(verified_by)s, %(provenance)s, %(exercise)s)
ON CONFLICT (id) DO UPDATE SET sent_by = excluded.sent_by
RETURNING *

-- name: tell_order
-- Tell of an order as it is now.
INSERT INTO change (subject, key, ward_code, body)
SELECT 'command', id::text, ward_code, to_jsonb(command) FROM command WHERE id = %(id)s

-- name: count_dispatch
-- An alert to which a unit was sent is a new version: who saw it before is told.
UPDATE alert SET version = version + 1 WHERE id = %(id)s RETURNING *

-- name: orders_of_open_alerts
-- The orders that were given for the alerts that are open now, the newest last; by the index of orders by alert.
SELECT command.* FROM alert JOIN command ON command.alert_id = alert.id
WHERE alert.state IN ('unacknowledged', 'acknowledged', 'shelved')
ORDER BY command.sent_at, command.id
