-- name: refuse_events
-- Make dead letters of waiting events whose id is known with another content.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT waiting.received_at, '', body.bytes, octet_length(body.bytes), %(reason)s, waiting.dialect, true
FROM stage_event AS waiting
JOIN event AS known USING (id, observed_at)
CROSS JOIN LATERAL (SELECT convert_to(to_jsonb(waiting)::text, 'UTF8') AS bytes) AS body
WHERE known.observed_at BETWEEN %(oldest)s AND %(newest)s
  AND (waiting.source, waiting.ward_code, waiting.kind, waiting.score, waiting.label,
       waiting.box, waiting.provenance, waiting.exercise, waiting.dialect, waiting.seq)
      IS DISTINCT FROM
      (known.source, known.ward_code, known.kind, known.score, known.label, known.box,
       known.provenance, known.exercise, known.dialect, known.seq)
  AND waiting.revised_at = known.revised_at

-- name: refuse_flows
-- Make dead letters of waiting counts whose camera and time are known with other figures.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT waiting.received_at, '', body.bytes, octet_length(body.bytes), %(reason)s, 'opscenter', true
FROM stage_flow AS waiting
JOIN flow AS known USING (camera_code, observed_at)
CROSS JOIN LATERAL (SELECT convert_to(to_jsonb(waiting)::text, 'UTF8') AS bytes) AS body
WHERE known.observed_at BETWEEN %(oldest)s AND %(newest)s
  AND (waiting.ward_code, waiting.seq, waiting.period_s, waiting.motorcycles, waiting.cars,
       waiting.buses, waiting.trucks, waiting.bicycles, waiting.speed_kmh, waiting.occupancy,
       waiting.provenance, waiting.exercise)
      IS DISTINCT FROM
      (known.ward_code, known.seq, known.period_s, known.motorcycles, known.cars, known.buses,
       known.trucks, known.bicycles, known.speed_kmh, known.occupancy, known.provenance,
       known.exercise)

-- name: refuse_readings
-- Make dead letters of waiting readings whose site, metric and time are known with another value.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT waiting.received_at, '', body.bytes, octet_length(body.bytes), %(reason)s, 'opscenter', true
FROM stage_reading AS waiting
JOIN reading AS known USING (system, site, metric, observed_at)
CROSS JOIN LATERAL (SELECT convert_to(to_jsonb(waiting)::text, 'UTF8') AS bytes) AS body
WHERE known.observed_at BETWEEN %(oldest)s AND %(newest)s
  AND (waiting.ward_code, waiting.source, waiting.seq, waiting.value, waiting.unit, waiting.lat,
       waiting.lon, waiting.provenance, waiting.exercise)
      IS DISTINCT FROM
      (known.ward_code, known.source, known.seq, known.value, known.unit, known.lat, known.lon,
       known.provenance, known.exercise)

-- name: refuse_reports
-- Make dead letters of waiting reports whose id is known with another content.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT waiting.received_at, '', body.bytes, octet_length(body.bytes), %(reason)s, 'opscenter', true
FROM stage_report AS waiting
JOIN report AS known USING (id, observed_at)
CROSS JOIN LATERAL (SELECT convert_to(to_jsonb(waiting)::text, 'UTF8') AS bytes) AS body
WHERE known.observed_at BETWEEN %(oldest)s AND %(newest)s
  AND (waiting.channel, waiting.via, waiting.source, waiting.ward_code, waiting.seq,
       waiting.kind, waiting.lat, waiting.lon, waiting.text, waiting.provenance,
       waiting.exercise)
      IS DISTINCT FROM
      (known.channel, known.via, known.source, known.ward_code, known.seq, known.kind,
       known.lat, known.lon, known.text, known.provenance, known.exercise)

-- name: refuse_unit_positions
-- Make dead letters of waiting positions whose unit and time are known at another place, as rounded there.
INSERT INTO dead_letter (received_at, topic, payload, size_bytes, reason, dialect, readable)
SELECT waiting.received_at, '', body.bytes, octet_length(body.bytes), %(reason)s, 'opscenter', true
FROM stage_unit_position AS waiting
JOIN unit_position AS known USING (unit_code, observed_at)
CROSS JOIN LATERAL (SELECT convert_to(to_jsonb(waiting)::text, 'UTF8') AS bytes) AS body
WHERE known.observed_at BETWEEN %(oldest)s AND %(newest)s
  AND (waiting.seq, round(waiting.lat * 262144) / 262144, round(waiting.lon * 262144) / 262144,
       waiting.heading_deg, round(waiting.speed_kmh * 8) / 8, waiting.provenance, waiting.exercise)
      IS DISTINCT FROM
      (known.seq, known.lat, known.lon, known.heading_deg, known.speed_kmh, known.provenance,
       known.exercise)
