-- The figures that readers know, by the same names on both engines. Drills never enter them.

CREATE VIEW flow_5m AS
SELECT bucket, camera_code, ward_code, provenance, vehicles, motorcycles, cars,
       CASE WHEN vehicles > 0 THEN speed_weighted / vehicles END AS speed_kmh,
       occupancy_sum / rows AS occupancy
FROM flow_5m_sums;

CREATE VIEW flow_1h AS
SELECT bucket, camera_code, ward_code, provenance, vehicles, motorcycles, cars,
       CASE WHEN vehicles > 0 THEN speed_weighted / vehicles END AS speed_kmh,
       occupancy_sum / rows AS occupancy
FROM flow_1h_sums;

CREATE VIEW event_1h AS
SELECT bucket, ward_code, kind, provenance, events FROM event_1h_counts;
