-- name: span
-- Tell how much of the backlog is stored, and since when it comes.
SELECT count(*) AS count, min(received_at) AS first_received_at FROM (
    SELECT received_at FROM flow UNION ALL SELECT received_at FROM event
    UNION ALL SELECT received_at FROM unit_position
) AS stored

-- name: has_come
-- Tell whether one count of vehicles has come.
SELECT EXISTS (SELECT FROM flow WHERE camera_code = %(source)s AND observed_at = %(observed_at)s) AS has_come

-- name: outcome
-- Sum up what a backlog comes to, in a form that must not depend on how many workers stored it.
SELECT (SELECT count(*) FROM flow) AS counts,
       (SELECT count(*) FROM event) AS events,
       (SELECT count(*) FROM unit_position) AS positions,
       (SELECT count(*) FROM dead_letter) AS dead_letters,
       (SELECT coalesce(string_agg(unit_code || ' ' || position_seq, ',' ORDER BY unit_code COLLATE "C"), '')
        FROM unit_state WHERE position_seq IS NOT NULL) AS units

-- name: insert_flow
-- Store one count as the usual script does.
INSERT INTO flow (camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses,
                  trucks, bicycles, speed_kmh, occupancy, provenance, exercise)
VALUES (%(source)s, %(observed_at)s, now(), %(ward_code)s, %(seq)s, %(period_s)s, %(motorcycles)s, %(cars)s,
        %(buses)s, %(trucks)s, %(bicycles)s, %(speed_kmh)s, %(occupancy)s, %(provenance)s, %(exercise)s)

-- name: insert_event
-- Store one event as the usual script does.
INSERT INTO event (id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box,
                   provenance, exercise, dialect, seq, revised_at)
VALUES (%(id)s, %(observed_at)s, now(), %(source)s, %(source)s, %(ward_code)s, %(kind)s, %(score)s, %(label)s,
        %(box)s, %(provenance)s, %(exercise)s, 'opscenter', %(seq)s, %(observed_at)s)

-- name: insert_unit_position
-- Store one position as the usual script does.
INSERT INTO unit_position (unit_code, observed_at, received_at, seq, lat, lon, heading_deg, speed_kmh,
                           provenance, exercise)
VALUES (%(source)s, %(observed_at)s, now(), %(seq)s, %(lat)s, %(lon)s, %(heading_deg)s, %(speed_kmh)s,
        %(provenance)s, %(exercise)s)

-- name: copy_flows
-- Send counts straight into their table.
COPY flow (camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses, trucks,
           bicycles, speed_kmh, occupancy, provenance, exercise) FROM STDIN

-- name: copy_events
-- Send events straight into their table.
COPY event (id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
            provenance, exercise, dialect, seq, revised_at, ended_at, details) FROM STDIN
