-- A row or more in every table of version 0.1.0, written as that version wrote them. Frozen with it.

INSERT INTO ward (code, name, sort_key, label_lat, label_lon, ring, valid_from, valid_to) VALUES
    ('26740', 'Bến Thành', 'ben thanh', 10.77, 106.69, '[[10.0, 106.0], [10.0, 106.1], [10.1, 106.1]]', '2000-01-01', NULL),
    ('26734', 'Tân Định', 'tan dinh', 10.79, 106.69, '[[10.0, 106.0], [10.0, 106.1], [10.1, 106.1]]', '2000-01-01', '2025-07-01');

INSERT INTO camera (code, name, search_key, ward_code, lat, lon, heading_deg, fov_deg, range_m, kind, recorder,
                    gateway, street, owner, purpose, provenance) VALUES
    ('q1-bn-001', 'Chợ Bến Thành', 'cho ben thanh', '26740', 10.7725, 106.698, 45, 70, 60, 'fixed', 'rec-001',
     'gw-26740', 'Lê Lợi', 'ward', 'traffic', 'real'),
    ('q1-bn-002', 'Lê Thánh Tôn', 'le thanh ton', '26740', 10.773, 106.699, 90, 70, 60, 'moving', 'rec-001',
     'gw-26740', 'Lê Thánh Tôn', 'ward', 'traffic', 'simulated');
INSERT INTO camera_state (camera_code, state, reason, lat, lon, heading_deg, gateway, observed_at, received_at,
                          reported_at, seq, provenance, exercise) VALUES
    ('q1-bn-001', 'online', NULL, NULL, NULL, NULL, 'gw-26740', now() - interval '2 hours', now(), now(), 9, 'real', false),
    ('q1-bn-002', 'unknown', 'gateway lost', 10.77, 106.7, 180, 'gw-26740', now() - interval '1 hour', now(), now(), 7,
     'simulated', true);
INSERT INTO gateway_state (gateway, ward_code, state, observed_at, received_at, seq, provenance) VALUES
    ('gw-26740', '26740', 'lost', now(), now(), 3, 'real');

INSERT INTO unit (code, callsign, kind, ward_code, lat, lon, provenance) VALUES
    ('u-26740-01', 'BT-01', 'ward_police', '26740', 10.7715, 106.6954, 'real');
INSERT INTO unit_state (unit_code, lat, lon, heading_deg, speed_kmh, position_at, position_seq, state, state_at,
                        state_seq, provenance, exercise) VALUES
    ('u-26740-01', 10.772, 106.696, 12, 24.5, now(), 5, 'en_route', now(), 6, 'real', false);
INSERT INTO ward_state (ward_code, provenance, congestion, speed_kmh, vehicles_per_min, usual, observed_at) VALUES
    ('26740', 'real', 0.4, 18.5, 120, 0.3, now());
INSERT INTO system_state (system, site, metric, ward_code, value, unit, lat, lon, observed_at, seq, provenance,
                          exercise) VALUES
    ('healthcare', 'clinic-1', 'waiting', '26740', 12, 'persons', 10.77, 106.7, now(), 4, 'real', false);

-- Today, six days ago, and long enough ago to be compressed where the engine does that.
INSERT INTO event (id, observed_at, received_at, source, camera_code, ward_code, kind, score, label, box, lat, lon,
                   provenance, exercise, dialect, seq, revised_at, ended_at, details)
SELECT ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, at, at + interval '1 second', 'q1-bn-001',
       CASE WHEN n % 2 = 0 THEN 'q1-bn-001' END, '26740', 'crash', 0.75, 'two motorcycles',
       CASE WHEN n % 2 = 0 THEN '{0.1,0.2,0.3,0.4}'::real[] END, 10.77, 106.7,
       CASE WHEN n % 3 = 0 THEN 'simulated' ELSE 'real' END, n % 5 = 0, 'opscenter', n, at,
       CASE WHEN n % 2 = 0 THEN at + interval '1 minute' END, '{"lanes": 2}'
FROM (SELECT n, now() - n * interval '1 day' AS at FROM generate_series(0, 20, 2) AS numbers (n)) AS moments;
INSERT INTO flow (camera_code, observed_at, received_at, ward_code, seq, period_s, motorcycles, cars, buses, trucks,
                  bicycles, speed_kmh, occupancy, provenance, exercise)
SELECT 'q1-bn-001', at, at + interval '1 second', '26740', n, 10, 8 + n, 2, 1, 0, 3, 24.5, 0.25, 'real', n % 7 = 0
FROM (SELECT n, now() - n * interval '3 hours' AS at FROM generate_series(0, 48) AS numbers (n)) AS moments;
INSERT INTO reading (system, site, metric, observed_at, received_at, ward_code, source, seq, value, unit, lat, lon,
                     provenance, exercise)
SELECT 'healthcare', 'clinic-1', 'waiting', at, at, '26740', 'sys-healthcare', n, n, 'persons', 10.77, 106.7, 'real', false
FROM (SELECT n, now() - n * interval '1 day' AS at FROM generate_series(0, 9) AS numbers (n)) AS moments;
INSERT INTO report (id, observed_at, received_at, channel, via, source, ward_code, seq, kind, lat, lon, text, provenance,
                    exercise) VALUES
    ('01890000-0000-7000-8000-0000000000a1', now(), now(), 'citizen', '1022', 'citizen-app', '26740', 1, 'flood', 10.77,
     106.7, 'nước ngập nửa bánh xe', 'real', false),
    ('01890000-0000-7000-8000-0000000000a2', now() - interval '20 days', now(), 'police', 'radio', 'u-26740-01', '26740', 2,
     'theft', 10.77, 106.7, '', 'simulated', true);
INSERT INTO unit_position (unit_code, observed_at, received_at, seq, lat, lon, heading_deg, speed_kmh, provenance,
                           exercise)
SELECT 'u-26740-01', at, at, n, 10.77, 106.7, 90, 20, 'real', false
FROM (SELECT n, now() - n * interval '12 hours' AS at FROM generate_series(0, 9) AS numbers (n)) AS moments;
INSERT INTO snapshot (event_id, moment, rendition, observed_at, received_at, camera_code, ward_code, seq, sha256, width,
                      height, jpeg, key_id, retention_class, provenance, exercise) VALUES
    ('01890000-0000-7000-8000-000000000002', 'at', 'masked', now() - interval '2 days', now(), 'q1-bn-001', '26740', 11,
     repeat('0', 64), 640, 360, convert_to('a picture of a street', 'UTF8'), 'key-1', 'confirmed', 'real', false);

INSERT INTO alert (id, rule, place_key, ward_code, kind, severity, state, camera_code, lat, lon, place, source_channel,
                   event_id, event_at, opened_at, last_at, repeats, version, owner_id, owner_name, acknowledged_at,
                   closed_at, provenance, exercise, details) VALUES
    ('01890000-0000-7000-8000-0000000000b1', 'camera_event', 'q1-bn-001', '26740', 'crash', 'high', 'acknowledged',
     'q1-bn-001', 10.77, 106.7, 'Lê Lợi', 'camera', '01890000-0000-7000-8000-000000000000', now(), now(), now(), 2, 3, 1,
     'Lan', now(), NULL, 'real', false, '{"score": 0.75}'),
    ('01890000-0000-7000-8000-0000000000b2', 'camera_event', 'q1-bn-001', '26740', 'crash', 'low', 'closed', NULL, 10.77,
     106.7, 'Lê Lợi', 'citizen', NULL, NULL, now() - interval '9 days', now(), 0, 2, NULL, NULL, NULL, now(), 'real', true,
     NULL);
INSERT INTO alert_transition (alert_id, before, action, after, account_id, by_name, reason) VALUES
    ('01890000-0000-7000-8000-0000000000b1', NULL, 'open', 'unacknowledged', NULL, 'camera_event', ''),
    ('01890000-0000-7000-8000-0000000000b1', 'unacknowledged', 'acknowledge', 'acknowledged', 1, 'Lan', 'on it');
INSERT INTO command (id, unit_code, "order", lat, lon, alert_id, ward_code, text, sent_at, sent_by, provenance, exercise,
                     answer, answered_at, answered_seq) VALUES
    ('01890000-0000-7000-8000-0000000000c1', 'u-26740-01', 'dispatch', 10.77, 106.7,
     '01890000-0000-7000-8000-0000000000b1', '26740', 'go', now(), 'lan', 'real', false, 'accepted', now(), 8);
INSERT INTO dead_letter (received_at, topic, payload, reason, dialect, readable, resent_at) VALUES
    (now(), 'd1/v1/26740/camera/q1-bn-001/event', '\xff00fe', 'it is not JSON', 'none', false, NULL),
    (now(), 'd1/v1/26740/camera/q1-bn-009/flow', '{}', 'the camera is not registered', 'opscenter', true, now());

INSERT INTO change (subject, key, ward_code, body) VALUES ('alert', 'b1', '26740', '{"state": "acknowledged"}');
INSERT INTO reader_position (reader, xid, id) VALUES ('rules', pg_current_xact_id(), 1);
INSERT INTO maintenance_run (task, ran_at) VALUES ('changes', now());

INSERT INTO account (username, display_name, password_hash, role, ward_codes, language, must_change_password,
                     disabled_at) VALUES
    ('lan', 'Lan', '$argon2id$not-a-hash', 'operator', '{26740}', 'vi', false, NULL),
    ('minh', 'Minh', '$argon2id$not-a-hash', 'liaison', '{}', 'en', true, now());
INSERT INTO session (token_sha256, account_id, expires_at) VALUES
    (decode(repeat('ab', 32), 'hex'), 1, now() + interval '1 hour');
INSERT INTO sign_in_attempt (username, address, succeeded) VALUES ('lan', '10.0.0.7', true), ('nobody', '10.0.0.8', false);
INSERT INTO audit (account_id, username, action, object, details) VALUES (1, 'lan', 'acknowledge', 'b1', '{"was": "open"}');
