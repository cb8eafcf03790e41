-- Small figures of wards and systems, computed from the larger ones piece by piece by the same job on both
-- engines, so that a page about a year of a district reads thousands of rows and not millions.

CREATE TABLE ward_traffic_5m (
    bucket timestamptz NOT NULL,
    ward_code text NOT NULL,
    provenance text NOT NULL,
    cameras integer NOT NULL,
    vehicles bigint NOT NULL,
    vehicles_per_min double precision NOT NULL,
    speed_kmh double precision,
    congestion double precision,
    PRIMARY KEY (bucket, ward_code, provenance)
);
CREATE TABLE ward_traffic_1h (LIKE ward_traffic_5m INCLUDING ALL);

CREATE TABLE system_15m (
    bucket timestamptz NOT NULL,
    system text NOT NULL,
    metric text NOT NULL,
    site text NOT NULL,
    provenance text NOT NULL,
    mean double precision NOT NULL,
    PRIMARY KEY (system, metric, bucket, site, provenance)
);
CREATE INDEX system_15m_by_time ON system_15m (bucket);

-- Up to where each of them is computed.
CREATE TABLE digest_position (digest text PRIMARY KEY, until timestamptz NOT NULL);

INSERT INTO retention (relation, keep) VALUES
    ('ward_traffic_5m', '60 days'), ('ward_traffic_1h', '1830 days'), ('system_15m', '60 days');
